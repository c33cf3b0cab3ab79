# minimum: 3.14
from collections import OrderedDict as O
import gc, weakref, random
class K:
    def __init__(s, n): s.n = n
    def __hash__(s): return hash(s.n) % 7
    def __eq__(s, o): return isinstance(o, K) and s.n == o.n
random.seed(3)
class S(O): __slots__ = 'p',
for kind in int, str, K:
    od = S() if kind is str else O(); model = []
    for i in range(1500):
        op = random.random(); k = kind(random.randrange(40))
        if op < .45:
            od[k] = i
            if k not in [m[0] for m in model]: model.append([k, i])
            else: next(m for m in model if m[0] == k)[1] = i
        elif op < .65:
            if od.pop(k, None) is not None: model = [m for m in model if m[0] != k]
        elif op < .8:
            last = op < .72
            try: od.move_to_end(k, last)
            except KeyError: assert all(m[0] != k for m in model)
            else:
                m = next(m for m in model if m[0] == k); model.remove(m); model.insert(len(model) if last else 0, m)
        elif op < .9 and od:
            last = op < .85
            assert od.popitem(last)[0] == model.pop(-1 if last else 0)[0]
        elif op > .998: od.clear(); model.clear()
        if i % 50 == 0:
            assert [(a, b) for a, b in od.items()] == [tuple(m) for m in model], i
            assert list(reversed(od)) == [m[0] for m in model][::-1]
            assert od == od.copy() and dict(od) == od
    od.self = od; od['me'] = od
    r = weakref.ref(od); del od; gc.collect(); assert r() is None
# bypass
od = O((i, i) for i in range(20))
for i in range(0, 20, 3): dict.__delitem__(od, i)
for i in range(100, 160): dict.__setitem__(od, i, i)
for i in range(200, 300): od[i] = i
for i in list(dict.keys(od)):
    od.pop(i, None)
try: repr(od)
except KeyError as e: print('KeyError', e)
for i in range(300): od[i] = 1
od.clear(); print(od, len(od))
dict.update(od, a=1); dict.popitem(od); od['z'] = 3; dict.clear(od); od['y'] = 2
try: print(od)
except KeyError as e: print('KeyError', e)
print(len(od))
