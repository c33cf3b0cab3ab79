//! Iterators over a bytearray, which may change meanwhile.

use std::cell::Cell;

use super::ByteArray;
use crate::object::{Slots, TypeSpec};
use crate::prelude::*;

/// The payload of `bytearray_iterator` objects; the array goes when it is exhausted.
#[derive(Trace)]
pub struct ByteArrayIterator {
    array: Slot<ByteArray>,
    position: Cell<usize>,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::NOT_INSTANTIABLE,
    slots,
    methods: &[ByteArrayIterator::METHODS],
    ..TypeSpec::new::<ByteArrayIterator>("bytearray_iterator")
};

fn slots(slots: &mut Slots) {
    slots.iter = Some(|_, object| Ok(object.to_ref()));
    slots.next = Some(next);
}

impl ByteArrayIterator {
    /// An iterator over an array.
    pub fn create(vm: &Vm, array: &Typed<ByteArray>) -> Ref {
        let iterator =
            ByteArrayIterator { array: Slot::new(Some(array.to_ref())), position: Cell::new(0) };
        vm.new_object(&vm.types.bytearray_iterator, iterator).into_object()
    }
}

fn next(vm: &mut Vm, object: &Object) -> PyResult<Option<Ref>> {
    let Some(iterator) = object.downcast::<ByteArrayIterator>() else { return Ok(None) };
    let Some(array) = iterator.array.borrow(vm) else { return Ok(None) };
    let position = iterator.position.get();
    match array.items(vm).get(position).copied() {
        Some(byte) => {
            iterator.position.set(position + 1);
            Ok(Some(vm.new_int(i64::from(byte))))
        }
        None => {
            iterator.array.set(vm, None);
            Ok(None)
        }
    }
}

#[methods(owner = "bytearray_iterator")]
impl ByteArrayIterator {
    /// Private method returning an estimate of len(list(it)).
    #[method("__length_hint__(self, /)")]
    fn length_hint(vm: &mut Vm, iterator: &Typed<ByteArrayIterator>) -> usize {
        let length = iterator.array.borrow(vm).map_or(0, |array| array.items(vm).len());
        length.saturating_sub(iterator.position.get())
    }

    /// Return state information for pickling.
    #[method("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, iterator: &Typed<ByteArrayIterator>) -> PyResult {
        let name = vm.intern("iter");
        let builtins = vm.builtins.clone();
        let function = vm.get_item(builtins.as_object(), name.as_object())?;
        let reduced = match iterator.array.get() {
            Some(array) => {
                let arguments = vm.new_tuple(vec![array.into_object()]).into_object();
                let position = vm.new_int(iterator.position.get() as i64);
                vec![function, arguments, position]
            }
            None => {
                let empty = vm.singletons.empty_tuple.clone().into_object();
                vec![function, vm.new_tuple(vec![empty]).into_object()]
            }
        };
        Ok(vm.new_tuple(reduced).into_object())
    }

    /// Set state information for unpickling.
    #[method("__setstate__(self, state, /)")]
    fn set_state(vm: &mut Vm, iterator: &Typed<ByteArrayIterator>, state: &Object) -> PyResult<()> {
        let position = vm.index_saturating(state)?;
        let length = iterator.array.borrow(vm).map_or(0, |array| array.items(vm).len());
        iterator.position.set(usize::try_from(position).unwrap_or(0).min(length));
        Ok(())
    }
}
