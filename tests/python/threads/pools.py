import concurrent.futures, queue, threading, contextvars

with concurrent.futures.ThreadPoolExecutor(max_workers=4) as pool:
    print(list(pool.map(lambda n: n * n, range(8))))
    future = pool.submit(pow, 2, 10)
    print(future.result(), future.done())
    failing = pool.submit(lambda: {}["missing"])
    print(repr(failing.exception()))
    many = [pool.submit(sum, range(n)) for n in range(5)]
    print(sorted(f.result() for f in concurrent.futures.as_completed(many)))

tasks, results = queue.Queue(maxsize=2), queue.SimpleQueue()
def worker():
    while (task := tasks.get()) is not None:
        results.put(task * 2)
        tasks.task_done()
    tasks.task_done()
threads = [threading.Thread(target=worker) for _ in range(3)]
for t in threads: t.start()
for n in range(20): tasks.put(n)
for _ in threads: tasks.put(None)
tasks.join()
for t in threads: t.join()
print(sorted(results.get_nowait() for _ in range(results.qsize())))
try:
    results.get(timeout=0.01)
except queue.Empty as e:
    print(type(e).__name__)
try:
    queue.Queue(1).get_nowait()
except queue.Empty as e:
    print(type(e).__name__)

variable = contextvars.ContextVar("variable", default="default")
variable.set("main")
seen = []
t = threading.Thread(target=lambda: seen.append(variable.get()))
t.start()
t.join()
context = contextvars.copy_context()
t = threading.Thread(target=lambda: seen.append(context.run(variable.get)))
t.start()
t.join()
print(seen, variable.get())
shared = {}
def fill(start):
    for n in range(start, start + 500):
        shared[n] = str(n)
threads = [threading.Thread(target=fill, args=(k * 500,)) for k in range(8)]
for t in threads: t.start()
for t in threads: t.join()
print(len(shared), all(shared[n] == str(n) for n in range(4000)))
