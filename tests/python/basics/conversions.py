print(int("42"), int("-7"), int(3.9), int(-3.9), int("ff", 16), int("0b11", 0), int(True))
print(float("1.5"), float("inf"), float("-inf"), float("nan"), float(3), float("1e3"))
print(str(1), str(1.0), bool(0), bool(""), bool("a"), bool([]))
print(list("ab"), tuple([1]), set([1]), dict([("a", 1)]), frozenset())
print(complex(1, 2), bytes([65, 66]), bytearray(b"x"), chr(97), ord("a"))
print(hex(255), oct(8), bin(5), abs(-3), round(2.5), round(3.5), round(2.567, 2), round(1234, -2))
for text in ("", "x", "1.5", " 12 ", "1_000", "_1"):
    try:
        print(int(text))
    except ValueError as error:
        print(error)
for text in ("", "x", "1..5"):
    try:
        print(float(text))
    except ValueError as error:
        print(error)
