//! `range_iterator` and `longrange_iterator`.

use std::cell::Cell;

use dashu_int::IBig;

use super::Range;
use crate::object::{Slots, TypeFlags, TypeSpec};
use crate::prelude::*;

/// An iterator over machine words.
#[derive(Trace)]
pub struct RangeIterator {
    next: Cell<i64>,
    step: i64,
    left: Cell<u64>,
}

/// An iterator over integers of any size.
#[derive(Trace)]
pub struct LongRangeIterator {
    next: Slot<Int>,
    step: Ref<Int>,
    left: Slot<Int>,
}

/// `range_iterator`
pub static SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::NOT_INSTANTIABLE,
    slots,
    methods: &[RangeIterator::METHODS],
    ..TypeSpec::new::<RangeIterator>("range_iterator")
};

/// `longrange_iterator`
pub static LONG_SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::NOT_INSTANTIABLE,
    slots: long_slots,
    methods: &[LongRangeIterator::METHODS],
    ..TypeSpec::new::<LongRangeIterator>("longrange_iterator")
};

fn slots(slots: &mut Slots) {
    slots.iter = Some(|_, object| Ok(object.to_ref()));
    slots.next = Some(|vm, object| match object.downcast::<RangeIterator>() {
        Some(iterator) => Ok(iterator.advance().map(|number| vm.new_int(number))),
        None => Ok(None),
    });
}

fn long_slots(slots: &mut Slots) {
    slots.iter = Some(|_, object| Ok(object.to_ref()));
    slots.next = Some(next_long);
}

/// `iter(range)`
pub(super) fn forward(vm: &Vm, range: &Range) -> Ref {
    match range.small() {
        Some((start, step, length)) => {
            let iterator = RangeIterator { next: Cell::new(start), step, left: Cell::new(length) };
            vm.new_object(&vm.types.range_iterator, iterator).into_object()
        }
        None => long(vm, range.start.clone(), range.step.clone(), range.length.clone()),
    }
}

/// `reversed(range)`
pub(super) fn backward(vm: &Vm, range: &Range) -> Ref {
    if let Some((start, step, length)) = range.small()
        && let Some(back) = step.checked_neg()
    {
        let last = start.wrapping_add(step.wrapping_mul(length as i64)).wrapping_sub(step);
        let iterator = RangeIterator { next: Cell::new(last), step: back, left: Cell::new(length) };
        return vm.new_object(&vm.types.range_iterator, iterator).into_object();
    }
    let last = range.number(vm, &(range.length.to_big() - IBig::ONE));
    let step = Int::from_big(vm, -range.step.to_big());
    long(vm, last, step, range.length.clone())
}

fn long(vm: &Vm, start: Ref<Int>, step: Ref<Int>, length: Ref<Int>) -> Ref {
    let iterator =
        LongRangeIterator { next: Slot::new(Some(start)), step, left: Slot::new(Some(length)) };
    vm.new_object(&vm.types.long_range_iterator, iterator).into_object()
}

impl RangeIterator {
    /// The next number.
    #[inline(always)]
    pub fn advance(&self) -> Option<i64> {
        let left = self.left.get().checked_sub(1)?;
        self.left.set(left);
        let number = self.next.get();
        // The number behind the last one was checked to be a machine word, or is never used.
        self.next.set(number.wrapping_add(self.step));
        Some(number)
    }
}

fn next_long(vm: &mut Vm, object: &Object) -> PyResult<Option<Ref>> {
    let Some(iterator) = object.downcast::<LongRangeIterator>() else { return Ok(None) };
    let (Some(next), Some(left)) = (iterator.next.get(), iterator.left.get()) else {
        return Ok(None);
    };
    let left = left.to_big();
    if left <= IBig::ZERO {
        return Ok(None);
    }
    let following = Int::from_big(vm, next.to_big() + iterator.step.to_big());
    let left = Int::from_big(vm, left - IBig::ONE);
    iterator.next.set(vm, Some(following));
    iterator.left.set(vm, Some(left));
    Ok(Some(next.into_object()))
}

/// What pickling needs of an iterator that goes on at `next`.
fn reduced(vm: &mut Vm, next: Ref<Int>, step: Ref<Int>, left: IBig) -> PyResult {
    let stop = Int::from_big(vm, next.to_big() + step.to_big() * left);
    let range = Range::new(vm, next, stop, step);
    let arguments = vm.new_tuple(vec![range.into_object()]).into_object();
    let iter = vm.builtin("iter")?;
    let none = vm.none();
    (iter, arguments, none).into_result(vm)
}

#[methods(owner = "range_iterator")]
impl RangeIterator {
    /// Private method returning an estimate of len(list(it)).
    #[method("__length_hint__(self, /)", hidden)]
    fn length_hint(_vm: &mut Vm, this: &Typed<RangeIterator>) -> u64 {
        this.left.get()
    }

    /// Return state information for pickling.
    #[method("__reduce__(self, /)", hidden)]
    fn reduce(vm: &mut Vm, this: &Typed<RangeIterator>) -> PyResult {
        let next = Int::from_i64(vm, this.next.get());
        let step = Int::from_i64(vm, this.step);
        reduced(vm, next, step, IBig::from(this.left.get()))
    }

    /// Set state information for unpickling.
    #[method("__setstate__(self, state, /)", hidden)]
    fn set_state(_vm: &mut Vm, this: &Typed<RangeIterator>, state: isize) {
        let skipped = (state.max(0) as u64).min(this.left.get());
        this.next.set(this.next.get().wrapping_add(this.step.wrapping_mul(skipped as i64)));
        this.left.set(this.left.get() - skipped);
    }
}

#[methods(owner = "longrange_iterator")]
impl LongRangeIterator {
    /// Private method returning an estimate of len(list(it)).
    #[method("__length_hint__(self, /)", hidden)]
    fn length_hint(vm: &mut Vm, this: &Typed<LongRangeIterator>) -> Ref<Int> {
        this.left.get().unwrap_or_else(|| Int::from_i64(vm, 0))
    }

    /// Return state information for pickling.
    #[method("__reduce__(self, /)", hidden)]
    fn reduce(vm: &mut Vm, this: &Typed<LongRangeIterator>) -> PyResult {
        let zero = Int::from_i64(vm, 0);
        let next = this.next.get().unwrap_or_else(|| zero.clone());
        let left = this.left.get().map_or(IBig::ZERO, |left| left.to_big());
        reduced(vm, next, this.step.clone(), left)
    }

    /// Set state information for unpickling.
    #[method("__setstate__(self, state, /)", hidden)]
    fn set_state(vm: &mut Vm, this: &Typed<LongRangeIterator>, state: Index) {
        let (Some(next), Some(left)) = (this.next.get(), this.left.get()) else { return };
        let skipped = state.0.to_big().max(IBig::ZERO).min(left.to_big());
        let next = Int::from_big(vm, next.to_big() + this.step.to_big() * &skipped);
        let left = Int::from_big(vm, left.to_big() - skipped);
        this.next.set(vm, Some(next));
        this.left.set(vm, Some(left));
    }
}
