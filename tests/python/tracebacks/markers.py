# stderr: yes
import traceback
def attempt(f, *args):
    try:
        f(*args)
    except Exception:
        traceback.print_exc()
def a(x): return x + 1 * "a" - x
def b(d): return d["a"]["b"]["c"] + 5
def c(x): return x.attribute.other
def d(x): return (1 + x()) * 5
def e(x): x[1:2] = 5; return x
def f(x):
    return a(
        1,
        2
    )
def g(x): raise ValueError("é日本", x)
def h(x): del x.y
def i(x): return [y / 0 for y in x]
def j(x): assert x == 5, "five"
def k(x): import no_such_module_here
def l(x):
    for y in x: pass
def m(x): return not_defined(x)
def n(x):
    with x: pass
def o(x): a, b = x
def p(x): return f"{x:d} {x.z}"
def q(x): x()()
def r(x): return 日本 + x.é
for fn, arg in ((a, "s"), (b, {"a": {}}), (b, {"a": {"b": None}}), (c, 1), (d, 5), (e, 5), (f, 1), (g, 1), (h, 5), (i, [1]), (j, 4), (k, 1), (l, 5), (m, 1), (n, 5), (o, [1]), (p, "x"), (q, 5), (r, 1)):
    attempt(fn, arg)
