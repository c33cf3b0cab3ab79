//! What becomes of exceptions that a thread does not catch (`threading.excepthook`).

use pellucid_runtime::errors::BaseException;
use pellucid_runtime::object::StructSequenceSpec;
use pellucid_runtime::prelude::*;

/// `threading.ExceptHookArgs`
pub static HOOK_ARGUMENTS: StructSequenceSpec = StructSequenceSpec::new(
    "_thread",
    "_ExceptHookArgs",
    "ExceptHookArgs\n\nType used to pass arguments to threading.excepthook.",
    &[
        ("exc_type", "Exception type"),
        ("exc_value", "Exception value"),
        ("exc_traceback", "Exception traceback"),
        ("thread", "Thread"),
    ],
    4,
);

/// The functions about exceptions of threads.
pub struct Hook;

#[methods(owner = "_thread")]
impl Hook {
    /// Handle uncaught Thread.run() exception.
    #[function("_excepthook(args, /)")]
    fn excepthook(vm: &mut Vm, args: &Object) -> PyResult<()> {
        if args.downcast::<Tuple>().is_none_or(|args| args.items().len() != 4) {
            return Err(vm.type_error("_thread._excepthook argument type must be ExceptHookArgs"));
        }
        let items = args.downcast::<Tuple>().map(|args| args.items().to_vec()).unwrap_or_default();
        let [class, value, traceback, thread] = items.as_slice() else { return Ok(()) };
        if class.is(vm.types.system_exit.as_object()) {
            return Ok(());
        }
        let name = match vm.is_none(thread) {
            true => vm.thread_identity().to_string(),
            false => {
                let name = vm.intern("_name");
                let name = vm.get_attribute(thread, &name)?;
                vm.str(&name)?.to_string()
            }
        };
        vm.write_to_stderr(&format!("Exception in thread {name}:\n"));
        match value.downcast::<BaseException>() {
            Some(exception) => {
                if exception.traceback.is_empty() && !vm.is_none(traceback) {
                    exception.traceback.set(vm, Some(traceback.clone()));
                }
                crate::sys::display_exception(vm, value);
            }
            None => {
                let shown = vm.str(class)?.to_string();
                vm.write_to_stderr(&format!("{shown}\n"));
            }
        }
        Ok(())
    }
}
