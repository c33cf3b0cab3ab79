//! The module `_warnings`.

use super::issue::{Warning, category_of, issue};
use super::place::{self, Place};
use crate::builtins::{Module, Tuple};
use crate::object::ModuleSpec;
use crate::prelude::*;

/// The module's row.
pub static MODULE: ModuleSpec = ModuleSpec {
    doc: "_warnings provides basic warning filtering support.\nIt is a helper module to speed up interpreter start-up.",
    functions: &[Functions::METHODS],
    initialise: Some(initialise),
    ..ModuleSpec::new("_warnings")
};

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    let filters = vm.warning_filters()?.into_object();
    vm.set_in_module(module, "filters", filters)?;
    let registry = vm.once_registry().into_object();
    vm.set_in_module(module, "_onceregistry", registry)?;
    let action = vm.intern("default").into_object();
    vm.set_in_module(module, "_defaultaction", action)?;
    // Before context variables can be imported, `warnings` does without.
    let Ok(contexts) = vm.import("_contextvars") else { return Ok(()) };
    let name = vm.intern("ContextVar");
    let class = vm.get_attribute(&contexts, &name)?;
    let name = vm.new_str("_warnings_context").into_object();
    let context = vm.call_positional(&class, &[&name])?;
    vm.set_in_module(module, "_warnings_context", context)
}

/// The functions of `_warnings`.
struct Functions;

#[methods(owner = "_warnings")]
impl Functions {
    /// Issue a warning, or maybe ignore it or raise an exception.
    ///
    ///   message
    ///     Text of the warning message.
    ///   category
    ///     The Warning category subclass. Defaults to UserWarning.
    ///   stacklevel
    ///     How far up the call stack to make this warning appear. A value of 2 for
    ///     example attributes the warning to the caller of the code calling warn().
    ///   source
    ///     If supplied, the destroyed object which emitted a ResourceWarning
    ///   skip_file_prefixes
    ///     An optional tuple of module filename prefixes indicating frames to skip
    ///     during stacklevel computations for stack frame attribution.
    #[function(
        "warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=<unrepresentable>)"
    )]
    fn warn(
        vm: &mut Vm,
        message: &Object,
        category: Option<&Object>,
        stacklevel: Option<isize>,
        source: Option<&Object>,
        skip_file_prefixes: Option<&Typed<Tuple>>,
    ) -> PyResult<()> {
        let category = category_of(vm, message, category)?;
        let skipped =
            skip_file_prefixes.map_or_else(Vec::new, |prefixes| prefixes.items().to_vec());
        if let Some(wrong) = skipped.iter().find(|prefix| prefix.downcast::<Str>().is_none()) {
            let class = wrong.class().name(vm);
            return Err(vm.type_error(format!("Found non-str '{class}' in skip_file_prefixes.")));
        }
        let place = place::find(vm, stacklevel.unwrap_or(1) as i64, &skipped)?;
        let source = source.map(|source| source.to_ref());
        issue(vm, Warning { message, category, place, source })
    }

    /// Issue a warning, or maybe ignore it or raise an exception.
    #[function(
        "warn_explicit(message, category, filename, lineno, module=<unrepresentable>, registry=None, module_globals=None, source=None)"
    )]
    #[allow(clippy::too_many_arguments)] // Python's signature.
    fn warn_explicit(
        vm: &mut Vm,
        message: &Object,
        category: &Object,
        filename: &Typed<Str>,
        lineno: i32,
        module: Option<&Object>,
        registry: Option<&Object>,
        module_globals: Option<&Object>,
        source: Option<&Object>,
    ) -> PyResult<()> {
        if let Some(globals) = module_globals
            && globals.downcast::<Dict>().is_none()
        {
            let class = globals.class().name(vm);
            return Err(vm.type_error(format!("module_globals must be a dict, not '{class}'")));
        }
        let module = match module {
            Some(module) => module.to_ref(),
            None => place::module_of_file(vm, filename.as_object()),
        };
        let place = Place {
            filename: filename.as_object().to_ref(),
            line: i64::from(lineno),
            module,
            registry: registry.map(|registry| registry.to_ref()),
        };
        let source = source.map(|source| source.to_ref());
        issue(vm, Warning { message, category: category.to_ref(), place, source })
    }

    #[function("_filters_mutated_lock_held()")]
    fn filters_mutated(vm: &mut Vm) {
        let version = &vm.interpreter().warnings.version;
        version.set(version.get().wrapping_add(1));
    }

    #[function("_acquire_lock()")]
    fn acquire_lock(vm: &mut Vm) {
        // The interpreter's own lock keeps other threads out; only the balance is checked.
        let depth = &vm.interpreter().warnings.lock_depth;
        depth.set(depth.get().saturating_add(1));
    }

    #[function("_release_lock()")]
    fn release_lock(vm: &mut Vm) -> PyResult<()> {
        let depth = &vm.interpreter().warnings.lock_depth;
        match depth.get().checked_sub(1) {
            Some(left) => {
                depth.set(left);
                Ok(())
            }
            None => Err(vm.runtime_error("cannot release un-acquired lock")),
        }
    }
}
