"""The names by which other modules ask for dates and times: the types are those of `_pydatetime`."""

from _pydatetime import (  # noqa: F401
    MAXYEAR,
    MINYEAR,
    UTC,
    date,
    datetime,
    time,
    timedelta,
    timezone,
    tzinfo,
)
