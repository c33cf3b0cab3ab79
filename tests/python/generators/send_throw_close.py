def g():
    print("start")
    try:
        while True:
            try:
                x = yield "y"
                print("got", x)
            except ValueError as e:
                print("threw", e)
                yield "handled"
    except GeneratorExit:
        print("closing")
        raise
    finally:
        print("finally")
i = g()
print(next(i), i.send(1), i.throw(ValueError("v")), next(i))
i.close()
i.close()
for f in (lambda: next(i), lambda: i.send(1), lambda: i.throw(KeyError("after"))):
    try:
        print(f())
    except (StopIteration, KeyError) as e:
        print(type(e).__name__, e)
j = g()
try:
    j.send(5)
except TypeError as e:
    print(e)
try:
    j.throw(KeyError("unstarted"))
except KeyError as e:
    print(e)
print(list(j))
def ignores():
    while True:
        try:
            yield 1
        except GeneratorExit:
            pass
k = ignores()
next(k)
try:
    k.close()
except RuntimeError as e:
    print(e)
import sys
sys.unraisablehook = lambda u: None
def returns():
    try:
        yield 1
    except GeneratorExit:
        return 99
r = returns()
next(r)
print(r.close(), returns().close())
def raises(): yield; raise StopIteration("inside")
m = raises()
next(m)
try:
    next(m)
except RuntimeError as e:
    print(e, repr(e.__cause__))
def me():
    yield
    list(it)
it = me()
next(it)
try:
    next(it)
except ValueError as e:
    print(e)
def plain(): yield
for args in ((1,), ("x",), ()):
    try:
        plain().throw(*args)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
