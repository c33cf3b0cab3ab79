class A:
    v = "A.v"
    def f(self): return "A.f"
    @classmethod
    def c(cls): return "A.c " + cls.__name__
class B(A):
    v = "B.v"
    def f(self): return "B.f " + super().f()
    @classmethod
    def c(cls): return "B.c " + super().c()
    def value(self): return super().v
    def in_comprehension(self): return [super(B, self).f() for _ in range(1)]
    def in_nested(self):
        def g(): return super(B, self).f()
        return g()
    @property
    def p(self): return super().f()
b = B()
print(b.f(), B.c(), b.value(), b.in_comprehension(), b.in_nested(), b.p)
print(super(B, b).f(), super(B, B).c())
s = super(B, b)
print(s.__thisclass__, s.__self__ is b, s.__self_class__)
print(repr(super(B, b)).startswith("<super: <class 'B'>, <B object"))
class C(B):
    def f(self): return "C.f " + super().f() + " " + super(B, self).f()
print(C().f())
def outside(self): return super().f()
C.outside = outside
for f in (lambda: C().outside(), lambda: super(), lambda: super(B, 1).f(), lambda: super(B, b).nope, lambda: super(1, 2)):
    try:
        print(f())
    except (RuntimeError, TypeError, AttributeError) as error:
        print(type(error).__name__, error)
class D(A):
    def f(self):
        __class__
        return __class__.__name__
print(D().f())
