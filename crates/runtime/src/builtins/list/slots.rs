//! The slots of `list`.

use pellucid_bytecode::Comparison;
use pellucid_heap::Buffer;

use super::{List, iter};
use crate::builtins::Slice;
use crate::builtins::slice::SliceRange;
use crate::object::{Slots, kind_of};
use crate::prelude::*;

pub(super) fn fill(slots: &mut Slots) {
    slots.new = Some(new);
    slots.init = Some(List::INIT);
    slots.repr = Some(repr);
    slots.compare = Some(compare);
    slots.iter = Some(|vm, object| match object.downcast::<List>() {
        Some(list) => Ok(iter::forward(vm, list)),
        None => Ok(vm.not_implemented()),
    });
    slots.length = Some(|vm, object| Ok(object.downcast::<List>().map_or(0, |list| list.len(vm))));
    slots.get_item = Some(get_item);
    slots.set_item = Some(set_item);
    slots.contains = Some(contains);
    slots.concatenate = Some(concatenate);
    slots.repeat = Some(repeat);
    slots.in_place_concatenate = Some(|vm, object, other| {
        if let Some(list) = object.downcast::<List>() {
            list.extend(vm, other)?;
        }
        Ok(object.to_ref())
    });
    slots.in_place_repeat = Some(in_place_repeat);
}

fn new(vm: &mut Vm, class: &Typed<Type>, _: Args<'_>) -> PyResult<Ref> {
    Ok(vm.heap.allocate(kind_of(class), List::empty(vm)).into_object())
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let Some(list) = object.downcast::<List>() else { return Ok(vm.not_implemented()) };
    if list.is_empty(vm) {
        return Ok(vm.new_str("[]").into_object());
    }
    vm.guarded_repr(object, "[...]", |vm| {
        let mut pieces = Vec::new();
        while let Some(item) = list.item(vm, pieces.len()) {
            pieces.push(vm.repr(&item)?);
        }
        vm.join_pieces("[", &pieces, ", ", "]")
    })
}

fn compare(vm: &mut Vm, left: &Object, right: &Object, comparison: Comparison) -> PyResult<Ref> {
    let (Some(a), Some(b)) = (left.downcast::<List>(), right.downcast::<List>()) else {
        return Ok(vm.not_implemented());
    };
    let decided = match comparison {
        Comparison::Equal => Some(false),
        Comparison::NotEqual => Some(true),
        _ => None,
    };
    if let Some(answer) = decided
        && a.len(vm) != b.len(vm)
    {
        return Ok(vm.new_bool(answer));
    }
    let mut position = 0;
    while let (Some(x), Some(y)) = (a.item(vm, position), b.item(vm, position)) {
        if !vm.equal(&x, &y)? {
            if position >= a.len(vm) || position >= b.len(vm) {
                // The comparison has shortened a list: there is nothing left but the lengths.
                break;
            }
            return match decided {
                Some(answer) => Ok(vm.new_bool(answer)),
                None => {
                    // The items as they are now: the comparison may have put others there.
                    let (x, y) = (a.item(vm, position), b.item(vm, position));
                    vm.compare(
                        &x.unwrap_or_else(|| vm.none()),
                        &y.unwrap_or_else(|| vm.none()),
                        comparison,
                    )
                }
            };
        }
        position += 1;
    }
    let truth = comparison_holds(a.len(vm).cmp(&b.len(vm)), comparison);
    Ok(vm.new_bool(truth))
}

/// Whether a comparison holds of two values in this order.
#[inline]
pub fn comparison_holds(order: std::cmp::Ordering, comparison: Comparison) -> bool {
    match comparison {
        Comparison::Less => order.is_lt(),
        Comparison::LessEqual => order.is_le(),
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterEqual => order.is_ge(),
    }
}

/// The position that `index` stands for, counted from the end if negative.
pub fn position(index: isize, length: usize) -> Option<usize> {
    let position = match usize::try_from(index) {
        Ok(position) => position,
        Err(_) => length.checked_sub(index.unsigned_abs())?,
    };
    (position < length).then_some(position)
}

pub(super) fn get_item(vm: &mut Vm, object: &Object, key: &Object) -> PyResult<Ref> {
    let Some(list) = object.downcast::<List>() else { return Ok(vm.not_implemented()) };
    if key.class().slots(vm).index.is_some() {
        let index = vm.subscript_index(key)?;
        let found = position(index, list.len(vm)).and_then(|at| list.item(vm, at));
        return found.ok_or_else(|| vm.index_error("list index out of range"));
    }
    let Some(slice) = key.downcast::<Slice>() else { return Err(bad_index(vm, key)) };
    let bounds = slice.bounds(vm)?;
    let range = bounds.fit(list.len(vm));
    Ok(list.slice(vm, range)?.into_object())
}

fn bad_index(vm: &mut Vm, key: &Object) -> Raised {
    let class = key.class().name(vm);
    vm.type_error(format!("list indices must be integers or slices, not {class}"))
}

fn set_item(vm: &mut Vm, object: &Object, key: &Object, value: Option<&Object>) -> PyResult<()> {
    let Some(list) = object.downcast::<List>() else { return Ok(()) };
    if key.class().slots(vm).index.is_some() {
        let index = vm.subscript_index(key)?;
        let Some(at) = position(index, list.len(vm)) else {
            return Err(vm.index_error("list assignment index out of range"));
        };
        match value {
            Some(value) => {
                drop(std::mem::replace(&mut list.items_mut(vm)[at], value.to_ref()));
            }
            None if vm.sizes_of().shrinks_at_deletion() => drop(list.remove_at(vm, at)),
            None => {
                let item = list.items_mut(vm).remove(at);
                drop(item);
            }
        }
        return Ok(());
    }
    let Some(slice) = key.downcast::<Slice>() else { return Err(bad_index(vm, key)) };
    let bounds = slice.bounds(vm)?;
    match value {
        Some(value) => {
            // The right side comes first: it may be a generator that changes this list.
            let plain = bounds.fit(list.len(vm)).step == 1;
            let expected = "must assign iterable to extended slice";
            if plain
                && let Some(other) =
                    value.downcast::<List>().filter(|_| value.class_is(&vm.types.list))
            {
                let range = bounds.fit(list.len(vm));
                let start = range.start as usize;
                return list.splice_list(vm, start..start + range.length, other);
            }
            let new = super::methods::collect_iterable(vm, value, expected)?;
            let range = bounds.fit(list.len(vm));
            assign(vm, list, range, &new)
        }
        None => {
            let range = bounds.fit(list.len(vm)).rising();
            delete(vm, list, range)
        }
    }
}

fn assign(vm: &mut Vm, list: &List, range: SliceRange, new: &[Ref]) -> PyResult<()> {
    if range.step == 1 {
        let start = range.start as usize;
        return list.splice(vm, start..start + range.length, new);
    }
    if new.len() != range.length {
        let (given, length) = (new.len(), range.length);
        return Err(vm.value_error(format!(
            "attempt to assign sequence of size {given} to extended slice of size {length}"
        )));
    }
    let items = list.items_mut(vm);
    for (at, item) in range.positions().zip(new) {
        items[at].clone_from(item);
    }
    Ok(())
}

fn delete(vm: &mut Vm, list: &List, range: SliceRange) -> PyResult<()> {
    if range.length == 0 {
        return Ok(());
    }
    let start = range.start as usize;
    if range.step == 1 {
        return list.splice(vm, start..start + range.length, &[]);
    }
    let items = list.items_mut(vm);
    // They go in this order.
    let mut old: Vec<Ref> = Vec::new();
    if old.try_reserve_exact(range.length).is_err() {
        return Err(vm.memory_error());
    }
    old.extend(range.positions().map(|at| items[at].clone()));
    let mut wanted = range.positions().peekable();
    let mut kept = start;
    for at in start..items.len() {
        if wanted.peek() == Some(&at) {
            wanted.next();
        } else {
            items.swap(kept, at);
            kept += 1;
        }
    }
    items.truncate(kept);
    list.shrink(vm);
    drop(old);
    Ok(())
}

fn contains(vm: &mut Vm, object: &Object, item: &Object) -> PyResult<bool> {
    let Some(list) = object.downcast::<List>() else { return Ok(false) };
    let mut position = 0;
    while let Some(own) = list.items(vm).get(position) {
        // Most can be looked at where they are; what runs Python code may take them away.
        let equal = match vm.equal_plainly(own, item) {
            Some(equal) => equal,
            None => {
                let own = own.clone();
                vm.equal(&own, item)?
            }
        };
        if equal {
            return Ok(true);
        }
        position += 1;
    }
    Ok(false)
}

fn concatenate(vm: &mut Vm, left: &Object, right: &Object) -> PyResult<Ref> {
    let Some(list) = left.downcast::<List>() else { return Ok(vm.not_implemented()) };
    let Some(other) = right.downcast::<List>() else {
        let class = right.class().name(vm);
        let message = format!("can only concatenate list (not \"{class}\") to list");
        return Err(vm.type_error(message));
    };
    let (a, b) = (list.items(vm), other.items(vm));
    let Ok(mut buffer) = Buffer::with_capacity(vm.heap(), a.len() + b.len()) else {
        return Err(vm.memory_error());
    };
    for item in a.iter().chain(b) {
        buffer.push(item.clone());
    }
    Ok(List::from_buffer(vm, buffer).into_object())
}

fn repeat(vm: &mut Vm, object: &Object, count: &Object) -> PyResult<Ref> {
    let count = vm.size_index(count)?.max(0) as usize;
    let Some(list) = object.downcast::<List>() else { return Ok(vm.not_implemented()) };
    let items = list.items(vm);
    let Some(length) = items.len().checked_mul(count) else { return Err(vm.memory_error()) };
    let Ok(mut buffer) = Buffer::with_capacity(vm.heap(), length) else {
        return Err(vm.memory_error());
    };
    if let [single] = items {
        buffer.fill_to(length, single.clone());
    } else if length != 0 {
        for _ in 0..count {
            items.iter().for_each(|item| buffer.push(item.clone()));
        }
    }
    Ok(List::from_buffer(vm, buffer).into_object())
}

fn in_place_repeat(vm: &mut Vm, object: &Object, count: &Object) -> PyResult<Ref> {
    let count = vm.size_index(count)?;
    let Some(list) = object.downcast::<List>() else { return Ok(vm.not_implemented()) };
    if count < 1 {
        drop(list.take(vm));
        return Ok(object.to_ref());
    }
    let length = list.len(vm);
    let Some(more) = length.checked_mul(count as usize - 1) else { return Err(vm.memory_error()) };
    list.grow(vm, more)?;
    let items = list.items_mut(vm);
    for position in 0..more {
        let item = items[position].clone();
        items.push(item);
    }
    Ok(object.to_ref())
}
