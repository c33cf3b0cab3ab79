//! The Gregorian calendar, extended to all years: numbers of days, and weeks.
//!
//! The ordinal of a day counts from 0001-01-01, which is 1. Months and days count from 1.

use std::ops::RangeInclusive;

use crate::time::fields::{date_of, days_before};

/// The years that dates can have.
pub const YEARS: RangeInclusive<i64> = 1..=9999;
/// The ordinals of their days.
pub const ORDINALS: RangeInclusive<i64> = 1..=3_652_059;
/// The ordinal of 1970-01-01.
pub const EPOCH: i64 = 719_163;

/// Whether a year has a 29th of February.
pub fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// How many days a month has; `month` is from 1 to 12.
pub fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 => 28 + i64::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The ordinal of a day.
pub fn ordinal(year: i64, month: i64, day: i64) -> i64 {
    days_before(year, month - 1, day) + EPOCH
}

/// Year, month and day of an ordinal; it must be far from the ends of its type.
pub fn date_of_ordinal(ordinal: i64) -> (i64, i64, i64) {
    let (year, month, day) = date_of(ordinal - EPOCH);
    (year, month + 1, day)
}

/// The weekday of an ordinal; Monday is 0.
pub fn weekday(ordinal: i64) -> i64 {
    (ordinal + 6).rem_euclid(7)
}

/// The ordinal of the Monday with which the first week of a year begins: the week with the year's first Thursday.
fn first_monday(year: i64) -> i64 {
    let first = ordinal(year, 1, 1);
    let weekday = weekday(first);
    if weekday > 3 { first - weekday + 7 } else { first - weekday }
}

/// The year, week and day of the ISO calendar; Monday is 1.
pub fn iso_week(year: i64, ordinal: i64) -> (i64, i64, i64) {
    let weeks_since = |monday: i64| (ordinal - monday).div_euclid(7) + 1;
    let day = weekday(ordinal) + 1;
    let (this, next) = (first_monday(year), first_monday(year + 1));
    match ordinal {
        _ if ordinal < this => (year - 1, weeks_since(first_monday(year - 1)), day),
        _ if ordinal >= next => (year + 1, weeks_since(next), day),
        _ => (year, weeks_since(this), day),
    }
}

/// What is wrong with a date of the ISO calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeekError {
    /// The year is not from 1 to 9999.
    Year,
    /// The year does not have this week.
    Week,
    /// Weekdays are from 1 to 7.
    Weekday,
}

/// The ordinal of a date of the ISO calendar.
pub fn ordinal_of_week(year: i64, week: i64, day: i64) -> Result<i64, WeekError> {
    if !YEARS.contains(&year) {
        return Err(WeekError::Year);
    }
    let monday = first_monday(year);
    let weeks = (first_monday(year + 1) - monday) / 7;
    if !(1..=weeks).contains(&week) {
        return Err(WeekError::Week);
    }
    if !(1..=7).contains(&day) {
        return Err(WeekError::Weekday);
    }
    Ok(monday + (week - 1) * 7 + day - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_has_one_ordinal() {
        let mut expected = 1;
        for year in YEARS {
            for month in 1..=12 {
                for day in [1, days_in_month(year, month)] {
                    let at = expected + day - 1;
                    assert_eq!(ordinal(year, month, day), at);
                    assert_eq!(date_of_ordinal(at), (year, month, day));
                }
                expected += days_in_month(year, month);
            }
        }
        assert_eq!(expected - 1, *ORDINALS.end());
    }

    #[test]
    fn weeks_lead_back_to_their_days() {
        for ordinal in (1..*ORDINALS.end() - 7).step_by(97) {
            let (year, week, day) = iso_week(date_of_ordinal(ordinal).0, ordinal);
            assert_eq!(ordinal_of_week(year, week, day), Ok(ordinal));
        }
    }
}
