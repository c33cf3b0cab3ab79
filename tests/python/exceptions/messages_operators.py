# minimum: 3.14
pairs = [("+", 1, "a"), ("+", "a", 1), ("+", [], ()), ("-", "a", "b"), ("*", "a", "b"), ("/", [], 1), ("//", None, 1), ("%", 1, None), ("**", "a", 2), ("@", 1, 1), ("<<", 1.5, 1), (">>", "a", 1), ("&", 1.0, 1), ("|", "a", 1), ("^", None, None), ("<", 1, "a"), (">", None, 1), ("<=", {}, {}), (">=", object, int), ("in", 1, 2), ("in", 1, "abc"), ("and", 1, 2)]
for op, a, b in pairs:
    try:
        print(op, eval(f"a {op} b"))
    except TypeError as error:
        print(error)
for op in ("-", "+", "~", "not "):
    for value in ("a", None, [], 1.5):
        try:
            print(op, eval(f"{op}value"))
        except TypeError as error:
            print(error)
for op in ("+=", "-=", "*=", "/=", "//=", "%=", "**=", "@=", "<<=", ">>=", "&=", "|=", "^="):
    try:
        exec(f"x = object()\nx {op} 'a'")
    except TypeError as error:
        print(str(error))
