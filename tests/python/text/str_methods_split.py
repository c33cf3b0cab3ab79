print("a b  c ".split(), "a b  c ".split(" "), "a,b,,c".split(","), "a,b,c".split(",", 1), "a,b,c".rsplit(",", 1), "  x  y ".split(None, 1), "  x  y ".rsplit(None, 1), "".split(), "".split(","), "abc".split("abc"), "a--b--c".split("--"), "a b c".split(maxsplit=1), "a b".split(sep="b"))
print("a\nb\r\nc\rd\x0be\x0cf\x1cg\x85h\u2028i".splitlines(), "a\nb\n".splitlines(True), "".splitlines(), "\n".splitlines(), "a\n\nb".splitlines(keepends=True))
print(",".join(["a", "b"]), "".join([]), "-".join("abc"), ", ".join({"k": 1}), "x".join(["solo"]), " ".join(str(i) for i in range(3)), "é".join(["日", "😀"]))
print(repr("  a b ".strip()), repr("  a ".lstrip()), repr(" a  ".rstrip()), "xxaxx".strip("x"), "abcba".strip("ab"), "xyz".strip(""), "\u3000a\u2003".strip(), "abc".lstrip("ba"), "abc".rstrip("cb"))
for f in (lambda: "a".split(""), lambda: ",".join([1]), lambda: ",".join(["a", None]), lambda: ",".join(5), lambda: "a".strip(1), lambda: "a".split(1), lambda: "a".split(",", "x"), lambda: "a".splitlines(1, 2)):
    try:
        print(f())
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
