x: int = 1
y: str
def f(a: int, *b: str, c: float = 1.0, **d: dict) -> list: pass
class C:
    attr: int = 5
    other: "forward"
    def m(self, x: "C") -> "C": return x
print(f.__annotations__, C.__annotations__, C().m.__annotations__)
import sys
module = sys.modules[__name__]
print(module.__annotations__)
try:
    print(y)
except NameError as e:
    print(e)
class D(C): pass
print(D.__dict__.get("__annotations__"))
(z): int = 3
C.attr: int = 7
d = {}
d["k"]: int = 8
print(z, C.attr, d, "z" in module.__annotations__)
def local():
    a: undefined_name = 1
    b: also_undefined
    return a
print(local())
f.__annotations__ = {"x": 1}
print(f.__annotations__)
import typing
print(typing.get_type_hints(C.m))
