# minimum: 3.14
class M:
    def __init__(self, result): self.result = result
    def __enter__(self): return self
    def __exit__(self, t, v, tb):
        print(t and t.__name__, repr(v), tb is not None)
        if isinstance(self.result, Exception): raise self.result
        return self.result
for r in (True, 1, "yes"):
    with M(r):
        raise ValueError("v")
    print("suppressed by", r)
for r in (False, None, 0, ""):
    try:
        with M(r):
            raise ValueError("v")
    except ValueError:
        print("not suppressed by", repr(r))
try:
    with M(KeyError("from exit")):
        raise ValueError("body")
except KeyError as e:
    print(repr(e), repr(e.__context__))
class NoExit:
    def __enter__(self): pass
class NoEnter:
    def __exit__(self, *a): pass
for cls in (NoExit, NoEnter, int):
    try:
        with cls(): pass
    except TypeError as e:
        print(e)
class EnterFails:
    def __enter__(self): raise ValueError("enter")
    def __exit__(self, *a): print("never")
try:
    with M(False) as m, EnterFails():
        pass
except ValueError as e:
    print(e)
from contextlib import contextmanager, suppress, ExitStack, closing, nullcontext
@contextmanager
def cm():
    print("in")
    try:
        yield 5
    except ValueError as e:
        print("caught", e)
    finally:
        print("out")
with cm() as x:
    print(x)
    raise ValueError("thrown in")
with suppress(KeyError): {}["x"]
with ExitStack() as stack:
    for i in range(3): stack.callback(print, "callback", i)
    stack.enter_context(cm())
with nullcontext(3) as n: print(n)
@contextmanager
def never(): return; yield
try:
    with never(): pass
except RuntimeError as e:
    print(e)
@contextmanager
def twice(): yield 1; yield 2
try:
    with twice(): pass
except RuntimeError as e:
    print(e)
