# minimum: 3.14
# strftime, strptime, tuples.
from datetime import UTC, date, datetime, time, timedelta, timezone


def show(source):
    try:
        print(source, "->", ascii(eval(source)))
    except Exception as error:
        print(source, "!", type(error).__name__, ascii(str(error)))


day, clock = date(2024, 2, 29), time(13, 4, 5, 6789)
moment = datetime(2024, 2, 29, 13, 4, 5, 6789, timezone(timedelta(hours=-5, minutes=-30), "ABC"))
early = datetime(99, 1, 1)
for letter in "aAbBcCdDeFfgGhHIjklmMnpPrRSTtuUvVwWxXyYzZ%Q:5 ":
    print(letter, *(ascii(value.strftime("%" + letter)) for value in (day, clock, moment, early)))
for source in r"""
moment.strftime("%:z %z %Z %:x %")
moment.strftime("%%z %%%z %%%%f %-d|%_d|%^a|%5Y|%E|%Ey|%#Z")
moment.strftime("\ud800 \0 \u1234 %Y \U0001f600")
moment.strftime("")
moment.strftime(format="%Y")
moment.strftime()
moment.strftime(5)
day.strftime("%H:%M:%S.%f%z%Z%:z")
clock.strftime("%Y-%m-%d %f %z")
date(1, 1, 1).strftime("%Y %G %F %C %y"), date(999, 12, 31).strftime("%Y %G %F %C %y"), date(1000, 1, 1).strftime("%G")
f"{moment:%H:%M}", f"{day}", format(clock, "%H"), format(moment, "")
day.__format__(5)
day.__format__()
day.__format__("a", "b")
day.timetuple(), moment.timetuple(), moment.utctimetuple(), early.utctimetuple()
day.ctime(), moment.ctime(), early.ctime(), datetime(10, 11, 9).ctime()
date.strptime("2024-02-29", "%Y-%m-%d"), time.strptime("13:04", "%H:%M"), datetime.strptime("29 Feb 2024 13:04:05.5", "%d %b %Y %H:%M:%S.%f")
datetime.strptime("2024 -0530", "%Y %z"), datetime.strptime("2024 -05:30:15.25", "%Y %z"), datetime.strptime("2024 Z", "%Y %z"), datetime.strptime("2024 UTC", "%Y %Z")
time.strptime("10 +0100", "%H %z")
datetime.strptime("2024-W09-4", "%G-W%V-%u"), datetime.strptime("60 2024", "%j %Y")
datetime.strptime("x", "%Y")
datetime.strptime("2024x", "%Y")
datetime.strptime("2024", "%Q")
datetime.strptime("2023-02-29", "%Y-%m-%d")
datetime.strptime("2024")
datetime.strptime(2024, "%Y")
datetime.strptime("2024", b"%Y")
datetime.strptime(date_string="2024", format="%Y")
date.strptime("1", "%H")
time.strptime("1", 5)
""".strip().splitlines():
    show(source)


class Strange(datetime):
    def timetuple(self):
        return (1999, 1, 2, 3, 4, 5, 6, 7, 0)

    def strftime(self, format):
        return "strange " + super().strftime(format)

    def isoformat(self, *arguments):
        return f"iso {arguments}"


print(f"{Strange(2000, 1, 1):%Y %H %f}", Strange(2000, 1, 1), Strange(2000, 1, 1).isocalendar())


class Text(str):
    def replace(self, old, new):
        return 5


class Zone(type(UTC).__base__):
    def tzname(self, moment):
        return Text("name")


try:
    print(time(1, tzinfo=Zone()).strftime("%Z"))
except TypeError as error:
    print(error)
