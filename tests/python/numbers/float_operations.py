# minimum: 3.14
print(1.5 + 2, 1.5 - 2.5, 1.5 * 2, 7.0 / 2, 7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2, 7.5 % -2, divmod(-7.5, 2), 2.0 ** 0.5, (-8) ** (1 / 3), -2.0 ** 2, 0.0 ** 0)
print(1.0 == 1, 0.1 + 0.2 == 0.3, float("nan") == float("nan"), 1.5 < 2 < 2.5, 2 ** 53 + 1 == float(2 ** 53), 2 ** 53 + 1 > float(2 ** 53), 10 ** 400 > 1e308, -10 ** 400 < float("-inf"))
print((2.5).is_integer(), (2.0).is_integer(), (0.75).as_integer_ratio(), (2.5).hex(), float.fromhex("0x1.8p3"), float.fromhex("-inf"), (0.1).hex(), (1.5).conjugate(), (1.5).real, (1.5).imag, float.fromhex("1.8"))
print(round(0.5), round(1.5), round(2.5), round(-0.5), round(2.675, 2), round(1234.5678, -2), round(1.005, 2), round(1e300, 5), round(5.5e15, -15), round(2.5, None), round(0.1, 20))
print(int(1e18), int(-1.9), abs(-2.5), -0.0 == 0.0, str(-0.0), 0.0 / 5 * -1, min(0.0, -0.0), float("  1.5  "), float("1_0.5"), float("1e-3"), float("-.5"), float("5."), float("infinity"), float("-NaN"), float("1E5"))
for f in (lambda: 1.0 / 0, lambda: 1.0 // 0, lambda: 1.0 % 0, lambda: divmod(1.0, 0), lambda: 0.0 ** -1, lambda: 1.5 << 1, lambda: float("x"), lambda: float(""), lambda: float(None), lambda: float([]), lambda: float("1__0"), lambda: round(float("nan")), lambda: round(float("inf")), lambda: float("inf").as_integer_ratio(), lambda: float("nan").as_integer_ratio(), lambda: float.fromhex("xyz"), lambda: 1.5 + "a", lambda: 1.5 & 1, lambda: float(1, 2), lambda: float(x=1), lambda: 10 ** 400 + 1.0, lambda: 1.5 < "a", lambda: int("1.5"), lambda: float(1j), lambda: float.fromhex("0x1p5000")):
    try:
        print(f())
    except (ArithmeticError, ValueError, TypeError) as error:
        print(type(error).__name__, error)
