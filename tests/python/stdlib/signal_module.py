import signal, os, time
print(signal.SIGINT, signal.Signals(15), signal.getsignal(signal.SIGINT) is signal.default_int_handler, signal.SIG_DFL, signal.strsignal(9))
seen = []
old = signal.signal(signal.SIGUSR1, lambda n, f: seen.append((n, f.f_code.co_name)))
def f():
    os.kill(os.getpid(), signal.SIGUSR1)
    for _ in range(1000): pass
f()
print(seen[0][0] == signal.SIGUSR1, old)
try:
    os.kill(os.getpid(), signal.SIGINT)
    for _ in range(100000): pass
    print("not reached")
except KeyboardInterrupt:
    print("KeyboardInterrupt")
def alarm(n, f): raise TimeoutError("alarm")
signal.signal(signal.SIGALRM, alarm)
signal.setitimer(signal.ITIMER_REAL, 0.02)
try:
    while True: pass
except TimeoutError as e:
    print(e)
signal.setitimer(signal.ITIMER_REAL, 0.02)
try:
    time.sleep(5)
except TimeoutError as e:
    print(e)
for g in (lambda: signal.signal(999, alarm), lambda: signal.signal(signal.SIGINT, 5), lambda: signal.signal(signal.SIGKILL, alarm)):
    try:
        g()
    except (ValueError, TypeError, OSError) as e:
        print(type(e).__name__, e)
