//! Iterators over a memoryview of one dimension.

use std::cell::Cell;

use super::MemoryView;
use super::elements::{field_of_view, unpacked};
use crate::object::{Slots, TypeSpec};
use crate::prelude::*;

/// The payload of `memory_iterator` objects.
#[derive(Trace)]
pub struct MemoryIterator {
    view: Slot<MemoryView>,
    position: Cell<usize>,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    name: "memory_iterator",
    module: "_frozen_importlib",
    flags: TypeFlags::NOT_INSTANTIABLE,
    slots,
    ..TypeSpec::new::<MemoryIterator>("memory_iterator")
};

fn slots(slots: &mut Slots) {
    slots.iter = Some(|_, object| Ok(object.to_ref()));
    slots.next = Some(next);
}

impl MemoryIterator {
    /// An iterator over the elements of a view.
    pub fn create(vm: &mut Vm, memory: &Typed<MemoryView>) -> PyResult<Ref> {
        match memory.view(vm)?.dimensions() {
            0 => return Err(vm.type_error("invalid indexing of 0-dim memory")),
            1 => {}
            _ => {
                return Err(
                    vm.not_implemented_error("multi-dimensional sub-views are not implemented")
                );
            }
        }
        let view = memory.view(vm)?.clone();
        field_of_view(vm, &view)?;
        let iterator =
            MemoryIterator { view: Slot::new(Some(memory.to_ref())), position: Cell::new(0) };
        Ok(vm.new_object(&vm.types.memory_iterator, iterator).into_object())
    }
}

fn next(vm: &mut Vm, object: &Object) -> PyResult<Option<Ref>> {
    let Some(iterator) = object.downcast::<MemoryIterator>() else { return Ok(None) };
    let Some(memory) = iterator.view.get() else { return Ok(None) };
    let position = iterator.position.get();
    let view = memory.view(vm)?.clone();
    if position >= view.shape.first().copied().unwrap_or(0) {
        iterator.view.set(vm, None);
        return Ok(None);
    }
    let field = field_of_view(vm, &view)?;
    iterator.position.set(position + 1);
    let offset = view.start.wrapping_add_signed(view.strides[0] * position as isize);
    let bytes = view.element(vm, offset).to_vec();
    unpacked(vm, &field, &bytes).map(Some)
}
