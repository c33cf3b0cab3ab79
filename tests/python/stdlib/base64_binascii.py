import base64, binascii
for b in (b"", b"a", b"ab", b"abc", bytes(range(10))):
    print(base64.b64encode(b), base64.b32encode(b), base64.b16encode(b), base64.b85encode(b), base64.a85encode(b), base64.urlsafe_b64encode(b))
    assert base64.b64decode(base64.b64encode(b)) == b and base64.b32decode(base64.b32encode(b)) == b and base64.b85decode(base64.b85encode(b)) == b
print(binascii.hexlify(b"\x01\xff"), binascii.unhexlify("01ff"), binascii.crc32(b"hello"), binascii.crc_hqx(b"hello", 0), binascii.b2a_base64(b"x"), binascii.a2b_base64("eA=="), binascii.b2a_qp(b"a=b\n"), binascii.b2a_uu(b"abc"))
for f in (lambda: base64.b64decode("a"), lambda: binascii.unhexlify("abc"), lambda: binascii.unhexlify("zz"), lambda: base64.b32decode("A"), lambda: base64.b64decode("!!", validate=True)):
    try:
        print(f())
    except ValueError as e:
        print(type(e).__name__, e)
