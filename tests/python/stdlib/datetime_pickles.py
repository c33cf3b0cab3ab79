# minimum: 3.14
# Pickles, copies, and classes that are derived from dates and times.
import copy
import pickle
import pickletools
import sys
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo


class Zone(tzinfo):
    def __init__(self, hours=0):
        self.hours = hours

    def __getinitargs__(self):
        return (self.hours,)

    def utcoffset(self, moment):
        return timedelta(hours=self.hours)

    def __repr__(self):
        return f"Zone({self.hours})"

    def __eq__(self, other):
        return isinstance(other, Zone) and vars(self) == vars(other)


values = [
    date(2000, 2, 29), time(), time(1, 2, 3, 4), time(1, fold=1), time(1, 2, 3, 4, UTC, fold=1), datetime(2000, 1, 2), datetime(2000, 1, 2, 3, 4, 5, 6, fold=1),
    datetime.max.replace(tzinfo=UTC), timedelta(-1, 2, 3), timedelta.max, UTC, timezone(timedelta(hours=1)), timezone(timedelta(hours=-1), "x"),
    date(2000, 1, 1).isocalendar(), Zone(5), datetime(2000, 1, 1, tzinfo=Zone(5)),
]
for value in values:
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        data = pickle.dumps(value, protocol)
        back = pickle.loads(data)
        assert back == value and type(back) in (type(value), tuple), value
        assert getattr(back, "fold", 0) == (getattr(value, "fold", 0) if protocol > 3 else 0)
        print(repr(data))
    print(value.__reduce__()[:2] if type(value) is not Zone else "", value.__reduce_ex__(4)[1], copy.copy(value) == value, copy.deepcopy(value) == value)
# As Python 2 wrote them.
for data in (
    b"cdatetime\ndate\np0\n(S'\\x07\\xd0\\x02\\x1d'\ntR.",
    b"cdatetime\ntime\n(S'\\x01\\x02\\x03\\x00\\x00\\x04'\ntR.",
    b"cdatetime\ndatetime\n(S'\\x07\\xd0\\x02\\x1d\\x01\\x02\\x03\\x00\\x00\\xff'\ntR.",
):
    for encoding in "latin1", "bytes", "utf-8":
        try:
            print(repr(pickle.loads(data, encoding=encoding)))
        except (ValueError, TypeError) as error:
            print(type(error).__name__, error)
try:
    pickle.loads(b"cdatetime\ndate\n(V\\u0107\xd0\\x02\\u0001\ntR.")
except (ValueError, TypeError) as error:
    print(type(error).__name__, error)


def derived(kind):
    class Derived(kind):
        made = []

        def __new__(cls, *arguments, **keywords):
            cls.made.append((arguments, keywords))
            return super().__new__(cls, *arguments, **keywords)

        def taken(self):
            made = [(tuple(str(argument) for argument in arguments), keywords) for arguments, keywords in self.made]
            self.made.clear()
            return made

    Derived.__qualname__ = Derived.__name__ = "My" + kind.__name__
    globals()[Derived.__name__] = Derived
    return Derived


Date, Time, DateTime, Delta = map(derived, (date, time, datetime, timedelta))
day, clock, moment, span = Date(2000, 2, 29), Time(1, 2, 3, 4, fold=1), DateTime(2000, 2, 29, 1, 2, 3, 4, UTC, fold=1), Delta(1, 2, 3)
for results in (
    [day, day + span, span + day, day - span, day - date.min, day.replace(year=2004), copy.replace(day, month=3), Date.fromordinal(5), Date.fromisoformat("2000-01-01"),
     Date.fromisocalendar(2000, 1, 1), Date.fromtimestamp(10 ** 9), Date.strptime("2000", "%Y"), pickle.loads(pickle.dumps(day))],
    [clock, clock.replace(hour=5), copy.replace(clock, fold=0), Time.fromisoformat("10:11"), Time.strptime("10", "%H"), pickle.loads(pickle.dumps(clock))],
    [moment, moment + span, span + moment, moment - span, moment - moment, moment.replace(fold=0), DateTime.fromordinal(5), DateTime.fromisoformat("2000-01-01T10"),
     DateTime.fromtimestamp(10 ** 9, UTC), DateTime.combine(day, clock), DateTime.strptime("2000 +0100", "%Y %z"), moment.astimezone(timezone(span / 2)), moment.date(), moment.time(),
     moment.timetz(), pickle.loads(pickle.dumps(moment)), copy.deepcopy(moment)],
    [span, span + span, span * 2, span / 2, -span, +span, abs(span), span % timedelta(hours=5), pickle.loads(pickle.dumps(span))],
):
    for result in results:
        print(type(result).__name__, repr(result), getattr(result, "fold", ""))
    print(results[0].taken())
print(type(Date.today()).__name__, type(DateTime.now(UTC)).__name__, type(DateTime.today()).__name__)
day.note = "a note"
print(pickle.loads(pickle.dumps(day, 2)).__dict__, day == date(2000, 2, 29), hash(day) == hash(date(2000, 2, 29)), {day: 1}[date(2000, 2, 29)])


class Odd(datetime):
    def __new__(cls, *arguments):
        return arguments[0]


print(Odd.fromordinal(5), Odd.combine(date.min, time.min), datetime.__add__(datetime.__new__(Odd, 2000, 1, 1), timedelta(1)))
for source in "setattr(date.min, 'year', 3)", "setattr(date.min, 'x', 3)", "delattr(time.min, 'hour')", "setattr(timedelta(1), 'days', 3)", "setattr(UTC, 'x', 3)", "setattr(date, 'x', 3)", \
        "date.year.__get__(3)", "time.isoformat(3)", "timedelta.total_seconds(3)", "date.replace(date.min, 1, 2, 3, 4)", "date.min.replace(yeer=3)", "date.min.replace(5, year=3)", \
        "date.min.replace(year=None)", "date.min.replace(year=2 ** 31)", "time.min.replace(tzinfo=3)", "datetime.min.replace(fold=2)", "datetime.min.replace(1, 2, 3, 4, 5, 6, 7, None, 1)", \
        "copy.replace(date.min, foo=1)", "time.min.__reduce_ex__()", "time.min.__reduce_ex__('a')", "time.min.__reduce_ex__(proto=3)":
    try:
        print(source, eval(source))
    except (AttributeError, TypeError, ValueError, OverflowError) as error:
        print(source, "!", type(error).__name__, error)
print([sys.getsizeof(value) for value in values], [type(value).__sizeof__(value) for value in values[:6]])
print([sys.getsizeof(value) - sys.getsizeof(value.__dict__) > 0 for value in (day, clock, moment, span)], [hash(value) == hash(copy.copy(value)) for value in values[:-3]])
