# minimum: 3.14
# sys.monitoring: what tools hear of, everywhere or in some code, until they disable it.
import sys

m = sys.monitoring
E = m.events
TOOL = 3


def line_of(code, offset):
    for start, end, line in code.co_lines():
        if start <= offset < end:
            return line - code.co_firstlineno


heard = []


def listen(event, ignore=()):
    def callback(code, *args):
        if code.co_filename != __file__ or code.co_name in ("<module>", "run"):
            return
        if event == "LINE":
            heard.append((code.co_name, event, args[0] - code.co_firstlineno))
            return
        shown = []
        for arg in args[1:]:
            if isinstance(arg, BaseException):
                shown.append(type(arg).__name__)
            elif arg is m.MISSING:
                shown.append("MISSING")
            elif event in ("JUMP", "BRANCH_LEFT", "BRANCH_RIGHT"):
                pass
            else:
                shown.append(getattr(arg, "__qualname__", arg))
        heard.append((code.co_name, event, *shown))

    return callback


def run(function, *events):
    heard.clear()
    total = 0
    for event in events:
        m.register_callback(TOOL, getattr(E, event), listen(event))
        total |= getattr(E, event)
    m.set_events(TOOL, total)
    try:
        function()
    except Exception as error:
        print("raised", type(error).__name__)
    finally:
        m.set_events(TOOL, 0)
    for row in heard:
        print("  ", *row)


m.use_tool_id(TOOL, "tool")
print(m.get_tool(TOOL), m.get_events(TOOL))


class A:
    def __init__(self, x):
        self.x = x

    def __repr__(self):
        return "an A"

    def method(self, y):
        return self.x + y


def inner(x):
    y = x
    return len([y])


def simple():
    a = A(1)
    a.method(2)
    inner(3)
    max(1, 2)
    "a".upper()
    print()
    return 5


def numbers():
    try:
        x = yield 1
    except KeyError:
        yield 2
    finally:
        x = 3


def generators():
    g = numbers()
    next(g)
    g.throw(KeyError)
    g.close()
    return [i for i in (j for j in (1, 2))]


def failing():
    int("x")


def handling():
    try:
        failing()
    except TypeError:
        pass
    finally:
        a = 1


def branches():
    total = 0
    for i in range(2):
        if i:
            total += 1
    while total < 3:
        total += 1
    return total


print("-- starts and returns")
run(simple, "PY_START", "PY_RETURN")
print("-- calls")
run(simple, "CALL")
m.register_callback(TOOL, E.C_RETURN, listen("C_RETURN"))
m.register_callback(TOOL, E.C_RAISE, listen("C_RAISE"))
run(simple, "CALL")
run(failing, "CALL")
print("-- lines")
run(simple, "LINE")
run(branches, "LINE")
print("-- generators")
run(generators, "PY_START", "PY_RESUME", "PY_RETURN", "PY_YIELD", "PY_THROW", "PY_UNWIND")
print("-- exceptions")
run(handling, "RAISE", "EXCEPTION_HANDLED", "PY_UNWIND", "LINE")

print("-- only in some code")
heard.clear()
m.register_callback(TOOL, E.LINE, listen("LINE"))
m.set_local_events(TOOL, inner.__code__, E.LINE)
print(m.get_local_events(TOOL, inner.__code__) == E.LINE, m.get_local_events(TOOL, simple.__code__))
simple()
print(heard)
m.set_local_events(TOOL, inner.__code__, 0)
simple()
print(len(heard))

print("-- disabled until restarted")
lines = []


def disabling(code, line):
    if code is branches.__code__:
        lines.append(line - code.co_firstlineno)
    return m.DISABLE


def lines_of(function):
    lines.clear()
    function()
    return sorted(set(lines))


m.register_callback(TOOL, E.LINE, disabling)
m.set_local_events(TOOL, branches.__code__, E.LINE)
print(lines_of(branches))
print(lines_of(branches))
m.restart_events()
print(lines_of(branches))
m.set_local_events(TOOL, branches.__code__, 0)

print("-- mistakes")


def mistake(function, *args):
    try:
        print(function(*args))
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)


mistake(m.use_tool_id, 7, "x")
mistake(m.use_tool_id, TOOL, "x")
mistake(m.use_tool_id, 1, 5)
mistake(m.set_events, 1, E.LINE)
mistake(m.set_events, TOOL, 1 << 30)
mistake(m.set_events, TOOL, E.C_RETURN)
mistake(m.get_events, 1)
mistake(m.set_local_events, TOOL, 5, E.LINE)
mistake(m.set_local_events, TOOL, inner.__code__, E.RAISE)
mistake(m.register_callback, TOOL, 0, None)
mistake(m.register_callback, TOOL, 3, None)


def disabling_start(code, offset, exception):
    return m.DISABLE


m.register_callback(TOOL, E.RAISE, disabling_start)
m.set_events(TOOL, E.RAISE)
try:
    failing()
except ValueError as error:
    m.set_events(TOOL, 0)
    print(error)
m.set_events(TOOL, 0)


def raising(code, offset):
    raise KeyError("from a tool")


m.register_callback(TOOL, E.PY_START, raising)
m.set_local_events(TOOL, inner.__code__, E.PY_START)
try:
    inner(1)
except KeyError as error:
    print(error)

m.register_callback(TOOL, E.LINE, None)
m.set_events(TOOL, E.LINE | E.PY_START)
print(m.get_events(TOOL) == E.LINE | E.PY_START)
m.clear_tool_id(TOOL)
print(m.get_events(TOOL), m._all_events())
inner(1)
m.free_tool_id(TOOL)
print(m.get_tool(TOOL))
