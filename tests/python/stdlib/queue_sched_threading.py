import queue, sched, threading, time
q = queue.Queue(2)
q.put(1); q.put(2)
print(q.full(), q.qsize(), q.get(), q.get(), q.empty())
for f in (lambda: q.get_nowait(), lambda: q.get(timeout=0.01), lambda: (q.put(1), q.put(2), q.put_nowait(3))):
    try:
        f()
    except (queue.Empty, queue.Full) as e:
        print(type(e).__name__)
l = queue.LifoQueue(); [l.put(i) for i in range(3)]; print(l.get())
p = queue.PriorityQueue(); [p.put(i) for i in (3, 1, 2)]; print(p.get())
s = queue.SimpleQueue(); s.put("x"); print(s.get())
results = []
lock = threading.Lock()
def work(n):
    for _ in range(100):
        with lock: results.append(n)
ts = [threading.Thread(target=work, args=(i,), name=f"w{i}") for i in range(4)]
for t in ts: t.start()
for t in ts: t.join()
print(len(results), [results.count(i) for i in range(4)], ts[0].name, ts[0].is_alive(), threading.current_thread().name, threading.main_thread() is threading.current_thread(), threading.active_count())
e = threading.Event()
t = threading.Thread(target=lambda: (e.wait(), results.append("event")), daemon=True)
t.start(); print(t.daemon, e.is_set()); e.set(); t.join(); print(results[-1], e.wait(0))
local = threading.local(); local.x = 1
seen = []
t = threading.Thread(target=lambda: seen.append(hasattr(local, "x"))); t.start(); t.join(); print(seen, local.x)
r = threading.RLock()
with r:
    with r: print("reentrant")
c = threading.Condition(); items = []
def consumer():
    with c:
        while not items: c.wait()
        seen.append(items.pop())
t = threading.Thread(target=consumer); t.start()
with c: items.append("item"); c.notify()
t.join(); print(seen[-1])
b = threading.Barrier(2)
t = threading.Thread(target=b.wait); t.start(); b.wait(); t.join(); print("barrier")
sem = threading.Semaphore(1); print(sem.acquire(), sem.acquire(blocking=False), sem.release())
try:
    lock.release()
except RuntimeError as x:
    print(x)
try:
    ts[0].start()
except RuntimeError as x:
    print(x)
def fail(): raise ValueError("in thread")
threading.excepthook = lambda a: print("hook", a.exc_type.__name__, a.exc_value)
t = threading.Thread(target=fail); t.start(); t.join()
timer = threading.Timer(0.01, lambda: print("timer")); timer.start(); timer.join()
sc = sched.scheduler(time.monotonic, time.sleep)
sc.enter(0.02, 1, print, ("second",)); sc.enter(0.01, 1, print, ("first",)); sc.run()
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(2) as ex: print(list(ex.map(lambda x: x * x, range(5))), ex.submit(pow, 2, 3).result())
print(lock.locked(), lock.acquire(timeout=0.1), threading.get_ident() == threading.main_thread().ident)
