from decimal import Decimal as D, getcontext, localcontext, ROUND_HALF_UP, ROUND_DOWN, InvalidOperation, DivisionByZero, Context
print(D("1.10") + D("2.2"), D(1) / D(3), D("1.1") * 3, D(7) // 2, D(-7) % 3, D(2) ** 10, D("1E+5"), D("0.000001"), D("1e-7"), D(0.1), -D("1.0"), abs(D(-5)), D("1.20") == D("1.2"), D(1) < D(2), hash(D(1)) == hash(1), D(3) == 3.0, sorted([D(3), D(1)]))
print(repr(D("1.5")), D("NaN"), D("Infinity"), D("-0"), D((0, (1, 2, 3), -2)), D("1.2345").quantize(D("0.01")), D("2.675").quantize(D(".01"), ROUND_HALF_UP), D("1.999").quantize(D("1."), ROUND_DOWN), D("123.4500").normalize(), D(100).normalize(), D("12.3").as_tuple(), D("1.5").as_integer_ratio(), D(2).sqrt(), D(1).exp(), D(10).ln(), D(100).log10(), D("1234567.891").to_eng_string(), round(D("2.5")), round(D("2.567"), 2), int(D("3.9")), float(D("0.5")), D("5.5").to_integral_value(), D(5).adjusted(), D("1.1").compare(D(2)), max(D(1), D(2)), D("1_000"), D(" 5 "))
print(f"{D('1234.5678'):.2f} {D('1234567'):,} {D('0.5'):%} {D('1E10')} {D('12'):>8} {D('1.5'):e} {D('123456789'):g}", D(1).is_nan(), D(5).is_signed(), D("1e3").is_zero())
getcontext().prec = 6
print(D(1) / D(7), D("123456789") + 0)
with localcontext() as ctx:
    ctx.prec = 50
    print(D(2).sqrt(), D(1) / 3)
print(getcontext().prec)
for f in (lambda: D(1) / 0, lambda: D("x"), lambda: D(0) / 0, lambda: D("sNaN") + 1, lambda: D(1) + 1.5, lambda: D(-1).sqrt(), lambda: D([]), lambda: D(1) % 0, lambda: D("1e999999") * D("1e999999"), lambda: D("NaN") < 1, lambda: int(D("NaN")), lambda: int(D("inf"))):
    try:
        print(f())
    except (ArithmeticError, TypeError, ValueError) as e:
        print(type(e).__name__, e)
