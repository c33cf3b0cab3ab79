class T:
    def __init__(self): self._x = 0
    @property
    def x(self):
        "the x"
        return self._x
    @x.setter
    def x(self, value):
        if value < 0: raise ValueError("negative")
        self._x = value
    @x.deleter
    def x(self):
        print("deleted")
    @property
    def only(self): return 1
    y = property(lambda self: "y")
t = T()
t.x = 5
print(t.x, T.x.__doc__, T.x.fget.__name__, t.y, T.x.__name__)
del t.x
def a(): t.only = 2
def b(): del t.only
def c(): t.x = -1
def d(): t.y = 1
for f in (a, b, c, d):
    try:
        f()
    except (AttributeError, ValueError) as error:
        print(type(error).__name__, error)
class S(T):
    @T.x.getter
    def x(self): return "sub"
print(S().x, isinstance(T.x, property), type(T.x))
class WriteOnly:
    p = property(fset=lambda self, v: print("wrote", v))
w = WriteOnly()
w.p = 1
try:
    w.p
except AttributeError as error:
    print(error)
