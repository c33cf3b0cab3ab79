e = ValueError("a", 1)
print(e, repr(e), e.args, str(ValueError()), repr(ValueError()), repr(ValueError("x")), str(ValueError(1)), str(ValueError(None)))
k = KeyError("k")
print(k, repr(k), str(KeyError()), str(KeyError(1, 2)))
o = OSError(2, "No such file", "name.txt")
print(o, o.errno, o.strerror, o.filename, type(o), o.args, repr(o), str(OSError("x")), OSError(17, "e").__class__.__name__, OSError(2, "m", "a", None, "b"), OSError(1, "a").filename)
s = SystemExit(3)
print(s.code, SystemExit().code, SystemExit(1, 2).code)
st = StopIteration(5)
print(st.value, StopIteration().value)
u = UnicodeDecodeError("utf-8", b"ab", 0, 1, "bad")
print(u, u.reason, u.object)
i = ImportError("msg", name="n", path="p")
print(i, i.name, i.path, i.msg)
a = AttributeError("m", name="n", obj=5)
print(a, a.name, a.obj)
n = NameError("m", name="x")
print(n.name)
y = SyntaxError("bad", ("f.py", 1, 2, "text", 1, 3))
print(y, y.msg, y.filename, y.lineno, y.offset, y.text, y.end_lineno, y.end_offset)
for f in (lambda: ValueError(x=1), lambda: ImportError(foo=1), lambda: UnicodeDecodeError("a"), lambda: setattr(e, "args", 5), lambda: setattr(e, "__cause__", 5), lambda: setattr(e, "__traceback__", 5), lambda: delattr(e, "args"), lambda: setattr(e, "__context__", 1)):
    try:
        print(f())
    except TypeError as error:
        print(error)
e.args = [1, 2]
e.extra = "attr"
print(e.args, e.extra, e.__dict__, e.__cause__, e.__context__, e.__suppress_context__, e.__traceback__)
