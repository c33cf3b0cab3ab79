//! `NotImplemented` and its type.

use crate::object::{Slots, TypeSpec};
use crate::prelude::*;

/// The payload of `NotImplemented`: nothing.
#[derive(Trace)]
pub struct NotImplementedObject;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "NotImplementedType()\n--\n\nThe type of the NotImplemented singleton.",
    slots,
    methods: &[NotImplementedObject::METHODS],
    ..TypeSpec::new::<NotImplementedObject>("NotImplementedType")
};

fn slots(slots: &mut Slots) {
    slots.repr = Some(|vm, _| Ok(vm.new_str("NotImplemented").into_object()));
    slots.bool =
        Some(|vm, _| Err(vm.type_error("NotImplemented should not be used in a boolean context")));
    slots.new = Some(|vm, class, args| {
        if !args.is_empty() {
            let name = class.name(vm);
            return Err(vm.type_error(format!("{name} takes no arguments")));
        }
        Ok(vm.not_implemented())
    });
}

#[methods(owner = "NotImplementedType")]
impl NotImplementedObject {
    #[method("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, _object: &Object) -> &'static str {
        let _ = vm;
        "NotImplemented"
    }
}
