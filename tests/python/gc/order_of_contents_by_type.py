# minimum: 3.14
import collections, functools, types, weakref, itertools, contextvars, operator, array, re
names = []
class N:
    def __init__(self, name): self.name = name
    def __del__(self): names.append(self.name)
    def __hash__(self): return hash(self.name)
    def __eq__(self, o): return self is o
    def __call__(self, *a, **k): pass
    def __iter__(self): return self
    def __next__(self): raise StopIteration
    def __getitem__(self, i): raise IndexError
    def __len__(self): return 3
    def __lt__(self, o): return False
    def __enter__(self): pass
    def __exit__(self, *a): pass
    def __get__(self, *a): return self
def show(title, make):
    try:
        x = make()
    except Exception as e:
        print(title, 'cannot', type(e).__name__, e); names.clear(); return
    names.clear()
    del x
    print(title, names)
    names.clear()
def attrs(o, *n):
    for i in n: setattr(o, i, N('attr ' + i))
    return o
show('list', lambda: [N('a'), N('b'), N('c')])
show('tuple', lambda: (N('a'), N('b'), N('c')))
show('dict', lambda: {N('k1'): N('v1'), N('k2'): N('v2')})
show('dict str', lambda: {'a': N('a'), 'b': N('b'), 'c': N('c')})
show('ordered', lambda: collections.OrderedDict([(N('k1'), N('v1')), (N('k2'), N('v2'))]))
def od():
    o = collections.OrderedDict([('a', N('a')), ('b', N('b'))]); o.move_to_end('a'); attrs(o, 'x', 'y'); return o
show('ordered moved', od)
show('defaultdict', lambda: collections.defaultdict(N('factory'), {N('k1'): N('v1')}))
show('counter', lambda: collections.Counter({'x': N('v1'), 'y': N('v2')}))
show('deque', lambda: collections.deque([N('a'), N('b'), N('c')]))
show('set', lambda: {N('a')})
show('frozenset', lambda: frozenset([N('a')]))
show('zip', lambda: zip([N('a')], [N('b')], [N('c')]))
show('zip2', lambda: zip(N('a'), N('b'), N('c')))
def zipped():
    z = zip(N('a'), [N('x')], N('c'))
    return z
show('zip3', zipped)
show('map', lambda: map(N('f'), N('a'), N('b')))
show('filter', lambda: filter(N('f'), N('a')))
show('enumerate', lambda: enumerate(N('a')))
show('reversed', lambda: reversed(N('a')))
show('reversed list', lambda: reversed([N('a'), N('b')]))
show('iter list', lambda: iter([N('a'), N('b')]))
show('iter call', lambda: iter(N('f'), N('sentinel')))
show('iter seq', lambda: iter((N('a'), N('b'))))
show('slice', lambda: slice(N('start'), N('stop'), N('step')))
show('property', lambda: property(N('get'), N('set'), N('del'), N('doc')))
show('classmethod', lambda: attrs(classmethod(N('f')), 'x'))
show('staticmethod', lambda: attrs(staticmethod(N('f')), 'x'))
show('method', lambda: types.MethodType(N('f'), N('self')))
show('partial', lambda: attrs(functools.partial(N('f'), N('a'), N('b'), k=N('k'), l=N('l')), 'x'))
show('partialmethod', lambda: functools.partialmethod(N('f'), N('a'), k=N('k')))
show('lru', lambda: attrs(functools.lru_cache(N('f')), 'x'))
def lru():
    f = functools.lru_cache(lambda a: N('r%s' % a.name)); f(N('1')); f(N('2')); f(N('3')); return f
show('lru results', lru)
def lru2():
    f = functools.lru_cache(maxsize=None)(lambda a: N('r%s' % a.name)); f(N('1')); f(N('2')); f(N('3')); return f
show('lru unbounded', lru2)
def function():
    c = N('closure')
    d = N('closure2')
    def f(a=N('default a'), b=N('default b'), *, k=N('kwdefault')) -> N('annotation'): return c, d
    f.__annotations__ = {'a': N('annotation a')}
    attrs(f, 'x', 'y')
    f.__doc__ = N('doc'); f.__module__ = N('module')
    f.__type_params__ = (N('type param'),)
    return f
show('function', function)
def function2():
    def f(): pass
    attrs(f, 'b', 'a'); return f
show('function attrs', function2)
show('lambda', lambda: (lambda c: lambda: c)(N('c')))
show('cell', lambda: types.CellType(N('c')))
show('proxy', lambda: types.MappingProxyType({'a': N('a')}))
show('namespace', lambda: types.SimpleNamespace(a=N('a'), b=N('b')))
show('module', lambda: attrs(types.ModuleType('m'), 'b', 'a', '_c'))
show('union', lambda: int | str)
show('alias', lambda: types.GenericAlias(N('origin'), (N('a1'), N('a2'))))
class C: pass
class S: __slots__ = ('a', 'b', 'c', '__dict__', '__weakref__')
class S2(S): __slots__ = ('d', 'e')
show('instance', lambda: attrs(C(), 'z', 'y', 'x'))
def inst():
    c = attrs(C(), 'z', 'y'); c.__dict__; return c
show('instance dict', inst)
def slots():
    s = S(); s.c = N('c'); s.b = N('b'); s.a = N('a'); s.x = N('x'); return s
show('slots', slots)
def slots2():
    s = S2(); s.e = N('e'); s.d = N('d'); s.c = N('c'); s.b = N('b'); s.a = N('a'); s.x = N('x'); return s
show('slots2', slots2)
class L(list): __slots__ = ('p', 'q')
def ls():
    l = L([N('i1'), N('i2')]); l.q = N('q'); l.p = N('p'); return l
show('list slots', ls)
class L2(list): pass
show('list attrs', lambda: attrs(L2([N('i1'), N('i2')]), 'b', 'a'))
class D2(dict): pass
show('dict attrs', lambda: attrs(D2({'k': N('v')}), 'b', 'a'))
class T2(tuple): pass
show('tuple attrs', lambda: attrs(T2([N('i1'), N('i2')]), 'b', 'a'))
class Set2(set): pass
show('set attrs', lambda: attrs(Set2([N('i1')]), 'b', 'a'))
class Dq(collections.deque): pass
show('deque attrs', lambda: attrs(Dq([N('i1'), N('i2')]), 'b', 'a'))
class I2(int): pass
show('int attrs', lambda: attrs(I2(3), 'b', 'a'))
class F2(float): pass
class St(str): pass
show('str attrs', lambda: attrs(St('x'), 'b', 'a'))
def exc():
    e = ValueError(N('arg1'), N('arg2')); attrs(e, 'x', 'y'); e.__cause__ = attrs(KeyError(N('cause')), 'c'); e.__context__ = KeyError(N('context')); e.add_note('n'); return e
show('exception', exc)
show('group', lambda: ExceptionGroup('g', [ValueError(N('1')), ValueError(N('2'))]))
show('oserror', lambda: OSError(N('errno'), N('text'), N('file'), None, N('file2')))
show('stopiteration', lambda: StopIteration(N('v'), N('w')))
show('systemexit', lambda: SystemExit(N('v')))
show('keyerror', lambda: KeyError(N('v')))
show('attributeerror', lambda: AttributeError(N('v'), name=N('name'), obj=N('obj')))
show('nameerror', lambda: NameError(N('v'), name=N('name')))
show('importerror', lambda: ImportError(N('v'), name=N('name'), path=N('path')))
show('syntaxerror', lambda: SyntaxError(N('msg'), (N('file'), N('line'), N('offset'), N('text'))))
def gen():
    def g(a, b):
        c = N('c'); d = N('d')
        yield
    x = g(N('a'), N('b')); next(x); return x
show('generator', gen)
def gen2():
    def g(a, b):
        for i in [N('i1'), N('i2')]:
            try: yield
            finally: names.append('finally')
    x = g(N('a'), N('b')); next(x); return x
show('generator loop', gen2)
def gen3():
    def g(a, b):
        yield
    return g(N('a'), N('b'))
show('generator unstarted', gen3)
show('genexp', lambda: (x for x in N('it')))
def coro():
    async def c(a, b): pass
    x = c(N('a'), N('b')); x.close(); return x
show('coroutine', coro)
show('chain', lambda: itertools.chain(N('a'), N('b'), N('c')))
show('chain2', lambda: (lambda c: (next(c), c)[1])(itertools.chain([1, N('x')], N('b'), N('c'))))
show('cycle', lambda: (lambda c: (next(c), next(c), c)[2])(itertools.cycle([N('1'), N('2'), N('3')])))
show('repeat', lambda: itertools.repeat(N('a'), 3))
show('islice', lambda: itertools.islice(N('a'), 3))
show('starmap', lambda: itertools.starmap(N('f'), N('a')))
show('takewhile', lambda: itertools.takewhile(N('f'), N('a')))
show('dropwhile', lambda: itertools.dropwhile(N('f'), N('a')))
show('filterfalse', lambda: itertools.filterfalse(N('f'), N('a')))
show('accumulate', lambda: itertools.accumulate(N('a'), N('f'), initial=N('i')))
show('compress', lambda: itertools.compress(N('a'), N('b')))
show('count', lambda: itertools.count(1, 2))
show('zip_longest', lambda: itertools.zip_longest(N('a'), N('b'), fillvalue=N('fill')))
show('product', lambda: itertools.product([N('a1'), N('a2')], [N('b1')]))
show('permutations', lambda: itertools.permutations([N('1'), N('2')]))
show('permutations2', lambda: (lambda c: (next(c), c)[1])(itertools.permutations([N('1'), N('2')])))
show('combinations', lambda: itertools.combinations([N('1'), N('2')], 2))
show('combinations_wr', lambda: itertools.combinations_with_replacement([N('1'), N('2')], 2))
show('groupby', lambda: itertools.groupby(N('a'), N('key')))
show('groupby2', lambda: (lambda c: (next(c), c)[1])(itertools.groupby([N('1'), N('2')], N('key'))))
show('pairwise', lambda: itertools.pairwise(N('a')))
show('pairwise2', lambda: (lambda c: (next(c), c)[1])(itertools.pairwise([N('1'), N('2'), N('3')])))
show('batched', lambda: itertools.batched(N('a'), 2))
show('weakref', lambda: weakref.ref(C, N('callback')))
show('weakproxy', lambda: weakref.proxy(C, N('callback')))
show('itemgetter', lambda: operator.itemgetter(N('a'), N('b')))
show('methodcaller', lambda: operator.methodcaller('m', N('a'), N('b'), k=N('k')))
show('cmp_to_key', lambda: functools.cmp_to_key(N('f'))(N('a')))
show('super', lambda: super(C, attrs(C(), 'a')))
show('contextvar', lambda: contextvars.ContextVar('v', default=N('default')))
def context():
    c = contextvars.Context(); v = contextvars.ContextVar('v'); c.run(v.set, N('value')); return c
show('context', context)
show('ChainMap', lambda: collections.ChainMap({'a': N('a')}, {'b': N('b')}))
show('UserDict', lambda: collections.UserDict({'a': N('a'), 'b': N('b')}))
def cls():
    class A:
        a = N('a')
        b = N('b')
    A.c = N('c')
    return A
import gc
def late(title, make):
    x = make(); names.clear(); del x; gc.collect(); print(title, names); names.clear()
late('class', cls)
NT = collections.namedtuple('NT', 'a b c')
show('namedtuple', lambda: NT(N('a'), N('b'), N('c')))
show('dict views', lambda: {N('k'): N('v')}.items())
show('dict iterator', lambda: iter({N('k'): N('v')}))
show('list in dict', lambda: {'a': [N('1'), N('2')], 'b': (N('3'), N('4'))})
def cleared(title, make, clear):
    x = make(); names.clear(); clear(x); print(title, names); names.clear()
cleared('list clear', lambda: [N('a'), N('b'), N('c')], lambda x: x.clear())
cleared('list del slice', lambda: [N('a'), N('b'), N('c'), N('d')], lambda x: x.__delitem__(slice(1, 3)))
cleared('list assign slice', lambda: [N('a'), N('b'), N('c'), N('d')], lambda x: x.__setitem__(slice(1, 3), []))
cleared('list del step', lambda: [N('a'), N('b'), N('c'), N('d')], lambda x: x.__delitem__(slice(0, 4, 2)))
cleared('dict clear', lambda: {'a': N('a'), 'b': N('b')}, lambda x: x.clear())
cleared('od clear', lambda: collections.OrderedDict(a=N('a'), b=N('b')), lambda x: x.clear())
cleared('deque clear', lambda: collections.deque([N('a'), N('b'), N('c')]), lambda x: x.clear())
cleared('list *= 0', lambda: [N('a'), N('b'), N('c')], lambda x: x.__imul__(0))
cleared('deque rotate', lambda: collections.deque([N('a'), N('b'), N('c')], 3), lambda x: x.extend([1, 2]))
def local():
    a = N('a'); b = N('b'); c = N('c')
    [x for x in (1,)]
local(); print('locals', names); names.clear()
def args(*a, **k): pass
args(N('1'), N('2'), k=N('3'), l=N('4')); print('args', names); names.clear()
def cells():
    a = N('a'); b = N('b')
    def f(): return a, b
cells(); print('cells', names); names.clear()
