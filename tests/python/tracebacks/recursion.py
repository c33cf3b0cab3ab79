# stderr: yes
def f(n):
    return g(n)
def g(n):
    return f(n + 1)
import sys
sys.setrecursionlimit(60)
def h(n):
    if n == 0: raise ValueError("bottom")
    h(n - 1)
try:
    h(20)
except ValueError:
    import traceback
    traceback.print_exc()
sys.setrecursionlimit(1000)
f(0)
