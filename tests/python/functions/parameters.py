def f(a, b, /, c, d=4, *args, e, g=7, **kwargs):
    return a, b, c, d, args, e, g, kwargs
print(f(1, 2, 3, e=5))
print(f(1, 2, 3, 4, 5, 6, e=5, h=8))
print(f(1, 2, c=3, e=5, a=9, b=10))
def k(*, x, y=2):
    return x, y
print(k(x=1), k(y=1, x=2))
def p(x, y=2, /):
    return x, y
print(p(1), p(1, 3))
def s(*a, **k): return a, k
print(s(), s(1), s(x=1), s(*"ab", **{"c": 1}))
