//! `datetime`: a day and a time of day, with or without a zone.

use pellucid_runtime::object::Slots;
use pellucid_runtime::prelude::*;

use super::arguments::{self, Parameters};
use super::date::{self, Date};
use super::date_time_operators as operators;
use super::fields::{Clock, Day, SECOND, Span};
use super::pickle;
use super::timedelta::TimeDelta;
use super::tzinfo::utc_offset;
use super::write::{self, Precision};

/// The payload of `datetime`.
#[derive(Trace)]
#[repr(C)]
#[payload(extends = Date, name = "datetime.datetime")]
pub struct DateTime {
    date: Date,
    clock: Clock,
    tzinfo: Slot,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "datetime",
    base: Some(&date::SPEC),
    doc: "datetime(year, month, day[, hour[, minute[, second[, microsecond[,tzinfo]]]]])\n\nThe year, month and day arguments are required. tzinfo may be None, or an\ninstance of a tzinfo subclass. The remaining arguments may be ints.\n",
    flags: TypeFlags::BASE_TYPE,
    slots,
    methods: &[DateTime::CREATION_METHODS, DateTime::MAIN_METHODS],
    getsets: &[DateTime::MAIN_GETSETS],
    ..TypeSpec::new::<DateTime>("datetime")
};

impl DateTime {
    /// The day.
    pub fn day(&self) -> Day {
        self.date.day()
    }

    /// The time of day.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// The zone.
    pub fn zone(&self) -> Option<Ref> {
        self.tzinfo.get()
    }

    /// Gives it another zone, before anybody can know.
    pub fn set_zone(&self, vm: &mut Vm, zone: Ref) {
        self.tzinfo.set(vm, Some(zone));
    }

    /// The part that every `date` has.
    pub fn date(&self) -> &Date {
        &self.date
    }

    /// A new instance of `datetime` or a class derived from it, not by its constructor.
    pub fn plain(
        vm: &Vm,
        class: &Typed<Type>,
        day: Day,
        clock: Clock,
        zone: Option<Ref>,
    ) -> Ref<DateTime> {
        let (date, tzinfo) = (Date::new(day), Slot::new(zone));
        vm.new_object(class, DateTime { date, clock, tzinfo })
    }

    /// A new instance of `datetime` or a class derived from it, which makes it by its own constructor.
    pub fn of_class(
        vm: &mut Vm,
        class: &Typed<Type>,
        day: Day,
        clock: Clock,
        zone: Option<Ref>,
    ) -> PyResult {
        if class.is_native(&SPEC) {
            return Ok(DateTime::plain(vm, class, day, clock, zone).into_object());
        }
        let [hour, minute, second, microsecond] = clock.parts();
        let numbers = [day.year(), day.month(), day.day(), hour, minute, second, microsecond];
        arguments::construct(vm, class, &numbers, zone, clock.fold())
    }

    /// `this + span`, of the same class and zone.
    pub fn shifted(vm: &mut Vm, this: &Typed<DateTime>, span: Span) -> PyResult {
        let (day, clock) = DateTime::sum(vm, this, span, 1)?;
        DateTime::of_class(vm, this.class(), day, clock, this.zone())
    }

    /// The day and the time of day that lie so far from these, or an OverflowError. `sign` is 1 or -1.
    pub fn sum(vm: &mut Vm, this: &DateTime, span: Span, sign: i64) -> PyResult<(Day, Clock)> {
        const DAY: i64 = 86_400 * SECOND;
        let clock = this.clock();
        let within = (clock.seconds() + sign * span.seconds()) * SECOND
            + clock.microsecond()
            + sign * span.microseconds();
        let days = sign * span.days() + within.div_euclid(DAY);
        let day = Day::from_sum(vm, this.day().ordinal() + days)?;
        Ok((day, Clock::from_microseconds(within.rem_euclid(DAY))))
    }

    /// How far its zone is ahead of UTC then.
    pub fn offset(vm: &mut Vm, this: &Typed<DateTime>) -> PyResult<Option<Ref<TimeDelta>>> {
        utc_offset(vm, this.zone().as_deref(), this.as_object())
    }

    /// ISO 8601, with the zone's offset.
    pub fn written(
        vm: &mut Vm,
        this: &Typed<DateTime>,
        separator: u32,
        precision: Precision,
    ) -> PyResult<Ref<Str>> {
        let mut text = String::with_capacity(40);
        write::day(&mut text, this.day());
        let ascii = u8::try_from(separator).ok().filter(u8::is_ascii);
        text.push(ascii.map_or('T', char::from));
        write::clock(&mut text, this.clock(), precision);
        if let Some(offset) = DateTime::offset(vm, this)? {
            write::offset(&mut text, offset.span(), ":");
        }
        if ascii.is_some() {
            return Ok(vm.new_str(&text));
        }
        let mut wide = pellucid_text::TextBuilder::new();
        let end = text.find('T').unwrap_or(text.len());
        wide.push_str(&text[..end]);
        wide.push(separator);
        wide.push_str(&text[end + 1..]);
        Ok(vm.new_text(&wide.finish()))
    }
}

fn slots(slots: &mut Slots) {
    slots.new = Some(new);
    slots.repr = Some(repr);
    slots.str = Some(str);
    operators::fill(slots);
}

static PARAMETERS: Parameters = Parameters {
    function: None,
    names: &["year", "month", "day", "hour", "minute", "second", "microsecond", "tzinfo", "fold"],
    required: 3,
    positional: 8,
};

/// What a pickle has: the highest bit of the month is `fold`.
fn from_state(vm: &mut Vm, class: &Typed<Type>, args: Args<'_>) -> PyResult<Option<Ref>> {
    let [state, rest @ ..] = args.positional() else { return Ok(None) };
    if rest.len() > 1 || !args.keywords_are_empty() {
        return Ok(None);
    }
    let is_right = |month| (1..=12).contains(&(month & 0x7F));
    let Some(bytes) = pickle::state(vm, state, "datetime", 2, is_right)? else { return Ok(None) };
    let [a, b, month, day, clock @ ..]: [u8; 10] = bytes;
    let Some(day) = Day::from_state([a, b, month & 0x7F, day]) else { return Ok(None) };
    let clock = Clock::from_state_of_datetime(clock, month & 0x80 != 0);
    let zone = pickle::zone(vm, rest.first())?;
    Ok(Some(DateTime::plain(vm, class, day, clock, zone).into_object()))
}

fn new(vm: &mut Vm, class: &Typed<Type>, args: Args<'_>) -> PyResult<Ref> {
    if let Some(made) = from_state(vm, class, args)? {
        return Ok(made);
    }
    let (mut parts, mut fold, mut zone) = ([0; 7], 0, None);
    PARAMETERS.bind(vm, args, |vm, index, value| {
        match index {
            7 => zone = Some(value),
            8 => fold = arguments::int(vm, value)?,
            _ => parts[index] = arguments::int(vm, value)?,
        }
        Ok(())
    })?;
    let [year, month, day, clock @ ..] = parts;
    let day = Day::new(vm, year, month, day)?;
    let clock = Clock::new(vm, clock, fold)?;
    let zone = arguments::zone_or(vm, zone, None)?;
    Ok(DateTime::plain(vm, class, day, clock, zone).into_object())
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let Some(this) = object.downcast::<DateTime>() else { return Ok(vm.not_implemented()) };
    let (day, clock) = (this.day(), this.clock());
    let mut parts = vec![day.year(), day.month(), day.day()];
    parts.extend(clock.parts());
    while parts.len() > 5 && parts.last() == Some(&0) {
        parts.pop();
    }
    let mut text = write::call(&object.class().name(vm), &parts);
    if clock.fold() {
        text.push_str(", fold=1");
    }
    let Some(zone) = this.zone() else {
        return Ok(vm.new_str(&(text + ")")).into_object());
    };
    let zone = vm.repr(&zone)?;
    vm.join_pieces(&(text + ", tzinfo="), &[zone], "", ")")
}

fn str(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    if object.class().is_native(&SPEC)
        && let Some(this) = object.downcast::<DateTime>()
    {
        let precision = Precision::new(vm, None, this.clock())?;
        return DateTime::written(vm, this, u32::from(' '), precision).map(Ref::into_object);
    }
    let (name, separator) = (vm.intern("isoformat"), vm.new_str(" "));
    vm.call_method(object, &name, &[separator.as_object()])
}
