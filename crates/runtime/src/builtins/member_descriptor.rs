//! `member_descriptor`: one of `__slots__`.

use crate::object::{Slots, TypeFlags, TypeSpec, instance};
use crate::prelude::*;

/// A slot of the instances of a class.
#[derive(Trace)]
pub struct MemberDescriptor {
    pub(crate) owner: Ref<Type>,
    pub(crate) name: Ref<Str>,
    /// Place among the slots or items of the instances.
    pub(crate) index: usize,
    /// Whether it is an item of a struct sequence.
    pub(crate) item: bool,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::IMMUTABLE,
    basic_size: 48,
    slots,
    ..TypeSpec::new::<MemberDescriptor>("member_descriptor")
};

fn slots(slots: &mut Slots) {
    slots.descriptor_get = Some(get);
    slots.descriptor_set = Some(set);
}

fn check(vm: &mut Vm, descriptor: &MemberDescriptor, object: &Object) -> PyResult<()> {
    if object.class().is_subclass_of(vm, &descriptor.owner) {
        return Ok(());
    }
    let (name, owner) = (descriptor.name.to_string(), descriptor.owner.name(vm));
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
    let (Some(descriptor), Some(instance)) = (object.downcast::<MemberDescriptor>(), instance)
    else {
        return Ok(object.to_ref());
    };
    check(vm, descriptor, instance)?;
    let value = if descriptor.item {
        instance.downcast::<Tuple>().and_then(|tuple| tuple.items().get(descriptor.index).cloned())
    } else {
        instance::slot(instance, descriptor.index)
    };
    match value {
        Some(value) => Ok(value),
        None => Err(vm.no_attribute(instance, &descriptor.name)),
    }
}

fn set(vm: &mut Vm, object: &Object, instance: &Object, value: Option<&Object>) -> PyResult<()> {
    let Some(descriptor) = object.downcast::<MemberDescriptor>() else { return Ok(()) };
    check(vm, descriptor, instance)?;
    if descriptor.item || descriptor.owner.has(TypeFlags::IMMUTABLE) {
        return Err(vm.attribute_error("readonly attribute"));
    }
    let new = value.map(|value| value.to_ref());
    let old = instance::replace_slot(vm, instance, descriptor.index, new);
    if value.is_none() && old.is_none() {
        return Err(vm.no_attribute(instance, &descriptor.name));
    }
    Ok(())
}
