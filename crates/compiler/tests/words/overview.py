def fib(n):
    "doc"
    if n < 2: return n
    return fib(n-1) + fib(n-2)
class A(object):
    x: int = 3
    def m(self, *a, k=1, **kw) -> int:
        self.y = 3
        return super().m(*a, **kw)
def g(a):
    t = 0
    i = 0
    while i < 10:
        t += i; i += 1
    for x in a:
        try:
            print(x, sep='')
        except (ValueError, TypeError) as e:
            print(e)
            return 5
        finally:
            t = 0
    with open("x") as f:
        return f.read()
    return [y*t for y in a if y]
def h(a, b=2):
    def k(): return a
    yield a or b
    x = (a, b) if a else [*b]
    del x
    return x
async def q(z):
    async with z as y:
        async for i in y:
            await i
    return f"{z!r:>{y}} {y} a"
