//! `tzinfo`: what zones derive from, and what is asked of them.

use pellucid_runtime::object::Slots;
use pellucid_runtime::prelude::*;

use super::date_time::DateTime;
use super::fields::Span;
use super::timedelta::TimeDelta;
use super::timezone::Timezone;

/// The payload of `tzinfo`: nothing.
#[derive(Trace)]
#[payload(name = "datetime.tzinfo")]
pub struct TzInfo;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "datetime",
    doc: "Abstract base class for time zone info objects.",
    flags: TypeFlags::BASE_TYPE,
    slots: |slots: &mut Slots| {
        slots.new = Some(|vm, class, _| Ok(vm.new_object(class, TzInfo).into_object()));
    },
    methods: &[TzInfo::METHODS],
    ..TypeSpec::new::<TzInfo>("tzinfo")
};

/// `zone.utcoffset(subject)` or `zone.dst(subject)`, checked; none without a zone and for `None`.
fn difference(
    vm: &mut Vm,
    zone: Option<&Object>,
    method: &str,
    subject: &Object,
) -> PyResult<Option<Ref<TimeDelta>>> {
    let Some(zone) = zone else { return Ok(None) };
    let name = vm.intern(method);
    let result = vm.call_method(zone, &name, &[subject])?;
    if vm.is_none(&result) {
        return Ok(None);
    }
    match result.downcast_ref::<TimeDelta>() {
        Ok(delta) if delta.span().is_offset() => Ok(Some(delta)),
        Ok(delta) => Err(no_offset(vm, delta.as_object())),
        Err(other) => {
            let class = other.class().name(vm);
            Err(vm.type_error(format!(
                "tzinfo.{method}() must return None or timedelta, not '{class}'"
            )))
        }
    }
}

/// ValueError: a difference of a day or more. Showing it can fail in its own way.
#[cold]
pub fn no_offset(vm: &mut Vm, delta: &Object) -> Raised {
    match vm.repr(delta) {
        Ok(shown) => vm.value_error(format!(
            "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not {shown}"
        )),
        Err(raised) => raised,
    }
}

/// How far the zone's clocks are ahead of UTC at the time `subject`, which is a `datetime` or `None`.
pub fn utc_offset(
    vm: &mut Vm,
    zone: Option<&Object>,
    subject: &Object,
) -> PyResult<Option<Ref<TimeDelta>>> {
    match zone.and_then(|zone| zone.downcast::<Timezone>()) {
        Some(fixed) => Ok(Some(fixed.offset())),
        None => difference(vm, zone, "utcoffset", subject),
    }
}

/// How much of that is summer time.
pub fn summer_time(
    vm: &mut Vm,
    zone: Option<&Object>,
    subject: &Object,
) -> PyResult<Option<Ref<TimeDelta>>> {
    match zone.is_some_and(|zone| zone.holds::<Timezone>()) {
        true => Ok(None),
        false => difference(vm, zone, "dst", subject),
    }
}

/// The zone's name at that time.
pub fn zone_name(
    vm: &mut Vm,
    zone: Option<&Object>,
    subject: &Object,
) -> PyResult<Option<Ref<Str>>> {
    let Some(zone) = zone else { return Ok(None) };
    let name = vm.intern("tzname");
    let result = vm.call_method(zone, &name, &[subject])?;
    if vm.is_none(&result) {
        return Ok(None);
    }
    result.downcast_ref::<Str>().map(Some).map_err(|other| {
        let class = other.class().name(vm);
        vm.type_error(format!("tzinfo.tzname() must return None or a string, not '{class}'"))
    })
}

fn not_implemented(vm: &mut Vm, method: &str) -> Raised {
    vm.not_implemented_error(format!("a tzinfo subclass must implement {method}()"))
}

/// The `datetime` that `fromutc` of this zone is given.
pub fn own_datetime<'a>(
    vm: &mut Vm,
    zone: &Object,
    value: &'a Object,
) -> PyResult<&'a Typed<DateTime>> {
    let Some(datetime) = value.downcast::<DateTime>() else {
        return Err(vm.type_error("fromutc: argument must be a datetime"));
    };
    match datetime.zone().is_some_and(|own| own.is(zone)) {
        true => Ok(datetime),
        false => Err(vm.value_error("fromutc: dt.tzinfo is not self")),
    }
}

#[methods(owner = "tzinfo")]
impl TzInfo {
    /// datetime -> string name of time zone.
    #[method("tzname(self, object, /)")]
    fn tzname(vm: &mut Vm, _: &Typed<TzInfo>, _: &Object) -> PyResult<()> {
        Err(not_implemented(vm, "tzname"))
    }

    /// datetime -> timedelta showing offset from UTC, negative values indicating West of UTC
    #[method("utcoffset(self, object, /)")]
    fn utcoffset(vm: &mut Vm, _: &Typed<TzInfo>, _: &Object) -> PyResult<()> {
        Err(not_implemented(vm, "utcoffset"))
    }

    /// datetime -> DST offset as timedelta positive east of UTC.
    #[method("dst(self, object, /)")]
    fn dst(vm: &mut Vm, _: &Typed<TzInfo>, _: &Object) -> PyResult<()> {
        Err(not_implemented(vm, "dst"))
    }

    /// datetime in UTC -> datetime in local time.
    #[method("fromutc(self, object, /)")]
    fn fromutc(vm: &mut Vm, this: &Typed<TzInfo>, object: &Object) -> PyResult {
        let datetime = own_datetime(vm, this.as_object(), object)?;
        let zone = this.as_object();
        let Some(offset) = utc_offset(vm, Some(zone), object)? else {
            return Err(vm.value_error("fromutc: non-None utcoffset() result required"));
        };
        let Some(summer) = summer_time(vm, Some(zone), object)? else {
            return Err(vm.value_error("fromutc: non-None dst() result required"));
        };
        let standard = offset.span().minus(vm, summer.span())?;
        let result = DateTime::shifted(vm, datetime, standard)?;
        // By standard time of the zone it may be summer, where it was not by UTC.
        let Some(summer) = summer_time(vm, Some(zone), &result)? else {
            return Err(
                vm.value_error("fromutc: tz.dst() gave inconsistent results; cannot convert")
            );
        };
        match result.downcast::<DateTime>() {
            Some(datetime) if summer.span() != Span::ZERO => {
                DateTime::shifted(vm, datetime, summer.span())
            }
            _ => Ok(result),
        }
    }

    /// -> (cls, state)
    #[method("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, this: &Typed<TzInfo>) -> PyResult {
        let name = vm.intern("__getinitargs__");
        let arguments = match vm.find_attribute(this.as_object(), &name)? {
            Some(method) => vm.call_positional(&method, &[])?,
            None => vm.new_tuple(Vec::new()).into_object(),
        };
        let name = vm.intern("__getstate__");
        let state = vm.call_method(this.as_object(), &name, &[])?;
        (this.class(), arguments, state).into_result(vm)
    }
}
