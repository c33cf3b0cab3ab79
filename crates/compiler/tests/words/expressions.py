def operators(a, b, c):
    x = a + b * c
    x += 1
    y = a or b and not c
    if a < b < c or x is None and y not in [1, 2]:
        return a if b else c
    z = (y := x) + y
    return [a, *b, {c: x, **y}, {1, 2, 3}, f"{a!r:>{b}}{c}"]

def calls(f, o, a, k):
    f(a, k=1)
    o.m(a)
    f(*a)
    f(a, *a, **k)
    return f(x for x in a)

def walrus(x, f):
    return x + (x := 5) + f(x, (x := 6))

CONSTANTS = 24 * 60, (1, 2) * 2, "xyz" * 2, -1, 2 ** 10, "abc"[1], not 1

def percent(a, b):
    return "%s: %r%%" % (a, b)
