for text in ("0", "-0", "+5", "  42\n", "1_000", "0x1F", "0b101", "0o17", "00", "007", "", " ", "-", "1__0", "_1", "1_", "1.0", "1e5", "٣", "é", "0x", "99999999999999999999999"):
    try:
        print(repr(text), int(text))
    except ValueError as error:
        print(error)
for text, base in (("ff", 16), ("0xff", 16), ("0xff", 0), ("z", 36), ("12", 2), ("777", 8), ("0b1", 2), ("010", 0), ("0", 0), ("10", 1), ("10", 37), ("1", -5), (b"11", 2), ("0o7", 0)):
    try:
        print(text, base, int(text, base))
    except ValueError as error:
        print(error)
print(int(b"12"), int(bytearray(b"-3")), int(3.99), int(-0.5), int(1e20), int("0" * 100 + "7"), int())
for f in (lambda: int(None), lambda: int([]), lambda: int(float("nan")), lambda: int(float("inf")), lambda: int(5, 10), lambda: int("5", "10"), lambda: int(b"\xff"), lambda: int("9" * 5000), lambda: str(10 ** 5000), lambda: int(x=1), lambda: int(1j), lambda: int("1", base=2.0)):
    try:
        print(f())
    except (TypeError, ValueError, OverflowError) as error:
        print(type(error).__name__, error)
print(hex(-255), oct(-8), bin(-5), hex(0), f"{255:#b} {255:#o} {255:#X}", str(-0), repr(10 ** 30))
