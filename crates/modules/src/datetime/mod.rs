//! `_datetime`: dates, times, durations and zones.

mod arguments;
mod calendar;
mod date;
mod date_creation;
mod date_methods;
mod date_time;
mod date_time_creation;
mod date_time_methods;
mod date_time_operators;
mod fields;
mod iso_calendar_date;
mod local;
mod ordering;
mod parse;
mod pickle;
mod strftime;
mod time;
mod time_methods;
mod timedelta;
mod timedelta_operators;
mod timezone;
mod tzinfo;
mod write;

use pellucid_runtime::builtins::Module;
use pellucid_runtime::object::ModuleSpec;
use pellucid_runtime::prelude::*;

use crate::capsule::Capsule;

use self::date::Date;
use self::date_time::DateTime;
use self::fields::{Clock, Day, Span};
use self::time::Time;
use self::timedelta::TimeDelta;
use self::timezone::Timezone;

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    doc: "Fast implementation of the datetime module.",
    types: &[
        &date::SPEC,
        &date_time::SPEC,
        &time::SPEC,
        &timedelta::SPEC,
        &tzinfo::SPEC,
        &timezone::SPEC,
    ],
    initialise: Some(initialise),
    ..ModuleSpec::new("_datetime")
};

/// Adds an attribute to a type.
fn set(vm: &mut Vm, spec: &'static TypeSpec, name: &str, value: Ref) -> PyResult<()> {
    let class = vm.native_type(spec)?;
    let name = vm.intern(name);
    class.namespace().set_str(vm, &name, value);
    Ok(())
}

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    let utc = Timezone::utc(vm)?;
    let class = vm.native_type(&date::SPEC)?;
    let min = vm.intern("min");
    // A second module has the types of the first.
    if class.namespace().get_str(vm, &min).is_none() {
        set_constants(vm)?;
        set(vm, &timezone::SPEC, "utc", utc.clone())?;
    }
    let years = [("MINYEAR", *calendar::YEARS.start()), ("MAXYEAR", *calendar::YEARS.end())];
    for (name, year) in years {
        let year = vm.new_int(year);
        vm.set_in_module(module, name, year)?;
    }
    vm.set_in_module(module, "UTC", utc)?;
    let capsule = Capsule::make(vm, "datetime.datetime_CAPI")?;
    vm.set_in_module(module, "datetime_CAPI", capsule)
}

fn set_constants(vm: &mut Vm) -> PyResult<()> {
    let spans = [
        (&timedelta::SPEC, "resolution", Span::RESOLUTION),
        (&timedelta::SPEC, "min", Span::MIN),
        (&timedelta::SPEC, "max", Span::MAX),
        (&date::SPEC, "resolution", Span::DAY),
        (&time::SPEC, "resolution", Span::RESOLUTION),
        (&date_time::SPEC, "resolution", Span::RESOLUTION),
    ];
    for (spec, name, span) in spans {
        let delta = TimeDelta::make(vm, span)?;
        set(vm, spec, name, delta.into_object())?;
    }
    let (time_class, class) = (vm.native_type(&time::SPEC)?, vm.native_type(&date_time::SPEC)?);
    let ends = [("min", Day::MIN, Clock::MIDNIGHT), ("max", Day::MAX, Clock::MAX)];
    for (name, day, clock) in ends {
        let date = Date::make(vm, day)?;
        set(vm, &date::SPEC, name, date)?;
        let time = Time::plain(vm, &time_class, clock, None);
        set(vm, &time::SPEC, name, time)?;
        let datetime = DateTime::plain(vm, &class, day, clock, None);
        set(vm, &date_time::SPEC, name, datetime.into_object())?;
    }
    let almost_day = 86_400 - 60;
    for (name, seconds) in [("min", -almost_day), ("max", almost_day)] {
        let offset = TimeDelta::make(vm, Span::of_seconds(seconds))?;
        let zone = Timezone::make(vm, offset, None)?;
        set(vm, &timezone::SPEC, name, zone)?;
    }
    Ok(())
}
