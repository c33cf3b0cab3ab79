//! The slots of `range`.

use dashu_int::IBig;
use pellucid_bytecode::Comparison;

use super::{Range, iter};
use crate::builtins::Slice;
use crate::object::Slots;
use crate::prelude::*;

pub(super) fn fill(slots: &mut Slots) {
    slots.new = Some(new);
    slots.repr = Some(repr);
    slots.hash = Some(hash);
    slots.compare = Some(compare);
    slots.iter = Some(|vm, object| match object.downcast::<Range>() {
        Some(range) => Ok(iter::forward(vm, range)),
        None => Ok(vm.not_implemented()),
    });
    slots.length = Some(length);
    slots.bool = Some(|_, object| {
        Ok(object.downcast::<Range>().is_some_and(|range| range.length.to_i64() != Some(0)))
    });
    slots.get_item = Some(get_item);
    slots.contains = Some(contains);
}

/// `__index__`, as an exact int.
fn exact(vm: &mut Vm, object: &Object) -> PyResult<Ref<Int>> {
    let int = vm.index(object)?;
    Ok(Int::exact(vm, &int))
}

fn new(vm: &mut Vm, _: &Typed<Type>, args: Args<'_>) -> PyResult<Ref> {
    if !args.keywords_are_empty() {
        return Err(vm.type_error("range() takes no keyword arguments"));
    }
    let one = Int::from_i64(vm, 1);
    let (start, stop, step) = match args.positional() {
        [] => return Err(vm.type_error("range expected at least 1 argument, got 0")),
        [stop] => (Int::from_i64(vm, 0), exact(vm, stop)?, one),
        [start, stop] => (exact(vm, start)?, exact(vm, stop)?, one),
        [start, stop, step] => {
            let (start, stop, step) = (exact(vm, start)?, exact(vm, stop)?, exact(vm, step)?);
            if step.to_i64() == Some(0) {
                return Err(vm.value_error("range() arg 3 must not be zero"));
            }
            (start, stop, step)
        }
        given => {
            let message = format!("range expected at most 3 arguments, got {}", given.len());
            return Err(vm.type_error(message));
        }
    };
    Ok(Range::new(vm, start, stop, step).into_object())
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let Some(range) = object.downcast::<Range>() else { return Ok(vm.not_implemented()) };
    let mut pieces = vec![vm.repr(range.start.as_object())?, vm.repr(range.stop.as_object())?];
    if range.step.to_i64() != Some(1) {
        pieces.push(vm.repr(range.step.as_object())?);
    }
    vm.join_pieces("range(", &pieces, ", ", ")")
}

/// What makes two ranges equal: length, and as far as they matter start and step.
fn identity(vm: &Vm, range: &Range) -> Vec<Ref> {
    let none = vm.none();
    let length = range.length.clone().into_object();
    let start = range.start.clone().into_object();
    let step = range.step.clone().into_object();
    match range.length.to_i64() {
        Some(0) => vec![length, none.clone(), none],
        Some(1) => vec![length, start, none],
        _ => vec![length, start, step],
    }
}

fn hash(vm: &mut Vm, object: &Object) -> PyResult<i64> {
    let Some(range) = object.downcast::<Range>() else { return vm.unhashable(object) };
    let identity = identity(vm, range);
    let identity = vm.new_tuple(identity);
    vm.hash(identity.as_object())
}

fn compare(vm: &mut Vm, left: &Object, right: &Object, comparison: Comparison) -> PyResult<Ref> {
    let (Some(a), Some(b)) = (left.downcast::<Range>(), right.downcast::<Range>()) else {
        return Ok(vm.not_implemented());
    };
    let same = |a: &Int, b: &Int| a.order(b).is_eq();
    let length = a.length.to_i64();
    let equal = same(&a.length, &b.length)
        && (length == Some(0)
            || (same(&a.start, &b.start) && (length == Some(1) || same(&a.step, &b.step))));
    match comparison {
        Comparison::Equal => Ok(vm.new_bool(equal)),
        Comparison::NotEqual => Ok(vm.new_bool(!equal)),
        _ => Ok(vm.not_implemented()),
    }
}

fn length(vm: &mut Vm, object: &Object) -> PyResult<usize> {
    let Some(range) = object.downcast::<Range>() else { return Ok(0) };
    match range.length.to_i64() {
        Some(length) => Ok(length as usize),
        None => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

fn get_item(vm: &mut Vm, object: &Object, key: &Object) -> PyResult<Ref> {
    let Some(range) = object.downcast::<Range>() else { return Ok(vm.not_implemented()) };
    if key.class().slots(vm).index.is_some() {
        let index = vm.index(key)?;
        if let (Some((start, step, length)), Some(index)) = (range.small(), index.to_i64()) {
            let position = if index < 0 { index + length as i64 } else { index };
            if (0..length as i64).contains(&position) {
                return Ok(vm.new_int(start + step * position));
            }
        } else {
            let length = range.length.to_big();
            let index = index.to_big();
            let position = if index < IBig::ZERO { index + &length } else { index };
            if position >= IBig::ZERO && position < length {
                return Ok(range.number(vm, &position).into_object());
            }
        }
        return Err(vm.index_error("range object index out of range"));
    }
    let Some(slice) = key.downcast::<Slice>() else {
        let class = key.class().name(vm);
        let message = format!("range indices must be integers or slices, not {class}");
        return Err(vm.type_error(message));
    };
    let (start, stop, step) = slice.long_indices(vm, &range.length.to_big())?;
    let (start, stop) = (range.number(vm, &start), range.number(vm, &stop));
    let step = Int::from_big(vm, range.step.to_big() * step);
    Ok(Range::new(vm, start, stop, step).into_object())
}

fn contains(vm: &mut Vm, object: &Object, item: &Object) -> PyResult<bool> {
    let Some(range) = object.downcast::<Range>() else { return Ok(false) };
    if item.class_is(&vm.types.int) || item.class_is(&vm.types.bool) {
        let found = item.downcast::<Int>().and_then(|number| range.position_of(number));
        return Ok(found.is_some());
    }
    vm.contains_by_iteration(object, item)
}
