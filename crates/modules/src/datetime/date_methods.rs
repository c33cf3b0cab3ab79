//! What the methods of `date`, `time` and `datetime` have in common.

use pellucid_runtime::object::{MethodDef, OwnedArgs};
use pellucid_runtime::prelude::*;

use super::arguments::{exactly, text};
use super::fields::{Clock, Day};
use super::iso_calendar_date::IsoCalendarDate;
use super::{calendar, strftime};

/// `time.struct_time` of a day and a time of day.
pub fn time_tuple(vm: &mut Vm, day: Day, clock: Clock, summer: i64) -> PyResult {
    let class = vm.import_attribute("time", "struct_time")?;
    let numbers = [
        day.year(),
        day.month(),
        day.day(),
        clock.hour(),
        clock.minute(),
        clock.second(),
        day.weekday(),
        day.day_of_year(),
        summer,
    ];
    let items = numbers.map(|number| vm.new_int(number)).to_vec();
    let items = vm.new_tuple(items);
    vm.call_positional(&class, &[items.as_object()])
}

/// Year, week and weekday of the ISO calendar.
pub fn iso_calendar(vm: &mut Vm, day: Day) -> PyResult {
    let (year, week, weekday) = calendar::iso_week(day.year(), day.ordinal());
    IsoCalendarDate::make(vm, [year, week, weekday])
}

/// `strftime` of a `date` or `datetime`: what `timetuple` of the object gives is written.
pub fn strftime(vm: &mut Vm, object: &Object, format: &Object) -> PyResult {
    let format = text(vm, "strftime", 1, format)?;
    let name = vm.intern("timetuple");
    let tuple = vm.call_method(object, &name, &[])?;
    strftime::written(vm, object, format, &tuple, object)
}

/// `__format__`: an empty format is `str`, any other one is for the object's own `strftime`.
pub fn format(
    vm: &mut Vm,
    method: &str,
    object: &Object,
    args: &[Ref],
    keywords: Keywords<'_>,
) -> PyResult {
    let [format] = exactly(vm, method, args, keywords)?;
    if text(vm, "__format__", 1, format)?.is_empty() {
        return vm.str(object).map(Ref::into_object);
    }
    let name = vm.intern("strftime");
    vm.call_method(object, &name, &[format])
}

/// `__replace__`: `replace` of the type itself, among whose methods it is.
pub fn replace(
    vm: &mut Vm,
    methods: &'static [MethodDef],
    object: &Object,
    changes: Keywords<'_>,
) -> PyResult {
    let row = methods.iter().find(|row| row.name == "replace");
    let row = row.expect("a type with __replace__ has the method replace");
    let mut args = OwnedArgs::with_first(object, Args::EMPTY);
    for (name, value) in changes.iter() {
        // The names of arguments differ.
        let _ = args.push_keyword(name.to_ref(), value.to_ref());
    }
    (row.call)(vm, args.as_args())
}

/// `strptime`: what this function of `_strptime` makes of a text and a format.
pub fn parsed_by_format(
    vm: &mut Vm,
    function: &str,
    class: &Typed<Type>,
    args: &[Ref],
    keywords: Keywords<'_>,
) -> PyResult {
    let [string, format] = exactly(vm, "strptime", args, keywords)?;
    text(vm, "strptime", 1, string)?;
    text(vm, "strptime", 2, format)?;
    let function = vm.import_attribute("_strptime", function)?;
    vm.call_positional(&function, &[class.as_object(), string, format])
}
