import gc, weakref
gc.collect()
class N:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
a, b = N("a"), N("b")
a.b, b.a = b, a
ra = weakref.ref(a, lambda r: print("callback", r()))
a.own = weakref.ref(b, lambda r: print("never, part of the garbage"))
del a, b
gc.collect()
print(ra())
class Sub(weakref.ref):
    def __init__(self, o, cb=None, tag=None): super().__init__(o, cb); self.tag = tag
    def __new__(cls, o, cb=None, tag=None): return super().__new__(cls, o, cb)
x = N("x")
s = Sub(x, lambda r: print("sub", r.tag), tag="T")
del x
def bad(r): raise ValueError("in callback")
import sys
sys.unraisablehook = lambda u: print("unraisable", u.exc_value)
y = N("y")
w = weakref.ref(y, bad)
del y
print("end")
