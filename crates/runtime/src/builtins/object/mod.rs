//! `object`

use crate::object::{Instance, Slots, TypeFlags, TypeSpec, generic_get_attribute, generic_set_attribute};
use crate::prelude::*;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new featureless\ninstance that has no instance attributes and cannot be given any.\n",
    flags: TypeFlags::BASE_TYPE,
    slots,
    ..TypeSpec::new::<Instance>("object")
};

fn slots(slots: &mut Slots) {
    slots.get_attribute = Some(generic_get_attribute);
    slots.set_attribute = Some(generic_set_attribute);
    slots.hash = Some(|_, object| Ok(pellucid_text::hash::hash_pointer(object.address())));
    slots.str = Some(|vm, object| vm.repr(object).map(|text| text.into_object()));
    slots.compare = Some(compare);
    slots.repr = Some(repr);
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let class = object.class().name(vm);
    Ok(vm.new_str(&format!("<{class} object at {:#x}>", object.address())).into_object())
}

fn compare(
    vm: &mut Vm,
    left: &Object,
    right: &Object,
    comparison: pellucid_bytecode::Comparison,
) -> PyResult<Ref> {
    use pellucid_bytecode::Comparison::{Equal, NotEqual};
    match comparison {
        Equal if left.is(right) => Ok(vm.new_bool(true)),
        NotEqual => {
            let function = left.class().slots(vm).compare;
            let Some(function) = function else { return Ok(vm.not_implemented()) };
            let equal = function(vm, left, right, Equal)?;
            if vm.is_not_implemented(&equal) {
                return Ok(equal);
            }
            let truth = vm.is_true(&equal)?;
            Ok(vm.new_bool(!truth))
        }
        _ => Ok(vm.not_implemented()),
    }
}
