from collections import Counter, OrderedDict, defaultdict, deque, namedtuple, ChainMap, UserDict, UserList, UserString
c = Counter("mississippi")
print(c, c.most_common(2), c["z"], c + Counter("miss"), c - Counter("ssss"), c & Counter("sip"), c | Counter("zz"), sorted(c.elements())[:3], c.total(), -c, Counter(a=1, b=-1) + Counter())
c.update("ss"); c.subtract("m")
print(c, Counter(a=1) == Counter(a=1, b=0), Counter(a=1) <= Counter(a=2))
o = OrderedDict(a=1, b=2, c=3)
o.move_to_end("a"); print(o, o.popitem(False), o, OrderedDict(x=1, y=2) == OrderedDict(y=2, x=1), list(reversed(o)))
o.move_to_end("a", last=False); print(o, o | {"z": 1}, type(o.copy()).__name__)
d = defaultdict(list)
d["k"].append(1); print(d, d["new"], len(d), d.default_factory, defaultdict(int, a=1)["b"])
q = deque([1, 2, 3], maxlen=3)
q.append(4); q.appendleft(0); print(q, q.maxlen, q.pop(), q.popleft(), q, q.extendleft([8, 9]), q, q.rotate(1), q, q.index(9), q.count(8), list(reversed(q)), q[0], 9 in q, q.copy() == q)
q.insert(1, 5) if len(q) < 3 else None
q.remove(9); q.reverse(); print(q, deque("ab") + deque("c"), deque("ab") * 2, deque("abc") < deque("abd"), deque("abcd", 2))
for f in (lambda: deque().pop(), lambda: deque([1])[5], lambda: deque([1]).remove(2), lambda: deque(maxlen=-1), lambda: deque(5), lambda: deque([1], 1).insert(0, 2), lambda: OrderedDict().popitem(), lambda: defaultdict(1), lambda: defaultdict()["x"]):
    try:
        print(f())
    except (IndexError, ValueError, TypeError, KeyError) as e:
        print(type(e).__name__, e)
P = namedtuple("P", "x y", defaults=[5])
p = P(1)
print(p, p.x, p[1], p._replace(x=9), p._asdict(), P._fields, P._make([3, 4]), p == (1, 5), P._field_defaults, p.__match_args__)
for f in (lambda: P(), lambda: P(1, 2, 3), lambda: namedtuple("Q", "a a"), lambda: namedtuple("Q", "class"), lambda: p._replace(z=1), lambda: setattr(p, "x", 2)):
    try:
        print(f())
    except (TypeError, ValueError, AttributeError) as e:
        print(type(e).__name__, e)
m = ChainMap({"a": 1}, {"a": 2, "b": 3})
print(m["a"], m["b"], dict(m), m.new_child({"c": 1}), m.parents, m)
class U(UserDict):
    def __setitem__(self, k, v): super().__setitem__(k.upper(), v)
u = U(a=1); u["b"] = 2; print(u, UserList([1]) + [2], UserString("ab").upper())
import collections.abc as A
print(isinstance([], A.Sequence), isinstance({}, A.Mapping), isinstance(set(), A.MutableSet), isinstance((x for x in []), A.Generator), isinstance(len, A.Callable), isinstance(5, A.Hashable), isinstance([], A.Hashable), isinstance("", A.Iterable), issubclass(dict, A.Collection), isinstance({}.keys(), A.KeysView), isinstance(range(3), A.Sequence), isinstance(b"", A.ByteString) if False else "")
q = deque([1, 2, 3])
try:
    for x in q: q.append(x)
except RuntimeError as e:
    print(e)
