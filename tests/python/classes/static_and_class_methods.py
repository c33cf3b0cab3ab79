class A:
    @staticmethod
    def s(x): return x * 2
    @classmethod
    def c(cls, x): return cls.__name__, x
    @classmethod
    def make(cls): return cls()
    def __repr__(self): return type(self).__name__ + "()"
class B(A): pass
print(A.s(2), A().s(3), A.c(1), B.c(2), B().c(3), B.make())
print(A.__dict__["s"].__func__.__name__, A.__dict__["c"].__func__.__name__)
print(A.c.__self__, A.c.__func__ is A.__dict__["c"].__func__)
sm = staticmethod(len)
print(sm([1]), sm.__wrapped__, sm.__name__)
print(type(A.__dict__["s"]), type(A.__dict__["c"]))
@staticmethod
def loose(): return "called directly"
print(loose())
try:
    classmethod(lambda c: 1)()
except TypeError as error:
    print(error)
