from datetime import date, time, datetime, timedelta, timezone, UTC
d = date(2024, 2, 29)
print(d, repr(d), d.weekday(), d.isoweekday(), d.isocalendar(), d.toordinal(), d.strftime("%Y/%m/%d %a %b %j %U"), d + timedelta(1), d - date(2023, 2, 28), d.replace(month=3), date.fromisoformat("2020-01-02"), date.fromordinal(738000), d.timetuple()[:6], d.ctime(), d < date(2025, 1, 1), hash(d) == hash(date(2024, 2, 29)))
t = time(12, 30, 45, 123456, tzinfo=UTC)
print(t, repr(t), t.isoformat("minutes"), t.replace(hour=1), time.fromisoformat("04:05:06.7"), t.utcoffset(), time(1) < time(2), time.min, time.max)
dt = datetime(2024, 1, 31, 23, 59, 59, 999999)
print(dt, repr(dt), dt + timedelta(microseconds=1), dt.isoformat(" ", "milliseconds"), dt.strftime("%H:%M:%S.%f %p %I %y %%"), datetime.strptime("2020-05-06 07:08:09", "%Y-%m-%d %H:%M:%S"), datetime.fromisoformat("2024-01-01T10:00:00+02:00"), dt.date(), dt.time(), dt - datetime(2024, 1, 1), dt.timestamp() if dt.tzinfo else "naive")
z = datetime(2024, 1, 1, tzinfo=timezone(timedelta(hours=5, minutes=30), "IST"))
print(z, z.tzname(), z.utcoffset(), z.astimezone(UTC), z.timestamp(), datetime.fromtimestamp(0, UTC), datetime.combine(d, t), z == datetime(2023, 12, 31, 18, 30, tzinfo=UTC), f"{z:%d %z %Z}")
td = timedelta(days=1, hours=2, minutes=3, seconds=4, microseconds=5)
print(td, repr(td), td.total_seconds(), td * 2, td / 2, td // timedelta(hours=1), divmod(td, timedelta(hours=1)), -td, abs(-td), timedelta(0.5), timedelta(weeks=1), td % timedelta(minutes=1), td > timedelta(1), bool(timedelta()), timedelta.max, timedelta(microseconds=-1), td / timedelta(1), timedelta(milliseconds=1.5))
for f in (lambda: date(2023, 2, 29), lambda: date(0, 1, 1), lambda: date(2024, 13, 1), lambda: time(24), lambda: datetime(2024, 1, 1, 0, 60), lambda: date.fromisoformat("x"), lambda: datetime.strptime("a", "%Y"), lambda: datetime.strptime("2020x", "%Y"), lambda: dt < z, lambda: dt - z, lambda: date.max + timedelta(1), lambda: timedelta(10 ** 10), lambda: d + 1, lambda: d < 5, lambda: timezone(timedelta(days=2)), lambda: td / 0, lambda: date("2024"), lambda: dt.replace(day=40), lambda: timezone(5)):
    try:
        print(f())
    except (ValueError, TypeError, OverflowError, ZeroDivisionError) as e:
        print(type(e).__name__, e)
