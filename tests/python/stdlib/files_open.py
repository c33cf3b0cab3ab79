import os, tempfile
d = tempfile.mkdtemp()
os.chdir(d)
with open("f.txt", "w") as f:
    print(f.write("line 1\nline é\n"), f.name, f.mode, f.encoding, f.writable(), f.readable(), f.seekable(), f.closed, f.isatty())
print(f.closed, open("f.txt").read(), os.path.getsize("f.txt"))
with open("f.txt", "a") as f: print("appended", file=f)
with open("f.txt") as f:
    print(next(f), f.readline(), list(f), f.read())
with open("f.txt", "rb") as f: print(f.read(6), f.seek(0), f.readline(), f.tell(), f.mode)
with open("f.txt", "r+") as f: f.write("LINE"); f.seek(0); print(f.readline())
with open("n.txt", "w", newline="\r\n") as f: f.write("a\nb\n")
print(open("n.txt", "rb").read(), repr(open("n.txt").read()), repr(open("n.txt", newline="").read()))
with open("l.txt", "w", encoding="latin-1") as f: f.write("é")
print(open("l.txt", "rb").read(), open("l.txt", encoding="latin-1").read(), open("l.txt", errors="replace").read())
with open("x.bin", "xb", buffering=0) as f: print(type(f).__name__, f.write(b"raw"), f.fileno() > 2)
print(type(open("x.bin", "rb")).__name__, type(open("x.bin", "r+b")).__name__, type(open("x.bin")).__name__)
for args in (("none.txt",), ("f.txt", "x"), ("f.txt", "rw"), ("f.txt", ""), ("f.txt", "rb", -1, "utf-8"), (".", "r"), ("f.txt", "w", 0), ("a\0b",), (5.5,), ("no/such/dir.txt", "w"), ("f.txt", "r", -1, "nope"), (-1,), ("f.txt", "U"), ("f.txt", "rbt"), ("",)):
    try:
        print(open(*args))
    except (OSError, ValueError, TypeError, LookupError) as e:
        print(type(e).__name__, e)
f = open("f.txt"); f.close()
for g in (lambda: f.read(), lambda: next(f), lambda: f.__enter__()):
    try:
        g()
    except ValueError as e:
        print(e)
try:
    open("f.txt").write("x")
except OSError as e:
    print(type(e).__name__, e)
try:
    open("f.txt", "w").read()
except OSError as e:
    print(type(e).__name__, e)
try:
    open("l.txt").read()
except UnicodeDecodeError as e:
    print(e)
import shutil
os.chdir("/")
shutil.rmtree(d)
