//! `date`: a day.

use std::cell::Cell;

use pellucid_runtime::object::{Comparison, Slots};
use pellucid_runtime::prelude::*;

use super::arguments::{self, Parameters};
use super::date_time::{self, DateTime};
use super::fields::{Clock, Day, Span};
use super::ordering::answer;
use super::timedelta::TimeDelta;
use super::write;
use super::{date_methods, pickle};

/// The payload of `date`.
#[derive(Trace)]
#[payload(name = "datetime.date")]
pub struct Date {
    /// 0 until it is asked for.
    hash: Cell<i64>,
    day: Day,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "datetime",
    doc: "date(year, month, day) --> date object",
    flags: TypeFlags::BASE_TYPE,
    slots,
    methods: &[Date::CREATION_METHODS, Date::METHODS],
    getsets: &[Date::GETSETS],
    ..TypeSpec::new::<Date>("date")
};

impl Date {
    /// The payload for a day.
    pub fn new(day: Day) -> Date {
        Date { hash: Cell::new(0), day }
    }

    /// The day.
    pub fn day(&self) -> Day {
        self.day
    }

    /// The hash, which `compute` gives if it is not known.
    pub fn hash_once(&self, compute: impl FnOnce() -> PyResult<i64>) -> PyResult<i64> {
        if self.hash.get() == 0 {
            self.hash.set(compute()?);
        }
        Ok(self.hash.get())
    }

    /// A new `date`.
    pub fn make(vm: &mut Vm, day: Day) -> PyResult {
        let class = vm.native_type(&SPEC)?;
        Ok(vm.new_object(&class, Date::new(day)).into_object())
    }

    /// A new instance of `date` or a class derived from it, which makes it by its own constructor.
    pub fn of_class(vm: &mut Vm, class: &Typed<Type>, day: Day) -> PyResult {
        if class.is_native(&SPEC) {
            return Ok(vm.new_object(class, Date::new(day)).into_object());
        }
        if class.is_native(&date_time::SPEC) {
            return DateTime::of_class(vm, class, day, Clock::MIDNIGHT, None);
        }
        let numbers = [day.year(), day.month(), day.day()].map(|number| vm.new_int(number));
        vm.call(class.as_object(), Args::from_positional(&numbers))
    }

    /// The day of an object that is a `date` and no `datetime`.
    pub fn day_of(object: &Object) -> Option<Day> {
        object.downcast::<Date>().filter(|_| !object.holds::<DateTime>()).map(|date| date.day)
    }
}

fn slots(slots: &mut Slots) {
    slots.new = Some(new);
    slots.repr = Some(|vm, object| {
        let class = object.class().name(vm);
        let Some(day) = object.downcast::<Date>().map(|date| date.day) else {
            return Ok(vm.not_implemented());
        };
        let (year, month, day) = (day.year(), day.month(), day.day());
        Ok(vm.new_str(&format!("{class}({year}, {month}, {day})")).into_object())
    });
    slots.str = Some(str);
    slots.hash = Some(|vm, object| match object.downcast::<Date>() {
        Some(date) => date.hash_once(|| Ok(vm.hash_key.hash_bytes(&date.day.state()))),
        None => vm.unhashable(object),
    });
    slots.compare = Some(compare);
    slots.add = Some(|vm, left, right| {
        let (date, span) = match Date::day_of(left) {
            Some(day) => (Some((day, left)), TimeDelta::span_of(right)),
            None => (Date::day_of(right).map(|day| (day, right)), TimeDelta::span_of(left)),
        };
        match (date, span) {
            (Some((day, date)), Some(span)) => shifted(vm, date.class(), day, span.days()),
            _ => Ok(vm.not_implemented()),
        }
    });
    slots.subtract = Some(subtract);
}

fn shifted(vm: &mut Vm, class: &Typed<Type>, day: Day, days: i64) -> PyResult {
    let day = Day::from_sum(vm, day.ordinal() + days)?;
    Date::of_class(vm, class, day)
}

fn subtract(vm: &mut Vm, left: &Object, right: &Object) -> PyResult<Ref> {
    let Some(day) = Date::day_of(left) else { return Ok(vm.not_implemented()) };
    if let Some(other) = Date::day_of(right) {
        let span = Span::new(vm, day.ordinal() - other.ordinal(), 0, 0)?;
        return TimeDelta::make(vm, span).map(Ref::into_object);
    }
    match TimeDelta::span_of(right) {
        Some(span) => shifted(vm, left.class(), day, -span.days()),
        None => Ok(vm.not_implemented()),
    }
}

fn compare(vm: &mut Vm, left: &Object, right: &Object, comparison: Comparison) -> PyResult<Ref> {
    // A `datetime` has more than a day to compare.
    match (left.downcast::<Date>(), Date::day_of(right)) {
        (Some(left), Some(right)) => Ok(answer(vm, comparison, left.day.cmp(&right))),
        _ => Ok(vm.not_implemented()),
    }
}

fn str(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    if object.class().is_native(&SPEC)
        && let Some(date) = object.downcast::<Date>()
    {
        return Ok(Date::iso_format(vm, date).into_object());
    }
    let name = vm.intern("isoformat");
    vm.call_method(object, &name, &[])
}

static PARAMETERS: Parameters =
    Parameters { function: None, names: &["year", "month", "day"], required: 3, positional: 3 };

fn new(vm: &mut Vm, class: &Typed<Type>, args: Args<'_>) -> PyResult<Ref> {
    if let [state] = args.positional()
        && args.keywords_are_empty()
        && let Some(bytes) = pickle::state(vm, state, "date", 2, |month| (1..=12).contains(&month))?
        && let Some(day) = Day::from_state(bytes)
    {
        return Ok(vm.new_object(class, Date::new(day)).into_object());
    }
    let mut parts = [0; 3];
    PARAMETERS.bind(vm, args, |vm, index, value| {
        parts[index] = arguments::int(vm, value)?;
        Ok(())
    })?;
    let [year, month, day] = parts;
    let day = Day::new(vm, year, month, day)?;
    Ok(vm.new_object(class, Date::new(day)).into_object())
}

#[methods(owner = "date")]
impl Date {
    /// Return ctime() style string.
    #[method("ctime(self, /)")]
    fn ctime(_: &mut Vm, this: &Typed<Date>) -> String {
        write::unix_time(this.day, Clock::MIDNIGHT)
    }

    /// format -> strftime() style string.
    #[method("strftime(self, format)", hidden)]
    fn strftime(vm: &mut Vm, this: &Object, format: &Object) -> PyResult {
        date_methods::strftime(vm, this, format)
    }

    /// Formats self with strftime.
    #[method("__format__(self, *args, **kwargs)", hidden)]
    fn format(vm: &mut Vm, this: &Object, args: &[Ref], keywords: Keywords<'_>) -> PyResult {
        date_methods::format(vm, "date.__format__", this, args, keywords)
    }

    /// Return time tuple, compatible with time.localtime().
    #[method("timetuple(self, /)")]
    fn timetuple(vm: &mut Vm, this: &Typed<Date>) -> PyResult {
        date_methods::time_tuple(vm, this.day, Clock::MIDNIGHT, -1)
    }

    /// Return a named tuple containing ISO year, week number, and weekday.
    #[method("isocalendar(self, /)")]
    fn isocalendar(vm: &mut Vm, this: &Typed<Date>) -> PyResult {
        date_methods::iso_calendar(vm, this.day)
    }

    /// Return string in ISO 8601 format, YYYY-MM-DD.
    #[method("isoformat(self, /)")]
    fn iso_format(vm: &mut Vm, this: &Typed<Date>) -> Ref<Str> {
        let mut text = String::with_capacity(10);
        write::day(&mut text, this.day);
        vm.new_str(&text)
    }

    /// Return the day of the week represented by the date.
    /// Monday == 1 ... Sunday == 7
    #[method("isoweekday(self, /)")]
    fn isoweekday(_: &mut Vm, this: &Typed<Date>) -> i64 {
        this.day.weekday() + 1
    }

    /// Return proleptic Gregorian ordinal.  January 1 of year 1 is day 1.
    #[method("toordinal(self, /)")]
    fn toordinal(_: &mut Vm, this: &Typed<Date>) -> i64 {
        this.day.ordinal()
    }

    /// Return the day of the week represented by the date.
    /// Monday == 0 ... Sunday == 6
    #[method("weekday(self, /)")]
    fn weekday(_: &mut Vm, this: &Typed<Date>) -> i64 {
        this.day.weekday()
    }

    /// Return date with new specified fields.
    #[method("replace(self, /, year=unchanged, month=unchanged, day=unchanged)")]
    fn replace(
        vm: &mut Vm,
        this: &Typed<Date>,
        year: Option<i32>,
        month: Option<i32>,
        day: Option<i32>,
    ) -> PyResult {
        let own = this.day;
        let year = year.map_or(own.year(), i64::from);
        let month = month.map_or(own.month(), i64::from);
        let day = Day::new(vm, year, month, day.map_or(own.day(), i64::from))?;
        Date::of_class(vm, this.class(), day)
    }

    /// The same as replace().
    #[method("__replace__(self, /, **changes)")]
    fn replace_again(vm: &mut Vm, this: &Object, changes: Keywords<'_>) -> PyResult {
        date_methods::replace(vm, Date::METHODS, this, changes)
    }

    /// __reduce__() -> (cls, state)
    #[method("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, this: &Typed<Date>) -> PyResult {
        let state = vm.new_bytes(&this.day.state());
        (this.class(), (state,)).into_result(vm)
    }

    #[getter("year")]
    fn year(_: &mut Vm, this: &Typed<Date>) -> i64 {
        this.day.year()
    }

    #[getter("month")]
    fn month(_: &mut Vm, this: &Typed<Date>) -> i64 {
        this.day.month()
    }

    #[getter("day")]
    fn day_of_month(_: &mut Vm, this: &Typed<Date>) -> i64 {
        this.day.day()
    }
}
