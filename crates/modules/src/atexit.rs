//! `atexit`: functions that are called when the interpreter ends.

use pellucid_runtime::object::{Keywords, ModuleSpec, OwnedArgs};
use pellucid_runtime::prelude::*;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "allow programmer to define multiple exit functions to be executed\n\
          upon normal program termination.\n\n\
          Two public functions, register and unregister, are defined.\n",
    functions: &[Exits::METHODS],
    ..ModuleSpec::new("atexit")
};

/// The functions of `atexit`.
pub struct Exits;

#[methods]
impl Exits {
    /// Register a function to be executed upon normal program termination
    ///
    ///     func - function to be called at exit
    ///     args - optional arguments to pass to func
    ///     kwargs - optional keyword arguments to pass to func
    ///
    ///     func is returned to facilitate usage as a decorator.
    #[function("register(func, /, *args, **kwargs)")]
    fn register(vm: &mut Vm, func: &Object, args: &[Ref], kwargs: Keywords<'_>) -> PyResult {
        if !vm.is_callable(func) {
            return Err(vm.type_error("the first argument must be callable"));
        }
        let keywords = vm.new_dict();
        for (name, value) in kwargs.iter() {
            keywords.set(vm, name.as_object(), value.to_ref())?;
        }
        let arguments = vm.new_tuple(args.to_vec()).into_object();
        let entry = (func.to_ref(), arguments, keywords.into_object());
        vm.interpreter().exit_callbacks.get_mut(vm).push(entry);
        Ok(func.to_ref())
    }

    /// Unregister an exit function which was previously registered using
    /// atexit.register
    ///
    ///     func - function to be unregistered
    #[function("unregister(func, /)")]
    fn unregister(vm: &mut Vm, func: &Object) -> PyResult<()> {
        let mut position = 0;
        // The comparison may itself register and unregister.
        while let Some(entry) = vm.interpreter().exit_callbacks.get(vm).get(position).cloned() {
            position += 1;
            if vm.equal(&entry.0, func)? {
                position -= 1;
                let callbacks = vm.interpreter().exit_callbacks.get_mut(vm);
                if position < callbacks.len() {
                    drop(callbacks.remove(position));
                }
            }
        }
        Ok(())
    }

    /// Clear the list of previously registered exit functions.
    #[function("_clear()")]
    fn clear(vm: &mut Vm) {
        let old = vm.interpreter().exit_callbacks.replace(vm, Vec::new());
        drop(old);
    }

    /// Run all registered exit functions.
    ///
    /// If a callback raises an exception, it is logged with sys.unraisablehook.
    #[function("_run_exitfuncs()")]
    fn run_exit_functions(vm: &mut Vm) {
        run(vm);
    }

    /// Return the number of registered exit functions.
    #[function("_ncallbacks()")]
    fn callback_count(vm: &mut Vm) -> usize {
        vm.interpreter().exit_callbacks.get(vm).len()
    }
}

/// Calls all functions, the last one first.
pub fn run(vm: &mut Vm) {
    while let Some((function, arguments, keywords)) =
        vm.interpreter().exit_callbacks.get_mut(vm).pop()
    {
        let mut all = OwnedArgs::new();
        if let Some(arguments) = arguments.downcast::<Tuple>() {
            all.extend(arguments.items().iter().cloned());
        }
        let result = match keywords.downcast::<Dict>() {
            Some(keywords) => all.extend_keywords(vm, "function", keywords),
            None => Ok(()),
        };
        let result = result.and_then(|()| vm.call(&function, all.as_args()));
        if let Err(raised) = result {
            let shown = vm.repr(&function).map(|shown| shown.to_string());
            let shown = shown.unwrap_or_else(|_| "<object repr() failed>".to_owned());
            let text = format!("Exception ignored in atexit callback {shown}");
            vm.report_unraisable_with(raised, &text);
        }
    }
}
