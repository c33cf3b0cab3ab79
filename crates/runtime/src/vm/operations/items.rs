//! Items and iterators.

use pellucid_bytecode::{CodeFlags, Word};
use pellucid_heap::{Object, Ref};
use pellucid_text::Text;

use super::calls;
use crate::builtins::dict::iter::DictIterator;
use crate::builtins::enumerate::Enumerate;
use crate::builtins::zip::Zip;
use crate::builtins::{Function, List, Str, Tuple};
use crate::object::{ObjectExt, TypeFlags, TypeLookup};
use crate::vm::call::Called;
use crate::vm::registers::Registers;
use crate::{PyResult, Vm};

/// An index into a sequence of this length, counted from its end if it is negative; beyond every length if it is wrong.
#[inline(always)]
pub(crate) fn wrapped(index: i64, length: usize) -> usize {
    let index = if index < 0 { index.wrapping_add(length as i64) } else { index };
    if index < 0 { usize::MAX } else { index as usize }
}

/// The item of an exact list, tuple or narrow string at an index that is an exact `int` of one word; `None` if it is anything
/// else.
#[inline(always)]
pub(crate) fn indexed(vm: &Vm, container: &Object, key: &Object) -> Option<Ref> {
    let index = vm.exact_int(key)?;
    let items = if container.class_is(&vm.types.list) {
        // SAFETY: exact lists have this payload.
        unsafe { container.downcast_unchecked::<List>() }.items(vm)
    } else if container.class_is(&vm.types.tuple) {
        // SAFETY: exact tuples have this payload.
        unsafe { container.downcast_unchecked::<Tuple>() }.items()
    } else if container.class_is(&vm.types.str)
        // SAFETY: exact strings have this payload.
        && let Text::Latin1(units) = unsafe { container.downcast_unchecked::<Str>() }.text()
    {
        let unit = units.get(wrapped(index, units.len()))?;
        return Some(vm.singletons.latin1[usize::from(*unit)].clone().into_object());
    } else {
        return None;
    };
    items.get(wrapped(index, items.len())).cloned()
}

/// `LOAD_ITEM` where there is no quicker way.
pub(super) fn load(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let (container, key) = (r.operand(word.operand_b()), r.operand(word.operand_c()));
    let item = vm.get_item(container, key)?;
    r.finish_binary(word, item);
    Ok(())
}

/// `LOAD_ITEM` from an object whose `__getitem__` is a Python function: enters it. `None` if it is none.
#[inline(never)]
pub(crate) fn enter_load(vm: &mut Vm, r: Registers, word: Word) -> Option<PyResult<Called>> {
    let container = r.operand(word.operand_b());
    if !container.class().has(TypeFlags::HEAP_TYPE) {
        return None;
    }
    let name = vm.names.__getitem__.clone();
    let function = container.class().lookup(vm, &name)?;
    if !function.class_is(&vm.types.function) {
        return None;
    }
    let arguments = [r.take_operand(word.operand_b()), r.take_operand(word.operand_c())];
    Some(calls::enter(vm, function, arguments, &[], word.a()))
}

pub(super) fn store(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let (container, key) = (r.operand(word.operand_a()), r.operand(word.operand_b()));
    vm.set_item(container, key, Some(r.operand(word.operand_c())))?;
    let consumed =
        (r.consume(word.operand_a()), r.consume(word.operand_b()), r.consume(word.operand_c()));
    drop(consumed);
    Ok(())
}

pub(super) fn delete(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    vm.set_item(r.operand(word.operand_a()), r.operand(word.operand_b()), None)?;
    let consumed = (r.consume(word.operand_a()), r.consume(word.operand_b()));
    drop(consumed);
    Ok(())
}

/// The two items that an iterator over pairs gives next, without the tuple that would be unpacked at once.
/// `None` if it is no such iterator.
#[inline(never)]
pub(crate) fn next_pair(vm: &mut Vm, iterator: &Object) -> Option<PyResult<Option<(Ref, Ref)>>> {
    let class = iterator.class();
    if class.is(&*vm.types.enumerate) {
        return Some(iterator.downcast::<Enumerate>()?.advance(vm));
    }
    if class.is(&*vm.types.zip) {
        return iterator.downcast::<Zip>()?.advance_pair(vm);
    }
    if class.is(&*vm.types.dict_item_iterator) {
        return Some(iterator.downcast::<DictIterator>()?.advance_pair(vm));
    }
    None
}

/// `GET_ITER` and `GET_YIELD_FROM` of an object whose `__iter__` is a generator function: enters it. What that returns is an
/// iterator without asking. `None` if it is none.
#[inline(never)]
pub(crate) fn enter_iter(vm: &mut Vm, r: Registers, word: Word) -> Option<PyResult<Called>> {
    let iterable = r.operand(word.operand_b());
    if !iterable.class().has(TypeFlags::HEAP_TYPE) {
        return None;
    }
    let name = vm.names.__iter__.clone();
    let function = iterable.class().lookup(vm, &name)?;
    let generates = function.class_is(&vm.types.function)
        && function.downcast::<Function>()?.code.get()?.flags().contains(CodeFlags::GENERATOR);
    if !generates {
        return None;
    }
    let receiver = r.take_operand(word.operand_b());
    Some(calls::enter(vm, function, [receiver], &[], word.a()))
}

pub(super) fn get_iter(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let iterator = vm.iterate(r.operand(word.operand_b()))?;
    r.finish_unary(word, iterator);
    Ok(())
}
