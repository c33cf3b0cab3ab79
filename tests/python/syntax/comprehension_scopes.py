x = "outer"
print([x for x in [1]], x, [lambda: x for x in range(2)][0](), {x: x for x in "ab"}, x)
class C:
    y = 5
    a = [i for i in range(y)]
    b = [z for z in (y, y)]
    try:
        c = [y for _ in range(1)]
    except NameError as e:
        c = str(e)
    d = [i + j for i in range(2) for j in range(2)]
print(C.a, C.b, C.c, C.d)
def f(n):
    fs = [lambda: n + i for i in range(3)]
    return [g() for g in fs]
print(f(10))
def g():
    return [locals().get("k") for k in range(2)], sorted(locals())
print(g()[1])
it = iter([1, 2])
gen = (a for a in it)
print(next(gen), list(it), list(gen))
try:
    gen = (a for a in 5)
except TypeError as e:
    print(e)
print([(a, b, c) for a in range(2) if a for b in range(a, 3) if b for c in "xy"], [a for a, in [(1,), (2,)]], [a for a in [1, 2] for a in [a, a * 10]], [i for i in range(5) if i % 2 if i > 1 or i < 2])
def unbound():
    return [x for _ in range(1)]
    x = 1
try:
    unbound()
except NameError as e:
    print(type(e).__name__, e)
print([__name__ for _ in "a"], [[i, j] for i, *j in ["abc", "d"]], list(x for x in range(3) if (lambda: x)()), [*(i for i in "ab")])
import sys
print([sys._getframe().f_code.co_name for _ in range(1)], list(sys._getframe().f_code.co_name for _ in range(1)))
