//! `super` attributes and the special methods of `with`.

use pellucid_bytecode::{Special, Word};
use pellucid_heap::{Object, Ref, Typed};

use super::attributes::write_window;
use crate::builtins::Str;
use crate::object::{Args, ObjectExt, TypeFlags, TypeLookup, as_type};
use crate::vm::registers::Registers;
use crate::{PyResult, Vm};

pub(super) fn load_super_attribute(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let Some(frame) = vm.current() else { return Err(vm.system_error("no frame")) };
    let code = frame.code();
    let name: &Typed<Str> = &code.names[code.unit.sites[word.c() as usize] as usize];
    let window = word.a();
    let callable = r.full(window);
    let arguments = r.window(window + 1, 2);
    if let Some(found) = find_in_bases(vm, callable, arguments, name) {
        let receiver = arguments[1].clone();
        let method = word.x() & 1 == 1 && found.class().has(TypeFlags::METHOD_DESCRIPTOR);
        let value = if method { found } else { vm.bind(&found, &receiver)? };
        r.clear_window(window, 3);
        if word.x() & 1 == 0 {
            r.set(word.b(), value);
        } else {
            write_window(r, word.b(), value, method.then_some(receiver));
        }
        return Ok(());
    }
    let proxy = vm.call(callable, Args::from_positional(arguments))?;
    let value = vm.get_attribute(&proxy, name)?;
    r.clear_window(window, 3);
    if word.x() & 1 == 0 {
        r.set(word.b(), value);
    } else {
        write_window(r, word.b(), value, None);
    }
    Ok(())
}

/// What `super(class, instance).name` finds, for an instance that is no class itself; no `super` object is made.
fn find_in_bases(vm: &Vm, callable: &Object, arguments: &[Ref], name: &Typed<Str>) -> Option<Ref> {
    let [class, instance] = arguments else { return None };
    let class = as_type(class)?;
    if !callable.is(&*vm.types.super_) || as_type(instance).is_some() {
        return None;
    }
    if !instance.class().namespaces_hold_only_strings(vm) {
        return None;
    }
    let order = instance.class().mro.get(vm);
    let position = order.iter().position(|base| base.is(class))?;
    order[position + 1..].iter().find_map(|base| base.namespace_in(vm).get_str(vm, name))
}

pub(super) fn load_special(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let object = r.operand(word.operand_b());
    let special = Special::from_byte(word.x()).unwrap_or(Special::Enter);
    let name = match special {
        Special::Enter => vm.names.__enter__.clone(),
        Special::Exit => vm.names.__exit__.clone(),
        Special::AsyncEnter => vm.names.__aenter__.clone(),
        Special::AsyncExit => vm.names.__aexit__.clone(),
    };
    let Some(found) = object.class().lookup(vm, &name) else {
        return Err(missing(vm, object, special)?);
    };
    if found.class().has(TypeFlags::METHOD_DESCRIPTOR) {
        let receiver = r.take_operand(word.operand_b());
        write_window(r, word.a(), found, Some(receiver));
        return Ok(());
    }
    let bound = vm.bind(&found, object)?;
    let consumed = r.consume(word.operand_b());
    write_window(r, word.a(), bound, None);
    drop(consumed);
    Ok(())
}

fn missing(vm: &mut Vm, object: &Object, special: Special) -> PyResult<crate::Raised> {
    let class = object.class().name(vm);
    let has = |vm: &mut Vm, name: &str| {
        let name = vm.intern(name);
        object.class().lookup(vm, &name).is_some()
    };
    let asynchronous = matches!(special, Special::AsyncEnter | Special::AsyncExit);
    let manager = if asynchronous { "asynchronous context manager" } else { "context manager" };
    let method = match special {
        Special::Enter => " (missed __enter__ method)",
        Special::Exit => " (missed __exit__ method)",
        Special::AsyncEnter => " (missed __aenter__ method)",
        Special::AsyncExit => " (missed __aexit__ method)",
    };
    let hint = if asynchronous {
        if has(vm, "__enter__") && has(vm, "__exit__") {
            " but it supports the context manager protocol. Did you mean to use 'with'?"
        } else {
            method
        }
    } else if has(vm, "__aenter__") && has(vm, "__aexit__") {
        " but it supports the asynchronous context manager protocol. Did you mean to use 'async with'?"
    } else {
        method
    };
    Ok(vm.type_error(format!("'{class}' object does not support the {manager} protocol{hint}")))
}

pub(super) fn with_except(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let function = r.full(word.b());
    let exception = r.full(word.c());
    let mut arguments: Vec<Ref> = Vec::with_capacity(4);
    arguments.extend(r.get(word.b() + 1).map(Object::to_ref));
    arguments.push(exception.class().as_object().to_ref());
    arguments.push(exception.to_ref());
    let traceback = exception
        .downcast::<crate::errors::BaseException>()
        .and_then(|exception| exception.traceback.get());
    arguments.push(traceback.unwrap_or_else(|| vm.none()));
    let result = vm.call(function, Args::from_positional(&arguments))?;
    r.set(word.a(), result);
    Ok(())
}
