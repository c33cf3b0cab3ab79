d = {}
for k in "hello world":
    d[k] = d.get(k, 0) + 1
print(d)
del d["l"]
d["l"] = "again"
print(list(d))
d["h"] = "kept place"
print(list(d.items())[:2], d.popitem(), next(iter(d)), next(reversed(d)))
big = {i: None for i in range(100)}
for i in range(0, 100, 3):
    del big[i]
big[0] = 1
print(list(big)[:5], list(big)[-2:], len(big))
print(list(reversed(big))[:4], list(reversed(big.items()))[0], list(reversed(big.values()))[0])
a = {"x": 1, "y": 2}
b = dict(a)
b["w"] = 0
a.update(b)
print(a, {**b, "x": 9})
