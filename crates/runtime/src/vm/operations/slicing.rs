//! Slices that are used at once: what `BUILD_SLICE` makes for the next instruction need not become an object.

use pellucid_bytecode::{Opcode, Operand, Word};
use pellucid_heap::Object;

use crate::builtins::slice::{Bounds, SliceRange};
use crate::builtins::{List, Tuple};
use crate::object::ObjectExt;
use crate::vm::registers::Registers;
use crate::{PyResult, Vm};

/// Executes `BUILD_SLICE` together with the next instruction, if that takes or stores the slice of an exact list or
/// tuple and nobody can tell. Gives whether it did.
#[inline(never)]
pub(crate) fn fused(vm: &mut Vm, r: Registers, word: Word, next: Word) -> PyResult<bool> {
    match next.opcode() {
        Opcode::LOAD_ITEM => load(vm, r, word, next),
        Opcode::STORE_ITEM => store(vm, r, word, next),
        _ => Ok(false),
    }
}

fn load(vm: &mut Vm, r: Registers, word: Word, next: Word) -> PyResult<bool> {
    let key = next.operand_c();
    if !key.is_consumed() || key.index() != word.a() as usize {
        return Ok(false);
    }
    if is_register(next.operand_b(), word.a()) {
        return Ok(false);
    }
    let container = r.operand(next.operand_b());
    let Some(bounds) = bounds(vm, r, word) else { return Ok(false) };
    let result = if container.class_is(&vm.types.list)
        && let Some(list) = container.downcast::<List>()
    {
        list.slice(vm, bounds.fit(list.len(vm)))?.into_object()
    } else if container.class_is(&vm.types.tuple)
        && let Some(tuple) = container.downcast::<Tuple>()
    {
        let range = bounds.fit(tuple.items().len());
        if range.length == tuple.items().len() {
            container.to_ref()
        } else {
            let items = &tuple.items()[range.start as usize..][..range.length];
            Tuple::of_class(vm, &vm.types.tuple, items.iter().cloned()).into_object()
        }
    } else {
        return Ok(false);
    };
    let consumed = r.consume(next.operand_b());
    clear_parts(r, word);
    r.set(next.a(), result);
    drop(consumed);
    Ok(true)
}

fn store(vm: &mut Vm, r: Registers, word: Word, next: Word) -> PyResult<bool> {
    let key = next.operand_b();
    if !key.is_consumed() || key.index() != word.a() as usize {
        return Ok(false);
    }
    if [next.operand_a(), next.operand_c()].iter().any(|&it| is_register(it, word.a())) {
        return Ok(false);
    }
    let (container, value) = (r.operand(next.operand_a()), r.operand(next.operand_c()));
    if !container.class_is(&vm.types.list) || !value.class_is(&vm.types.list) {
        return Ok(false);
    }
    let (Some(list), Some(new)) = (container.downcast::<List>(), value.downcast::<List>()) else {
        return Ok(false);
    };
    let Some(bounds) = bounds(vm, r, word) else { return Ok(false) };
    let SliceRange { start, length, .. } = bounds.fit(list.len(vm));
    let start = start as usize;
    list.splice_list(vm, start..start + length, new)?;
    let consumed = (r.consume(next.operand_a()), r.consume(next.operand_c()));
    clear_parts(r, word);
    drop(consumed);
    Ok(true)
}

/// The bounds in the window of `BUILD_SLICE`, if they are small numbers or missing and the step is 1.
fn bounds(vm: &Vm, r: Registers, word: Word) -> Option<Bounds> {
    let part = |index: u16, default: isize| -> Option<isize> {
        let value: &Object = r.full(word.b() + index);
        match vm.exact_int(value) {
            Some(number) => Some(number as isize),
            None => vm.is_none(value).then_some(default),
        }
    };
    let step = part(2, 1)?;
    (step == 1).then_some(Bounds::new(part(0, 0)?, part(1, isize::MAX)?))
}

fn clear_parts(r: Registers, word: Word) {
    for index in 0..3 {
        drop(r.take(word.b() + index));
    }
}

/// Whether an operand is this register, in which the slice would be.
fn is_register(operand: Operand, register: u16) -> bool {
    !operand.is_constant() && operand.index() == usize::from(register)
}
