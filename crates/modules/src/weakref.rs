//! `_weakref`: weak references and proxies.

use pellucid_runtime::builtins::Module;
use pellucid_runtime::builtins::weak_reference::WeakRef;
use pellucid_runtime::object::ModuleSpec;
use pellucid_runtime::prelude::*;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "Weak-reference support module.",
    functions: &[WeakReferences::METHODS],
    initialise: Some(initialise),
    ..ModuleSpec::new("_weakref")
};

/// The functions of `_weakref`.
pub struct WeakReferences;

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    let types = [
        ("ref", vm.types.weak_reference.clone()),
        ("ReferenceType", vm.types.weak_reference.clone()),
        ("ProxyType", vm.types.weak_proxy.clone()),
        ("CallableProxyType", vm.types.weak_callable_proxy.clone()),
    ];
    for (name, class) in types {
        vm.set_in_module(module, name, class.into_object())?;
    }
    Ok(())
}

#[methods]
impl WeakReferences {
    /// Return the number of weak references to 'object'.
    #[function("getweakrefcount(object, /)")]
    fn get_weak_reference_count(_: &mut Vm, object: &Object) -> usize {
        object.weak_reference_count()
    }

    /// Return a list of all weak reference objects pointing to 'object'.
    #[function("getweakrefs(object, /)")]
    fn get_weak_references(_: &mut Vm, object: &Object) -> Vec<Ref> {
        object.weak_references()
    }

    /// Create a proxy object that weakly references 'object'.
    ///
    /// 'callback', if given, is called with a reference to the
    /// proxy when 'object' is about to be finalized.
    #[function("proxy(object, callback=None, /)")]
    fn proxy(vm: &mut Vm, object: &Object, callback: Option<&Object>) -> PyResult {
        let class = match vm.is_callable(object) {
            true => vm.types.weak_callable_proxy.clone(),
            false => vm.types.weak_proxy.clone(),
        };
        WeakRef::create(vm, &class, object, callback)
    }

    /// Atomically remove key from dict if it points to a dead weakref.
    #[function("_remove_dead_weakref(dct, key, /)")]
    fn remove_dead_weak_reference(vm: &mut Vm, dct: &Typed<Dict>, key: &Object) -> PyResult<()> {
        let Some(value) = dct.get(vm, key)? else { return Ok(()) };
        let Some(reference) = value.downcast::<WeakRef>() else {
            return Err(vm.type_error("not a weakref"));
        };
        if reference.target().is_none() {
            dct.remove(vm, key)?;
        }
        Ok(())
    }
}
