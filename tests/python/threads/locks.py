import threading, time, _thread

lock = threading.Lock()
print(lock.acquire(), lock.locked(), lock.acquire(blocking=False), lock.acquire(timeout=0.01))
lock.release()
try:
    lock.release()
except RuntimeError as e:
    print(e)
for arguments in ((False, 1), (True, -2), (True, float("inf"))):
    try:
        lock.acquire(*arguments)
    except (ValueError, OverflowError) as e:
        print(type(e).__name__, e)

total = 0
def add():
    global total
    for _ in range(2000):
        with lock:
            total += 1
threads = [threading.Thread(target=add) for _ in range(6)]
for t in threads: t.start()
for t in threads: t.join()
print(total)

again = threading.RLock()
with again:
    with again:
        print(again._is_owned())
        seen = []
        t = threading.Thread(target=lambda: seen.append(again.acquire(blocking=False)))
        t.start()
        t.join()
        print(seen)
try:
    again.release()
except RuntimeError as e:
    print(e)

condition = threading.Condition()
items = []
def consume():
    with condition:
        condition.wait_for(lambda: items)
        print("consumed", items.pop())
t = threading.Thread(target=consume)
t.start()
with condition:
    items.append("one")
    condition.notify()
t.join()

event = threading.Event()
print(event.wait(0.01))
threading.Timer(0.02, event.set).start()
print(event.wait())

barrier = threading.Barrier(3)
order = []
def meet():
    order.append(barrier.wait() in (0, 1, 2))
threads = [threading.Thread(target=meet) for _ in range(3)]
for t in threads: t.start()
for t in threads: t.join()
print(order)

semaphore = threading.BoundedSemaphore(1)
with semaphore:
    print(semaphore.acquire(blocking=False))
try:
    semaphore.release()
except ValueError as e:
    print(e)
