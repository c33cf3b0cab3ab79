//! Iterators over strings. CPython has one type for ASCII strings and one for others.

use std::cell::Cell;

use crate::object::{Slots, TypeSpec, saturated};
use crate::prelude::*;

/// The payload of `str_ascii_iterator` and `str_iterator` objects; the string goes when it is exhausted.
#[derive(Trace)]
pub struct StrIterator {
    text: Slot<Str>,
    position: Cell<usize>,
}

/// The type of iterators over ASCII strings.
pub static ASCII_SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::NOT_INSTANTIABLE,
    slots,
    methods: &[StrIterator::METHODS],
    ..TypeSpec::new::<StrIterator>("str_ascii_iterator")
};

/// The type of iterators over other strings.
pub static SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::NOT_INSTANTIABLE,
    slots,
    methods: &[StrIterator::METHODS],
    ..TypeSpec::new::<StrIterator>("str_iterator")
};

fn slots(slots: &mut Slots) {
    slots.iter = Some(|_, object| Ok(object.to_ref()));
    slots.next = Some(next);
}

impl StrIterator {
    /// An iterator over a string.
    pub fn create(vm: &Vm, text: &Typed<Str>) -> Ref {
        let class =
            if text.is_ascii() { &vm.types.str_ascii_iterator } else { &vm.types.str_iterator };
        let iterator = StrIterator { text: Slot::new(Some(text.to_ref())), position: Cell::new(0) };
        vm.new_object(class, iterator).into_object()
    }
}

fn next(vm: &mut Vm, object: &Object) -> PyResult<Option<Ref>> {
    let Some(iterator) = object.downcast::<StrIterator>() else { return Ok(None) };
    let Some(text) = iterator.text.borrow(vm) else { return Ok(None) };
    let position = iterator.position.get();
    let character = text.text().slice(position..position.saturating_add(1));
    if character.is_empty() {
        iterator.text.set(vm, None);
        return Ok(None);
    }
    let character = vm.new_text_slice(character);
    iterator.position.set(position + 1);
    Ok(Some(character.into_object()))
}

#[methods(owner = "str_iterator")]
impl StrIterator {
    /// Private method returning an estimate of len(list(it)).
    #[method("__length_hint__(self, /)")]
    fn length_hint(vm: &mut Vm, iterator: &Typed<StrIterator>) -> usize {
        iterator
            .text
            .borrow(vm)
            .map_or(0, |text| text.len().saturating_sub(iterator.position.get()))
    }

    /// Return state information for pickling.
    #[method("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, iterator: &Typed<StrIterator>) -> PyResult {
        let name = vm.intern("iter");
        let builtins = vm.builtins.clone();
        let function = vm.get_item(builtins.as_object(), name.as_object())?;
        let reduced = match iterator.text.get() {
            Some(text) => {
                let arguments = vm.new_tuple(vec![text.into_object()]).into_object();
                let position = vm.new_int(iterator.position.get() as i64);
                vec![function, arguments, position]
            }
            None => {
                let empty = vm.singletons.empty_str.clone().into_object();
                vec![function, vm.new_tuple(vec![empty]).into_object()]
            }
        };
        Ok(vm.new_tuple(reduced).into_object())
    }

    /// Set state information for unpickling.
    #[method("__setstate__(self, state, /)")]
    fn set_state(vm: &mut Vm, iterator: &Typed<StrIterator>, state: &Object) -> PyResult<()> {
        let position = vm.index(state).map(|int| saturated(&int))?;
        let length = iterator.text.borrow(vm).map_or(0, |text| text.len());
        iterator.position.set(usize::try_from(position).unwrap_or(0).min(length));
        Ok(())
    }
}
