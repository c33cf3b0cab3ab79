//! `StopIteration`: the value that an iterator or generator ends with.

use crate::errors::BaseException;
use crate::errors::base::{Family, arguments};
use crate::errors::fields::{fields, init_base};
use crate::errors::hierarchy::EXCEPTION;
use crate::object::{Slots, TypeFlags, TypeSpec};
use crate::prelude::*;

/// The payload.
#[derive(Trace)]
#[repr(C)]
#[payload(extends = BaseException)]
pub struct StopIteration {
    base: BaseException,
    /// `value`
    pub value: Slot,
}

impl Family for StopIteration {
    fn from_base(base: BaseException) -> Self {
        StopIteration { base, value: Slot::empty() }
    }
}

fields! {
    /// The attributes.
    FIELDS of StopIteration:
    "value" => value, "generator return value";
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    base: Some(&EXCEPTION),
    doc: "Signal the end from iterator.__next__().",
    flags: TypeFlags::BASE_TYPE,
    has_dict: true,
    slots: |slots: &mut Slots| slots.init = Some(init),
    getsets: &[FIELDS],
    ..TypeSpec::new::<StopIteration>("StopIteration")
};

fn init(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult<()> {
    init_base(vm, object, args)?;
    let value = arguments(vm, object).items().first().cloned();
    if let Some(exception) = object.downcast::<StopIteration>() {
        exception.value.set(vm, value);
    }
    Ok(())
}
