//! `member_descriptor`: one of `__slots__`, a field of a struct sequence, or a part of a native object.

use crate::object::{GetSetDef, Slots, TypeFlags, TypeSpec, instance};
use crate::prelude::*;

/// Something that lies in the instances of a class.
#[derive(Trace)]
pub struct MemberDescriptor {
    pub(crate) owner: Ref<Type>,
    pub(crate) name: Ref<Str>,
    #[trace(skip)]
    pub(crate) place: MemberPlace,
}

/// Where a member lies.
#[derive(Clone, Copy)]
pub enum MemberPlace {
    /// Among the slots of the instances.
    Slot(usize),
    /// Among the items of a struct sequence.
    Item(usize),
    /// In a native payload, which the row knows.
    Native(&'static GetSetDef),
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::IMMUTABLE,
    slots,
    methods: &[MemberDescriptor::METHODS],
    getsets: &[MemberDescriptor::GETSETS],
    ..TypeSpec::new::<MemberDescriptor>("member_descriptor")
};

fn slots(slots: &mut Slots) {
    slots.descriptor_get = Some(get);
    slots.descriptor_set = Some(set);
    slots.repr = Some(|vm, object| {
        let Some(member) = object.downcast::<MemberDescriptor>() else { return Ok(vm.none()) };
        let (name, owner) = (member.name.to_string(), member.owner.name(vm));
        Ok(vm.new_str(&format!("<member '{name}' of '{owner}' objects>")).into_object())
    });
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
    let value = match descriptor.place {
        MemberPlace::Slot(index) => instance::slot(instance, index),
        MemberPlace::Item(index) => {
            instance.downcast::<Tuple>().and_then(|tuple| tuple.items().get(index).cloned())
        }
        MemberPlace::Native(row) => return (row.get)(vm, instance),
    };
    match value {
        Some(value) => Ok(value),
        None => Err(empty(vm, instance, &descriptor.name)),
    }
}

/// The AttributeError of an empty slot, which names the class in full.
fn empty(vm: &mut Vm, instance: &Object, name: &Typed<Str>) -> Raised {
    let class = instance.class().full_name(vm);
    let message = format!("'{class}' object has no attribute '{name}'");
    vm.attribute_error_for(instance, name, message)
}

fn set(vm: &mut Vm, object: &Object, instance: &Object, value: Option<&Object>) -> PyResult<()> {
    let Some(descriptor) = object.downcast::<MemberDescriptor>() else { return Ok(()) };
    check(vm, descriptor, instance)?;
    let index = match descriptor.place {
        MemberPlace::Native(GetSetDef { set: Some(set), .. }) => return set(vm, instance, value),
        MemberPlace::Slot(index) if descriptor.owner.has(TypeFlags::HEAP_TYPE) => index,
        _ => return Err(vm.attribute_error("readonly attribute")),
    };
    let new = value.map(|value| value.to_ref());
    let old = instance::replace_slot(vm, instance, index, new);
    if value.is_none() && old.is_none() {
        // Only reading says more.
        return Err(vm.attribute_error(descriptor.name.to_string()));
    }
    Ok(())
}

#[methods(owner = "member_descriptor")]
impl MemberDescriptor {
    #[member("__name__")]
    fn name(_: &mut Vm, member: &Typed<Self>) -> Ref<Str> {
        member.name.clone()
    }

    #[getter("__qualname__")]
    fn qualified_name(vm: &mut Vm, member: &Typed<Self>) -> Ref<Str> {
        vm.intern(&format!("{}.{}", member.owner.qualified_name(vm), member.name))
    }

    #[member("__objclass__")]
    fn object_class(_: &mut Vm, member: &Typed<Self>) -> Ref<Type> {
        member.owner.clone()
    }

    #[getter("__doc__")]
    fn doc(_: &mut Vm, member: &Typed<Self>) -> Option<&'static str> {
        match member.place {
            MemberPlace::Native(row) => Some(row.doc).filter(|doc| !doc.is_empty()),
            _ => None,
        }
    }

    #[method("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, member: &Typed<Self>) -> PyResult {
        vm.reduce_to_attribute(member.owner.as_object(), member.name.as_object())
    }
}
