//! `iterator`: iteration over anything with `__getitem__`.

use std::cell::Cell;

use crate::object::{Slots, TypeSpec};
use crate::prelude::*;

/// Position in a sequence; empty when finished.
#[derive(Trace)]
pub struct SequenceIterator {
    sequence: Slot,
    position: Cell<i64>,
}

/// The type.
pub static SPEC: TypeSpec =
    TypeSpec { basic_size: 32, slots, ..TypeSpec::new::<SequenceIterator>("iterator") };

impl SequenceIterator {
    /// An iterator over a sequence.
    pub fn new(vm: &Vm, sequence: &Object) -> Ref {
        let iterator = SequenceIterator {
            sequence: Slot::new(Some(sequence.to_ref())),
            position: Cell::new(0),
        };
        vm.new_object(&vm.types.iterator, iterator).into_object()
    }
}

fn slots(slots: &mut Slots) {
    slots.iter = Some(|_, object| Ok(object.to_ref()));
    slots.next = Some(next);
}

fn next(vm: &mut Vm, object: &Object) -> PyResult<Option<Ref>> {
    let Some(iterator) = object.downcast::<SequenceIterator>() else { return Ok(None) };
    let Some(sequence) = iterator.sequence.get() else { return Ok(None) };
    let position = iterator.position.get();
    let Some(following) = position.checked_add(1) else {
        return Err(vm.overflow_error("iter index too large"));
    };
    let index = vm.new_int(position);
    match vm.get_item(&sequence, &index) {
        Ok(item) => {
            iterator.position.set(following);
            Ok(Some(item))
        }
        Err(raised)
            if raised.is_instance(vm, &vm.types.index_error)
                || raised.is_plain_stop_iteration(vm) =>
        {
            iterator.sequence.set(vm, None);
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}
