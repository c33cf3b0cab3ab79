# What objects of very many types refer to, in the order in which the collector visits it, and whether it knows them.
# minimum: 3.14
import array
import collections
import contextvars
import csv
import datetime
import functools
import gc
import io
import itertools
import operator
import queue
import random
import re
import struct
import sys
import threading
import types
import weakref
def f(a, b=[1]): return a
class Plain: pass
class Slots: __slots__ = ("a", "b")
class Base: pass
class D(Base, collections.UserList): pass
def closure(x):
    y = [x]
    def inner(): return x, y
    return inner
def gen(x):
    y = []
    yield x
async def cor(x): pass
async def agen(x):
    yield 1
def caught():
    try: 1 / 0
    except ZeroDivisionError as e: return e
o = Plain(); o.x = []; o.y = {}
s = Slots(); s.b = []; s.a = {}
def after(it, n=1):
    for _ in range(n): next(it)
    return it
c = cor(1)
L = [[], {}, ()]
M = {"a": [], "b": {}}
class Node: pass
n = Node(); n.me = n
kinds = [
 ("list", L), ("tuple", ([], {}, 1)), ("dict", M), ("dict keys", {(1,): [], "b": {}}), ("set", {(1,), (2,3)}), ("frozenset", frozenset([(1,)])),
 ("deque", collections.deque([[], {}])), ("deque100", collections.deque([[]] * 3, 100)), ("ordered", collections.OrderedDict(a=[], b={})), ("defaultdict", collections.defaultdict(list, a=[])), ("counter", collections.Counter("ab")),
 ("instance", o), ("instance dict", o.__dict__), ("slots", s), ("userlist", collections.UserList([1])), ("list subclass", type("LS", (list,), {})([[]])), ("dict subclass", type("DS", (dict,), {})(a=[])), ("tuple subclass", type("TS", (tuple,), {})(([],))), ("set subclass", type("SS", (set,), {})([(1,)])), ("namedtuple", collections.namedtuple("N", "a b")([], {})),
 ("int subclass", type("IS", (int,), {})(3)), ("str subclass", type("ST", (str,), {})("a")), ("deque subclass", type("DQ", (collections.deque,), {})([[]])),
 ("function", f), ("closure", closure(1)), ("cell", closure([1]).__closure__[0]), ("empty cell", types.CellType()), ("method", o.__init__), ("bound", collections.UserList().append), ("builtin method", L.append), ("builtin", len), ("classmethod", classmethod(f)), ("staticmethod", staticmethod(f)), ("property", property(f, f)), ("code", f.__code__),
 ("generator", gen([])), ("started", after(gen([]))), ("coroutine", c), ("agen", agen(1)), ("traceback", caught().__traceback__), ("exception", ValueError([], {})), ("oserror", OSError(1, "a", "f")), ("caught", caught()), ("keyerror", KeyError(())),
 ("class", Plain), ("class2", D), ("slots class", Slots), ("int type", int), ("module", types), ("mappingproxy", types.MappingProxyType(M)), ("namespace", types.SimpleNamespace(a=[])), ("super", super(D, D())), ("weakref", weakref.ref(o, f)), ("weakref none", weakref.ref(o)), ("proxy", weakref.proxy(o, f)), ("slice", slice([], {}, ())), ("range", range(10)), ("alias", list[int]), ("alias2", dict[str, list[int]]),
 ("list iter", iter(L)), ("list riter", reversed(L)), ("tuple iter", iter((1,))), ("dict keyiter", iter(M)), ("dict values", M.values()), ("keys", M.keys()), ("set iter", iter({1})), ("str iter", iter("a")), ("bytes iter", iter(b"a")), ("range iter", iter(range(3))), ("callable iter", iter(f, 1)), ("seq iter", iter(type("S", (), {"__getitem__": lambda s, i: i})())), ("zip1", after(zip(L, L))), ("map", map(f, L)), ("map2", map(max, L, M)), ("filter", filter(None, L)), ("reversed", reversed(type("S", (), {"__getitem__": lambda s, i: i, "__len__": lambda s: 3})())),
 ("deque iter", iter(collections.deque(L))), ("deque riter", reversed(collections.deque(L))), ("odict keys", collections.OrderedDict(a=1).keys()), ("array iter", iter(array.array("i", [1]))), ("array", array.array("i", [1])),
 ("partial", functools.partial(f, [], k={})), ("partial bare", functools.partial(f)), ("cmp", functools.cmp_to_key(f)), ("cmp1", functools.cmp_to_key(f)(1)), ("cached property", functools.cached_property(f)), ("singledispatch", functools.singledispatchmethod(f)), ("placeholder", functools.Placeholder),
 ("itemgetter", operator.itemgetter((1,), [])), ("attrgetter", operator.attrgetter("a.b", "c")),
 ("count big", itertools.count([].__len__() + 10 ** 20, 2)), ("chain", itertools.chain(L, M)), ("chain1", after(itertools.chain(L, M))), ("cycle", itertools.cycle(L)), ("cycle1", after(itertools.cycle(L))), ("repeat", itertools.repeat(L, 3)), ("islice", itertools.islice(L, 2)), ("tee", itertools.tee(L)[0]), ("tee1", after(itertools.tee(L)[0])), ("groupby", itertools.groupby(L)), ("groupby1", after(itertools.groupby([1, 2]))), ("grouper", next(itertools.groupby([[], {}]))[1]), ("grouper1", after(next(itertools.groupby([[], []]))[1])), ("starmap", itertools.starmap(f, L)), ("takewhile", itertools.takewhile(f, L)), ("dropwhile", itertools.dropwhile(f, L)), ("filterfalse", itertools.filterfalse(f, L)), ("accumulate", itertools.accumulate(L)), ("accumulate1", after(itertools.accumulate([[], []]))), ("pairwise1", after(itertools.pairwise(L))), ("product", itertools.product(L, M)), ("product1", after(itertools.product(L, M))), ("permutations", itertools.permutations(L)), ("permutations1", after(itertools.permutations(L))), ("combinations", itertools.combinations(L, 2)), ("combinations1", after(itertools.combinations(L, 2))), ("cwr1", after(itertools.combinations_with_replacement(L, 2))), ("compress", itertools.compress(L, M)), ("batched", itertools.batched(L, 2)),
 ("pattern", re.compile("a(?P<b>c)")), ("match", re.match("(a)", "a")), ("scanner", re.compile("a").scanner("a")), ("template", t"a{o}b"), ("interpolation", t"a{o}b".interpolations[0]),
 ("contextvar", contextvars.ContextVar("v", default=[])), ("token", contextvars.ContextVar("w").set([])), ("typevar", (lambda: 0, type("T", (), {}))[0]), ("bytesio", io.BytesIO(b"a")), ("lock", threading.Lock()), ("rlock", threading.RLock()), ("simplequeue", queue.SimpleQueue()), ("random", random.Random()),
 ("datetime", datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)), ("date", datetime.date.min), ("tz", datetime.timezone(datetime.timedelta(1, 1) - datetime.timedelta(1), "n")), ("delta", datetime.timedelta(1)), ("time", datetime.time(1)),
 ("dialect", csv.get_dialect("excel") if csv.list_dialects() else None), ("textio", io.TextIOWrapper(io.BytesIO())), ("bufreader", io.BufferedReader(io.BytesIO())), ("simple type", type(sys.flags)), ("wrapper", list.__add__), ("method wrapper", [].__add__), ("method descr", list.append), ("getset", type.__dict__["__dict__"]), ("member", Slots.a), ("cm descr", dict.__dict__["fromkeys"]), ("generic alias", (lambda: 0).__class__), ("ellipsis", ...), ("object", object()), ("str", "a"), ("int", 5), ("thread", threading.current_thread()), ("exit", exit), ("quitter", print), ("mock cyc", n),
]
for label, x in kinds:
    print(label, type(x).__name__, gc.is_tracked(x), *[type(y).__name__ for y in gc.get_referents(x)])
c.close()
