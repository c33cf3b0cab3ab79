import time, timeit, platform, sysconfig, locale, site
a = time.perf_counter(); time.sleep(0.01); b = time.perf_counter()
print(b - a >= 0.009, time.monotonic() > 0, time.time() > 1.6e9, time.time_ns() > 0, time.process_time() >= 0, time.thread_time() >= 0)
t = time.gmtime(0)
print(t, t.tm_year, t[0], time.strftime("%Y-%m-%d %H:%M:%S %j", t), time.asctime(t), time.mktime(time.localtime(86400)), time.strptime("2020-01-02", "%Y-%m-%d")[:3], time.timezone, time.tzname, time.ctime(0), time.struct_time(range(9)).tm_sec)
for f in (lambda: time.sleep(-1), lambda: time.strptime("x", "%Y"), lambda: time.sleep("a"), lambda: time.gmtime(1e30), lambda: time.strftime("%Y", (1, 2))):
    try:
        f()
    except (ValueError, TypeError, OverflowError) as e:
        print(type(e).__name__, e)
print(timeit.timeit("1+1", number=10) >= 0, len(timeit.repeat(lambda: None, number=1, repeat=2)), platform.system(), platform.machine() != "", platform.python_version_tuple()[0], type(sysconfig.get_paths()).__name__, sysconfig.get_python_version()[0], locale.getlocale()[1], locale.getpreferredencoding(), time.get_clock_info("monotonic").monotonic)
