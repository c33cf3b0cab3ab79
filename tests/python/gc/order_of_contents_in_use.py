# minimum: 3.14
import collections, functools, types, weakref, itertools, contextvars, operator, io, re, csv, json, struct, threading, queue, array, random, copy, enum, dataclasses, string, logging, contextlib, heapq, concurrent.futures
names = []
class N:
    def __init__(self, name): self.name = name
    def __del__(self): names.append(self.name)
    def __hash__(self): return hash(self.name)
    def __call__(self, *a, **k): return self
def show(title, make):
    try: x = make()
    except Exception as e:
        print(title, 'cannot', type(e).__name__, e); names.clear(); return
    names.clear(); del x; print(title, names); names.clear()
def attrs(o, *n):
    for i in n: setattr(o, i, N('attr ' + i))
    return o
show('exception traceback', lambda: attrs(ValueError(N('a')), 'x').with_traceback(None))
class E(Exception): __slots__ = ('p', 'q')
def ex():
    e = E(N('a')); e.q = N('q'); e.p = N('p'); e.z = N('z'); return e
show('exception slots', ex)
class OD(collections.OrderedDict): __slots__ = ('p',)
def od():
    o = OD(a=N('a')); o.p = N('p'); return o
show('ordered slots', od)
class OD2(collections.OrderedDict): pass
show('ordered sub', lambda: attrs(OD2(a=N('a'), b=N('b')), 'x'))
class DD(collections.defaultdict): pass
def dd():
    d = DD(N('f'), a=N('a')); attrs(d, 'x'); return d
show('defaultdict sub', dd)
class P(functools.partial): pass
show('partial sub', lambda: attrs(P(N('f'), N('a')), 'x'))
class CM(classmethod): pass
show('classmethod sub', lambda: attrs(CM(N('f')), 'x'))
class Pr(property): pass
show('property sub', lambda: attrs(Pr(N('get'), N('set')), 'x'))
class M(types.ModuleType): pass
show('module sub', lambda: attrs(M('m'), 'b', 'a'))
show('cached_property', lambda: functools.cached_property(N('f')))
show('singledispatch', lambda: None)
show('StringIO', lambda: attrs(io.StringIO('x'), 'b', 'a'))
show('BytesIO', lambda: attrs(io.BytesIO(b'x'), 'b', 'a'))
show('TextIOWrapper', lambda: attrs(io.TextIOWrapper(io.BytesIO(b'')), 'b', 'a'))
class BR(io.RawIOBase): pass
show('BufferedReader', lambda: attrs(io.BufferedReader(io.BytesIO(b'')), 'b', 'a'))
show('ref sub', lambda: attrs(type('R', (weakref.ref,), {})(N, N('callback')), 'x'))
k = N('target')
show('WeakKey', lambda: weakref.WeakKeyDictionary({k: N('v')}))
show('WeakValue', lambda: weakref.WeakValueDictionary({1: k}))
show('WeakSet', lambda: weakref.WeakSet([k]))
show('finalize', lambda: weakref.finalize(k, N('f'), N('a')).detach())
show('local', lambda: attrs(threading.local(), 'b', 'a'))
show('Queue', lambda: (lambda q: (q.put(N('1')), q.put(N('2')), q)[2])(queue.Queue()))
show('SimpleQueue', lambda: (lambda q: (q.put(N('1')), q.put(N('2')), q)[2])(queue.SimpleQueue()))
show('heap', lambda: [(1, N('1')), (2, N('2'))])
class Co(enum.Enum): pass
@dataclasses.dataclass
class DC: a: object; b: object; c: object = None
show('dataclass', lambda: DC(N('a'), N('b'), N('c')))
@dataclasses.dataclass(slots=True)
class DS: a: object; b: object; c: object = None
show('dataclass slots', lambda: DS(N('a'), N('b'), N('c')))
show('exitstack', lambda: (lambda s: (s.callback(N('1')), s.callback(N('2')), s.pop_all())[2])(contextlib.ExitStack()))
show('nested', lambda: [[N('1'), [N('2'), N('3')]], (N('4'), {N('5')}), {'k': N('6')}])
show('bound builtin', lambda: [N('1'), N('2')].append)
show('bound method', lambda: N('x').__init__)
show('method wrapper', lambda: [N('1')].__len__)
show('super', lambda: super(N, N('s')))
show('frame', lambda: (lambda a, b: __import__('sys')._getframe())(N('a'), N('b')))
def gen_frame():
    def g(a, b):
        yield
    x = g(N('a'), N('b')); next(x); return x.gi_frame
show('generator frame', gen_frame)
def tb():
    try:
        a = N('local a'); b = N('local b')
        raise ValueError(N('v'))
    except ValueError as e: return e
show('exception with frame', tb)
def closure_cycle():
    a = N('a')
    def f(): return a
    def g(): return f, N
    return g
show('closures', closure_cycle)
class W:
    def __init__(s, n, o): s.n, s.o = n, o
    def __del__(s): names.append(s.n)
show('chain of objects', lambda: W('1', W('2', W('3', N('4')))))
show('tree', lambda: W('1', [W('2', N('3')), W('4', N('5'))]))
show('user list', lambda: collections.UserList([N('1'), N('2')]))
show('genexp in tuple', lambda: tuple(N(str(i)) for i in range(3)))
show('set three', lambda: {1: N('1'), 2: N('2')}.values())
show('dict many', lambda: {i: N(str(i)) for i in range(12)})
def deleted():
    d = {i: N(str(i)) for i in range(6)}; del d[2]; d[2] = N('2b'); d[0] = N('0b'); return d
show('dict changed', deleted)
show('dict kwargs', lambda: dict(b=N('b'), a=N('a')))
def popped():
    l = [N('1'), N('2'), N('3')]; l.pop(0); l.insert(0, N('0')); return l
show('list popped', popped)
show('mappingproxy', lambda: types.MappingProxyType({'b': N('b'), 'a': N('a')}))
show('template', lambda: t'{N("v")} {N("w"):x}')
show('slice obj', lambda: [slice(N('a'), N('b'))])
show('type alias', lambda: types.GenericAlias(list, (N('a'),)))
show('memoryview', lambda: memoryview(bytearray(b'x')))
show('complex nest', lambda: functools.partial(zip, [N('1')], map(N('f'), [N('2')])))
def rebinding():
    x = N('old'); x = N('new'); names.append('rebound'); del x; names.append('deleted')
rebinding(); print('rebinding', names); names.clear()
def tuple_swap():
    a, b = N('a'), N('b'); a, b = b, a; a = None; names.append('|'); b = None
tuple_swap(); print('swap', names); names.clear()
def loop():
    for x in [N('1'), N('2')]: names.append('body')
    names.append('after')
loop(); print('loop', names); names.clear()
def exc():
    try: raise KeyError(N('k'))
    except KeyError as e: names.append('handling')
    names.append('after')
exc(); print('except', names); names.clear()
def w():
    with contextlib.nullcontext(N('cm')) as c: names.append('in')
    names.append('out')
w(); print('with', names); names.clear()
def expr():
    N('1'); N('2').name; [N('3'), N('4')]; (N('5'), N('6'))[0].name; {'a': N('7')}['a'].name; names.append('end')
expr(); print('expressions', names); names.clear()
def call(a, b, *c, d, **e): names.append('called')
call(N('a'), N('b'), N('c'), N('c2'), d=N('d'), e=N('e'), f=N('f')); print('call', names); names.clear()
class A:
    x = N('class x'); y = N('class y')
del A.x; print('class del', names); names.clear()
l = [N('1'), N('2'), N('3')]; l[:] = [N('4')]; print('slice assign', names); names.clear(); l = None; names.clear()
l = [N(str(i)) for i in range(6)]; l[::2] = [1, 2, 3]; print('extended assign', names); names.clear(); l = None; names.clear()
l = [N(str(i)) for i in range(4)]; l.sort(key=lambda n: N('key ' + n.name).name); print('sort', names); names.clear(); l = None; names.clear()
l = [N(str(i)) for i in range(4)]; l.reverse(); l.pop(); l.remove(l[0]); print('remove', names); names.clear(); l.__init__([1]); print('init', names); names.clear()
d = {'a': N('a'), 'b': N('b')}; d.update(a=N('a2')); d |= {'b': N('b2')}; print('update', names); names.clear(); d.popitem(); d.pop('a'); print('pop', names); names.clear()
d = {'a': N('a'), 'b': N('b')}; d.__init__(a=1); print('dict init', names); names.clear(); d = None; names.clear()
q = collections.deque([N(str(i)) for i in range(6)], 4); print('deque bound', names); names.clear(); q.rotate(2); q.popleft(); q.remove(q[1]); print('deque', names); names.clear(); q.__init__([1]); print('deque init', names)
