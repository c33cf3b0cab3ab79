import sys
limit = sys.getrecursionlimit()
print(limit)
def f(n):
    return f(n + 1)
try:
    f(0)
except RecursionError as error:
    print(error)
depth = 0
def g():
    global depth
    depth += 1
    g()
sys.setrecursionlimit(200)
try:
    g()
except RecursionError as error:
    print(error, depth > 100, depth < 200)
sys.setrecursionlimit(limit)
def deep(n):
    return 0 if n == 0 else 1 + deep(n - 1)
sys.setrecursionlimit(6000)
print(deep(5000))
sys.setrecursionlimit(limit)
for bad in (0, -1, "x"):
    try:
        sys.setrecursionlimit(bad)
    except (ValueError, TypeError) as error:
        print(error)
