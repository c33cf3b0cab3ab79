//! `staticmethod`

use crate::object::{Slots, TypeFlags, TypeSpec, instance};
use crate::prelude::*;

/// A function that is bound to nothing.
#[derive(Trace)]
#[payload(tail_last)]
pub struct StaticMethod {
    pub(crate) function: Slot,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "staticmethod(function, /)\n--\n\nConvert a function to be a static method.",
    flags: TypeFlags::BASE_TYPE,
    has_dict: true,
    slots,
    methods: &[StaticMethod::METHODS],
    getsets: &[StaticMethod::GETSETS],
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
    slots.new = Some(|vm, class, _| {
        let object = StaticMethod { function: Slot::empty() };
        Ok(vm.new_object(class, object).into_object())
    });
    slots.init = Some(StaticMethod::INIT);
    slots.descriptor_get = Some(get);
    slots.repr = Some(|vm, object| {
        let function = wrapped(vm, object)?;
        let shown = vm.repr(&function)?;
        Ok(vm.new_str(&format!("<staticmethod({shown})>")).into_object())
    });
    slots.call = Some(|vm, object, args| {
        let function = wrapped(vm, object)?;
        vm.call(&function, args)
    });
}

/// An attribute that the object around a function takes from it at the first look.
pub(super) fn wrapped_get(
    vm: &mut Vm,
    wrapper: &Object,
    function: Option<Ref>,
    name: &Typed<Str>,
) -> PyResult<Ref> {
    let own = instance::dict(vm, wrapper);
    if let Some(value) = own.as_ref().and_then(|own| own.get_str(vm, name)) {
        return Ok(value);
    }
    let function = function.unwrap_or_else(|| vm.none());
    let value = vm.get_attribute(&function, name)?;
    if let Some(own) = own {
        own.set_str(vm, name, value.clone());
    }
    Ok(value)
}

/// Sets or deletes such an attribute.
pub(super) fn wrapped_set(
    vm: &mut Vm,
    wrapper: &Object,
    name: &Typed<Str>,
    value: Option<&Object>,
) -> PyResult<()> {
    let Some(own) = instance::dict(vm, wrapper) else { return Ok(()) };
    match value {
        Some(value) => own.set_str(vm, name, value.to_ref()),
        None if own.remove_str(vm, name).is_some() => {}
        None => {
            let class = wrapper.class().name(vm);
            return Err(vm.attribute_error(format!("'{class}' object has no attribute '{name}'")));
        }
    }
    Ok(())
}

/// Gives the object around a function what the function is called and where it is from.
pub(super) fn copy_identity(vm: &mut Vm, function: &Object, wrapper: &Object) -> PyResult<()> {
    for name in ["__module__", "__name__", "__qualname__", "__doc__"] {
        let name = vm.intern(name);
        if let Some(value) = vm.find_attribute(function, &name)? {
            vm.set_attribute(wrapper, &name, Some(&value))?;
        }
    }
    Ok(())
}

fn wrapped(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    match object.downcast::<StaticMethod>().and_then(|method| method.function.get()) {
        Some(function) => Ok(function),
        None => Err(vm.runtime_error("uninitialized staticmethod object")),
    }
}

fn get(vm: &mut Vm, object: &Object, _: Option<&Object>, _: Option<&Object>) -> PyResult<Ref> {
    wrapped(vm, object)
}

#[methods(owner = "staticmethod")]
impl StaticMethod {
    #[initializer("staticmethod(function, /)")]
    fn init(vm: &mut Vm, method: &Typed<Self>, function: &Object) -> PyResult<()> {
        method.function.set(vm, Some(function.to_ref()));
        copy_identity(vm, function, method.as_object())
    }

    #[member("__func__")]
    fn function(_: &mut Vm, method: &Typed<Self>) -> Option<Ref> {
        method.function.get()
    }

    #[member("__wrapped__")]
    fn wrapped_function(_: &mut Vm, method: &Typed<Self>) -> Option<Ref> {
        method.function.get()
    }

    #[getter("__annotations__")]
    fn annotations(vm: &mut Vm, method: &Typed<Self>) -> PyResult {
        let name = vm.names.__annotations__.clone();
        wrapped_get(vm, method.as_object(), method.function.get(), &name)
    }

    #[setter("__annotations__")]
    fn set_annotations(vm: &mut Vm, method: &Typed<Self>, value: Option<&Object>) -> PyResult<()> {
        let name = vm.names.__annotations__.clone();
        wrapped_set(vm, method.as_object(), &name, value)
    }

    #[getter("__annotate__")]
    fn annotate(vm: &mut Vm, method: &Typed<Self>) -> PyResult {
        let name = vm.names.__annotate__.clone();
        wrapped_get(vm, method.as_object(), method.function.get(), &name)
    }

    #[setter("__annotate__")]
    fn set_annotate(vm: &mut Vm, method: &Typed<Self>, value: Option<&Object>) -> PyResult<()> {
        let name = vm.names.__annotate__.clone();
        wrapped_set(vm, method.as_object(), &name, value)
    }

    #[getter("__isabstractmethod__")]
    fn is_abstract(vm: &mut Vm, method: &Typed<Self>) -> PyResult<bool> {
        match method.function.get() {
            Some(function) => vm.is_abstract(&function),
            None => Ok(false),
        }
    }

    /// See PEP 585
    #[class_method("__class_getitem__(cls, object, /)")]
    fn class_get_item(vm: &mut Vm, class: &Object, object: &Object) -> PyResult {
        vm.new_generic_alias(class, object)
    }
}
