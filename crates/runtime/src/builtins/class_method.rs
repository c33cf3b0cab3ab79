//! `classmethod`

use crate::object::{Slots, TypeFlags, TypeSpec};
use crate::prelude::*;

/// A function that is bound to the class.
#[derive(Trace)]
#[payload(tail_last)]
pub struct ClassMethod {
    pub(crate) function: Slot,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "classmethod(function, /)\n--\n\nConvert a function to be a class method.",
    flags: TypeFlags::BASE_TYPE,
    has_dict: true,
    slots,
    methods: &[ClassMethod::METHODS],
    getsets: &[ClassMethod::GETSETS],
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
    slots.new = Some(|vm, class, _| {
        let object = ClassMethod { function: Slot::empty() };
        Ok(vm.new_object(class, object).into_object())
    });
    slots.init = Some(ClassMethod::INIT);
    slots.descriptor_get = Some(get);
    slots.repr = Some(|vm, object| {
        let function = wrapped(vm, object)?;
        let shown = vm.repr(&function)?;
        Ok(vm.new_str(&format!("<classmethod({shown})>")).into_object())
    });
}

fn wrapped(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    match object.downcast::<ClassMethod>().and_then(|method| method.function.get()) {
        Some(function) => Ok(function),
        None => Err(vm.runtime_error("uninitialized classmethod object")),
    }
}

fn get(
    vm: &mut Vm,
    object: &Object,
    instance: Option<&Object>,
    owner: Option<&Object>,
) -> PyResult<Ref> {
    let function = wrapped(vm, object)?;
    let owner = owner.or(instance.map(|instance| instance.class().as_object()));
    let owner = owner.unwrap_or(vm.types.none_type.as_object()).to_ref();
    Ok(crate::builtins::BoundMethod::new(vm, function, owner))
}

#[methods(owner = "classmethod")]
impl ClassMethod {
    #[initializer("classmethod(function, /)")]
    fn init(vm: &mut Vm, method: &Typed<Self>, function: &Object) -> PyResult<()> {
        method.function.set(vm, Some(function.to_ref()));
        super::static_method::copy_identity(vm, function, method.as_object())
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
        super::static_method::wrapped_get(vm, method.as_object(), method.function.get(), &name)
    }

    #[setter("__annotations__")]
    fn set_annotations(vm: &mut Vm, method: &Typed<Self>, value: Option<&Object>) -> PyResult<()> {
        let name = vm.names.__annotations__.clone();
        super::static_method::wrapped_set(vm, method.as_object(), &name, value)
    }

    #[getter("__annotate__")]
    fn annotate(vm: &mut Vm, method: &Typed<Self>) -> PyResult {
        let name = vm.names.__annotate__.clone();
        super::static_method::wrapped_get(vm, method.as_object(), method.function.get(), &name)
    }

    #[setter("__annotate__")]
    fn set_annotate(vm: &mut Vm, method: &Typed<Self>, value: Option<&Object>) -> PyResult<()> {
        let name = vm.names.__annotate__.clone();
        super::static_method::wrapped_set(vm, method.as_object(), &name, value)
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
