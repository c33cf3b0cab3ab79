# Which attributes of which kinds of objects are another object each time they are asked for: those named. Bound methods always are.
# minimum: 3.14
import array
import collections
import contextvars
import datetime
import functools
import io
import itertools
import re
import struct
import sys
import threading
import types
import warnings
import weakref

warnings.simplefilter("ignore")

class Base:
    "doc"
    x: int = 1
    def method(self, a, b=[], *, c=()) -> None:
        def inner(): return self, a
        return inner
    @classmethod
    def cm(cls): pass
    @staticmethod
    def sm(): pass
    @property
    def prop(self): "pdoc"
class Derived(Base): pass
class Slotted:
    __slots__ = ("s",)
class Generic[T]:
    def m[U](self, u: U): pass
type Alias = list[int]
def generator():
    yield 1
async def coroutine(): pass
async def agen():
    yield 1
def func(a, b=(1, 2), *args, c={}, **kw) -> int: "d"
def caught():
    try:
        1 / 0
    except ZeroDivisionError as e:
        return e
class R:
    def __repr__(self): return "R"
exc = caught()
inst = Base()
co = coroutine()
objects = [
    ("class", Derived), ("instance", inst), ("slotted", Slotted()), ("generic", Generic), ("alias", Alias),
    ("generic alias", list[int]), ("user alias", Generic[int]), ("union", int | str),
    ("function", func), ("closure", inst.method(1)), ("lambda", lambda: 0), ("bound method", inst.method), ("class method", Base.cm),
    ("classmethod object", Base.__dict__["cm"]), ("staticmethod object", Base.__dict__["sm"]), ("property", Base.prop),
    ("code", Base.method.__code__), ("frame", sys._getframe()), ("traceback", exc.__traceback__), ("exception", exc),
    ("os error", OSError(1, "a", "b")), ("syntax error", SyntaxError("a", ("f", 1, 2, "t"))), ("unicode error", UnicodeDecodeError("a", b"b", 0, 1, "r")),
    ("group", ExceptionGroup("a", [ValueError(1)])), ("import error", ImportError("a", name="n", path="p")), ("key error", KeyError(1)), ("stop", StopIteration(5)), ("exit", SystemExit(3)),
    ("attribute error", AttributeError("a", name="n", obj=[])),
    ("generator", generator()), ("coroutine", co), ("async generator", agen()),
    ("module", types), ("builtin", len), ("builtin method", [].append), ("method descriptor", list.append), ("wrapper", list.__add__),
    ("getset", type.__dict__["__dict__"]), ("member", Slotted.s), ("class method descriptor", dict.__dict__["fromkeys"]),
    ("int", 10 ** 30), ("bool", True), ("float", 2.5), ("complex", 1j), ("str", "abc\xe9"), ("bytes", b"abc"), ("tuple", (1, [])), ("list", [[]]), ("dict", {"a": 1}), ("set", {1}), ("none", None), ("ellipsis", ...), ("notimplemented", NotImplemented),
    ("range", range(10 ** 20, 10 ** 21, 10 ** 3)), ("slice", slice([], [1], [2])), ("memoryview", memoryview(b"abcd")), ("mapping proxy", types.MappingProxyType({})), ("namespace", types.SimpleNamespace(a=[])), ("cell", inst.method(1).__closure__[0]),
    ("partial", functools.partial(func, 1, k=2)), ("lru", functools.lru_cache(func)), ("cmp", functools.cmp_to_key(func)(1)), ("singledispatch", functools.singledispatch(func)), ("cached property", functools.cached_property(func)),
    ("deque", collections.deque([1], 5)), ("defaultdict", collections.defaultdict(list)), ("ordered", collections.OrderedDict(a=1)), ("counter", collections.Counter("a")), ("named tuple", collections.namedtuple("N", "a b")([], 2)), ("chain map", collections.ChainMap({})),
    ("weakref", weakref.ref(inst, print)), ("proxy set", weakref.WeakSet()), ("key dict", {}.keys()), ("items", {}.items()),
    ("pattern", re.compile("(?P<a>a)(b)")), ("context var", contextvars.ContextVar("v", default=[])), ("token", contextvars.ContextVar("w").set([])), ("array", array.array("i", [1])),
    ("bytesio", io.BytesIO(b"a")), ("stringio", io.StringIO("a")), ("stdout", sys.stdout), ("buffer", sys.stdout.buffer),
    ("struct", struct.Struct("i3s")), ("date", datetime.datetime(2020, 1, 2, tzinfo=datetime.UTC)), ("delta", datetime.timedelta(1)), ("tz", datetime.timezone(datetime.timedelta(hours=1), "n")), ("time", datetime.time(1, 2)),
    ("thread", threading.current_thread()), ("version", sys.version_info), ("flags", sys.flags), ("float info", sys.float_info), ("super", super(Derived, Derived())), ("enumerate", enumerate([])), ("zip", zip()), ("map", map(len, [])), ("count", itertools.count()), ("template", t"a{inst}b"), ("interpolation", t"a{inst}b".interpolations[0]),
]
BOUND = (types.MethodWrapperType, types.BuiltinFunctionType, types.MethodType)
for label, o in objects:
    moved = []
    try:
        names = sorted(set(dir(o)) | {n for c in type(o).__mro__ for n in vars(c)})
    except Exception as e:
        print(label, "dir", type(e).__name__)
        continue
    for name in names:
        try:
            a = getattr(o, name)
            b = getattr(o, name)
        except AttributeError:
            continue
        if a is not b and not isinstance(a, BOUND) and not isinstance(a, int):
            moved.append(name)
    print(label, *moved)
co.close()
