import struct
print(struct.pack("<bBhHiIqQ", -1, 255, -2, 65535, -3, 4294967295, -4, 2 ** 64 - 1), struct.pack(">fd", 1.5, -2.5), struct.pack("5s3p?c", b"abc", b"xy", True, b"z"), struct.pack("@ibi", 1, 2, 3), struct.pack("=ibi", 1, 2, 3), struct.pack("!e", 1.0), struct.pack("3x2h", 1, 2), struct.pack("n", 5))
print(struct.unpack("<bBh", b"\xff\xff\x01\x00"), struct.unpack("2s1s", b"abc"), struct.calcsize("@ibi"), struct.calcsize("<ibi"), list(struct.iter_unpack("<h", b"\x01\x00\x02\x00")), struct.unpack_from("<h", b"xx\x05\x00", 2), struct.Struct(">I").pack(1), struct.Struct("i").size, struct.Struct("<2h").format)
b = bytearray(6); struct.pack_into("<h", b, 2, 9); print(b)
for f in (lambda: struct.pack("b", 200), lambda: struct.pack("i", "a"), lambda: struct.pack("z", 1), lambda: struct.pack("ii", 1), lambda: struct.unpack("i", b"a"), lambda: struct.pack("c", b"ab"), lambda: struct.pack("i", 1.5), lambda: struct.pack("I", -1), lambda: struct.unpack_from("i", b"abc", 1), lambda: struct.pack("s", "a"), lambda: struct.pack("f", 1e300), lambda: struct.calcsize("99999999999999999999i"), lambda: struct.pack(5)):
    try:
        print(f())
    except (struct.error, TypeError, OverflowError) as e:
        print(type(e).__name__, e)
