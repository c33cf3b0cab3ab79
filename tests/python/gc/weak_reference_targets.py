# Which objects allow weak references, and what is said of those that do not.
import array, collections, functools, io, itertools, re, sys, threading, types, weakref


class Plain: pass
class NoWeak: __slots__ = ()
class WithWeak: __slots__ = ("__weakref__",)
class SubNoWeak(NoWeak): pass
class ListSub(list): pass
class IntSub(int): pass
class TupleSub(tuple): pass
class StrSub(str): pass
class Error(Exception): pass
def function(): pass
def generator(): yield
async def coroutine(): pass
async def async_generator(): yield

pending = coroutine()
objects = {
    "object": object(), "None": None, "True": True, "int": 5, "float": 1.5, "complex": 1j, "str": "x", "bytes": b"x",
    "bytearray": bytearray(), "tuple": (1,), "list": [], "dict": {}, "set": set(), "frozenset": frozenset([1]),
    "range": range(3), "slice": slice(1), "memoryview": memoryview(b"x"), "Ellipsis": ...,
    "instance": Plain(), "slots": NoWeak(), "weakref slot": WithWeak(), "subclass of slots": SubNoWeak(),
    "list subclass": ListSub(), "int subclass": IntSub(), "tuple subclass": TupleSub(), "str subclass": StrSub(),
    "exception": ValueError(), "exception subclass": Error(), "class": Plain, "type": type, "int class": int,
    "function": function, "lambda": (lambda: 0), "builtin": len, "bound method": Plain().__init__,
    "method": types.MethodType(function, 1), "method descriptor": list.append, "wrapper": int.__add__,
    "getset": int.real, "member": types.FunctionType.__closure__, "property": property(), "classmethod": classmethod(function),
    "staticmethod": staticmethod(function), "code": function.__code__, "generator": generator(), "coroutine": pending,
    "async generator": async_generator(), "frame": sys._getframe(), "module": sys, "cell": types.CellType(1),
    "mappingproxy": Plain.__dict__, "namespace": types.SimpleNamespace(), "generic alias": list[int],     "list iterator": iter([]), "dict keys": {}.keys(), "zip": zip(), "map": map(len, []), "enumerate": enumerate([]),
    "weakref": weakref.ref(Plain), "proxy": weakref.proxy(Plain), "super": super(Plain, Plain()),
    "deque": collections.deque(), "OrderedDict": collections.OrderedDict(), "defaultdict": collections.defaultdict(),
    "Counter": collections.Counter(), "partial": functools.partial(len), "lru_cache": functools.lru_cache(function),
    "array": array.array("b"), "pattern": re.compile("x"), "match": re.match("x", "x"), "lock": threading.Lock(),
    "rlock": threading.RLock(), "StringIO": io.StringIO(), "BytesIO": io.BytesIO(), "itertools.count": itertools.count(),
    "itertools.chain": itertools.chain(), "thread": threading.Thread(), "namedtuple": collections.namedtuple("N", "a")(1),
}
pending.close()
for name, value in objects.items():
    try:
        reference = weakref.ref(value)
    except TypeError as problem:
        print(name, "no:", problem)
    else:
        print(name, reference() is value, weakref.getweakrefcount(value) >= 1)


class Node:
    def __init__(self, name): self.name = name


def report(name):
    return lambda reference: print("callback", name, reference() is None)


# The shared reference, shared proxy, and the order of callbacks.
node = Node("n")
a, b = weakref.ref(node), weakref.ref(node)
print(a is b, weakref.proxy(node) is weakref.proxy(node))
p = weakref.proxy(node)
c = weakref.ref(node, report("first"))
d = weakref.ref(node, report("second"))
q = weakref.proxy(node, lambda p: print("callback proxy"))
print(c is d, a == c, hash(a) == hash(c), weakref.getweakrefcount(node))
print([r is x for r, x in zip(weakref.getweakrefs(node), (a, p, q, d, c))])
print(a.__callback__, c.__callback__ is not None)
del node
print(a(), a == b, a == c, c.__callback__)
try:
    hash(weakref.ref(Node("gone")))
except TypeError as problem:
    print(problem)
for bad in (lambda: weakref.ref(), lambda: weakref.ref(1, 2, 3), lambda: weakref.ref(Plain, callback=1)):
    try:
        bad()
    except TypeError as problem:
        print(problem)


# finalize
class F: pass
f = F()
fin = weakref.finalize(f, print, "finalized", 1, end="!\n")
fin2 = weakref.finalize(f, print, "second finalizer")
print(fin.alive, fin.peek()[2:], fin.atexit)
del f
print(fin.alive, fin.peek(), fin(), fin.detach())
g = F()
fin = weakref.finalize(g, lambda x: x * 2, 21)
print(fin(), fin(), fin.alive)
fin = weakref.finalize(g, print, "never")
print(fin.detach()[2:], fin.alive)
late = weakref.finalize(g, print, "at exit, first registered")
later = weakref.finalize(g, print, "at exit, last registered")
quiet = weakref.finalize(g, print, "not at exit")
quiet.atexit = False


# WeakMethod
class M:
    def method(self): return "called"
m = M()
plain = weakref.ref(m.method)
method = weakref.WeakMethod(m.method, lambda r: print("method gone"))
print(plain(), method()(), method == weakref.WeakMethod(m.method))
del m
print(method())


# Containers
values = weakref.WeakValueDictionary()
keys = weakref.WeakKeyDictionary()
weak_set = weakref.WeakSet()
x, y = Node("x"), Node("y")
values["x"], values["y"] = x, y
keys[x], keys[y] = 1, 2
weak_set |= {x, y}
print(sorted(values), sorted(keys.values()), len(weak_set), x in weak_set, x in keys)
iterator = iter(weak_set)
del x
print(sorted(values), list(keys.values()), len(weak_set))
print(values.pop("y").name, len(values), keys.popitem()[0].name, weak_set.pop().name)
