//! Starting threads, and waiting for their ends.

use std::cell::Cell;
use std::time::Duration;

use pellucid_runtime::object::{OwnedArgs, Slots, kind_of};
use pellucid_runtime::prelude::*;

use super::local;
use super::waiters::{Waiters, deadline};

/// How far a thread is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    NotStarted,
    Running,
    Done,
}

/// A thread that can be waited for.
#[derive(Trace)]
pub struct ThreadHandle {
    /// What the host calls it.
    #[trace(skip)]
    identity: Cell<u64>,
    #[trace(skip)]
    progress: Cell<Progress>,
    /// The process it runs in.
    #[trace(skip)]
    forks: Cell<u32>,
    #[trace(skip)]
    waiters: Waiters,
}

impl Default for ThreadHandle {
    fn default() -> ThreadHandle {
        ThreadHandle {
            identity: Cell::new(0),
            progress: Cell::new(Progress::NotStarted),
            forks: Cell::new(0),
            waiters: Waiters::default(),
        }
    }
}

/// `_thread._ThreadHandle`
pub static HANDLE: TypeSpec = TypeSpec {
    module: "_thread",
    slots: |slots: &mut Slots| {
        slots.new = Some(|vm, class, _| {
            Ok(vm.heap().allocate(kind_of(class), ThreadHandle::default()).into_object())
        });
        slots.repr = Some(|vm, object| {
            let identity =
                object.downcast::<ThreadHandle>().map_or(0, |handle| handle.identity.get());
            let class = object.class().name(vm);
            let text = format!("<{class} object: ident={identity}>");
            Ok(vm.new_str(&text).into_object())
        });
    },
    methods: &[ThreadHandle::METHODS],
    getsets: &[ThreadHandle::GETSETS],
    ..TypeSpec::new::<ThreadHandle>("_ThreadHandle")
};

/// The names under which the machine keeps the handles that the interpreter waits for at its end, and the size of
/// the native stack of new threads.
const AWAITED: &str = "threads";
const STACK_SIZE: &str = "thread stack size";

/// The native stack of a thread, unless the program asks for another. Only what is used takes memory.
const STACK_BYTES_DEFAULT: usize = 16 << 20;
/// The least: what CPython takes is too little for native code that was not made for small stacks.
const STACK_BYTES_LEAST: usize = 1 << 20;

impl ThreadHandle {
    fn is_done(&self, vm: &Vm) -> bool {
        match self.progress.get() {
            Progress::Done => true,
            // The threads of the process that this one was forked off are not there.
            Progress::Running => {
                self.forks.get() != vm.fork_count() && !vm.has_thread(self.identity.get())
            }
            Progress::NotStarted => false,
        }
    }

    fn finish(&self, vm: &mut Vm) {
        self.progress.set(Progress::Done);
        self.waiters.wake_all(vm);
    }

    fn wait(&self, vm: &mut Vm, limit: Option<Duration>) -> PyResult<()> {
        if self.progress.get() == Progress::NotStarted {
            return Err(vm.runtime_error("thread not started"));
        }
        if !self.is_done(vm) && self.identity.get() == vm.thread_identity() {
            return Err(vm.runtime_error("Cannot join current thread"));
        }
        let limit = deadline(limit);
        while !self.is_done(vm) && self.waiters.wait(vm, limit)? {}
        Ok(())
    }
}

#[methods(owner = "_ThreadHandle")]
impl ThreadHandle {
    #[getter("ident")]
    fn identity(_: &mut Vm, this: &Typed<ThreadHandle>) -> u64 {
        this.identity.get()
    }

    #[method("join(self, timeout=None, /)", hidden)]
    fn join(vm: &mut Vm, this: &Typed<ThreadHandle>, timeout: Option<f64>) -> PyResult<()> {
        let limit = match timeout {
            // Negative ones wait for ever.
            Some(seconds) if seconds >= 0.0 => {
                if seconds > super::lock::TIMEOUT_MAX {
                    return Err(vm.overflow_error("timeout value is too large"));
                }
                Some(Duration::from_secs_f64(seconds))
            }
            _ => None,
        };
        this.wait(vm, limit)
    }

    #[method("is_done(self, /)", hidden)]
    fn python_is_done(vm: &mut Vm, this: &Typed<ThreadHandle>) -> bool {
        this.is_done(vm)
    }

    #[method("_set_done(self, /)", hidden)]
    fn set_done(vm: &mut Vm, this: &Typed<ThreadHandle>) -> PyResult<()> {
        if this.progress.get() == Progress::NotStarted {
            return Err(vm.runtime_error("thread not started"));
        }
        this.finish(vm);
        Ok(())
    }
}

/// What a thread runs: (function, positional arguments, keywords or None, handle or None).
fn run(vm: &mut Vm, argument: Ref) {
    let Some([function, positional, keywords, handle]) =
        argument.downcast::<Tuple>().and_then(|parts| <&[Ref; 4]>::try_from(parts.items()).ok())
    else {
        return;
    };
    let mut arguments = OwnedArgs::new();
    if let Some(positional) = positional.downcast::<Tuple>() {
        arguments.extend(positional.items().iter().cloned());
    }
    let named = match keywords.downcast::<Dict>() {
        Some(keywords) => arguments.extend_keywords(vm, "function", keywords),
        None => Ok(()),
    };
    let result = named.and_then(|()| vm.call(function, arguments.as_args()));
    drop(arguments);
    if let Err(raised) = result
        && !raised.is_instance(vm, &vm.types.system_exit)
    {
        let text = match vm.repr(function) {
            Ok(shown) => format!("Exception ignored in thread started by {shown}"),
            Err(_) => "Exception ignored in thread started by <object repr() failed>".to_owned(),
        };
        vm.report_unraisable_with(raised, &text);
    }
    vm.run_pending();
    local::forget_thread(vm);
    if let Some(handle) = handle.downcast::<ThreadHandle>() {
        forget(vm, handle.as_object());
        handle.finish(vm);
    }
}

fn awaited(vm: &mut Vm) -> PyResult<Ref<List>> {
    if let Some(list) = vm.module_state(AWAITED).and_then(|kept| kept.downcast_ref().ok()) {
        return Ok(list);
    }
    let list = vm.new_list(Vec::new())?;
    vm.set_module_state(AWAITED, list.clone().into_object());
    Ok(list)
}

/// The interpreter need not wait for a thread any more.
fn forget(vm: &mut Vm, handle: &Object) {
    if let Ok(list) = awaited(vm)
        && let Some(place) = list.items(vm).iter().position(|own| own.is(handle))
    {
        let own = list.items_mut(vm).remove(place);
        drop(own);
    }
}

fn stack_bytes(vm: &Vm) -> usize {
    let kept = vm.module_state(STACK_SIZE);
    let size = kept.and_then(|size| size.downcast::<Int>()?.to_i64()).unwrap_or(0);
    match usize::try_from(size) {
        Ok(0) | Err(_) => STACK_BYTES_DEFAULT,
        Ok(size) => size.max(STACK_BYTES_LEAST),
    }
}

fn start(vm: &mut Vm, parts: Vec<Ref>) -> PyResult<u64> {
    if vm.interpreter().finalizing.get() {
        let class = vm.types.python_finalization_error.clone();
        return Err(vm.raise_message(&class, "can't create new thread at interpreter shutdown"));
    }
    let argument = vm.new_tuple(parts).into_object();
    let size = stack_bytes(vm);
    match vm.start_thread(size, run, argument) {
        Ok(identity) => Ok(identity),
        Err(_) => Err(vm.runtime_error("can't start new thread")),
    }
}

/// The functions about handles and the main thread.
pub struct Handles;

#[methods(owner = "_thread")]
impl Handles {
    /// Internal only. Make a thread handle for threads not spawned by the _thread or threading module.
    #[function("_make_thread_handle(ident, /)")]
    fn make(vm: &mut Vm, ident: u64) -> PyResult {
        let class = vm.native_type(&HANDLE)?;
        let handle = ThreadHandle::default();
        handle.identity.set(ident);
        handle.progress.set(Progress::Running);
        handle.forks.set(vm.fork_count());
        Ok(vm.new_object(&class, handle).into_object())
    }

    /// *For internal use only*: start a new thread.
    ///
    /// Like start_new_thread(), this starts a new thread calling the given function.
    /// Unlike start_new_thread(), this returns a handle object with methods to join
    /// or detach the given thread.
    /// This function is not for third-party code, please use the
    /// `threading` module instead. During finalization the runtime will not wait for
    /// the thread to exit if daemon is True. If handle is provided it must be a
    /// newly created thread._ThreadHandle instance.
    #[function("start_joinable_thread(function, handle=None, daemon=True)")]
    fn start_joinable(
        vm: &mut Vm,
        function: &Object,
        handle: Option<&Object>,
        daemon: Option<bool>,
    ) -> PyResult {
        if !vm.is_callable(function) {
            return Err(vm.type_error("thread function must be callable"));
        }
        let handle = match handle {
            Some(handle) if handle.holds::<ThreadHandle>() => handle.to_ref(),
            Some(_) => return Err(vm.type_error("'handle' must be a _ThreadHandle")),
            None => {
                let class = vm.native_type(&HANDLE)?;
                vm.new_object(&class, ThreadHandle::default()).into_object()
            }
        };
        let Some(this) = handle.downcast::<ThreadHandle>() else { return Ok(handle) };
        if this.progress.get() != Progress::NotStarted {
            return Err(vm.runtime_error("thread already started"));
        }
        let daemon = daemon.unwrap_or(true);
        if !daemon {
            awaited(vm)?.push(vm, handle.clone())?;
        }
        this.progress.set(Progress::Running);
        this.forks.set(vm.fork_count());
        let parts = vec![
            function.to_ref(),
            vm.singletons.empty_tuple.clone().into_object(),
            vm.none(),
            handle.clone(),
        ];
        match start(vm, parts) {
            Ok(identity) => {
                this.identity.set(identity);
                Ok(handle)
            }
            Err(raised) => {
                this.progress.set(Progress::NotStarted);
                forget(vm, &handle);
                Err(raised)
            }
        }
    }

    /// Start a new thread and return its identifier.
    ///
    /// The thread will call the function with positional arguments from the
    /// tuple args and keyword arguments taken from the optional dictionary
    /// kwargs.  The thread exits when the function returns; the return value
    /// is ignored.  The thread will also exit when the function raises an
    /// unhandled exception; a stack trace will be printed unless the exception
    /// is SystemExit.
    #[function("start_new_thread(function, args, kwargs=<unrepresentable>, /)", hidden)]
    fn start_new(
        vm: &mut Vm,
        function: &Object,
        args: &Object,
        kwargs: Option<&Object>,
    ) -> PyResult<u64> {
        if !vm.is_callable(function) {
            return Err(vm.type_error("first arg must be callable"));
        }
        if !args.holds::<Tuple>() {
            return Err(vm.type_error("2nd arg must be a tuple"));
        }
        if kwargs.is_some_and(|kwargs| !kwargs.holds::<Dict>()) {
            return Err(vm.type_error("optional 3rd arg must be a dictionary"));
        }
        let kwargs = kwargs.map_or_else(|| vm.none(), |kwargs| kwargs.to_ref());
        let parts = vec![function.to_ref(), args.to_ref(), kwargs, vm.none()];
        start(vm, parts)
    }

    /// An obsolete synonym of start_new_thread().
    #[function("start_new(function, args, kwargs=<unrepresentable>, /)", hidden)]
    fn start_new_obsolete(
        vm: &mut Vm,
        function: &Object,
        args: &Object,
        kwargs: Option<&Object>,
    ) -> PyResult<u64> {
        Self::start_new(vm, function, args, kwargs)
    }

    /// Wait for all non-daemon threads (other than the calling thread) to stop.
    #[function("_shutdown()")]
    fn shutdown(vm: &mut Vm) -> PyResult<()> {
        loop {
            let own = vm.thread_identity();
            let list = awaited(vm)?;
            let other = list.items(vm).iter().rev().find(|handle| {
                handle.downcast::<ThreadHandle>().is_some_and(|handle| handle.identity.get() != own)
            });
            let Some(other) = other.cloned() else { return Ok(()) };
            if let Some(handle) = other.downcast::<ThreadHandle>()
                && let Err(raised) = handle.wait(vm, None)
            {
                let text = "Exception ignored while joining a thread in _thread._shutdown()";
                vm.report_unraisable_with(raised, text);
                return Ok(());
            }
            forget(vm, &other);
        }
    }

    /// Return the thread stack size used when creating new threads.
    ///
    /// The optional size argument specifies the stack size (in bytes) to be used for
    /// subsequently created threads.  The size must be 0 (use platform or configured
    /// default) or a positive integer value of at least 32,768 (32k).
    #[function("stack_size(size=0, /)")]
    fn stack_size(vm: &mut Vm, size: Option<isize>) -> PyResult<i64> {
        let size = size.unwrap_or(0);
        if size < 0 {
            return Err(vm.value_error("size must be 0 or a positive value"));
        }
        if size != 0 && size < 32768 {
            return Err(vm.value_error(format!("size not valid: {size} bytes")));
        }
        let before = vm.module_state(STACK_SIZE);
        let size = vm.new_int(size as i64);
        vm.set_module_state(STACK_SIZE, size);
        Ok(before.and_then(|size| size.downcast::<Int>()?.to_i64()).unwrap_or(0))
    }
}
