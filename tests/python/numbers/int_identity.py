a = 256
b = 256
print(a is b)
x = [int("257"), int("257")]
print(x[0] is x[1], x[0] == x[1])
print(all(int(str(i)) is int(str(i)) for i in range(-5, 257)), any(int(str(i)) is int(str(i)) for i in (-6, 257, 1000)))
c = 1000
d = 1000
print(c is d)
def f():
    return 1000, 1000
p, q = f()
print(p is q, True is (1 == 1), None is print.__doc__ or "doc")
n = 256
n += 1
m = 257
print(n is m, n == m, id(n) == id(n))
t = 5
u = t
t += 1
print(t, u, t is u)
