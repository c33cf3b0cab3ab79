# A cycle through every kind of holder: it lives until a collection, and is found by it.
import asyncio, collections, contextvars, enum, functools, gc, itertools, operator, sys, threading, types, weakref
from dataclasses import dataclass

gc.disable()
gc.collect()


class Witness:
    pass


def check(name, make):
    witness = Witness()
    watch = weakref.ref(witness)
    try:
        result = make(witness)
    except Exception as problem:
        print(name, "raises", type(problem).__name__, problem)
        return
    del witness
    if result is not None:
        del result
    before = watch() is not None
    gc.collect()
    print(name, "held" if before else "free at once", "then", "alive" if watch() else "collected")


def family(function):
    check(function.__name__, function)
    return function


@family
def list_in_itself(w):
    items = [w]; items.append(items)

@family
def dict_in_itself(w):
    d = {"w": w}; d["d"] = d

@family
def tuple_through_list(w):
    items = []; t = (w, items); items.append(t)

@family
def set_of_instances(w):
    w.set = {w}

@family
def frozenset_of_instances(w):
    w.set = frozenset([w])

@family
def instance_dict(w):
    w.me = w

@family
def slots(w):
    class S:
        __slots__ = ("a", "b")
    s = S(); s.a = s; s.b = w

@family
def closure(w):
    def f(): return w, f
    w.f = f

@family
def default_argument(w):
    def f(x=w): pass
    w.f = f

@family
def keyword_default(w):
    def f(*, x=w): pass
    w.f = f

@family
def function_attribute(w):
    def f(): pass
    f.w = w; w.f = f

@family
def annotations(w):
    def f(): pass
    f.__annotations__ = {"a": w}; w.f = f

@family
def function_globals(w):
    space = {"w": w}
    exec("def f(): return w", space)

@family
def bound_method(w):
    class C:
        def m(self): pass
    c = C(); c.m2 = c.m; c.w = w

@family
def builtin_method(w):
    items = [w]; items.append(items.append)

@family
def generator_suspended(w):
    def g():
        me = yield
        yield w, me
    it = g(); next(it); it.send(it)

@family
def generator_not_started(w):
    def g(w): yield w
    w.g = g(w)

@family
def coroutine_suspended(w):
    class Wait:
        def __await__(self): yield
    async def f():
        me = box
        await Wait()
        return me, w
    box = []
    c = f(); c.send(None); box.append(c)

@family
def async_generator(w):
    async def f():
        yield box, w
    box = []
    a = f(); box.append(a)
    try: a.__anext__().send(None)
    except StopIteration: pass

@family
def frame(w):
    f = sys._getframe()
    w.f = f
    del w

@family
def exception_in_own_frame(w):
    try:
        1 / 0
    except ZeroDivisionError as problem:
        keep = problem

@family
def exception_context(w):
    a, b = ValueError(w), KeyError()
    a.__context__ = b; b.__cause__ = a

@family
def exception_attribute(w):
    e = ValueError(); e.w = w; e.me = e

@family
def exception_group(w):
    e = ValueError(w); g = ExceptionGroup("g", [e]); e.g = g

@family
def class_(w):
    class C:
        keep = w
        def m(self): return C

@family
def class_hierarchy(w):
    class A: keep = w
    class B(A): pass
    A.child = B

@family
def metaclass(w):
    class M(type):
        keep = w
    class C(metaclass=M): pass
    M.c = C

@family
def module(w):
    m = types.ModuleType("m"); m.m = m; m.w = w

@family
def property_(w):
    p = property(lambda self: w); w.p = p

@family
def class_method(w):
    w.m = classmethod(lambda c: w)

@family
def static_method(w):
    w.m = staticmethod(lambda: w)

@family
def method_object(w):
    w.m = types.MethodType(len, w)

@family
def cell(w):
    c = types.CellType(w); w.c = c

@family
def mapping_proxy(w):
    d = {"w": w}; d["p"] = types.MappingProxyType(d)

@family
def simple_namespace(w):
    n = types.SimpleNamespace(w=w); n.n = n

@family
def generic_alias(w):
    w.a = list[w]

@family
def super_object(w):
    class C:
        def __init__(self): self.s = super()
    c = C(); c.w = w

@family
def slice_(w):
    items = [w]; items.append(slice(items))

@family
def weak_reference_callback(w):
    target = Witness()
    class R(weakref.ref): pass
    r = R(target, lambda _: r); r.w = w; r.t = target

@family
def weak_value_dict(w):
    d = weakref.WeakValueDictionary(); d["w"] = w; w.d = d

@family
def weak_key_dict_value(w):
    d = weakref.WeakKeyDictionary(); d[w] = d

@family
def weak_key_dict_value_refers_to_key(w):
    w.d = weakref.WeakKeyDictionary(); w.d[w] = [w]

@family
def partial(w):
    p = functools.partial(print, w); w.p = p

@family
def partial_keywords(w):
    p = functools.partial(print, k=w); w.p = p

@family
def lru_cache(w):
    @functools.lru_cache(maxsize=2)
    def f(x): return x
    f(w); w.f = f

@family
def lru_cache_unlimited(w):
    @functools.lru_cache(maxsize=None)
    def f(x): return x
    f(w); w.f = f

@family
def lru_cache_of_method(w):
    class C:
        @functools.lru_cache
        def m(self): return 1
    c = C(); c.w = w; c.m()

@family
def cached_property(w):
    class C:
        @functools.cached_property
        def p(self): return self
    c = C(); c.w = w; c.p

@family
def cmp_to_key(w):
    k = functools.cmp_to_key(lambda a, b: 0)(w); w.k = k

@family
def single_dispatch(w):
    @functools.singledispatch
    def f(x): return w
    w.f = f

@family
def deque(w):
    d = collections.deque([w]); d.append(d)

@family
def deque_iterator(w):
    d = collections.deque([w]); d.append(iter(d))

@family
def ordered_dict(w):
    d = collections.OrderedDict(w=w); d["d"] = d

@family
def default_dict(w):
    d = collections.defaultdict(lambda: d); d["w"] = w

@family
def counter(w):
    c = collections.Counter(); c[w] = 1; w.c = c

@family
def chain_map(w):
    d = {"w": w}; d["c"] = collections.ChainMap(d)

@family
def named_tuple(w):
    P = collections.namedtuple("P", "a b")
    items = []; items.append(P(w, items))

@family
def data_class(w):
    @dataclass
    class D:
        x: object
    d = D(None); d.x = [d, w]

@family
def enumeration(w):
    class E(enum.Enum):
        A = 1
    E.keep = w

@family
def context_variable(w):
    v = contextvars.ContextVar("v")
    c = contextvars.copy_context()
    c.run(v.set, w); w.c = c

@family
def context_token(w):
    v = contextvars.ContextVar("v", default=w)
    c = contextvars.copy_context()
    w.t = c.run(v.set, 1)

@family
def list_iterator(w):
    items = [w]; items.append(iter(items))

@family
def list_reverse_iterator(w):
    items = [w]; items.append(reversed(items))

@family
def tuple_iterator(w):
    items = []; it = iter((w, items)); items.append(it)

@family
def dict_iterators(w):
    d = {"w": w}; d["k"] = iter(d); d["v"] = iter(d.values()); d["i"] = iter(d.items())

@family
def dict_views(w):
    d = {"w": w}; d["k"] = d.keys(); d["v"] = d.values(); d["i"] = d.items()

@family
def set_iterator(w):
    s = {w}; w.i = iter(s)

@family
def call_iterator(w):
    w.i = iter(lambda: w, None)

@family
def sequence_iterator(w):
    class S:
        def __getitem__(self, i): return i
    s = S(); s.w = w; s.i = iter(s)

@family
def builtin_iterators(w):
    w.i = [map(lambda x: x, [w]), filter(None, [w]), zip([w]), enumerate([w])]

@family
def itertools_iterators(w):
    w.i = [
        itertools.chain([w]), itertools.cycle([w]), itertools.repeat(w), itertools.islice([w], 2),
        itertools.accumulate([w]), itertools.starmap(print, [w]), itertools.takewhile(len, [w]),
        itertools.dropwhile(len, [w]), itertools.filterfalse(len, [w]), itertools.compress([w], [1]),
        itertools.zip_longest([w]), itertools.product([w]), itertools.permutations([w]),
        itertools.combinations([w], 1), itertools.combinations_with_replacement([w], 1),
        itertools.groupby([w]), itertools.tee([w]), itertools.count(1), itertools.pairwise([w]),
        itertools.batched([w], 1),
    ]

@family
def operator_getters(w):
    w.g = [operator.itemgetter(w), operator.methodcaller("m", w)]

@family
def thread_local(w):
    local = threading.local(); local.w = w; w.local = local

@family
def memory_view(w):
    class B(bytearray): pass
    b = B(b"x"); b.m = memoryview(b); b.w = w

@family
def string_subclass(w):
    class S(str): pass
    s = S("x"); s.s = s; s.w = w

@family
def int_subclass(w):
    class I(int): pass
    i = I(5); i.i = i; i.w = w

@family
def code_constants(w):
    def f(): return 1
    f.__code__ = f.__code__.replace(co_consts=(None, 1))
    f.f = f; f.w = w

@family
def event_loop(w):
    loop = asyncio.new_event_loop()
    future = loop.create_future()
    future.add_done_callback(lambda f: w)
    w.future = future
    loop.close()

@family
def type_parameters(w):
    class C[T]:
        pass
    C.w = w

print(gc.garbage)
