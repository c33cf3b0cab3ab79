import os, sys, tempfile, stat
print(os.name, os.sep, os.pathsep, os.linesep == "\n", os.curdir, os.devnull, os.fspath("a"), os.fsencode("é"), os.fsdecode(b"\xc3\xa9"))
p = os.path
print(p.join("a", "b", "/c", "d"), p.split("/a/b"), p.splitext("x.tar.gz"), p.basename("/a/b/"), p.dirname("/a/b"), p.normpath("a/../b//c/."), p.isabs("/x"), p.commonprefix(["abc", "abd"]), p.commonpath(["/a/b", "/a/c"]), p.relpath("/a/b", "/a/c"), p.expandvars("$NOPE_X"), p.abspath("/a/../b"), p.exists("/"), p.isdir("/"), p.isfile("/"), p.splitroot("/a"))
d = tempfile.mkdtemp()
os.chdir(d)
print(p.realpath(os.getcwd()) == p.realpath(d))
os.mkdir("sub"); os.makedirs("x/y/z", exist_ok=True)
with open("f", "w") as f: f.write("abc")
s = os.stat("f")
print(s.st_size, stat.S_ISREG(s.st_mode), stat.filemode(0o100644), p.getsize("f"), os.access("f", os.R_OK), sorted(os.listdir()), sorted((e.name, e.is_dir(), e.is_file()) for e in os.scandir()))
os.rename("f", "g"); os.symlink("g", "link"); os.chmod("g", 0o600); os.utime("g", (1, 2))
print(os.readlink("link"), p.islink("link"), oct(os.stat("g").st_mode & 0o777), os.stat("g").st_mtime, p.samefile("g", "link"))
os.remove("link"); os.unlink("g"); os.rmdir("sub"); os.removedirs("x/y/z")
print(os.listdir())
fd = os.open("raw", os.O_CREAT | os.O_RDWR)
print(os.write(fd, b"hello"), os.lseek(fd, 0, 0), os.read(fd, 3), os.fstat(fd).st_size)
os.ftruncate(fd, 2); os.close(fd)
print(open("raw").read())
r, w = os.pipe(); os.write(w, b"pipe"); os.close(w); print(os.read(r, 10)); os.close(r)
for f in (lambda: os.stat("nope"), lambda: os.mkdir("raw"), lambda: os.rmdir("nope"), lambda: os.listdir("raw"), lambda: os.open("a\0", 0), lambda: os.remove("."), lambda: os.close(9999), lambda: os.chdir("nope"), lambda: os.rename("a", "b"), lambda: os.stat(5.5), lambda: os.listdir(None) and 1, lambda: os.getenv(1), lambda: os.environ["NOPE_X"], lambda: os.environ.__setitem__("A", 1), lambda: os.fspath(1), lambda: os.path.join("a", 1), lambda: os.path.join(b"a", "b"), lambda: os.kill("x", 1)):
    try:
        print(f())
    except (OSError, TypeError, ValueError, KeyError) as e:
        print(type(e).__name__, e)
os.environ["SET_HERE"] = "v"
print(os.getenv("SET_HERE"), os.getenv("NOPE_X", "default"), "SET_HERE" in os.environ, os.environ.pop("SET_HERE"), os.environ.get("SET_HERE"), type(os.environ).__name__)
print(os.getpid() > 0, os.cpu_count() > 0, len(os.urandom(4)), os.system("exit 3") >> 8, os.strerror(2), os.waitstatus_to_exitcode(256), os.get_terminal_size(0) if False else "", isinstance(os.times().user, float), os.uname().sysname)
os.unlink("raw"); os.chdir("/"); os.rmdir(d)
