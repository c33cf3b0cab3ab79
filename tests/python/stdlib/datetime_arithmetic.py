# minimum: 3.14
# Sums, differences, products, quotients and comparisons.
import itertools
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from datetime import timedelta as T


def show(source):
    try:
        print(source, "->", repr(eval(source)))
    except Exception as error:
        print(source, "!", type(error).__name__, error)


class Bad(float):
    result = None

    def as_integer_ratio(self):
        return self.result


def bad(result):
    value = Bad(1.5)
    value.result = result
    return value


for source in """
T(1) + T(seconds=-1)
T(1) - T(2)
T(1) + 1
1 - T(1)
-T(1, 2, 3)
+T(1, 2, 3)
abs(T(-1, 2, 3))
bool(T(0)), bool(T(microseconds=1))
T(1) * 3
T(1) * True
2.5 * T(1)
T(1) * 0.1
T(microseconds=1) * 0.5
T(microseconds=3) * 0.5
T(microseconds=-3) * 0.5
T(1) * "a"
T(1) * None
T(1) * T(1)
T(0) * 10 ** 50
T(1) * 10 ** 50
T(1) * 1e300
T(1) * float("nan")
T(1) / float("inf")
T(1) * bad(3)
T(1) * bad((1, 2, 3))
T(1) * bad((1, 3))
T(1) / bad((10 ** 40, 3 * 10 ** 40))
T(1) / bad((0, 1))
T(1) / 3
T(microseconds=5) / 2
T(microseconds=7) / 2
T(microseconds=5) / -2
T(microseconds=7) / 2.0
T(1) / T(hours=7)
T(1) / 0
T(1) / 0.0
T(1) / T(0)
T(1) // T(0)
T(1) % T(0)
T(1) // 0
divmod(T(1), T(0))
T(1) // 1.5
T(-1) // 7
T(-1) // -7
T(1) // 10 ** 50
T(-1) // 10 ** 50
T(1) / 10 ** 50
T(-1) // T(hours=7)
T(-1) % T(hours=7)
T(1) % T(hours=-7)
divmod(T(-1), T(hours=7))
divmod(T(1), 7)
T.max + T(microseconds=1)
T.min - T(microseconds=1)
-T.max
-T.min
T.max * 2
T.max * 1e-20
T.max / 1e20
T.max / T.resolution
T.max // T.resolution
T.max / T(microseconds=7)
T.max / T.min
T(1) * 5e-324
T(1) / 5e-324
T(1) / 1.7e308
T.max.total_seconds()
T.min.total_seconds()
T(123456789, 12345, 678901).total_seconds()
T(1) < 1
T(1) == 1
T(1) != 1
T(1) < date.min
date(2000, 2, 28) + T(2)
T(2, -1) + date(2000, 2, 28)
date(2000, 3, 1) - T(1)
date(2000, 3, 1) - T(hours=1)
date(2000, 3, 1) - date(1999, 3, 1)
date.max + T(1)
date.min - T(1)
date.max + T.max
date.min + T.min
date.max - T.min
date.max - date.min
date.min + 1
1 + date.min
date.min - datetime.min
datetime.min - date.min
date.min < datetime.min
datetime.min < date.min
date.min == datetime.min
date.min != datetime.min
date.min < 5
date.min < date.max
datetime(2000, 2, 28, 23, 59, 59, 999999) + T.resolution
datetime(2000, 2, 28, 23, 59, 59, 999999) - T.resolution
T(1, 1, 1) + datetime.min
datetime.max + T.resolution
datetime.min - T.resolution
datetime.max - T.min
datetime.max - datetime.min
datetime.min - datetime.max
datetime.min + 1
datetime.min - 1
datetime.min - datetime.min.replace(tzinfo=UTC)
datetime.min < datetime.min.replace(tzinfo=UTC)
datetime.min == datetime.min.replace(tzinfo=UTC)
datetime.min < 1
time(1) < time(2)
time(1) < time(1, tzinfo=UTC)
time(1) == time(1, tzinfo=UTC)
time(1) < 3
time(1) - time(0)
bool(time(0))
time(1, tzinfo=UTC) == time(2, tzinfo=timezone(T(hours=1)))
time(1, tzinfo=UTC) < time(2, 0, 1, tzinfo=timezone(T(hours=1)))
datetime(2000, 1, 1, tzinfo=UTC) == datetime(2000, 1, 1, 1, tzinfo=timezone(T(hours=1)))
datetime(2000, 1, 1, tzinfo=UTC) - datetime(2000, 1, 1, tzinfo=timezone(T(hours=1)))
datetime(1, 1, 1, tzinfo=timezone(T(hours=1))) < datetime(1, 1, 1, tzinfo=timezone(T(hours=2)))
datetime(1, 1, 1, tzinfo=timezone(T(hours=1))) - datetime(1, 1, 1, tzinfo=timezone(T(hours=2)))
UTC == timezone(T(0), "x"), UTC != timezone(T(1) / 2), UTC == 3
UTC < UTC
""".strip().splitlines():
    show(source)

# Sums of many numbers, exact to the microsecond.
numbers = [T(days, seconds, microseconds) for days, seconds, microseconds in itertools.product((-3, 0, 1000), (0, 1, 86399), (0, 1, 999999))]
total = T()
for one, other in itertools.product(numbers, repeat=2):
    total += abs(one - other)
    if other:
        total += one % other - (one // other) * T.resolution
        total += one / (one / other) if one else T()
    for factor in (3, -7, 0.3, -1.7, 1e-7):
        total += one * factor - other / (factor + 2) / 1000
print(total, repr(total))

# The same zone is never asked; others are, and times that depend on `fold` equal nothing of another zone.
class Zone(tzinfo):
    def __init__(self, name, offset, by_fold=0):
        self.name, self.offset, self.by_fold = name, offset, by_fold

    def utcoffset(self, moment):
        print(end=f"[{self.name}]")
        return T(hours=self.offset + self.by_fold * (moment.fold if moment else 0))


one, other, folding = Zone("one", 1), Zone("other", 2), Zone("folding", 1, 1)
for zones in (one, one), (one, other), (one, folding), (folding, one):
    first, second = (datetime(2000, 1, 1, zone.offset, tzinfo=zone) for zone in zones)
    print(first == second, first < second, first != second, first - second, hash(first) == hash(second), hash(first) == hash(first))
print(time(1, tzinfo=one) == time(2, tzinfo=other), hash(time(1, tzinfo=one)) == hash(time(2, tzinfo=other)))
