# minimum: 3.14
# `__del__` runs at the instant the last reference goes.
import sys


class Thing:
    def __init__(self, name): self.name = name
    def __del__(self): print("del", self.name)


print("rebinding")
a = Thing("first")
a = Thing("second")
print("rebound")
a = None
print("del statement")
b = Thing("b")
c = b
del b
print("one left")
del c
print("scope")


def scope():
    x = Thing("x")
    y = Thing("y")
    z = Thing("z")
    print("leaving")


scope()
print("left")


def returning():
    x = Thing("dies before the caller goes on")
    return "result"


print(returning())


def argument(x):
    x = None
    print("argument rebound")


argument(Thing("argument"))
print("unwinding")


def inner():
    i = Thing("inner")
    raise ValueError("inner")


def outer():
    o = Thing("outer")
    inner()


try:
    outer()
except ValueError as problem:
    print("handling")
print("handled")
try:
    outer()
except ValueError:
    print("handling without a name")
print("handled")
print("containers")
d = {"k": Thing("in dict"), "l": Thing("popped")}
d.pop("l")
print("after pop")
d["k"] = 1
print("after replacing")
d["k"] = Thing("cleared")
d.clear()
items = [Thing(i) for i in range(3)]
items[1] = None
print("replaced")
items.pop()
del items[0]
print("list done")
items = [Thing("slice 0"), Thing("slice 1"), Thing("kept")]
items[:2] = []
print("slice gone")
items = None
t = (Thing("t0"), Thing("t1"))
t = None
s = {Thing("in set")}
s.clear()
Thing("temporary"), print("in the same expression")
print("attributes")


class Holder: pass


h = Holder()
h.a, h.b = Thing("h.a"), Thing("h.b")
del h.a
h = None
h = Holder()
h.x, h.y = Thing("h.x"), Thing("h.y")
h.__dict__
h = None


class Slots:
    __slots__ = ("p", "q")


h = Slots()
h.q, h.p = Thing("slot q"), Thing("slot p")
h = None
print("generators")


def generator():
    local = Thing("generator's")
    try:
        yield 1
        yield 2
    finally:
        print("finally")


g = generator()
next(g)
g.close()
print("closed")
g = generator()
next(g)
del g
print("deleted")
g = generator()
del g
print("never started")


def early():
    first = Thing("loop local")
    for i in range(2):
        second = Thing(f"round {i}")
    return


early()
print("loops")
for item in [Thing("item 0"), Thing("item 1")]:
    print(item.name)
print("loop over")
del item
print("comprehension", [Thing("comprehended").name for _ in range(2)])
print("with")


class Manager:
    def __enter__(self): return Thing("managed")
    def __exit__(self, *args): print("exit")


with Manager() as m:
    pass
del m
print("closures")


def make():
    captured = Thing("captured")
    def use(): return captured.name
    return use


use = make()
print(use())
del use
print("calls")


def keep(*args, **kwargs):
    print("called", len(args), sorted(kwargs))


keep(Thing("positional"), k=Thing("keyword"))
print("returned")
sorted([3, 1], key=lambda value, thing=Thing("default"): value)
print("lambda gone")
try:
    keep(Thing("argument of a failing call"), *1)
except TypeError:
    print("failed")
print("exceptions")
error = ValueError(Thing("exception argument"))
error = None
try:
    raise KeyError(Thing("raised"))
except KeyError:
    pass
print("resurrection")


class Lazarus:
    def __del__(self):
        print("resurrecting")
        global saved
        saved = self


Lazarus()
print(type(saved).__name__)
del saved
print("gone for good: a finalizer runs once")


class Parent:
    def __init__(self): self.child = Thing("child")
    def __del__(self): print("parent", self.child.name)


Parent()


class Base:
    def __del__(self): print("base")


class Derived(Base):
    def __del__(self):
        print("derived")
        super().__del__()


Derived()
late = Derived()
Derived.__del__ = lambda self: print("replaced finalizer")
late = None


class Plain: pass


plain = Plain()
plain.__del__ = lambda: print("never: looked up on the type")
del plain
Plain.__del__ = lambda self: print("added to the class")
Plain()
print("errors")
sys.unraisablehook = lambda u: print("unraisable", u.exc_type.__name__, u.exc_value)


class Bad:
    def __del__(self): raise RuntimeError("in finalizer")


Bad()
print("goes on")
try:
    bad = Bad()
    1 / 0
except ZeroDivisionError:
    bad = None
    print("handling", type(sys.exception()).__name__)


class Nested:
    def __init__(self, n): self.n = n
    def __del__(self):
        if self.n: Nested(self.n - 1)
        print("nested", self.n)


Nested(3)
chain = None
for i in range(3):
    chain = [Thing(f"link {i}"), chain]
chain = None
print("end")
