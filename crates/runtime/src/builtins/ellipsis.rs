//! `Ellipsis` and its type.

use crate::object::{Slots, TypeSpec};
use crate::prelude::*;

/// The payload of `Ellipsis`: nothing.
#[derive(Trace)]
pub struct EllipsisObject;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "ellipsis()\n--\n\nThe type of the Ellipsis singleton.",
    slots,
    methods: &[EllipsisObject::METHODS],
    ..TypeSpec::new::<EllipsisObject>("ellipsis")
};

fn slots(slots: &mut Slots) {
    slots.repr = Some(|vm, _| Ok(vm.new_str("Ellipsis").into_object()));
    slots.new = Some(|vm, class, args| {
        if !args.is_empty() {
            let name = class.name(vm);
            return Err(vm.type_error(format!("{name} takes no arguments")));
        }
        Ok(vm.ellipsis())
    });
}

#[methods(owner = "ellipsis")]
impl EllipsisObject {
    #[method("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, _ellipsis: &Object) -> &'static str {
        let _ = vm;
        "Ellipsis"
    }
}
