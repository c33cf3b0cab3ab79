d = {"a": 1, "b": 2}
print(d, len(d), d["a"], d.get("z"), d.get("z", 0))
d["c"] = 3
d["a"] = 10
print(d, "a" in d, "z" not in d)
del d["b"]
print(d, list(d), list(d.keys()), list(d.values()), list(d.items()))
for k, v in d.items():
    print(k, v)
print({}, {1: 2, "x": [1], (1, 2): {}}, dict(a=1, b=2), dict([(1, 2)]))
print(d.pop("a"), d.setdefault("n", []), d)
d.update({"u": 1}, w=2)
print(d, d == {"c": 3, "n": [], "u": 1, "w": 2})
try:
    d["missing"]
except KeyError as error:
    print("KeyError", error)
try:
    d[[]] = 1
except TypeError as error:
    print("TypeError")
print({**d, "x": 0}, {1: "a"} | {2: "b"})
big = {}
for i in range(1000):
    big[i] = i * i
print(len(big), big[999], sum(big.values()))
for i in range(0, 1000, 2):
    del big[i]
print(len(big), list(big)[:3])
