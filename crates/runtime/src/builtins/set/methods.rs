//! The methods of `set` and `frozenset`.

use super::Set;
use super::algebra::base_class;
use crate::prelude::*;

/// A plain set as a `set` or `frozenset`, as `class` is.
pub(super) fn in_class(vm: &mut Vm, set: Ref<Set>, class: &Typed<Type>) -> PyResult<Ref<Set>> {
    let class = base_class(vm, class);
    if class.is(&*vm.types.set) {
        return Ok(set);
    }
    let frozen = Set::of_class(vm, &class);
    frozen.take_members(vm, &set);
    Ok(frozen)
}

/// What is in the set or in the iterable, but not in both.
pub(super) fn either(
    vm: &mut Vm,
    set: &Typed<Set>,
    class: &Typed<Type>,
    other: &Object,
) -> PyResult<Ref<Set>> {
    let class = base_class(vm, class);
    let result = Set::of_class(vm, &class);
    result.update(vm, other)?;
    result.toggle(vm, set.as_object())?;
    Ok(result)
}

fn intersection_of_all(vm: &mut Vm, set: &Typed<Set>, others: &[Ref]) -> PyResult<Ref<Set>> {
    let Some((first, rest)) = others.split_first() else { return set.duplicate(vm, set.class()) };
    let mut result = set.intersection(vm, first)?;
    for other in rest {
        result = result.intersection(vm, other)?;
    }
    in_class(vm, result, set.class())
}

#[methods(owner = "set")]
impl Set {
    /// Return a shallow copy of a set.
    #[method("copy(self, /)")]
    fn copy(vm: &mut Vm, set: &Typed<Set>) -> PyResult<Ref<Set>> {
        if set.class_is(&vm.types.frozenset) {
            return Ok(set.to_ref());
        }
        set.duplicate(vm, set.class())
    }

    /// Return a new set with elements in the set that are not in the others.
    #[method("difference(self, *others)")]
    fn difference_method(vm: &mut Vm, set: &Typed<Set>, others: &[Ref]) -> PyResult<Ref<Set>> {
        let Some((first, rest)) = others.split_first() else {
            return set.duplicate(vm, set.class());
        };
        let result = set.difference(vm, set.class(), first)?;
        for other in rest {
            result.subtract(vm, other)?;
        }
        Ok(result)
    }

    /// Return a new set with elements common to the set and all others.
    #[method("intersection(self, *others)")]
    fn intersection_method(vm: &mut Vm, set: &Typed<Set>, others: &[Ref]) -> PyResult<Ref<Set>> {
        intersection_of_all(vm, set, others)
    }

    /// Return True if two sets have a null intersection.
    #[method("isdisjoint(self, other, /)")]
    fn is_disjoint(vm: &mut Vm, set: &Typed<Set>, other: &Object) -> PyResult<bool> {
        set.is_disjoint_from(vm, other)
    }

    /// Report whether another set contains this set.
    #[method("issubset(self, other, /)")]
    fn is_subset(vm: &mut Vm, set: &Typed<Set>, other: &Object) -> PyResult<bool> {
        match other.downcast::<Set>() {
            Some(other) => set.is_subset_of(vm, other),
            None => {
                let common = set.intersection(vm, other)?;
                Ok(common.len(vm) == set.len(vm))
            }
        }
    }

    /// Report whether this set contains another set.
    #[method("issuperset(self, other, /)")]
    fn is_superset(vm: &mut Vm, set: &Typed<Set>, other: &Object) -> PyResult<bool> {
        if let Some(other) = other.downcast::<Set>() {
            return other.is_subset_of(vm, set);
        }
        let iterator = vm.iterate(other)?;
        while let Some(item) = vm.next(&iterator)? {
            if !set.contains(vm, &item)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Return a new set with elements in either the set or other but not both.
    #[method("symmetric_difference(self, other, /)")]
    fn symmetric_difference(vm: &mut Vm, set: &Typed<Set>, other: &Object) -> PyResult<Ref<Set>> {
        either(vm, set, set.class(), other)
    }

    /// Return a new set with elements from the set and all others.
    #[method("union(self, *others)")]
    fn union(vm: &mut Vm, set: &Typed<Set>, others: &[Ref]) -> PyResult<Ref<Set>> {
        let result = set.duplicate(vm, set.class())?;
        for other in others {
            if !other.is(set) {
                result.update(vm, other)?;
            }
        }
        Ok(result)
    }

    /// Return state information for pickling.
    #[method("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, set: &Typed<Set>) -> PyResult {
        let members = set.members(vm);
        let members = vm.new_list(members)?.into_object();
        let arguments = vm.new_tuple(vec![members]).into_object();
        let name = vm.names.__getstate__.clone();
        let state = vm.call_method(set.as_object(), &name, &[])?;
        let class = set.class().as_object().to_ref();
        (class, arguments, state).into_result(vm)
    }

    /// S.__sizeof__() -> size of S in memory, in bytes.
    #[method("__sizeof__(self, /)")]
    fn size_of(vm: &mut Vm, set: &Typed<Set>) -> usize {
        vm.basic_size(set.class()) + set.table_bytes(vm)
    }

    /// See PEP 585
    #[class_method("__class_getitem__(cls, object, /)")]
    fn class_get_item(vm: &mut Vm, class: &Typed<Type>, object: &Object) -> PyResult {
        vm.new_generic_alias(class.as_object(), object)
    }
}

#[methods(CHANGING, owner = "set")]
impl Set {
    /// Initialize self.  See help(type(self)) for accurate signature.
    #[initializer("set(iterable=(), /)")]
    fn initialise(vm: &mut Vm, set: &Typed<Set>, iterable: Option<&Object>) -> PyResult<()> {
        if !set.is_empty(vm) {
            set.clear(vm);
        }
        match iterable {
            Some(iterable) => set.update(vm, iterable),
            None => Ok(()),
        }
    }

    /// Add an element to a set.
    ///
    /// This has no effect if the element is already present.
    #[method("add(self, object, /)")]
    fn add_method(vm: &mut Vm, set: &Typed<Set>, object: &Object) -> PyResult<()> {
        set.add(vm, object)
    }

    /// Remove all elements from this set.
    #[method("clear(self, /)")]
    fn clear_method(vm: &mut Vm, set: &Typed<Set>) {
        set.clear(vm);
    }

    /// Update the set, removing elements found in others.
    #[method("difference_update(self, *others)")]
    fn difference_update(vm: &mut Vm, set: &Typed<Set>, others: &[Ref]) -> PyResult<()> {
        others.iter().try_for_each(|other| set.subtract(vm, other))
    }

    /// Remove an element from a set if it is a member.
    ///
    /// Unlike set.remove(), the discard() method does not raise
    /// an exception when an element is missing from the set.
    #[method("discard(self, object, /)")]
    fn discard_method(vm: &mut Vm, set: &Typed<Set>, object: &Object) -> PyResult<()> {
        set.discard(vm, object).map(|_| ())
    }

    /// Update the set, keeping only elements found in it and all others.
    #[method("intersection_update(self, *others)")]
    fn intersection_update(vm: &mut Vm, set: &Typed<Set>, others: &[Ref]) -> PyResult<()> {
        let common = intersection_of_all(vm, set, others)?;
        set.take_members(vm, &common);
        Ok(())
    }

    /// Remove and return an arbitrary set element.
    ///
    /// Raises KeyError if the set is empty.
    #[method("pop(self, /)")]
    fn pop_method(vm: &mut Vm, set: &Typed<Set>) -> PyResult {
        match set.pop(vm) {
            Some(member) => Ok(member),
            None => {
                let message = vm.new_str("pop from an empty set");
                Err(vm.key_error(message.as_object()))
            }
        }
    }

    /// Remove an element from a set; it must be a member.
    ///
    /// If the element is not a member, raise a KeyError.
    #[method("remove(self, object, /)")]
    fn remove(vm: &mut Vm, set: &Typed<Set>, object: &Object) -> PyResult<()> {
        if set.discard(vm, object)? { Ok(()) } else { Err(vm.key_error(object)) }
    }

    /// Update the set, keeping only elements found in either set, but not in both.
    #[method("symmetric_difference_update(self, other, /)")]
    fn symmetric_difference_update(vm: &mut Vm, set: &Typed<Set>, other: &Object) -> PyResult<()> {
        set.toggle(vm, other)
    }

    /// Update the set, adding elements from all others.
    #[method("update(self, *others)")]
    fn update_method(vm: &mut Vm, set: &Typed<Set>, others: &[Ref]) -> PyResult<()> {
        others.iter().try_for_each(|other| set.update(vm, other))
    }
}

#[methods(FROZEN, owner = "frozenset")]
impl Set {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[constructor("frozenset(iterable=(), /)")]
    fn create_frozen(vm: &mut Vm, class: &Typed<Type>, iterable: Option<&Object>) -> PyResult {
        if let Some(iterable) = iterable
            && class.is(&*vm.types.frozenset)
            && iterable.class_is(&vm.types.frozenset)
        {
            return Ok(iterable.to_ref());
        }
        let set = Set::of_class(vm, class);
        if let Some(iterable) = iterable {
            set.update(vm, iterable)?;
        }
        Ok(set.into_object())
    }
}
