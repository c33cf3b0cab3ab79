# `__slots__` in all its cases.
import copy, pickle, sys, weakref


def attempt(action):
    try:
        print(action())
    except Exception as problem:
        print(type(problem).__name__, problem)


class Point:
    __slots__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
    def __eq__(self, other): return (self.x, self.y) == (other.x, other.y)


p = Point(1, 2)
attempt(lambda: p.z)
attempt(lambda: setattr(p, "z", 1))
attempt(lambda: p.__dict__)
attempt(lambda: weakref.ref(p))
attempt(lambda: Point.__dict__["x"])
print(type(Point.x).__name__, Point.x.__get__(p), Point.x.__name__, Point.x.__objclass__ is Point, Point.__slots__)
del p.x
attempt(lambda: delattr(p, "x"))
print(hasattr(p, "x"), hasattr(p, "y"))
p.x = 5
print(p.x)
attempt(lambda: Point.x.__get__(1))
attempt(lambda: Point.x.__set__(1, 2))
print(sys.getsizeof(p))


class Child(Point): pass
c = Child(1, 2)
c.z = 3
print(c.__dict__, c.x, weakref.ref(c)() is c)
class Strict(Point): __slots__ = ("z",)
s = Strict(1, 2)
s.z = 3
print(hasattr(s, "__dict__"), s.x, s.z, sys.getsizeof(s))
class Empty(Point): __slots__ = ()
print(hasattr(Empty(1, 2), "__dict__"), sys.getsizeof(Empty(1, 2)))


class WithDict: __slots__ = ("a", "__dict__")
w = WithDict(); w.a = 1; w.b = 2
print(w.__dict__, w.a)
attempt(lambda: weakref.ref(w))
class WithWeak: __slots__ = ("a", "__weakref__")
w = WithWeak()
print(weakref.ref(w)() is w, hasattr(w, "__dict__"), w.__weakref__ is weakref.ref(w))
class Both: __slots__ = ("__dict__", "__weakref__")
b = Both(); b.x = 1
print(b.__dict__, weakref.ref(b)() is b)
attempt(lambda: type("T", (Both,), {"__slots__": ("__dict__",)}))
attempt(lambda: type("T", (Both,), {"__slots__": ("__weakref__",)}))
attempt(lambda: type("T", (), {"__slots__": ("__dict__", "__dict__")}))
attempt(lambda: type("T", (), {"__slots__": ("a", "a")})().__slots__)
attempt(lambda: type("T", (), {"__slots__": ("a",), "a": 1}))
attempt(lambda: type("T", (), {"__slots__": ("1a",)}))
attempt(lambda: type("T", (), {"__slots__": (1,)}))
attempt(lambda: type("T", (), {"__slots__": 1}))
attempt(lambda: type("T", (), {"__slots__": ("",)}))
attempt(lambda: type("T", (int,), {"__slots__": ("a",)}))
attempt(lambda: type("T", (tuple,), {"__slots__": ("a",)}))
attempt(lambda: type("T", (bytes,), {"__slots__": ("a",)}))
attempt(lambda: type("T", (int,), {"__slots__": ()})(5) + 1)
attempt(lambda: type("T", (str,), {"__slots__": ()})("x"))
attempt(lambda: type("T", (list,), {"__slots__": ("a",)})([1]))
attempt(lambda: type("T", (dict,), {"__slots__": ("a",)})(a=1))


class A: __slots__ = ("a",)
class B: __slots__ = ("b",)
class E: __slots__ = ()
attempt(lambda: type("T", (A, B), {}))
attempt(lambda: type("T", (A, E), {"__slots__": ()}).__mro__)
attempt(lambda: type("T", (A, object), {}).__base__)
attempt(lambda: type("T", (A, int), {}))


# One name, mangled names, a string, an iterator, a dict.
class One: __slots__ = "name"
o = One(); o.name = 1
print(One.__slots__, o.name)
class Private:
    __slots__ = ("__secret",)
    def __init__(self): self.__secret = 1
    def get(self): return self.__secret
print(Private().get(), "_Private__secret" in Private.__dict__, Private.__slots__)
class FromIterator: __slots__ = iter(["a", "b"])
print(sorted(n for n in FromIterator.__dict__ if len(n) == 1), list(FromIterator.__slots__))
class Documented:
    __slots__ = {"width": "how wide", "height": "how high"}
print(Documented.__slots__, Documented.width.__doc__, sorted(n for n in Documented.__dict__ if not n.startswith("_")))
import inspect
print(inspect.getdoc(Documented.width))


# A slot hides the one of a base; a class attribute hides nothing.
class Hide(Point):
    __slots__ = ("x",)
h = Hide(1, 2)
Point.x.__set__(h, 100)
print(h.x, Point.x.__get__(h))


# Copy and pickle.
class Pickled:
    __slots__ = ("a", "b", "__dict__")
for value in (Point(1, [2]), Strict(3, 4)):
    value.y = [5]
    print(copy.copy(value).y is value.y, copy.deepcopy(value).y is value.y, copy.copy(value).x)
    for protocol in (0, 1):
        attempt(lambda: pickle.dumps(value, protocol))
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        print(pickle.loads(pickle.dumps(value, protocol)).y, end=" ")
    print(value.__reduce_ex__(2)[2])
v = Pickled(); v.a = 1; v.c = 3
print(v.__reduce_ex__(2)[2], v.__getstate__(), copy.copy(v).c)
print(Point.__new__(Point).__getstate__(), object().__getstate__())
class State:
    __slots__ = ("a",)
    def __getstate__(self): return ("state", self.a)
    def __setstate__(self, state): self.a = state
st = State(); st.a = 1
print(copy.copy(st).a, pickle.loads(pickle.dumps(st, 2)).a)


# __class__ assignment wants the same layout.
class P1: __slots__ = ("a", "b")
class P2: __slots__ = ("a", "b")
class P3: __slots__ = ("b", "c")
x = P1(); x.a = 1
x.__class__ = P2
print(type(x).__name__, x.a)
attempt(lambda: setattr(x, "__class__", P3))
attempt(lambda: setattr(x, "__class__", Child))
attempt(lambda: setattr(c, "__class__", int))
print(P1.__basicsize__, P3.__basicsize__, Child.__basicsize__, Strict.__basicsize__, Both.__basicsize__, Child.__dictoffset__ != 0, Point.__dictoffset__, Point.__weakrefoffset__)
