import tokenize, io, token, tomllib, linecache, zlib
for t in tokenize.generate_tokens(io.StringIO("def f(x):\n    # c\n    return f'{x!r:>{5}}' + 1.5\n").readline):
    print(token.tok_name[t.type], repr(t.string), t.start, t.end)
print(tokenize.untokenize(tokenize.generate_tokens(io.StringIO("a = 1 +  2\n").readline)), tokenize.detect_encoding(io.BytesIO(b"# -*- coding: latin-1 -*-\n").readline))
try:
    list(tokenize.generate_tokens(io.StringIO("x = (1,\n").readline))
except tokenize.TokenError as e:
    print(e)
print(tomllib.loads("""
title = "T"
n = [1, 2.5, true, 1979-05-27T07:32:00Z]
[a.b]
c = 'lit'
d = \"\"\"
multi\"\"\"
[[list]]
x = 0xFF
[[list]]
x = 1_000
y = {k = "v"}
"""))
for s in ("a = ", "a = 1\na = 2", "[a", "x = 01", "a.b = 1\na = 2", "s = \"\\q\""):
    try:
        tomllib.loads(s)
    except tomllib.TOMLDecodeError as e:
        print(e)
print(repr(linecache.getline(__file__, 1)), repr(linecache.getline("none", 1)), zlib.decompress(zlib.compress(b"abc" * 100)) == b"abc" * 100, zlib.crc32(b"abc"), zlib.adler32(b"abc"), len(zlib.compress(b"a" * 1000)) < 30)
c = zlib.compressobj(); x = c.compress(b"hello ") + c.compress(b"world") + c.flush()
d = zlib.decompressobj(); print(d.decompress(x), d.eof, d.unused_data)
try:
    zlib.decompress(b"garbage")
except zlib.error as e:
    print(e)
import gzip, bz2, lzma
print(gzip.decompress(gzip.compress(b"gz")), bz2.decompress(bz2.compress(b"bz")), lzma.decompress(lzma.compress(b"xz")))
