def nothing():
    pass
def one():
    return 1
def add(a, b):
    return a + b
def default(a, b=2, c="three"):
    return (a, b, c)
print(nothing(), one(), add(1, 2))
print(default(1), default(1, 5), default(1, c=6), default(c=1, b=2, a=3))
def early(n):
    if n > 3:
        return "big"
    return "small"
print(early(1), early(5))
def outer(x):
    def inner(y):
        return x + y
    return inner(10)
print(outer(5))
square = lambda x: x * x
print(square(5), (lambda: "none")(), (lambda a, b=3: a * b)(4))
print(add.__name__, default.__defaults__)
