//! Reading what ISO 8601 writes.
//!
//! Texts are read as CPython reads them, byte by byte up to a zero that ends them: what it takes for a time is more than
//! the standard says, and programs have got used to it.

use std::borrow::Cow;

use pellucid_runtime::prelude::*;

use super::calendar;
use super::fields::Span;
use super::timedelta::TimeDelta;
use super::timezone::Timezone;

/// Year, month and day.
pub type DateParts = (i64, i64, i64);

/// The time of day and the offset that a text says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TimeParts {
    /// Hour, minute, second and microsecond.
    pub clock: [i64; 4],
    /// Seconds and microseconds by which the zone is ahead of UTC.
    pub offset: Option<(i64, i64)>,
}

/// The bytes of a text; everything but ASCII is one byte that means nothing.
pub fn bytes_of<'a>(vm: &mut Vm, text: &'a Typed<Str>) -> PyResult<Cow<'a, [u8]>> {
    if let Some(ascii) = text.as_ascii() {
        return Ok(Cow::Borrowed(ascii.as_bytes()));
    }
    vm.check_room(text.len())?;
    Ok(text.text().code_points().map(|code| u8::try_from(code).unwrap_or(0xFF)).collect())
}

/// ValueError: "Invalid isoformat string".
#[cold]
pub fn invalid(vm: &mut Vm, text: &Typed<Str>) -> Raised {
    match vm.repr(text.as_object()) {
        Ok(shown) => vm.value_error(format!("Invalid isoformat string: {shown}")),
        Err(raised) => raised,
    }
}

/// The number that so many digits at `position` say.
fn number(text: &[u8], position: usize, count: usize) -> Option<i64> {
    let digits = text.get(position..position.checked_add(count)?)?;
    digits.iter().try_fold(0, |number, digit| {
        digit.is_ascii_digit().then(|| number * 10 + i64::from(digit - b'0'))
    })
}

/// A date: `YYYY-MM-DD`, `YYYYMMDD`, `YYYY-Www`, `YYYY-Www-D`, `YYYYWww` or `YYYYWwwD`.
pub fn date(text: &[u8]) -> Option<DateParts> {
    if !matches!(text.len(), 7 | 8 | 10) {
        return None;
    }
    let year = number(text, 0, 4)?;
    let separated = text[4] == b'-';
    let mut position = 4 + usize::from(separated);
    let separator = |position: &mut usize| {
        if separated {
            *position += 1;
            return text.get(*position - 1) == Some(&b'-');
        }
        true
    };
    if text.get(position) == Some(&b'W') {
        let week = number(text, position + 1, 2)?;
        position += 3;
        let mut day = 1;
        if position < text.len() {
            if !separator(&mut position) {
                return None;
            }
            day = number(text, position, 1)?;
        }
        let ordinal = calendar::ordinal_of_week(year, week, day).ok()?;
        return Some(calendar::date_of_ordinal(ordinal));
    }
    let month = number(text, position, 2)?;
    position += 2;
    if !separator(&mut position) {
        return None;
    }
    let day = number(text, position, 2)?;
    (position + 2 == text.len()).then_some((year, month, day))
}

/// Where the date of a text ends that goes on with a time.
pub fn end_of_date(text: &[u8]) -> usize {
    let at = |position: usize| text.get(position).copied().unwrap_or(0);
    if text.len() == 7 {
        return 7;
    }
    match (at(4), at(5)) {
        (b'-', b'W') if text.len() > 8 && at(8) == b'-' => {
            // After the week comes a weekday, or a time that a hyphen leads in, which has two digits.
            if text.len() > 10 && at(10).is_ascii_digit() { 8 } else { 10 }
        }
        (b'-', b'W') => 8,
        (b'-', _) => 10,
        (b'W', _) => {
            let digits = text[7..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            match 7 + digits {
                end @ 7..9 => end,
                end if end % 2 == 0 => 7,
                _ => 8,
            }
        }
        _ => 8,
    }
}

/// A date, and a time behind any one character.
pub fn date_and_time(text: &[u8]) -> Option<(DateParts, TimeParts)> {
    if text.len() < 7 {
        return None;
    }
    let end = end_of_date(text);
    let date = date(text.get(..end)?)?;
    match text.get(end + 1..) {
        Some(rest) => Some((date, time(rest)?)),
        None => Some((date, TimeParts::default())),
    }
}

/// A time of day, which may end with an offset from UTC.
pub fn time(text: &[u8]) -> Option<TimeParts> {
    let is_zone = |byte: &u8| matches!(byte, b'+' | b'-' | b'Z');
    let zone = text.iter().position(is_zone).unwrap_or(text.len());
    let (clock, complete) = clock(text, 0, zone)?;
    let Some(&sign) = text.get(zone) else {
        return complete.then_some(TimeParts { clock, offset: None });
    };
    if sign == b'Z' {
        let ends = text.get(zone + 1).is_none_or(|&byte| byte == 0);
        return ends.then_some(TimeParts { clock, offset: Some((0, 0)) });
    }
    let ([hours, minutes, seconds, microseconds], complete) =
        self::clock(text, zone + 1, text.len())?;
    let sign = if sign == b'-' { -1 } else { 1 };
    let offset = (sign * (hours * 3600 + minutes * 60 + seconds), sign * microseconds);
    complete.then_some(TimeParts { clock, offset: Some(offset) })
}

/// Hour, minute, second and microsecond between two positions, and whether the text ends with them.
fn clock(text: &[u8], mut position: usize, end: usize) -> Option<([i64; 4], bool)> {
    let at = |position: usize| text.get(position).copied().unwrap_or(0);
    let mut parts = [0; 4];
    let mut separated = true;
    for part in 0..3 {
        parts[part] = number(&text[..end], position, 2)?;
        let next = at(position + 2);
        position += 3;
        if part == 0 {
            separated = next == b':';
        }
        if position >= end {
            return Some((parts, next == 0));
        }
        match next {
            b':' if separated && part < 2 => {}
            b':' if separated => return None,
            b'.' | b',' if part < 2 => return None,
            b'.' | b',' => break,
            _ if separated => return None,
            _ => position -= 1,
        }
    }
    let count = (end - position).min(6);
    let fraction = number(text, position, count)?;
    parts[3] = fraction * 10_i64.pow(6 - count as u32);
    position += count;
    while at(position).is_ascii_digit() {
        position += 1;
    }
    Some((parts, at(position) == 0))
}

/// What is before a whole day at its end: 24:00 is midnight of the next day.
pub fn is_end_of_day(vm: &mut Vm, clock: [i64; 4]) -> PyResult<bool> {
    match clock {
        [24, 0, 0, 0] => Ok(true),
        [24, ..] => {
            Err(vm.value_error("minute, second, and microsecond must be 0 when hour is 24"))
        }
        _ => Ok(false),
    }
}

/// The zone with the offset that was read.
pub fn zone(vm: &mut Vm, offset: Option<(i64, i64)>) -> PyResult<Option<Ref>> {
    match offset {
        None => Ok(None),
        Some((0, 0)) => Timezone::utc(vm).map(Some),
        Some((seconds, microseconds)) => {
            let span = Span::new(vm, 0, seconds, microseconds)?;
            let delta = TimeDelta::make(vm, span)?;
            Timezone::with_offset(vm, delta, None).map(Some)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_ends_where_the_time_begins() {
        for (text, end) in [
            ("2000W01", 7),
            ("2000-01-01T10", 10),
            ("20000101T10", 8),
            ("2000-W01-1T10", 10),
            ("2000-W01-10:00", 8),
            ("2000-W01T10", 8),
            ("2000W01T10", 7),
            ("2000W011T10", 8),
            ("2000W01110", 7),
            ("2000W011010", 8),
        ] {
            assert_eq!(end_of_date(text.as_bytes()), end, "{text}");
        }
    }
}
