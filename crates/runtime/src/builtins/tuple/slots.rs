//! The slots of `tuple`.

use pellucid_bytecode::Comparison;
use pellucid_text::hash::TupleHasher;

use super::{Tuple, iter};
use crate::builtins::Slice;
use crate::builtins::list::slots::{comparison_holds, position};
use crate::object::Slots;
use crate::prelude::*;

pub(super) fn fill(slots: &mut Slots) {
    slots.new = Some(Tuple::NEW);
    slots.repr = Some(repr);
    slots.hash = Some(hash);
    slots.compare = Some(compare);
    slots.iter = Some(|vm, object| match object.downcast::<Tuple>() {
        Some(tuple) => Ok(iter::forward(vm, tuple)),
        None => Ok(vm.not_implemented()),
    });
    slots.length =
        Some(|_, object| Ok(object.downcast::<Tuple>().map_or(0, |own| own.items().len())));
    slots.get_item = Some(get_item);
    slots.contains = Some(contains);
    slots.concatenate = Some(concatenate);
    slots.repeat = Some(repeat);
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let Some(tuple) = object.downcast::<Tuple>() else { return Ok(vm.not_implemented()) };
    if tuple.items().is_empty() {
        return Ok(vm.new_str("()").into_object());
    }
    vm.guarded_repr(object, "(...)", |vm| {
        let mut pieces = Vec::new();
        for item in tuple.items() {
            pieces.push(vm.repr(item)?);
        }
        let close = if pieces.len() == 1 { ",)" } else { ")" };
        vm.join_pieces("(", &pieces, ", ", close)
    })
}

fn hash(vm: &mut Vm, object: &Object) -> PyResult<i64> {
    let Some(tuple) = object.downcast::<Tuple>() else { return vm.unhashable(object) };
    if let Some(hash) = tuple.known_hash() {
        return Ok(hash);
    }
    vm.check_native_stack(" while hashing a tuple")?;
    let mut hasher = TupleHasher::default();
    for item in tuple.items() {
        hasher.push(vm.hash(item)?);
    }
    let hash = hasher.finish();
    tuple.set_hash(hash);
    Ok(hash)
}

fn compare(vm: &mut Vm, left: &Object, right: &Object, comparison: Comparison) -> PyResult<Ref> {
    let (Some(a), Some(b)) = (left.downcast::<Tuple>(), right.downcast::<Tuple>()) else {
        return Ok(vm.not_implemented());
    };
    for (x, y) in a.items().iter().zip(b.items()) {
        if !vm.equal(x, y)? {
            return match comparison {
                Comparison::Equal => Ok(vm.new_bool(false)),
                Comparison::NotEqual => Ok(vm.new_bool(true)),
                _ => vm.compare(x, y, comparison),
            };
        }
    }
    let truth = comparison_holds(a.items().len().cmp(&b.items().len()), comparison);
    Ok(vm.new_bool(truth))
}

fn get_item(vm: &mut Vm, object: &Object, key: &Object) -> PyResult<Ref> {
    let Some(tuple) = object.downcast::<Tuple>() else { return Ok(vm.not_implemented()) };
    let items = tuple.items();
    if key.class().slots(vm).index.is_some() {
        let index = vm.subscript_index(key)?;
        return match position(index, items.len()) {
            Some(at) => Ok(items[at].clone()),
            None => Err(vm.index_error("tuple index out of range")),
        };
    }
    let Some(slice) = key.downcast::<Slice>() else {
        let class = key.class().name(vm);
        let message = format!("tuple indices must be integers or slices, not {class}");
        return Err(vm.type_error(message));
    };
    let range = slice.bounds(vm)?.fit(items.len());
    if range.step == 1 && range.length == items.len() && object.class_is(&vm.types.tuple) {
        return Ok(object.to_ref());
    }
    made(vm, range.positions().map(|at| items[at].clone()))
}

/// A tuple of these items, or MemoryError.
fn made(vm: &mut Vm, items: impl ExactSizeIterator<Item = Ref>) -> PyResult<Ref> {
    match Tuple::try_from_items(vm, items) {
        Ok(tuple) => Ok(tuple.into_object()),
        Err(_) => Err(vm.memory_error()),
    }
}

fn contains(vm: &mut Vm, object: &Object, item: &Object) -> PyResult<bool> {
    let Some(tuple) = object.downcast::<Tuple>() else { return Ok(false) };
    for own in tuple.items() {
        if vm.equal(own, item)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn concatenate(vm: &mut Vm, left: &Object, right: &Object) -> PyResult<Ref> {
    let Some(tuple) = left.downcast::<Tuple>() else { return Ok(vm.not_implemented()) };
    if tuple.items().is_empty() && right.class_is(&vm.types.tuple) {
        return Ok(right.to_ref());
    }
    let Some(other) = right.downcast::<Tuple>() else {
        let class = right.class().name(vm);
        let message = format!("can only concatenate tuple (not \"{class}\") to tuple");
        return Err(vm.type_error(message));
    };
    if other.items().is_empty() && left.class_is(&vm.types.tuple) {
        return Ok(left.to_ref());
    }
    let (a, b) = (tuple.items(), other.items());
    let all =
        (0..a.len() + b.len()).map(|at| a.get(at).unwrap_or_else(|| &b[at - a.len()]).clone());
    made(vm, all)
}

fn repeat(vm: &mut Vm, object: &Object, count: &Object) -> PyResult<Ref> {
    let count = vm.size_index(count)?.max(0) as usize;
    let Some(tuple) = object.downcast::<Tuple>() else { return Ok(vm.not_implemented()) };
    let items = tuple.items();
    if (items.is_empty() || count == 1) && object.class_is(&vm.types.tuple) {
        return Ok(object.to_ref());
    }
    let Some(length) = items.len().checked_mul(count) else { return Err(vm.memory_error()) };
    made(vm, (0..length).map(|at| items[at % items.len()].clone()))
}
