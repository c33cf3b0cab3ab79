//! The iterators over a `deque`.

use std::cell::Cell;

use pellucid_runtime::object::{Slots, TypeFlags, TypeSpec, kind_of};
use pellucid_runtime::prelude::*;

use super::deque::Deque;

/// Position in a deque.
#[derive(Trace)]
pub struct DequeIterator {
    deque: Ref<Deque>,
    taken: Cell<usize>,
    /// How many items are left; nothing once the deque has changed.
    left: Cell<usize>,
    changes: u64,
    reverse: bool,
}

/// `_deque_iterator`
pub static SPEC: TypeSpec = TypeSpec {
    module: "collections",
    flags: TypeFlags::empty(),
    slots: |slots| fill(slots, |vm, class, args| create(vm, class, args, false)),
    methods: &[DequeIterator::METHODS],
    ..TypeSpec::new::<DequeIterator>("_deque_iterator")
};

/// `_deque_reverse_iterator`
pub static REVERSE_SPEC: TypeSpec = TypeSpec {
    module: "collections",
    flags: TypeFlags::empty(),
    slots: |slots| fill(slots, |vm, class, args| create(vm, class, args, true)),
    methods: &[DequeIterator::METHODS],
    ..TypeSpec::new::<DequeIterator>("_deque_reverse_iterator")
};

fn fill(slots: &mut Slots, new: pellucid_runtime::object::slots::NewFn) {
    slots.new = Some(new);
    slots.iter = Some(|_, object| Ok(object.to_ref()));
    slots.next = Some(next);
}

/// An iterator over a deque.
pub(super) fn over(vm: &mut Vm, deque: &Typed<Deque>, reverse: bool) -> PyResult {
    let class = vm.native_type(if reverse { &REVERSE_SPEC } else { &SPEC })?;
    Ok(made(vm, &class, deque, reverse, 0))
}

fn made(
    vm: &mut Vm,
    class: &Typed<Type>,
    deque: &Typed<Deque>,
    reverse: bool,
    taken: usize,
) -> Ref {
    let length = deque.items(vm).len();
    let iterator = DequeIterator {
        deque: deque.to_ref(),
        taken: Cell::new(taken.min(length)),
        left: Cell::new(length.saturating_sub(taken)),
        changes: deque.changes.get(),
        reverse,
    };
    vm.heap.allocate(kind_of(class), iterator).into_object()
}

fn create(vm: &mut Vm, class: &Typed<Type>, args: Args<'_>, reverse: bool) -> PyResult {
    let (deque, taken) = match args.positional() {
        [deque] => (deque, 0),
        [deque, taken] => (deque, vm.size_index(taken)?.max(0) as usize),
        _ => return Err(vm.type_error("a deque iterator takes a deque and an index")),
    };
    match deque.downcast::<Deque>() {
        Some(deque) => Ok(made(vm, class, deque, reverse, taken)),
        None => {
            let found = deque.class().name(vm);
            Err(vm.type_error(format!("argument 1 must be collections.deque, not {found}")))
        }
    }
}

fn next(vm: &mut Vm, object: &Object) -> PyResult<Option<Ref>> {
    let Some(this) = object.downcast::<DequeIterator>() else { return Ok(None) };
    if this.deque.changes.get() != this.changes {
        this.left.set(0);
        return Err(vm.runtime_error("deque mutated during iteration"));
    }
    let Some(left) = this.left.get().checked_sub(1) else { return Ok(None) };
    let taken = this.taken.get();
    let at = if this.reverse { left } else { taken };
    this.left.set(left);
    this.taken.set(taken + 1);
    Ok(this.deque.item(vm, at))
}

#[methods(owner = "deque_iterator")]
impl DequeIterator {
    /// Private method returning an estimate of len(list(it)).
    #[method("__length_hint__(self, /)", hidden)]
    fn length_hint(_vm: &mut Vm, this: &Typed<DequeIterator>) -> usize {
        this.left.get()
    }

    /// Return state information for pickling.
    #[method("__reduce__(self, /)", hidden)]
    fn reduce(vm: &mut Vm, this: &Typed<DequeIterator>) -> PyResult {
        let class = this.class().as_object().to_ref();
        (class, (this.deque.clone(), this.taken.get())).into_result(vm)
    }
}
