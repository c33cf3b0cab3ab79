//! The slots of `typing.Union`.

use pellucid_bytecode::Comparison;

use super::Union;
use crate::builtins::generic_alias::show_argument;
use crate::object::Slots;
use crate::prelude::*;

pub(super) fn fill(slots: &mut Slots) {
    slots.or = Some(|vm, left, right| vm.new_union(left, right));
    slots.get_item = Some(Union::subscript);
    slots.repr = Some(repr);
    slots.hash = Some(hash);
    slots.compare = Some(compare);
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let Some(union) = object.downcast::<Union>() else { return Err(vm.type_error("not a Union")) };
    let mut parts = Vec::new();
    for member in union.members.items() {
        parts.push(show_argument(vm, member)?);
    }
    Ok(vm.new_str(&parts.join(" | ")).into_object())
}

/// Of the members in any order.
fn hash(vm: &mut Vm, object: &Object) -> PyResult<i64> {
    let Some(union) = object.downcast::<Union>() else { return vm.unhashable(object) };
    let mut hashes = Vec::new();
    for member in union.members.items() {
        hashes.push(vm.hash(member)?);
    }
    Ok(pellucid_text::hash::hash_frozenset(hashes))
}

fn compare(vm: &mut Vm, left: &Object, right: &Object, comparison: Comparison) -> PyResult<Ref> {
    let (Some(a), Some(b)) = (left.downcast::<Union>(), right.downcast::<Union>()) else {
        return Ok(vm.not_implemented());
    };
    if !matches!(comparison, Comparison::Equal | Comparison::NotEqual) {
        return Ok(vm.not_implemented());
    }
    let mut equal = a.members.items().len() == b.members.items().len();
    for member in a.members.items() {
        if !equal {
            break;
        }
        equal = false;
        for other in b.members.items() {
            if vm.equal(member, other)? {
                equal = true;
                break;
            }
        }
    }
    Ok(vm.new_bool(equal == (comparison == Comparison::Equal)))
}
