import pickle, marshal, io, collections, datetime, decimal, fractions
class A:
    def __init__(self, x): self.x = x
    def __eq__(self, o): return self.__dict__ == o.__dict__
class S:
    __slots__ = ("a",)
    def __init__(self, a): self.a = a
    def __eq__(self, o): return self.a == o.a
class G:
    def __getstate__(self): return {"s": 1}
    def __setstate__(self, s): self.got = s
class R:
    def __reduce__(self): return (complex, (1, 2))
values = [None, True, 1, -5, 2 ** 100, 1.5, 1j, "é😀", b"bytes", bytearray(b"x"), [1, [2]], (1, (2,)), {"a": {1: 2}}, {1, 2}, frozenset([3]), A(5), S([1]), range(3), slice(1, 2), ..., NotImplemented, int, len, A, collections.OrderedDict(a=1), collections.Counter("aab"), collections.deque([1], 5), datetime.date(2024, 1, 1), datetime.timedelta(1), decimal.Decimal("1.5"), fractions.Fraction(1, 3), ValueError("v", 1), collections.defaultdict(list, a=[1])]
for v in values:
    for proto in range(2 if isinstance(v, S) else 0, 6):
        w = pickle.loads(pickle.dumps(v, proto))
        if not (w == v or repr(w) == repr(v)): print("differs", v, proto)
print(pickle.dumps([1, "a", {"k": (None, 1.5)}], 0), pickle.dumps([1, "a", {"k": (None, 1.5)}], 2), pickle.dumps((1, 300, "x", b"y", True), 4), pickle.loads(pickle.dumps(G())).got, pickle.loads(pickle.dumps(R())))
l = []; l.append(l)
m = pickle.loads(pickle.dumps(l))
print(m[0] is m)
shared = [1]
x = pickle.loads(pickle.dumps((shared, shared)))
print(x[0] is x[1], pickle.HIGHEST_PROTOCOL, pickle.DEFAULT_PROTOCOL)
for f in (lambda: pickle.dumps(lambda: 1), lambda: pickle.dumps((x for x in [])), lambda: pickle.loads(b""), lambda: pickle.loads(b"garbage"), lambda: pickle.loads("str"), lambda: pickle.dumps(open), lambda: pickle.loads(b"cno_such\nname\n."), lambda: pickle.dumps(1, 99), lambda: pickle.loads(b"\x80\x04")):
    try:
        print(f() and "fine")
    except Exception as e:
        print(type(e).__name__)
class U(pickle.Unpickler):
    def find_class(self, m, n): raise pickle.UnpicklingError(f"no {m}.{n}")
try:
    U(io.BytesIO(pickle.dumps(A(1)))).load()
except pickle.UnpicklingError as e:
    print(e)
b = io.BytesIO(); p = pickle.Pickler(b); p.dump(1); p.dump("two"); b.seek(0); print(pickle.load(b), pickle.load(b))
for v in (None, 1, 2 ** 70, 1.5, "s", b"b", (1, [2]), {"a": 1}, {1}, frozenset([1]), True, ..., 1j):
    assert marshal.loads(marshal.dumps(v)) == v
print(eval(marshal.loads(marshal.dumps(compile("1+2", "", "eval")))))
