# Every operation on a proxy is one on its target.
import operator, weakref


class Number:
    def __init__(self, value): self.value = value
    def __repr__(self): return f"Number({self.value})"
    def __hash__(self): return 5


def binary(name):
    def method(self, other):
        other = getattr(other, "value", other)
        return f"{name}({self.value}, {other})"
    return method


names = "add sub mul matmul truediv floordiv mod lshift rshift and or xor divmod pow".split()
for name in names:
    for prefix in ("", "r", "i"):
        if prefix == "i" and name == "divmod":
            continue
        setattr(Number, f"__{prefix}{name}__", binary(prefix + name))
for name in ("neg", "pos", "invert", "abs"):
    setattr(Number, f"__{name}__", lambda self, name=name: f"{name}({self.value})")
for name in ("eq", "ne", "lt", "le", "gt", "ge"):
    setattr(Number, f"__{name}__", binary(name))
Number.__int__ = lambda self: 7
Number.__float__ = lambda self: 7.5
Number.__index__ = lambda self: 3
Number.__bool__ = lambda self: False
Number.__len__ = lambda self: 11
Number.__getitem__ = lambda self, key: ("item", key)
Number.__setitem__ = lambda self, key, value: print("set", key, value)
Number.__delitem__ = lambda self, key: print("del", key)
Number.__contains__ = lambda self, item: item == 1
Number.__iter__ = lambda self: iter("abc")
Number.__next__ = lambda self: "next"
Number.__reversed__ = lambda self: iter("cba")
Number.__call__ = lambda self, *args, **kwargs: ("called", args, kwargs)
Number.__bytes__ = lambda self: b"bytes"
Number.__str__ = lambda self: "text"
Number.__format__ = lambda self, spec: "format " + spec
Number.__enter__ = lambda self: "entered"
Number.__exit__ = lambda self, *args: True

two = Number(2)
p = weakref.proxy(two)
one = Number(1)
q = weakref.proxy(one)
print(type(p).__name__, callable(p))
for name in names:
    symbol = {"divmod": divmod}.get(name) or getattr(operator, f"__{name}__")
    print(symbol(p, 3), symbol(3, p), symbol(p, q), symbol(two, q))
    if name != "divmod":
        print(getattr(operator, f"__i{name}__")(p, 3))
print(-p, +p, ~p, abs(p))
print(p == 1, p != 1, p < 1, p <= 1, p > 1, p >= 1, p == q, 1 == p)
print(int(p), float(p), operator.index(p), bool(p), len(p), [10, 20, 30, 40][p])
print(p[5], p[1:2], 1 in p, 2 in p, list(p), next(p))
p[1] = 2
del p[1]
print(p(1, k=2), str(p), repr(p).startswith("<weakproxy at 0x"), pow(p, 2))
print(p.value, p.__class__, isinstance(p, Number), type(p) is Number)
p.value = 9
p.other = 1
print(two.value, two.other)
del p.other
print(hasattr(two, "other"), "value" in dir(p))
try:
    hash(p)
except TypeError as problem:
    print(problem)


for action in (lambda: bytes(p), lambda: format(p, "x")):
    try:
        print(action())
    except TypeError as problem:
        print(problem)


class Bare: pass


bare = Bare()
b = weakref.proxy(bare, lambda r: print("callback", type(r).__name__))
print(type(b).__name__, callable(b), bool(b))
for action in (lambda: b + 1, lambda: len(b), lambda: b[0], lambda: iter(b), lambda: b(), lambda: int(b), lambda: -b, lambda: next(b), lambda: b < 1, lambda: b.missing, lambda: round(b), lambda: divmod(b, 1), lambda: b ** 2, lambda: reversed(b)):
    try:
        print(action())
    except Exception as problem:
        print(type(problem).__name__, str(problem).replace(str(b), "<bare>"))
print(b == bare, b == 1)
del bare
for action in (lambda: b + 1, lambda: len(b), lambda: b.x, lambda: setattr(b, "x", 1), lambda: bool(b), lambda: str(b), lambda: b == 1, lambda: iter(b), lambda: b[0], lambda: b.__class__):
    try:
        print(action())
    except ReferenceError as problem:
        print(problem)
print(repr(b).split(" ", 1)[0])
class Sub(Bare):
    __slots__ = ("s",)
Sub.__bytes__ = lambda self: b"bytes"
Sub.__reversed__ = lambda self: iter("cba")
s = Sub(); p = weakref.proxy(s); print(bytes(p), list(reversed(p)))
p = weakref.proxy(s); p.s = 4
print(s.s, p.s)
try:
    class P(weakref.ProxyType): pass
except TypeError as problem:
    print(problem)
for t in (weakref.ProxyType, weakref.CallableProxyType):
    try:
        print(t(s))
    except TypeError as problem:
        print(problem)
