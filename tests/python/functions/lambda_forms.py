print((lambda: 1)(), (lambda x: x)(2), (lambda x, y=3: (x, y))(2), (lambda *a, **k: (a, k))(1, b=2))
print((lambda a, /, b, *, c: (a, b, c))(1, 2, c=3))
fs = [lambda n=n: n for n in range(3)]
print([f() for f in fs], fs[0].__name__, fs[0].__qualname__)
compose = lambda f, g: lambda x: f(g(x))
print(compose(str, abs)(-3))
print((lambda: (yield))().__class__.__name__)
y = (lambda f: f(f, 5))(lambda self, n: 1 if n == 0 else n * self(self, n - 1))
print(y)
