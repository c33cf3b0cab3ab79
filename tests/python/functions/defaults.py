calls = []
def note(x):
    calls.append(x)
    return x
def f(a=note(1), *, b=note(2)):
    return a, b
print(calls, f(), f.__defaults__, f.__kwdefaults__)
f.__defaults__ = (10,)
f.__kwdefaults__ = {"b": 20}
print(f())
f.__defaults__ = None
try:
    f()
except TypeError as error:
    print(error)
def shared(x, log=[]):
    log.append(x)
    return log
print(shared(1), shared(2), shared(3, []), shared.__defaults__)
