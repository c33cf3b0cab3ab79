//! Exits, auditing, modules and what else `sys` does.

use pellucid_runtime::errors::BaseException;
use pellucid_runtime::prelude::*;

/// The functions that fit nowhere else.
pub struct Functions;

#[methods]
impl Functions {
    /// Exit the interpreter by raising SystemExit(status).
    ///
    /// If the status is omitted or None, it defaults to zero (i.e., success).
    /// If the status is an integer, it will be used as the system exit status.
    /// If it is another kind of object, it will be printed and the system
    /// exit status will be one (i.e., failure).
    #[function("exit(status=None, /)")]
    fn exit(vm: &mut Vm, status: Option<&Object>) -> PyResult {
        let class = vm.types.system_exit.clone();
        let arguments = match status {
            Some(status) if vm.is_instance(status, class.as_object())? => {
                if let Ok(exit) = status.to_ref().downcast_ref::<BaseException>() {
                    return Err(Raised(exit));
                }
                vec![status.to_ref()]
            }
            // A tuple has the arguments of the exception.
            Some(status) => match status.downcast::<Tuple>() {
                Some(arguments) => arguments.items().to_vec(),
                None => vec![status.to_ref()],
            },
            None => Vec::new(),
        };
        Err(vm.raise_with(&class, arguments))
    }

    /// Adds a new audit hook callback.
    #[function("addaudithook(hook)")]
    fn add_audit_hook(vm: &mut Vm, hook: &Object) -> PyResult<()> {
        let name = vm.new_str("sys.addaudithook").into_object();
        if let Err(raised) = Self::run_hooks(vm, &name, &[]) {
            // A hook that refuses another one only keeps it out.
            return if raised.is_instance(vm, &vm.types.exception) { Ok(()) } else { Err(raised) };
        }
        vm.interpreter().audit_hooks.get_mut(vm).push(hook.to_ref());
        Ok(())
    }

    /// Passes the event to any hooks that are attached.
    #[function("audit(event, /, *args)")]
    fn audit(vm: &mut Vm, event: &Typed<Str>, args: &[Ref]) -> PyResult<()> {
        Self::run_hooks(vm, event.as_object(), args)
    }

    /// Clear internal performance-related caches.
    #[function("_clear_internal_caches()")]
    fn clear_internal_caches(_: &mut Vm) {}

    /// Clear the internal type lookup cache.
    #[function("_clear_type_cache()")]
    fn clear_type_cache(_: &mut Vm) {}

    /// Private function for clearing certain descriptors from a type's dictionary.
    ///
    /// See gh-135228 for context.
    #[function("_clear_type_descriptors(type, /)")]
    fn clear_type_descriptors(vm: &mut Vm, class: &Typed<Type>) -> PyResult<()> {
        if class.has(TypeFlags::IMMUTABLE) {
            return Err(vm.type_error("argument is immutable"));
        }
        pellucid_runtime::object::remove_own_descriptors(vm, class);
        Ok(())
    }

    /// Return True if Python is exiting.
    #[function("is_finalizing()")]
    fn is_finalizing(vm: &mut Vm) -> bool {
        vm.interpreter().finalizing.get()
    }

    /// Return True if remote debugging is enabled, False otherwise.
    #[function("is_remote_debug_enabled()")]
    fn is_remote_debug_enabled(_: &mut Vm) -> bool {
        false
    }

    /// Return True if stack profiling trampoline is active.
    #[function("is_stack_trampoline_active()")]
    fn is_stack_trampoline_active(_: &mut Vm) -> bool {
        false
    }

    /// Return the number of memory blocks currently allocated.
    #[function("getallocatedblocks()")]
    fn get_allocated_blocks(vm: &mut Vm) -> usize {
        vm.heap().live_objects()
    }

    /// Return the number of elements of the unicode interned dictionary
    #[function("getunicodeinternedsize(*, _only_immortal=False)")]
    fn get_unicode_interned_size(vm: &mut Vm, _only_immortal: Option<bool>) -> usize {
        vm.interned_count()
    }
}

impl Functions {
    /// Tells the audit hooks of an event without arguments.
    pub(super) fn audit_event(vm: &mut Vm, event: &str) -> PyResult<()> {
        let event = vm.new_str(event).into_object();
        Self::run_hooks(vm, &event, &[])
    }

    fn run_hooks(vm: &mut Vm, event: &Object, args: &[Ref]) -> PyResult<()> {
        let hooks = vm.interpreter().audit_hooks.get(vm).clone();
        if hooks.is_empty() {
            return Ok(());
        }
        let arguments = vm.new_tuple(args.to_vec()).into_object();
        for hook in hooks {
            vm.call_positional(&hook, &[event, &arguments])?;
        }
        Ok(())
    }
}
