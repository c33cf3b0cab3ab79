//! `getset_descriptor`: a computed attribute of a native type.

use crate::builtins::MemberDescriptor;
use crate::builtins::member_descriptor::MemberPlace;
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
    slots,
    getsets: &[GetSetDescriptor::GETSETS],
    ..TypeSpec::new::<GetSetDescriptor>("getset_descriptor")
};

fn slots(slots: &mut Slots) {
    slots.descriptor_get = Some(get);
    slots.descriptor_set = Some(set);
    slots.repr = Some(|vm, object| {
        let Some(this) = object.downcast::<GetSetDescriptor>() else { return Ok(vm.none()) };
        let (name, owner) = (this.definition.name, this.owner.name(vm));
        Ok(vm.new_str(&format!("<attribute '{name}' of '{owner}' objects>")).into_object())
    });
}

impl GetSetDescriptor {
    /// What stands for a row in the dictionary of `owner`: a computed attribute or a member.
    pub(crate) fn of_row(vm: &mut Vm, owner: &Typed<Type>, definition: &'static GetSetDef) -> Ref {
        let owner = owner.to_ref();
        if definition.is_member {
            let name = vm.intern(definition.name);
            let place = MemberPlace::Native(definition);
            let member = MemberDescriptor { owner, name, place };
            return vm.new_object(&vm.types.member_descriptor, member).into_object();
        }
        let computed = GetSetDescriptor { owner, definition };
        vm.new_object(&vm.types.getset_descriptor, computed).into_object()
    }
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

#[methods(owner = "getset_descriptor")]
impl GetSetDescriptor {
    #[member("__name__")]
    fn name(vm: &mut Vm, this: &Typed<Self>) -> Ref<Str> {
        vm.intern(this.definition.name)
    }

    #[getter("__qualname__")]
    fn qualified_name(vm: &mut Vm, this: &Typed<Self>) -> Ref<Str> {
        vm.intern(&format!("{}.{}", this.owner.qualified_name(vm), this.definition.name))
    }

    #[member("__objclass__")]
    fn object_class(_: &mut Vm, this: &Typed<Self>) -> Ref<Type> {
        this.owner.clone()
    }

    #[getter("__doc__")]
    fn doc(_: &mut Vm, this: &Typed<Self>) -> Option<&'static str> {
        Some(this.definition.doc).filter(|doc| !doc.is_empty())
    }
}
