class E(Exception):
    def __init__(self, a, b): super().__init__(a, b); self.a = a
for thing in (ValueError, ValueError("v"), E(1, 2), KeyboardInterrupt, StopIteration("s")):
    try:
        raise thing
    except BaseException as e:
        print(repr(e))
for thing in (1, "s", None, int, object(), E, type):
    try:
        raise thing
    except TypeError as e:
        print(e)
try:
    raise
except RuntimeError as e:
    print(e)
def g():
    raise
try:
    try:
        raise KeyError("k")
    except KeyError:
        g()
except KeyError as e:
    print(repr(e))
class New(Exception):
    def __new__(cls, *a): return 5
try:
    raise New
except TypeError as e:
    print(e)
try:
    try: raise ValueError
    except 5: pass
except TypeError as e:
    print(e)
try:
    try: raise ValueError
    except (TypeError, "x"): pass
except TypeError as e:
    print(e)
try:
    try: pass
    except never_evaluated: pass
    print("not evaluated")
finally:
    pass
