//! Dates and times as ISO 8601 writes them.

use pellucid_runtime::prelude::*;

use super::fields::{Clock, Day, Span};

/// Weekdays as `ctime` writes them, Monday first.
const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
/// Months likewise.
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// How many parts of a time of day are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    Hours,
    Minutes,
    Seconds,
    Milliseconds,
    Microseconds,
}

impl Precision {
    /// What `timespec` says of this time.
    pub fn new(vm: &mut Vm, specification: Option<&Typed<Str>>, clock: Clock) -> PyResult<Self> {
        let automatic = match clock.microsecond() {
            0 => Precision::Seconds,
            _ => Precision::Microseconds,
        };
        let Some(specification) = specification else { return Ok(automatic) };
        Ok(match specification.text().as_ascii() {
            Some("auto") => automatic,
            Some("hours") => Precision::Hours,
            Some("minutes") => Precision::Minutes,
            Some("seconds") => Precision::Seconds,
            Some("milliseconds") => Precision::Milliseconds,
            Some("microseconds") => Precision::Microseconds,
            _ => {
                // The error of a text that has no UTF-8 comes first.
                vm.encode_text(specification, None, None)?;
                let has_zero = specification.text().code_points().any(|code| code == 0);
                return Err(vm.value_error(match has_zero {
                    true => "embedded null character",
                    false => "Unknown timespec value",
                }));
            }
        })
    }
}

/// Writes a number with leading zeros; it must not be negative.
pub fn digits(text: &mut String, number: i64, width: u32) {
    let mut unit = 10_i64.pow(width - 1);
    while number / unit >= 10 {
        unit *= 10;
    }
    while unit > 0 {
        text.push(char::from(b'0' + (number / unit % 10) as u8));
        unit /= 10;
    }
}

/// `YYYY-MM-DD`
pub fn day(text: &mut String, day: Day) {
    digits(text, day.year(), 4);
    text.push('-');
    digits(text, day.month(), 2);
    text.push('-');
    digits(text, day.day(), 2);
}

/// `HH:MM:SS.ffffff`, or the first parts of it.
pub fn clock(text: &mut String, clock: Clock, precision: Precision) {
    digits(text, clock.hour(), 2);
    if precision == Precision::Hours {
        return;
    }
    text.push(':');
    digits(text, clock.minute(), 2);
    if precision == Precision::Minutes {
        return;
    }
    text.push(':');
    digits(text, clock.second(), 2);
    match precision {
        Precision::Milliseconds => {
            text.push('.');
            digits(text, clock.microsecond() / 1000, 3);
        }
        Precision::Microseconds => {
            text.push('.');
            digits(text, clock.microsecond(), 6);
        }
        _ => {}
    }
}

/// `+HH:MM`, and seconds and microseconds if there are any.
pub fn offset(text: &mut String, offset: Span, separator: &str) {
    let all = offset.microseconds_in_all();
    text.push(if all < 0 { '-' } else { '+' });
    // Offsets are shorter than a day.
    let all = all.unsigned_abs() as i64;
    let seconds = all / 1_000_000;
    digits(text, seconds / 3600, 2);
    text.push_str(separator);
    digits(text, seconds / 60 % 60, 2);
    if all % 60_000_000 != 0 {
        text.push_str(separator);
        digits(text, seconds % 60, 2);
    }
    if all % 1_000_000 != 0 {
        text.push('.');
        digits(text, all % 1_000_000, 6);
    }
}

/// A call with these numbers, still open.
pub fn call(function: &str, numbers: &[i64]) -> String {
    let numbers: Vec<String> = numbers.iter().map(i64::to_string).collect();
    format!("{function}({}", numbers.join(", "))
}

/// `Sat Jan  1 00:00:00 2000`
pub fn unix_time(day: Day, clock: Clock) -> String {
    let mut text = String::with_capacity(24);
    text.push_str(WEEKDAYS[day.weekday() as usize]);
    text.push(' ');
    text.push_str(MONTHS[(day.month() - 1) as usize]);
    text.push_str(&format!(" {:2} ", day.day()));
    self::clock(&mut text, clock, Precision::Seconds);
    text.push(' ');
    digits(&mut text, day.year(), 4);
    text
}
