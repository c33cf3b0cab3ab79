def unbound(a):
    if a:
        b = 1
    print(b)
    del b
    for c in a:
        if c:
            continue
        break
    else:
        b = 2
    return b, c

def ways_out(a):
    for x in a:
        with a as y:
            try:
                if x:
                    return y
                if y:
                    break
                continue
            finally:
                a()

def generator(a):
    b = yield a
    c = yield from b
    return c

async def asynchronous(a):
    async with a as b:
        async for c in b:
            await c
    return [x async for x in a]
