//! `staticmethod`

use pellucid_heap::WeakHead;

use crate::object::{Slots, TypeFlags, TypeSpec};
use crate::prelude::*;

/// A function that is bound to nothing.
#[derive(Trace)]
#[payload(weak = weak)]
pub struct StaticMethod {
    pub(crate) function: Slot,
    weak: WeakHead,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "Convert a function to be a static method.",
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
        let object = StaticMethod { function: Slot::new(Some(function)), weak: WeakHead::new() };
        vm.new_object(&vm.types.static_method, object).into_object()
    }
}

fn slots(slots: &mut Slots) {
    slots.new = Some(|vm, class, _| {
        let object = StaticMethod { function: Slot::empty(), weak: WeakHead::new() };
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
