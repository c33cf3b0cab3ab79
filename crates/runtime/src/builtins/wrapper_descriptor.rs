//! `wrapper_descriptor` and `method-wrapper`: slots of native types seen as methods.

use crate::object::{SlotWrapper, Slots, TypeFlags, TypeSpec};
use crate::prelude::*;

/// The type of `int.__add__`.
pub static SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::IMMUTABLE.union(TypeFlags::METHOD_DESCRIPTOR),
    basic_size: 56,
    slots,
    getsets: &[Wrapper::GETSETS],
    ..TypeSpec::new::<SlotWrapper>("wrapper_descriptor")
};

/// The type of `(1).__add__`.
pub static METHOD_WRAPPER_SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::IMMUTABLE,
    basic_size: 32,
    slots: bound_slots,
    getsets: &[MethodWrapper::GETSETS],
    ..TypeSpec::new::<MethodWrapper>("method-wrapper")
};

/// A wrapper bound to an object.
#[derive(Trace)]
pub struct MethodWrapper {
    pub(crate) wrapper: Ref<SlotWrapper>,
    pub(crate) receiver: Ref,
}

fn slots(slots: &mut Slots) {
    slots.call = Some(call);
    slots.descriptor_get = Some(get);
}

fn bound_slots(slots: &mut Slots) {
    slots.call = Some(|vm, object, args| match object.downcast::<MethodWrapper>() {
        Some(bound) => bound.wrapper.call(vm, &bound.receiver, args),
        None => Err(vm.type_error("not a method wrapper")),
    });
}

fn check(vm: &mut Vm, wrapper: &SlotWrapper, object: &Object) -> PyResult<()> {
    if object.class().is_subclass_of(vm, &wrapper.owner) {
        return Ok(());
    }
    let (name, owner) = (wrapper.name.to_string(), wrapper.owner.name(vm));
    let class = object.class().name(vm);
    Err(vm.type_error(format!(
        "descriptor '{name}' requires a '{owner}' object but received a '{class}'"
    )))
}

fn call(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult<Ref> {
    let Some(wrapper) = object.downcast::<SlotWrapper>() else {
        return Err(vm.type_error("not a slot wrapper"));
    };
    let Some(receiver) = args.positional().first() else {
        let (name, owner) = (wrapper.name.to_string(), wrapper.owner.name(vm));
        return Err(
            vm.type_error(format!("descriptor '{name}' of '{owner}' object needs an argument"))
        );
    };
    check(vm, wrapper, receiver)?;
    wrapper.call(vm, receiver, args.without_first())
}

fn get(
    vm: &mut Vm,
    object: &Object,
    instance: Option<&Object>,
    _: Option<&Object>,
) -> PyResult<Ref> {
    match (object.to_ref().downcast_ref::<SlotWrapper>(), instance) {
        (Ok(wrapper), Some(instance)) => {
            check(vm, &wrapper, instance)?;
            let bound = MethodWrapper { wrapper, receiver: instance.to_ref() };
            Ok(vm.new_object(&vm.types.method_wrapper, bound).into_object())
        }
        _ => Ok(object.to_ref()),
    }
}

/// Holds the rows of `wrapper_descriptor`.
pub struct Wrapper;

#[methods(owner = "wrapper_descriptor")]
impl Wrapper {
    #[getter("__name__")]
    fn name(_: &mut Vm, wrapper: &Typed<SlotWrapper>) -> Ref<Str> {
        wrapper.name.clone()
    }

    #[getter("__qualname__")]
    fn qualified_name(vm: &mut Vm, wrapper: &Typed<SlotWrapper>) -> String {
        format!("{}.{}", wrapper.owner.qualified_name(vm), wrapper.name)
    }

    #[getter("__objclass__")]
    fn object_class(_: &mut Vm, wrapper: &Typed<SlotWrapper>) -> Ref<Type> {
        wrapper.owner.clone()
    }

    #[getter("__doc__")]
    fn doc(_: &mut Vm, wrapper: &Typed<SlotWrapper>) -> &'static str {
        crate::object::slots::ROWS[wrapper.row].doc.trim()
    }
}

#[methods(owner = "method-wrapper")]
impl MethodWrapper {
    #[getter("__name__")]
    fn name(_: &mut Vm, method: &Typed<Self>) -> Ref<Str> {
        method.wrapper.name.clone()
    }

    #[getter("__qualname__")]
    fn qualified_name(vm: &mut Vm, method: &Typed<Self>) -> String {
        format!("{}.{}", method.wrapper.owner.qualified_name(vm), method.wrapper.name)
    }

    #[getter("__self__")]
    fn receiver(_: &mut Vm, method: &Typed<Self>) -> Ref {
        method.receiver.clone()
    }

    #[getter("__doc__")]
    fn doc(_: &mut Vm, method: &Typed<Self>) -> &'static str {
        crate::object::slots::ROWS[method.wrapper.row].doc.trim()
    }
}
