//! `method_descriptor` and `classmethod_descriptor`: native methods as they stand in a type's dictionary.

use crate::builtins::BuiltinFunction;
use crate::object::{MethodDef, MethodKind, Slots, TypeFlags, TypeSpec, as_type};
use crate::prelude::*;

/// A native method of a type.
#[derive(Trace)]
pub struct MethodDescriptor {
    pub(crate) owner: Ref<Type>,
    #[trace(skip)]
    pub(crate) definition: &'static MethodDef,
}

/// The type of methods.
pub static SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::IMMUTABLE.union(TypeFlags::METHOD_DESCRIPTOR),
    slots,
    methods: &[MethodDescriptor::METHODS],
    getsets: &[MethodDescriptor::GETSETS],
    ..TypeSpec::new::<MethodDescriptor>("method_descriptor")
};

/// The type of class methods.
pub static CLASS_METHOD_SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::IMMUTABLE,
    slots: class_method_slots,
    methods: &[MethodDescriptor::METHODS],
    getsets: &[MethodDescriptor::GETSETS],
    ..TypeSpec::new::<MethodDescriptor>("classmethod_descriptor")
};

impl MethodDescriptor {
    /// The object that stands for a method in the dictionary of `owner`.
    pub fn new(vm: &Vm, owner: &Typed<Type>, definition: &'static MethodDef) -> Ref {
        let class = match definition.kind {
            MethodKind::Class => &vm.types.class_method_descriptor,
            _ => &vm.types.method_descriptor,
        };
        vm.new_object(class, MethodDescriptor { owner: owner.to_ref(), definition }).into_object()
    }
}

fn slots(slots: &mut Slots) {
    slots.call = Some(call);
    slots.descriptor_get = Some(get);
    slots.repr = Some(repr);
}

fn class_method_slots(slots: &mut Slots) {
    slots.call = Some(call_class_method);
    slots.descriptor_get = Some(get_class_method);
    slots.repr = Some(repr);
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let Some(method) = object.downcast::<MethodDescriptor>() else {
        return Err(vm.type_error("not a method descriptor"));
    };
    let (name, owner) = (method.definition.name, method.owner.name(vm));
    Ok(vm.new_str(&format!("<method '{name}' of '{owner}' objects>")).into_object())
}

/// TypeError unless `object` is an instance of the owner.
fn check(vm: &mut Vm, descriptor: &MethodDescriptor, object: &Object) -> PyResult<()> {
    if object.class().is(&*descriptor.owner) || object.class().is_subclass_of(vm, &descriptor.owner)
    {
        return Ok(());
    }
    let (name, owner) = (descriptor.definition.name, descriptor.owner.name(vm));
    let class = object.class().name(vm);
    Err(vm.type_error(format!(
        "descriptor '{name}' for '{owner}' objects doesn't apply to a '{class}' object"
    )))
}

fn call(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult<Ref> {
    let Some(descriptor) = object.downcast::<MethodDescriptor>() else {
        return Err(vm.type_error("not a method descriptor"));
    };
    let Some(receiver) = args.positional().first() else {
        let (name, owner) = (descriptor.definition.name, descriptor.owner.qualified_name(vm));
        return Err(vm.type_error(format!("unbound method {owner}.{name}() needs an argument")));
    };
    check(vm, descriptor, receiver)?;
    (descriptor.definition.call)(vm, args)
}

fn get(
    vm: &mut Vm,
    object: &Object,
    instance: Option<&Object>,
    _: Option<&Object>,
) -> PyResult<Ref> {
    let (Some(descriptor), Some(instance)) = (object.downcast::<MethodDescriptor>(), instance)
    else {
        return Ok(object.to_ref());
    };
    check(vm, descriptor, instance)?;
    Ok(BuiltinFunction::new(vm, descriptor.definition, Some(instance.to_ref()), None))
}

fn get_class_method(
    vm: &mut Vm,
    object: &Object,
    instance: Option<&Object>,
    owner: Option<&Object>,
) -> PyResult<Ref> {
    let Some(descriptor) = object.downcast::<MethodDescriptor>() else {
        return Ok(object.to_ref());
    };
    let owner = owner.or(instance.map(|instance| instance.class().as_object()));
    let name = descriptor.definition.name;
    let Some(owner) = owner else {
        let wanted = descriptor.owner.name(vm);
        return Err(vm.type_error(format!(
            "descriptor '{name}' for type '{wanted}' needs either an object or a type"
        )));
    };
    let Some(class) = as_type(owner) else {
        let (wanted, other) = (descriptor.owner.name(vm), owner.class().name(vm));
        return Err(vm.type_error(format!(
            "descriptor '{name}' for type '{wanted}' needs a type, not a '{other}' as arg 2"
        )));
    };
    if !class.is_subclass_of(vm, &descriptor.owner) {
        let (wanted, other) = (descriptor.owner.name(vm), class.name(vm));
        return Err(vm.type_error(format!(
            "descriptor '{name}' requires a subtype of '{wanted}' but received '{other}'"
        )));
    }
    let receiver = Some(class.as_object().to_ref());
    Ok(BuiltinFunction::new(vm, descriptor.definition, receiver, None))
}

fn call_class_method(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult<Ref> {
    let Some(first) = args.positional().first() else {
        let Some(descriptor) = object.downcast::<MethodDescriptor>() else {
            return Err(vm.type_error("not a class method"));
        };
        let (name, owner) = (descriptor.definition.name, descriptor.owner.name(vm));
        return Err(
            vm.type_error(format!("descriptor '{name}' of '{owner}' object needs an argument"))
        );
    };
    let bound = get_class_method(vm, object, None, Some(first))?;
    vm.call(&bound, args.without_first())
}

#[methods(owner = "method_descriptor")]
impl MethodDescriptor {
    #[member("__name__")]
    fn name(vm: &mut Vm, method: &Typed<Self>) -> Ref<Str> {
        vm.intern(method.definition.name)
    }

    #[getter("__qualname__")]
    fn qualified_name(vm: &mut Vm, method: &Typed<Self>) -> Ref<Str> {
        vm.intern(&format!("{}.{}", method.owner.qualified_name(vm), method.definition.name))
    }

    #[member("__objclass__")]
    fn object_class(_: &mut Vm, method: &Typed<Self>) -> Ref<Type> {
        method.owner.clone()
    }

    #[getter("__doc__")]
    fn doc(_: &mut Vm, method: &Typed<Self>) -> Option<&'static str> {
        Some(method.definition.doc).filter(|doc| !doc.is_empty())
    }

    #[getter("__text_signature__")]
    fn text_signature(_: &mut Vm, method: &Typed<Self>) -> Option<&'static str> {
        method.definition.signature.text
    }

    #[method("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, method: &Typed<Self>) -> PyResult {
        let name = vm.intern(method.definition.name);
        vm.reduce_to_attribute(method.owner.as_object(), name.as_object())
    }
}
