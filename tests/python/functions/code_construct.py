# minimum: 3.14
"""Code objects from their parts: types.CodeType(...) and replace()."""
import copy
import types

FIELDS = """co_argcount co_posonlyargcount co_kwonlyargcount co_nlocals co_stacksize co_flags co_code co_consts co_names
co_varnames co_filename co_name co_qualname co_firstlineno co_linetable co_exceptiontable co_freevars co_cellvars""".split()


def plain(a, b=2, *c, d=3, **e):
    return a, b, c, d, e


def looped(n):
    total = 0
    for i in range(n):
        try:
            total += i
            if i == 5:
                raise ValueError(total)
        except ValueError as error:
            total -= len(str(error))
        finally:
            total *= 2
    return total


def cells(a):
    b = 1
    def inner(c):
        nonlocal b
        b += a + c
        return b
    return inner


def generated(n):
    for i in range(n):
        got = yield i
        if got: yield got


def parts(code):
    return [getattr(code, field) for field in FIELDS]


for function, given in (plain, (1,)), (looped, (9,)), (cells, (1,)), (generated, (3,)):
    code = function.__code__
    made = types.CodeType(*parts(code))
    print(function.__name__, made == code, hash(made) == hash(code), made is code, [a == b for a, b in zip(parts(made), parts(code))].count(False))
    result = types.FunctionType(made, globals(), argdefs=function.__defaults__)
    result.__kwdefaults__ = function.__kwdefaults__
    result = result(*given)
    print(list(result) if isinstance(result, types.GeneratorType) else result(4) if callable(result) else result)

inner = cells(10)
made = types.CodeType(*parts(inner.__code__))
print(types.FunctionType(made, {}, closure=inner.__closure__)(5), inner(5))


def trial(work):
    try:
        print(work())
    except Exception as error:
        print(type(error).__name__, error)


code = plain.__code__
trial(lambda: types.CodeType())
trial(lambda: types.CodeType(*([-1] + parts(code)[1:])))
trial(lambda: types.CodeType(*(parts(code)[:3] + [2] + parts(code)[4:])))
trial(lambda: code.replace(co_nlocals=7))
trial(lambda: code.replace(co_nothing=1))
trial(lambda: code.replace(co_stacksize=-1))
trial(lambda: code.replace(co_stacksize=50).co_stacksize)
trial(lambda: copy.replace(code, co_name="other").co_name)

# Everything that matters takes part in comparisons.
for changes in (dict(co_name="x"), dict(co_firstlineno=1), dict(co_consts=code.co_consts + (1,)), dict(co_names=("x",)), dict(co_linetable=b""),
                dict(co_varnames=tuple("vwxyz")), dict(co_filename="x"), dict(co_qualname="x"), dict(co_flags=code.co_flags | 0x100)):
    other = code.replace(**changes)
    print(*changes, other == code, hash(other) == hash(code))

# Places: the table is CPython's, relative to the first line.
bare = looped.__code__.replace(co_linetable=b"")
print(list(bare.co_lines()), list(bare.co_positions()))
moved = looped.__code__.replace(co_firstlineno=looped.__code__.co_firstlineno + 100)
lines = [line for *_, line in looped.__code__.co_lines() if line]
print({line - before for (*_, line), before in zip((row for row in moved.co_lines() if row[2]), lines)})
same = looped.__code__.replace(co_linetable=looped.__code__.co_linetable)
print(same == looped.__code__, list(same.co_positions()) == list(looped.__code__.co_positions()))

# Without its handlers code lets exceptions through.
bare = looped.__code__.replace(co_exceptiontable=b"")
trial(lambda: types.FunctionType(bare, globals())(3))
trial(lambda: types.FunctionType(bare, globals())(9))

add, multiply = (lambda x, y: x + y), (lambda x, y: x * y)
add.__code__ = add.__code__.replace(co_code=multiply.__code__.co_code)
print(add(6, 7))
swapped = (lambda x, y, *, z=1, w=1: 1).__code__
swapped = swapped.replace(co_posonlyargcount=2, co_kwonlyargcount=0)
print(swapped.co_argcount, swapped.co_posonlyargcount, swapped.co_kwonlyargcount)
trial(lambda: types.FunctionType(swapped, {})(1, 2))
trial(lambda: types.FunctionType(swapped, {})(1, 2, z=3))
