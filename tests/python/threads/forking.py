import os, threading, time

def child(work):
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            code = work()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

stop = threading.Event()
t = threading.Thread(target=stop.wait)
t.start()
print(threading.active_count())
print(child(lambda: threading.active_count() + 10))

def start_another():
    done = []
    t = threading.Thread(target=lambda: done.append(7))
    t.start()
    t.join()
    return done[0]
print(child(start_another))

results = []
t2 = threading.Thread(target=lambda: results.append(child(lambda: 5 if threading.current_thread() is threading.main_thread() else 6)))
t2.start()
t2.join()
print(results)
log = []
os.register_at_fork(before=lambda: log.append("before"), after_in_parent=lambda: log.append("parent"), after_in_child=lambda: log.append("child"))
print(child(lambda: len(log) if log == ["before", "child"] else 99), log)
stop.set()
t.join()
