s = "héllo 日本 😀"
for e in ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-8-sig", "utf-7", "raw_unicode_escape", "unicode_escape"):
    b = s.encode(e)
    print(e, b, b.decode(e) == s)
print("héé".encode("latin-1"), "h€".encode("cp1252"), b"\xe9\x80".decode("latin-1"), "abc".encode("ascii"), "é".encode("ascii", "ignore"), "é😀".encode("ascii", "replace"), "é😀".encode("ascii", "xmlcharrefreplace"), "é😀".encode("ascii", "backslashreplace"), "é".encode("ascii", "namereplace"))
print(b"a\xffb".decode("utf-8", "ignore"), b"a\xffb".decode("utf-8", "replace"), b"a\xffb".decode("utf-8", "backslashreplace"), ascii(b"a\xffb".decode("utf-8", "surrogateescape")), b"a\xffb".decode("utf-8", "surrogateescape").encode("utf-8", "surrogateescape"), "\ud800".encode("utf-8", "surrogatepass"))
for f in (lambda: "é".encode("ascii"), lambda: "aéb日".encode("latin-1"), lambda: "\ud800".encode(), lambda: b"\xff".decode(), lambda: b"\xc3".decode(), lambda: b"\xe0\x80\x80".decode(), lambda: b"a\x80".decode("ascii"), lambda: "a".encode("nope"), lambda: b"a".decode("utf-8", "nope"), lambda: b"\xff".decode("utf-8", "nope"), lambda: b"\xed\xa0\x80".decode(), lambda: b"\x00\xd8".decode("utf-16-le"), lambda: b"abc".decode("utf-16"), lambda: b"\xf4\x90\x80\x80".decode(), lambda: "a".encode(1)):
    try:
        print(f())
    except (UnicodeError, LookupError, TypeError) as error:
        print(type(error).__name__, error)
try:
    "aé".encode("ascii")
except UnicodeEncodeError as e:
    print(e.encoding, e.object, e.start, e.end, e.reason, e.args)
import codecs
codecs.register_error("stars", lambda e: ("*" * (e.end - e.start), e.end))
print("aéb日本".encode("ascii", "stars"), b"\xff\xfea".decode("utf-8", "stars"))
