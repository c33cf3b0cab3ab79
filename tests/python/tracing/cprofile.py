# minimum: 3.14
# cProfile: how often functions were called, and by whom. The times are left out.
import cProfile
import pstats


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def numbers(n):
    for i in range(n):
        yield i


def work():
    fib(5)
    [].append(1)
    "a,b".split(",")
    list(numbers(3))
    sorted([3, 1, 2], key=lambda x: -x)
    try:
        int("x")
        raise AssertionError
    except ValueError:
        len("abc")
    try:
        [].pop()
    except IndexError:
        pass


def show(profiler):
    profiler.create_stats()
    for (file, line, name), (primitive, calls, _, _, callers) in sorted(profiler.stats.items()):
        if "disable" in name or "cProfile" in file:
            continue
        print("~" if file == "~" else "file", name, primitive, calls)
        for (_, _, caller), (calls, primitive, _, _) in sorted(callers.items()):
            print("    by", caller, calls, primitive)


profiler = cProfile.Profile()
profiler.enable()
work()
profiler.disable()
show(profiler)

print("-- without native functions and callers")
profiler = cProfile.Profile()
profiler.enable(builtins=False, subcalls=False)
work()
profiler.disable()
show(profiler)

print("-- one call")
profiler = cProfile.Profile()
print(profiler.runcall(fib, 4))
print(sorted((e.callcount, e.reccallcount) for e in profiler.getstats() if not isinstance(e.code, str)))
profiler.clear()
print(profiler.getstats())

print("-- a clock that counts calls")
ticks = 0


def clock():
    global ticks
    ticks += 1
    return ticks


profiler = cProfile.Profile(clock, 0.5)
profiler.runcall(fib, 1)
print([(e.totaltime, e.inlinetime) for e in profiler.getstats() if not isinstance(e.code, str)])

print("-- only one at a time")
with cProfile.Profile():
    try:
        cProfile.Profile().enable()
    except ValueError as error:
        print(error)
with cProfile.Profile() as profiler:
    fib(3)
print(pstats.Stats(profiler).total_calls > 4)
