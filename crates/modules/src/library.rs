//! `_library`: what the loader of the packed standard library (`_pellucid_library.py`) is built on.

use pellucid_runtime::builtins::Code;
use pellucid_runtime::object::ModuleSpec;
use pellucid_runtime::prelude::*;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "The packed standard library.",
    functions: &[Library::METHODS],
    ..ModuleSpec::new("_library")
};

/// The functions of `_library`.
pub struct Library;

/// The code of a module of the library, with the names of its files as they are to be shown.
pub fn code(vm: &mut Vm, name: &str, file_name: &str) -> PyResult<Ref<Code>> {
    let packed = vm.interpreter().library.get(vm).as_ref().and_then(|library| library.code(name));
    let Some(packed) = packed else { return Err(missing(vm, name)) };
    let Ok(unit) = pellucid_bytecode::deserialise(&packed) else {
        return Err(vm.system_error(format!("the packed code of '{name}' is damaged")));
    };
    let file_name = vm.intern(file_name);
    Code::of_file(vm, unit, &file_name)
}

#[cold]
fn missing(vm: &mut Vm, name: &str) -> Raised {
    let class = vm.types.import_error.clone();
    vm.raise_message(&class, &format!("no module named '{name}' in the packed library"))
}

#[methods]
impl Library {
    /// Whether a standard stream was closed when the process started.
    #[function("was_closed(descriptor, /)")]
    fn was_closed(_: &mut Vm, descriptor: i32) -> bool {
        pellucid_runtime::vm::was_closed_at_start(descriptor)
    }

    /// Where the library seems to lie.
    #[function("root()")]
    fn root(vm: &mut Vm) -> String {
        vm.interpreter().settings.get(vm).library_path.clone()
    }

    /// Whether the module of this name is a package; None if there is no such module.
    #[function("find(name, /)")]
    fn find(vm: &mut Vm, name: &Typed<Str>) -> Option<bool> {
        let name = name.to_utf8()?;
        vm.interpreter().library.get(vm).as_ref().and_then(|library| library.find(&name))
    }

    /// The module's code; path is what its co_filename says.
    #[function("code(name, path, /)")]
    fn code(vm: &mut Vm, name: &Typed<Str>, path: &Typed<Str>) -> PyResult<Ref<Code>> {
        code(vm, &name.to_string(), &path.to_string())
    }

    /// The module's source.
    #[function("source(name, /)")]
    fn source(vm: &mut Vm, name: &Typed<Str>) -> PyResult<Ref<Bytes>> {
        let name = name.to_string();
        match vm.interpreter().library.get(vm).as_ref().and_then(|library| library.source(&name)) {
            Some(source) => Ok(vm.new_bytes(&source)),
            None => Err(missing(vm, &name)),
        }
    }

    /// Name and being a package of the modules right below this prefix.
    #[function("names(prefix, /)")]
    fn names(vm: &mut Vm, prefix: &Typed<Str>) -> Vec<Ref> {
        let prefix = prefix.to_string();
        let all =
            vm.interpreter().library.get(vm).as_ref().map_or(Vec::new(), |library| library.names());
        let below = all.into_iter().filter_map(|(name, is_package)| {
            let name = name.strip_prefix(&*prefix)?;
            (!name.is_empty() && !name.contains('.')).then_some((name, is_package))
        });
        let pairs: Vec<_> = below.collect();
        let pair = |(name, is_package): (&str, bool)| {
            let items = vec![vm.new_str(name).into_object(), vm.new_bool(is_package)];
            vm.new_tuple(items).into_object()
        };
        pairs.into_iter().map(pair).collect()
    }
}
