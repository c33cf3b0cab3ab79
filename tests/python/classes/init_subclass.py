class Base:
    registry = []
    def __init_subclass__(cls, /, tag=None, **kwargs):
        super().__init_subclass__(**kwargs)
        Base.registry.append((cls.__name__, tag))
class A(Base, tag="a"): pass
class B(A): pass
print(Base.registry)
try:
    class C(Base, other=1): pass
except TypeError as error:
    print(error)
try:
    class D(x=1): pass
except TypeError as error:
    print(error)
class Named:
    def __set_name__(self, owner, name): self.where = (owner.__name__, name)
class E:
    a = Named()
    b = a
print(E.a.where, type("F", (), {"n": Named()}).n.where)
