print(1 + 2, 7 - 10, 6 * 7)
print(7 / 2, 7 // 2, 7 % 2)
print(-7 // 2, -7 % 2, 7 // -2, 7 % -2)
print(2 ** 10, 2 ** -1, (-2) ** 3)
print(divmod(17, 5), divmod(-17, 5))
print(1 + 2 * 3 - 4 / 2)
print((1 + 2) * (3 - 4))
print(-5, +5, ~5, - -5)
a = 12
b = 5
print(a + b, a - b, a * b, a // b, a % b, a ** b)
print(a & b, a | b, a ^ b, a << b, a >> 1)
a += 3
a -= 1
a *= 2
print(a)
a //= 3
a %= 7
print(a)
a **= 3
a <<= 2
a >>= 1
a |= 1
a &= 0xFF
a ^= 0x0F
print(a)
x = 7.5
x /= 2
print(x, x // 1, x % 1)
print(1.5 + 1, 1 + 1.5, 3 * 0.5, 2.0 ** 3)
