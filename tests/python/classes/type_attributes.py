class Outer:
    """doc"""
    class Inner:
        def m(self): pass
    x: int = 1
print(Outer.__name__, Outer.Inner.__qualname__, Outer.Inner.m.__qualname__, Outer.__module__, Outer.__doc__)
print(sorted(k for k in Outer.__dict__ if k not in ("__firstlineno__", "__static_attributes__", "__annotations__", "__annotate_func__", "__annotations_cache__")))
print(type(Outer.__dict__), Outer.__dict__["x"])
try:
    Outer.__dict__["x"] = 2
except TypeError as error:
    print(error)
print(type.__call__(int, "5"), type(type), type(object), object.__bases__, type.__bases__, isinstance(type, type))
for f in (lambda: setattr(int, "x", 1), lambda: delattr(int, "real"), lambda: setattr(Outer, "__name__", 1), lambda: setattr(Outer, "__name__", "a\0"), lambda: Outer.nope, lambda: delattr(Outer, "nope")):
    try:
        f()
    except (TypeError, AttributeError, ValueError) as error:
        print(type(error).__name__, error)
print(int.__basicsize__, int.__itemsize__, object.__basicsize__, str.__flags__ & (1 << 28) != 0)
print(Outer.__class__, Outer().__class__, int.__doc__.splitlines()[0])
