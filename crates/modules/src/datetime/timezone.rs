//! `timezone`: a zone with one offset.

use pellucid_runtime::object::{Comparison, Slots};
use pellucid_runtime::prelude::*;

use super::arguments::{Parameters, mismatch};
use super::date_time::DateTime;
use super::fields::Span;
use super::ordering::{answer, is_equality};
use super::timedelta::{self, TimeDelta};
use super::tzinfo::{self, TzInfo, no_offset, own_datetime};
use super::write;

/// The payload of `timezone`.
#[derive(Trace)]
#[repr(C)]
#[payload(extends = TzInfo, name = "datetime.timezone")]
pub struct Timezone {
    base: TzInfo,
    offset: Ref<TimeDelta>,
    name: Option<Ref<Str>>,
}

/// The type. Nothing can be derived from it.
pub static SPEC: TypeSpec = TypeSpec {
    module: "datetime",
    base: Some(&tzinfo::SPEC),
    doc: "Fixed offset from UTC implementation of tzinfo.",
    slots,
    methods: &[Timezone::METHODS],
    ..TypeSpec::new::<Timezone>("timezone")
};

impl Timezone {
    /// How far its clocks are ahead of UTC.
    pub fn offset(&self) -> Ref<TimeDelta> {
        self.offset.clone()
    }

    /// A new zone; the offset must be shorter than a day.
    pub fn make(vm: &mut Vm, offset: Ref<TimeDelta>, name: Option<Ref<Str>>) -> PyResult {
        let class = vm.native_type(&SPEC)?;
        Ok(vm.new_object(&class, Timezone { base: TzInfo, offset, name }).into_object())
    }

    /// The zone with this offset, which is checked; `utc` if it is none and has no name.
    pub fn with_offset(vm: &mut Vm, offset: Ref<TimeDelta>, name: Option<Ref<Str>>) -> PyResult {
        if name.is_none() && offset.span() == Span::ZERO {
            return Timezone::utc(vm);
        }
        if !offset.span().is_offset() {
            return Err(no_offset(vm, offset.as_object()));
        }
        Timezone::make(vm, offset, name)
    }

    /// `timezone.utc`
    pub fn utc(vm: &mut Vm) -> PyResult {
        let class = vm.native_type(&timedelta::SPEC)?;
        vm.native_singleton(&SPEC, |vm, own| {
            let offset = TimeDelta::of_class(vm, &class, Span::ZERO);
            vm.new_object(own, Timezone { base: TzInfo, offset, name: None }).into_object()
        })
    }

    /// `zone.fromutc(datetime)`, for any zone; the datetime has this zone.
    pub fn from_utc(vm: &mut Vm, zone: &Object, datetime: &Object) -> PyResult {
        if let (Some(fixed), Some(datetime)) =
            (zone.downcast::<Timezone>(), datetime.downcast::<DateTime>())
        {
            return DateTime::shifted(vm, datetime, fixed.offset.span());
        }
        let name = vm.intern("fromutc");
        vm.call_method(zone, &name, &[datetime])
    }

    fn text(&self, vm: &mut Vm) -> Ref<Str> {
        match &self.name {
            Some(name) => name.clone(),
            None if self.offset.span() == Span::ZERO => vm.new_str("UTC"),
            None => {
                let mut text = "UTC".to_owned();
                write::offset(&mut text, self.offset.span(), ":");
                vm.new_str(&text)
            }
        }
    }
}

fn slots(slots: &mut Slots) {
    slots.new = Some(new);
    slots.repr = Some(repr);
    slots.str = Some(|vm, object| match object.downcast::<Timezone>() {
        Some(this) => Ok(this.text(vm).into_object()),
        None => Ok(vm.not_implemented()),
    });
    slots.hash = Some(|_, object| {
        Ok(object.downcast::<Timezone>().map_or(0, |this| this.offset.span().hash()))
    });
    slots.compare = Some(compare);
}

static PARAMETERS: Parameters = Parameters {
    function: Some("timezone"),
    names: &["offset", "name"],
    required: 1,
    positional: 2,
};

fn new(vm: &mut Vm, _: &Typed<Type>, args: Args<'_>) -> PyResult<Ref> {
    let (mut offset, mut name) = (None, None);
    PARAMETERS.bind(vm, args, |vm, index, value| {
        if index == 0 {
            match value.downcast::<TimeDelta>() {
                Some(delta) => offset = Some(delta.to_ref()),
                None => return Err(mismatch(vm, "timezone", 1, "datetime.timedelta", value)),
            }
        } else {
            match value.downcast::<Str>() {
                Some(text) => name = Some(text.to_ref()),
                None => return Err(mismatch(vm, "timezone", 2, "str", value)),
            }
        }
        Ok(())
    })?;
    let offset = offset.expect("binding gives what is required");
    Timezone::with_offset(vm, offset, name)
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let Some(this) = object.downcast::<Timezone>() else { return Ok(vm.not_implemented()) };
    if Timezone::utc(vm)?.is(object) {
        return Ok(vm.new_str("datetime.timezone.utc").into_object());
    }
    let class = object.class().name(vm);
    let mut pieces = vec![vm.repr(this.offset.as_object())?];
    if let Some(name) = &this.name {
        pieces.push(vm.repr(name.as_object())?);
    }
    vm.join_pieces(&format!("{class}("), &pieces, ", ", ")")
}

fn compare(vm: &mut Vm, left: &Object, right: &Object, comparison: Comparison) -> PyResult<Ref> {
    match (left.downcast::<Timezone>(), right.downcast::<Timezone>()) {
        (Some(left), Some(right)) if is_equality(comparison) => {
            Ok(answer(vm, comparison, left.offset.span().cmp(&right.offset.span())))
        }
        _ => Ok(vm.not_implemented()),
    }
}

/// TypeError unless the argument is a `datetime` or `None`.
fn check_subject(vm: &mut Vm, method: &str, subject: &Object) -> PyResult<()> {
    if vm.is_none(subject) || subject.holds::<DateTime>() {
        return Ok(());
    }
    let class = subject.class().name(vm);
    Err(vm.type_error(format!(
        "{method}(dt) argument must be a datetime instance or None, not {class}"
    )))
}

#[methods(owner = "timezone")]
impl Timezone {
    /// If name is specified when timezone is created, returns the name.  Otherwise returns offset as 'UTC(+|-)HH:MM'.
    #[method("tzname(self, object, /)")]
    fn tzname(vm: &mut Vm, this: &Typed<Timezone>, object: &Object) -> PyResult<Ref<Str>> {
        check_subject(vm, "tzname", object)?;
        Ok(this.text(vm))
    }

    /// Return fixed offset.
    #[method("utcoffset(self, object, /)")]
    fn utcoffset(vm: &mut Vm, this: &Typed<Timezone>, object: &Object) -> PyResult<Ref<TimeDelta>> {
        check_subject(vm, "utcoffset", object)?;
        Ok(this.offset())
    }

    /// Return None.
    #[method("dst(self, object, /)")]
    fn dst(vm: &mut Vm, _: &Typed<Timezone>, object: &Object) -> PyResult<()> {
        check_subject(vm, "dst", object)
    }

    /// datetime in UTC -> datetime in local time.
    #[method("fromutc(self, object, /)")]
    fn fromutc(vm: &mut Vm, this: &Typed<Timezone>, object: &Object) -> PyResult {
        let datetime = own_datetime(vm, this.as_object(), object)?;
        DateTime::shifted(vm, datetime, this.offset.span())
    }

    /// pickle support
    #[method("__getinitargs__(self, /)")]
    fn get_initial_arguments(vm: &mut Vm, this: &Typed<Timezone>) -> PyResult {
        match &this.name {
            Some(name) => (this.offset(), name.clone()).into_result(vm),
            None => (this.offset(),).into_result(vm),
        }
    }
}
