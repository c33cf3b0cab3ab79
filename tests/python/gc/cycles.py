import gc
gc.disable()
class Node:
    def __init__(self, name): self.name = name
    def __del__(self): print("del", self.name)
gc.collect()
a = Node("a"); b = Node("b")
a.other = b; b.other = a
del a, b
print("before collect")
print(gc.collect() > 0)
c = Node("self")
c.me = c
del c
gc.collect()
l = []
l.append(l)
del l
print(gc.collect())
d = {}
d["d"] = d
del d
print(gc.collect(), gc.collect())
def f():
    def g(): return g
    return None
f()
print(gc.collect() > 0)
gc.enable()
print(gc.isenabled(), gc.get_threshold()[0] > 0, len(gc.get_count()))
