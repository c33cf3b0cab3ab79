# stderr: yes
import threading, sys, time

names = []
def work(n, *, twice=False):
    names.append((threading.current_thread().name, n, twice))
t = threading.Thread(target=work, args=(1,), kwargs={"twice": True}, name="worker")
print(t.is_alive(), t.ident)
t.start()
t.join()
print(names, t.is_alive(), t.daemon, t.ident is not None)
try:
    t.start()
except RuntimeError as e:
    print(e)
try:
    threading.current_thread().join()
except RuntimeError as e:
    print(e)

def leave():
    sys.exit(3)
t = threading.Thread(target=leave)
t.start()
t.join()

caught = []
threading.excepthook = lambda args: caught.append((args.exc_type.__name__, str(args.exc_value), args.thread.name))
t = threading.Thread(target=lambda: 1 / 0, name="failing")
t.start()
t.join()
threading.excepthook = threading.__excepthook__
print(caught)

class Own(threading.local):
    def __init__(self, start):
        self.value = start
own = Own(5)
own.value += 1
def look():
    own.value += 10
    print(own.value, sorted(own.__dict__))
t = threading.Thread(target=look)
t.start()
t.join()
print(own.value)

def deep(n):
    return 0 if n == 0 else 1 + deep(n - 1)
results = []
def recurse():
    try:
        deep(10 ** 6)
    except RecursionError:
        results.append("limited")
t = threading.Thread(target=recurse)
t.start()
t.join()
print(results, deep(100))

def generate():
    try:
        yield threading.current_thread().name
        yield threading.current_thread().name
    finally:
        print("closed by", threading.current_thread().name)
g = generate()
print(next(g))
t = threading.Thread(target=lambda: print(next(g)) or g.close(), name="other")
t.start()
t.join()

def forever():
    while True:
        time.sleep(0.001)
def spin():
    while True:
        pass
for target in (forever, spin):
    threading.Thread(target=target, daemon=True).start()
def last():
    time.sleep(0.05)
    print("last")
threading.Thread(target=last).start()
print(threading.active_count(), threading.main_thread() is threading.current_thread())
