# minimum: 3.14
print(7 // 2, -7 // 2, 7 // -2, 7 % -3, -7 % 3, divmod(-7, 3), divmod(7, -3))
print(2 ** 0, 0 ** 0, 2 ** 100, (-3) ** 3, 2 ** -2, pow(3, -1, 7), pow(2, 100, 13), pow(-5, 3, 7), pow(2, 5, -7))
print(5 & 3, 5 | 3, 5 ^ 3, ~5, 1 << 10, 1024 >> 3, -5 >> 1, -5 & 0xFF, -1 ^ 5)
print((5).bit_length(), (-256).bit_length(), (255).bit_count(), (0).bit_length(), (7).conjugate(), (7).real, (7).imag, (7).numerator, (7).denominator)
print((1000).to_bytes(2, "big"), (1000).to_bytes(4, "little"), (-1).to_bytes(2, "big", signed=True), int.from_bytes(b"\x03\xe8", "big"), int.from_bytes(b"\xff\xff", "little", signed=True), (5).to_bytes())
print((6).as_integer_ratio(), (5).is_integer(), int.from_bytes([1, 2]), (5).__index__(), (-5).__abs__(), True + True, True & False, True | 1, ~False)
print(round(1234, -2), round(1250, -2), round(1350, -2), round(-1250, -2), round(15, -1), round(25, -1), (5).__round__(), (5).__trunc__(), (5).__floor__(), (5).__ceil__())
for f in (lambda: 1 // 0, lambda: 1 % 0, lambda: 1 / 0, lambda: divmod(1, 0), lambda: 0 ** -1, lambda: 1 << -1, lambda: 1 >> -1, lambda: pow(2, -1, 4), lambda: pow(2, 1, 0), lambda: (300).to_bytes(1, "big"), lambda: (-1).to_bytes(1, "big"), lambda: (1).to_bytes(1, "middle"), lambda: 1 + "a", lambda: "a" + 1, lambda: 1 & 1.0, lambda: 1 << 2 ** 70, lambda: -"a", lambda: 1 + None, lambda: pow(1.0, 2, 3), lambda: (1).to_bytes(-1), lambda: 10 ** 400 / 3, lambda: float(10 ** 400), lambda: 1 @ 2):
    try:
        print(f())
    except (ArithmeticError, ValueError, TypeError, MemoryError) as error:
        print(type(error).__name__, error)
