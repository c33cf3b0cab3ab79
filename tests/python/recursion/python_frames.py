import sys
def depth(n): return n if n == 0 else 1 + depth(n - 1)
sys.setrecursionlimit(30000)
print(depth(20000))
def gen(n):
    if n: yield from gen(n - 1)
    yield n
sys.setrecursionlimit(3000)
print(sum(gen(1000)))
class A:
    def __init__(self, n): self.child = A(n - 1) if n else None
print(A(1000).child is not None)
def catching():
    try:
        return catching()
    except RecursionError:
        return "caught inside"
print(catching())
def mutual(n): return other(n)
def other(n): return mutual(n)
for _ in range(3):
    try:
        mutual(1)
    except RecursionError as e:
        print(e)
f = lambda: f()
try:
    f()
except RecursionError as e:
    print(e)
def finally_depth():
    try:
        finally_depth()
    finally:
        pass
try:
    finally_depth()
except RecursionError:
    print("finally")
print(max((lambda g: [g(g, 10)])(lambda g, n: n if n == 0 else g(g, n - 1))))
import functools
@functools.lru_cache(None)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(300))
