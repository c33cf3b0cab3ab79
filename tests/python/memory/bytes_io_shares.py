"""BytesIO shares the bytes that it is made of and those that it gives, until it is written to; its size tells what it has for itself."""
# minimum: 3.14
import io
import random
import sys
from zlib import crc32
b = io.BytesIO()
base = sys.getsizeof(b)
print(base)
x = b"abc" * 10
b = io.BytesIO(x)
print(sys.getsizeof(b) - base, b.getvalue() is x, b.read() is x, sys.getrefcount(x))
b.seek(0); b.write(b"zz"); print(sys.getsizeof(b) - base, b.getvalue(), x, b.getvalue() is b.getvalue(), sys.getrefcount(x))
v = b.getvalue(); print(sys.getsizeof(b) - base, sys.getrefcount(v))
del v; print(sys.getsizeof(b) - base)
r = random.Random(3)
log = []; v = None
for i in range(3000):
    a = r.randrange(14); n = r.randrange(200)
    if a < 4: b.write(bytes(n % 30))
    elif a == 4: b.write(bytes(n * 5))
    elif a == 5: b.seek(n, 0)
    elif a == 6: b.seek(0, 2)
    elif a == 7 and i % 7 == 0: b.truncate(n)
    elif a == 8: v = b.getvalue()
    elif a == 9: v = None
    elif a == 10: b.seek(0); v = b.read(n)
    elif a == 11 and i % 9 == 0: b.__init__(bytes(n))
    elif a == 12:
        with b.getbuffer() as m:
            try: b.write(b"a")
            except BufferError as e: log.append(str(e))
            if len(m): m[0] = 1
            v = b.getvalue()
    elif a == 13: b.seek(0); v = b.read(); v = v if n % 2 else None
    log.append((a, sys.getsizeof(b) - base, b.tell(), v and sys.getrefcount(v) < 9 and sys.getrefcount(v)))
for start in range(0, len(log), 100):
    print(start, crc32(repr(log[start:start + 100]).encode()), log[start])
print(crc32(b.getvalue()))
for f in (lambda: b.truncate(-1), lambda: b.seek(-1), lambda: b.write("a"), lambda: b.truncate("a")):
    try: f()
    except Exception as e: print(type(e).__name__, e)
m = b.getbuffer()
for f in (lambda: b.close(), lambda: b.truncate(1), lambda: b.__init__(b"abc"), lambda: b.write(b""), lambda: b.writelines([b"a"]), lambda: b.__setstate__((b"abc", 0, None)), lambda: b.truncate(10**9)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
m.release(); b.close()
for f in (lambda: b.getvalue(), lambda: b.getbuffer(), lambda: b.read(), lambda: sys.getsizeof(b) - base):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
b = io.BytesIO(bytearray(b"abc")); print(sys.getsizeof(b) - base)
b = io.BytesIO(b"a"); print(sys.getsizeof(b) - base)
