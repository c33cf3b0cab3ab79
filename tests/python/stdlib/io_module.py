import io
s = io.StringIO("line 1\nline 2\nlast")
print(s.readline(), s.read(3), s.tell(), s.read(), s.read(), s.seek(0), s.readlines(), s.getvalue()[:4], s.closed)
s = io.StringIO(); print("a", "b", file=s); s.write("é\n"); print(repr(s.getvalue()), s.truncate(3), repr(s.getvalue()))
b = io.BytesIO(b"abcdef")
print(b.read(2), b.seek(-2, 2), b.read(), b.getvalue(), b.seek(0), b.readinto(bytearray(3)), b.getbuffer()[0], b.write(b"Z"), b.getvalue(), list(io.BytesIO(b"a\nb")))
w = io.TextIOWrapper(io.BytesIO("é\r\nb\rc\n".encode("utf-8")), encoding="utf-8")
print(w.readlines(), w.encoding, w.newlines, w.errors)
w = io.TextIOWrapper(io.BytesIO(b"a\r\nb"), newline="")
print(repr(w.read()))
r = io.BufferedReader(io.BytesIO(b"0123456789"), 4)
print(r.peek(2)[:2], r.read(3), r.read1(2), r.read())
rw = io.BufferedRandom(io.BytesIO(b"hello"))
rw.seek(1); rw.write(b"EE"); rw.seek(0); print(rw.read())
for f in (lambda: s.write(1), lambda: b.write("x"), lambda: io.StringIO(5), lambda: io.BytesIO("x"), lambda: (s.close(), s.read()), lambda: io.StringIO().seek(-1), lambda: io.BytesIO().read("x"), lambda: io.StringIO().seek(1, 1), lambda: io.TextIOWrapper(io.BytesIO(b"\xff"), "ascii").read(), lambda: io.BufferedReader(5), lambda: io.StringIO().fileno()):
    try:
        print(f())
    except (TypeError, ValueError, OSError, AttributeError) as e:
        print(type(e).__name__, e)
class Raw(io.RawIOBase):
    def __init__(self, d): self.d = d
    def readable(self): return True
    def readinto(self, buf):
        n = min(len(buf), len(self.d)); buf[:n] = self.d[:n]; self.d = self.d[n:]; return n
print(io.BufferedReader(Raw(b"raw data")).read(), isinstance(s, io.TextIOBase), io.DEFAULT_BUFFER_SIZE >= 8192)
