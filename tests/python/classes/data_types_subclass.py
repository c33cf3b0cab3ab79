class L(list):
    def append(self, x): super().append(x * 2)
l = L([1])
l.append(2)
print(l, type(l[:]).__name__, l + [3], l == [1, 4], isinstance(l, list))
class D(dict):
    def __missing__(self, k): return f"missing {k}"
d = D(a=1)
print(d["a"], d["b"], d.get("b"), "b" in d)
class F(float):
    def __add__(self, o): return "F add"
print(F(1.5) + 1, F(2.5) * 2, repr(F(1.5)))
class B(bytes): pass
print(B(b"ab"), B(b"ab")[0], type(B(b"ab").upper()).__name__)
class E(Exception):
    def __str__(self): return "custom"
print(E(1), repr(E(1, 2)), E(3).args)
class S(set):
    def add(self, x): super().add(str(x))
s = S()
s.add(1)
print(s, S([1]) | {2}, type(S([1]) | {2}).__name__)
class I(int):
    def __repr__(self): return f"I({int(self)})"
    __str__ = __repr__
print(I(5), [I(6)], f"{I(7)}", "%d" % I(8), I(1) == 1, hash(I(1)), {1: "x"}[I(1)])
