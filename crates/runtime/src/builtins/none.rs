//! `None` and its type.

use crate::object::{Slots, TypeSpec};
use crate::prelude::*;

/// The payload of `None`: nothing.
#[derive(Trace)]
pub struct NoneObject;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "NoneType()\n--\n\nThe type of the None singleton.",
    slots,
    ..TypeSpec::new::<NoneObject>("NoneType")
};

fn slots(slots: &mut Slots) {
    slots.repr = Some(|vm, _| Ok(vm.new_str("None").into_object()));
    slots.bool = Some(|_, _| Ok(false));
    slots.compare = Some(super::object::compare);
    slots.hash = Some(|_, _| Ok(0xfca8_6420));
    slots.new = Some(|vm, class, args| {
        if !args.is_empty() {
            let name = class.name(vm);
            return Err(vm.type_error(format!("{name} takes no arguments")));
        }
        Ok(vm.none())
    });
}
