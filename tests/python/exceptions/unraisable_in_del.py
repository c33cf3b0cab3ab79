# minimum: 3.14
import sys
def show(u): print(u.exc_type.__name__, u.exc_value, u.err_msg.split(" at 0x")[0], u.object, u.exc_traceback is not None)
sys.unraisablehook = show
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
def stubborn():
    while True:
        try: yield
        except GeneratorExit: pass
g = stubborn()
next(g)
del g
import gc, weakref
class Target: pass
def callback(reference): 1 / 0
t = Target(); r = weakref.ref(t, callback)
del t
def watcher(phase, info): raise OSError(phase)
gc.callbacks.append(watcher); gc.collect(); gc.callbacks.remove(watcher)
class NotCallable: __del__ = 5
NotCallable()
class Wanting:
    def __del__(self, more): pass
Wanting()
class Exits:
    def __del__(self): sys.exit("bye")
Exits()
class Property:
    @property
    def __del__(self): raise ValueError("never seen")
Property()
print("last")
