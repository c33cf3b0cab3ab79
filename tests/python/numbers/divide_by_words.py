"""Long integers divided by numbers of one word, and the other way round."""
# minimum: 3.14

numbers = [0, 1, -1, 7, -7, 2**62, -(2**63), 2**63, 2**64 - 1, -(2**64), 10**40, -(10**40), 3**200 + 5, -(3**200)]
divisors = [1, -1, 2, 7, -7, 10, 2**31, 2**62 + 1, 2**63 - 1, -(2**63), 2**63, 10**30, -(10**30)]
for a in numbers:
    for b in divisors:
        quotient, remainder = divmod(a, b)
        assert quotient == a // b and remainder == a % b, (a, b)
        assert quotient * b + remainder == a, (a, b)
        assert remainder == 0 or (remainder < 0) == (b < 0), (a, b)
        assert abs(remainder) < abs(b), (a, b)
    print(a // 10, a % 10, a // -10, a % -10, divmod(a, 2**62 + 1))


def digits(number):
    out = []
    while number:
        number, digit = divmod(number, 10)
        out.append(digit)
    return out


print(digits(7**80))
for zero in (0, False):
    for a in (1, 10**40):
        try:
            divmod(a, zero)
        except ZeroDivisionError as error:
            print(error)
