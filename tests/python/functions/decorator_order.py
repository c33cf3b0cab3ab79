def d(name):
    print("make", name)
    def apply(f):
        print("apply", name)
        return f
    return apply
@d("a")
@d("b")
def f(x=print("default")): pass
@(lambda f: "replaced")
def g(): pass
print(g)
class Box:
    tag = staticmethod(lambda f: ("tagged", f.__name__))
boxes = [Box()]
@boxes[0].tag
def h(): pass
print(h)
