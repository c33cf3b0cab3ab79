//! The payload of `memoryview` objects.

use std::cell::Cell;

use pellucid_heap::WeakHead;

use crate::object::{BufferFlags, BufferView, Exports};
use crate::prelude::*;

/// A view of another object's memory, until it is released.
#[derive(Trace)]
#[payload(weak = weak)]
pub struct MemoryView {
    view: TokenCell<Option<BufferView>>,
    /// Consumers that hold this view itself.
    #[trace(skip)]
    pub(crate) exports: Exports,
    /// The hash, 0 while nobody has asked.
    pub(super) hash: Cell<i64>,
    weak: WeakHead,
}

impl MemoryView {
    /// A `memoryview` object of a view.
    pub fn of_view(vm: &Vm, view: BufferView) -> Ref<MemoryView> {
        let value = MemoryView {
            view: TokenCell::new(Some(view)),
            exports: Exports::default(),
            hash: Cell::new(0),
            weak: WeakHead::new(),
        };
        vm.new_object(&vm.types.memoryview, value)
    }

    /// `memoryview(object)`
    pub fn of_object(
        vm: &mut Vm,
        object: &Object,
        flags: BufferFlags,
    ) -> PyResult<Ref<MemoryView>> {
        if let Some(other) = object.downcast::<MemoryView>() {
            let view = other.view(vm)?.clone();
            return Ok(MemoryView::of_view(vm, view));
        }
        if !vm.has_buffer(object) {
            let class = object.class().name(vm);
            return Err(vm.type_error(format!(
                "memoryview: a bytes-like object is required, not '{class}'"
            )));
        }
        let view = vm.get_buffer(object, flags)?;
        Ok(MemoryView::of_view(vm, view))
    }

    /// What is seen, or ValueError after the release.
    pub fn view<'a>(&'a self, vm: &'a mut Vm) -> PyResult<&'a BufferView> {
        if self.view.get(vm).is_none() {
            return Err(vm.value_error("operation forbidden on released memoryview object"));
        }
        Ok(self.view.get(vm).as_ref().expect("the view was just found not to be released"))
    }

    /// What is seen, unless it has been released.
    pub fn peek<'a>(&'a self, vm: &'a Vm) -> Option<&'a BufferView> {
        self.view.get(vm).as_ref()
    }

    /// Whether this shows memory of that object.
    pub fn is_of(&self, vm: &Vm, object: &Object) -> bool {
        self.peek(vm).is_some_and(|view| view.owner.is(object))
    }

    /// `release()`
    pub fn release_view(&self, vm: &mut Vm) -> PyResult<()> {
        let count = self.exports.count();
        if count > 0 {
            let plural = if count == 1 { "" } else { "s" };
            return Err(vm.buffer_error(format!("memoryview has {count} exported buffer{plural}")));
        }
        match self.view.replace(vm, None) {
            Some(view) => vm.release_buffer(view),
            None => Ok(()),
        }
    }
}
