import functools
from functools import *
print(reduce(lambda a, b: a + b, [1, 2, 3]), reduce(max, [3, 1], 5), reduce(int.__add__, [], 7))
p = partial(int, base=2)
print(p("101"), p.func, p.args, p.keywords, partial(print, "a", sep="-")("b"), partial(partial(pow, 2), 5)())
print(repr(partial(len, 1)))
calls = []
@lru_cache(maxsize=2)
def f(x): calls.append(x); return x * 2
print(f(1), f(2), f(1), f(3), f(2), calls, f.cache_info(), f.cache_parameters(), f.__wrapped__(5))
f.cache_clear()
print(f.cache_info())
@cache
def g(*a, **k): return a, k
print(g(1, x=2), g(1, x=2) is g(1, x=2), g.cache_info().hits)
@wraps(f)
def h(): "h doc"
print(h.__name__, h.__wrapped__ is f)
class C:
    @cached_property
    def v(self): print("computed"); return 5
c = C()
print(c.v, c.v, c.__dict__)
@singledispatch
def show(x): return "object"
@show.register
def _(x: int): return "int"
@show.register(list)
def _(x): return "list"
print(show(1), show([]), show("a"), show(True), show.dispatch(bool)(1))
@total_ordering
class T:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
    def __lt__(self, o): return self.v < o.v
print(T(1) <= T(1), T(2) > T(1), T(1) >= T(2))
print(sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)))
class S:
    @singledispatchmethod
    def m(self, x): return "base"
    @m.register
    def _(self, x: str): return "str"
    def part(self, a, b): return a, b
    half = partialmethod(part, 1)
print(S().m("a"), S().m(1), S().half(2))
for t in (lambda: reduce(lambda a, b: a, []), lambda: partial(), lambda: f([]), lambda: partial(5), lambda: singledispatch(lambda: 1)(), lambda: reduce(1, [1, 2])):
    try:
        print(t())
    except TypeError as e:
        print(e)
