import sys
sys.unraisablehook = lambda u: print(u.exc_type.__name__, u.exc_value, u.err_msg, u.object.__qualname__)
class A:
    def __del__(self): raise ValueError("in del")
a = A()
try:
    del a
except ValueError:
    print("never")
print("went on")
A()
print("end")
def gen():
    try:
        yield
    finally:
        raise KeyError("in close")
g = gen()
next(g)
del g
print("last")
