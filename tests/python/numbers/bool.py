print(True, False, repr(True), str(False), int(True), True + 1, True * 5, True == 1, True is True, hash(True), bool("False"), bool(0.0), bool(None), bool(()), bool(object()))
print(True & True, True | False, True ^ True, True & 1, not True, ~True + 0 if False else "-", True < 2, [10, 20][True], "ab"[False], True / 2, -True, True ** 2, isinstance(True, int), bool.__mro__)
print(f"{True} {True:d} {True!r} {True:>6}|", "%d %s" % (True, True), sum([True, True]), {True: "a", 1: "b"}, bool(), max(True, 0), True.real, True.bit_length(), int.__add__(True, 1), divmod(True, 2))
class T:
    def __len__(self): return 0
class B:
    def __bool__(self): return False
    def __len__(self): return 5
print(bool(T()), bool(B()))
for f in (lambda: bool(1, 2), lambda: bool(x=1)):
    try:
        f()
    except TypeError as error:
        print(error)
try:
    class Sub(bool): pass
except TypeError as error:
    print(error)
