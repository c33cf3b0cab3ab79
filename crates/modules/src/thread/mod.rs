//! `_thread`: threads, and locks.

mod handle;
mod hook;
mod local;
mod lock;
mod waiters;

use pellucid_runtime::builtins::Module;
use pellucid_runtime::object::{ModuleSpec, StructSequence};
use pellucid_runtime::prelude::*;

pub use lock::{Lock, RLock};
pub use waiters::{Waiters, deadline};

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "This module provides primitive operations to write multi-threaded programs.\n\
          The 'threading' module provides a more convenient interface.",
    functions: &[Threads::METHODS, handle::Handles::METHODS, hook::Hook::METHODS],
    types: &[&lock::LOCK, &lock::RECURSIVE_LOCK, &handle::HANDLE, &local::LOCAL],
    initialise: Some(initialise),
    ..ModuleSpec::new("_thread")
};

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    let lock = vm.native_type(&lock::LOCK)?.into_object();
    vm.set_in_module(module, "LockType", lock)?;
    let error = vm.types.runtime_error.clone().into_object();
    vm.set_in_module(module, "error", error)?;
    let hook_arguments = StructSequence::class(vm, &hook::HOOK_ARGUMENTS)?.into_object();
    vm.set_in_module(module, "_ExceptHookArgs", hook_arguments)?;
    let most = vm.new_float(lock::TIMEOUT_MAX);
    vm.set_in_module(module, "TIMEOUT_MAX", most)
}

/// The functions of `_thread`.
pub struct Threads;

#[methods(owner = "_thread")]
impl Threads {
    /// Create a new lock object. See help(type(threading.Lock())) for
    /// information about locks.
    #[function("allocate_lock()")]
    fn allocate_lock(vm: &mut Vm) -> PyResult {
        let class = vm.native_type(&lock::LOCK)?;
        Ok(vm.new_object(&class, Lock::default()).into_object())
    }

    /// An obsolete synonym of allocate_lock().
    #[function("allocate()")]
    fn allocate(vm: &mut Vm) -> PyResult {
        Self::allocate_lock(vm)
    }

    /// Return a non-zero integer that uniquely identifies the current thread
    /// amongst other threads that exist simultaneously.
    ///
    /// This may be used to identify per-thread resources.  Even though on
    /// some platforms threads identities may appear to be allocated
    /// consecutive numbers starting at 1, this behavior should not be relied
    /// upon, and the number should be seen purely as a magic cookie.
    /// A thread's identity may be reused for another thread after it exits.
    #[function("get_ident()")]
    fn get_identity(vm: &mut Vm) -> u64 {
        vm.thread_identity()
    }

    /// Return a non-negative integer identifying the thread as reported
    /// by the OS (kernel). This may be used to uniquely identify a
    /// particular thread within a system.
    #[function("get_native_id()")]
    fn get_native_identity(_: &mut Vm) -> i32 {
        nix::unistd::gettid().as_raw()
    }

    /// Return the number of currently running Python threads, excluding
    /// the main thread.
    #[function("_count()")]
    fn count(vm: &mut Vm) -> usize {
        vm.other_threads()
    }

    /// Set the name of the current thread.
    #[function("set_name(name)")]
    fn set_name(vm: &mut Vm, name: &Typed<Str>) -> PyResult<()> {
        let mut bytes = vm.encode_file_name(name)?;
        // The host has room for so much.
        bytes.truncate(15);
        bytes.retain(|byte| *byte != 0);
        if let Ok(name) = std::ffi::CString::new(bytes) {
            vm.system_call(None, || nix::sys::prctl::set_name(&name))?;
        }
        Ok(())
    }

    /// Return True if daemon threads are allowed in the current interpreter,
    /// and False otherwise.
    #[function("daemon_threads_allowed()")]
    fn daemon_threads_allowed(_: &mut Vm) -> bool {
        true
    }

    /// Return True if the current interpreter is the main Python interpreter.
    #[function("_is_main_interpreter()")]
    fn is_main_interpreter(_: &mut Vm) -> bool {
        true
    }

    /// Internal only. Return a non-zero integer that uniquely identifies the main thread
    /// of the main interpreter.
    #[function("_get_main_thread_ident()")]
    fn main_identity(vm: &mut Vm) -> u64 {
        vm.main_thread_identity()
    }

    /// Simulate the arrival of the given signal in the main thread,
    /// where the corresponding signal handler will be executed.
    /// If *signum* is omitted, SIGINT is assumed.
    /// A subthread can use this function to interrupt the main thread.
    ///
    /// Note: the default signal handler for SIGINT raises ``KeyboardInterrupt``.
    #[function("interrupt_main(signum=signal.SIGINT, /)", hidden)]
    fn interrupt_main(vm: &mut Vm, signum: Option<i32>) -> PyResult<()> {
        crate::signal::simulate(vm, signum.unwrap_or(2))?;
        vm.check_signals()
    }

    /// This is synonymous to ``raise SystemExit''.  It will cause the current
    /// thread to exit silently unless the exception is caught.
    #[function("exit()")]
    fn exit(vm: &mut Vm) -> PyResult<()> {
        let class = vm.types.system_exit.clone();
        Err(vm.raise_with(&class, Vec::new()))
    }

    /// An obsolete synonym of exit().
    #[function("exit_thread()")]
    fn exit_thread(vm: &mut Vm) -> PyResult<()> {
        Self::exit(vm)
    }
}
