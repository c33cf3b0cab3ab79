class A:
    def __new__(cls, *args):
        print("new", args)
        return super().__new__(cls)
    def __init__(self, *args):
        print("init", args)
A(1, 2)
class B:
    def __new__(cls): return 5
    def __init__(self): print("never")
print(B())
class I(int):
    def __new__(cls, v): return super().__new__(cls, v * 2)
print(I(4), I(4) + 1, type(I(4)).__name__, type(I(4) + 1).__name__)
class S(str):
    def shout(self): return self.upper() + "!"
print(S("a").shout(), S("ab") + "c", type(S("a")[0]).__name__)
class T(tuple):
    def __new__(cls, *a): return super().__new__(cls, a)
print(T(1, 2), len(T(1)), T(1) == (1,))
class BadInit:
    def __init__(self): return 1
class NoArgs: pass
class OnlyInit:
    def __init__(self, x): pass
for f in (BadInit, lambda: NoArgs(1), lambda: NoArgs(x=1), OnlyInit, lambda: object(1), lambda: object.__new__(), lambda: object.__new__(int), lambda: int.__new__(str), lambda: OnlyInit.__new__(OnlyInit, 5).nothing):
    try:
        f()
        print("fine")
    except (TypeError, AttributeError) as error:
        print(error)
class Single:
    instance = None
    def __new__(cls):
        if cls.instance is None: cls.instance = super().__new__(cls)
        return cls.instance
print(Single() is Single())
