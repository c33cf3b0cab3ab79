for f in (lambda: [0] * 10 ** 18, lambda: "x" * 10 ** 18, lambda: b"x" * 10 ** 18, lambda: bytearray(10 ** 18), lambda: (0,) * 10 ** 18, lambda: bytes(10 ** 18), lambda: " ".ljust(10 ** 18), lambda: "a".zfill(10 ** 18), lambda: list(range(10 ** 18)) , lambda: range(10 ** 18)[:] and "fine", lambda: [1] * 2 ** 63, lambda: "a" * 2 ** 64, lambda: bytes(2 ** 63), lambda: "ab".center(2 ** 63), lambda: 1 << 2 ** 40, lambda: "\t".expandtabs(2 ** 62), lambda: ("a" * 1000).replace("a", "b" * 10 ** 17) if False else "skip"):
    try:
        x = f()
        print(x if isinstance(x, str) else "allocated")
    except (MemoryError, OverflowError) as e:
        print(type(e).__name__, e)
l = [1]
try:
    l *= 10 ** 18
except MemoryError:
    print("in place", l)
print("went on", sum([1, 2]))
