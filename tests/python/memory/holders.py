# sys.getrefcount counts one for each holder of an object, and one for its own argument.
import collections, functools, itertools, sys, types, weakref
from sys import getrefcount as count


class Thing:
    pass


thing = Thing()
print("one name", count(thing))
print("a temporary", count(Thing()))
base = count(thing)


def more(what):
    print(what, count(thing) - base)


other = thing
more("second name")
del other
more("name deleted")
other = thing
other = None
more("name rebound")
items = [thing, thing, thing]
more("three list slots")
items.pop()
more("popped")
items[0] = 0
more("slot replaced")
copy = items[:]
more("list copied")
items = copy = None
more("lists gone")
t = (thing,) * 5
more("tuple times five")
t = None
d = {thing: thing}
more("key and value")
d.clear()
more("cleared")
s = {thing}
f = frozenset(s)
more("set and frozenset")
s = f = None
holder = Thing()
holder.a = thing
holder.b = thing
more("two attributes")
del holder.a
more("attribute deleted")
holder.__dict__
more("dictionary asked for")
holder = None
more("holder gone")


class Slotted:
    __slots__ = "x", "y"


slotted = Slotted()
slotted.x = slotted.y = thing
more("slots")
slotted = None


def closure():
    captured = thing
    def inner():
        return captured
    return inner


inner = closure()
more("closure")
inner = None


def default(x=thing, *, y=thing):
    pass


more("defaults")
del default


class Methods:
    def method(self):
        return count(self)


m = Methods()
print("self while called", m.method() - count(m))
bound = m.method
print("bound method", count(m))
del bound


def argument(x):
    return count(x) - base


print("argument", argument(thing))


def two(x, y):
    return count(x) - base


print("two arguments", two(thing, thing))
print("keyword argument", argument(x=thing))
print("star argument", argument(*[thing]))
print("double star", argument(**{"x": thing}))


def variadic(*args, **kwargs):
    return count(thing) - base


print("variadic", variadic(thing, k=thing))


def generator():
    local = thing
    yield 1
    yield local


g = generator()
more("generator not started")
next(g)
more("generator suspended")
next(g)
more("generator yielded")
g.close()
more("generator closed")
it = iter([thing])
more("iterator of a list")
next(it)
more("item taken")
list(it)
more("iterator exhausted")
z = zip([thing], [thing])
more("zip")
z = None
c = itertools.chain([thing])
cycle = itertools.cycle([thing])
next(cycle)
more("chain and cycle")
c = cycle = None
p = functools.partial(print, thing, k=thing)
more("partial")
p = None
dq = collections.deque([thing])
dd = collections.defaultdict(lambda: 0, k=thing)
od = collections.OrderedDict(k=thing)
more("deque, defaultdict, OrderedDict")
dq = dd = od = None
n = types.SimpleNamespace(a=thing)
more("namespace")
n = None
r = weakref.ref(thing)
proxy = weakref.proxy(thing)
more("weak references")
strong = r()
more("weak reference called")
r = proxy = strong = None


def fail():
    local = thing
    raise ValueError


try:
    fail()
except ValueError as problem:
    more("frame of a traceback")
    kept = problem
more("exception kept")
kept = kept.with_traceback(None)
more("traceback dropped")
e = ValueError(thing)
more("exception arguments")
e = None


class Type:
    pass


before = count(Type)
instances = [Type() for _ in range(3)]
print("class of three instances", count(Type) - before)
instances = None
print("instances gone", count(Type) - before)


class Sub(Type):
    pass


print("subclass: bases, mro, base", count(Type) - before)


@functools.lru_cache
def cached(x):
    return x


cached(thing)
more("cached key and result")
cached.cache_clear()
more("cache cleared")
x = y = z = thing
more("chained assignment")
x, y = y, x
more("swapped")
del x, y, z
[thing for _ in range(3)]
more("comprehension gone")
for loop in [thing]:
    more("loop variable")
del loop
with_lambda = lambda: thing
more("global in a lambda")
exec("other = thing; del other")
more("after exec")
print(len({id(thing)}), end=" ")
more("after id")
for immortal in (None, True, False, Ellipsis, NotImplemented, 0, 256, -5, (), "", b"", "a", "\xe9", b"a", int, type, object, ValueError):
    same = count(immortal)
    keep = [immortal] * 100
    print(repr(immortal), count(immortal) == same and same > 1 << 29)
a = 1000 * int("1000")
print(count(a), count("".join(["run", "time"])), count((a, 1)), count(b"xy" * int("2")))
