def f(a: int, b: str = "x", *c, d=1, **e) -> bool:
    "doc"
    local = 1
    return local
f.tag = "t"
print(f.__name__, f.__qualname__, f.__doc__, f.__module__, f.__dict__, f.tag)
print(f.__annotations__)
code = f.__code__
print(code.co_name, code.co_argcount, code.co_kwonlyargcount, code.co_posonlyargcount)
print(code.co_varnames, code.co_nlocals, code.co_freevars, code.co_cellvars, code.co_names)
print(code.co_flags & 0x0C, code.co_firstlineno, code.co_filename)
def outer():
    x = 1
    def inner():
        return x
    return inner
g = outer()
print(g.__qualname__, g.__closure__[0].cell_contents, g.__code__.co_freevars, outer.__code__.co_cellvars)
f.__name__ = "renamed"
print(f.__name__)
try:
    f.__name__ = 1
except TypeError as error:
    print(error)
print(f.__globals__ is globals(), f.__builtins__ is __builtins__.__dict__, callable(f))
del f.tag
try:
    f.tag
except AttributeError as error:
    print(error)
