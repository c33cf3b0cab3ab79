//! Where a warning is due: the frame that `stacklevel` means.

use crate::builtins::Dict;
use crate::functions::import::LIBRARY_LOADER;
use crate::prelude::*;

/// A place in the program.
pub(super) struct Place {
    pub filename: Ref,
    pub line: i64,
    pub module: Ref,
    /// `__warningregistry__` of the module, if there is a module.
    pub registry: Option<Ref>,
}

/// The place of the frame `stack_level` - 1 calls up. Frames of the import system do not count, nor those of
/// files that begin with one of `skipped`.
pub(super) fn find(vm: &mut Vm, stack_level: i64, skipped: &[Ref]) -> PyResult<Place> {
    let stack_level = if skipped.is_empty() { stack_level } else { stack_level.max(2) };
    let mut frame = vm.current_frame_object().map(|frame| frame.into_object());
    let plain = match &frame {
        Some(frame) => stack_level <= 0 || is_internal(vm, frame)?,
        None => true,
    };
    for _ in 1..stack_level {
        let Some(inner) = frame else { break };
        frame = caller(vm, &inner)?;
        while !plain
            && let Some(outer) = &frame
            && (is_internal(vm, outer)? || is_skipped(vm, outer, skipped)?)
        {
            frame = caller(vm, outer)?;
        }
    }
    match frame {
        Some(frame) => place_of(vm, &frame),
        None => outside(vm),
    }
}

fn attribute(vm: &mut Vm, object: &Object, name: &str) -> PyResult {
    let name = vm.intern(name);
    vm.get_attribute(object, &name)
}

fn caller(vm: &mut Vm, frame: &Object) -> PyResult<Option<Ref>> {
    let outer = attribute(vm, frame, "f_back")?;
    Ok(Some(outer).filter(|outer| !vm.is_none(outer)))
}

fn filename(vm: &mut Vm, frame: &Object) -> PyResult {
    let code = attribute(vm, frame, "f_code")?;
    attribute(vm, &code, "co_filename")
}

fn is_internal(vm: &mut Vm, frame: &Object) -> PyResult<bool> {
    let name = filename(vm, frame)?;
    let name = name.downcast::<Str>().map_or_else(String::new, |name| name.to_string());
    Ok(name.contains("importlib") && name.contains("_bootstrap") || name == LIBRARY_LOADER)
}

fn is_skipped(vm: &mut Vm, frame: &Object, skipped: &[Ref]) -> PyResult<bool> {
    let name = filename(vm, frame)?;
    let Some(name) = name.downcast::<Str>() else { return Ok(false) };
    Ok(skipped.iter().any(|prefix| {
        prefix.downcast::<Str>().is_some_and(|prefix| {
            prefix.len() <= name.len() && name.text().slice(0..prefix.len()) == prefix.text()
        })
    }))
}

fn place_of(vm: &mut Vm, frame: &Object) -> PyResult<Place> {
    let globals = attribute(vm, frame, "f_globals")?;
    let line = attribute(vm, frame, "f_lineno")?;
    let line = line.downcast::<Int>().and_then(|line| line.to_i64()).unwrap_or(0);
    let filename = filename(vm, frame)?;
    let (module, registry) = in_globals(vm, &globals)?;
    Ok(Place { filename, line, module, registry })
}

/// Where no Python code runs, the warning belongs to `sys`.
fn outside(vm: &mut Vm) -> PyResult<Place> {
    let filename = vm.new_str("<sys>").into_object();
    let dict = match vm.system_module() {
        Some(sys) => crate::builtins::Module::dict(vm, &sys),
        None => None,
    };
    let (module, registry) = match dict {
        Some(dict) => in_globals(vm, dict.as_object())?,
        None => (vm.new_str("sys").into_object(), None),
    };
    Ok(Place { filename, line: 0, module, registry })
}

/// `__name__` and `__warningregistry__`, which is made if it is not there.
fn in_globals(vm: &mut Vm, globals: &Object) -> PyResult<(Ref, Option<Ref>)> {
    let unnamed = vm.new_str("<string>").into_object();
    let Some(globals) = globals.downcast::<Dict>() else { return Ok((unnamed, None)) };
    let module = globals.get_str(vm, &vm.names.__name__.clone()).unwrap_or(unnamed);
    let name = vm.intern("__warningregistry__");
    let registry = match globals.get_str(vm, &name) {
        Some(registry) => registry,
        None => {
            let registry = vm.new_dict().into_object();
            globals.set_str(vm, &name, registry.clone());
            registry
        }
    };
    Ok((module, Some(registry)))
}

/// The name of a module that is known only by its file: the file's without `.py`.
pub(super) fn module_of_file(vm: &mut Vm, filename: &Object) -> Ref {
    let Some(name) = filename.downcast::<Str>() else {
        return vm.new_str("<unknown>").into_object();
    };
    if name.is_empty() {
        return vm.new_str("<unknown>").into_object();
    }
    let stem = name.len().saturating_sub(3);
    if name.text().slice(stem..name.len()) == *".py" {
        return vm.new_text_slice(name.text().slice(0..stem)).into_object();
    }
    filename.to_ref()
}
