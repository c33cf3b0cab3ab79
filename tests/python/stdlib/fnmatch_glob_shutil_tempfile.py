import fnmatch, glob, os, shutil, tempfile, pathlib
print(fnmatch.fnmatch("a.py", "*.py"), fnmatch.filter(["a.py", "b.txt", "c.py"], "[ab].*"), fnmatch.translate("*.p?"))
with tempfile.TemporaryDirectory() as d:
    for n in ("a.py", "b.txt", "sub/c.py"):
        p = pathlib.Path(d, n)
        p.parent.mkdir(exist_ok=True)
        p.write_text(n)
    print(sorted(os.path.relpath(x, d) for x in glob.glob(d + "/**/*.py", recursive=True)), sorted(glob.glob("*.txt", root_dir=d)))
    shutil.copy(d + "/a.py", d + "/copy.py")
    shutil.copytree(d + "/sub", d + "/sub2")
    shutil.move(d + "/b.txt", d + "/moved.txt")
    print(sorted(os.listdir(d)), open(d + "/copy.py").read())
    shutil.rmtree(d + "/sub")
    print(sorted(os.listdir(d)), [(os.path.relpath(r, d), sorted(ds), sorted(fs)) for r, ds, fs in os.walk(d)])
    with tempfile.NamedTemporaryFile("w+", dir=d, suffix=".x") as f:
        f.write("hello"); f.seek(0)
        print(f.read(), f.name.endswith(".x"), os.path.exists(f.name))
    print(os.path.exists(f.name))
print(os.path.exists(d), shutil.which("sh") is not None)
with tempfile.TemporaryFile() as f: print(f.write(b"abc"), f.tell())
with tempfile.SpooledTemporaryFile(100) as f: print(f.write(b"x"))
