# minimum: 3.14
class F:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
a = F("a")
b = a
del a
print("still there")
del b
F("temporary")
x = F("first")
x = F("second")
def f():
    local = F("local")
    other = F("other")
    print("end of f")
f()
l = [F(i) for i in range(3)]
l.pop()
del l[0]
print("list")
del l
d = {"k": F("value")}
d["k"] = F("new value")
d.clear()
t = (F("t0"), F("t1"))
del t
class Holder:
    def __init__(self): self.x = F("attribute"); self.y = F("attribute 2")
h = Holder()
h.x = None
del h
def g():
    try:
        v = F("in try")
        raise ValueError
    except ValueError:
        print("handler")
g()
print("after g")
for i in range(2): v = F(f"loop {i}")
print("after loop")
(lambda q: None)(F("argument"))
[F("comprehension") for _ in range(1)]
F("chain").n
s = {F("in set")}
s.pop()
print("before end")
del v, x
print("really at the end")
