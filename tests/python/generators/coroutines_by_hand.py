class Ready:
    def __init__(self, v): self.v = v
    def __await__(self):
        r = yield self.v
        return r
async def inner(x):
    print("inner", x)
    r = await Ready(x)
    print("resumed", r)
    return r * 2
async def outer():
    a = await inner(1)
    b = await inner(2)
    return a + b
c = outer()
print(c.send(None), c.send(10))
try:
    c.send(20)
except StopIteration as e:
    print(e.value)
try:
    c.send(None)
except RuntimeError as e:
    print(e)
c = outer()
try:
    c.send(5)
except TypeError as e:
    print(e)
c.close()
c = outer()
c.send(None)
try:
    c.throw(ValueError("thrown"))
except ValueError as e:
    print(e)
async def bad(): await 5
async def bad2(): return [x async for x in 5]
async def bad3():
    async with 5: pass
async def bad4():
    async for x in []: pass
for f in (bad, bad2, bad3, bad4):
    try:
        f().send(None)
    except TypeError as e:
        print(e)
class BadAwait:
    def __await__(self): return [1]
async def bad5(): await BadAwait()
try:
    bad5().send(None)
except TypeError as e:
    print(e)
import types
@types.coroutine
def old():
    x = yield "old"
    return x
async def uses(): return await old()
u = uses()
print(u.send(None), type(u), u.cr_code.co_name, u.cr_await.__name__)
try:
    u.send("val")
except StopIteration as e:
    print(e.value)
