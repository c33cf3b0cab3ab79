//! Iterators over bytes.

use std::cell::Cell;

use crate::object::{Slots, TypeSpec, saturated};
use crate::prelude::*;

/// The payload of `bytes_iterator` objects; the bytes go when it is exhausted.
#[derive(Trace)]
pub struct BytesIterator {
    bytes: Slot<Bytes>,
    position: Cell<usize>,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::NOT_INSTANTIABLE,
    slots,
    methods: &[BytesIterator::METHODS],
    ..TypeSpec::new::<BytesIterator>("bytes_iterator")
};

fn slots(slots: &mut Slots) {
    slots.iter = Some(|_, object| Ok(object.to_ref()));
    slots.next = Some(next);
}

impl BytesIterator {
    /// An iterator over bytes.
    pub fn create(vm: &Vm, bytes: &Typed<Bytes>) -> Ref {
        let iterator =
            BytesIterator { bytes: Slot::new(Some(bytes.to_ref())), position: Cell::new(0) };
        vm.new_object(&vm.types.bytes_iterator, iterator).into_object()
    }
}

fn next(vm: &mut Vm, object: &Object) -> PyResult<Option<Ref>> {
    let Some(iterator) = object.downcast::<BytesIterator>() else { return Ok(None) };
    let Some(bytes) = iterator.bytes.borrow(vm) else { return Ok(None) };
    let position = iterator.position.get();
    match bytes.as_slice().get(position).copied() {
        Some(byte) => {
            iterator.position.set(position + 1);
            Ok(Some(vm.new_int(i64::from(byte))))
        }
        None => {
            iterator.bytes.set(vm, None);
            Ok(None)
        }
    }
}

#[methods(owner = "bytes_iterator")]
impl BytesIterator {
    /// Private method returning an estimate of len(list(it)).
    #[method("__length_hint__(self, /)")]
    fn length_hint(vm: &mut Vm, iterator: &Typed<BytesIterator>) -> usize {
        let length = iterator.bytes.borrow(vm).map_or(0, |bytes| bytes.as_slice().len());
        length.saturating_sub(iterator.position.get())
    }

    /// Return state information for pickling.
    #[method("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, iterator: &Typed<BytesIterator>) -> PyResult {
        let name = vm.intern("iter");
        let builtins = vm.builtins.clone();
        let function = vm.get_item(builtins.as_object(), name.as_object())?;
        let reduced = match iterator.bytes.get() {
            Some(bytes) => {
                let arguments = vm.new_tuple(vec![bytes.into_object()]).into_object();
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
    fn set_state(vm: &mut Vm, iterator: &Typed<BytesIterator>, state: &Object) -> PyResult<()> {
        let position = vm.index(state).map(|int| saturated(&int))?;
        let length = iterator.bytes.borrow(vm).map_or(0, |bytes| bytes.as_slice().len());
        iterator.position.set(usize::try_from(position).unwrap_or(0).min(length));
        Ok(())
    }
}
