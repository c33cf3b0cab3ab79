import codecs, io
print(codecs.encode("abc", "rot13"), codecs.decode(b"616263", "hex"), codecs.lookup("utf8").name, codecs.encode(b"x", "base64"))
d = codecs.getincrementaldecoder("utf-8")()
print(repr(d.decode(b"\xe6\x97")), d.decode(b"\xa5"), d.decode(b"a", True))
e = codecs.getincrementalencoder("utf-16")()
print(e.encode("a"), e.encode("b"))
print(codecs.BOM_UTF8, codecs.getreader("utf-8")(io.BytesIO("é\nb".encode())).readlines(), codecs.escape_decode(rb"\n")[0] if hasattr(codecs, "escape_decode") else "")
try:
    d.decode(b"\xff")
except UnicodeDecodeError as x:
    print(x)
codecs.register(lambda name: codecs.CodecInfo(lambda s, e="strict": (s[::-1].encode(), len(s)), lambda b, e="strict": (bytes(b).decode()[::-1], len(b)), name=name) if name == "backwards" else None)
print("abc".encode("backwards"), b"abc".decode("backwards"))
