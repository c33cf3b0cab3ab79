x = 0
def f():
    global x, y
    x, y = 1, 2
    def g():
        x = 5
        def h():
            nonlocal x
            x += 1
            return x
        return h(), x
    return g()
print(f(), x, y)
def g():
    for x in range(3): pass
    return x
print(g(), x)
class C:
    global z
    z = 10
    def m(self):
        global w
        import sys as w
        return w.__name__
print(z, C().m(), w.__name__, "z" in vars(C))
def h():
    class D:
        nonlocal v
        v = 2
    v = 1
    D2 = D
    return v
print(h())
exec("global q\nq = 1")
print(q)
def e():
    exec("local = 1")
    return "local" in locals()
print(e())
