s = "hello hello"
print(s.find("l"), s.find("l", 4), s.find("l", 4, 6), s.find("z"), s.rfind("l"), s.index("o"), s.rindex("h"), s.count("l"), s.count("ll"), s.count(""), s.count("l", 3, 5), s.find(""), s.rfind(""), s.find("", 20))
print(s.startswith("he"), s.startswith(("x", "h")), s.startswith("l", 2), s.endswith("lo"), s.endswith(("a",)), s.endswith("l", 0, 4), "ell" in s, "" in s, "z" not in s, s.startswith(""), s.startswith(()))
print(s.replace("l", "L"), s.replace("l", "L", 2), s.replace("", "-"), s.replace("hello", ""), "aaa".replace("aa", "b"), s.replace("x", "y") is s, s.replace("l", "L", count=1))
print(s.partition(" "), s.rpartition("l"), s.partition("zz"), s.rpartition("zz"), s.removeprefix("he"), s.removesuffix("lo"), s.removeprefix("x"))
print("日本語日本".find("本"), "日本語日本".rfind("本"), "日本語".index("語"), "😀a😀".count("😀"), "é" in "caf\u00e9", "ab\0c".find("\0"))
for f in (lambda: s.index("z"), lambda: s.rindex("z"), lambda: s.find(1), lambda: s.startswith(1), lambda: s.startswith(["a"]), lambda: s.partition(""), lambda: 1 in s, lambda: s.replace("a"), lambda: s.replace(1, 2), lambda: s.count(), lambda: s.startswith((1,)), lambda: s.find("a", "b")):
    try:
        print(f())
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
