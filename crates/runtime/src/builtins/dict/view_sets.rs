//! The views of keys and items as sets.

use pellucid_bytecode::Comparison;

use super::views::{self, DictView, Part};
use crate::builtins::Set;
use crate::object::Slots;
use crate::prelude::*;

pub(super) fn fill(slots: &mut Slots) {
    views::fill(slots);
    slots.contains = Some(|vm, object, item| match object.downcast::<DictView>() {
        Some(view) => view.contains(vm, item),
        None => Ok(false),
    });
    slots.compare = Some(compare);
    slots.and = Some(and);
    slots.or = Some(|vm, left, right| {
        let result = Set::from_iterable(vm, left)?;
        result.update(vm, right)?;
        Ok(result.into_object())
    });
    slots.subtract = Some(|vm, left, right| {
        let result = Set::from_iterable(vm, left)?;
        result.subtract(vm, right)?;
        Ok(result.into_object())
    });
    slots.xor = Some(xor);
}

/// Whether the object is a set, or a view that can be taken for one.
fn is_set_like(object: &Object) -> bool {
    object.holds::<Set>()
        || object.downcast::<DictView>().is_some_and(|view| view.part != Part::Values)
}

fn all_contained(vm: &mut Vm, inner: &Object, outer: &Object) -> PyResult<bool> {
    let iterator = vm.iterate(inner)?;
    while let Some(item) = vm.next(&iterator)? {
        if !vm.contains(outer, &item)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn compare(vm: &mut Vm, left: &Object, right: &Object, comparison: Comparison) -> PyResult<Ref> {
    if !is_set_like(right) {
        return Ok(vm.not_implemented());
    }
    let (a, b) = (vm.length(left)?, vm.length(right)?);
    let truth = match comparison {
        Comparison::Equal => a == b && all_contained(vm, left, right)?,
        Comparison::NotEqual => !(a == b && all_contained(vm, left, right)?),
        Comparison::Less => a < b && all_contained(vm, left, right)?,
        Comparison::LessEqual => a <= b && all_contained(vm, left, right)?,
        Comparison::Greater => a > b && all_contained(vm, right, left)?,
        Comparison::GreaterEqual => a >= b && all_contained(vm, right, left)?,
    };
    Ok(vm.new_bool(truth))
}

fn and(vm: &mut Vm, left: &Object, right: &Object) -> PyResult<Ref> {
    let is_view = |object: &Object| object.holds::<DictView>() && is_set_like(object);
    // Python asks both operands' classes, so the view may stand on the right.
    let (mut view, mut other) = (left, right);
    if !is_view(view) || (is_view(other) && vm.length(other)? > vm.length(view)?) {
        (view, other) = (other, view);
    }
    if other.class_is(&vm.types.set)
        && let Some(set) = other.downcast::<Set>()
        && vm.length(view)? <= set.len(vm)
    {
        return set.intersection(vm, view).map(|set| set.into_object());
    }
    let result = Set::new(vm);
    vm.for_each(other, |vm, item| {
        if vm.contains(view, &item)? {
            result.add(vm, &item)?;
        }
        Ok(())
    })?;
    Ok(result.into_object())
}

fn xor(vm: &mut Vm, left: &Object, right: &Object) -> PyResult<Ref> {
    let result = Set::from_iterable(vm, left)?;
    result.toggle(vm, right)?;
    Ok(result.into_object())
}

#[methods(SET, owner = "dict_view")]
impl DictView {
    /// Return True if the view and the given iterable have a null intersection.
    #[method("isdisjoint(self, other, /)", hidden)]
    fn is_disjoint(vm: &mut Vm, view: &Typed<DictView>, other: &Object) -> PyResult<bool> {
        let own = view.as_object();
        if own.is(other) {
            return Ok(view.dict.is_empty(vm));
        }
        let (mut inner, mut outer) = (other, own);
        if is_set_like(other) && vm.length(other)? > vm.length(own)? {
            (inner, outer) = (own, other);
        }
        let iterator = vm.iterate(inner)?;
        while let Some(item) = vm.next(&iterator)? {
            if vm.contains(outer, &item)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
