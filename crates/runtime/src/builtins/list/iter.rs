//! `list_iterator` and `list_reverseiterator`.

use std::cell::Cell;

use super::List;
use crate::object::{Slots, TypeSpec};
use crate::prelude::*;

/// Position in a list; without a list when finished.
#[derive(Trace)]
pub struct ListIterator {
    list: Slot<List>,
    position: Cell<usize>,
}

/// Position in a list, from the end: one more than that of the next item.
#[derive(Trace)]
pub struct ListReverseIterator {
    list: Slot<List>,
    left: Cell<usize>,
}

/// `list_iterator`
pub static SPEC: TypeSpec = TypeSpec {
    slots: |slots| fill(slots, next),
    methods: &[ListIterator::METHODS],
    ..TypeSpec::new::<ListIterator>("list_iterator")
};

/// `list_reverseiterator`
pub static REVERSE_SPEC: TypeSpec = TypeSpec {
    slots: |slots| fill(slots, next_backward),
    methods: &[ListReverseIterator::METHODS],
    ..TypeSpec::new::<ListReverseIterator>("list_reverseiterator")
};

fn fill(slots: &mut Slots, next: crate::object::slots::NextFn) {
    slots.iter = Some(|_, object| Ok(object.to_ref()));
    slots.next = Some(next);
}

/// `iter(list)`
pub(super) fn forward(vm: &Vm, list: &Typed<List>) -> Ref {
    let iterator = ListIterator { list: Slot::new(Some(list.to_ref())), position: Cell::new(0) };
    vm.new_object(&vm.types.list_iterator, iterator).into_object()
}

/// `reversed(list)`
pub(super) fn backward(vm: &Vm, list: &Typed<List>) -> Ref {
    let left = Cell::new(list.len(vm));
    let iterator = ListReverseIterator { list: Slot::new(Some(list.to_ref())), left };
    vm.new_object(&vm.types.list_reverse_iterator, iterator).into_object()
}

fn next(vm: &mut Vm, object: &Object) -> PyResult<Option<Ref>> {
    let Some(iterator) = object.downcast::<ListIterator>() else { return Ok(None) };
    Ok(iterator.advance(vm))
}

impl ListIterator {
    /// The next item.
    #[inline]
    pub fn advance(&self, vm: &mut Vm) -> Option<Ref> {
        let position = self.position.get();
        let list = self.list.borrow(vm)?;
        if let Some(item) = list.item(vm, position) {
            self.position.set(position + 1);
            return Some(item);
        }
        self.list.set(vm, None);
        None
    }
}

fn next_backward(vm: &mut Vm, object: &Object) -> PyResult<Option<Ref>> {
    let Some(iterator) = object.downcast::<ListReverseIterator>() else { return Ok(None) };
    let Some(list) = iterator.list.borrow(vm) else { return Ok(None) };
    if let Some(position) = iterator.left.get().checked_sub(1)
        && let Some(item) = list.item(vm, position)
    {
        iterator.left.set(position);
        return Ok(Some(item));
    }
    iterator.list.set(vm, None);
    Ok(None)
}

/// What pickling needs of an iterator over `sequence`: the builtin function, its arguments, and the position.
pub(crate) fn reduced(
    vm: &mut Vm,
    function: &str,
    sequence: Option<Ref>,
    position: isize,
    exhausted: impl FnOnce(&mut Vm) -> PyResult<Ref>,
) -> PyResult<Ref> {
    match sequence {
        Some(sequence) => {
            let function = vm.builtin(function)?;
            let arguments = vm.new_tuple(vec![sequence]).into_object();
            (function, arguments, position).into_result(vm)
        }
        None => {
            let function = vm.builtin("iter")?;
            let empty = exhausted(vm)?;
            let arguments = vm.new_tuple(vec![empty]).into_object();
            (function, arguments).into_result(vm)
        }
    }
}

/// `__reduce__` of an iterator for which these items are left: an iterator over a list of them.
pub fn reduced_to_items(vm: &mut Vm, items: Vec<Ref>) -> PyResult {
    let iter = vm.builtin("iter")?;
    let items = vm.new_list(items)?.into_object();
    let arguments = vm.new_tuple(vec![items]).into_object();
    (iter, arguments).into_result(vm)
}

fn empty_list(vm: &mut Vm) -> PyResult<Ref> {
    vm.new_list(Vec::new()).map(|list| list.into_object())
}

#[methods(owner = "list_iterator")]
impl ListIterator {
    /// Private method returning an estimate of len(list(it)).
    #[method("__length_hint__(self, /)", hidden)]
    fn length_hint(vm: &mut Vm, this: &Typed<ListIterator>) -> usize {
        let Some(list) = this.list.borrow(vm) else { return 0 };
        list.len(vm).saturating_sub(this.position.get())
    }

    /// Return state information for pickling.
    #[method("__reduce__(self, /)", hidden)]
    fn reduce(vm: &mut Vm, this: &Typed<ListIterator>) -> PyResult {
        let list = this.list.get().map(|list| list.into_object());
        reduced(vm, "iter", list, this.position.get() as isize, empty_list)
    }

    /// Set state information for unpickling.
    #[method("__setstate__(self, state, /)", hidden)]
    fn set_state(vm: &mut Vm, this: &Typed<ListIterator>, state: isize) {
        if let Some(list) = this.list.borrow(vm) {
            this.position.set(state.clamp(0, list.len(vm) as isize) as usize);
        }
    }
}

#[methods(owner = "list_reverseiterator")]
impl ListReverseIterator {
    /// Private method returning an estimate of len(list(it)).
    #[method("__length_hint__(self, /)", hidden)]
    fn length_hint(vm: &mut Vm, this: &Typed<ListReverseIterator>) -> usize {
        let Some(list) = this.list.borrow(vm) else { return 0 };
        if list.len(vm) < this.left.get() { 0 } else { this.left.get() }
    }

    /// Return state information for pickling.
    #[method("__reduce__(self, /)", hidden)]
    fn reduce(vm: &mut Vm, this: &Typed<ListReverseIterator>) -> PyResult {
        let list = this.list.get().map(|list| list.into_object());
        reduced(vm, "reversed", list, this.left.get() as isize - 1, empty_list)
    }

    /// Set state information for unpickling.
    #[method("__setstate__(self, state, /)", hidden)]
    fn set_state(vm: &mut Vm, this: &Typed<ListReverseIterator>, state: isize) {
        if let Some(list) = this.list.borrow(vm) {
            this.left.set((state.clamp(-1, list.len(vm) as isize - 1) + 1) as usize);
        }
    }
}
