s = "añ日😀z"
print(len(s), [s[i] for i in range(-5, 5)], s[1:4], s[::-1], s[::2], s[-2:], s[10:], list(s), [ord(c) for c in s])
print("abc" * 2, 0 * "abc", "abc" * -1, "a" + "é" + "日" + "😀", s == "añ日😀z", s < "b", "Z" < "a" < "é" < "日" < "😀", "abc"[True], "a" "b")
print(chr(0x10FFFF) == "\U0010ffff", ord("\ud800"), "\ud800" == "\ud800", len("\ud83d\ude00"), ascii("\ud800é😀"), repr("\ud800"), repr("\u200b\xad\u0378"))
for f in (lambda: s[10], lambda: s["a"], lambda: s[1.0], lambda: s + 1, lambda: s * "a", lambda: ord("ab"), lambda: ord(""), lambda: ord(1), lambda: chr(-1), lambda: chr(0x110000), lambda: chr("a"), lambda: s < 1, lambda: s.nothing, lambda: "a" * 2 ** 63, lambda: s.__setitem__, lambda: chr(2 ** 40), lambda: "abc" % 1):
    try:
        print(f())
    except (IndexError, TypeError, ValueError, AttributeError, OverflowError, MemoryError) as error:
        print(type(error).__name__, error)
def assign(): s[0] = "x"
def delete(): del s[0]
for f in (assign, delete):
    try:
        f()
    except TypeError as error:
        print(error)
