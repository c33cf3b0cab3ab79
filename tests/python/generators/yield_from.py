def inner():
    try:
        a = yield 1
        print("inner got", a)
        b = yield 2
        print("inner got", b)
    except ValueError as e:
        print("inner caught", e)
        yield "recovered"
    return "result"
def outer():
    r = yield from inner()
    print("outer got", r)
    r = yield from [10, 20]
    print(r)
    return "end"
o = outer()
print(next(o), o.send("A"), o.send("B"), next(o))
try:
    next(o)
except StopIteration as e:
    print(e.value)
o = outer()
next(o)
print(o.throw(ValueError("v")), next(o))
def closing():
    try:
        yield 1
    finally:
        print("inner closed")
def delegating():
    try:
        yield from closing()
    finally:
        print("outer closed")
d = delegating()
next(d)
print(d.gi_yieldfrom.gi_code.co_name)
d.close()
class It:
    def __iter__(self): return self
    def __next__(self): raise StopIteration(42)
    def send(self, x): return x
def viait():
    x = yield from It()
    print("from It", x)
    yield x
print(list(viait()))
try:
    list((lambda: (yield from 5))())
except TypeError as e:
    print(e)
def tree(n):
    if n:
        yield from tree(n - 1)
        yield n
        yield from tree(n - 1)
print(list(tree(4)))
def deep(n):
    if n == 0: yield "bottom"
    else: yield from deep(n - 1)
print(next(deep(200)))
