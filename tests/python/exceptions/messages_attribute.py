class C:
    def __init__(self): self.value = 1
    def method(self): pass
    class_attr = 2
import sys
targets = [
    (lambda: C().valeu), (lambda: C().method.foo), (lambda: C.nothing), (lambda: None.x), (lambda: (1).x), (lambda: "s".x), (lambda: [].x), (lambda: len.x), (lambda: sys.nothing_here), (lambda: (lambda: 1).x), (lambda: int.x), (lambda: C().__nope__), (lambda: super(C, C()).x),
]
for f in targets:
    try:
        f()
    except AttributeError as error:
        print(error, error.name)
def a(): None.x = 1
def b(): (1).x = 1
def c(): del C().x
def d(): "s".upper = 1
def e(): len.x = 1
def f(): del (1).real
def g(): [].append = 1
def h(): (1).real = 5
for t in (a, b, c, d, e, f, g, h):
    try:
        t()
    except AttributeError as error:
        print(error)
