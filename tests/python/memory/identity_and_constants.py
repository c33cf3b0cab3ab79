def f(): return (1, 2, 3)
print(f() is f(), f.__code__.co_consts)
print(compile("24 * 60", "", "eval").co_consts, compile("(1, 2) * 2", "", "eval").co_consts, compile("'xyz' * 4", "", "eval").co_consts)
a = "same text"
b = "same text"
print(a is b, id(a) == id(b))
x = 1.5
y = 1.5
print(x is y, (1, 2) == (1, 2))
l1, l2 = [], []
print(l1 is l2, id(l1) != id(l2), id(None) == id(None), id([]) == id([]))
t1 = tuple([1, 2])
t2 = tuple([1, 2])
print(t1 is t2, t1 == t2, tuple() is tuple([]), bytes() is b"".upper(), bytes([65]) is bytes([65]))
print(type(1) is int, type(type(1)) is type, int is type(True).__base__)
for n in (-6, -5, 256, 257):
    print(n, int(str(n)) is int(str(n)))
def g(x=[]): return x
print(g() is g(), g.__defaults__[0] is g())
s = "abc"
print(s[:] is s, s[0:3] is s, str(s) is s, s + "" is s, "".join([s]) is s, s.replace("z", "q") is s, s.strip() is s, s[0] is s[0])
