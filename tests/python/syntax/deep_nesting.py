print(eval("(" * 80 + "1" + ")" * 80), eval("[" * 50 + "]" * 50))
print(eval("-" * 50 + "1"), eval("not " * 50 + "True"), eval("1" + "+1" * 1000), len(eval("[" + "1," * 10000 + "]")))
for source in ("(" * 10000, "(" * 5000 + ")" * 5000, "[" * 100000, "-" * 100000 + "1", "lambda: " * 50000 + "1", "x" + ".a" * 200000, "1" + "+1" * 100000, "x" + "()" * 100000, "not " * 100000 + "1", "f(" * 50000, "{" * 3000 + "}" * 3000, "if 1:\n" * 1):
    try:
        compile(source, "<deep>", "exec")
        print("fine")
    except (SyntaxError, MemoryError, RecursionError) as error:
        print("refused")
deep = "".join("  " * i + "if 1:\n" for i in range(19)) + "  " * 19 + "x = 1\n"
exec(deep)
print(x)
for n in (20, 21, 100, 101):
    source = "".join(" " * i + "if 1:\n" for i in range(n)) + " " * n + "pass\n"
    try:
        compile(source, "", "exec")
        print(n, "fine")
    except SyntaxError as e:
        print(n, type(e).__name__, e.msg)
source = "".join(" " * i + "for x in y:\n" for i in range(25)) + " " * 25 + "pass\n"
try:
    compile(source, "", "exec")
except SyntaxError as e:
    print(e.msg)
