//! The slots of `dict`.

use pellucid_bytecode::Comparison;

use super::Dict;
use super::iter::DictIterator;
use super::views::Part;
use crate::object::{Slots, kind_of};
use crate::prelude::*;

pub(super) fn fill(slots: &mut Slots) {
    slots.new = Some(|vm, class, _| {
        let dict = vm.heap.allocate(kind_of(class), Dict::empty(vm));
        dict.begin(vm)?;
        Ok(dict.into_object())
    });
    slots.init = Some(|vm, object, args| match object.downcast::<Dict>() {
        Some(dict) => dict.update_from_args(vm, args, "dict"),
        None => Ok(()),
    });
    slots.repr = Some(repr);
    slots.compare = Some(compare);
    slots.iter = Some(|vm, object| match object.downcast::<Dict>() {
        Some(dict) => Ok(DictIterator::new(vm, dict, Part::Keys, false)),
        None => Ok(vm.not_implemented()),
    });
    slots.length = Some(|vm, object| Ok(object.downcast::<Dict>().map_or(0, |dict| dict.len(vm))));
    slots.get_item = Some(get_item);
    slots.set_item = Some(set_item);
    slots.contains = Some(|vm, object, key| match object.downcast::<Dict>() {
        Some(dict) => dict.contains(vm, key),
        None => Ok(false),
    });
    slots.or = Some(or);
    slots.in_place_or = Some(|vm, object, other| {
        if let Some(dict) = object.downcast::<Dict>() {
            dict.update_from(vm, other)?;
        }
        Ok(object.to_ref())
    });
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let Some(dict) = object.downcast::<Dict>() else { return Ok(vm.not_implemented()) };
    if dict.is_empty(vm) {
        return Ok(vm.new_str("{}").into_object());
    }
    vm.guarded_repr(object, "{...}", |vm| {
        let colon = vm.new_str(": ");
        let (mut pieces, mut position) = (Vec::new(), 0);
        while let Some((next, key, _, value)) = dict.next_entry(vm, position) {
            position = next;
            let (key, value) = (vm.repr(&key)?, vm.repr(&value)?);
            let pair = Str::try_concatenate(vm, &[key.text(), colon.text(), value.text()]);
            pieces.push(pair.map_err(|_| vm.memory_error())?);
        }
        vm.join_pieces("{", &pieces, ", ", "}")
    })
}

fn compare(vm: &mut Vm, left: &Object, right: &Object, comparison: Comparison) -> PyResult<Ref> {
    let (Some(a), Some(b)) = (left.downcast::<Dict>(), right.downcast::<Dict>()) else {
        return Ok(vm.not_implemented());
    };
    match comparison {
        Comparison::Equal => {
            let equal = same_entries(vm, a, b)?;
            Ok(vm.new_bool(equal))
        }
        Comparison::NotEqual => {
            let equal = same_entries(vm, a, b)?;
            Ok(vm.new_bool(!equal))
        }
        _ => Ok(vm.not_implemented()),
    }
}

fn same_entries(vm: &mut Vm, a: &Dict, b: &Dict) -> PyResult<bool> {
    if a.len(vm) != b.len(vm) {
        return Ok(false);
    }
    let mut position = 0;
    while let Some((next, key, hash, value)) = a.next_entry(vm, position) {
        position = next;
        match b.get_hashed(vm, &key, hash)? {
            Some(other) if vm.equal(&value, &other)? => {}
            _ => return Ok(false),
        }
    }
    Ok(true)
}

pub(super) fn get_item(vm: &mut Vm, object: &Object, key: &Object) -> PyResult<Ref> {
    let Some(dict) = object.downcast::<Dict>() else { return Ok(vm.not_implemented()) };
    let hash = hash_of_key(vm, key)?;
    if let Some(value) = dict.get_hashed(vm, key, hash)? {
        return Ok(value);
    }
    if !object.class_is(&vm.types.dict) {
        let name = vm.names.__missing__.clone();
        if let Some(value) = vm.call_special(object, &name, &[key])? {
            return Ok(value);
        }
    }
    Err(vm.key_error(key))
}

/// The hash of a key; the message about an unhashable one says what it was wanted for.
pub(crate) fn hash_of_key(vm: &mut Vm, key: &Object) -> PyResult<i64> {
    match vm.hash(key) {
        Err(raised) => Err(crate::builtins::set::explain_unhashable(vm, raised, key, "a dict key")),
        hash => hash,
    }
}

fn set_item(vm: &mut Vm, object: &Object, key: &Object, value: Option<&Object>) -> PyResult<()> {
    let Some(dict) = object.downcast::<Dict>() else { return Ok(()) };
    let hash = hash_of_key(vm, key)?;
    match value {
        Some(value) => dict.set_hashed(vm, key, hash, value.to_ref()),
        None => match dict.remove_hashed(vm, key, hash)? {
            Some(pair) => {
                drop(pair);
                Ok(())
            }
            None => Err(vm.key_error(key)),
        },
    }
}

fn or(vm: &mut Vm, left: &Object, right: &Object) -> PyResult<Ref> {
    let (Some(a), Some(_)) = (left.downcast::<Dict>(), right.downcast::<Dict>()) else {
        return Ok(vm.not_implemented());
    };
    let result = Dict::copy_of(vm, a)?;
    result.update_from(vm, right)?;
    Ok(result.into_object())
}
