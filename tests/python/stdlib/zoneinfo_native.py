# minimum: 3.14
# Zones from files, with native dates and times: the file is made here.
import os
import pickle
import struct
import tempfile
import time as clocks
import zoneinfo
from datetime import UTC, datetime, time, timedelta

YEARS = range(1990, 2020)


def moment(year, month, day):
    return int(datetime(year, month, day, 1, tzinfo=UTC).timestamp())


def last_sunday(year, month):
    day = datetime(year, month, 31 if month != 4 else 30)
    return moment(year, month, (day - timedelta((day.weekday() + 1) % 7)).day)


def written():
    """A file of version 2, as central Europe's."""
    changes = [(last_sunday(year, month), kind) for year in YEARS for month, kind in ((3, 1), (10, 0))]
    kinds = struct.pack(">lBB", 3600, 0, 0) + struct.pack(">lBB", 7200, 1, 4)
    counts = struct.pack(">6l", 0, 0, 0, len(changes), 2, 9)

    def block(code):
        return b"TZif2" + bytes(15) + counts + b"".join(struct.pack(code, at) for at, _ in changes) + bytes(kind for _, kind in changes) + kinds + b"CET\0CEST\0"

    return block(">l") + block(">q") + b"\nCET-1CEST,M3.5.0,M10.5.0/3\n"


with tempfile.TemporaryDirectory() as folder:
    os.mkdir(os.path.join(folder, "Middle"))
    with open(os.path.join(folder, "Middle", "Earth"), "wb") as file:
        file.write(written())
    zoneinfo.reset_tzpath([folder])
    zone = zoneinfo.ZoneInfo("Middle/Earth")
    print(zone, zone is zoneinfo.ZoneInfo("Middle/Earth"), zone == zoneinfo.ZoneInfo.no_cache("Middle/Earth"), sorted(zoneinfo.available_timezones()))
    for shown in datetime(1980, 1, 1), datetime(1995, 7, 1), datetime(2005, 12, 31), datetime(2024, 3, 31, 2, 30), datetime(2024, 10, 27, 2, 30), datetime(2100, 7, 1):
        for fold in 0, 1:
            local = shown.replace(tzinfo=zone, fold=fold)
            back = local.astimezone(UTC).astimezone(zone)
            print(local.isoformat(), local.tzname(), local.dst(), local.utcoffset(), local.timestamp(), back.isoformat(), back.fold, back == local, f"{local:%z %Z}")
    first = datetime(2024, 10, 27, 2, 30, tzinfo=zone)
    second = first.replace(fold=1)
    print(first == second, second.timestamp() - first.timestamp(), first.astimezone(UTC) == first, hash(first) == hash(second), second - first)
    print(datetime.fromtimestamp(1.7e9, zone), datetime(2024, 3, 30, 12, tzinfo=zone) + timedelta(1), time(12, tzinfo=zone).utcoffset(), time(12, tzinfo=zone))
    print(pickle.loads(pickle.dumps(first)) == first, pickle.loads(pickle.dumps(zone)) is zone, datetime.now(zone).tzinfo is zone)
    fixed = datetime(2000, 1, 1, tzinfo=UTC)
    print(all((fixed + timedelta(hours=hours)).astimezone(zone).astimezone(UTC) == fixed + timedelta(hours=hours) for hours in range(0, 20000, 7)))
    # The local zone from the same file.
    os.environ["TZ"] = ":" + os.path.join(folder, "Middle", "Earth")
    clocks.tzset()
    print(clocks.tzname, datetime.fromtimestamp(1.7e9), datetime(2024, 7, 1, 12).astimezone(), datetime(2024, 10, 27, 2, 30, fold=1).timestamp())
    try:
        zoneinfo.ZoneInfo("Middle/Sea")
    except zoneinfo.ZoneInfoNotFoundError as error:
        print(error)
    try:
        with open(os.path.join(folder, "bad"), "wb") as file:
            file.write(b"no zone")
        zoneinfo.ZoneInfo("bad")
    except ValueError as error:
        print(error)
