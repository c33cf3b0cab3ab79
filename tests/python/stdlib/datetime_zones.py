# minimum: 3.14
# Zones: what is asked of them, what they may answer, the local one, and moments.
import os
import time as clocks
import warnings
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from datetime import timedelta as T

warnings.simplefilter("error")


def show(source):
    try:
        print(source, "->", repr(eval(source)))
    except Exception as error:
        print(source, "!", type(error).__name__, ascii(str(error)))


class Zone(tzinfo):
    def __init__(self, offset=None, summer=None, name=None):
        self.offset, self.summer, self.name = offset, summer, name

    def utcoffset(self, moment):
        return self.offset

    def dst(self, moment):
        return self.summer

    def tzname(self, moment):
        return self.name

    def __repr__(self):
        return "Zone"


class Asked(tzinfo):
    def utcoffset(self, moment):
        raise KeyError(repr(moment))

    dst = tzname = utcoffset
    __repr__ = Zone.__repr__


def in_zone(*answers):
    zone = Zone(*answers)
    return zone.fromutc(datetime(2000, 1, 1, 12, tzinfo=zone))


moment = datetime(2000, 1, 1, 12, tzinfo=UTC)
for source in """
tzinfo().utcoffset(None)
tzinfo().dst(3)
tzinfo().tzname(None)
tzinfo().fromutc(3)
tzinfo().fromutc(moment)
tzinfo().utcoffset()
in_zone()
in_zone(T(hours=1))
in_zone(T(hours=1), T(0))
in_zone(T(hours=2), T(hours=1))
in_zone(3, 4)
in_zone(T(1), T(0))
in_zone(T(-1), T(0))
moment.replace(tzinfo=Zone(3)).utcoffset()
moment.replace(tzinfo=Zone(T(1))).utcoffset()
moment.replace(tzinfo=Zone(T(hours=1))).utcoffset()
moment.replace(tzinfo=Zone(None, 5)).dst()
moment.replace(tzinfo=Zone(None, T(days=-1))).dst()
moment.replace(tzinfo=Zone(None, None, 5)).tzname()
moment.replace(tzinfo=Zone(None, None, "x")).tzname()
moment.replace(tzinfo=Zone(T(hours=1), None, "x%Yx")).strftime("%z|%:z|%Z")
moment.replace(tzinfo=Zone()).strftime("%z|%:z|%Z")
moment.replace(tzinfo=Zone(T(hours=1), T(hours=1))).timetuple().tm_isdst
moment.replace(tzinfo=Zone(T(hours=1), T(0))).timetuple().tm_isdst
moment.replace(tzinfo=Zone(T(hours=1))).utctimetuple()[:6]
moment.replace(tzinfo=Zone(3)) == moment
moment.replace(tzinfo=Zone(3)) - moment
hash(moment.replace(tzinfo=Zone(3)))
hash(time(1, tzinfo=Zone(3)))
moment.replace(tzinfo=Zone(3)).isoformat()
time(1, tzinfo=Zone(3)) < time(2, tzinfo=UTC)
moment.replace(tzinfo=Asked()).utcoffset()
time(1, tzinfo=Asked()).dst()
time(1, tzinfo=Asked()).strftime("%H")
time(1, tzinfo=Asked()).strftime("%Z")
moment.astimezone(3)
moment.astimezone(UTC) is moment
moment.astimezone(timezone(T(hours=-5), "EST"))
moment.replace(tzinfo=Zone()).astimezone(UTC)
moment.replace(tzinfo=None).astimezone(UTC)
datetime(1, 1, 1, tzinfo=timezone(T(hours=1))).astimezone(UTC)
datetime(1, 1, 1, tzinfo=timezone(T(hours=1))).utctimetuple()
datetime.max.replace(tzinfo=timezone(T(hours=-1))).astimezone(UTC)
UTC.utcoffset(3), UTC
UTC.tzname(3)
UTC.dst(3)
UTC.utcoffset(None), UTC.dst(None), UTC.tzname(moment)
UTC.fromutc(3)
UTC.fromutc(moment.replace(tzinfo=None))
UTC.fromutc(moment) is moment
moment.timestamp(), (moment + T.resolution).timestamp(), datetime.max.replace(tzinfo=UTC).timestamp(), datetime.min.replace(tzinfo=UTC).timestamp()
datetime.fromtimestamp(0, UTC), datetime.fromtimestamp(-1.5, tz=UTC)
datetime.fromtimestamp(0.0000005, UTC), datetime.fromtimestamp(0.0000015, UTC), datetime.fromtimestamp(-0.0000005, UTC)
datetime.fromtimestamp(0.9999999, UTC), datetime.fromtimestamp(True, UTC)
datetime.fromtimestamp(timestamp=1, tz=Zone(T(hours=1), T(0)))
datetime.fromtimestamp("0")
datetime.fromtimestamp(None)
datetime.fromtimestamp(0, 5)
datetime.fromtimestamp()
datetime.fromtimestamp(float("nan"))
datetime.fromtimestamp(float("inf"))
datetime.fromtimestamp(1e300)
datetime.fromtimestamp(10 ** 30)
datetime.fromtimestamp(2 ** 63 - 1, UTC)
datetime.fromtimestamp(-2 ** 63, UTC)
datetime.fromtimestamp(10 ** 12, UTC)
datetime.fromtimestamp(253402300799.9999999, UTC)
date.fromtimestamp(10 ** 12)
date.fromtimestamp("0")
date.fromtimestamp(float("nan"))
datetime.now(5)
datetime.now(tzz=5)
datetime.now(UTC).tzinfo, datetime.now().tzinfo, datetime.now(tz=None).tzinfo
datetime.utcnow()
datetime.utcfromtimestamp(0)
datetime.utcfromtimestamp()
datetime.today() - datetime.now() < T(seconds=5), date.today() - datetime.now().date() <= T(0)
datetime.combine(date.min, time(1, tzinfo=UTC)), datetime.combine(date.min, time(1, tzinfo=UTC), tzinfo=None)
datetime.combine(moment, time(1, fold=1)).fold
datetime.combine(1, time.min)
datetime.combine(date.min, 1)
datetime.combine(date.min, time.min, 1)
datetime.combine(date.min)
""".strip().splitlines():
    show(source)

for zone in "UTC", "EST5EDT,M3.2.0,M11.1.0", "CET-1CEST,M3.5.0,M10.5.0/3", "AEST-10AEDT,M10.1.0,M4.1.0/3":
    os.environ["TZ"] = zone
    clocks.tzset()
    print(zone, datetime.fromtimestamp(0), datetime.fromtimestamp(1e9), date.fromtimestamp(1e9), datetime.fromtimestamp(1e9).astimezone(), moment.astimezone())
    for start in 1711846800, 1729990800, 1710054000, 1730610000, 1712419200, 1728144000:
        for step in range(-7200, 7201, 1800):
            shown = datetime.fromtimestamp(start + step)
            back = shown.timestamp() - start
            zoned = shown.astimezone()
            print(step, shown.time().isoformat("minutes") + "*" * shown.fold, end=" ")
            assert back == step and zoned.timestamp() - start == step, (back, step, zoned)
        print()
    for fold in 0, 1:
        gap = datetime(2024, 3, 31, 2, 30, fold=fold)
        print(gap.timestamp(), gap.astimezone(), gap.astimezone(UTC), repr(gap.astimezone().tzinfo))
    for edge in datetime.min, datetime.max, datetime(1, 1, 3), datetime(9999, 12, 30):
        try:
            print(edge.timestamp(), edge.astimezone(UTC))
        except (ValueError, OverflowError) as error:
            print(type(error).__name__, error)
