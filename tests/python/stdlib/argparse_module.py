import argparse, contextlib, io
p = argparse.ArgumentParser(prog="tool", description="Does things.")
p.add_argument("name", help="the name")
p.add_argument("-n", "--number", type=int, default=3, metavar="N", help="how many (default: %(default)s)")
p.add_argument("-v", "--verbose", action="store_true")
p.add_argument("--level", choices=["low", "high"])
p.add_argument("rest", nargs="*")
print(p.parse_args(["x", "a", "b", "-n", "5", "-v"]))
print(p.format_help())
print(p.format_usage())
for bad in ([], ["x", "-n", "y"], ["x", "--level", "mid"], ["x", "--nope"]):
    try:
        with contextlib.redirect_stderr(io.StringIO()) as text: p.parse_args(bad)
    except SystemExit as e:
        print("exit", e.code, text.getvalue())
    except argparse.ArgumentError as e:
        print(e)
sub = argparse.ArgumentParser(prog="git", exit_on_error=False)
s = sub.add_subparsers(dest="command", required=True)
a = s.add_parser("add", help="add files")
a.add_argument("files", nargs="+")
print(sub.parse_args(["add", "f1", "f2"]), sub.parse_known_args(["add", "x", "--foo"]))
g = argparse.ArgumentParser().add_mutually_exclusive_group()
print(type(g).__name__, argparse.Namespace(a=1, b="x"))
