import weakref, gc
class A:
    def __repr__(self): return "A()"
a = A()
r = weakref.ref(a)
print(r() is a, weakref.getweakrefcount(a), weakref.ref(a) is r)
log = []
s = weakref.ref(a, lambda ref: log.append(ref() is None))
print(s is r, weakref.getweakrefcount(a), r == s, hash(r) == hash(a))
del a
print(r(), s(), log, r == s)
p = None
b = A()
b.value = 5
p = weakref.proxy(b)
print(p.value, repr(p).startswith("<weakproxy at 0x"), type(p).__name__, p == b)
p.value = 6
print(b.value)
del b
try:
    p.value
except ReferenceError as e:
    print(e)
for x in (1, "s", None, (), [], {}):
    try:
        weakref.ref(x)
    except TypeError as e:
        print(e)
print(weakref.ref(A)() is A, weakref.ref(len)() is len, weakref.ref({1}.__class__)() is set, bool(weakref.ref(set())() is None))
class Slotted: __slots__ = ()
try:
    weakref.ref(Slotted())
except TypeError as e:
    print(e)
d = weakref.WeakValueDictionary()
k = A()
d["k"] = k
print(len(d), d["k"] is k)
del k
print(len(d), dict(d))
wk = weakref.WeakKeyDictionary()
k = A()
wk[k] = 1
print(len(wk), wk[k])
del k
print(len(wk))
ws = weakref.WeakSet()
k = A()
ws.add(k)
print(len(ws), k in ws)
del k
print(len(ws))
class M:
    def m(self): return "bound"
m = M()
wm = weakref.WeakMethod(m.m)
print(wm()())
del m
print(wm())
order = []
x = A()
refs = [weakref.ref(x, lambda r, i=i: order.append(i)) for i in range(3)]
del x
print(order)
fin = weakref.finalize(A(), print, "finalized", 1)
print(fin.alive, fin())
keep = A()
weakref.finalize(keep, print, "at exit")
