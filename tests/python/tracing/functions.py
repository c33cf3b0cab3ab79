# minimum: 3.14
# Who traces a frame, from when to when: what trace functions return, set, raise.
import sys
import threading


def name(frame):
    return frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno


def quiet(frame, event, arg):
    print("global", *name(frame), event)


def local(frame, event, arg):
    print("local", *name(frame), event, arg if event == "return" else "")
    return local


def begin(frame, event, arg):
    print("begin", *name(frame), event, arg)
    return local


def inner(x):
    y = x + 1
    return y


def outer(x):
    a = inner(x)
    return a


print("-- only calls")
sys.settrace(quiet)
outer(1)
sys.settrace(None)

print("-- a local function of its own")
sys.settrace(begin)
outer(1)
print(sys.gettrace() is begin)
sys.settrace(None)
outer(1)
print(sys.gettrace())

print("-- frames that run already")


def attach():
    frame = sys._getframe().f_back
    sys.settrace(quiet)
    frame.f_trace = local
    frame.f_back.f_trace = local


def attached():
    x = 1
    attach()
    y = 2
    return x + y


def below():
    attached()
    z = 3
    sys._getframe().f_trace = None
    w = 4
    sys.settrace(None)


below()


def through_native():
    list(map(lambda _: attach_above(), [1]))
    x = 1
    sys.settrace(None)


def attach_above():
    sys.settrace(quiet)
    sys._getframe(2).f_trace = local


through_native()

print("-- a trace function that raises")


def raising(when):
    def trace(frame, event, arg):
        if event == when:
            raise ValueError(event)
        return trace

    return trace


def body():
    try:
        x = 1
        len(3)
    except TypeError:
        pass
    except ValueError as error:
        return "caught " + str(error)
    return "end"


for when in ("call", "line", "exception", "return"):
    sys.settrace(raising(when))
    try:
        print(when, body(), sys.gettrace())
    except ValueError as error:
        print(when, "raised", error, sys.gettrace())
    sys.settrace(None)

print("-- generators")


def numbers():
    try:
        x = yield 1
        yield x
    except KeyError:
        yield "key"
    finally:
        print("end of numbers")


def generators():
    g = numbers()
    next(g)
    g.send(5)
    g.throw(KeyError)
    g.close()
    return sum(i for i in range(2))


def arguments(frame, event, arg):
    if event == "exception":
        arg = arg[0].__name__, str(arg[1]), arg[2].tb_lineno - frame.f_code.co_firstlineno
    print(*name(frame), event, arg)
    return arguments


sys.settrace(arguments)
generators()
sys.settrace(None)

print("-- instructions, without lines")
count = 0


def instructions(frame, event, arg):
    global count
    frame.f_trace_opcodes = True
    frame.f_trace_lines = False
    if event == "opcode":
        count += 1
    elif event != "call":
        print(event, arg)
    return instructions


for _ in range(2):
    sys.settrace(instructions)
    inner(1)
    sys.settrace(None)
print(count > 1)

print("-- exceptions on their way")


def lowest():
    raise KeyError("k")


def middle():
    try:
        lowest()
    finally:
        print("finally")


def highest():
    try:
        middle()
    except KeyError:
        return 1


sys.settrace(arguments)
highest()
sys.settrace(None)

print("-- threads")


def work():
    inner(1)


threading.settrace(quiet)
thread = threading.Thread(target=work)
thread.run = work
thread.start()
thread.join()
threading.settrace(None)

print("-- tracing what a trace function calls")


def calling(frame, event, arg):
    if event == "call" and frame.f_code.co_name == "outer":
        print("tracing", sys.call_tracing(inner, (5,)))
    else:
        print("called", *name(frame), event)


sys.settrace(calling)
outer(2)
sys.settrace(None)

print("-- a deep recursion ends as it does untraced")


def deep(n):
    return deep(n + 1)


sys.settrace(lambda *event: None)
try:
    deep(0)
except RecursionError as error:
    print(type(error).__name__, error)
sys.settrace(None)


def locals_of(frame, event, arg):
    if event == "line" and "y" in frame.f_locals:
        frame.f_locals["y"] = 40
    return locals_of


sys.settrace(locals_of)
print(inner(1))
sys.settrace(None)
