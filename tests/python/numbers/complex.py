# minimum: 3.14
a = 3 + 4j
print(a, a.real, a.imag, abs(a), a.conjugate(), a + 1, a * 2j, a / 2, a ** 2, -a, a == 3 + 4j, a != 3, 1j * 1j, complex(5), complex(1, -2), complex("1+2j"), complex("-j"), complex(" (1-3e2j) "), 2 ** 1j)
print(repr(0j), repr(-0j), 1e20j, complex(0, -0.0), complex(-0.0, 1), complex("nan+infj"), complex(float("inf"), float("nan")), hash(1 + 0j) == hash(1), hash(3 + 4j), bool(0j), (1 + 2j) == (1 + 2j), {1 + 0j: "x"}[1])
print(f"{a:.2f} {a:>12} {a:e} {a}", format(1.5j, ""), str(1 + 0j), complex(1.5, 2.5).__complex__())
print((1 + 2j) ** 0, (1 + 2j) ** -1, (1 + 2j) ** 3, (0j) ** 0, a ** 0.5, pow(2j, 3))
for f in (lambda: a < 1, lambda: int(a), lambda: float(a), lambda: a // 1, lambda: a % 1, lambda: divmod(a, 1), lambda: a / 0, lambda: 0j ** -1, lambda: complex("x"), lambda: complex("1 + 2j"), lambda: complex("1", 2), lambda: complex([]), lambda: f"{a:d}", lambda: f"{a:010}", lambda: round(a), lambda: pow(a, 1, 2), lambda: a + "x"):
    try:
        print(f())
    except (TypeError, ValueError, ArithmeticError) as error:
        print(type(error).__name__, error)
