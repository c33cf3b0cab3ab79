//! `classmethod`

use crate::object::{Slots, TypeFlags, TypeSpec};
use crate::prelude::*;

/// A function that is bound to the class.
#[derive(Trace)]
pub struct ClassMethod {
    pub(crate) function: Slot,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::BASE_TYPE,
    basic_size: 32,
    has_dict: true,
    slots,
    ..TypeSpec::new::<ClassMethod>("classmethod")
};

impl ClassMethod {
    /// The object for a callable.
    pub fn new(vm: &Vm, function: Ref) -> Ref {
        let object = ClassMethod { function: Slot::new(Some(function)) };
        vm.new_object(&vm.types.class_method, object).into_object()
    }
}

fn slots(slots: &mut Slots) {
    slots.descriptor_get = Some(get);
}

fn get(
    vm: &mut Vm,
    object: &Object,
    instance: Option<&Object>,
    owner: Option<&Object>,
) -> PyResult<Ref> {
    let Some(function) = object.downcast::<ClassMethod>().and_then(|method| method.function.get())
    else {
        return Err(vm.runtime_error("uninitialized classmethod object"));
    };
    let owner = owner.or(instance.map(|instance| instance.class().as_object()));
    let owner = owner.unwrap_or(vm.types.none_type.as_object()).to_ref();
    Ok(crate::builtins::BoundMethod::new(vm, function, owner))
}
