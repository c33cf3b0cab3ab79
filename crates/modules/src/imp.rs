//! `_imp`: what the import system, written in Python, asks of the interpreter.

use pellucid_runtime::builtins::{Code, Module};
use pellucid_runtime::object::ModuleSpec;
use pellucid_runtime::prelude::*;

use crate::library;
use crate::thread::RLock;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "(Extremely) low-level import machinery bits as used by importlib.",
    functions: &[Imports::METHODS],
    initialise: Some(initialise),
    ..ModuleSpec::new("_imp")
};

/// The functions of `_imp`.
pub struct Imports;

/// The line end that stands behind the two bytes for the format of code in the mark of `.pyc` files.
const MAGIC_LINE_END: i64 = 0x0a0d_0000;

/// The modules of the import system itself, and where their code is in the library.
const FROZEN: &[(&str, &str)] = &[
    ("_frozen_importlib", "importlib._bootstrap"),
    ("_frozen_importlib_external", "importlib._bootstrap_external"),
];

/// The name under which the machine keeps the import lock.
const LOCK: &str = "import lock";

/// The import lock.
pub fn import_lock(vm: &mut Vm) -> PyResult<Ref<RLock>> {
    if let Some(lock) = vm.module_state(LOCK).and_then(|kept| kept.downcast_ref().ok()) {
        return Ok(lock);
    }
    let lock = RLock::object(vm)?;
    vm.set_module_state(LOCK, lock.clone().into_object());
    Ok(lock)
}

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    let format = i64::from(pellucid_bytecode::format_fingerprint());
    let magic = vm.new_int(MAGIC_LINE_END | format);
    vm.set_in_module(module, "pyc_magic_number_token", magic)?;
    let check = vm.new_str("default").into_object();
    vm.set_in_module(module, "check_hash_based_pycs", check)
}

/// The library's name of a frozen module.
fn frozen(name: &str) -> Option<&'static str> {
    FROZEN.iter().find(|row| row.0 == name || row.1 == name).map(|row| row.1)
}

/// The code of a frozen module.
pub fn frozen_code(vm: &mut Vm, name: &str) -> PyResult<Ref<Code>> {
    match frozen(name) {
        Some(origin) => library::code(vm, origin, &format!("<frozen {origin}>")),
        None => {
            let class = vm.types.import_error.clone();
            Err(vm.raise_message(&class, &format!("No such frozen object named '{name}'")))
        }
    }
}

#[methods]
impl Imports {
    /// Override PyConfig.use_frozen_modules.
    ///
    /// (internal-only)
    ///
    /// Only what imports everything else is frozen, so there is nothing to choose.
    #[function("_override_frozen_modules_for_tests(override, /)")]
    fn override_frozen_modules(_: &mut Vm, _override: i32) {}

    /// Changes code.co_filename to specify the passed-in file path.
    ///
    ///   code
    ///     Code object to change.
    ///   path
    ///     File path to use.
    #[function("_fix_co_filename(code, path, /)")]
    fn fix_co_filename(vm: &mut Vm, code: &Typed<Code>, path: &Typed<Str>) {
        let old = code.file_name();
        if !old.same_text(path) {
            code.rename_file(vm, &old, path);
        }
    }

    /// Return True if the import lock is currently held, else False.
    #[function("lock_held()")]
    fn lock_held(vm: &mut Vm) -> PyResult<bool> {
        Ok(import_lock(vm)?.is_held())
    }

    /// Acquires the interpreter's import lock for the current thread.
    #[function("acquire_lock()")]
    fn acquire_lock(vm: &mut Vm) -> PyResult<()> {
        let lock = import_lock(vm)?;
        lock.enter_again(vm)
    }

    /// Release the interpreter's import lock.
    #[function("release_lock()")]
    fn release_lock(vm: &mut Vm) -> PyResult<()> {
        let lock = import_lock(vm)?;
        match lock.leave(vm) {
            true => Ok(()),
            false => Err(vm.runtime_error("not holding the import lock")),
        }
    }

    /// Returns True if the module name corresponds to a built-in module.
    #[function("is_builtin(name, /)")]
    fn is_builtin(vm: &mut Vm, name: &Typed<Str>) -> i64 {
        let name = name.to_string();
        match &*name {
            "sys" | "builtins" => -1,
            _ => i64::from(vm.native_module(&name).is_some()),
        }
    }

    /// Create an extension module.
    #[function("create_builtin(spec, /)")]
    fn create_builtin(vm: &mut Vm, spec: &Object) -> PyResult {
        let field = vm.names.name.clone();
        let name = vm.get_attribute(spec, &field)?;
        let Some(text) = name.downcast::<Str>() else {
            return Err(vm.type_error("name must be string"));
        };
        if let Some(module) = vm.modules.get_str(vm, text) {
            return Ok(module);
        }
        match vm.native_module(&text.to_string()) {
            Some(row) => vm.create_native_module(row).map(Ref::into_object),
            None => Ok(vm.none()),
        }
    }

    /// Initialize a built-in module.
    #[function("exec_builtin(mod, /)")]
    fn exec_builtin(_: &mut Vm, module: &Object) -> i64 {
        let _ = module;
        0
    }

    /// Returns True if the module name corresponds to a frozen module.
    #[function("is_frozen(name, /)")]
    fn is_frozen(_: &mut Vm, name: &Typed<Str>) -> bool {
        frozen(&name.to_string()).is_some()
    }

    /// Returns True if the module name is of a frozen package.
    #[function("is_frozen_package(name, /)")]
    fn is_frozen_package(vm: &mut Vm, name: &Typed<Str>) -> PyResult<bool> {
        match frozen(&name.to_string()) {
            Some(_) => Ok(false),
            None => {
                let class = vm.types.import_error.clone();
                Err(vm.raise_message(&class, &format!("No such frozen object named '{name}'")))
            }
        }
    }

    /// Return info about the corresponding frozen module (if there is one) or None.
    ///
    /// The returned info (a 2-tuple):
    ///
    ///  * data         the raw marshalled bytes
    ///  * is_package   whether or not it is a package
    ///  * origname     the originally frozen module's name, or None if not
    ///                 a stdlib module (this will usually be the same as
    ///                 the module's current name)
    #[function("find_frozen(name, /, *, withdata=False)")]
    fn find_frozen(vm: &mut Vm, name: &Typed<Str>, withdata: Option<bool>) -> PyResult {
        let _ = withdata;
        match frozen(&name.to_string()) {
            None => Ok(vm.none()),
            Some(origin) => {
                let items = vec![vm.none(), vm.new_bool(false), vm.new_str(origin).into_object()];
                Ok(vm.new_tuple(items).into_object())
            }
        }
    }

    /// Create a code object for a frozen module.
    #[function("get_frozen_object(name, data=None, /)")]
    fn get_frozen_object(
        vm: &mut Vm,
        name: &Typed<Str>,
        data: Option<&Object>,
    ) -> PyResult<Ref<Code>> {
        let _ = data;
        frozen_code(vm, &name.to_string())
    }

    /// Returns the list of available frozen modules.
    #[function("_frozen_module_names()")]
    fn frozen_module_names(vm: &mut Vm) -> Vec<Ref> {
        FROZEN.iter().map(|row| vm.new_str(row.0).into_object()).collect()
    }

    /// Returns the list of file suffixes used to identify extension modules.
    #[function("extension_suffixes()")]
    fn extension_suffixes(_: &mut Vm) -> Vec<Ref> {
        Vec::new()
    }

    #[function("source_hash(key, source)")]
    fn source_hash(vm: &mut Vm, key: i64, source: &Typed<Bytes>) -> Ref<Bytes> {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&key.to_le_bytes());
        let hash = pellucid_text::hash::HashKey::from_random(bytes).hash_bytes(source.as_slice());
        vm.new_bytes(&hash.to_le_bytes())
    }

    /// (internal-only) Override PyInterpreterConfig.check_multi_interp_extensions.
    #[function("_override_multi_interp_extensions_check(override, /)")]
    fn override_extensions_check(vm: &mut Vm, r#override: i32) -> PyResult<i64> {
        let _ = r#override;
        Err(vm.runtime_error(
            "_override_multi_interp_extensions_check() cannot be used in the main interpreter",
        ))
    }
}
