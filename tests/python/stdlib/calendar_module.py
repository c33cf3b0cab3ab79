import calendar
print(calendar.month(2024, 2))
print(calendar.isleap(2000), calendar.leapdays(1990, 2020), calendar.monthrange(2023, 2), calendar.weekday(2024, 1, 1), calendar.day_name[0], calendar.month_abbr[12], calendar.timegm((2000, 1, 1, 0, 0, 0)))
print(calendar.TextCalendar(calendar.SUNDAY).formatmonth(2023, 5), list(calendar.Calendar().itermonthdays(2024, 2))[:8], calendar.monthcalendar(2024, 2)[0])
