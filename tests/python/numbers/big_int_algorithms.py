import math
def power(b, e, m):
    r = 1
    while e:
        if e & 1: r = r * b % m
        b = b * b % m
        e >>= 1
    return r
print(power(3, 10 ** 30, 10 ** 40 + 7) == pow(3, 10 ** 30, 10 ** 40 + 7))
def prime(n):
    if n < 4: return n > 1
    d, s = n - 1, 0
    while d % 2 == 0: d //= 2; s += 1
    for a in (2, 3, 5, 7, 11, 13, 17):
        if a % n == 0: continue
        x = pow(a, d, n)
        if x in (1, n - 1): continue
        for _ in range(s - 1):
            x = x * x % n
            if x == n - 1: break
        else: return False
    return True
print([n for n in range(60) if prime(n)], prime(2 ** 89 - 1), prime(2 ** 90 - 1))
print(math.factorial(50), math.isqrt(10 ** 60 + 5), math.gcd(2 ** 100, 6 ** 50), math.comb(100, 50), math.lcm(10 ** 20, 3 ** 30))
f = [0, 1]
for _ in range(300): f.append(f[-1] + f[-2])
print(f[300], sum(map(int, str(2 ** 1000))), len(str(3 ** 5000)))
def digits():
    q, r, t, k, n, l = 1, 0, 1, 1, 3, 3
    while True:
        if 4 * q + r - t < n * t:
            yield n
            q, r, n = 10 * q, 10 * (r - n * t), 10 * (3 * q + r) // t - 10 * n
        else:
            q, r, t, k, n, l = q * k, (2 * q + r) * l, t * l, k + 1, (q * (7 * k + 2) + r * l) // (t * l), l + 2
g = digits()
print("".join(str(next(g)) for _ in range(60)))
x, y = 7 ** 123, 13 ** 77
print(divmod(x, y) == (x // y, x % y), (x // y) * y + x % y == x, -x // y, -x % y == y - x % y, x ^ y, x & y, x | y, -x & y, -x | -y, -x ^ y, x >> 100, -x >> 100)
