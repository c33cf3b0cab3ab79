//! `string.templatelib.Interpolation`: a replacement field of a t-string.

use crate::object::{Slots, TypeSpec};
use crate::prelude::*;

/// A value with what was written around it.
#[derive(Trace)]
pub struct Interpolation {
    pub(super) value: Ref,
    expression: Ref<Str>,
    /// None, `'s'`, `'r'` or `'a'`.
    conversion: Ref,
    format_spec: Ref<Str>,
}

/// The type.
pub static INTERPOLATION_SPEC: TypeSpec = TypeSpec {
    module: "string.templatelib",
    doc: "Interpolation object",
    slots,
    methods: &[Interpolation::METHODS],
    getsets: &[Interpolation::GETSETS],
    ..TypeSpec::new::<Interpolation>("Interpolation")
};

fn slots(slots: &mut Slots) {
    slots.new = Some(Interpolation::NEW);
    slots.repr = Some(|vm, object| {
        let Some(this) = object.downcast::<Interpolation>() else { return Ok(vm.none()) };
        let mut parts = Vec::new();
        for part in this.parts() {
            parts.push(vm.repr(&part)?);
        }
        vm.join_pieces("Interpolation(", &parts, ", ", ")")
    });
}

impl Interpolation {
    /// A replacement field as it was written.
    pub(crate) fn of_syntax(
        vm: &mut Vm,
        value: Ref,
        expression: Ref<Str>,
        conversion: Ref,
        format_spec: Ref<Str>,
    ) -> PyResult {
        let class = vm.native_type(&INTERPOLATION_SPEC)?;
        let payload = Interpolation { value, expression, conversion, format_spec };
        Ok(vm.new_object(&class, payload).into_object())
    }

    fn parts(&self) -> [Ref; 4] {
        [
            self.value.clone(),
            self.expression.clone().into_object(),
            self.conversion.clone(),
            self.format_spec.clone().into_object(),
        ]
    }
}

#[methods]
impl Interpolation {
    #[constructor("Interpolation(value, /, expression='', conversion=None, format_spec='')")]
    fn create(
        vm: &mut Vm,
        class: &Typed<Type>,
        value: &Object,
        expression: Option<Ref<Str>>,
        conversion: Option<Ref<Str>>,
        format_spec: Option<Ref<Str>>,
    ) -> PyResult {
        if let Some(conversion) = &conversion
            && !["s", "r", "a"].contains(&conversion.to_string().as_str())
        {
            return Err(vm.value_error(
                "Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'",
            ));
        }
        let payload = Interpolation {
            value: value.to_ref(),
            expression: expression.unwrap_or_else(|| vm.new_str("")),
            conversion: conversion.map_or_else(|| vm.none(), |it| it.into_object()),
            format_spec: format_spec.unwrap_or_else(|| vm.new_str("")),
        };
        Ok(vm.new_object(class, payload).into_object())
    }

    /// Value
    #[member("value")]
    fn value(_: &mut Vm, this: &Typed<Self>) -> Ref {
        this.value.clone()
    }

    /// Expression
    #[member("expression")]
    fn expression(_: &mut Vm, this: &Typed<Self>) -> Ref<Str> {
        this.expression.clone()
    }

    /// Conversion
    #[member("conversion")]
    fn conversion(_: &mut Vm, this: &Typed<Self>) -> Ref {
        this.conversion.clone()
    }

    /// Format specifier
    #[member("format_spec")]
    fn format_spec(_: &mut Vm, this: &Typed<Self>) -> Ref<Str> {
        this.format_spec.clone()
    }

    #[method("__reduce__(self, /)", hidden)]
    fn reduce(vm: &mut Vm, this: &Typed<Self>) -> PyResult {
        let class = this.class().as_object().to_ref();
        let parts = vm.new_tuple(this.parts().to_vec());
        (class, parts).into_result(vm)
    }

    /// See PEP 585
    #[class_method("__class_getitem__(cls, object, /)")]
    fn class_get_item(vm: &mut Vm, class: &Typed<Type>, object: &Object) -> PyResult {
        vm.new_generic_alias(class.as_object(), object)
    }
}
