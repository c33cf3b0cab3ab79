class P:
    __slots__ = ("x", "y")
    def __init__(self, x): self.x = x
p = P(1)
print(p.x, hasattr(p, "y"), hasattr(p, "__dict__"), P.x, type(P.x))
p.y = 2
del p.y
for f in (lambda: p.y, lambda: setattr(p, "z", 1), lambda: p.z, lambda: delattr(p, "y")):
    try:
        f()
    except AttributeError as error:
        print(error)
class Q(P):
    __slots__ = ["w"]
q = Q(1)
q.w = 5
print(q.w, q.x, hasattr(q, "__dict__"))
class R(P): pass
r = R(1)
r.anything = 1
print(r.__dict__, R.__slots__ if "__slots__" in R.__dict__ else "no own slots")
class D:
    __slots__ = {"a": "doc of a"}
print(D.a.__doc__)
class W:
    __slots__ = "__dict__", "__weakref__"
W().z = 1
class Private:
    __slots__ = ("__hidden",)
    def __init__(self): self.__hidden = 3
print(Private()._Private__hidden)
for source in ("class X: __slots__ = ('a', 'a b')", "class X:\n __slots__ = ('a',)\n a = 1", "class X: __slots__ = (1,)", "class X(int): __slots__ = ('a',)", "class X(tuple): __slots__ = ()"):
    try:
        exec(source)
        print("fine")
    except (TypeError, ValueError) as error:
        print(error)
class M1: __slots__ = ("a",)
class M2: __slots__ = ("b",)
try:
    class M3(M1, M2): pass
except TypeError as error:
    print(error)
