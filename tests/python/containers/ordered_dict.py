# minimum: 3.14
from collections import OrderedDict as O
def t(f):
    try: r=f(); print(repr(r))
    except BaseException as e: print(type(e).__name__, e)
t(lambda: O([(1,)]))
t(lambda: O([()]))
t(lambda: O([(1,2,3)]))
t(lambda: O([1]))
t(lambda: O(1,2))
t(lambda: O(1))
t(lambda: O().update(1,2))
t(lambda: O().update())
t(lambda: O.update())
t(lambda: O().pop())
t(lambda: O().pop(1))
t(lambda: O().pop(1,2,3))
t(lambda: O().popitem())
t(lambda: O().popitem(first=1))
t(lambda: O().move_to_end(1))
t(lambda: O(a=1).move_to_end('b'))
t(lambda: O().move_to_end())
t(lambda: O().setdefault())
t(lambda: O().fromkeys())
t(lambda: O().fromkeys(iterable='ab', value=3))
t(lambda: O({'a':1})|{'b':2})
t(lambda: {'b':2}|O({'a':1}))
t(lambda: O()|[(1,2)])
t(lambda: O().__ior__([(1,2)]))
t(lambda: O().__ior__(3))
t(lambda: O.__or__({}, O(a=1)))
t(lambda: O()<O())
t(lambda: hash(O()))
t(lambda: type(O().keys())())
t(lambda: type(iter(O()))())
t(lambda: O(a=1).items())
t(lambda: O(a=1).keys().mapping)
t(lambda: O(a=1).__reduce__()[:4])
t(lambda: iter(O(a=1).items()).__reduce__()[1])
t(lambda: {}==O())
t(lambda: O()==[])
t(lambda: O.__eq__(O(), []))
t(lambda: O.__eq__({}, O()))
t(lambda: O.__setitem__({}, 1, 2))
t(lambda: O[int,str])
t(lambda: type(iter(O())))
od=O(a=1,b=2)
it=iter(od); next(it); od.clear(); t(lambda: next(it)); t(lambda: next(it))
od=O(a=1,b=2); it=iter(od); next(it); od['c']=1; t(lambda: next(it)); t(lambda: next(it))
od=O(a=1,b=2); it=iter(od); next(it); dict.__setitem__(od,'c',1); t(lambda: next(it)); t(lambda: next(it)); t(lambda: list(it))
t(lambda: od.pop('c'));
od=O(a=1,b=2); it=iter(od.items()); dict.__delitem__(od,'a'); dict.__setitem__(od,'c',1); t(lambda: next(it)); t(lambda: next(it)); t(lambda: repr(od)); t(lambda: od.popitem()); t(lambda:repr(od))
class S(O):
    def __getitem__(s,k): print('get',k); return O.__getitem__(s,k)
    def __setitem__(s,k,v): print('set',k); return O.__setitem__(s,k,v)
    def __delitem__(s,k): print('del',k); return O.__delitem__(s,k)
    def __contains__(s,k): print('in',k); return O.__contains__(s,k)
    def items(s): print('items'); return O.items(s)
    def keys(s): print('keys'); return O.keys(s)
    def __iter__(s): print('iter'); return O.__iter__(s)
    def __missing__(s,k): print('missing',k); return 'm'
s=S(a=1)
s.update(b=2)
s.update({'c':3}); s.update([('d',4)]); s|={'e':5}
t(lambda: s.setdefault('a')); t(lambda: s.setdefault('z',3)); t(lambda: s.pop('a')); t(lambda: s.pop('q',1)); t(lambda: s.pop('q')); t(lambda: s.popitem()); t(lambda: s.popitem(last=False))
t(lambda: s.copy()); t(lambda: repr(s)); t(lambda: s==s.copy()); t(lambda: dict(s)); t(lambda: {**s}); t(lambda: s|{'k':1}); t(lambda: {'k':1}|s)
t(lambda: s.move_to_end('c')); t(lambda: S.fromkeys('xy'))
t(lambda: O(s)); t(lambda: s.__reduce__()[:4])
t(lambda: s.get('nope')); t(lambda: s['nope'])
od=O(a=1,b=2,c=3); od.move_to_end('a')
t(lambda: dict.copy(od)); t(lambda: dict.__repr__(od)); t(lambda: dict(od)); t(lambda: list(dict.keys(od))); t(lambda: list(dict.__iter__(od))); t(lambda: dict.__or__(od,{})); t(lambda: dict.__or__({},od))
def f(**k): return list(k)
t(lambda: f(**od)); t(lambda: {**od}); import json; t(lambda: json.dumps(od)); d={}; d.update(od); t(lambda: d); t(lambda: set(od.items())==set(d.items()))
t(lambda: od.items()&{('a',1)}); t(lambda: od.keys()|{'z'} == {'a','b','c','z'}); t(lambda: od.keys()-{'a'}=={'b','c'}); t(lambda: list(reversed(od.items()))); t(lambda: od.values()); t(lambda: 1 in od.values())
od.x=5; t(lambda: od.__dict__); t(lambda: od.__reduce__()[2]); t(lambda: od.copy().__dict__)
import weakref; r=weakref.ref(od); t(lambda: r() is od)
t(lambda: type(od.keys()).__name__)
od=O.fromkeys(range(10)); import sys
print([sys.getsizeof(od), [ (od.popitem(last=False), sys.getsizeof(od))[1] for _ in range(10)], sys.getsizeof(od)])
class H:
    def __init__(s, n): s.n = n
    def __hash__(s): print('hash', s.n); return s.n
    def __repr__(s): return 'H%s' % s.n
a, b, c = H(1), H(2), H(3)
od = O(); od[a] = 1; od[b] = 2; od[c] = 3
for f in (lambda: list(od), lambda: list(od.items()), lambda: od.move_to_end(b), lambda: od.__delitem__(a), lambda: od.popitem(),
          lambda: repr(od), lambda: od.copy(), lambda: od == od.copy(), lambda: od.__setitem__(c, 5), lambda: od.setdefault(c, 1), lambda: od.pop(c)):
    print('--', f())
class Unstable:
    n = 0
    def __hash__(s): Unstable.n += 1; return Unstable.n * 12345
od = O()
for i in range(20): od[Unstable()] = i
for f in (lambda: list(od.items()), lambda: repr(od), lambda: od.copy(), lambda: list(od), lambda: od.popitem()):
    try: f(); print('no error')
    except KeyError as e: print('KeyError', type(e.args[0]).__name__)
od = O(a=1, b=2); od['self'] = od; od.x = [od]
import pickle, copy
for p in range(pickle.HIGHEST_PROTOCOL + 1):
    other = pickle.loads(pickle.dumps(od, p))
    print(p, other, other['self'] is other, other.x[0] is other)
other = copy.deepcopy(od); print(other, other['self'] is other, other.x[0] is other)
other = copy.copy(od); print(list(other), other.x is od.x)
