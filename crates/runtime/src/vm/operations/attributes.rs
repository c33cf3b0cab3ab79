//! Attributes: loading, storing, deleting, methods.

use pellucid_bytecode::Word;
use pellucid_heap::{Object, Ref, Typed};

use crate::builtins::Str;
use crate::object::{ObjectExt, TypeFlags, TypeLookup, generic_get_attribute, instance};
use crate::vm::registers::Registers;
use crate::{PyResult, Vm};

/// The name that an inline-cache site is about.
fn site_name(vm: &mut Vm, site: u16) -> PyResult<&'static Typed<Str>> {
    match vm.current() {
        Some(frame) => {
            let code = frame.code();
            Ok(&code.names[code.unit.sites[site as usize] as usize])
        }
        None => Err(vm.system_error("no frame")),
    }
}

pub(super) fn load(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let name = site_name(vm, word.c())?;
    let value = vm.get_attribute(r.operand(word.operand_b()), name)?;
    r.finish_unary(word, value);
    Ok(())
}

pub(super) fn store(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let name = site_name(vm, word.c())?;
    vm.set_attribute(r.operand(word.operand_a()), name, Some(r.operand(word.operand_b())))?;
    let consumed = (r.consume(word.operand_a()), r.consume(word.operand_b()));
    drop(consumed);
    Ok(())
}

pub(super) fn delete(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let name = site_name(vm, word.c())?;
    vm.set_attribute(r.operand(word.operand_a()), name, None)?;
    drop(r.consume(word.operand_a()));
    Ok(())
}

/// Writes a call window for a method: function and self, or the attribute alone.
pub(super) fn write_window(r: Registers, window: u16, function: Ref, receiver: Option<Ref>) {
    let old = (r.replace(window, Some(function)), r.replace(window + 1, receiver));
    drop(old);
}

pub(super) fn load_method(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let name = site_name(vm, word.c())?;
    let object = r.operand(word.operand_b());
    if let Some(function) = find_method(vm, object, name) {
        let receiver = r.take_operand(word.operand_b());
        write_window(r, word.a(), function, Some(receiver));
        return Ok(());
    }
    let value = vm.get_attribute(object, name)?;
    let consumed = r.consume(word.operand_b());
    write_window(r, word.a(), value, None);
    drop(consumed);
    Ok(())
}

/// The function of the class that `object.name(...)` calls, if no bound method has to be made.
fn find_method(vm: &mut Vm, object: &Object, name: &Typed<Str>) -> Option<Ref> {
    let class = object.class();
    let get = class.slots(vm).get_attribute?;
    if get as usize != generic_get_attribute as *const () as usize {
        return None;
    }
    let found = class.lookup(vm, name)?;
    if !found.class().has(TypeFlags::METHOD_DESCRIPTOR) {
        return None;
    }
    if instance::has_attributes(object) && instance::get(vm, object, name).is_some() {
        return None;
    }
    Some(found)
}
