//! Bringing an interpreter to life: builtins, sys, the import system, streams, site.

use pellucid_modules::{MODULES, imp, sys};
use pellucid_runtime::builtins::Module;
use pellucid_runtime::prelude::*;
use pellucid_runtime::vm::{Host, Settings};
use pellucid_text::hash::HashKey;

use crate::calls;
use crate::library::PackedLibrary;
use crate::surroundings::StandardHost;

/// An interpreter, on the thread that has made it.
pub struct Interpreter {
    /// The machine. Threads know it by its address, so that stays the same.
    pub vm: Box<Vm>,
}

/// Why an interpreter could not be started.
#[derive(Clone, Debug)]
pub struct StartError(pub String);

impl std::fmt::Display for StartError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for StartError {}

impl Interpreter {
    /// An interpreter with these settings and the process as its host. `seed` is PYTHONHASHSEED; without one
    /// hashes differ from run to run.
    pub fn start(settings: Settings, seed: Option<u32>) -> Result<Interpreter, StartError> {
        Interpreter::start_in(Box::new(StandardHost), settings, seed)
    }

    /// As [`start`](Self::start), with another host.
    pub fn start_in(
        host: Box<dyn Host>,
        settings: Settings,
        seed: Option<u32>,
    ) -> Result<Interpreter, StartError> {
        let key = match seed {
            Some(seed) => HashKey::from_seed(seed),
            None => HashKey::from_random(random_bytes()),
        };
        let mut machine = match Vm::new(key) {
            Ok(vm) => vm,
            Err(raised) => return Err(StartError(format!("the builtin types: {raised:?}"))),
        };
        let vm = &mut *machine;
        vm.interpreter().host.replace(vm, host);
        vm.interpreter().settings.replace(vm, settings);
        vm.interpreter().library.replace(vm, Some(Box::new(PackedLibrary { added: &[] })));
        vm.register_native_modules(MODULES);
        vm.register_native_modules(calls::MODULES);
        match start(vm) {
            Ok(()) => {
                vm.heed_host_memory();
                vm.heap().set_stress(vm.settings.get(vm).stress);
                vm.heap().set_limit(vm.settings.get(vm).memory_limit);
                Ok(Interpreter { vm: machine })
            }
            Err(raised) => {
                sys::display_exception(vm, raised.0.as_object());
                Err(StartError("the interpreter could not be started".to_owned()))
            }
        }
    }
}

fn random_bytes() -> [u8; 16] {
    use std::hash::{BuildHasher, RandomState};
    let mut bytes = [0; 16];
    // Each state is keyed from the host's random source.
    for half in bytes.chunks_mut(8) {
        half.copy_from_slice(&RandomState::new().hash_one(0).to_le_bytes());
    }
    bytes
}

fn register(vm: &mut Vm, name: &str, module: &Typed<Module>) {
    let name = vm.intern(name);
    let (modules, module) = (vm.modules.clone(), module.as_object().to_ref());
    modules.set_str(vm, &name, module);
}

fn start(vm: &mut Vm) -> PyResult<()> {
    let builtins = vm.create_builtins()?;
    register(vm, "builtins", &builtins);
    vm.remember_builtins()?;
    let system = vm.create_native_module(&sys::SPEC)?;
    register(vm, "sys", &system);
    vm.set_system_module(Some(system.as_object().to_ref()));
    for (name, error) in [("stdout", false), ("stderr", true)] {
        let printer = sys::Printer::create(vm, error)?;
        vm.set_in_module(&system, name, printer)?;
    }
    let none = vm.none();
    vm.set_in_module(&system, "stdin", none)?;
    start_imports(vm, &system)?;
    let main = Module::new(vm, "__main__");
    let name = vm.names.__builtins__.clone();
    vm.set_in_module(&main, &name.to_string(), builtins.into_object())?;
    register(vm, "__main__", &main);
    if !start_external_imports(vm)? {
        return Ok(());
    }
    // From here on an interrupt is a KeyboardInterrupt.
    vm.import("_signal")?;
    let streams = vm.import("_pellucid_start")?;
    let name = vm.intern("start");
    vm.call_method(&streams, &name, &[]).map(drop)
}

/// Runs importlib's bootstrap: builtin and frozen modules can be imported afterwards.
fn start_imports(vm: &mut Vm, system: &Typed<Module>) -> PyResult<()> {
    let name = "_frozen_importlib";
    let bootstrap = Module::new(vm, name);
    let builtins = vm.names.builtins.clone();
    let builtins = vm.modules.get_str(vm, &builtins).unwrap_or_else(|| vm.none());
    vm.set_in_module(&bootstrap, "__builtins__", builtins)?;
    let origin = vm.new_str("importlib._bootstrap").into_object();
    vm.set_in_module(&bootstrap, "__origname__", origin)?;
    register(vm, name, &bootstrap);
    let code = imp::frozen_code(vm, name)?;
    if let Some(globals) = Module::dict(vm, bootstrap.as_object()) {
        vm.exec_code(&code, &globals, None)?;
    }
    let natives = vm.create_native_module(&imp::SPEC)?;
    register(vm, "_imp", &natives);
    let install = vm.intern("_install");
    vm.call_method(bootstrap.as_object(), &install, &[system.as_object(), natives.as_object()])?;
    Ok(())
}

/// Makes modules importable from paths. Gives `false` while a native module that this needs is missing.
fn start_external_imports(vm: &mut Vm) -> PyResult<bool> {
    if vm.native_module("posix").is_none() || vm.native_module("_io").is_none() {
        return Ok(false);
    }
    let bootstrap = vm.import("_frozen_importlib")?;
    let install = vm.intern("_install_external_importers");
    vm.call_method(&bootstrap, &install, &[])?;
    let library = Module::new(vm, "_pellucid_library");
    let code =
        pellucid_modules::library::code(vm, "_pellucid_library", "<frozen _pellucid_library>")?;
    let builtins = vm.names.builtins.clone();
    let builtins = vm.modules.get_str(vm, &builtins).unwrap_or_else(|| vm.none());
    vm.set_in_module(&library, "__builtins__", builtins)?;
    register(vm, "_pellucid_library", &library);
    if let Some(globals) = Module::dict(vm, library.as_object()) {
        vm.exec_code(&code, &globals, None)?;
    }
    let install = vm.intern("install");
    vm.call_method(library.as_object(), &install, &[])?;
    Ok(true)
}
