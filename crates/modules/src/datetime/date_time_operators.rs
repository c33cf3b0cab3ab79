//! Arithmetic, comparison and hash of `datetime`.

use std::cmp::Ordering;

use pellucid_runtime::object::{Comparison, Slots};
use pellucid_runtime::prelude::*;

use super::date_time::DateTime;
use super::fields::Span;
use super::ordering::{answer, is_equality};
use super::timedelta::TimeDelta;

/// Fills the slots.
pub fn fill(slots: &mut Slots) {
    slots.hash = Some(hash);
    slots.compare = Some(compare);
    slots.add = Some(|vm, left, right| {
        let (datetime, span) = match (left.downcast::<DateTime>(), TimeDelta::span_of(right)) {
            (Some(datetime), Some(span)) => (Some(datetime), Some(span)),
            _ => (right.downcast::<DateTime>(), TimeDelta::span_of(left)),
        };
        match (datetime, span) {
            (Some(datetime), Some(span)) => DateTime::shifted(vm, datetime, span),
            _ => Ok(vm.not_implemented()),
        }
    });
    slots.subtract = Some(|vm, left, right| {
        let Some(left) = left.downcast::<DateTime>() else { return Ok(vm.not_implemented()) };
        if let Some(right) = right.downcast::<DateTime>() {
            let span = difference(vm, left, right)?;
            return TimeDelta::make(vm, span).map(Ref::into_object);
        }
        match TimeDelta::span_of(right) {
            Some(span) => {
                let (day, clock) = DateTime::sum(vm, left, span, -1)?;
                DateTime::of_class(vm, left.class(), day, clock, left.zone())
            }
            None => Ok(vm.not_implemented()),
        }
    });
}

/// Whether both have the same zone, or none.
fn same_zone(left: &DateTime, right: &DateTime) -> bool {
    match (left.zone(), right.zone()) {
        (None, None) => true,
        (Some(left), Some(right)) => left.is(&*right),
        _ => false,
    }
}

fn offset(vm: &mut Vm, datetime: &Typed<DateTime>) -> PyResult<Option<Span>> {
    Ok(DateTime::offset(vm, datetime)?.map(|offset| offset.span()))
}

/// The time between the moments of two of them.
pub fn difference(vm: &mut Vm, left: &Typed<DateTime>, right: &Typed<DateTime>) -> PyResult<Span> {
    let (from, to) = (right.clock(), left.clock());
    let shown = Span::new(
        vm,
        left.day().ordinal() - right.day().ordinal(),
        to.seconds() - from.seconds(),
        to.microsecond() - from.microsecond(),
    )?;
    if same_zone(left, right) {
        return Ok(shown);
    }
    match (offset(vm, left)?, offset(vm, right)?) {
        (None, None) => Ok(shown),
        (Some(left), Some(right)) if left == right => Ok(shown),
        (Some(left), Some(right)) => {
            let ahead = left.minus(vm, right)?;
            shown.minus(vm, ahead)
        }
        _ => Err(vm.type_error("can't subtract offset-naive and offset-aware datetimes")),
    }
}

fn by_clock(left: &DateTime, right: &DateTime) -> Ordering {
    (left.day(), left.clock().order()).cmp(&(right.day(), right.clock().order()))
}

/// Whether the offset depends on `fold` (PEP 495): then no time of another zone equals this one.
fn depends_on_fold(
    vm: &mut Vm,
    datetime: &Typed<DateTime>,
    offset: Option<Span>,
) -> PyResult<bool> {
    let clock = datetime.clock();
    let clock = clock.with_fold(!clock.fold());
    let class = vm.native_type(&super::date_time::SPEC)?;
    let flipped = DateTime::plain(vm, &class, datetime.day(), clock, datetime.zone());
    Ok(self::offset(vm, &flipped)? != offset)
}

fn compare(vm: &mut Vm, left: &Object, right: &Object, comparison: Comparison) -> PyResult<Ref> {
    let (Some(left), Some(right)) = (left.downcast::<DateTime>(), right.downcast::<DateTime>())
    else {
        return Ok(vm.not_implemented());
    };
    if same_zone(left, right) {
        return Ok(answer(vm, comparison, by_clock(left, right)));
    }
    let (one, other) = (offset(vm, left)?, offset(vm, right)?);
    if one.is_none() != other.is_none() {
        return match is_equality(comparison) {
            true => Ok(vm.new_bool(comparison == Comparison::NotEqual)),
            false => Err(vm.type_error("can't compare offset-naive and offset-aware datetimes")),
        };
    }
    let order = match one == other {
        true => by_clock(left, right),
        false => difference(vm, left, right)?.cmp(&Span::ZERO),
    };
    let exception = order.is_eq()
        && is_equality(comparison)
        && (depends_on_fold(vm, left, one)? || depends_on_fold(vm, right, other)?);
    Ok(answer(vm, comparison, if exception { Ordering::Greater } else { order }))
}

fn hash(vm: &mut Vm, object: &Object) -> PyResult<i64> {
    let Some(this) = object.downcast::<DateTime>() else { return vm.unhashable(object) };
    this.date().hash_once(|| {
        let offset = match this.clock().fold() {
            // Both moments for which clocks show the same have one hash.
            true => {
                let class = vm.native_type(&super::date_time::SPEC)?;
                let clock = this.clock().with_fold(false);
                let first = DateTime::plain(vm, &class, this.day(), clock, this.zone());
                offset(vm, &first)?
            }
            false => offset(vm, this)?,
        };
        let Some(offset) = offset else {
            let mut state = [0; 10];
            state[..4].copy_from_slice(&this.day().state());
            state[4..].copy_from_slice(&this.clock().state());
            return Ok(vm.hash_key.hash_bytes(&state));
        };
        let clock = this.clock();
        let here = Span::new(vm, this.day().ordinal(), clock.seconds(), clock.microsecond())?;
        Ok(here.minus(vm, offset)?.hash())
    })
}
