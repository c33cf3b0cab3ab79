//! `NameError` and `AttributeError`: which name was not found, and in what.

use crate::Raised;
use crate::builtins::{Dict, Str};
use crate::errors::BaseException;
use crate::errors::base::{Family, arguments, attributes, reduce};
use crate::errors::fields::{fields, init_positional, keyword_fields};
use crate::errors::hierarchy::EXCEPTION;
use crate::object::{Slots, TypeFlags, TypeSpec};
use crate::prelude::*;

/// The payload of `NameError`.
#[derive(Trace)]
#[repr(C)]
#[payload(extends = BaseException)]
pub struct NameError {
    base: BaseException,
    /// `name`
    pub name: Slot,
}

impl Family for NameError {
    fn from_base(base: BaseException) -> Self {
        NameError { base, name: Slot::empty() }
    }
}

/// The payload of `AttributeError`.
#[derive(Trace)]
#[repr(C)]
#[payload(extends = BaseException)]
pub struct AttributeError {
    base: BaseException,
    /// `obj`
    pub object: Slot,
    /// `name`
    pub name: Slot,
}

impl Family for AttributeError {
    fn from_base(base: BaseException) -> Self {
        AttributeError { base, object: Slot::empty(), name: Slot::empty() }
    }
}

impl AttributeError {
    /// Says of what object which attribute was not found, unless whoever has raised the exception has said so.
    #[cold]
    pub(crate) fn say_of_what(vm: &mut Vm, raised: &Raised, object: &Object, name: &Typed<Str>) {
        let Some(error) = raised.0.as_object().downcast::<AttributeError>() else { return };
        if error.name.get().is_none() && error.object.get().is_none() {
            error.name.set(vm, Some(name.as_object().to_ref()));
            error.object.set(vm, Some(object.to_ref()));
        }
    }
}

fields! {
    /// The attributes of `NameError`.
    NAME_FIELDS of NameError:
    "name" => name, "name";
}

fields! {
    /// The attributes of `AttributeError`.
    ATTRIBUTE_FIELDS of AttributeError:
    "name" => name, "attribute name";
    "obj" => object, "object";
    cleared first: object;
}

/// `NameError`
pub static NAME_SPEC: TypeSpec = TypeSpec {
    base: Some(&EXCEPTION),
    doc: "Name not found globally.",
    flags: TypeFlags::BASE_TYPE,
    has_dict: true,
    slots: |slots: &mut Slots| slots.init = Some(init_name),
    getsets: &[NAME_FIELDS],
    ..TypeSpec::new::<NameError>("NameError")
};

/// `AttributeError`
pub static ATTRIBUTE_SPEC: TypeSpec = TypeSpec {
    base: Some(&EXCEPTION),
    doc: "Attribute not found.",
    flags: TypeFlags::BASE_TYPE,
    has_dict: true,
    slots: |slots: &mut Slots| slots.init = Some(init_attribute),
    methods: &[AttributeError::METHODS],
    getsets: &[ATTRIBUTE_FIELDS],
    ..TypeSpec::new::<AttributeError>("AttributeError")
};

fn init_name(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult<()> {
    init_positional(vm, object, args)?;
    let [name] = keyword_fields(vm, "NameError", args, ["name"])?;
    if let Some(this) = object.downcast::<NameError>() {
        this.name.set(vm, name);
    }
    Ok(())
}

fn init_attribute(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult<()> {
    init_positional(vm, object, args)?;
    let [name, subject] = keyword_fields(vm, "AttributeError", args, ["name", "obj"])?;
    if let Some(this) = object.downcast::<AttributeError>() {
        this.name.set(vm, name);
        this.object.set(vm, subject);
    }
    Ok(())
}

#[methods]
impl AttributeError {
    #[method("__getstate__(self, /)")]
    fn get_state(vm: &mut Vm, this: &Typed<AttributeError>) -> Ref<Dict> {
        let dict = attributes(vm, this.as_object()).unwrap_or_else(|| vm.new_dict());
        if let Some(value) = this.name.get() {
            let name = vm.names.name.clone();
            dict.set_str(vm, &name, value);
        }
        // `obj` is left out: it need not be something that can be pickled.
        let (name, arguments) = (vm.names.args.clone(), arguments(vm, this.as_object()));
        dict.set_str(vm, &name, arguments.into_object());
        dict
    }

    #[method("__reduce__(self, /)")]
    fn python_reduce(vm: &mut Vm, this: &Typed<AttributeError>) -> Ref<Tuple> {
        let state = AttributeError::get_state(vm, this);
        let arguments = arguments(vm, this.as_object());
        reduce(vm, this.as_object(), arguments, Some(state))
    }
}
