//! The class methods that make a `date`.

use pellucid_runtime::prelude::*;

use crate::time::{fields, moment, seconds_now, zone};

use super::arguments::{self, exactly};
use super::calendar::{self, WeekError};
use super::date::{self, Date};
use super::date_methods::parsed_by_format;
use super::fields::Day;
use super::parse;

fn local_day(vm: &mut Vm, moment: i64) -> PyResult<Day> {
    let offset = zone::type_at(&zone::local(), moment).ut_offset();
    match fields::Fields::at(moment, i64::from(offset)) {
        Some(fields) => Day::new(vm, fields.year, fields.month + 1, fields.day),
        None => Err(vm.os_error(nix::errno::Errno::EOVERFLOW, None)),
    }
}

/// A part of a date of the ISO calendar.
fn part(vm: &mut Vm, value: &Object) -> PyResult<i64> {
    let number = vm.index(value)?.to_i64().filter(|number| i32::try_from(*number).is_ok());
    number.ok_or_else(|| vm.value_error("ISO calendar component out of range"))
}

#[methods(CREATION, owner = "date")]
impl Date {
    /// Create a date from a POSIX timestamp.
    ///
    /// The timestamp is a number, e.g. created via time.time(), that is
    /// interpreted as local time.
    #[class_method("fromtimestamp(type, timestamp, /)")]
    fn fromtimestamp(vm: &mut Vm, class: &Typed<Type>, timestamp: &Object) -> PyResult {
        let moment = moment(vm, Some(timestamp))?;
        let day = local_day(vm, moment)?;
        Date::of_class(vm, class, day)
    }

    /// int -> date corresponding to a proleptic Gregorian ordinal.
    #[class_method("fromordinal(type, *args, **kwargs)", hidden)]
    fn fromordinal(
        vm: &mut Vm,
        class: &Typed<Type>,
        args: &[Ref],
        keywords: Keywords<'_>,
    ) -> PyResult {
        let [ordinal] = exactly(vm, "fromordinal", args, keywords)?;
        let ordinal = arguments::int(vm, ordinal)?;
        if ordinal < 1 {
            return Err(vm.value_error("ordinal must be >= 1"));
        }
        let day = Day::from_ordinal(vm, ordinal)?;
        Date::of_class(vm, class, day)
    }

    /// str -> Construct a date from a string in ISO 8601 format.
    #[class_method("fromisoformat(type, object, /)")]
    fn fromisoformat(vm: &mut Vm, class: &Typed<Type>, object: &Object) -> PyResult {
        let Some(text) = object.downcast::<Str>() else {
            return Err(vm.type_error("fromisoformat: argument must be str"));
        };
        let bytes = parse::bytes_of(vm, text)?;
        let Some((year, month, day)) = parse::date(&bytes) else {
            return Err(parse::invalid(vm, text));
        };
        let day = Day::new(vm, year, month, day)?;
        Date::of_class(vm, class, day)
    }

    /// int, int, int -> Construct a date from the ISO year, week number and weekday.
    ///
    /// This is the inverse of the date.isocalendar() function
    #[class_method("fromisocalendar(type, year, week, day)", hidden)]
    fn fromisocalendar(
        vm: &mut Vm,
        class: &Typed<Type>,
        year: &Object,
        week: &Object,
        day: &Object,
    ) -> PyResult {
        let (year, week, day) = (part(vm, year)?, part(vm, week)?, part(vm, day)?);
        let ordinal = calendar::ordinal_of_week(year, week, day).map_err(|error| {
            vm.value_error(match error {
                WeekError::Year => format!("year must be in 1..9999, not {year}"),
                WeekError::Week => format!("Invalid week: {week}"),
                WeekError::Weekday => format!("Invalid weekday: {day} (range is [1, 7])"),
            })
        })?;
        let day = Day::from_ordinal(vm, ordinal)?;
        Date::of_class(vm, class, day)
    }

    /// string, format -> new date parsed from a string (like time.strptime()).
    #[class_method("strptime(type, *args, **kwargs)", hidden)]
    fn strptime(
        vm: &mut Vm,
        class: &Typed<Type>,
        args: &[Ref],
        keywords: Keywords<'_>,
    ) -> PyResult {
        parsed_by_format(vm, "_strptime_datetime_date", class, args, keywords)
    }

    /// Current date or datetime:  same as self.__class__.fromtimestamp(time.time()).
    #[class_method("today(type, /)")]
    fn today(vm: &mut Vm, class: &Typed<Type>) -> PyResult {
        if class.is_native(&date::SPEC) {
            let day = local_day(vm, seconds_now())?;
            return Date::of_class(vm, class, day);
        }
        let time = vm.import_attribute("time", "time")?;
        let now = vm.call_positional(&time, &[])?;
        let name = vm.intern("fromtimestamp");
        vm.call_method(class.as_object(), &name, &[&now])
    }
}
