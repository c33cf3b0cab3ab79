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
pub static SPEC: TypeSpec = TypeSpec {
    slots,
    methods: &[SequenceIterator::METHODS],
    ..TypeSpec::new::<SequenceIterator>("iterator")
};

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

#[methods(owner = "iterator")]
impl SequenceIterator {
    /// Private method returning an estimate of len(list(it)).
    #[method("__length_hint__(self, /)", hidden)]
    fn length_hint(vm: &mut Vm, this: &Typed<SequenceIterator>) -> PyResult {
        let Some(sequence) = this.sequence.get() else { return Ok(vm.new_int(0)) };
        if sequence.class().slots(vm).length.is_none() {
            return Ok(vm.not_implemented());
        }
        let length = vm.length(&sequence)? as i64;
        Ok(vm.new_int((length - this.position.get()).max(0)))
    }

    /// Return state information for pickling.
    #[method("__reduce__(self, /)", hidden)]
    fn reduce(vm: &mut Vm, this: &Typed<SequenceIterator>) -> PyResult {
        let empty = |vm: &mut Vm| Ok(vm.singletons.empty_tuple.clone().into_object());
        let position = this.position.get() as isize;
        crate::builtins::list::iter::reduced(vm, "iter", this.sequence.get(), position, empty)
    }

    /// Set state information for unpickling.
    #[method("__setstate__(self, state, /)", hidden)]
    fn set_state(_vm: &mut Vm, this: &Typed<SequenceIterator>, state: isize) {
        if !this.sequence.is_empty() {
            this.position.set(state.max(0) as i64);
        }
    }
}
