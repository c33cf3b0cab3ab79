# zlib._ZlibDecompressor, and gzip files read through it.
import gzip
import io
import zlib

data = b"".join(b"line %d of many\n" % number for number in range(20000))
packed = zlib.compress(data)

decompressor = zlib._ZlibDecompressor()
print(decompressor.eof, decompressor.needs_input, decompressor.unused_data)
print(decompressor.decompress(packed + b"behind") == data, decompressor.eof, decompressor.needs_input, decompressor.unused_data)
try:
    decompressor.decompress(b"")
except EOFError as error:
    print(error)

decompressor = zlib._ZlibDecompressor()
pieces, position = [], 0
while not decompressor.eof:
    piece = b""
    if decompressor.needs_input:
        piece, position = packed[position:position + 100], position + 100
    pieces.append(decompressor.decompress(piece, max_length=1000))
print(b"".join(pieces) == data, max(map(len, pieces)) <= 1000, decompressor.unused_data)
raw = zlib._ZlibDecompressor(wbits=-15)
print(raw.decompress(packed[2:-4]) == data, raw.eof)
for wrong in (lambda: zlib._ZlibDecompressor().decompress(b"nonsense"), lambda: zlib._ZlibDecompressor(wbits=99)):
    try:
        wrong()
    except (zlib.error, ValueError) as error:
        print(type(error).__name__, error)

stream = io.BytesIO()
with gzip.open(stream, "wb") as file:
    file.write(data)
stream.write(gzip.compress(b"second member\n"))
packed = stream.getvalue()
with gzip.open(io.BytesIO(packed), "rt") as file:
    lines = file.readlines()
print(len(lines), lines[0], lines[-1])
with gzip.open(io.BytesIO(packed)) as file:
    print(file.read(10), file.seek(100), file.readline(), file.peek(4)[:4], file.seek(3), file.read(4))
print(gzip.decompress(packed)[-30:])
for wrong in (packed[:-10], b"not gzip", packed + b"more"):
    try:
        with gzip.open(io.BytesIO(wrong)) as file:
            print(len(file.read()))
    except (OSError, EOFError) as error:
        print(type(error).__name__, error)
