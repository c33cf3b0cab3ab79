class R:
    def __repr__(self): return repr(self)
class E:
    def __eq__(self, o): return self == o
class H:
    def __hash__(self): return hash(self)
class L:
    def __lt__(self, o): return self < o
class G:
    def __getattr__(self, n): return getattr(self, n + "x")
class C:
    def __call__(self): return self()
C.__call__ = C()
class S:
    def __str__(self): return str(self)
class I:
    def __getitem__(self, i): return self[i]
class B:
    def __bool__(self): return not self
class A:
    def __add__(self, o): return self + o
class N:
    def __contains__(self, o): return o in self
class F:
    def __format__(self, s): return format(self, s)
class T:
    def __iter__(self): return iter(self)
class X:
    def __index__(self): return [1][self]
class P:
    @property
    def p(self): return self.p
class D:
    def __get__(self, o, t): return o.d
class DD: d = D()
class M(type):
    def __instancecheck__(cls, o): return isinstance(o, cls)
class MM(metaclass=M): pass
tests = [lambda: repr(R()), lambda: E() == 1, lambda: hash(H()), lambda: L() < L(), lambda: G().a, lambda: C()(), lambda: str(S()), lambda: I()[0], lambda: bool(B()), lambda: A() + 1, lambda: 1 in N(), lambda: format(F()), lambda: iter(T()), lambda: [1][X()], lambda: P().p, lambda: DD().d, lambda: isinstance(1, MM), lambda: sorted([L(), L()]), lambda: {H(): 1}, lambda: [E()] == [1], lambda: max(L(), L()), lambda: [R()].__repr__(), lambda: "%s" % S(), lambda: f"{F()}", lambda: print(S())]
for i, t in enumerate(tests):
    try:
        t()
        print(i, "no error")
    except RecursionError:
        print(i, "RecursionError")
