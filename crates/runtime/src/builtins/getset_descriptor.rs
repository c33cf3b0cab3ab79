//! `getset_descriptor`: a computed attribute of a native type.

use crate::object::{GetSetDef, Slots, TypeFlags, TypeSpec};
use crate::prelude::*;

/// A computed attribute.
#[derive(Trace)]
pub struct GetSetDescriptor {
    pub(crate) owner: Ref<Type>,
    #[trace(skip)]
    pub(crate) definition: &'static GetSetDef,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::IMMUTABLE,
    basic_size: 48,
    slots,
    ..TypeSpec::new::<GetSetDescriptor>("getset_descriptor")
};

fn slots(slots: &mut Slots) {
    slots.descriptor_get = Some(get);
    slots.descriptor_set = Some(set);
}

fn check(vm: &mut Vm, descriptor: &GetSetDescriptor, object: &Object) -> PyResult<()> {
    if object.class().is_subclass_of(vm, &descriptor.owner) {
        return Ok(());
    }
    let (name, owner) = (descriptor.definition.name, descriptor.owner.name(vm));
    let class = object.class().name(vm);
    Err(vm.type_error(format!(
        "descriptor '{name}' for '{owner}' objects doesn't apply to a '{class}' object"
    )))
}

fn get(
    vm: &mut Vm,
    object: &Object,
    instance: Option<&Object>,
    _: Option<&Object>,
) -> PyResult<Ref> {
    let (Some(descriptor), Some(instance)) = (object.downcast::<GetSetDescriptor>(), instance)
    else {
        return Ok(object.to_ref());
    };
    check(vm, descriptor, instance)?;
    (descriptor.definition.get)(vm, instance)
}

fn set(vm: &mut Vm, object: &Object, instance: &Object, value: Option<&Object>) -> PyResult<()> {
    let Some(descriptor) = object.downcast::<GetSetDescriptor>() else { return Ok(()) };
    check(vm, descriptor, instance)?;
    match descriptor.definition.set {
        Some(set) => set(vm, instance, value),
        None => {
            let (name, owner) = (descriptor.definition.name, descriptor.owner.name(vm));
            Err(vm.attribute_error(format!(
                "attribute '{name}' of '{owner}' objects is not writable"
            )))
        }
    }
}
