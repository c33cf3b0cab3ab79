import asyncio
async def agen(n):
    try:
        for i in range(n):
            x = yield i
            if x: print("sent", x)
            await asyncio.sleep(0)
    finally:
        print("agen finally")
class AIter:
    def __init__(self, n): self.n = n
    def __aiter__(self): return self
    async def __anext__(self):
        if self.n == 0: raise StopAsyncIteration
        self.n -= 1
        return self.n
class AMan:
    async def __aenter__(self): print("aenter"); return "value"
    async def __aexit__(self, t, v, tb): print("aexit", t and t.__name__); return True
async def main():
    print([x async for x in agen(3)], [x async for x in AIter(3) if x], {x: 1 async for x in AIter(2)}, {x async for x in AIter(2)})
    async for x in agen(2): print(x)
    else: print("else")
    async with AMan() as v:
        print(v)
        raise ValueError
    g = agen(5)
    print(await anext(g), await g.asend("hello"), await g.__anext__())
    await g.aclose()
    try:
        await anext(g)
    except StopAsyncIteration:
        print("exhausted", await anext(g, "default"))
    g = agen(5)
    await anext(g)
    try:
        await g.athrow(KeyError("k"))
    except KeyError as e:
        print("athrow", e)
    total = [await asyncio.sleep(0, i) for i in range(3)]
    gen = (await asyncio.sleep(0, i) for i in range(2))
    print(total, [x async for x in gen], type(gen))
    async for x in agen(3):
        break
    async with AMan() as a, AMan() as b: print(a, b)
asyncio.run(main())
async def ag(): yield 1
print(type(ag()), ag.__name__)
