//! Filling a dict from other mappings, pairs and keyword arguments.

use super::Dict;
use crate::prelude::*;

/// Whether iterating over a dict goes through its entries in their own order.
fn iterates_as_dict(vm: &Vm, dict: &Object) -> bool {
    let own = vm.types.dict.slots(vm).iter.map(|function| function as usize);
    own == dict.class().slots(vm).iter.map(|function| function as usize)
}

impl Dict {
    /// A `dict` object with the entries of a dict, in the order in which that iterates.
    pub fn copy_of(vm: &mut Vm, dict: &Typed<Dict>) -> PyResult<Ref<Dict>> {
        if iterates_as_dict(vm, dict.as_object()) {
            return dict.duplicate(vm);
        }
        let copy = Dict::new(vm);
        copy.merge_mapping(vm, dict.as_object(), true)?;
        Ok(copy)
    }

    /// Takes over the entries of another dict; keys that are there keep their value unless `replace`.
    pub fn merge_dict(&self, vm: &mut Vm, other: &Dict, replace: bool) -> PyResult<()> {
        if std::ptr::eq(self, other) || other.is_empty(vm) {
            return Ok(());
        }
        let theirs = other.table(vm);
        let (length, strings, usable) =
            (theirs.len(), theirs.is_of_strings(), theirs.usable_in_all());
        if self.is_empty(vm)
            && length == theirs.entry_count()
            && !theirs.shares_names()
            && (usable <= 5 || usable / 2 < length)
        {
            let duplicate = theirs.duplicate(vm.heap());
            let Ok(duplicate) = duplicate else { return Err(vm.memory_error()) };
            self.replace_table(vm, duplicate);
            return Ok(());
        }
        if self.table(vm).usable_in_all() < length {
            self.reserve_many(vm, length, strings)?;
        }
        let changes = other.changes(vm);
        let mut position = 0;
        while let Some((next, key, hash, value)) = other.next_entry(vm, position) {
            position = next;
            if replace || self.find(vm, &key, hash)?.is_none() {
                self.set_hashed(vm, &key, hash, value)?;
            }
            if other.changes(vm) != changes {
                return Err(vm.runtime_error("dict mutated during update"));
            }
        }
        Ok(())
    }

    /// `self.update(mapping)` where `mapping` has `keys()`.
    pub fn merge_mapping(&self, vm: &mut Vm, mapping: &Object, replace: bool) -> PyResult<()> {
        if let Some(other) = mapping.downcast::<Dict>()
            && iterates_as_dict(vm, mapping)
        {
            return self.merge_dict(vm, other, replace);
        }
        let name = vm.names.keys.clone();
        let keys = vm.call_method(mapping, &name, &[])?;
        vm.for_each(&keys, |vm, key| {
            if !replace && self.contains(vm, &key)? {
                return Ok(());
            }
            let value = vm.get_item(mapping, &key)?;
            self.set(vm, &key, value)
        })
    }

    /// `self.update(pairs)` where `pairs` is an iterable of pairs.
    pub fn merge_pairs(&self, vm: &mut Vm, pairs: &Object) -> PyResult<()> {
        let mut number = 0usize;
        vm.for_each(pairs, |vm, element| {
            if element.class_is(&vm.types.tuple)
                && let Some([key, value]) = element.downcast::<Tuple>().map(|pair| pair.items())
            {
                number += 1;
                return self.set(vm, key, value.clone());
            }
            let slots = element.class().slots(vm);
            if slots.iter.is_none() && slots.get_item.is_none() {
                return Err(vm.type_error(format!(
                    "cannot convert dictionary update sequence element #{number} to a sequence"
                )));
            }
            let pair = match vm.collect(&element) {
                Ok(pair) => pair,
                Err(raised) if raised.0.class().is(&*vm.types.type_error) => {
                    return Err(vm.type_error(format!(
                        "cannot convert dictionary update sequence element #{number} to a sequence"
                    )));
                }
                Err(raised) => return Err(raised),
            };
            let [key, value] = &pair[..] else {
                let length = pair.len();
                return Err(vm.value_error(format!(
                    "dictionary update sequence element #{number} has length {length}; 2 is required"
                )));
            };
            number += 1;
            self.set(vm, key, value.clone())
        })
    }

    /// `self.update(source)`: a mapping if it has `keys`, else an iterable of pairs.
    pub fn update_from(&self, vm: &mut Vm, source: &Object) -> PyResult<()> {
        if source.class_is(&vm.types.dict) {
            return self.merge_mapping(vm, source, true);
        }
        let name = vm.names.keys.clone();
        match vm.find_attribute(source, &name)? {
            Some(_) => self.merge_mapping(vm, source, true),
            None => self.merge_pairs(vm, source),
        }
    }

    /// `dict(*args, **kwargs)` and `dict.update(*args, **kwargs)`.
    pub fn update_from_args(&self, vm: &mut Vm, args: Args<'_>, name: &str) -> PyResult<()> {
        match args.positional() {
            [] => {}
            [source] => self.update_from(vm, source)?,
            given => {
                let message = format!("{name} expected at most 1 argument, got {}", given.len());
                return Err(vm.type_error(message));
            }
        }
        let values = &args.values()[args.positional().len()..];
        for (name, value) in args.names().iter().zip(values) {
            self.set(vm, name, value.clone())?;
        }
        Ok(())
    }
}
