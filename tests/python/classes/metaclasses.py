class Meta(type):
    @classmethod
    def __prepare__(mcls, name, bases, **kw):
        print("prepare", name, kw)
        return {"prepared": True}
    def __new__(mcls, name, bases, ns, **kw):
        print("new", name, sorted(k for k in ns if not k.startswith("__")))
        return super().__new__(mcls, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw):
        print("init", name, kw)
        super().__init__(name, bases, ns)
    def __call__(cls, *args):
        print("call", cls.__name__, args)
        return super().__call__(*args)
    def __len__(cls): return 42
    def __getitem__(cls, key): return f"{cls.__name__}[{key}]"
    def __iter__(cls): return iter([1, 2])
    def __instancecheck__(cls, obj): return obj == "instance"
    def __subclasscheck__(cls, sub): return sub is int
    def shared(cls): return "on " + cls.__name__
    @property
    def p(cls): return "meta property"
class A(metaclass=Meta, option=1):
    def __init__(self, x=0): self.x = x
class B(A):
    pass
print(A(5).x, A.prepared, len(A), A["k"], list(B), A.shared(), B.p)
print(isinstance("instance", A), isinstance(1, A), issubclass(int, A), issubclass(str, A), type(B).__name__)
try:
    A(1).shared()
except AttributeError as error:
    print(error)
class Other(type): pass
try:
    class C(A, metaclass=Other): pass
except TypeError as error:
    print(error)
def function_meta(name, bases, ns): return (name, bases, sorted(ns)[:1])
class D(metaclass=function_meta): x = 1
print(D)
print(type("Dyn", (), {"a": 1}).a, type("Dyn", (object,), {}).__name__)
for args in ((1, (), {}), ("x", 1, {}), ("x", (), 1), ("a\0b", (), {}), ("x", (), {}, 1)):
    try:
        type(*args)
    except (TypeError, ValueError) as error:
        print(error)
