//! `time`: a time of day.

use std::cell::Cell;

use pellucid_runtime::object::{Comparison, Slots};
use pellucid_runtime::prelude::*;

use super::arguments::{self, Parameters};
use super::fields::{Clock, Span};
use super::ordering::{answer, is_equality};
use super::pickle;
use super::tzinfo::utc_offset;
use super::write::{self, Precision};

/// The payload of `time`.
#[derive(Trace)]
#[payload(name = "datetime.time")]
pub struct Time {
    /// 0 until it is asked for.
    hash: Cell<i64>,
    clock: Clock,
    tzinfo: Option<Ref>,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "datetime",
    doc: "time([hour[, minute[, second[, microsecond[, tzinfo]]]]]) --> a time object\n\nAll arguments are optional. tzinfo may be None, or an instance of\na tzinfo subclass. The remaining arguments may be ints.\n",
    flags: TypeFlags::BASE_TYPE,
    slots,
    methods: &[Time::MAIN_METHODS],
    getsets: &[Time::MAIN_GETSETS],
    ..TypeSpec::new::<Time>("time")
};

impl Time {
    /// The time of day.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// The zone.
    pub fn zone(&self) -> Option<Ref> {
        self.tzinfo.clone()
    }

    /// A new instance of `time` or a class derived from it, not by its constructor.
    pub fn plain(vm: &Vm, class: &Typed<Type>, clock: Clock, zone: Option<Ref>) -> Ref {
        let payload = Time { hash: Cell::new(0), clock, tzinfo: zone };
        vm.new_object(class, payload).into_object()
    }

    /// A new `time`.
    pub fn make(vm: &mut Vm, clock: Clock, zone: Option<Ref>) -> PyResult {
        let class = vm.native_type(&SPEC)?;
        Ok(Time::plain(vm, &class, clock, zone))
    }

    /// A new instance of `time` or a class derived from it, which makes it by its own constructor.
    pub fn of_class(vm: &mut Vm, class: &Typed<Type>, clock: Clock, zone: Option<Ref>) -> PyResult {
        if class.is_native(&SPEC) {
            return Ok(Time::plain(vm, class, clock, zone));
        }
        arguments::construct(vm, class, &clock.parts(), zone, clock.fold())
    }

    fn offset(vm: &mut Vm, this: &Typed<Time>) -> PyResult<Option<Span>> {
        let none = vm.none();
        let offset = utc_offset(vm, this.tzinfo.as_deref(), &none)?;
        Ok(offset.map(|offset| offset.span()))
    }

    /// ISO 8601, with the zone's offset.
    pub fn written(vm: &mut Vm, this: &Typed<Time>, precision: Precision) -> PyResult<String> {
        let mut text = String::with_capacity(32);
        write::clock(&mut text, this.clock(), precision);
        if let Some(offset) = Time::offset(vm, this)? {
            write::offset(&mut text, offset, ":");
        }
        Ok(text)
    }
}

fn slots(slots: &mut Slots) {
    slots.new = Some(new);
    slots.repr = Some(repr);
    slots.str = Some(|vm, object| {
        let name = vm.intern("isoformat");
        vm.call_method(object, &name, &[])
    });
    slots.hash = Some(hash);
    slots.compare = Some(compare);
}

static PARAMETERS: Parameters = Parameters {
    function: None,
    names: &["hour", "minute", "second", "microsecond", "tzinfo", "fold"],
    required: 0,
    positional: 5,
};

fn new(vm: &mut Vm, class: &Typed<Type>, args: Args<'_>) -> PyResult<Ref> {
    if let [state, rest @ ..] = args.positional()
        && rest.len() <= 1
        && args.keywords_are_empty()
        && let Some(bytes) = pickle::state(vm, state, "time", 0, |hour| hour & 0x7F < 24)?
        && let Some(clock) = Clock::from_state(bytes)
    {
        let zone = pickle::zone(vm, rest.first())?;
        return Ok(Time::plain(vm, class, clock, zone));
    }
    let (mut parts, mut fold, mut zone) = ([0; 4], 0, None);
    PARAMETERS.bind(vm, args, |vm, index, value| {
        match index {
            4 => zone = Some(value),
            5 => fold = arguments::int(vm, value)?,
            _ => parts[index] = arguments::int(vm, value)?,
        }
        Ok(())
    })?;
    let clock = Clock::new(vm, parts, fold)?;
    let zone = arguments::zone_or(vm, zone, None)?;
    Ok(Time::plain(vm, class, clock, zone))
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let Some(this) = object.downcast::<Time>() else { return Ok(vm.not_implemented()) };
    let clock = this.clock();
    let mut parts = clock.parts().to_vec();
    while parts.len() > 2 && parts.last() == Some(&0) {
        parts.pop();
    }
    let text = write::call(&object.class().name(vm), &parts);
    let end = if clock.fold() { ", fold=1)" } else { ")" };
    let Some(zone) = &this.tzinfo else {
        return Ok(vm.new_str(&(text + end)).into_object());
    };
    let zone = vm.repr(zone)?;
    vm.join_pieces(&(text + ", tzinfo="), &[zone], "", end)
}

fn hash(vm: &mut Vm, object: &Object) -> PyResult<i64> {
    let Some(this) = object.downcast::<Time>() else { return vm.unhashable(object) };
    if this.hash.get() == 0 {
        let hash = match Time::offset(vm, this)? {
            None => vm.hash_key.hash_bytes(&this.clock().state()),
            Some(offset) => {
                let clock = this.clock();
                let here = Span::new(vm, 0, clock.seconds(), clock.microsecond())?;
                here.minus(vm, offset)?.hash()
            }
        };
        this.hash.set(hash);
    }
    Ok(this.hash.get())
}

fn compare(vm: &mut Vm, left: &Object, right: &Object, comparison: Comparison) -> PyResult<Ref> {
    let (Some(left), Some(right)) = (left.downcast::<Time>(), right.downcast::<Time>()) else {
        return Ok(vm.not_implemented());
    };
    let (one, other) = (left.clock(), right.clock());
    let by_clock = one.order().cmp(&other.order());
    let same_zone = match (&left.tzinfo, &right.tzinfo) {
        (None, None) => true,
        (Some(one), Some(other)) => one.is(&**other),
        _ => false,
    };
    if same_zone {
        return Ok(answer(vm, comparison, by_clock));
    }
    match (Time::offset(vm, left)?, Time::offset(vm, right)?) {
        (one, other) if one == other => Ok(answer(vm, comparison, by_clock)),
        (Some(ahead), Some(other_ahead)) => {
            let one = (one.seconds() - ahead.seconds_in_all(), one.microsecond());
            let other = (other.seconds() - other_ahead.seconds_in_all(), other.microsecond());
            Ok(answer(vm, comparison, one.cmp(&other)))
        }
        _ if is_equality(comparison) => Ok(vm.new_bool(comparison == Comparison::NotEqual)),
        _ => Err(vm.type_error("can't compare offset-naive and offset-aware times")),
    }
}
