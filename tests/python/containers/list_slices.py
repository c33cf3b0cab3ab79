a = list(range(10))
print(a[2:5], a[:3], a[7:], a[:], a[-3:], a[:-3], a[::2], a[1::3], a[::-1], a[8:2:-2], a[5:2], a[100:], a[-100:3], a[::-3])
a[2:5] = "xyz"
print(a)
a[2:5] = []
print(a)
a[::2] = [0] * 4
print(a)
a[3:3] = [7, 7]
print(a)
del a[::3]
print(a)
del a[1:3]
print(a)
a[:] = a + a
print(a)
a[len(a):] = [1]
a[0:0] = a
print(a)
def s(): a[::2] = [1]
def z(): a[::0]
def t(): a[1:2] = 5
def e(): a[::2] = 5
def n(): a["x":1]
def o(): a[1.5]
def d(): del a[100]
def i(): a[100] = 1
for f in (s, z, t, e, n, o, d, i):
    try:
        f()
    except (ValueError, TypeError, IndexError) as error:
        print(type(error).__name__, error)
print(a[None:None:None] == a, a[True:3], a[:2 ** 100], a[-2 ** 100:2])
