//! `import`.

use pellucid_bytecode::Word;
use pellucid_heap::{Object, Ref, Typed};

use crate::builtins::{Dict, Str};
use crate::object::{Args, ObjectExt, TypeLookup};
use crate::vm::registers::Registers;
use crate::{PyResult, Raised, Vm};

fn name(vm: &mut Vm, index: u16) -> PyResult<&'static Typed<Str>> {
    match vm.current() {
        Some(frame) => Ok(&frame.code().names[index as usize]),
        None => Err(vm.system_error("no frame")),
    }
}

pub(super) fn import_name(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let name = name(vm, word.c())?;
    let Some(frame) = vm.current() else { return Err(vm.system_error("no frame")) };
    let function = frame.function();
    let key = vm.names.__import__.clone();
    let Some(import) = super::names::lookup(vm, function.builtins.as_object(), &key)? else {
        let class = vm.types.import_error.clone();
        return Err(vm.raise_message(&class, "__import__ not found"));
    };
    let globals = function.globals.clone().into_object();
    let locals = frame.locals.clone().unwrap_or_else(|| vm.none());
    let [level, from_list] = [r.full(word.b()), r.full(word.b() + 1)].map(Object::to_ref);
    let arguments = [name.as_object().to_ref(), globals, locals, from_list, level];
    let module = vm.call(&import, Args::from_positional(&arguments))?;
    r.clear_window(word.b(), 2);
    r.set(word.a(), module);
    Ok(())
}

pub(super) fn import_from(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let name = name(vm, word.c())?;
    let module = r.full(word.b());
    let value = match vm.find_attribute(module, name)? {
        Some(value) => value,
        None => submodule(vm, module, name)?,
    };
    r.set(word.a(), value);
    Ok(())
}

/// A submodule that is being imported is in `sys.modules` before it is an attribute of its package.
fn submodule(vm: &mut Vm, module: &Object, name: &Typed<Str>) -> PyResult<Ref> {
    let key = vm.names.__name__.clone();
    let package = vm.find_attribute(module, &key)?;
    if let Some(package) = package.as_ref().and_then(|package| package.downcast::<Str>()) {
        let full = vm.intern(&format!("{package}.{name}"));
        let modules = vm.modules.clone();
        if let Some(found) = modules.get(vm, full.as_object())? {
            return Ok(found);
        }
    }
    Err(cannot_import(vm, module, name, package)?)
}

fn cannot_import(
    vm: &mut Vm,
    module: &Object,
    name: &Typed<Str>,
    package: Option<Ref>,
) -> PyResult<Raised> {
    let text = match package.as_ref().and_then(|package| package.downcast::<Str>()) {
        Some(package) => package.to_string(),
        None => "<unknown module name>".to_owned(),
    };
    let key = vm.names.__file__.clone();
    let file = vm.find_attribute(module, &key)?.filter(|file| file.holds::<Str>());
    let place = match &file {
        Some(file) => vm.str(file)?.to_string(),
        None => "unknown location".to_owned(),
    };
    let message = if initializing(vm, module)? {
        format!(
            "cannot import name '{name}' from partially initialized module '{text}' \
             (most likely due to a circular import) ({place})"
        )
    } else {
        format!("cannot import name '{name}' from '{text}' ({place})")
    };
    let class = vm.types.import_error.clone();
    let raised = vm.raise_message(&class, &message);
    let exception = raised.0.as_object().to_ref();
    let fields = [
        (vm.names.name.clone(), package),
        (vm.names.path.clone(), file),
        (vm.names.name_from.clone(), Some(name.as_object().to_ref())),
    ];
    for (field, value) in fields {
        let value = value.unwrap_or_else(|| vm.none());
        vm.set_attribute(&exception, &field, Some(&value))?;
    }
    Ok(raised)
}

fn initializing(vm: &mut Vm, module: &Object) -> PyResult<bool> {
    let key = vm.names.__spec__.clone();
    let Some(specification) = vm.find_attribute(module, &key)? else { return Ok(false) };
    let key = vm.names._initializing.clone();
    match vm.find_attribute(&specification, &key)? {
        Some(value) => vm.is_true(&value),
        None => Ok(false),
    }
}

pub(super) fn import_star(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let module = r.operand(word.operand_a());
    let Some(locals) = vm.current().and_then(|frame| frame.locals.clone()) else {
        return Err(vm.system_error("no locals found during 'import *'"));
    };
    let key = vm.names.__all__.clone();
    let all = vm.find_attribute(module, &key)?;
    let skip_private = all.is_none();
    let names = match all {
        Some(all) => vm.collect(&all)?,
        None => {
            let key = vm.names.__dict__.clone();
            let Some(dict) = vm.find_attribute(module, &key)? else {
                let class = vm.types.import_error.clone();
                return Err(
                    vm.raise_message(&class, "from-import-* object has no __dict__ and no __all__")
                );
            };
            match dict.downcast::<Dict>() {
                Some(dict) => dict.pairs(vm).into_iter().map(|(key, _)| key).collect(),
                None => vm.collect(&dict)?,
            }
        }
    };
    for name in names {
        let Some(text) = name.downcast::<Str>() else {
            let class = name.class().name(vm);
            let place = if skip_private { "Key in" } else { "Item in" };
            let container = if skip_private { "__dict__" } else { "__all__" };
            return Err(
                vm.type_error(format!("{place} module.{container} must be str, not {class}"))
            );
        };
        if skip_private && text.text().get(0) == Some(u32::from(b'_')) {
            continue;
        }
        let text = vm.intern_str(text);
        let value = vm.get_attribute(module, &text)?;
        vm.set_item(&locals, text.as_object(), Some(&value))?;
    }
    drop(r.consume(word.operand_a()));
    Ok(())
}
