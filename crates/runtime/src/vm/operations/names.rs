//! Variables: locals, cells, globals, names.

use pellucid_bytecode::{Common, LocalKind, Word};
use pellucid_heap::{Object, Ref, Typed};

use crate::builtins::{Cell, Dict, Str};
use crate::object::ObjectExt;
use crate::vm::Site;
use crate::vm::frame::Frame;
use crate::vm::registers::Registers;
use crate::{PyResult, Raised, Vm};

fn frame(vm: &mut Vm) -> PyResult<&'static Frame> {
    vm.current().ok_or_else(|| vm.system_error("no frame"))
}

fn name(vm: &mut Vm, index: u16) -> PyResult<&'static Typed<Str>> {
    Ok(&frame(vm)?.code().names[index as usize])
}

/// The locals mapping of the running frame.
fn locals(vm: &mut Vm) -> PyResult<&'static Object> {
    match &frame(vm)?.locals {
        Some(locals) => Ok(locals),
        None => Err(vm.system_error("no locals when loading")),
    }
}

#[cold]
pub(crate) fn unbound_local(vm: &mut Vm, register: u16) -> Raised {
    let Some(frame) = vm.current() else { return vm.system_error("no frame") };
    let name = frame.code().parameter_name(register as usize);
    let message =
        format!("cannot access local variable '{name}' where it is not associated with a value");
    unbound(vm, &name, message)
}

fn unbound(vm: &mut Vm, name: &str, message: String) -> Raised {
    let raised = vm.unbound_local_error(message);
    let name = vm.intern(name);
    let (field, exception) = (vm.names.name.clone(), raised.0.as_object().to_ref());
    match vm.set_attribute(&exception, &field, Some(name.as_object())) {
        Ok(()) => raised,
        Err(other) => other,
    }
}

#[cold]
pub(crate) fn unbound_cell(vm: &mut Vm, register: u16) -> Raised {
    let Some(frame) = vm.current() else { return vm.system_error("no frame") };
    let free = frame.code().kinds.get(register as usize) == Some(&LocalKind::Free);
    if !free {
        return unbound_local(vm, register);
    }
    let name = frame.code().locals[register as usize].clone();
    let message = format!(
        "cannot access free variable '{name}' where it is not associated with a value in enclosing scope"
    );
    vm.name_error(&name, message)
}

#[cold]
fn not_defined(vm: &mut Vm, name: &Typed<Str>) -> Raised {
    vm.name_error(name, format!("name '{name}' is not defined"))
}

pub(super) fn delete_local(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    match r.take(word.a()) {
        Some(_) => Ok(()),
        None => Err(unbound_local(vm, word.a())),
    }
}

pub(super) fn make_cell(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let contents = r.take(word.a());
    r.set(word.a(), Cell::object(vm, contents).into_object());
    Ok(())
}

pub(super) fn copy_free_variables(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let Some(closure) = &frame(vm)?.function().closure else {
        return Err(vm.system_error("a function with free variables has no closure"));
    };
    for (index, cell) in closure.items().iter().take(word.c() as usize).enumerate() {
        r.set(word.a() + index as u16, cell.clone());
    }
    Ok(())
}

fn cell(vm: &mut Vm, r: Registers, register: u16) -> PyResult<&'static Typed<Cell>> {
    match r.get(register).and_then(|cell| cell.downcast::<Cell>()) {
        Some(cell) => Ok(cell),
        None => Err(vm.system_error("not a cell")),
    }
}

pub(super) fn delete_cell(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    match cell(vm, r, word.a())?.contents.take(vm) {
        Some(_) => Ok(()),
        None => Err(unbound_cell(vm, word.a())),
    }
}

/// The site remembers a position in the globals.
const IN_GLOBALS: u8 = 1;
/// The site remembers a position in the builtins, for a state of the globals in which the name is not there.
const IN_BUILTINS: u8 = 2;

/// A global or builtin.
#[inline(always)]
pub(crate) fn load_global(vm: &mut Vm, frame: &Frame, site: u16) -> PyResult<Ref> {
    let code = frame.code();
    let site = &code.sites[site as usize];
    let function = frame.function();
    let (kind, position) = (site.kind.get(), site.position.get() as usize);
    if kind == IN_GLOBALS {
        if let Some(value) = function.globals.value_at(vm, position, site.name().as_object()) {
            return Ok(value);
        }
    } else if kind == IN_BUILTINS
        && function.globals.changes(vm) == site.version.get()
        && let Some(value) = function.builtins.value_at(vm, position, site.name().as_object())
    {
        return Ok(value);
    }
    load_global_slowly(vm, frame, site)
}

#[inline(never)]
fn load_global_slowly(vm: &mut Vm, frame: &Frame, site: &Site) -> PyResult<Ref> {
    let (name, function) = (site.name(), frame.function());
    site.kind.set(0);
    if !function.globals.class_is(&vm.types.dict) {
        return global(vm, frame, name);
    }
    if let Some(position) = function.globals.position_of(vm, name) {
        site.position.set(position as u32);
        site.kind.set(IN_GLOBALS);
    } else if let Some(position) = function.builtins.position_of(vm, name) {
        site.version.set(function.globals.keys_version(vm));
        site.position.set(position as u32);
        site.kind.set(IN_BUILTINS);
    }
    global(vm, frame, name)
}

fn global(vm: &mut Vm, frame: &Frame, name: &Typed<Str>) -> PyResult<Ref> {
    let function = frame.function();
    if let Some(value) = lookup(vm, function.globals.as_object(), name)? {
        return Ok(value);
    }
    match lookup(vm, function.builtins.as_object(), name)? {
        Some(value) => Ok(value),
        None => Err(not_defined(vm, name)),
    }
}

pub(super) fn store_global(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let value = r.take_operand(word.operand_a());
    let name = name(vm, word.b())?;
    frame(vm)?.function().globals.set(vm, name.as_object(), value)
}

pub(super) fn delete_global(vm: &mut Vm, word: Word) -> PyResult<()> {
    let name = name(vm, word.b())?;
    match frame(vm)?.function().globals.remove_str(vm, name) {
        Some(_) => Ok(()),
        None => Err(not_defined(vm, name)),
    }
}

/// The value of a key of a mapping, if it is there.
pub(super) fn lookup(vm: &mut Vm, mapping: &Object, name: &Typed<Str>) -> PyResult<Option<Ref>> {
    if mapping.class_is(&vm.types.dict)
        && let Some(dict) = mapping.downcast::<Dict>()
    {
        let hash = name.hash(vm);
        return dict.get_hashed(vm, name.as_object(), hash);
    }
    match vm.get_item(mapping, name.as_object()) {
        Ok(value) => Ok(Some(value)),
        Err(raised) if raised.is_instance(vm, &vm.types.key_error) => Ok(None),
        Err(raised) => Err(raised),
    }
}

pub(super) fn load_name(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let name = name(vm, word.b())?;
    let locals = locals(vm)?;
    let value = match lookup(vm, locals, name)? {
        Some(value) => value,
        None => {
            let frame = frame(vm)?;
            global(vm, frame, name)?
        }
    };
    r.set(word.a(), value);
    Ok(())
}

pub(super) fn store_name(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let name = name(vm, word.b())?;
    let locals = locals(vm)?;
    let value = r.take_operand(word.operand_a());
    if locals.class_is(&vm.types.dict)
        && let Some(dict) = locals.downcast::<Dict>()
    {
        return dict.set(vm, name.as_object(), value);
    }
    vm.set_item(locals, name.as_object(), Some(&value))
}

pub(super) fn delete_name(vm: &mut Vm, word: Word) -> PyResult<()> {
    let name = name(vm, word.b())?;
    let locals = locals(vm)?;
    if locals.class_is(&vm.types.dict)
        && let Some(dict) = locals.downcast::<Dict>()
    {
        return match dict.remove_str(vm, name) {
            Some(_) => Ok(()),
            None => Err(not_defined(vm, name)),
        };
    }
    match vm.set_item(locals, name.as_object(), None) {
        Err(raised) if raised.is_instance(vm, &vm.types.key_error) => Err(not_defined(vm, name)),
        other => other,
    }
}

pub(super) fn load_locals(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let locals = locals(vm)?;
    r.set(word.a(), locals.to_ref());
    Ok(())
}

pub(super) fn load_from_dict_or_globals(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let name = name(vm, word.c())?;
    let value = match lookup(vm, r.operand(word.operand_b()), name)? {
        Some(value) => value,
        None => {
            let frame = frame(vm)?;
            global(vm, frame, name)?
        }
    };
    r.finish_unary(word, value);
    Ok(())
}

pub(super) fn load_from_dict_or_cell(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let name = name(vm, word.c())?;
    let value = match lookup(vm, r.full(word.a()), name)? {
        Some(value) => value,
        None => {
            let cell = cell(vm, r, word.b())?;
            match cell.contents.get() {
                Some(value) => value,
                None => return Err(unbound_cell(vm, word.b())),
            }
        }
    };
    r.set(word.a(), value);
    Ok(())
}

pub(super) fn load_build_class(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let name = vm.names.__build_class__.clone();
    let builtins = &frame(vm)?.function().builtins;
    match lookup(vm, builtins.as_object(), &name)? {
        Some(value) => {
            r.set(word.a(), value);
            Ok(())
        }
        None => Err(vm.name_error(&name, "__build_class__ not found".into())),
    }
}

pub(super) fn load_common(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let class = match Common::from_byte(word.x()) {
        Some(Common::AssertionError) => vm.types.assertion_error.clone(),
        Some(Common::NotImplementedError) => vm.types.not_implemented_error.clone(),
        None => return Err(vm.system_error("unknown common object")),
    };
    r.set(word.a(), class.into_object());
    Ok(())
}

pub(super) fn setup_annotations(vm: &mut Vm) -> PyResult<()> {
    let locals = locals(vm)?;
    let name = vm.names.__annotations__.clone();
    if lookup(vm, locals, &name)?.is_none() {
        let dict = vm.new_dict().into_object();
        vm.set_item(locals, name.as_object(), Some(&dict))?;
    }
    Ok(())
}
