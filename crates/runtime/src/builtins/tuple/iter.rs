//! `tuple_iterator`

use std::cell::Cell;

use super::Tuple;
use crate::builtins::list::iter::reduced;
use crate::object::{Slots, TypeSpec};
use crate::prelude::*;

/// Position in a tuple; without a tuple when finished.
#[derive(Trace)]
pub struct TupleIterator {
    tuple: Slot<Tuple>,
    position: Cell<usize>,
}

/// `tuple_iterator`
pub static SPEC: TypeSpec = TypeSpec {
    slots,
    methods: &[TupleIterator::METHODS],
    ..TypeSpec::new::<TupleIterator>("tuple_iterator")
};

fn slots(slots: &mut Slots) {
    slots.iter = Some(|_, object| Ok(object.to_ref()));
    slots.next = Some(|vm, object| match object.downcast::<TupleIterator>() {
        Some(iterator) => Ok(iterator.advance(vm)),
        None => Ok(None),
    });
}

/// `iter(tuple)`
pub(super) fn forward(vm: &Vm, tuple: &Typed<Tuple>) -> Ref {
    let iterator = TupleIterator { tuple: Slot::new(Some(tuple.to_ref())), position: Cell::new(0) };
    vm.new_object(&vm.types.tuple_iterator, iterator).into_object()
}

impl TupleIterator {
    /// The next item.
    #[inline]
    pub fn advance(&self, vm: &mut Vm) -> Option<Ref> {
        let position = self.position.get();
        if let Some(item) = self.tuple.borrow(vm)?.items().get(position).cloned() {
            self.position.set(position + 1);
            return Some(item);
        }
        self.tuple.set(vm, None);
        None
    }
}

#[methods(owner = "tuple_iterator")]
impl TupleIterator {
    /// Private method returning an estimate of len(list(it)).
    #[method("__length_hint__(self, /)", hidden)]
    fn length_hint(vm: &mut Vm, this: &Typed<TupleIterator>) -> usize {
        let Some(tuple) = this.tuple.borrow(vm) else { return 0 };
        tuple.items().len().saturating_sub(this.position.get())
    }

    /// Return state information for pickling.
    #[method("__reduce__(self, /)", hidden)]
    fn reduce(vm: &mut Vm, this: &Typed<TupleIterator>) -> PyResult {
        let tuple = this.tuple.get().map(|tuple| tuple.into_object());
        let empty = |vm: &mut Vm| Ok(vm.singletons.empty_tuple.clone().into_object());
        reduced(vm, "iter", tuple, this.position.get() as isize, empty)
    }

    /// Set state information for unpickling.
    #[method("__setstate__(self, state, /)", hidden)]
    fn set_state(vm: &mut Vm, this: &Typed<TupleIterator>, state: isize) {
        if let Some(tuple) = this.tuple.borrow(vm) {
            this.position.set(state.clamp(0, tuple.items().len() as isize) as usize);
        }
    }
}
