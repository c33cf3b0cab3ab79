//! `BaseExceptionGroup` and `ExceptionGroup` (PEP 654).

mod methods;
mod split;
mod value;

pub use value::ExceptionGroup;

use crate::errors::hierarchy::{BASE_EXCEPTION, EXCEPTION};
use crate::object::{Slots, TypeFlags, TypeSpec};
use crate::prelude::*;

/// `BaseExceptionGroup`
pub static BASE_SPEC: TypeSpec = TypeSpec {
    base: Some(&BASE_EXCEPTION),
    doc: "A combination of multiple unrelated exceptions.",
    flags: TypeFlags::BASE_TYPE,
    has_dict: true,
    slots: |slots: &mut Slots| {
        slots.new = Some(super::base::new);
        slots.init = Some(super::base::init);
        slots.str = Some(str);
        slots.repr = Some(super::base::repr);
    },
    methods: &[ExceptionGroup::METHODS],
    getsets: &[value::FIELDS],
    ..TypeSpec::new::<ExceptionGroup>("BaseExceptionGroup")
};

/// `ExceptionGroup`
pub static SPEC: TypeSpec = TypeSpec {
    base: Some(&BASE_SPEC),
    extra_bases: &[&EXCEPTION],
    flags: TypeFlags::BASE_TYPE,
    has_dict: true,
    ..TypeSpec::new::<ExceptionGroup>("ExceptionGroup")
};

fn str(vm: &mut Vm, object: &Object) -> PyResult {
    let Some(group) = object.downcast::<ExceptionGroup>() else { return Ok(vm.none()) };
    let count = group.exceptions(vm).len();
    let message = group.message.get().unwrap_or_else(|| vm.none());
    let message = vm.str(&message)?;
    let plural = if count == 1 { "" } else { "s" };
    let mut text = pellucid_text::TextBuilder::new();
    text.push_text(message.text());
    text.push_str(&format!(" ({count} sub-exception{plural})"));
    Ok(vm.new_text(&text.finish()).into_object())
}
