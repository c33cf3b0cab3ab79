d = {"a": 1, "b": 2, "c": 3}
k, v, i = d.keys(), d.values(), d.items()
print(k, v, i, len(k), "a" in k, 1 in v, ("a", 1) in i, ("a", 2) in i)
d["z"] = 26
print(k, list(v), len(i))
print(sorted(k & {"a", "q"}), sorted(k | ["q"]), sorted(k - {"a"}), sorted(k ^ {"a", "q"}), sorted(i & {("a", 1)}))
print(k == {"a", "b", "c", "z"}, k <= {"a", "b", "c", "z", "y"}, k.isdisjoint("xy"), i == dict(d).items(), v == d.values())
print(k.mapping["a"], type(k.mapping), type(k), repr({}.keys()), repr({}.items()))
for f in (lambda: k[0], lambda: hash(i), lambda: k + [1], lambda: k & 5):
    try:
        print(f())
    except TypeError as error:
        print(error)
it = iter(d)
next(it)
d["new"] = 1
try:
    next(it)
except RuntimeError as error:
    print(error)
it = iter(d.items())
del d["a"]
d["b2"] = 0
try:
    list(it)
except RuntimeError as error:
    print(error)
try:
    for key in d: del d[key]
except RuntimeError as error:
    print(error)
try:
    for n, key in enumerate(d):
        d.pop(key); d[n] = 1
except RuntimeError as error:
    print(error)
print(iter({}.keys()), sep="") if False else print(type(iter({})), type(iter({}.values())), type(iter({}.items())), type(reversed({})))
