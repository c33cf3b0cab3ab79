# minimum: 3.14
# What ISO 8601 writes, and what is read of it.
from datetime import UTC, date, datetime, time, timedelta, timezone


def show(source):
    try:
        print(source, "->", ascii(eval(source)))
    except Exception as error:
        print(source, "!", type(error).__name__, ascii(str(error)))


texts = r"""
2000-02-29
20000229
2000-W01
2000W01
2000-W01-7
2000W017
2000-W52-7
2000-W53-1
2004-W53-7
2000-W00-1
2000-W01-0
2000-W01-8
0000-W01-1
9999-W52-5
9999-W52-7
2000-0229
200002-29
2000W01-1
2000-W011
2000-2-29
0000-01-01
2000-13-01
2000-01-32
2000-01-0\u0661
2000-01-01T
2000-01-01T10
2000-01-01 10:11
2000-01-01\u123410:11:12
2000-01-01\ud80010:11:12
2000-01-01\U0001f60010:11:12
2000-01-01T10:11:12.5
2000-01-01T10:11:12,123456789
2000-01-01T101112
2000-01-01T10:1112
2000-01-01T1011:12
2000-01-01T10:11:12Z
2000-01-01T10:11:12z
2000-01-01T10:11:12+01
2000-01-01T10:11:12-0130
2000-01-01T10:11:12-01:30:15.000001
2000-01-01T10:11:12+24:00
2000-01-01T10:11:12-23:60
2000-01-01T24
2000-01-01T24:00:00.0000001
2000-12-31T24:00Z
9999-12-31T24:00
2000-02-30T24:00
2000-01-01T24:00:01
2000-01-01T25:00
2000-01-01T10:60
2000-01-01T10:10:61
20000101T101112
20000101-101112
20000101101112
2000-W01-1T10
2000-W01-1-10
2000-W01-10:00
2000W01T10
2000W011T10
2000W01110
2000W011010
2000-01
2000
2000-01-01T10:11:12.
2000-01-01T10:11:12.a
2000-01-01T10:11:12.12a
2000-01-01T10.5
2000-01-01T10:
2000-01-01T10:+01
2000-01-01T10:11:12+
2000-01-01T10:11:12+1
2000-01-01T10:11:12+01:00:00:00
2000-01-01T10:11:12Z0
10
T10
TT10
1011
101112.5
10111213
24:00
24:01
10Z
10+00:00:00.000001
""".encode().decode("unicode_escape").strip("\n").split("\n")
for text in texts + ["", "\ud800", "10\0", "10Z\0", "10:00 ", "10:00\ud800"]:
    for kind in date, datetime, time:
        try:
            print(kind.__name__, ascii(text), "->", repr(kind.fromisoformat(text)))
        except ValueError as error:
            print(kind.__name__, ascii(text), "!", ascii(str(error)))
for source in r"""
date.fromisoformat(5)
time.fromisoformat(b"10")
datetime.fromisoformat(None)
time(1, 2, 3, 4567).isoformat("hours")
time(1, 2, 3, 4567).isoformat("minutes")
time(1, 2, 3, 4567).isoformat("seconds")
time(1, 2, 3, 4567).isoformat("milliseconds")
time(1, 2, 3).isoformat("microseconds")
time(1, 2, 3).isoformat("auto")
time(1, 2, 3).isoformat("Auto")
time(1, 2, 3).isoformat("hours\0")
time(1, 2, 3).isoformat("\ud800")
time(1, 2, 3).isoformat(None)
time(1, 2, 3).isoformat("a", "b")
datetime(2000, 1, 1).isoformat(" ")
datetime(2000, 1, 1).isoformat("\ud800", "hours")
datetime(2000, 1, 1).isoformat("\U0001f600")
datetime(2000, 1, 1).isoformat("ab")
datetime(2000, 1, 1).isoformat("")
datetime(2000, 1, 1).isoformat(5)
datetime(2000, 1, 1).isoformat(timespec=5)
datetime(2000, 1, 1).isoformat(sep=" ", timespec="milliseconds")
datetime(2000, 1, 1, tzinfo=timezone(timedelta(hours=-1, seconds=-1))).isoformat()
datetime(2000, 1, 1, tzinfo=timezone(timedelta(microseconds=-1))).isoformat()
str(datetime(1, 2, 3, 4, 5, 6, 7, UTC)), str(date(1, 2, 3)), str(time(4, 5))
repr(datetime(1, 2, 3, 4, 5, 0, 7, UTC, fold=1)), repr(time(4, 5, 0, 1, UTC, fold=1)), repr(time(4, 5, 6))
str(timezone(timedelta(hours=1))), str(timezone(timedelta(microseconds=-1))), str(timezone(timedelta(1) / 7)), str(UTC)
repr(timezone(timedelta(hours=-1), "x\n")), repr(timezone(timedelta(0), "UTC")), repr(UTC)
[str(timedelta(*parts)) for parts in ((0,), (1,), (-1,), (2, 3), (0, 0, 1), (-1, 86399, 999999))]
[repr(timedelta(*parts)) for parts in ((0,), (1,), (-1,), (2, 3), (0, 0, 1), (-1, 86399, 999999))]
date.fromisocalendar(2004, 53, 7)
date.fromisocalendar(year=2020, day=3, week=1)
date.fromisocalendar(2003, 53, 7)
date.fromisocalendar(2003, 0, 7)
date.fromisocalendar(2003, 1, 0)
date.fromisocalendar(0, 1, 1)
date.fromisocalendar(9999, 52, 7)
date.fromisocalendar(10 ** 20, 1, 1)
date.fromisocalendar(1, 2)
date.fromisocalendar("a", 1, 1)
date(2000, 1, 1).isocalendar(), date.min.isocalendar(), date.max.isocalendar(), datetime.max.isocalendar()
date(2000, 1, 1).isocalendar().week, date(2000, 1, 1).isocalendar() == (1999, 52, 6)
type(date.min.isocalendar())(1, 2, "a")
type(date.min.isocalendar())(1, 2)
type(date.min.isocalendar())(weekday=1, week=2, year=3)[1:]
date.min.isocalendar().__reduce__()
""".strip().splitlines():
    show(source)
for kind in date, datetime:
    for ordinal in range(1, 3652059, 9973):
        day = kind.fromordinal(ordinal)
        assert day.toordinal() == ordinal and kind.fromisoformat(day.isoformat()) == day == kind.fromisocalendar(*day.isocalendar())
        assert day.weekday() == (ordinal + 6) % 7 and day.timetuple().tm_yday == (day - day.replace(month=1, day=1)).days + 1
