# minimum: 3.14
def attempt(function):
    try:
        return repr(function())
    except Exception as error:
        return f"{type(error).__name__} {error}"
errors = [
    OSError(), OSError(1), OSError("x", "y"), OSError(1, 2, 3, 4, 5, 6), ImportError("m", name="n", path="p"),
    ImportError("m", "n"), AttributeError("m", name="n", obj=3), NameError("m", name="n"), KeyError("k"),
    KeyError(1, 2), StopIteration(), StopIteration(1, 2), SystemExit(), SystemExit(3), SystemExit(3, 4),
    SyntaxError("m"), SyntaxError("m", ("/a/f.py", 1, 2, "t", 3, 4)), SyntaxError("m", (None, 1, 2, "t")),
    UnicodeDecodeError("u", b"ab", 0, 1, "r"), UnicodeEncodeError("u", "a\u1234\U00012345b", 2, 3, "r"),
    UnicodeEncodeError("u", "abc", 5, 6, "r"), UnicodeTranslateError("a\xe9", 1, 2, "r"),
    ExceptionGroup("g", [ValueError(1), TypeError(2)]), Exception("a", "b"), TabError("t", ("f", 1, 1, "x")),
]
names = [
    "errno", "filename", "characters_written", "name", "path", "obj", "value", "code", "msg", "lineno", "offset",
    "end_offset", "encoding", "object", "start", "reason", "message", "exceptions", "__suppress_context__",
]
for error in errors:
    print(repr(error), "|", error, "|", error.args, error.__reduce__()[1:])
    print("   ", *[f"{name}={getattr(error, name)!r}" for name in names if hasattr(error, name)])
    error.add_note("n")
    error.x = 5
    print("   ", error.__reduce__()[2])
for kind in (BaseException, ImportError, SyntaxError, OSError, UnicodeDecodeError, UnicodeTranslateError, ExceptionGroup):
    for arguments in ((), (1,), ("a", 2, 3), ("a", b"b", 1, 2, "c"), ("m", [1]), ("m", []), ("m", (1, 2, 3, 4, 5))):
        print(kind.__name__, arguments, attempt(lambda: kind(*arguments)))
    print(kind.__name__, attempt(lambda: kind(foo=1)), kind.__bases__)
