//! `timedelta`: a duration.

use pellucid_runtime::object::{Comparison, Slots};
use pellucid_runtime::prelude::*;

use super::arguments::Parameters;
use super::fields::{SECOND, Span};
use super::ordering::answer;
use super::timedelta_operators;

/// The payload of `timedelta`.
#[derive(Trace)]
#[payload(name = "datetime.timedelta")]
pub struct TimeDelta {
    span: Span,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "datetime",
    doc: "Difference between two datetime values.\n\ntimedelta(days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0)\n\nAll arguments are optional and default to 0.\nArguments may be integers or floats, and may be positive or negative.",
    flags: TypeFlags::BASE_TYPE,
    slots,
    methods: &[TimeDelta::METHODS],
    getsets: &[TimeDelta::GETSETS],
    ..TypeSpec::new::<TimeDelta>("timedelta")
};

impl TimeDelta {
    /// The duration.
    pub fn span(&self) -> Span {
        self.span
    }

    /// A new `timedelta`.
    pub fn make(vm: &mut Vm, span: Span) -> PyResult<Ref<TimeDelta>> {
        let class = vm.native_type(&SPEC)?;
        Ok(TimeDelta::of_class(vm, &class, span))
    }

    /// A new `timedelta`, beside an operand that mostly is one.
    pub fn beside(vm: &mut Vm, operand: &Object, span: Span) -> PyResult {
        match operand.class().is_native(&SPEC) {
            true => Ok(TimeDelta::of_class(vm, operand.class(), span).into_object()),
            false => TimeDelta::make(vm, span).map(Ref::into_object),
        }
    }

    /// A new instance of `timedelta` or a class derived from it.
    pub fn of_class(vm: &Vm, class: &Typed<Type>, span: Span) -> Ref<TimeDelta> {
        vm.new_object(class, TimeDelta { span })
    }

    /// The duration of an object that is a `timedelta`.
    pub fn span_of(object: &Object) -> Option<Span> {
        object.downcast::<TimeDelta>().map(|delta| delta.span)
    }
}

fn slots(slots: &mut Slots) {
    slots.new = Some(new);
    slots.repr = Some(repr);
    slots.str = Some(str);
    slots.hash = Some(|_, object| Ok(TimeDelta::span_of(object).map_or(0, Span::hash)));
    slots.compare = Some(compare);
    slots.bool = Some(|_, object| Ok(TimeDelta::span_of(object) != Some(Span::ZERO)));
    timedelta_operators::fill(slots);
}

static PARAMETERS: Parameters = Parameters {
    function: Some("__new__"),
    names: &["days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks"],
    required: 0,
    positional: 7,
};

/// The parameters in the order in which they are added up, each with its length in microseconds.
const UNITS: [(usize, i64); 7] = [
    (2, 1),
    (3, 1000),
    (1, SECOND),
    (4, 60 * SECOND),
    (5, 3600 * SECOND),
    (0, 86_400 * SECOND),
    (6, 7 * 86_400 * SECOND),
];

fn new(vm: &mut Vm, class: &Typed<Type>, args: Args<'_>) -> PyResult<Ref> {
    let mut values = [None; 7];
    PARAMETERS.bind(vm, args, |_, index, value| {
        values[index] = Some(value);
        Ok(())
    })?;
    let mut total = Total { small: 0, large: None, rest: 0.0 };
    for (index, unit) in UNITS {
        if let Some(value) = values[index] {
            total.add(vm, PARAMETERS.names[index], value, unit)?;
        }
    }
    let span = total.finish(vm)?;
    Ok(vm.new_object(class, TimeDelta { span }).into_object())
}

/// A sum of microseconds.
struct Total {
    /// What came as integers of one machine word: there are too few of them to overflow this.
    small: i128,
    /// What came as longer ones.
    large: Option<Ref<Int>>,
    /// Parts of microseconds, from floats.
    rest: f64,
}

impl Total {
    fn add(&mut self, vm: &mut Vm, name: &str, value: &Object, unit: i64) -> PyResult<()> {
        if let Some(int) = value.downcast::<Int>() {
            return self.add_int(vm, int, unit);
        }
        let Some(float) = value.downcast::<Float>() else {
            let class = value.class().name(vm);
            return Err(
                vm.type_error(format!("unsupported type for timedelta {name} component: {class}"))
            );
        };
        let number = float.to_f64();
        self.add_whole(vm, number.trunc(), unit)?;
        let scaled = unit as f64 * number.fract();
        self.add_whole(vm, scaled.trunc(), 1)?;
        self.rest += scaled.fract();
        Ok(())
    }

    fn add_int(&mut self, vm: &mut Vm, int: &Int, unit: i64) -> PyResult<()> {
        if let Some(small) = int.to_i64() {
            self.small += i128::from(small) * i128::from(unit);
            return Ok(());
        }
        let unit = Int::from_i64(vm, unit);
        let product = Int::multiply(vm, int, &unit)?;
        let product = vm.index(&product)?;
        self.large = Some(match &self.large {
            None => product,
            Some(large) => {
                let sum = Int::add(vm, large, &product)?;
                vm.index(&sum)?
            }
        });
        Ok(())
    }

    /// Adds a float without a fraction.
    fn add_whole(&mut self, vm: &mut Vm, number: f64, unit: i64) -> PyResult<()> {
        if number.abs() < i64::MAX as f64 {
            self.small += i128::from(number as i64) * i128::from(unit);
            return Ok(());
        }
        let int = Float::to_int(vm, number)?;
        let int = vm.index(&int)?;
        self.add_int(vm, &int, unit)
    }

    /// The sum, its fraction rounded to the nearest microsecond; of two as near, to the even one.
    fn finish(self, vm: &mut Vm) -> PyResult<Span> {
        let mut whole = self.small;
        if let Some(large) = self.large {
            let small = self.small.into_result(vm)?;
            let small = vm.index(&small)?;
            let sum = Int::add(vm, &large, &small)?;
            let sum = vm.index(&sum)?;
            whole = sum.to_i128().ok_or_else(|| Span::too_long(vm))?;
        }
        let mut rest = self.rest.round();
        if (rest - self.rest).abs() == 0.5 {
            let odd = (whole & 1) as f64;
            rest = 2.0 * ((self.rest + odd) * 0.5).round() - odd;
        }
        Span::from_microseconds(vm, whole.saturating_add(rest as i128))
    }
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let span = TimeDelta::span_of(object).unwrap_or(Span::ZERO);
    let class = object.class().name(vm);
    let parts =
        [("days", span.days()), ("seconds", span.seconds()), ("microseconds", span.microseconds())];
    let shown = parts.iter().filter(|(_, value)| *value != 0);
    let shown: Vec<String> = shown.map(|(name, value)| format!("{name}={value}")).collect();
    let shown = if shown.is_empty() { "0".to_owned() } else { shown.join(", ") };
    Ok(vm.new_str(&format!("{class}({shown})")).into_object())
}

fn str(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let span = TimeDelta::span_of(object).unwrap_or(Span::ZERO);
    let mut text = match span.days() {
        0 => String::new(),
        days @ (1 | -1) => format!("{days} day, "),
        days => format!("{days} days, "),
    };
    let seconds = span.seconds();
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    text.push_str(&format!("{hours}:{minutes:02}:{:02}", seconds % 60));
    if span.microseconds() != 0 {
        text.push_str(&format!(".{:06}", span.microseconds()));
    }
    Ok(vm.new_str(&text).into_object())
}

fn compare(vm: &mut Vm, left: &Object, right: &Object, comparison: Comparison) -> PyResult<Ref> {
    match (TimeDelta::span_of(left), TimeDelta::span_of(right)) {
        (Some(left), Some(right)) => Ok(answer(vm, comparison, left.cmp(&right))),
        _ => Ok(vm.not_implemented()),
    }
}

#[methods(owner = "timedelta")]
impl TimeDelta {
    /// Total seconds in the duration.
    #[method("total_seconds(self, /)")]
    fn total_seconds(vm: &mut Vm, this: &Typed<TimeDelta>) -> PyResult {
        let microseconds = this.span.microseconds_in_all();
        timedelta_operators::ratio(vm, microseconds, i128::from(SECOND))
    }

    /// __reduce__() -> (cls, state)
    #[method("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, this: &Typed<TimeDelta>) -> PyResult {
        let span = this.span;
        let state = (span.days(), span.seconds(), span.microseconds());
        (this.class(), state).into_result(vm)
    }

    /// Number of days.
    #[member("days")]
    fn days(_: &mut Vm, this: &Typed<TimeDelta>) -> i64 {
        this.span.days()
    }

    /// Number of seconds (>= 0 and less than 1 day).
    #[member("seconds")]
    fn seconds(_: &mut Vm, this: &Typed<TimeDelta>) -> i64 {
        this.span.seconds()
    }

    /// Number of microseconds (>= 0 and less than 1 second).
    #[member("microseconds")]
    fn microseconds(_: &mut Vm, this: &Typed<TimeDelta>) -> i64 {
        this.span.microseconds()
    }
}
