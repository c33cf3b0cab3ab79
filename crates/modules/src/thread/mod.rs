//! `_thread`: locks. There is one thread; starting others is refused.

mod handle;

use std::cell::Cell;

use pellucid_runtime::builtins::Module;
use pellucid_runtime::object::{ModuleSpec, TypeFlags, TypeSpec};
use pellucid_runtime::prelude::*;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "This module provides primitive operations to write multi-threaded programs.\n\
          The 'threading' module provides a more convenient interface.",
    functions: &[Threads::METHODS, handle::Handles::METHODS],
    types: &[&LOCK, &RECURSIVE_LOCK, &handle::HANDLE, &handle::LOCAL],
    initialise: Some(initialise),
    ..ModuleSpec::new("_thread")
};

/// The functions of `_thread`.
pub struct Threads;

/// What a lock object is: held or not.
#[derive(Trace)]
pub struct Lock {
    #[trace(skip)]
    held: Cell<bool>,
}

/// A lock that its holder may take again.
#[derive(Trace)]
pub struct RLock {
    #[trace(skip)]
    count: Cell<u64>,
}

static LOCK: TypeSpec = TypeSpec {
    module: "_thread",
    doc: "A lock object is a synchronization primitive.",
    basic_size: 24,
    slots: |slots| {
        slots.new = Some(|vm, class, _| {
            let lock = Lock { held: Cell::new(false) };
            Ok(vm.heap().allocate(pellucid_runtime::object::kind_of(class), lock).into_object())
        });
        slots.repr = Some(|vm, object| {
            let held = object.downcast::<Lock>().is_some_and(|lock| lock.held.get());
            let state = if held { "locked" } else { "unlocked" };
            let text = format!("<{state} _thread.lock object at {:#x}>", object.address());
            Ok(vm.new_str(&text).into_object())
        });
    },
    methods: &[Lock::METHODS],
    ..TypeSpec::new::<Lock>("lock")
};

static RECURSIVE_LOCK: TypeSpec = TypeSpec {
    module: "_thread",
    flags: TypeFlags::BASE_TYPE,
    basic_size: 40,
    slots: |slots| {
        slots.new = Some(|vm, class, _| {
            let lock = RLock { count: Cell::new(0) };
            Ok(vm.heap().allocate(pellucid_runtime::object::kind_of(class), lock).into_object())
        });
        slots.repr = Some(|vm, object| {
            let count = object.downcast::<RLock>().map_or(0, |lock| lock.count.get());
            let state = if count > 0 { "locked" } else { "unlocked" };
            let class = object.class().name(vm);
            let owner = if count > 0 { identity() } else { 0 };
            let text = format!(
                "<{state} _thread.{class} object owner={owner} count={count} at {:#x}>",
                object.address()
            );
            Ok(vm.new_str(&text).into_object())
        });
    },
    methods: &[RLock::METHODS],
    ..TypeSpec::new::<RLock>("RLock")
};

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    let lock = vm.native_type(&LOCK)?.into_object();
    vm.set_in_module(module, "LockType", lock)?;
    let error = vm.types.runtime_error.clone().into_object();
    vm.set_in_module(module, "error", error)?;
    let most = vm.new_float(9_223_372_036.0);
    vm.set_in_module(module, "TIMEOUT_MAX", most)
}

/// A number for the running thread, which stays the same while it runs.
fn identity() -> i64 {
    thread_local!(static PLACE: Cell<u8> = const { Cell::new(0) });
    PLACE.with(|place| std::ptr::from_ref(place).addr() as i64)
}

/// What acquiring a lock that is held comes to when nobody else can release it.
fn would_wait(vm: &mut Vm, blocking: bool, timeout: f64) -> PyResult<bool> {
    if !blocking || timeout >= 0.0 {
        if blocking && timeout > 0.0 {
            std::thread::sleep(std::time::Duration::from_secs_f64(timeout.min(1e9)));
        }
        return Ok(false);
    }
    Err(vm.runtime_error("deadlock: the lock is held, and no other thread can release it"))
}

fn check_timeout(vm: &mut Vm, blocking: bool, timeout: f64) -> PyResult<()> {
    if !blocking && timeout != -1.0 {
        return Err(vm.value_error("can't specify a timeout for a non-blocking call"));
    }
    if timeout < 0.0 && timeout != -1.0 {
        return Err(vm.value_error("timeout value must be a non-negative number"));
    }
    if timeout > 9_223_372_036.0 {
        return Err(vm.overflow_error("timeout value is too large"));
    }
    Ok(())
}

#[methods]
impl Lock {
    /// Lock the lock.
    #[method("acquire(self, blocking=True, timeout=-1)")]
    fn acquire(
        vm: &mut Vm,
        lock: &Typed<Lock>,
        blocking: Option<bool>,
        timeout: Option<f64>,
    ) -> PyResult<bool> {
        let (blocking, timeout) = (blocking.unwrap_or(true), timeout.unwrap_or(-1.0));
        check_timeout(vm, blocking, timeout)?;
        if lock.held.replace(true) {
            return would_wait(vm, blocking, timeout);
        }
        Ok(true)
    }

    /// Release the lock.
    #[method("release(self)")]
    fn release(vm: &mut Vm, lock: &Typed<Lock>) -> PyResult<()> {
        if lock.held.replace(false) {
            Ok(())
        } else {
            Err(vm.runtime_error("release unlocked lock"))
        }
    }

    /// Return whether the lock is in the locked state.
    #[method("locked(self)")]
    fn locked(_: &mut Vm, lock: &Typed<Lock>) -> bool {
        lock.held.get()
    }

    /// Lock the lock.
    #[method("__enter__(self)")]
    fn enter(vm: &mut Vm, lock: &Typed<Lock>) -> PyResult<bool> {
        Self::acquire(vm, lock, None, None)
    }

    /// Release the lock.
    #[method("__exit__(self, *exc_info)")]
    fn exit(vm: &mut Vm, lock: &Typed<Lock>, exc_info: &[Ref]) -> PyResult<()> {
        let _ = exc_info;
        Self::release(vm, lock)
    }
}

#[methods]
impl RLock {
    /// Lock the lock.
    #[method("acquire(self, blocking=True, timeout=-1)")]
    fn acquire(
        vm: &mut Vm,
        lock: &Typed<RLock>,
        blocking: Option<bool>,
        timeout: Option<f64>,
    ) -> PyResult<bool> {
        check_timeout(vm, blocking.unwrap_or(true), timeout.unwrap_or(-1.0))?;
        lock.count.set(lock.count.get() + 1);
        Ok(true)
    }

    /// Release the lock.
    #[method("release(self)")]
    fn release(vm: &mut Vm, lock: &Typed<RLock>) -> PyResult<()> {
        match lock.count.get().checked_sub(1) {
            Some(count) => {
                lock.count.set(count);
                Ok(())
            }
            None => Err(vm.runtime_error("cannot release un-acquired lock")),
        }
    }

    /// Return whether the lock is in the locked state.
    #[method("locked(self)")]
    fn locked(_: &mut Vm, lock: &Typed<RLock>) -> bool {
        lock.count.get() > 0
    }

    /// For internal use by `threading.Condition`.
    #[method("_is_owned(self)")]
    fn is_owned(_: &mut Vm, lock: &Typed<RLock>) -> bool {
        lock.count.get() > 0
    }

    /// For internal use by reentrancy tests.
    #[method("_recursion_count(self)")]
    fn recursion_count(_: &mut Vm, lock: &Typed<RLock>) -> u64 {
        lock.count.get()
    }

    /// For internal use by `threading.Condition`.
    #[method("_release_save(self)")]
    fn release_save(vm: &mut Vm, lock: &Typed<RLock>) -> PyResult<(u64, i64)> {
        match lock.count.replace(0) {
            0 => Err(vm.runtime_error("cannot release un-acquired lock")),
            count => Ok((count, identity())),
        }
    }

    /// For internal use by `threading.Condition`.
    #[method("_acquire_restore(self, state, /)")]
    fn acquire_restore(vm: &mut Vm, lock: &Typed<RLock>, state: &Typed<Tuple>) -> PyResult<()> {
        let count = state.items().first().and_then(|count| count.downcast::<Int>()?.to_i64());
        let Some(count) = count.and_then(|count| u64::try_from(count).ok()) else {
            return Err(vm.type_error("invalid lock state"));
        };
        lock.count.set(count);
        Ok(())
    }

    /// Lock the lock.
    #[method("__enter__(self)")]
    fn enter(vm: &mut Vm, lock: &Typed<RLock>) -> PyResult<bool> {
        Self::acquire(vm, lock, None, None)
    }

    /// Release the lock.
    #[method("__exit__(self, *exc_info)")]
    fn exit(vm: &mut Vm, lock: &Typed<RLock>, exc_info: &[Ref]) -> PyResult<()> {
        let _ = exc_info;
        Self::release(vm, lock)
    }
}

#[methods]
impl Threads {
    /// Create a new lock object.
    #[function("allocate_lock()")]
    fn allocate_lock(vm: &mut Vm) -> PyResult {
        let class = vm.native_type(&LOCK)?;
        Ok(vm.new_object(&class, Lock { held: Cell::new(false) }).into_object())
    }

    /// An obsolete synonym of allocate_lock().
    #[function("allocate()")]
    fn allocate(vm: &mut Vm) -> PyResult {
        Self::allocate_lock(vm)
    }

    /// Return a non-zero integer that uniquely identifies the current thread
    /// amongst other threads that exist simultaneously.
    #[function("get_ident()")]
    fn get_identity(_: &mut Vm) -> i64 {
        identity()
    }

    /// Return a non-negative integer identifying the thread as reported by the OS.
    #[function("get_native_id()")]
    fn get_native_identity(_: &mut Vm) -> i64 {
        i64::from(std::process::id())
    }

    /// Return the number of threads started by this module.
    #[function("_count()")]
    fn count(_: &mut Vm) -> i64 {
        0
    }

    /// Start a new thread and return its identifier.
    #[function("start_new_thread(function, args, kwargs=<unrepresentable>, /)", hidden)]
    fn start_new_thread(
        vm: &mut Vm,
        function: &Object,
        args: &Object,
        kwargs: Option<&Object>,
    ) -> PyResult {
        let _ = (function, args, kwargs);
        Err(vm.runtime_error("can't start new thread"))
    }
}
