class Node:
    __slots__ = ("next", "v")
head = None
for i in range(200000):
    n = Node()
    n.next = head
    n.v = i
    head = n
del head, n
l = []
for i in range(200000): l = [l]
del l
t = ()
for i in range(200000): t = (t,)
del t
d = {}
for i in range(100000): d = {"d": d}
del d
def gen(inner):
    yield inner
g = None
for i in range(1000): g = gen(g); next(g)
del g
f = None
for i in range(50000): f = (lambda g: lambda: g)(f)
del f
e = None
for i in range(50000):
    x = ValueError(); x.__cause__ = e; e = x
del e, x
import itertools
i = iter([])
for _ in range(20000): i = itertools.chain(i)
del i
print("all freed")
