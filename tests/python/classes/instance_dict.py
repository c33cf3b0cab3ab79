class A: pass
a = A()
a.x = 1
d = a.__dict__
d["y"] = 2
print(a.y, vars(a), a.__dict__ is d)
a.__dict__ = {"z": 3}
print(a.z, hasattr(a, "x"), d)
for value in (1, None, []):
    try:
        a.__dict__ = value
    except TypeError as error:
        print(error)
del a.__dict__
print(a.__dict__)
a.__dict__["1 not a name"] = 5
print(getattr(a, "1 not a name"))
class B(dict): pass
b = B(k=1)
b.attr = 2
print(b, b.__dict__)
try:
    vars(5)
except TypeError as error:
    print(error)
try:
    object().x = 1
except AttributeError as error:
    print(error)
