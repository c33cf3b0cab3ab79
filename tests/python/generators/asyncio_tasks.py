import asyncio
async def worker(name, delay, log):
    for i in range(2):
        await asyncio.sleep(delay)
        log.append((name, i))
    return name
async def main():
    log = []
    print(await asyncio.gather(worker("a", 0.01, log), worker("b", 0.025, log)))
    print(log)
    t = asyncio.create_task(worker("c", 10, log))
    await asyncio.sleep(0)
    print(t.done(), t.cancel())
    try:
        await t
    except asyncio.CancelledError:
        print("cancelled", t.cancelled())
    try:
        await asyncio.wait_for(asyncio.sleep(5), 0.01)
    except TimeoutError as e:
        print("timeout", repr(e))
    try:
        async with asyncio.timeout(0.01): await asyncio.sleep(5)
    except TimeoutError:
        print("timeout block")
    q = asyncio.Queue(2)
    async def produce():
        for i in range(4): await q.put(i)
        await q.put(None)
    async def consume():
        out = []
        while (x := await q.get()) is not None: out.append(x)
        return out
    async with asyncio.TaskGroup() as tg:
        tg.create_task(produce())
        c = tg.create_task(consume())
    print(c.result())
    async def fail(): raise ValueError("task")
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(fail())
            tg.create_task(asyncio.sleep(5))
    except* ValueError as e:
        print(repr(e))
    print(await asyncio.gather(fail(), asyncio.sleep(0, "ok"), return_exceptions=True))
    lock, event = asyncio.Lock(), asyncio.Event()
    async with lock: print(lock.locked())
    asyncio.get_running_loop().call_later(0.01, event.set)
    print(await event.wait(), asyncio.current_task().get_name().startswith("Task-"))
    done, pending = await asyncio.wait([asyncio.create_task(asyncio.sleep(0)), asyncio.create_task(asyncio.sleep(5))], return_when=asyncio.FIRST_COMPLETED)
    print(len(done), len(pending))
    for p in pending: p.cancel()
    sem = asyncio.Semaphore(1)
    async with sem: print("semaphore")
    print(await asyncio.to_thread(sum, [1, 2]), await asyncio.shield(asyncio.sleep(0, "s")))
    f = asyncio.get_running_loop().create_future()
    f.set_result(5)
    print(await f)
asyncio.run(main())
try:
    asyncio.run(5)
except (ValueError, TypeError) as e:
    print(type(e).__name__)
