# minimum: 3.14
b = b"hello world"
print(b, b[0], b[-1], b[1:4], b[::-1], len(b), list(b[:3]), b"wor" in b, 104 in b, b + b"!", b * 2, b == b"hello world", b < b"z", hash(b) == hash(b"hello world"))
print(b.upper(), b.title(), b.capitalize(), b.swapcase(), b.find(b"o"), b.find(111), b.rfind(b"o"), b.count(b"l"), b.count(108), b.replace(b"l", b"L"), b.split(), b.split(b"o"), b.partition(b" "), b.rpartition(b"o"))
print(b.startswith(b"he"), b.endswith((b"x", b"ld")), b" x ".strip(), b"xax".strip(b"x"), b"ab".center(6), b"ab".ljust(4, b"."), b"7".zfill(3), b",".join([b"a", bytearray(b"b")]), b"a\tb".expandtabs(4), b"a\nb\r\n".splitlines(True), b.translate(bytes.maketrans(b"lo", b"01")), b.translate(None, b"l"), b.removeprefix(b"he"))
print(b.hex(), b"\x01\xab".hex(":"), b"\x01\x02\x03\x04\x05".hex("-", 2), b"\x01\x02\x03\x04\x05".hex("-", -2), bytes.fromhex("01 aB 7f"), b.isalpha(), b"abc".isalnum(), b"12".isdigit(), b" ".isspace(), b"A".isupper(), b"a".islower(), b"Ab".istitle(), b"a".isascii())
print(bytes(3), bytes([1, 2, 255]), bytes("é", "utf-8"), bytes(b"x"), bytes(), bytes(bytearray(b"y")), bytes(range(3)), bytes(memoryview(b"z")), repr(b"'\"\n\\\x00\xff"), repr(b"'"), str(b"a"))
for f in (lambda: b["a"], lambda: b[100], lambda: bytes([256]), lambda: bytes([-1]), lambda: bytes("a"), lambda: bytes(-1), lambda: bytes(["a"]), lambda: bytes(1.5), lambda: b + "a", lambda: b.find("a"), lambda: b.find(300), lambda: b.split(b""), lambda: b"".join(["a"]), lambda: bytes.fromhex("zz"), lambda: bytes.fromhex("a"), lambda: "a" in b, lambda: 300 in b, lambda: b.replace("a", "b"), lambda: b.index(b"z"), lambda: bytes(1, 2), lambda: b.startswith("a"), lambda: b"a" < "a", lambda: bytes("a", "ascii", "x", "y"), lambda: bytes(None), lambda: b.hex("ab"), lambda: bytes.maketrans(b"a", b"bc"), lambda: b.translate(b"x")):
    try:
        print(f())
    except (TypeError, ValueError, IndexError) as error:
        print(type(error).__name__, error)
