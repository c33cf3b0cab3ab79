def count(n):
    while n:
        yield n
        n -= 1
print(list(count(4)))
g = count(2)
print(next(g), next(g), next(g, "done"))
try:
    next(g)
except StopIteration:
    print("stop")
def fibonacci():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
for n in fibonacci():
    if n > 50:
        break
    print(n, end=" ")
print()
def chain(*parts):
    for part in parts:
        yield from part
print(list(chain([1, 2], "ab", count(2))))
def echo():
    received = None
    while True:
        received = yield received
        if received is None:
            return "end"
e = echo()
next(e)
print(e.send(1), e.send("two"))
try:
    e.send(None)
except StopIteration as stop:
    print(stop.value)
squares = (i * i for i in range(4))
print(next(squares), sum(squares))
