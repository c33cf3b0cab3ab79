# minimum: 3.14
def attempt(function):
    try:
        return repr(function())
    except (TypeError, ValueError, ArithmeticError) as error:
        return f"{type(error).__name__} {error}"
inf, nan = float("inf"), float("nan")
values = [0, -7, 2**63, -10**30, 0.0, -2.5, inf, nan, True, 1j, complex(-0.0, 2.0), complex(inf, 1)]
operators = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b,
    "//": lambda a, b: a // b, "%": lambda a, b: a % b, "divmod": divmod, "<": lambda a, b: a < b,
    "==": lambda a, b: a == b, "&": lambda a, b: a & b,
}
for sign, operator in operators.items():
    for a in values:
        print(sign, a, "|", *[attempt(lambda: operator(a, b)) + ";" for b in values])
small = [0, 1, -1, 2, -3, 0.5, -2.0, 1j, 0j, True]
for a in small:
    print("**", a, "|", *[attempt(lambda: a ** b) + ";" for b in small])
    print("pow", a, "|", *[attempt(lambda: pow(a, b, -7)) + ";" for b in small])
