for s in ("ab", "日本", ""):
    print(repr(s.center(6)), repr(s.ljust(6, ".")), repr(s.rjust(6, "é")), repr(s.zfill(5)), repr(s.center(5, "*")), repr(s.center(1)))
print("-42".zfill(6), "+1".zfill(4), "--1".zfill(5), "a\tb\t\tc".expandtabs(), "a\tb".expandtabs(4), "\t".expandtabs(0), "ab\n\tc".expandtabs(3), "12345678\tx".expandtabs())
table = str.maketrans({"a": "1", "b": None, ord("c"): "xyz"})
print("abcd".translate(table), "abc".translate(str.maketrans("ab", "xy")), "abc".translate(str.maketrans("ab", "xy", "c")), "abc".translate({97: 98}), str.maketrans("a", "b"))
class T:
    def __getitem__(self, k):
        if k == 97: return "A"
        if k == 98: raise LookupError
        return None
print("abc".translate(T()))
for f in (lambda: "a".center(5, "ab"), lambda: "a".center("x"), lambda: "a".ljust(5, 1), lambda: str.maketrans("ab", "c"), lambda: str.maketrans({"ab": 1}), lambda: str.maketrans(1), lambda: "a".translate({97: 2 ** 40}), lambda: "a".translate({97: 1.5}), lambda: "a".zfill(), lambda: "a".expandtabs("x")):
    try:
        print(f())
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
