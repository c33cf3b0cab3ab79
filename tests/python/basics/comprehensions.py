print([x * 2 for x in range(5)])
print([x for x in range(10) if x % 2 if x > 3])
print([(x, y) for x in range(3) for y in range(x)])
print({x: x * x for x in range(4)}, {x % 3 for x in range(10)})
print(sum(x for x in range(10)), list(x + 1 for x in [1, 2]))
print([[y for y in range(x)] for x in range(4)])
x = "outer"
print([x for x in "ab"], x)
n = 3
print([n * i for i in range(n)])
def f(k):
    return [k + i for i in range(3)]
print(f(10))
print(all(x > 0 for x in [1, 2]), any(x > 5 for x in [1, 2]))
print([a + b for a, b in [(1, 2), (3, 4)]], [y for x in [1, 2] if (y := x * 10) > 10], y)
