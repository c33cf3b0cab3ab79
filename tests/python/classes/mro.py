class A: pass
class B(A): pass
class C(A): pass
class D(B, C): pass
print([c.__name__ for c in D.mro()], D.__base__.__name__, [c.__name__ for c in D.__bases__])
class X(A): pass
class Y(A): pass
for bases in [(A, B), (A, A), (X, int, str), (bool,), (type(None),), (range,), (int, list)]:
    try:
        print(type("Z", bases, {}).__mro__)
    except TypeError as error:
        print(error)
class P(X, Y): pass
class Q(Y, X): pass
try:
    class R(P, Q): pass
except TypeError as error:
    print(error)
try:
    class S(5): pass
except TypeError as error:
    print(error)
class M(type):
    def mro(cls): return [cls, C, A, object]
class T(C, metaclass=M): pass
print([c.__name__ for c in T.__mro__])
print(A.__subclasses__() == [B, C, X, Y])
