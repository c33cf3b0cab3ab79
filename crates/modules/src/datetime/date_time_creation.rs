//! The class methods that make a `datetime`.

use pellucid_runtime::prelude::*;

use crate::time::nanoseconds_now;

use super::arguments::{self, exactly, mismatch};
use super::calendar;
use super::date::Date;
use super::date_methods::parsed_by_format;
use super::date_time::DateTime;
use super::fields::{Clock, Day};
use super::time::Time;
use super::timezone::Timezone;
use super::{local, parse};

/// The `datetime` of a moment: by the zone's clocks, or those of the local zone.
fn at(vm: &mut Vm, class: &Typed<Type>, moment: (i64, i64), zone: Option<Ref>) -> PyResult {
    let (seconds, microsecond) = moment;
    let (day, clock) = local::fields_at(vm, seconds, microsecond, zone.is_none())?;
    let made = DateTime::of_class(vm, class, day, clock, zone.clone())?;
    match zone {
        None => Ok(made),
        Some(zone) => Timezone::from_utc(vm, &zone, &made),
    }
}

fn universal(vm: &mut Vm, class: &Typed<Type>, moment: (i64, i64)) -> PyResult {
    let (day, clock) = local::fields_at(vm, moment.0, moment.1, false)?;
    DateTime::of_class(vm, class, day, clock, None)
}

/// Seconds and microseconds since 1970.
fn now(vm: &mut Vm) -> PyResult<(i64, i64)> {
    let microseconds = nanoseconds_now(vm)?.div_euclid(1000);
    let seconds = microseconds.div_euclid(1_000_000);
    Ok((seconds as i64, microseconds.rem_euclid(1_000_000) as i64))
}

fn warn_of_universal(vm: &mut Vm, method: &str, instead: &str) -> PyResult<()> {
    let category = vm.types.deprecation_warning.clone();
    let message = format!(
        "datetime.datetime.{method}() is deprecated and scheduled for removal in a future version. Use timezone-aware objects to represent datetimes in UTC: datetime.datetime.{instead}."
    );
    vm.warn(&category, &message, 1)
}

#[methods(CREATION, owner = "datetime")]
impl DateTime {
    /// Returns new datetime object representing current time local to tz.
    ///
    ///   tz
    ///     Timezone object.
    ///
    /// If no tz is specified, uses local timezone.
    #[class_method("now(type, tz=None)")]
    fn now(vm: &mut Vm, class: &Typed<Type>, tz: Option<&Object>) -> PyResult {
        let zone = arguments::zone_or(vm, tz, None)?;
        let now = now(vm)?;
        at(vm, class, now, zone)
    }

    /// Return a new datetime representing UTC day and time.
    #[class_method("utcnow(type, /)")]
    fn utcnow(vm: &mut Vm, class: &Typed<Type>) -> PyResult {
        warn_of_universal(vm, "utcnow", "now(datetime.UTC)")?;
        let now = now(vm)?;
        universal(vm, class, now)
    }

    /// timestamp[, tz] -> tz's local time from POSIX timestamp.
    #[class_method("fromtimestamp(type, timestamp, tz=None)", hidden)]
    fn fromtimestamp(
        vm: &mut Vm,
        class: &Typed<Type>,
        timestamp: &Object,
        tz: Option<&Object>,
    ) -> PyResult {
        let zone = arguments::zone_or(vm, tz, None)?;
        let moment = local::timestamp(vm, timestamp)?;
        at(vm, class, moment, zone)
    }

    /// Construct a naive UTC datetime from a POSIX timestamp.
    #[class_method("utcfromtimestamp(type, *args, **kwargs)", hidden)]
    fn utcfromtimestamp(
        vm: &mut Vm,
        class: &Typed<Type>,
        args: &[Ref],
        keywords: Keywords<'_>,
    ) -> PyResult {
        warn_of_universal(vm, "utcfromtimestamp", "fromtimestamp(timestamp, datetime.UTC)")?;
        let [timestamp] = exactly(vm, "utcfromtimestamp", args, keywords)?;
        let moment = local::timestamp(vm, timestamp)?;
        universal(vm, class, moment)
    }

    /// string, format -> new datetime parsed from a string (like time.strptime()).
    #[class_method("strptime(type, *args, **kwargs)", hidden)]
    fn strptime(
        vm: &mut Vm,
        class: &Typed<Type>,
        args: &[Ref],
        keywords: Keywords<'_>,
    ) -> PyResult {
        parsed_by_format(vm, "_strptime_datetime_datetime", class, args, keywords)
    }

    /// date, time -> datetime with same date and time fields
    #[class_method("combine(type, date, time, tzinfo=<unrepresentable>)", hidden)]
    fn combine(
        vm: &mut Vm,
        class: &Typed<Type>,
        date: &Object,
        time: &Object,
        tzinfo: Option<&Object>,
    ) -> PyResult {
        let Some(date) = date.downcast::<Date>() else {
            return Err(mismatch(vm, "combine", 1, "datetime.date", date));
        };
        let Some(time) = time.downcast::<Time>() else {
            return Err(mismatch(vm, "combine", 2, "datetime.time", time));
        };
        let zone = arguments::zone_or(vm, tzinfo, time.zone())?;
        DateTime::of_class(vm, class, date.day(), time.clock(), zone)
    }

    /// string -> datetime from a string in most ISO 8601 formats
    #[class_method("fromisoformat(type, object, /)")]
    fn fromisoformat(vm: &mut Vm, class: &Typed<Type>, object: &Object) -> PyResult {
        let Some(text) = object.downcast::<Str>() else {
            return Err(vm.type_error("fromisoformat: argument must be str"));
        };
        let bytes = parse::bytes_of(vm, text)?;
        let Some(((year, month, day), time)) = parse::date_and_time(&bytes) else {
            return Err(parse::invalid(vm, text));
        };
        let zone = parse::zone(vm, time.offset)?;
        let mut parts = time.clock;
        let mut date = (year, month, day);
        let exists = (1..=12).contains(&month) && day <= calendar::days_in_month(year, month);
        if exists && parse::is_end_of_day(vm, parts)? {
            parts = [0; 4];
            date = calendar::date_of_ordinal(calendar::ordinal(year, month, day) + 1);
        }
        let day = Day::new(vm, date.0, date.1, date.2)?;
        let clock = Clock::new(vm, parts, 0)?;
        DateTime::of_class(vm, class, day, clock, zone)
    }
}
