for s in ("plain", "it's", 'say "hi"', "both ' and \"", "\n\r\t\\", "\x00\x01\x1f\x7f", "\x80\x9f\xa0\xad", "é", "日本", "😀", "\u200e\u2028\ufeff", "\ud800", "\U000e0001", "tab\there", "\u0378"):
    print(repr(s), ascii(s), len(s))
print("\a\b\f\v\0\x41\101\u0041\U00000041\N{LATIN SMALL LETTER A}" == "\x07\x08\x0c\x0b\x00AAAAa", r"\n\x", R"\'", u"x", "line \
continued", '''tri"ple''', """a
b""", "\
start")
print(str(b"abc", "utf-8"), str(b"abc"), str(), str(object=5), str(b"\xe9", "latin-1"), str(b"\xff", errors="replace"), str("x"), repr(str))
for f in (lambda: str(b"\xff", "utf-8"), lambda: str("x", "utf-8"), lambda: str(5, "utf-8"), lambda: str(b"a", "no-such")):
    try:
        print(f())
    except (UnicodeDecodeError, TypeError, LookupError) as error:
        print(type(error).__name__, error)
for source in (r"'\x4'", r"'\u12'", r"'\N{nope}'", r"'\U00110000'", "'abc", "'''abc", "b'é'", r"b'\x4'", "'a\nb'"):
    try:
        eval(source)
    except SyntaxError as error:
        print(error.msg, error.lineno, error.offset)
