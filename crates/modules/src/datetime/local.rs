//! Between moments and what clocks show: UTC and the local zone.

use nix::errno::Errno;
use pellucid_runtime::prelude::*;

use crate::time::fields::Fields;
use crate::time::zone;

use super::calendar;
use super::fields::{Clock, DAY_SECONDS, Day, Span};
use super::timedelta::TimeDelta;
use super::timezone::Timezone;

/// No zone has ever gone back by more than a day.
const FOLD_MAX: i64 = 24 * 3600;

/// Seconds since 1970 that a day and a time of day are in UTC.
pub fn universal_seconds(day: Day, clock: Clock) -> i64 {
    (day.ordinal() - calendar::EPOCH) * DAY_SECONDS + clock.seconds()
}

/// What the clocks of the local zone show at a moment, counted as if it were UTC; ValueError for a year that dates cannot
/// have.
fn shown_at(vm: &mut Vm, moment: i64) -> PyResult<i64> {
    let offset = zone::type_at(&zone::local(), moment).ut_offset();
    let Some(fields) = Fields::at(moment, i64::from(offset)) else {
        return Err(vm.os_error(Errno::EOVERFLOW, None));
    };
    Day::new(vm, fields.year, fields.month + 1, fields.day)?;
    Ok(moment + i64::from(offset))
}

/// The moment at which clocks of the local zone show `shown`. Of two moments, `fold` says which; in a gap the clocks go on
/// as before it, or with `fold` as after it.
pub fn moment_of(vm: &mut Vm, shown: i64, fold: bool) -> PyResult<i64> {
    let ahead = shown_at(vm, shown)? - shown;
    let first = shown - ahead;
    let there = shown_at(vm, first)?;
    let other = if there == shown {
        // One answer. There may be another one with the offset of a day before, or after.
        let beside = if fold { first + FOLD_MAX } else { first - FOLD_MAX };
        let other = shown_at(vm, beside)? - beside;
        if other == ahead {
            return Ok(first);
        }
        other
    } else {
        there - first
    };
    let second = shown - other;
    if shown_at(vm, second)? == shown {
        return Ok(second);
    }
    if there == shown {
        return Ok(first);
    }
    Ok(if fold { first.min(second) } else { first.max(second) })
}

/// The day and the time of day of a moment, in UTC or by the local clocks, with `fold` found out.
pub fn fields_at(
    vm: &mut Vm,
    moment: i64,
    microsecond: i64,
    is_local: bool,
) -> PyResult<(Day, Clock)> {
    let zone = is_local.then(zone::local);
    let offset_at =
        |moment| zone.as_ref().map_or(0, |zone| i64::from(zone::type_at(zone, moment).ut_offset()));
    let offset = offset_at(moment);
    let Some(fields) = Fields::at(moment, offset) else {
        return Err(vm.os_error(Errno::EOVERFLOW, None));
    };
    let day = Day::new(vm, fields.year, fields.month + 1, fields.day)?;
    let shown = [fields.hour, fields.minute, fields.second, microsecond];
    let mut clock = Clock::new(vm, shown, 0)?;
    if is_local {
        if fields.year == *calendar::YEARS.start() {
            // There may be no year in which the day before lies.
            shown_at(vm, moment - FOLD_MAX)?;
        }
        let step = offset - offset_at(moment - FOLD_MAX);
        if step < 0 {
            clock = clock.with_fold(shown_at(vm, moment + step)? == moment + offset);
        }
    }
    Ok((day, clock))
}

/// The local zone as it is at a moment.
pub fn zone_at(vm: &mut Vm, moment: i64) -> PyResult {
    let kind = zone::type_at(&zone::local(), moment);
    let offset = TimeDelta::make(vm, Span::of_seconds(i64::from(kind.ut_offset())))?;
    let name = vm.new_str(kind.time_zone_designation());
    Timezone::with_offset(vm, offset, Some(name))
}

/// The local zone as it is when its clocks show this. In a gap, where the two moments are the other way round, it is what
/// the zone changes from, or with `fold` to.
pub fn zone_when(vm: &mut Vm, day: Day, clock: Clock) -> PyResult {
    let (shown, fold) = (universal_seconds(day, clock), clock.fold());
    let moment = moment_of(vm, shown, fold)?;
    let other = moment_of(vm, shown, !fold)?;
    let in_gap = other != moment && (other > moment) == fold;
    zone_at(vm, if in_gap { other } else { moment })
}

/// The seconds and microseconds of a timestamp, rounded to the nearest microsecond; of two as near, to the even one.
pub fn timestamp(vm: &mut Vm, value: &Object) -> PyResult<(i64, i64)> {
    const OUT_OF_RANGE: &str = "timestamp out of range for platform time_t";
    if let Some(float) = value.downcast::<Float>() {
        let number = float.to_f64();
        if number.is_nan() {
            return Err(vm.value_error("Invalid value NaN (not a number)"));
        }
        let (mut whole, mut part) = (number.trunc(), (number.fract() * 1e6).round_ties_even());
        if part >= 1e6 {
            part -= 1e6;
            whole += 1.0;
        } else if part < 0.0 {
            part += 1e6;
            whole -= 1.0;
        }
        if !(i64::MIN as f64..-(i64::MIN as f64)).contains(&whole) {
            return Err(vm.overflow_error(OUT_OF_RANGE));
        }
        return Ok((whole as i64, part as i64));
    }
    let index = vm.names.__index__.clone();
    if !value.holds::<Int>() && value.class().lookup(vm, &index).is_none() {
        let class = value.class().name(vm);
        return Err(vm.type_error(format!("argument must be int or float, not {class}")));
    }
    match vm.index(value)?.to_i64() {
        Some(seconds) => Ok((seconds, 0)),
        None => Err(vm.overflow_error(OUT_OF_RANGE)),
    }
}
