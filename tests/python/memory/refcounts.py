import sys
def count(x): return sys.getrefcount(x)
a = []
print(sys.getrefcount(a))
b = a
print(sys.getrefcount(a))
c = [a, a]
print(sys.getrefcount(a))
del b
c.clear()
print(sys.getrefcount(a))
d = {"k": a}
t = (a,)
print(sys.getrefcount(a))
class C: pass
o = C()
o.x = a
print(sys.getrefcount(a), sys.getrefcount(o))
d.clear()
del t, o
print(sys.getrefcount(a))
def closure():
    x = object()
    def f(): return x
    return f, sys.getrefcount(x)
f, n = closure()
print(n)
m = a.append
print(sys.getrefcount(a))
del m
s = slice(a, a)
print(sys.getrefcount(a))
i = iter(a)
print(sys.getrefcount(a))
del i, s
z = zip(a, a)
print(sys.getrefcount(a))
del z
print(sys.getrefcount(a), sys.getrefcount(object()), sys.getrefcount(None) > 1000)
for x in (a,): print(sys.getrefcount(a))
del x
try:
    raise ValueError(a)
except ValueError as e:
    print(sys.getrefcount(a))
print(sys.getrefcount(a))
def gen(v):
    yield sys.getrefcount(v)
g = gen(a)
print(sys.getrefcount(a))
del g
e = {a.__class__: a}
l = lambda q=a: q
print(sys.getrefcount(a))
