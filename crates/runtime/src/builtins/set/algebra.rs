//! Union, intersection, difference and comparison of sets. Where two orders of work would give the same members, the one
//! chosen is CPython's: it decides in which order the result is iterated.

use super::Set;
use super::value::hash_of_member;
use crate::prelude::*;

impl Set {
    /// Adds the items of an iterable.
    pub fn update(&self, vm: &mut Vm, other: &Object) -> PyResult<()> {
        if let Some(other) = other.downcast::<Set>() {
            return self.merge(vm, other);
        }
        if let Some(dict) = other.downcast::<Dict>()
            && other.class_is(&vm.types.dict)
        {
            self.reserve_many(vm, dict.len(vm))?;
            let mut position = 0;
            while let Some((next, key, hash, _)) = dict.next_entry(vm, position) {
                position = next;
                self.add_hashed(vm, &key, hash)?;
            }
            return Ok(());
        }
        vm.for_each(other, |vm, item| self.add(vm, &item))
    }

    /// A `set` or `frozenset`, as `class` is one or derived from one, with the same members.
    pub fn duplicate(&self, vm: &mut Vm, class: &Typed<Type>) -> PyResult<Ref<Set>> {
        let class = base_class(vm, class);
        let copy = Set::of_class(vm, &class);
        copy.merge(vm, self)?;
        Ok(copy)
    }

    /// Removes the items of an iterable.
    pub fn subtract(&self, vm: &mut Vm, other: &Object) -> PyResult<()> {
        match other.downcast::<Set>() {
            Some(set) if std::ptr::eq::<Set>(self, &**set) => {
                self.clear(vm);
                return Ok(());
            }
            Some(set) => {
                // Far more to remove than there is: look only for what is there.
                let common;
                let mut set: &Set = set;
                if set.len(vm) >> 3 > self.len(vm) {
                    common = set.intersection_of_sets(vm, self)?;
                    set = &common;
                }
                let mut place = 0;
                while let Some((next, key, hash)) = set.next_member(vm, place) {
                    place = next;
                    self.discard_hashed(vm, &key, hash)?;
                }
            }
            None => vm.for_each(other, |vm, item| {
                let hash = hash_of_member(vm, &item)?;
                self.discard_hashed(vm, &item, hash).map(|_| ())
            })?,
        }
        self.tidy(vm)
    }

    /// A set of the members that are not in `other`.
    pub fn difference(
        &self,
        vm: &mut Vm,
        class: &Typed<Type>,
        other: &Object,
    ) -> PyResult<Ref<Set>> {
        let class = base_class(vm, class);
        let dict = if other.class_is(&vm.types.dict) { other.downcast::<Dict>() } else { None };
        let set = other.downcast::<Set>();
        let size = set.map(|set| set.len(vm)).or(dict.map(|dict| dict.len(vm)));
        if size.is_none_or(|size| self.len(vm) >> 2 > size) {
            let result = self.duplicate(vm, &class)?;
            result.subtract(vm, other)?;
            return Ok(result);
        }
        let result = Set::of_class(vm, &class);
        let mut place = 0;
        while let Some((next, key, hash)) = self.next_member(vm, place) {
            place = next;
            let found = match (set, dict) {
                (Some(set), _) => set.contains_hashed(vm, &key, hash)?,
                (None, Some(dict)) => dict.find(vm, &key, hash)?.is_some(),
                (None, None) => false,
            };
            if !found {
                result.add_hashed(vm, &key, hash)?;
            }
        }
        Ok(result)
    }

    /// A plain `set` of what is both in this set and in `other`.
    pub fn intersection(&self, vm: &mut Vm, other: &Object) -> PyResult<Ref<Set>> {
        if let Some(set) = other.downcast::<Set>() {
            return self.intersection_of_sets(vm, set);
        }
        let result = Set::new(vm);
        vm.for_each(other, |vm, item| {
            let hash = hash_of_member(vm, &item)?;
            if self.contains_hashed(vm, &item, hash)? {
                result.add_hashed(vm, &item, hash)?;
            }
            Ok(())
        })?;
        Ok(result)
    }

    fn intersection_of_sets(&self, vm: &mut Vm, other: &Set) -> PyResult<Ref<Set>> {
        let result = Set::new(vm);
        if std::ptr::eq(self, other) {
            result.merge(vm, self)?;
            return Ok(result);
        }
        let swap = other.len(vm) > self.len(vm);
        let (outer, inner) = if swap { (other, self) } else { (self, other) };
        let mut place = 0;
        while let Some((next, key, hash)) = inner.next_member(vm, place) {
            place = next;
            if outer.contains_hashed(vm, &key, hash)? {
                result.add_hashed(vm, &key, hash)?;
            }
        }
        Ok(result)
    }

    /// Removes the items that are members and adds those that are not.
    pub fn toggle(&self, vm: &mut Vm, other: &Object) -> PyResult<()> {
        let own;
        let other: &Set = match other.downcast::<Set>() {
            Some(set) if std::ptr::eq::<Set>(self, &**set) => {
                self.clear(vm);
                return Ok(());
            }
            Some(set) => set,
            None => {
                own = Set::from_iterable(vm, other)?;
                &own
            }
        };
        let mut place = 0;
        while let Some((next, key, hash)) = other.next_member(vm, place) {
            place = next;
            if !self.discard_hashed(vm, &key, hash)? {
                self.add_hashed(vm, &key, hash)?;
            }
        }
        Ok(())
    }

    /// Whether no item of an iterable is a member.
    pub fn is_disjoint_from(&self, vm: &mut Vm, other: &Object) -> PyResult<bool> {
        let exact = other.class_is(&vm.types.set) || other.class_is(&vm.types.frozenset);
        let Some(set) = other.downcast::<Set>().filter(|_| exact) else {
            let iterator = vm.iterate(other)?;
            while let Some(item) = vm.next(&iterator)? {
                let hash = hash_of_member(vm, &item)?;
                if self.contains_hashed(vm, &item, hash)? {
                    return Ok(false);
                }
            }
            return Ok(true);
        };
        if std::ptr::eq::<Set>(self, &**set) {
            return Ok(self.is_empty(vm));
        }
        let swap = set.len(vm) > self.len(vm);
        let (outer, inner): (&Set, &Set) = if swap { (set, self) } else { (self, set) };
        let mut place = 0;
        while let Some((next, key, hash)) = inner.next_member(vm, place) {
            place = next;
            if outer.contains_hashed(vm, &key, hash)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether all members are in another set.
    pub fn is_subset_of(&self, vm: &mut Vm, other: &Set) -> PyResult<bool> {
        if self.len(vm) > other.len(vm) {
            return Ok(false);
        }
        let mut place = 0;
        while let Some((next, key, hash)) = self.next_member(vm, place) {
            place = next;
            if !other.contains_hashed(vm, &key, hash)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// `set` or `frozenset`, whichever the class is or derives from.
pub(super) fn base_class(vm: &Vm, class: &Typed<Type>) -> Ref<Type> {
    if class.is_subclass_of(vm, &vm.types.frozenset) {
        vm.types.frozenset.clone()
    } else {
        vm.types.set.clone()
    }
}
