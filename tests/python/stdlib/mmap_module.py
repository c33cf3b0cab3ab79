# minimum: 3.14
# Mapped memory: anonymous and of files.
import mmap, sys, os
m=mmap.mmap
x=m(-1,10); print(repr(x)); x[0:3]=b'abc'; print(list(iter(x))[:3], x[0], b'a' in x, b'z' in x, )
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
t(lambda: m(-1,0)); t(lambda:m(-1,-1)); t(lambda: m(-1,10,access=9)); t(lambda: m(-1,10,access=1,prot=1)); t(lambda:m(-1,10,offset=-1)); t(lambda:m("a",1)); t(lambda: x.find("a")); t(lambda: x.seek(50)); t(lambda:x.seek(0,9)); t(lambda: x.read("a")); t(lambda: x.write("a")); t(lambda: x.write(b"a"*20)); t(lambda:x["a"]); t(lambda:x[50]); t(lambda: x.__setitem__(0,300)); t(lambda: x.__setitem__(0,b"a")); t(lambda:x.__setitem__(slice(0,2),b"a"));t(lambda:x.__setitem__(50,1)); t(lambda:x.__delitem__(0)); t(lambda:x.__delitem__(slice(0,1))); t(lambda: x.resize(20)); t(lambda:x.resize(-1)); t(lambda:x.madvise(4,50)); t(lambda:x.madvise(4,0,-1)); t(lambda:x.madvise(4,1,sys.maxsize)); t(lambda:x.madvise(9999)); t(lambda:x.flush(1,50)); t(lambda:x.flush(1,2)); t(lambda:x.move(0,0,50)); t(lambda: x+b"a"); t(lambda: x*2); t(lambda: x==x); t(lambda: x<x); t(lambda:x.size()); t(lambda: x.write_byte(300)); t(lambda:x.write_byte(b"a")); t(lambda:x.seekable()); t(lambda:len(x)); t(lambda:sys.getsizeof(x)); t(lambda: m(-1,10,access=1).write(b"a"));t(lambda: m(-1,10,access=1).resize(5));
x[:] = b"0123456789"; print(x[::2], x[::-3], x[2:2], x[-3:], x[-1]); x[::3] = b"wxyz"; print(x[:]); x.move(2, 0, 5); print(x[:])
print(x.find(b"x"), x.rfind(b"w"), x.find(b"x", 4), x.find(b"zz"), x.find(b"", 20), x.rfind(b"w", 0, 3), x.find(b"w", -4), x.find(b""), x.rfind(b""))
x.seek(3); print(x.tell(), x.read(2), x.read(), x.read(), x.tell()); t(x.read_byte); print(x.seek(-2, 2), x.read_byte(), x.seek(-1, 1), x.write(b"!"), x.tell(), x.write_byte(35), x[:]); x.seek(0); x[3] = 10; print(x.readline(), x.readline(), x.readline())
print(x.find(b"w"), memoryview(x)[2:4].tobytes(), bytes(x), bytearray(x)[:2], len(x))
v=memoryview(x); print(v.format, v.readonly, v.shape); t(lambda:x.close()); t(lambda:x.resize(5)); v[0] = 90; print(x[0]); v.release();
with x as y: print(y is x)
t(lambda: x[0]); t(lambda: len(x)); print(repr(x), x.closed); t(lambda: x.__enter__()); t(lambda:memoryview(x)); t(lambda: x.find(b"a")); t(lambda:x.__exit__(1,2,3)); t(lambda: x.close());t(lambda:m(999,10)); t(lambda:m(-5,10)); t(lambda: m(-1,1<<70)); t(lambda:m(-1,sys.maxsize)); t(lambda: x.tell()); t(lambda: x.seek(0)); t(lambda: x.size()); t(lambda: x.move(0,0,0)); t(lambda: x.flush()); t(lambda: x.resize(4)); t(lambda: x.readline()); t(lambda: x.madvise(0))
import tempfile
with tempfile.TemporaryFile() as f:
    t(lambda: m(f.fileno(), 0))
    f.write(b"line one\nline two\n" + bytes(5000)); f.flush()
    t(lambda: m(f.fileno(), 100000)); t(lambda: m(f.fileno(), 0, offset=8192)); t(lambda: m(f.fileno(), 10, offset=1))
    w = m(f.fileno(), 0); print(len(w), w.readline(), w.size(), repr(w))
    w[0:4] = b"LINE"; w.flush(); f.seek(0); print(f.read(8));
    c = m(f.fileno(), 0, access=mmap.ACCESS_COPY); c[0:4] = b"copy"; print(c[:8], w[:8]); t(lambda: c.resize(5)); c.flush()
    r = m(f.fileno(), 5000, access=mmap.ACCESS_READ); t(lambda: r.__setitem__(0, 1)); t(lambda: r.write_byte(1)); t(lambda: r.move(0, 1, 1)); t(lambda: memoryview(r).readonly); print(r[:4])
    o = m(f.fileno(), 100, offset=4096); print(len(o), repr(o)); o[0] = 7; print(os.pread(f.fileno(), 1, 4096)); o.resize(200); print(len(o), os.fstat(f.fileno()).st_size); o.close()
    w2 = m(f.fileno(), 0); w2.resize(9000); print(len(w2), w2.size(), w2[8999]); w2.resize(10); print(len(w2), w2.size(), w2[:]); w2.seek(10); w2.resize(4); t(w2.read); t(lambda: w2.write(b"a")); print(w2.tell())
    n = m(f.fileno(), 4, trackfd=False); t(n.size); t(lambda: n.resize(8)); print(n[:])
class Sub(m):
    def __new__(cls, *a, **k): return super().__new__(cls, *a, **k)
s = Sub(-1, 5); s.attr = 1; print(type(s), s.attr, repr(s)[:12])
import weakref; r = weakref.ref(s); print(r() is s); del s; print(r())
print(sorted(n for n in dir(m) if not n.startswith("__")), mmap.error)
pid = None
a = m(-1, 4096);
pid = os.fork()
if pid == 0:
    a[0:5] = b"child"; os._exit(0)
os.waitpid(pid, 0); print(a[:5])
p = m(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS); p[0:2] = b"hi"; p.madvise(mmap.MADV_DONTNEED); print(p[0:2]); p.resize(10000); print(len(p)); p.resize(100); print(len(p))
