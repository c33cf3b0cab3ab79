from fractions import Fraction as F
import statistics as s, numbers
print(F(1, 3) + F(1, 6), F("0.75"), F(0.5), F("3/4") * 2, F(7, 3) // 1, F(-7, 3) % 1, F(2, 3) ** 2, F(2, 3) ** -1, float(F(1, 4)), int(F(7, 2)), round(F(7, 2)), round(F(22, 7), 2), repr(F(6, 4)), F(1, 2) == 0.5, F(1, 3) < F(1, 2), F(3.14159).limit_denominator(100), F(1, 2) + 1.5, F(1, 2) + 1, hash(F(1, 2)) == hash(0.5), F(5).numerator, abs(F(-1, 2)), f"{F(1, 3):.3f}", F.from_float(0.25), F(1, 2).is_integer(), divmod(F(7, 2), 1))
for f in (lambda: F(1, 0), lambda: F("x"), lambda: F(1, 2) / 0, lambda: F(1.5, 2), lambda: F("1/0")):
    try:
        print(f())
    except (ZeroDivisionError, ValueError, TypeError) as e:
        print(type(e).__name__, e)
data = [1, 2, 2, 3, 4, 7, 9]
print(s.mean(data), s.median(data), s.mode(data), s.stdev(data), s.pvariance(data), s.quantiles(data), s.harmonic_mean([1, 2, 4]), s.geometric_mean([1, 2, 4]), s.multimode("aabb"), s.fmean(data), s.median_low([1, 2, 3, 4]), s.correlation([1, 2, 3], [2, 4, 7]), s.linear_regression([1, 2, 3], [2, 4, 6]), s.NormalDist(0, 1).cdf(1.0))
try:
    s.mean([])
except s.StatisticsError as e:
    print(e)
print(isinstance(1, numbers.Integral), isinstance(1.5, numbers.Real), isinstance(F(1), numbers.Rational), isinstance(1j, numbers.Complex), isinstance("a", numbers.Number))
