b = bytearray(b"abcdef")
m = memoryview(b)
print(m[0], m[-1], len(m), m[1:3].tobytes(), m.tolist(), m.format, m.itemsize, m.nbytes, m.ndim, m.shape, m.strides, m.readonly, m.contiguous, m == b, m[::2].tolist(), m[::-1].tobytes(), m.hex(), m.obj is b, 97 in m, list(m)[:2])
m[0] = 65
m[1:3] = b"BC"
print(b, bytes(m[2:]), m[2:] == b"Cdef")
i = m.cast("B").cast("H") if False else memoryview(bytes(8)).cast("I")
print(i.shape, i.tolist(), i.format, i.itemsize, memoryview(bytes(range(6))).cast("B", [2, 3]).tolist(), memoryview(b"ab").readonly, memoryview(b"abc").tobytes(), memoryview(b"ab").cast("c")[0], memoryview(b"\x00\x00\x80\x3f").cast("f")[0])
two = memoryview(bytes(range(6))).cast("B", [2, 3])
print(two[1, 2], two.shape, two.strides, len(two), two.ndim, hash(memoryview(b"x")) == hash(b"x"))
for f in (lambda: m[10], lambda: m["a"], lambda: m.__setitem__(0, 300), lambda: m.__setitem__(0, "a"), lambda: m.__setitem__(slice(0, 2), b"abc"), lambda: memoryview("a"), lambda: memoryview(5), lambda: memoryview(b"a").__setitem__(0, 1), lambda: hash(m), lambda: m.cast("I").cast("H"), lambda: memoryview(b"abc").cast("I"), lambda: two[0], lambda: memoryview(), lambda: m.cast("z")):
    try:
        print(f())
    except (IndexError, TypeError, ValueError, NotImplementedError) as error:
        print(type(error).__name__, error)
with memoryview(b) as w:
    print(w[0])
try:
    w[0]
except ValueError as error:
    print(error)
print(repr(w).startswith("<released memory at 0x"), repr(m).startswith("<memory at 0x"))
