class A:
    def f(self): return "A"
class B:
    def f(self): return "B"
class C(A): pass
c = C()
print(c.f())
C.__bases__ = (B,)
print(c.f(), C.__mro__[1].__name__, A.__subclasses__())
c.__class__ = A
print(c.f(), type(c).__name__)
for f in (lambda: setattr(c, "__class__", int), lambda: setattr(C, "__bases__", ()), lambda: setattr(C, "__bases__", (C,)), lambda: setattr(c, "__class__", 5)):
    try:
        f()
    except TypeError as error:
        print(error)
C.f = lambda self: "patched"
print(C().f())
del C.f
print(C().f())
C.__name__ = "Renamed"
print(C, C.__qualname__)
