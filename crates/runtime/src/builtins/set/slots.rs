//! The slots of `set` and `frozenset`.

use pellucid_bytecode::Comparison;

use super::{Set, iter};
use crate::object::Slots;
use crate::prelude::*;

pub(super) fn fill(slots: &mut Slots) {
    fill_shared(slots);
    slots.new = Some(|vm, class, _| Ok(Set::of_class(vm, class).into_object()));
    slots.init = Some(Set::CHANGING_INIT);
    slots.in_place_or = Some(|vm, left, right| in_place(vm, left, right, Set::update));
    slots.in_place_and = Some(|vm, left, right| {
        in_place(vm, left, right, |set, vm, other| {
            let common = set.intersection(vm, other)?;
            set.take_members(vm, &common);
            Ok(())
        })
    });
    slots.in_place_subtract = Some(|vm, left, right| in_place(vm, left, right, Set::subtract));
    slots.in_place_xor = Some(|vm, left, right| in_place(vm, left, right, Set::toggle));
}

pub(super) fn fill_frozen(slots: &mut Slots) {
    fill_shared(slots);
    slots.new = Some(Set::FROZEN_NEW);
    slots.hash = Some(|vm, object| {
        let Some(set) = object.downcast::<Set>() else { return vm.unhashable(object) };
        if let Some(hash) = set.known_hash() {
            return Ok(hash);
        }
        let hash = set.frozen_hash(vm);
        set.set_hash(hash);
        Ok(hash)
    });
}

fn fill_shared(slots: &mut Slots) {
    slots.repr = Some(repr);
    slots.compare = Some(compare);
    slots.iter = Some(|vm, object| match object.downcast::<Set>() {
        Some(set) => Ok(iter::over(vm, set)),
        None => Ok(vm.not_implemented()),
    });
    slots.length = Some(|vm, object| Ok(object.downcast::<Set>().map_or(0, |set| set.len(vm))));
    slots.contains = Some(|vm, object, key| match object.downcast::<Set>() {
        Some(set) => set.contains(vm, key),
        None => Ok(false),
    });
    slots.or = Some(|vm, left, right| {
        binary(vm, left, right, |vm, set, right| {
            let result = set.duplicate(vm, left.class())?;
            result.update(vm, right)?;
            Ok(result)
        })
    });
    slots.and = Some(|vm, left, right| {
        binary(vm, left, right, |vm, set, right| {
            let common = set.intersection(vm, right)?;
            super::methods::in_class(vm, common, left.class())
        })
    });
    slots.subtract = Some(|vm, left, right| {
        binary(vm, left, right, |vm, set, right| set.difference(vm, left.class(), right))
    });
    slots.xor = Some(|vm, left, right| {
        binary(vm, left, right, |vm, set, right| {
            super::methods::either(vm, set, left.class(), right)
        })
    });
}

/// An operator that only takes sets on both sides.
fn binary(
    vm: &mut Vm,
    left: &Object,
    right: &Object,
    compute: impl FnOnce(&mut Vm, &Typed<Set>, &Object) -> PyResult<Ref<Set>>,
) -> PyResult<Ref> {
    match (left.downcast::<Set>(), right.holds::<Set>()) {
        (Some(set), true) => compute(vm, set, right).map(|set| set.into_object()),
        _ => Ok(vm.not_implemented()),
    }
}

fn in_place(
    vm: &mut Vm,
    left: &Object,
    right: &Object,
    change: fn(&Set, &mut Vm, &Object) -> PyResult<()>,
) -> PyResult<Ref> {
    match (left.downcast::<Set>(), right.holds::<Set>()) {
        (Some(set), true) => {
            change(set, vm, right)?;
            Ok(left.to_ref())
        }
        _ => Ok(vm.not_implemented()),
    }
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let Some(set) = object.downcast::<Set>() else { return Ok(vm.not_implemented()) };
    let name = object.class().name(vm);
    if set.is_empty(vm) {
        return Ok(vm.new_str(&format!("{name}()")).into_object());
    }
    let placeholder = format!("{name}(...)");
    vm.guarded_repr(object, &placeholder, |vm| {
        let mut pieces = Vec::new();
        for member in set.members(vm) {
            pieces.push(vm.repr(&member)?);
        }
        if object.class_is(&vm.types.set) {
            return vm.join_pieces("{", &pieces, ", ", "}");
        }
        vm.join_pieces(&format!("{name}({{"), &pieces, ", ", "})")
    })
}

fn compare(vm: &mut Vm, left: &Object, right: &Object, comparison: Comparison) -> PyResult<Ref> {
    let (Some(a), Some(b)) = (left.downcast::<Set>(), right.downcast::<Set>()) else {
        return Ok(vm.not_implemented());
    };
    let (x, y) = (a.len(vm), b.len(vm));
    let truth = match comparison {
        Comparison::Equal => same_members(vm, a, b)?,
        Comparison::NotEqual => !same_members(vm, a, b)?,
        Comparison::LessEqual => a.is_subset_of(vm, b)?,
        Comparison::GreaterEqual => b.is_subset_of(vm, a)?,
        Comparison::Less => x < y && a.is_subset_of(vm, b)?,
        Comparison::Greater => x > y && b.is_subset_of(vm, a)?,
    };
    Ok(vm.new_bool(truth))
}

fn same_members(vm: &mut Vm, a: &Set, b: &Set) -> PyResult<bool> {
    if a.len(vm) != b.len(vm) {
        return Ok(false);
    }
    if let (Some(x), Some(y)) = (a.known_hash(), b.known_hash())
        && x != y
    {
        return Ok(false);
    }
    a.is_subset_of(vm, b)
}
