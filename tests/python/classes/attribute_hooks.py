class A:
    def __init__(self): self.real = 1
    def __getattr__(self, name):
        if name.startswith("no"): raise AttributeError(name)
        return "made " + name
    def __setattr__(self, name, value):
        print("set", name)
        object.__setattr__(self, name, value)
    def __delattr__(self, name):
        print("del", name)
        super().__delattr__(name)
a = A()
print(a.real, a.other, getattr(a, "nope", "default"), hasattr(a, "nope"))
a.x = 1
del a.x
try:
    del a.x
except AttributeError as error:
    print(error)
class B:
    y = 2
    def __getattribute__(self, name):
        print("lookup", name)
        return super().__getattribute__(name)
b = B()
print(b.y)
b.z = 3
print(b.z, len(b.__dict__))
try:
    b.missing
except AttributeError as error:
    print(error)
class C:
    def __dir__(self): return ["b", "a"]
print(dir(C()))
try:
    getattr(a, 1)
except TypeError as error:
    print(error)
