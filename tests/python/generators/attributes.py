def g(a):
    b = yield a
    yield b
i = g(5)
import inspect
print(i.__name__, i.__qualname__, i.gi_running, i.gi_code.co_name, i.gi_frame.f_locals, i.gi_yieldfrom, inspect.getgeneratorstate(i))
next(i)
print(i.gi_frame.f_lineno, inspect.getgeneratorstate(i), i.gi_suspended, inspect.getgeneratorlocals(i))
i.__name__ = "renamed"
print(i.__name__, repr(i).startswith("<generator object g at 0x"))
list(i)
print(i.gi_frame, inspect.getgeneratorstate(i), i.gi_code.co_name)
e = (x for x in [])
print(e.__name__, type(e), iter(e) is e, e.gi_code.co_name, inspect.isgenerator(e), inspect.isgeneratorfunction(g))
try:
    i.gi_code = 1
except AttributeError as x:
    print("AttributeError")
