class V:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return isinstance(o, V) and self.v == o.v
    def __lt__(self, o): return self.v < o.v
    def __le__(self, o): return self.v <= o.v
    def __hash__(self): return hash(self.v)
    def __repr__(self): return f"V({self.v})"
a, b = V(1), V(2)
print(a == V(1), a != b, a < b, a <= b, a > b, a >= b)
print(sorted([b, a]), max(a, b), a in [V(1)], {a: 1}[V(1)])
class OnlyEq:
    def __eq__(self, o): return True
print(OnlyEq.__hash__, OnlyEq() == 5, 5 == OnlyEq(), OnlyEq() != 5)
try:
    hash(OnlyEq())
except TypeError as error:
    print(error)
class Plain: pass
p = Plain()
print(p == p, p != p, p == Plain(), p == 1)
for op in (lambda: p < p, lambda: p >= 1, lambda: 1 < "a", lambda: [] < (), lambda: None < None):
    try:
        op()
    except TypeError as error:
        print(error)
class Weird:
    def __eq__(self, o): return "truthy"
    def __bool__(self): return False
print(Weird() == 1, Weird() in [Weird()], not Weird())
