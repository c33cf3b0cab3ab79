def g(name):
    try:
        yield name
    finally:
        print("cleanup", name)
a = g("a")
next(a)
del a
b = g("b")
del b
print("unstarted needs none")
for x in g("loop"):
    break
print("after break")
it = g("in list")
l = [it]
next(it)
del it
l.clear()
def user():
    for x in g("inner"):
        yield x
u = user()
next(u)
u.close()
c = g("at exit")
next(c)
z = zip(g("z1"), g("z2"))
next(z)
del z
print("last line")
