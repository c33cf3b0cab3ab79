# minimum: 3.14
import sys
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)
P = type((lambda: sys._getframe().f_locals)())
def make(x=1, y=2):
    z = 3
    return sys._getframe()
t(lambda: P)
t(lambda: P())
t(lambda: P(1))
t(lambda: P(make(), 1))
t(lambda: P(make(), x=1))
t(lambda: P(make()))
p = make().f_locals
t(lambda: reversed(p))
t(lambda: list(p))
t(lambda: p.keys()); t(lambda: p.values()); t(lambda: p.items())
t(lambda: type(p.keys()))
t(lambda: p | 3); t(lambda: 3 | p); t(lambda: p | {'q': 1}); t(lambda: {'q': 1} | p); t(lambda: p.__ior__(3));
def g():
    global p
    p |= 3
t(g)
def h():
    global p
    p |= [('x', 4)]
t(h)
t(lambda: p.update(3)); t(lambda: p.update([('x', 1)])); t(lambda: p.update()); t(lambda: p.update({'x':1},2)); t(lambda: p.update(x=1))
t(lambda: p.pop('x')); t(lambda: p.pop('nope')); t(lambda: p.pop('nope', 3)); t(lambda: p.popitem()); t(lambda: p.clear()); t(lambda: p.pop()); t(lambda: p.pop(1,2,3))
t(lambda: P.__delitem__(p, 'x')); t(lambda: P.__delitem__(p, 'nope')); t(lambda: P.__delitem__(p, 5)); t(lambda: P.__delitem__(p, []))
p['new'] = 5; t(lambda: P.__delitem__(p, 'new')); t(lambda: p); p['new'] = 6; t(lambda: p.pop('new'));
t(lambda: p['nope']); t(lambda: p[3]); t(lambda: p[[]]); t(lambda: [] in p); t(lambda: p.get([])); t(lambda: p.setdefault('x', 7)); t(lambda: p.setdefault('w', 7)); t(lambda: p.setdefault([]))
t(lambda: hash(p)); t(lambda: p == dict(p)); t(lambda: p == p.copy()); t(lambda: p < p); t(lambda: p == 3); t(lambda: p == make().f_locals)
t(lambda: p.__copy__)
import copy
t(lambda: copy.copy(p)); t(lambda: copy.deepcopy(p))
t(lambda: type(p.copy()))
t(lambda: bool(p)); t(lambda: len(p)); t(lambda: P.fromkeys); t(lambda: P.__class_getitem__)
def k():
    f = sys._getframe().f_locals
    f['me'] = f
    return f
t(k)
t(lambda: sys.getsizeof(p)); t(lambda: p.__sizeof__())
t(lambda: sorted(n for n in vars(P)))
def gen():
    x = 1
    yield sys._getframe().f_locals
    yield x
G = gen(); q = next(G)
def setq(): q['x'] = 9
setq(); t(lambda: next(G)); t(lambda: q)
class S(str):
    def __eq__(s, o): return str.__eq__(s, o)
    __hash__ = str.__hash__
p[S('x')] = 77; t(lambda: p['x']); t(lambda: p[S('x')])
class I:
    def __init__(s, n): s.n = n
    def __hash__(s): return hash(s.n)
    def __eq__(s, o): return o == s.n
p[I('x')] = 78; t(lambda: p['x']); t(lambda: p[I('x')]); t(lambda: len(p)); t(lambda: I('x') in p)
def unbound():
    f = sys._getframe().f_locals
    f[I('x')] = 2
    return x
    x = 1
t(unbound)
t(lambda: {**p});
def kw(**k): return sorted(k)
t(lambda: kw(**make().f_locals))
match make().f_locals:
    case {'x': v}: print('matched', v)
t(lambda: list(reversed(p.keys())))
