//! The slots of `int`.

use crate::object::Slots;
use crate::prelude::*;

pub(super) fn fill(slots: &mut Slots) {
    slots.hash = Some(|_, object| Ok(object.downcast::<Int>().map_or(0, |int| int.hash())));
    slots.repr = Some(repr);
    slots.index = Some(|_, object| Ok(object.to_ref()));
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let text = object.downcast::<Int>().map_or_else(String::new, |int| int.to_big().to_string());
    Ok(vm.new_str(&text).into_object())
}
