def nest(make, n):
    x = make(None)
    for _ in range(n): x = make(x)
    return x
l = nest(lambda x: [x], 100000)
t = nest(lambda x: (x,), 100000)
d = nest(lambda x: {1: x}, 100000)
l2 = nest(lambda x: [x], 100000)
t2 = nest(lambda x: (x,), 100000)
import copy, json, pickle, marshal
for name, f in (("repr list", lambda: repr(l)), ("repr tuple", lambda: repr(t)), ("repr dict", lambda: repr(d)), ("eq list", lambda: l == l2), ("lt tuple", lambda: t < t2), ("deepcopy", lambda: copy.deepcopy(l)), ("json dumps", lambda: json.dumps(l)), ("json loads", lambda: json.loads("[" * 100000)), ("json loads object", lambda: json.loads('{"a":' * 100000)), ("pickle", lambda: pickle.dumps(l)), ("isinstance", lambda: isinstance(1, t)), ("eval", lambda: eval("[" * 1000 + "]" * 1000))):
    try:
        f()
        print(name, "fine")
    except (RecursionError, MemoryError, SyntaxError) as e:
        print(name, "refused")
    except ValueError as e:
        print(name, type(e).__name__)
a = []
a.append(a)
print(a, [a])
b = {}
b["b"] = b
b["l"] = [b]
print(b)
import functools
p = functools.reduce(lambda f, _: functools.partial(f), range(20000), print)
p("partials collapse")
e = ValueError()
for _ in range(1000):
    n = ValueError()
    n.__cause__ = e
    e = n
import traceback
print(len(traceback.format_exception(e)) > 0)
