import copy
a = [1, [2, 3], {"k": (4, [5])}]
b, c = copy.copy(a), copy.deepcopy(a)
a[1].append(9); a[2]["k"][1].append(9)
print(a, b, c, b[1] is a[1], c[1] is a[1])
l = [1]; l.append(l)
m = copy.deepcopy(l)
print(m[1] is m, m is not l)
class P:
    def __init__(self, x): self.x = x
    def __copy__(self): return P("copied")
    def __deepcopy__(self, memo): return P("deep copied")
print(copy.copy(P(1)).x, copy.deepcopy([P(1)])[0].x)
class Q:
    __slots__ = ("a",)
q = Q(); q.a = [1]
r = copy.deepcopy(q)
print(r.a, r.a is q.a)
class S:
    def __init__(self): self.l = [1]
s = S(); t = copy.copy(s); u = copy.deepcopy(s)
print(t.l is s.l, u.l is s.l, copy.copy((1,)) , copy.deepcopy(len) is len, copy.deepcopy({1, (2,)}), copy.copy(bytearray(b"a")))
shared = [0]
x = copy.deepcopy([shared, shared])
print(x[0] is x[1])
class R:
    def __reduce__(self): return (list, ((1, 2),))
print(copy.copy(R()), copy.replace(__import__("collections").namedtuple("N", "a b")(1, 2), b=5))
try:
    copy.deepcopy((i for i in []))
except TypeError as e:
    print(e)
