//! `set_iterator`

use std::cell::Cell;

use super::Set;
use crate::object::{Slots, TypeFlags, TypeSpec};
use crate::prelude::*;

/// Position in a set; without a set when finished.
#[derive(Trace)]
pub struct SetIterator {
    set: Slot<Set>,
    used: Cell<usize>,
    place: Cell<usize>,
    left: Cell<usize>,
}

/// `set_iterator`
pub static SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::NOT_INSTANTIABLE,
    slots,
    methods: &[SetIterator::METHODS],
    ..TypeSpec::new::<SetIterator>("set_iterator")
};

fn slots(slots: &mut Slots) {
    slots.iter = Some(|_, object| Ok(object.to_ref()));
    slots.next = Some(|vm, object| match object.downcast::<SetIterator>() {
        Some(iterator) => iterator.advance(vm),
        None => Ok(None),
    });
}

/// `iter(set)`
pub(super) fn over(vm: &Vm, set: &Typed<Set>) -> Ref {
    let length = set.len(vm);
    let iterator = SetIterator {
        set: Slot::new(Some(set.to_ref())),
        used: Cell::new(length),
        place: Cell::new(0),
        left: Cell::new(length),
    };
    vm.new_object(&vm.types.set_iterator, iterator).into_object()
}

impl SetIterator {
    /// The next member; RuntimeError if the set has changed its size meanwhile.
    pub fn advance(&self, vm: &mut Vm) -> PyResult<Option<Ref>> {
        let Some(set) = self.set.get() else { return Ok(None) };
        if self.used.get() != set.len(vm) {
            // The error stays until the iterator is dropped: no set has this many members.
            self.used.set(usize::MAX);
            return Err(vm.runtime_error("Set changed size during iteration"));
        }
        match set.next_member(vm, self.place.get()) {
            Some((next, member, _)) => {
                self.place.set(next);
                self.left.set(self.left.get().saturating_sub(1));
                Ok(Some(member))
            }
            None => {
                self.left.set(0);
                self.set.set(vm, None);
                Ok(None)
            }
        }
    }
}

#[methods(owner = "set_iterator")]
impl SetIterator {
    /// Private method returning an estimate of len(list(it)).
    #[method("__length_hint__(self, /)", hidden)]
    fn length_hint(vm: &mut Vm, this: &Typed<SetIterator>) -> usize {
        let Some(set) = this.set.borrow(vm) else { return 0 };
        if set.len(vm) == this.used.get() { this.left.get() } else { 0 }
    }

    /// Return state information for pickling.
    #[method("__reduce__(self, /)", hidden)]
    fn reduce(vm: &mut Vm, this: &Typed<SetIterator>) -> PyResult {
        let mut items = Vec::new();
        if let Some(set) = this.set.get() {
            let mut place = this.place.get();
            while let Some((next, member, _)) = set.next_member(vm, place) {
                place = next;
                items.push(member);
            }
        }
        crate::builtins::list::reduced_to_items(vm, items)
    }
}
