//! What dates, times and durations are made of: small values that are packed as their pickles are.

use pellucid_runtime::prelude::*;

use super::calendar;

/// A day as the state of a `date` has it: two bytes of the year, the month, the day of the month.
///
/// A day that comes from a pickle can have any year and day; its month is one of the calendar's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Trace)]
#[payload(none)]
pub struct Day(u32);

impl Day {
    /// 0001-01-01
    pub const MIN: Day = Day::packed(1, 1, 1);
    /// 9999-12-31
    pub const MAX: Day = Day::packed(9999, 12, 31);
    /// 1970-01-01
    pub const EPOCH: Day = Day::packed(1970, 1, 1);

    const fn packed(year: i64, month: i64, day: i64) -> Day {
        Day((year as u32) << 16 | (month as u32) << 8 | day as u32)
    }

    /// A day of the years from 1 to 9999, or a ValueError that names the wrong part.
    pub fn new(vm: &mut Vm, year: i64, month: i64, day: i64) -> PyResult<Day> {
        if !calendar::YEARS.contains(&year) {
            return Err(vm.value_error(format!("year must be in 1..9999, not {year}")));
        }
        if !(1..=12).contains(&month) {
            return Err(vm.value_error(format!("month must be in 1..12, not {month}")));
        }
        let days = calendar::days_in_month(year, month);
        if !(1..=days).contains(&day) {
            return Err(vm.value_error(format!(
                "day {day} must be in range 1..{days} for month {month} in year {year}"
            )));
        }
        Ok(Day::packed(year, month, day))
    }

    /// The day with this number (0001-01-01 is 1), or an error for a year that is not from 1 to 9999.
    pub fn from_ordinal(vm: &mut Vm, ordinal: i64) -> PyResult<Day> {
        let (year, month, day) = calendar::date_of_ordinal(ordinal);
        Day::new(vm, year, month, day)
    }

    /// The day with this number, or an OverflowError: what arithmetic raises.
    pub fn from_sum(vm: &mut Vm, ordinal: i64) -> PyResult<Day> {
        if !calendar::ORDINALS.contains(&ordinal) {
            return Err(vm.overflow_error("date value out of range"));
        }
        let (year, month, day) = calendar::date_of_ordinal(ordinal);
        Ok(Day::packed(year, month, day))
    }

    /// The day with these four bytes, if they have a month.
    pub fn from_state(state: [u8; 4]) -> Option<Day> {
        (1..=12).contains(&state[2]).then(|| Day(u32::from_be_bytes(state)))
    }

    /// The bytes of the state.
    pub fn state(self) -> [u8; 4] {
        self.0.to_be_bytes()
    }

    /// The year.
    pub fn year(self) -> i64 {
        i64::from(self.0 >> 16)
    }

    /// The month, from 1.
    pub fn month(self) -> i64 {
        i64::from(self.0 >> 8 & 0xFF)
    }

    /// The day of the month, from 1.
    pub fn day(self) -> i64 {
        i64::from(self.0 & 0xFF)
    }

    /// The number of the day: 0001-01-01 is 1.
    pub fn ordinal(self) -> i64 {
        calendar::ordinal(self.year(), self.month(), self.day())
    }

    /// 0 for Monday.
    pub fn weekday(self) -> i64 {
        calendar::weekday(self.ordinal())
    }

    /// The day of the year, from 1.
    pub fn day_of_year(self) -> i64 {
        self.ordinal() - calendar::ordinal(self.year(), 1, 1) + 1
    }
}

/// A time of day as the state of a `time` has it: hour, minute, second, three bytes of microseconds; above them `fold`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Trace)]
#[payload(none)]
pub struct Clock(u64);

const FOLD: u64 = 1 << 48;

impl Clock {
    /// 00:00:00
    pub const MIDNIGHT: Clock = Clock(0);
    /// 23:59:59.999999
    pub const MAX: Clock = Clock::packed([23, 59, 59, 999_999]);

    const fn packed([hour, minute, second, microsecond]: [i64; 4]) -> Clock {
        Clock(
            (hour as u64) << 40
                | (minute as u64) << 32
                | (second as u64) << 24
                | microsecond as u64,
        )
    }

    /// A time of day, or a ValueError that names the wrong part.
    pub fn new(vm: &mut Vm, parts: [i64; 4], fold: i64) -> PyResult<Clock> {
        const LIMITS: [(&str, i64); 4] =
            [("hour", 23), ("minute", 59), ("second", 59), ("microsecond", 999_999)];
        for ((name, most), value) in LIMITS.iter().zip(parts) {
            if !(0..=*most).contains(&value) {
                return Err(vm.value_error(format!("{name} must be in 0..{most}, not {value}")));
            }
        }
        if !(0..=1).contains(&fold) {
            return Err(vm.value_error(format!("fold must be either 0 or 1, not {fold}")));
        }
        Ok(Clock::packed(parts).with_fold(fold == 1))
    }

    /// The time of day so many microseconds after midnight; they are fewer than a day has.
    pub fn from_microseconds(microseconds: i64) -> Clock {
        let seconds = microseconds / 1_000_000;
        Clock::packed([seconds / 3600, seconds / 60 % 60, seconds % 60, microseconds % 1_000_000])
    }

    /// The time of day with these six bytes; the highest bit of the first is `fold`. None if the hour cannot be one.
    pub fn from_state(state: [u8; 6]) -> Option<Clock> {
        let [first, a, b, c, d, e] = state;
        let packed = u64::from_be_bytes([0, 0, first & 0x7F, a, b, c, d, e]);
        (first & 0x7F < 24).then(|| Clock(packed).with_fold(first & 0x80 != 0))
    }

    /// The same with any hour, whose highest bit is one of the hour's: the state in a `datetime`.
    pub fn from_state_of_datetime(state: [u8; 6], fold: bool) -> Clock {
        let [a, b, c, d, e, f] = state;
        Clock(u64::from_be_bytes([0, 0, a, b, c, d, e, f])).with_fold(fold)
    }

    /// The bytes of the state, without `fold`.
    pub fn state(self) -> [u8; 6] {
        let [_, _, a, b, c, d, e, f] = self.0.to_be_bytes();
        [a, b, c, d, e, f]
    }

    /// The same time of day, with another `fold`.
    pub fn with_fold(self, fold: bool) -> Clock {
        Clock(if fold { self.0 | FOLD } else { self.0 & !FOLD })
    }

    /// Whether this is the second of two moments for which clocks show the same.
    pub fn fold(self) -> bool {
        self.0 & FOLD != 0
    }

    /// What orders times of day: all but `fold`.
    pub fn order(self) -> u64 {
        self.0 & !FOLD
    }

    /// The hour.
    pub fn hour(self) -> i64 {
        (self.0 >> 40 & 0xFF) as i64
    }

    /// The minute.
    pub fn minute(self) -> i64 {
        (self.0 >> 32 & 0xFF) as i64
    }

    /// The second.
    pub fn second(self) -> i64 {
        (self.0 >> 24 & 0xFF) as i64
    }

    /// The microsecond.
    pub fn microsecond(self) -> i64 {
        (self.0 & 0xFF_FFFF) as i64
    }

    /// Whole seconds since midnight.
    pub fn seconds(self) -> i64 {
        self.hour() * 3600 + self.minute() * 60 + self.second()
    }

    /// The same time of day but for the parts that are given: hour, minute, second and microsecond, and `fold`.
    pub fn replaced(
        self,
        vm: &mut Vm,
        given: [Option<i32>; 4],
        fold: Option<i32>,
    ) -> PyResult<Clock> {
        let mut parts = self.parts();
        for (part, given) in parts.iter_mut().zip(given) {
            *part = given.map_or(*part, i64::from);
        }
        let fold = fold.map_or(i64::from(self.fold()), i64::from);
        Clock::new(vm, parts, fold)
    }

    /// Hour, minute, second and microsecond.
    pub fn parts(self) -> [i64; 4] {
        [self.hour(), self.minute(), self.second(), self.microsecond()]
    }
}

/// A duration: at most 999,999,999 days, and less than a day and a second more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Trace)]
#[payload(none)]
pub struct Span {
    days: i32,
    seconds: i32,
    microseconds: i32,
}

/// Seconds in a day.
pub const DAY_SECONDS: i64 = 86_400;
/// Microseconds in a second.
pub const SECOND: i64 = 1_000_000;
const DAYS_MAX: i64 = 999_999_999;

impl Span {
    /// No time at all.
    pub const ZERO: Span = Span { days: 0, seconds: 0, microseconds: 0 };
    /// The shortest difference: a microsecond.
    pub const RESOLUTION: Span = Span { days: 0, seconds: 0, microseconds: 1 };
    /// A day.
    pub const DAY: Span = Span { days: 1, seconds: 0, microseconds: 0 };
    /// The longest one.
    pub const MAX: Span = Span { days: DAYS_MAX as i32, seconds: 86_399, microseconds: 999_999 };
    /// The longest one to the past.
    pub const MIN: Span = Span { days: -DAYS_MAX as i32, seconds: 0, microseconds: 0 };

    /// So many days, seconds and microseconds, or an OverflowError. Each must be far from the ends of its type.
    pub fn new(vm: &mut Vm, days: i64, seconds: i64, microseconds: i64) -> PyResult<Span> {
        let seconds = seconds + microseconds.div_euclid(SECOND);
        let days = days + seconds.div_euclid(DAY_SECONDS);
        if !(-DAYS_MAX..=DAYS_MAX).contains(&days) {
            return Err(
                vm.overflow_error(format!("days={days}; must have magnitude <= {DAYS_MAX}"))
            );
        }
        Ok(Span {
            days: days as i32,
            seconds: seconds.rem_euclid(DAY_SECONDS) as i32,
            microseconds: microseconds.rem_euclid(SECOND) as i32,
        })
    }

    /// A span of less than a day.
    pub const fn of_seconds(seconds: i64) -> Span {
        Span {
            days: seconds.div_euclid(DAY_SECONDS) as i32,
            seconds: seconds.rem_euclid(DAY_SECONDS) as i32,
            microseconds: 0,
        }
    }

    /// So many microseconds, or an OverflowError.
    pub fn from_microseconds(vm: &mut Vm, microseconds: i128) -> PyResult<Span> {
        let seconds = microseconds.div_euclid(i128::from(SECOND));
        let days = seconds.div_euclid(i128::from(DAY_SECONDS));
        match i32::try_from(days) {
            Ok(days) => {
                let rest = seconds.rem_euclid(i128::from(DAY_SECONDS)) as i64;
                let microseconds = microseconds.rem_euclid(i128::from(SECOND)) as i64;
                Span::new(vm, i64::from(days), rest, microseconds)
            }
            Err(_) => Err(Span::too_long(vm)),
        }
    }

    /// OverflowError, for what is longer than any number of days can say.
    #[cold]
    pub fn too_long(vm: &mut Vm) -> Raised {
        vm.overflow_error("Python int too large to convert to C int")
    }

    /// The whole of it in microseconds.
    pub fn microseconds_in_all(self) -> i128 {
        (i128::from(self.days) * i128::from(DAY_SECONDS) + i128::from(self.seconds))
            * i128::from(SECOND)
            + i128::from(self.microseconds)
    }

    /// Whole seconds in it, rounded down.
    pub fn seconds_in_all(self) -> i64 {
        i64::from(self.days) * DAY_SECONDS + i64::from(self.seconds)
    }

    /// Days.
    pub fn days(self) -> i64 {
        i64::from(self.days)
    }

    /// Seconds beyond the days, from 0.
    pub fn seconds(self) -> i64 {
        i64::from(self.seconds)
    }

    /// Microseconds beyond the seconds, from 0.
    pub fn microseconds(self) -> i64 {
        i64::from(self.microseconds)
    }

    /// The sum, or an OverflowError.
    pub fn plus(self, vm: &mut Vm, other: Span) -> PyResult<Span> {
        Span::new(
            vm,
            self.days() + other.days(),
            self.seconds() + other.seconds(),
            self.microseconds() + other.microseconds(),
        )
    }

    /// The difference, or an OverflowError.
    pub fn minus(self, vm: &mut Vm, other: Span) -> PyResult<Span> {
        Span::new(
            vm,
            self.days() - other.days(),
            self.seconds() - other.seconds(),
            self.microseconds() - other.microseconds(),
        )
    }

    /// The same length the other way, or an OverflowError.
    pub fn negated(self, vm: &mut Vm) -> PyResult<Span> {
        Span::ZERO.minus(vm, self)
    }

    /// Whether it is shorter than a day, as the offset of a zone must be.
    pub fn is_offset(self) -> bool {
        self > Span { days: -1, ..Span::ZERO } && self < Span::DAY
    }

    /// The hash of the tuple of the three numbers.
    pub fn hash(self) -> i64 {
        let numbers = [self.days(), self.seconds(), self.microseconds()];
        let hashes = numbers.map(pellucid_text::hash::hash_small_integer);
        pellucid_text::hash::hash_tuple(hashes)
    }
}
