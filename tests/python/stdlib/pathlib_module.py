from pathlib import Path, PurePosixPath as P, PureWindowsPath as W
import tempfile
p = P("/usr/lib/../x.tar.gz")
print(p, repr(p), p.name, p.stem, p.suffix, p.suffixes, p.parent, list(p.parents)[:2], p.parts, p.root, p.anchor, p / "y", "z" / P("a"), p.with_name("n"), p.with_suffix(".zip"), p.with_stem("s"), P("a") < P("b"), P("a//b/.") == P("a/b"), hash(P("a")) == hash(P("a")), p.is_absolute(), P("/a/b").relative_to("/a"), P("/a/b").is_relative_to("/c"), P("a.py").match("*.py"), P("a", "b").joinpath("c", "d"), P().as_posix(), P("/a").as_uri(), bytes(P("é")), W("C:\\a\\b").drive, W("a/b"), P("a/b").relative_to("a/c", walk_up=True), P("/a/b/c.py").full_match("/a/**/*.py"))
with tempfile.TemporaryDirectory() as d:
    d = Path(d)
    f = d / "f.txt"
    print(f.write_text("hello\né"), f.read_text(), f.read_bytes(), f.exists(), f.is_file(), d.is_dir(), f.stat().st_size, f.touch(), f.rename(d / "g.txt").name, sorted(x.name for x in d.iterdir()))
    (d / "a" / "b").mkdir(parents=True)
    (d / "a" / "b" / "c.py").touch()
    print([str(x.relative_to(d)) for x in sorted(d.rglob("*"))], [x.name for x in d.glob("*.txt")], (d / "a").resolve() == (d.resolve() / "a"))
    with (d / "g.txt").open("a") as h: h.write("more")
    for t in (lambda: (d / "nope").read_text(), lambda: (d / "a").mkdir(), lambda: (d / "a").rmdir(), lambda: (d / "nope").unlink(), lambda: P("a").relative_to("b"), lambda: P("a").with_name(""), lambda: P("a") / 5, lambda: P(5), lambda: P("").with_suffix(".x"), lambda: P("a").with_suffix("x")):
        try:
            print(t())
        except (OSError, ValueError, TypeError) as e:
            print(type(e).__name__, str(e).replace(str(d), "D"))
    (d / "nope").unlink(missing_ok=True)
    print([(str(r.relative_to(d)), sorted(ds), sorted(fs)) for r, ds, fs in d.walk()])
print(Path.cwd().is_absolute(), Path("~").expanduser().is_absolute(), Path("a").absolute().name)
