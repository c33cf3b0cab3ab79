//! `staticmethod`

use crate::object::{Slots, TypeFlags, TypeSpec};
use crate::prelude::*;

/// A function that is bound to nothing.
#[derive(Trace)]
pub struct StaticMethod {
    pub(crate) function: Slot,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::BASE_TYPE,
    basic_size: 32,
    has_dict: true,
    slots,
    ..TypeSpec::new::<StaticMethod>("staticmethod")
};

impl StaticMethod {
    /// The object for a callable.
    pub fn new(vm: &Vm, function: Ref) -> Ref {
        let object = StaticMethod { function: Slot::new(Some(function)) };
        vm.new_object(&vm.types.static_method, object).into_object()
    }
}

fn slots(slots: &mut Slots) {
    slots.descriptor_get = Some(get);
}

fn get(vm: &mut Vm, object: &Object, _: Option<&Object>, _: Option<&Object>) -> PyResult<Ref> {
    match object.downcast::<StaticMethod>().and_then(|method| method.function.get()) {
        Some(function) => Ok(function),
        None => Err(vm.runtime_error("uninitialized staticmethod object")),
    }
}
