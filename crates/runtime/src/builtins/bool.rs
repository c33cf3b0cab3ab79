//! `bool`: the integers True and False.

use crate::builtins::int;
use crate::object::{Slots, TypeFlags, TypeSpec};
use crate::prelude::*;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    base: Some(&int::SPEC),
    doc: "Returns True when the argument is true, False otherwise.\nThe builtins True and False are the only two instances of the class bool.\nThe class bool is a subclass of the class int, and cannot be subclassed.",
    flags: TypeFlags::MATCH_SELF.union(TypeFlags::INT),
    basic_size: 24,
    item_size: 4,
    slots,
    ..TypeSpec::new::<Int>("bool")
};

fn slots(slots: &mut Slots) {
    slots.repr = Some(|vm, object| {
        let text = if vm.is_true_object(object) { "True" } else { "False" };
        Ok(vm.new_str(text).into_object())
    });
}
