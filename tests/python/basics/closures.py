def counter():
    n = 0
    def step(by=1):
        nonlocal n
        n += by
        return n
    return step
a = counter()
b = counter()
print(a(), a(), b(), a(10), b())
def adders():
    return [lambda x, i=i: x + i for i in range(3)]
print([f(10) for f in adders()])
def late():
    return [lambda: i for i in range(3)]
print([f() for f in late()])
def three():
    x = 1
    def middle():
        def inner():
            nonlocal x
            x += 1
            return x
        return inner
    return middle()()
print(three())
def before():
    def use():
        return later
    try:
        use()
    except NameError as error:
        print(error)
    later = 5
    return use()
print(before())
def args(a, *b, c=1, **d):
    return lambda: (a, b, c, d)
print(args(1, 2, 3, c=4, e=5)())
