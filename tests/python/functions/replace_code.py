def f(): return 1
def g(): return 2
f.__code__ = g.__code__
print(f(), f.__name__)
def h(x): return lambda: x
try:
    f.__code__ = h(1).__code__
except ValueError as error:
    print(error)
import types
k = types.FunctionType(g.__code__, {}, "k")
print(k(), k.__name__)
print(g.__code__.replace(co_name="z").co_name)
closure = h(5).__closure__
print(types.FunctionType(h(1).__code__, {}, closure=closure)())
