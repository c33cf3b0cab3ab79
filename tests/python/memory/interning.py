# Which equal objects are one.
import warnings

# `is` with a literal is what this is about.
warnings.simplefilter("ignore")
exec(compile(r'''
import sys


def made(text):
    return "".join(list(text))


print("small integers", [int(str(n)) is int(str(n)) for n in (-6, -5, 0, 256, 257)])
print("arithmetic", (100 + int("156")) is int("256"), (100 + int("157")) is int("257"))
print("names", "identifier" is "identifier", made("identifier") is made("identifier"), sys.intern(made("identifier")) is "identifier")
print("digits and underscores", sys.intern(made("a_1")) is "a_1")
a, b = "with space", "with space"
print("one code object", a is b)
print("characters", made("ab")[0] is "a", chr(233) is "\xe9", chr(300) is chr(300), "abc"[1] is "b", next(iter("x")) is "x")
print("bytes", b"ab"[:1] is b"a", bytes([7]) is bytes([7]), bytes() is b"")
print("empty", "" is made(""), () is tuple([]), "abc"[3:] is "", frozenset() is frozenset())
print("whole", "abc"[:] is "abc", (1, 2)[:] is (1, 2), str("abc") is "abc", tuple((t := (1, [])) ) is t, b"xy"[:] is b"xy")


class C:
    attribute = 1
    def method(self, keyword=1): pass


c = C()
c.value = 1
setattr(c, made("dynamic"), 1)
names = sorted(c.__dict__)
print("attribute names", [name is sys.intern(made(name)) for name in names])
print("code names", all(sys.intern(made(n)) is n for n in C.method.__code__.co_varnames + (C.method.__name__,)))
def keywords(**kwargs): return list(kwargs)[0]
print("keywords", keywords(some_keyword=1) is sys.intern(made("some_keyword")))


def constants():
    a = 999; b = 999
    c = 1.5; d = 1.5
    e = (1, 2, "x"); f = (1, 2, "x")
    g = "not an identifier!"; h = "not an identifier!"
    i = b"bytes"; j = b"bytes"
    k = 10 ** 20; l = 10 ** 20
    return a is b, c is d, e is f, g is h, i is j, k is l


print("constants of one function", constants())
def zero(): return 0.0, -0.0, 0, False, 0j, -0j
print("not merged", zero(), (1, 1.0, True) == (1.0, True, 1), [type(x).__name__ for x in (1, 1.0, True)])
def first(): return 123456
def second(): return 123456
print("two functions", first() is first())
print("runtime strings", made("abc def") is made("abc def"), ("a" * 3) is "aaa")
folded = "ab" * 3
print("folded", folded is "ababab", ("x" "y") is "xy", (1 + 1) is 2, -(5) is -5)
for expression in ("'a' * 20", "'a' * 4096", "'a' * 4097", "(1,) * 256", "(1,) * 257", "2 ** 64", "2 ** 128", "2 ** 129", "1 << 128", "1 << 129", "10 ** 30 * 10 ** 30", "'a' + 'b'", "1 + 2 * 3", "not 1", "-5", "~5", "(1, 2) + (3,)", "'abc'[1]", "(1, 2)[0]", "1 / 0", "'%s' % 1", "[1, 2]", "{1, 2}", "x in [1, 2]", "x in {1, 2}", "1 < 2", "1 and 2", "5 // 2 % 2", "b'a' * 3", "3 * (1, 2)"):
    code = compile(expression, "", "eval")
    print(expression, [c if len(repr(c)) < 60 else (type(c).__name__, len(repr(c))) for c in code.co_consts])
try:
    sys.intern(5)
except TypeError as problem:
    print(problem)
class S(str): pass
try:
    sys.intern(S("x"))
except TypeError as problem:
    print(problem)
code = compile("def f(a, /, b, *c, d=1, **e):\n  'doc'\n  x = y = a\n  return lambda: x\n", "file.py", "exec")
code = next(c for c in code.co_consts if hasattr(c, "co_name"))
print(code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_nlocals, code.co_varnames, code.co_cellvars, code.co_freevars, code.co_name, code.co_qualname, code.co_filename, code.co_firstlineno, code.co_flags & 0xFF)
''', "interning", "exec"))
