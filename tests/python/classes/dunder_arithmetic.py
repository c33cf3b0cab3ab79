class N:
    def __init__(self, v): self.v = v
    def __repr__(self): return f"N({self.v})"
    def __add__(self, o): return ("add", self, o)
    def __radd__(self, o): return ("radd", self, o)
    def __sub__(self, o): return NotImplemented
    def __rsub__(self, o): return ("rsub", self, o)
    def __mul__(self, o): return "mul"
    def __truediv__(self, o): return "truediv"
    def __floordiv__(self, o): return "floordiv"
    def __mod__(self, o): return "mod"
    def __divmod__(self, o): return "divmod"
    def __pow__(self, o, m=None): return ("pow", o, m)
    def __rpow__(self, o): return ("rpow", o)
    def __lshift__(self, o): return "lshift"
    def __rshift__(self, o): return "rshift"
    def __and__(self, o): return "and"
    def __or__(self, o): return "or"
    def __xor__(self, o): return "xor"
    def __matmul__(self, o): return "matmul"
    def __neg__(self): return "neg"
    def __pos__(self): return "pos"
    def __invert__(self): return "invert"
    def __abs__(self): return "abs"
    def __iadd__(self, o): return ("iadd", o)
    def __round__(self, n=None): return ("round", n)
n = N(1)
print(n + 1, 1 + n, n + n, 1 - n)
print(n * 1, n / 1, n // 1, n % 1, divmod(n, 1), n ** 2, pow(n, 2, 3), 2 ** n)
print(n << 1, n >> 1, n & 1, n | 1, n ^ 1, n @ 1, -n, +n, ~n, abs(n), round(n), round(n, 2))
m = n
m += 5
print(m)
k = n
k *= 2
print(k)
for f in (lambda: n - 1, lambda: 1 * n, lambda: n - "x", lambda: 1 @ n):
    try:
        print(f())
    except TypeError as error:
        print(error)
