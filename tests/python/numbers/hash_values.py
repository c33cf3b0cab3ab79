print(hash(0), hash(1), hash(-1), hash(-2), hash(2 ** 61 - 1), hash(2 ** 61), hash(2 ** 100), hash(-(2 ** 100)), hash(10 ** 30))
print(hash(0.5), hash(1.5), hash(3.14), hash(-3.14), hash(1e300), hash(float("inf")), hash(float("-inf")), hash(1j), hash(1 + 2j))
print(hash(()), hash((1,)), hash((1, 2)), hash((1, 2, 3)), hash(((), ())), hash((1.5, True)))
print(hash("") , hash("a"), hash("abc"), hash("é"), hash("😀"), hash("hello world, this is longer"), hash(b"abc"), hash(b""))
print(hash(frozenset()), hash(frozenset([1, 2, 3])), hash(frozenset("abc")), hash(range(5)), hash(range(0)), hash(("a", "b")))
from fractions import Fraction
from decimal import Decimal
print(hash(Fraction(1, 3)), hash(Fraction(5)), hash(Decimal("0.1")), hash(Decimal(7)), hash(Fraction(1, 2)) == hash(0.5))
class H:
    def __hash__(self): return 2 ** 64 + 5
print(hash(H()))
class Minus:
    def __hash__(self): return -1
print(hash(Minus()))
