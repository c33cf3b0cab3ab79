//! `struct_time` and the fields of a date: to and from moments and Python tuples.

use pellucid_runtime::object::{StructSequence, StructSequenceSpec};
use pellucid_runtime::prelude::*;

/// `time.struct_time`
pub static STRUCT_TIME: StructSequenceSpec = StructSequenceSpec::new(
    "time",
    "struct_time",
    "The time value as returned by gmtime(), localtime(), and strptime(), and\n accepted by asctime(), mktime() and strftime().  May be considered as a\n sequence of 9 integers.\n\n Note that several fields' values are not the same as those defined by\n the C language standard for struct tm.  For example, the value of the\n field tm_year is the actual year, not year - 1900.  See individual\n fields' descriptions for details.",
    &[
        ("tm_year", "year, for example, 1993"),
        ("tm_mon", "month of year, range [1, 12]"),
        ("tm_mday", "day of month, range [1, 31]"),
        ("tm_hour", "hours, range [0, 23]"),
        ("tm_min", "minutes, range [0, 59]"),
        ("tm_sec", "seconds, range [0, 61])"),
        ("tm_wday", "day of week, range [0, 6], Monday is 0"),
        ("tm_yday", "day of year, range [1, 366]"),
        ("tm_isdst", "1 if summer time is in effect, 0 if not, and -1 if unknown"),
        ("tm_zone", "abbreviation of timezone name"),
        ("tm_gmtoff", "offset from UTC in seconds"),
    ],
    9,
);

/// A date and a time of day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fields {
    /// The year as people count it.
    pub year: i64,
    /// 0 to 11.
    pub month: i64,
    /// 1 to 31.
    pub day: i64,
    /// 0 to 23.
    pub hour: i64,
    /// 0 to 59.
    pub minute: i64,
    /// 0 to 61.
    pub second: i64,
    /// 0 to 6, Sunday is 0.
    pub weekday: i64,
    /// 0 to 365.
    pub year_day: i64,
    /// 1 in summer time, 0 if not, -1 if that is not known.
    pub summer: i64,
    /// The zone's name and its offset from UTC in seconds, if known.
    pub zone: Option<(String, i64)>,
}

/// Days from 1970-01-01 to a day of the proleptic Gregorian calendar; `month` counts from 0.
pub fn days_before(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month < 2 { (year - 1, month + 10) } else { (year, month - 2) };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * month + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day that lie so many days after 1970-01-01; the month counts from 0. `days` must be far from the
/// ends of its type.
pub fn date_of(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = (from_march + 2) % 12;
    (year_of_era + era * 400 + i64::from(month < 2), month, day)
}

impl Fields {
    /// The fields of a moment, whose local time is `offset` seconds ahead of UTC.
    pub fn at(moment: i64, offset: i64) -> Option<Fields> {
        let local = moment.checked_add(offset)?;
        let (days, seconds) = (local.div_euclid(86400), local.rem_euclid(86400));
        let (year, month, day) = date_of(days);
        i32::try_from(year - 1900).ok()?;
        Some(Fields {
            year,
            month,
            day,
            hour: seconds / 3600,
            minute: seconds / 60 % 60,
            second: seconds % 60,
            weekday: (days + 4).rem_euclid(7),
            year_day: days - days_before(year, 0, 1),
            summer: 0,
            zone: None,
        })
    }

    /// The fields as a `struct_time`.
    pub fn to_struct(&self, vm: &mut Vm) -> PyResult {
        let numbers = [
            self.year,
            self.month + 1,
            self.day,
            self.hour,
            self.minute,
            self.second,
            (self.weekday + 6) % 7,
            self.year_day + 1,
            self.summer,
        ];
        let mut values: Vec<Ref> = numbers.map(|number| vm.new_int(number)).to_vec();
        match &self.zone {
            Some((name, offset)) => {
                values.push(vm.new_str(name).into_object());
                values.push(vm.new_int(*offset));
            }
            None => values.extend([vm.none(), vm.none()]),
        }
        Ok(StructSequence::instance(vm, &STRUCT_TIME, values)?.into_object())
    }

    /// The fields of a tuple of nine integers or a `struct_time`.
    pub fn from_object(vm: &mut Vm, object: &Object, function: &str) -> PyResult<Fields> {
        let Some(tuple) = object.downcast::<Tuple>() else {
            return Err(vm.type_error("Tuple or struct_time argument required"));
        };
        let items = tuple.items().to_vec();
        if items.len() != 9 {
            return Err(vm.type_error(format!("{function}(): illegal time tuple argument")));
        }
        let mut numbers = [0i64; 9];
        for (number, item) in numbers.iter_mut().zip(&items) {
            let int = vm.index(item)?;
            let small = int.to_i64().filter(|&value| i32::try_from(value).is_ok());
            *number = match small {
                Some(small) => small,
                None => return Err(vm.overflow_error("Python int too large to convert to C int")),
            };
        }
        let [year, month, day, hour, minute, second, weekday, year_day, summer] = numbers;
        if year < i64::from(i32::MIN) + 1900 {
            return Err(vm.overflow_error("year out of range"));
        }
        let zone = Self::zone_of(vm, object)?;
        Ok(Fields {
            year,
            month: month - 1,
            day,
            hour,
            minute,
            second,
            weekday: (weekday + 1) % 7,
            year_day: year_day - 1,
            summer,
            zone,
        })
    }

    fn zone_of(vm: &mut Vm, object: &Object) -> PyResult<Option<(String, i64)>> {
        let class = StructSequence::class(vm, &STRUCT_TIME)?;
        if !object.class_is(&class) {
            return Ok(None);
        }
        let (zone, offset) = (vm.intern("tm_zone"), vm.intern("tm_gmtoff"));
        let (zone, offset) = (vm.get_attribute(object, &zone)?, vm.get_attribute(object, &offset)?);
        let offset = offset.downcast::<Int>().and_then(|offset| offset.to_i64()).unwrap_or(0);
        Ok(zone.downcast::<Str>().map(|zone| (zone.to_string(), offset)))
    }

    /// ValueError for fields that no calendar has; some zeros stand for the first.
    pub fn check(&mut self, vm: &mut Vm) -> PyResult<()> {
        if self.month == -1 {
            self.month = 0;
        }
        if self.day == 0 {
            self.day = 1;
        }
        if self.year_day == -1 {
            self.year_day = 0;
        }
        let wrong = match () {
            _ if !(0..=11).contains(&self.month) => "month out of range",
            _ if !(0..=31).contains(&self.day) => "day of month out of range",
            _ if !(0..=23).contains(&self.hour) => "hour out of range",
            _ if !(0..=59).contains(&self.minute) => "minute out of range",
            _ if !(0..=61).contains(&self.second) => "seconds out of range",
            _ if self.weekday < 0 => "day of week out of range",
            _ if !(0..=365).contains(&self.year_day) => "day of year out of range",
            _ => return Ok(()),
        };
        Err(vm.value_error(wrong))
    }

    /// Seconds from 1970 as if the fields were UTC; fields beyond their range count on.
    pub fn as_utc(&self) -> i64 {
        let (year, month) = (self.year + self.month.div_euclid(12), self.month.rem_euclid(12));
        let days = days_before(year, month, 1) + self.day - 1;
        days * 86400 + self.hour * 3600 + self.minute * 60 + self.second
    }
}
