import random
rng = random.Random(5)
data = [rng.randrange(100) for _ in range(300)]
s = sorted(data)
print(all(x <= y for x, y in zip(s, s[1:])), s[:5], s[-5:], sum(s) == sum(data))
pairs = [(x % 7, i) for i, x in enumerate(data)]
stable = sorted(pairs, key=lambda p: p[0])
print(all(a[0] < b[0] or a[1] < b[1] for a, b in zip(stable, stable[1:])))
rev = sorted(pairs, key=lambda p: p[0], reverse=True)
print(all(a[0] > b[0] or a[1] < b[1] for a, b in zip(rev, rev[1:])))
print(sorted("bAcD", key=str.lower), sorted([1.5, 1, -2, True]), sorted(["b", "a", "é", "Z", "😀"]))
calls = 0
class K:
    def __init__(self, v): self.v = v
    def __lt__(self, o):
        global calls
        calls += 1
        return self.v < o.v
for n in (0, 1, 2, 10, 100, 300):
    for name, source in (("up", list(range(n))), ("down", list(range(n))[::-1]), ("same", [1] * n), ("mixed", data[:n]), ("saw", [i % 10 for i in range(n)])):
        calls = 0
        list(sorted(K(v) for v in source))
        print(n, name, calls)
try:
    sorted([1, "a"])
except TypeError as error:
    print(error)
try:
    sorted([1, 2], key=5)
except TypeError as error:
    print(error)
class Fail:
    def __lt__(self, o): raise ValueError("compare")
try:
    sorted([Fail(), Fail()])
except ValueError as error:
    print(error)
print(sorted([(1, "b"), (1, "a"), (0, "z")]), sorted({3: 1, 1: 2}), sorted([[2], [1, 5], [1]]))
