//! `sys`: the interpreter as a program sees it.

mod frames;
mod functions;
mod hooks;
mod information;
mod library_names;
mod monitoring;
mod numbers;
mod printer;
mod sizes;

pub use hooks::display_exception;
pub use printer::Printer;

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use pellucid_runtime::builtins::Module;
use pellucid_runtime::object::{ModuleSpec, StructSequence};
use pellucid_runtime::prelude::*;

/// The module. It is made by [`create`], before anything is imported.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "This module provides access to some objects used or maintained by the\n\
          interpreter and to functions that interact strongly with the interpreter.",
    functions: &[
        frames::Frames::METHODS,
        functions::Functions::METHODS,
        hooks::Hooks::METHODS,
        numbers::Numbers::METHODS,
        sizes::Sizes::METHODS,
        sizes::Sizes::DEBUG_METHODS,
    ],
    initialise: Some(initialise),
    ..ModuleSpec::new("sys")
};

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    add_paths(vm, module)?;
    add_lists(vm, module)?;
    add_constants(vm, module)?;
    information::add(vm, module)?;
    monitoring::add(vm, module)?;
    let hook_arguments = StructSequence::class(vm, &hooks::UNRAISABLE_HOOK_ARGS)?;
    vm.set_in_module(module, "UnraisableHookArgs", hook_arguments.into_object())?;
    let names = library_names::names(vm)?;
    vm.set_in_module(module, "stdlib_module_names", names)?;
    for name in ["displayhook", "excepthook", "unraisablehook", "breakpointhook"] {
        let key = vm.intern(name);
        let hook = vm.get_attribute(module.as_object(), &key)?;
        vm.set_in_module(module, &format!("__{name}__"), hook)?;
    }
    Ok(())
}

fn strings(vm: &mut Vm, texts: &[impl AsRef<OsStr>]) -> PyResult<Ref> {
    let texts = texts.iter().map(|text| file_name(vm, text)).collect();
    Ok(vm.new_list(texts)?.into_object())
}

fn file_name(vm: &mut Vm, text: impl AsRef<OsStr>) -> Ref {
    vm.decode_file_name(text.as_ref().as_bytes()).into_object()
}

fn add_paths(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    let settings = vm.interpreter().settings.get(vm).clone();
    let prefixes = [
        ("prefix", &settings.prefix),
        ("exec_prefix", &settings.prefix),
        ("base_prefix", &settings.base_prefix),
        ("base_exec_prefix", &settings.base_prefix),
        ("executable", &settings.executable),
        ("_base_executable", &settings.base_executable),
        ("_stdlib_dir", &settings.library_path),
    ];
    for (name, text) in prefixes {
        let value = file_name(vm, text);
        vm.set_in_module(module, name, value)?;
    }
    let lists = [
        ("argv", strings(vm, &settings.arguments)?),
        ("orig_argv", strings(vm, &settings.original_arguments)?),
        ("path", strings(vm, &settings.module_search_paths)?),
        ("warnoptions", strings(vm, &settings.warn_options)?),
    ];
    for (name, value) in lists {
        vm.set_in_module(module, name, value)?;
    }
    let options = vm.new_dict();
    for (name, value) in &settings.x_options {
        let value = match value {
            Some(value) => vm.new_str(value).into_object(),
            None => vm.new_bool(true),
        };
        let name = vm.intern(name);
        options.set_str(vm, &name, value);
    }
    vm.set_in_module(module, "_xoptions", options.into_object())?;
    let prefix = match &settings.pycache_prefix {
        Some(prefix) => file_name(vm, prefix),
        None => vm.none(),
    };
    vm.set_in_module(module, "pycache_prefix", prefix)?;
    let unbuffered = vm.new_bool(settings.flags.unbuffered);
    vm.set_in_module(module, "_unbuffered", unbuffered)?;
    let quiet = vm.new_bool(settings.flags.dont_write_bytecode != 0);
    vm.set_in_module(module, "dont_write_bytecode", quiet)
}

fn add_lists(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    let modules = vm.modules.clone().into_object();
    vm.set_in_module(module, "modules", modules)?;
    for name in ["meta_path", "path_hooks"] {
        let list = vm.new_list(Vec::new())?.into_object();
        vm.set_in_module(module, name, list)?;
    }
    let cache = vm.new_dict().into_object();
    vm.set_in_module(module, "path_importer_cache", cache)?;
    let mut names: Vec<&str> =
        vm.interpreter().native_modules.get(vm).iter().map(|row| row.name).collect();
    names.extend(["builtins", "sys"]);
    names.sort_unstable();
    names.dedup();
    let names = names.into_iter().map(|name| vm.intern(name).into_object()).collect();
    let names = vm.new_tuple(names).into_object();
    vm.set_in_module(module, "builtin_module_names", names)
}

fn add_constants(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    let texts = [
        ("version", information::VERSION),
        (
            "copyright",
            "Copyright (c) the Pellucid contributors.\nPython is copyright (c) 2001 Python Software Foundation.\nAll Rights Reserved.",
        ),
        ("platform", std::env::consts::OS.replace("macos", "darwin").leak() as &str),
        ("byteorder", if cfg!(target_endian = "little") { "little" } else { "big" }),
        ("float_repr_style", "short"),
        ("abiflags", ""),
        ("platlibdir", "lib"),
    ];
    for (name, text) in texts {
        let value = vm.new_str(text).into_object();
        vm.set_in_module(module, name, value)?;
    }
    let git = ["CPython", "", ""].map(|text| vm.new_str(text).into_object());
    let git = vm.new_tuple(git.to_vec()).into_object();
    vm.set_in_module(module, "_git", git)?;
    let numbers = [
        ("maxsize", i64::MAX),
        ("maxunicode", 0x10_ffff),
        ("hexversion", information::HEX_VERSION),
        ("api_version", 1013),
    ];
    for (name, number) in numbers {
        let value = vm.new_int(number);
        vm.set_in_module(module, name, value)?;
    }
    Ok(())
}
