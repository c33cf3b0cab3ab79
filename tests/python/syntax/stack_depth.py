# minimum: 3.14
"""co_stacksize and the names and flags of code objects, for every construct of the language."""
import types

SOURCE = '''
import a, b.c as d, e.f.g
from h import i as j, k

def empty(): pass
def only_raise(): raise
def raise_from(x): raise x from x.y
def returns(x): return x.y
def returns_constant(): return (1, (2, "x"))
def returns_in_loop(x):
    for y in x:
        for z in y:
            return z(1, 2)
def dead(x):
    return x
    x(1, 2, 3, 4, 5, 6, 7)
def dead_branch(x):
    if 0: x(1, 2, 3, 4, 5, 6, 7)
    while 1:
        x(1)
    x(1, 2, 3, 4)
def debug(x):
    if not __debug__: x(1, 2, 3, 4, 5, 6, 7)
    assert x, x.message
    assert x and not x.y or x[1]

def operators(x, y):
    x + y * (x - y) ** (x or y)
    -x, +x, ~x, not x
    x and y and (x or y)
    x if y else x.z
    x < y < x.z <= 3
    x is None
    y = x is None
    return x in (1, 2, 3), x in [1, 2, 3], x in {1, 2}, x not in [x, y]
def conditions(x, y):
    if x is None: pass
    elif x is not None and y: pass
    elif x < y < 3: pass
    elif (x if y else 0) or not x: pass
    else: x(1, 2)
    if 1 and x: y
    if 0 or x: y
    while x is not None: break
def constants():
    (1, 2, 3) + (4,)
    x = [1, 2, 3]
    y = {1, 2, 3}
    z = 24 * 60, "a" * 3, -1, (1, 2)[0], "abc"[1:]
    return [1, 2], {1: 2, 3: 4}
def displays(x):
    [x, 1, 2, *x, 3]
    [1, 2, 3, *x]
    {x, *x, 2}
    (*x, *x)
    {1: x, **x, 2: x, 3: x}
    {**x}
    {}, [], ()
def long_displays(x):
    [x, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29]
def longer_displays(x):
    [x, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30]
def long_dict(x):
    {1: x, 2: x, 3: x, 4: x, 5: x, 6: x, 7: x, 8: x, 9: x, 10: x, 11: x, 12: x, 13: x, 14: x, 15: x}
def longer_dict(x):
    {1: x, 2: x, 3: x, 4: x, 5: x, 6: x, 7: x, 8: x, 9: x, 10: x, 11: x, 12: x, 13: x, 14: x, 15: x, 16: x, 17: x, 18: x}

def calls(x):
    x()
    x(1, 2)
    x.y(1, 2)
    x(1, a=2, b=3)
    x.y(1, a=2, b=3)
def star_calls(x):
    x(*x)
    x(1, *x, a=2)
    x(**x)
    x(1, 2, 3, 4, **x)
    x.y(*x, a=1, **x, b=2)
def long_call(x):
    x(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30)
def longer_call(x):
    x(x, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31)
def long_method(x):
    x.y(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30)
def many_keywords(x):
    x(a=1, b=2, c=3, d=4, e=5, f=6, g=7, h=8, i=9, j=10, k=11, l=12, m=13, n=14, o=15, p=16)
def generators_called(x): return any(y for y in x), all(y for y in x), tuple(y for y in x), sum(y for y in x)

def subscripts(x, y):
    x[1], x[1, 2], x[1:2], x[:], x[:-1], x[y:], x[::2], x[y:y:y], x[1:2, y]
def slice_targets(x, y):
    x[1:2] = y
    x[y:] = y
    x[y:y:2] = y
    del x[y:], x.z, x[1], y
    del (x)
def assignments(x):
    y = z = x
    y, z = z, y
    y, *z = x
    (y, [z, *w]) = x
    x.y, x[z] = 1, 2
    y = w = (q := x) + 1
def augmented(x, y):
    x += y
    x.y -= y
    x[y] *= y
    x[y:y] @= y
    x[1:2] //= y
def annotated(x):
    y: int
    z: int = 1
    x.y: int = 2
    x[1]: int
    (w): int = 3
def scopes():
    global A
    A = 1
    x = y = 2
    def inner():
        nonlocal x
        x = y
        return lambda: x
    return inner

def strings(x, y):
    f"{x}", f"a{x}b", f"{x!r:>{y}}", f"{x=}", f"{x}{y}", f"", "a" f"b{x}" "c"
    "%s" % (x,), "%s and %r" % (x, y), "%-5s|%5.2s" % (x, y), "%d" % (x,), "%s" % x
def long_string(x):
    f"{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}{x}"
def template(x, y): return t"a{x}b{y!r:>{x}}", t"", t"plain"

def lists(x): return [y for y in x]
def conditional_list(x): return [y for y in x if y if not y.z]
def nested_lists(x): return [[z for z in y] for y in x]
def two_loops(x): return {(y, z) for y in x for z in y}
def single_item(x): return [z for y in x for z in [y.z]]
def dicts(x): return {y: z.w for y, z in x}
def captured(x):
    y = x
    return [lambda: y for y in x]
def walrus(x):
    return [q := y for y in x], [A := 1 for y in x]
def generator_expression(x): return (y + z for y in x for z in y if z)
async def asynchronous(x):
    [y async for y in x]
    (y async for y in x)
    [await y for y in x]
    return {y: z async for y, z in x if await y}

def loops(x):
    for y in x:
        if y: continue
        break
    else: y(1, 2, 3)
    while x: x()
    else: x(1, 2)
    for y in [1, 2, 3]: y
    for x.y, x[0] in x: pass
def handlers(x):
    try: x()
    except ValueError: x(1)
    except (TypeError, KeyError) as error: x(error)
    except: x(1, 2)
    else: x(1, 2, 3)
    finally: x(1, 2)
def finally_ways(x):
    for y in x:
        try:
            if y: return y(1)
            if x: break
            continue
        finally:
            x(y, y, y)
def finally_handler(x):
    try: x()
    finally:
        for y in x:
            if y: break
        x(1, 2, 3, 4)
def handler_ways(x):
    for y in x:
        try: y()
        except ValueError as error: return error(x)
        except TypeError: break
def groups(x):
    try: x()
    except* ValueError as error: x(error)
    except* (TypeError, KeyError): x(1, 2, 3)
    else: x
    finally: x(1)
def managers(x):
    with x: pass
    with x as y, y.z as (v, w): return v(w)
    for y in x:
        with y: continue
async def awaits(x):
    await x
    async with x as y: await y
    async for y in x: return y
    else: x(1)
    for y in x:
        async with y: break
def yields(x):
    yield
    y = yield x
    yield from x
    x((yield), (yield x))
async def asynchronous_generator(x):
    yield x
    await x
lambda_generator = lambda: (yield)
make = lambda x, /, y=1, *z, w=2, **v: x(y, z)

def matches(x):
    match x:
        case 1 | -2 | "a": x(1)
        case None: x
        case True if x.y: x
        case a.b: x
        case [y, z]: y
        case [_, _]: x
        case [y, *_, z]: y
        case [y, *z]: y
        case {"k": y, a.b: z}: y
        case {"k": y, **z}: z
        case {}: x
        case A(): x
        case A(1, y, k=z) as w: w
        case A(_, k=[y, z]): y
        case (1 as y) | [y]: y
        case y if y: x
        case _: x(1, 2, 3)
def irrefutable(x):
    match x:
        case y: return y
    x(1, 2, 3, 4)

def functions(x, y):
    def a(p, q=x, *r, s=y, t=2, **u): return p
    def b(p: x, q: y = 1, *r: x, s: y, **u: x) -> y: return x
    @x.deco
    @y(1)
    def c(p=1, q=(2, 3)): return x, y
    return lambda p=x: y
def classes(x, y):
    class A: pass
    class B(A, x.y, metaclass=y):
        "docstring"
        z: int = 1
        w: x
        if x: v: y
        def method(self, q): return super().method(q), super().attribute, __class__
        def other(self): return super(B, self).other()
        plain = [z for z in x]
        attribute = lambda self: self.z
    @x
    @y(1)
    class C(*x, **y): name = B
    return A, B, C
def generics(x):
    def f[T](p: T = 1): return p
    def g[T: int, *U, **V = [int]](p: T, q=x, *, r=1) -> U: return T
    class D[T: (int, str) = int](x, a=1):
        z: T
        def method[S](self, p: S = 1) -> T: return S
    type Alias = int
    type Pair[T, *U] = tuple[T, *U]
    return f, g, D, Alias, Pair
class Outer:
    x = y = 1
    def method(self): pass
    class Inner:
        def method(self): return __class__
    z = [x for x in y if x]
    generator = (w for w in z)
'''


def show(code):
    print(code.co_qualname, code.co_firstlineno, code.co_stacksize, code.co_nlocals, hex(code.co_flags))
    print("   ", code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, *code.co_varnames)
    print("   ", *code.co_cellvars, "/", *code.co_freevars)
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            show(constant)


show(compile(SOURCE, "source", "exec"))
show(compile("a.b(c, d=1)", "source", "eval"))
show(compile("a; 1; [x for x in a]", "source", "single"))
for future in "from __future__ import annotations\n", "from __future__ import division, generator_stop\n":
    show(compile(future + "def f(a: int, b: a.b) -> str: pass\nclass A:\n    x: int = 1\n    def m(self, p: 'q'): pass\n", "source", "exec"))
