def f():
    e = "before"
    try:
        raise ValueError("x")
    except ValueError as e:
        pass
    try:
        return e
    except UnboundLocalError as u:
        return str(u)
print(f())
try:
    1 / 0
except ZeroDivisionError as e:
    kept = e
print("e" in globals(), repr(kept), kept.__traceback__.tb_lineno)
import sys
def g():
    try:
        raise KeyError(1)
    except KeyError:
        print(sys.exc_info()[0], sys.exception())
        try:
            raise ValueError(2)
        except ValueError:
            print(sys.exc_info()[0])
        print(sys.exc_info()[0])
    print(sys.exc_info())
g()
def gen():
    try:
        raise KeyError
    except KeyError:
        yield sys.exc_info()[0]
        yield sys.exc_info()[0]
it = gen()
print(next(it), sys.exc_info()[0])
try:
    raise TypeError
except TypeError:
    print(next(it), sys.exc_info()[0])
