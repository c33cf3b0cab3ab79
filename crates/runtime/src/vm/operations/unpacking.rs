//! Unpacking into several targets.

use pellucid_bytecode::Word;
use pellucid_heap::{Object, Ref};

use crate::builtins::{List, Tuple};
use crate::object::{ObjectExt, TypeLookup};
use crate::vm::registers::Registers;
use crate::{PyResult, Raised, Vm};

pub(super) fn unpack(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let (source, count) = (r.operand(word.operand_b()), word.c() as usize);
    let items: Option<&[Ref]> = if source.class_is(&vm.types.tuple) {
        source.downcast::<Tuple>().map(|tuple| tuple.items())
    } else if source.class_is(&vm.types.list) {
        source.downcast::<List>().map(|list| list.items(vm))
    } else {
        None
    };
    if let Some(items) = items
        && items.len() == count
    {
        // Its register may be among those that are written.
        let consumed = r.consume(word.operand_b());
        for (index, item) in items.iter().enumerate() {
            r.set(word.a() + index as u16, item.clone());
        }
        drop(consumed);
        return Ok(());
    }
    let items = exactly(vm, source, count)?;
    let consumed = r.consume(word.operand_b());
    for (index, item) in items.into_iter().enumerate() {
        r.set(word.a() + index as u16, item);
    }
    drop(consumed);
    Ok(())
}

fn exactly(vm: &mut Vm, source: &Object, count: usize) -> PyResult<Vec<Ref>> {
    let known = if source.class_is(&vm.types.list) {
        source.downcast::<List>().map(|list| list.items(vm).to_vec())
    } else if source.class_is(&vm.types.tuple) {
        source.downcast::<Tuple>().map(|tuple| tuple.items().to_vec())
    } else {
        None
    };
    if let Some(items) = known {
        if items.len() == count {
            return Ok(items);
        }
        return Err(if items.len() > count {
            vm.value_error(format!(
                "too many values to unpack (expected {count}, got {})",
                items.len()
            ))
        } else {
            not_enough(vm, count, items.len(), false)
        });
    }
    let iterator = iterate(vm, source)?;
    let items = first(vm, &iterator, count, false)?;
    if vm.next(&iterator)?.is_some() {
        return Err(vm.value_error(format!("too many values to unpack (expected {count})")));
    }
    Ok(items)
}

fn iterate(vm: &mut Vm, source: &Object) -> PyResult<Ref> {
    let slots = source.class().slots(vm);
    if slots.iter.is_none() && slots.get_item.is_none() {
        let class = source.class().name(vm);
        return Err(vm.type_error(format!("cannot unpack non-iterable {class} object")));
    }
    vm.iterate(source)
}

fn first(vm: &mut Vm, iterator: &Object, count: usize, at_least: bool) -> PyResult<Vec<Ref>> {
    let mut items = Vec::new();
    while items.len() < count {
        match vm.next(iterator)? {
            Some(item) => items.push(item),
            None => return Err(not_enough(vm, count, items.len(), at_least)),
        }
    }
    Ok(items)
}

fn not_enough(vm: &mut Vm, count: usize, got: usize, at_least: bool) -> Raised {
    let at_least = if at_least { "at least " } else { "" };
    vm.value_error(format!("not enough values to unpack (expected {at_least}{count}, got {got})"))
}

pub(super) fn unpack_star(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let source = r.operand(word.operand_b());
    let (before, after) = (word.x() as usize, word.c() as usize);
    let iterator = iterate(vm, source)?;
    let mut items = first(vm, &iterator, before, true)?;
    let rest = vm.new_list(Vec::new())?;
    rest.extend(vm, &iterator)?;
    let length = rest.len(vm);
    let Some(split) = length.checked_sub(after) else {
        return Err(not_enough(vm, before + after, before + length, true));
    };
    let tail: Vec<Ref> = rest.items_mut(vm).drain(split..length).collect();
    items.push(rest.into_object());
    items.extend(tail);
    let consumed = r.consume(word.operand_b());
    for (index, item) in items.into_iter().enumerate() {
        r.set(word.a() + index as u16, item);
    }
    drop(consumed);
    Ok(())
}
