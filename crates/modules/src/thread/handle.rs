//! Threads by their handles, and what belongs to a thread.

use std::cell::Cell;

use pellucid_runtime::object::{Slots, kind_of};
use pellucid_runtime::prelude::*;

use super::identity;

/// A thread that can be waited for. Since no thread can be started, it is the main thread's or of none.
#[derive(Trace)]
pub struct ThreadHandle {
    identity: Cell<i64>,
    done: Cell<bool>,
}

/// `_thread._ThreadHandle`
pub static HANDLE: TypeSpec = TypeSpec {
    module: "_thread",
    basic_size: 24,
    slots: |slots: &mut Slots| {
        slots.new = Some(|vm, class, _| {
            let handle = ThreadHandle { identity: Cell::new(0), done: Cell::new(false) };
            Ok(vm.heap().allocate(kind_of(class), handle).into_object())
        });
        slots.repr = Some(|vm, object| {
            let identity =
                object.downcast::<ThreadHandle>().map_or(0, |handle| handle.identity.get());
            let class = object.class().name(vm);
            let text = format!("<{class} object: ident={identity} at {:#x}>", object.address());
            Ok(vm.new_str(&text).into_object())
        });
    },
    methods: &[ThreadHandle::METHODS],
    getsets: &[ThreadHandle::GETSETS],
    ..TypeSpec::new::<ThreadHandle>("_ThreadHandle")
};

#[methods(owner = "_ThreadHandle")]
impl ThreadHandle {
    #[getter("ident")]
    fn identity(_: &mut Vm, this: &Typed<ThreadHandle>) -> i64 {
        this.identity.get()
    }

    #[method("join(self, timeout=None, /)", hidden)]
    fn join(vm: &mut Vm, this: &Typed<ThreadHandle>, timeout: Option<f64>) -> PyResult<()> {
        let _ = timeout;
        if this.done.get() {
            return Ok(());
        }
        match this.identity.get() {
            0 => Err(vm.runtime_error("thread not started")),
            _ => Err(vm.runtime_error("Cannot join current thread")),
        }
    }

    #[method("is_done(self, /)", hidden)]
    fn is_done(_: &mut Vm, this: &Typed<ThreadHandle>) -> bool {
        this.done.get()
    }

    #[method("_set_done(self, /)", hidden)]
    fn set_done(_: &mut Vm, this: &Typed<ThreadHandle>) {
        this.done.set(true);
    }
}

/// Attributes that each thread has its own of.
#[derive(Trace)]
pub struct ThreadLocal {
    thread: Cell<i64>,
}

/// `_thread._local`
pub static LOCAL: TypeSpec = TypeSpec {
    module: "_thread",
    doc: "Thread-local data",
    flags: TypeFlags::BASE_TYPE,
    basic_size: 72,
    has_dict: true,
    slots: |slots: &mut Slots| {
        slots.new = Some(|vm, class, args| {
            let own_initialiser = class.slots(vm).init.map(|init| init as usize);
            let plain = vm.types.object.slots(vm).init.map(|init| init as usize);
            if !args.is_empty() && own_initialiser == plain {
                return Err(vm.type_error("Initialization arguments are not supported"));
            }
            let local = ThreadLocal { thread: Cell::new(identity()) };
            Ok(vm.heap().allocate(kind_of(class), local).into_object())
        });
    },
    ..TypeSpec::new::<ThreadLocal>("_local")
};

/// The functions about handles and the main thread.
pub struct Handles;

#[methods(owner = "_thread")]
impl Handles {
    /// Internal only. Make a thread handle for threads not spawned by the _thread or threading module.
    #[function("_make_thread_handle(ident, /)")]
    fn make(vm: &mut Vm, ident: i64) -> PyResult {
        let class = vm.native_type(&HANDLE)?;
        let handle = ThreadHandle { identity: Cell::new(ident), done: Cell::new(false) };
        Ok(vm.new_object(&class, handle).into_object())
    }

    /// *For internal use only*: start a new thread.
    #[function("start_joinable_thread(function, handle=None, daemon=True)")]
    fn start_joinable(
        vm: &mut Vm,
        function: &Object,
        handle: Option<&Object>,
        daemon: Option<bool>,
    ) -> PyResult<()> {
        let _ = (function, handle, daemon);
        Err(vm.runtime_error("can't start new thread"))
    }

    /// Return True if daemon threads are allowed in the current interpreter,
    /// and False otherwise.
    #[function("daemon_threads_allowed()")]
    fn daemon_threads_allowed(_vm: &mut Vm) -> bool {
        true
    }

    /// Return True if the current interpreter is the main Python interpreter.
    #[function("_is_main_interpreter()")]
    fn is_main_interpreter(_vm: &mut Vm) -> bool {
        true
    }

    /// Internal only. Return a non-zero integer that uniquely identifies the main thread
    /// of the main interpreter.
    #[function("_get_main_thread_ident()")]
    fn main_identity(_vm: &mut Vm) -> i64 {
        identity()
    }

    /// Wait for all non-daemon threads (other than the calling thread) to stop.
    #[function("_shutdown()")]
    fn shutdown(_vm: &mut Vm) {}

    /// Return the thread stack size used when creating new threads.
    ///
    /// The optional size argument specifies the stack size (in bytes) to be used for
    /// subsequently created threads.  The size must be 0 (use platform or configured
    /// default) or a positive integer value of at least 32,768 (32k).
    #[function("stack_size(size=0, /)")]
    fn stack_size(vm: &mut Vm, size: Option<isize>) -> PyResult<i64> {
        match size.unwrap_or(0) {
            0 => Ok(0),
            size if size < 0 => Err(vm.value_error("size must be 0 or a positive value")),
            size if size < 32768 => Err(vm.value_error(format!("size not valid: {size} bytes"))),
            _ => Err(vm.runtime_error("setting stack size not supported")),
        }
    }

    /// Simulate the arrival of the given signal in the main thread,
    /// where the corresponding signal handler will be executed.
    /// If *signum* is omitted, SIGINT is assumed.
    /// A subthread can use this function to interrupt the main thread.
    ///
    /// Note: the default signal handler for SIGINT raises ``KeyboardInterrupt``.
    #[function("interrupt_main(signum=signal.SIGINT, /)", hidden)]
    fn interrupt_main(vm: &mut Vm, signum: Option<i32>) -> PyResult<()> {
        crate::signal::simulate(vm, signum.unwrap_or(2))
    }

    /// Exit the current thread, as SystemExit does.
    #[function("exit()")]
    fn exit(vm: &mut Vm) -> PyResult<()> {
        let class = vm.types.system_exit.clone();
        Err(vm.raise_with(&class, Vec::new()))
    }
}
