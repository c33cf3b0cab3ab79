class C:
    def __call__(self, *a, **k): return a, k
    def __str__(self): return "str"
    def __repr__(self): return "repr"
    def __bytes__(self): return b"bytes"
    def __format__(self, spec): return f"<{spec}>"
    def __bool__(self): return False
    def __int__(self): return 7
    def __float__(self): return 1.5
    def __complex__(self): return 2j
    def __index__(self): return 3
    def __hash__(self): return 99
c = C()
print(c(1, x=2), str(c), repr(c), bytes(c), f"{c:abc}", format(c), bool(c), int(c), float(c), complex(c))
print([10, 20, 30, 40][c], hex(c), hash(c), f"{c!s} {c!r}", "%s %r" % (c, c), range(c), "ab" * c)
class Bad:
    def __str__(self): return 1
    def __repr__(self): return None
    def __bool__(self): return "yes"
    def __int__(self): return "x"
    def __float__(self): return 1
    def __index__(self): return 1.0
    def __hash__(self): return "h"
    def __bytes__(self): return "s"
    def __format__(self, s): return 1
    def __len__(self): return None
    def __complex__(self): return 1.0
b = Bad()
for f in (str, repr, bool, int, float, hash, bytes, format, len, complex, lambda x: [1][x], hex):
    try:
        print(f(b))
    except TypeError as error:
        print(error)
class OnlyIndex:
    def __index__(self): return 5
print(int(OnlyIndex()), float(OnlyIndex()), complex(OnlyIndex()), round(2.123456789, OnlyIndex()))
