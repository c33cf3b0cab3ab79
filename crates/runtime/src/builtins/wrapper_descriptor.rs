//! `wrapper_descriptor` and `method-wrapper`: slots of native types seen as methods.

use pellucid_text::hash::hash_pointer;

use crate::object::{Comparison, SlotWrapper, Slots, TypeFlags, TypeSpec};
use crate::prelude::*;

/// The type of `int.__add__`.
pub static SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::IMMUTABLE.union(TypeFlags::METHOD_DESCRIPTOR),
    slots,
    methods: &[Wrapper::METHODS],
    getsets: &[Wrapper::GETSETS],
    ..TypeSpec::new::<SlotWrapper>("wrapper_descriptor")
};

/// The type of `(1).__add__`.
pub static METHOD_WRAPPER_SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::IMMUTABLE,
    slots: bound_slots,
    methods: &[MethodWrapper::METHODS],
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
    slots.repr = Some(|vm, object| {
        let Some(this) = object.downcast::<SlotWrapper>() else { return Ok(vm.none()) };
        let owner = this.owner.name(vm);
        let text = format!("<slot wrapper '{}' of '{owner}' objects>", this.name);
        Ok(vm.new_str(&text).into_object())
    });
}

fn bound_slots(slots: &mut Slots) {
    slots.call = Some(|vm, object, args| match object.downcast::<MethodWrapper>() {
        Some(bound) => bound.wrapper.call(vm, &bound.receiver, args),
        None => Err(vm.type_error("not a method wrapper")),
    });
    slots.repr = Some(|vm, object| {
        let Some(this) = object.downcast::<MethodWrapper>() else { return Ok(vm.none()) };
        let (class, address) = (this.receiver.class().name(vm), this.receiver.address());
        let name = &this.wrapper.name;
        let text = format!("<method-wrapper '{name}' of {class} object at {address:#x}>");
        Ok(vm.new_str(&text).into_object())
    });
    slots.compare = Some(compare);
    slots.hash = Some(|_, object| {
        let Some(this) = object.downcast::<MethodWrapper>() else { return Ok(0) };
        let (wrapper, receiver) = (this.wrapper.address(), this.receiver.address());
        Ok(match hash_pointer(receiver) ^ hash_pointer(wrapper) {
            -1 => -2,
            hash => hash,
        })
    });
}

fn compare(vm: &mut Vm, left: &Object, right: &Object, comparison: Comparison) -> PyResult {
    let (Some(a), Some(b)) = (left.downcast::<MethodWrapper>(), right.downcast::<MethodWrapper>())
    else {
        return Ok(vm.not_implemented());
    };
    if !matches!(comparison, Comparison::Equal | Comparison::NotEqual) {
        return Ok(vm.not_implemented());
    }
    let equal = a.wrapper.is(&*b.wrapper) && a.receiver.is(&*b.receiver);
    Ok(vm.new_bool(equal == (comparison == Comparison::Equal)))
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
    #[member("__name__")]
    fn name(_: &mut Vm, wrapper: &Typed<SlotWrapper>) -> Ref<Str> {
        wrapper.name.clone()
    }

    #[getter("__qualname__")]
    fn qualified_name(vm: &mut Vm, wrapper: &Typed<SlotWrapper>) -> Ref<Str> {
        vm.intern(&format!("{}.{}", wrapper.owner.qualified_name(vm), wrapper.name))
    }

    #[member("__objclass__")]
    fn object_class(_: &mut Vm, wrapper: &Typed<SlotWrapper>) -> Ref<Type> {
        wrapper.owner.clone()
    }

    #[getter("__doc__")]
    fn doc(_: &mut Vm, wrapper: &Typed<SlotWrapper>) -> String {
        wrapper.doc()
    }

    #[getter("__text_signature__")]
    fn text_signature(_: &mut Vm, wrapper: &Typed<SlotWrapper>) -> Option<&'static str> {
        wrapper.text_signature()
    }

    #[method("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, wrapper: &Typed<SlotWrapper>) -> PyResult {
        vm.reduce_to_attribute(wrapper.owner.as_object(), wrapper.name.as_object())
    }
}

#[methods(owner = "method-wrapper")]
impl MethodWrapper {
    #[getter("__name__")]
    fn name(_: &mut Vm, method: &Typed<Self>) -> Ref<Str> {
        method.wrapper.name.clone()
    }

    #[getter("__qualname__")]
    fn qualified_name(vm: &mut Vm, method: &Typed<Self>) -> Ref<Str> {
        let wrapper = &method.wrapper;
        vm.intern(&format!("{}.{}", wrapper.owner.qualified_name(vm), wrapper.name))
    }

    #[member("__self__")]
    fn receiver(_: &mut Vm, method: &Typed<Self>) -> Ref {
        method.receiver.clone()
    }

    #[getter("__objclass__")]
    fn object_class(_: &mut Vm, method: &Typed<Self>) -> Ref<Type> {
        method.wrapper.owner.clone()
    }

    #[getter("__doc__")]
    fn doc(_: &mut Vm, method: &Typed<Self>) -> String {
        method.wrapper.doc()
    }

    #[getter("__text_signature__")]
    fn text_signature(_: &mut Vm, method: &Typed<Self>) -> Option<&'static str> {
        method.wrapper.text_signature()
    }

    #[method("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, method: &Typed<Self>) -> PyResult {
        vm.reduce_to_attribute(&method.receiver, method.wrapper.name.as_object())
    }
}
