//! `KeyError`, which shows its key as a repr.

use crate::errors::BaseException;
use crate::errors::base::base_str;
use crate::errors::fields::only_argument;
use crate::errors::hierarchy::LOOKUP_ERROR;
use crate::object::{Slots, TypeFlags, TypeSpec};
use crate::prelude::*;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    base: Some(&LOOKUP_ERROR),
    doc: "Mapping key not found.",
    flags: TypeFlags::BASE_TYPE,
    has_dict: true,
    slots: |slots: &mut Slots| slots.str = Some(str),
    ..TypeSpec::new::<BaseException>("KeyError")
};

/// With a plain `str()`, the message of `{}['']` would be empty.
fn str(vm: &mut Vm, object: &Object) -> PyResult {
    match only_argument(vm, object) {
        Some(key) => vm.repr(&key).map(|text| text.into_object()),
        None => base_str(vm, object),
    }
}
