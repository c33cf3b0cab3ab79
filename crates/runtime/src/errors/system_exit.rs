//! `SystemExit`: the status that the program ends with.

use crate::errors::BaseException;
use crate::errors::base::{Family, arguments};
use crate::errors::fields::{fields, init_base};
use crate::errors::hierarchy::BASE_EXCEPTION;
use crate::object::{Slots, TypeFlags, TypeSpec};
use crate::prelude::*;

/// The payload.
#[derive(Trace)]
#[repr(C)]
#[payload(extends = BaseException)]
pub struct SystemExit {
    base: BaseException,
    /// `code`
    pub code: Slot,
}

impl Family for SystemExit {
    fn from_base(base: BaseException) -> Self {
        SystemExit { base, code: Slot::empty() }
    }
}

fields! {
    /// The attributes.
    FIELDS of SystemExit:
    "code" => code, "exception code";
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    base: Some(&BASE_EXCEPTION),
    doc: "Request to exit from the interpreter.",
    flags: TypeFlags::BASE_TYPE,
    has_dict: true,
    slots: |slots: &mut Slots| slots.init = Some(init),
    getsets: &[FIELDS],
    ..TypeSpec::new::<SystemExit>("SystemExit")
};

fn init(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult<()> {
    init_base(vm, object, args)?;
    let arguments = arguments(vm, object);
    let code = match arguments.items() {
        [] => None,
        [single] => Some(single.clone()),
        _ => Some(arguments.into_object()),
    };
    if let Some(exception) = object.downcast::<SystemExit>() {
        exception.code.set(vm, code);
    }
    Ok(())
}
