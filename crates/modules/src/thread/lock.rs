//! Locks: plain ones, and those that their holder may take again.

use std::cell::Cell;
use std::time::Duration;

use pellucid_runtime::heap::WeakHead;
use pellucid_runtime::object::{Slots, kind_of};
use pellucid_runtime::prelude::*;

use super::waiters::{Waiters, deadline};

/// What a lock object is: held or not, and who waits for it.
#[derive(Default, Trace)]
#[payload(weak = weak)]
pub struct Lock {
    weak: WeakHead,
    #[trace(skip)]
    held: Cell<bool>,
    #[trace(skip)]
    waiters: Waiters,
}

/// A lock that its holder may take again.
#[derive(Default, Trace)]
#[payload(weak = weak)]
pub struct RLock {
    weak: WeakHead,
    #[trace(skip)]
    count: Cell<u64>,
    /// What the host calls the holder.
    #[trace(skip)]
    holder: Cell<u64>,
    #[trace(skip)]
    waiters: Waiters,
}

/// `_thread.lock`
pub static LOCK: TypeSpec = TypeSpec {
    module: "_thread",
    doc: "lock()\n--\n\nA lock object is a synchronization primitive.  To create a lock,\ncall threading.Lock().  Methods are:\n\nacquire() -- lock the lock, possibly blocking until it can be obtained\nrelease() -- unlock of the lock\nlocked() -- test whether the lock is currently locked\n\nA lock is not owned by the thread that locked it; another thread may\nunlock it.  A thread attempting to lock a lock that it has already locked\nwill block until another thread unlocks it.  Deadlocks may ensue.",
    slots: |slots: &mut Slots| {
        slots.new = Some(|vm, class, args| {
            if !args.is_empty() {
                return Err(vm.type_error("lock() takes no arguments"));
            }
            Ok(vm.heap().allocate(kind_of(class), Lock::default()).into_object())
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

/// `_thread.RLock`
pub static RECURSIVE_LOCK: TypeSpec = TypeSpec {
    module: "_thread",
    flags: TypeFlags::BASE_TYPE,
    slots: |slots: &mut Slots| {
        slots.new = Some(|vm, class, _| {
            Ok(vm.heap().allocate(kind_of(class), RLock::default()).into_object())
        });
        slots.repr = Some(|vm, object| {
            let Some(lock) = object.downcast::<RLock>() else { return Ok(object.to_ref()) };
            let count = lock.count.get();
            let state = if count > 0 { "locked" } else { "unlocked" };
            let (class, owner) = (object.class().name(vm), lock.holder.get());
            let text = format!(
                "<{state} {class} object owner={owner} count={count} at {:#x}>",
                object.address()
            );
            Ok(vm.new_str(&text).into_object())
        });
    },
    methods: &[RLock::METHODS],
    ..TypeSpec::new::<RLock>("RLock")
};

/// The longest that anybody can wait, in seconds.
pub const TIMEOUT_MAX: f64 = 9_223_372_036.0;

/// How long an acquisition may wait.
fn patience(vm: &mut Vm, blocking: Option<bool>, timeout: Option<f64>) -> PyResult<Patience> {
    let (blocking, timeout) = (blocking.unwrap_or(true), timeout.unwrap_or(-1.0));
    if !blocking && timeout != -1.0 {
        return Err(vm.value_error("can't specify a timeout for a non-blocking call"));
    }
    if timeout.is_nan() {
        return Err(vm.value_error("Invalid value NaN (not a number)"));
    }
    if timeout < 0.0 && timeout != -1.0 {
        return Err(vm.value_error("timeout value must be a non-negative number"));
    }
    // Beyond this the host's nanoseconds do not fit their type.
    if timeout * 1e9 >= i64::MAX as f64 {
        return Err(vm.overflow_error("timestamp out of range for platform time_t"));
    }
    if timeout > TIMEOUT_MAX {
        return Err(vm.overflow_error("timeout value is too large"));
    }
    Ok(match (blocking, timeout) {
        (false, _) => Patience::None,
        (true, -1.0) => Patience::Endless,
        (true, seconds) => Patience::For(Duration::from_secs_f64(seconds)),
    })
}

/// How long somebody waits.
#[derive(Clone, Copy)]
enum Patience {
    None,
    For(Duration),
    Endless,
}

/// Waits until `free` says so; `false` if that takes too long.
fn wait_until(
    vm: &mut Vm,
    waiters: &Waiters,
    patience: Patience,
    free: impl Fn() -> bool,
) -> PyResult<bool> {
    let limit = match patience {
        Patience::None => return Ok(free()),
        Patience::For(limit) => deadline(Some(limit)),
        Patience::Endless => None,
    };
    while !free() {
        if !waiters.wait(vm, limit)? {
            return Ok(free());
        }
    }
    Ok(true)
}

#[methods(owner = "lock")]
impl Lock {
    /// Lock the lock.
    ///
    /// Without argument, this blocks if the lock is already
    /// locked (even by the same thread), waiting for another thread to release
    /// the lock, and return True once the lock is acquired.
    /// With an argument, this will only block if the argument is true,
    /// and the return value reflects whether the lock is acquired.
    /// The blocking operation is interruptible.
    #[method("acquire(self, blocking=True, timeout=-1)")]
    fn acquire(
        vm: &mut Vm,
        lock: &Typed<Lock>,
        blocking: Option<bool>,
        timeout: Option<f64>,
    ) -> PyResult<bool> {
        let patience = patience(vm, blocking, timeout)?;
        let taken = wait_until(vm, &lock.waiters, patience, || !lock.held.get())?;
        if taken {
            lock.held.set(true);
        }
        Ok(taken)
    }

    /// Release the lock.
    ///
    /// Allows another thread that is blocked waiting for
    /// the lock to acquire the lock.  The lock must be in the locked state,
    /// but it needn't be locked by the same thread that unlocks it.
    #[method("release(self)")]
    fn release(vm: &mut Vm, lock: &Typed<Lock>) -> PyResult<()> {
        if !lock.held.replace(false) {
            return Err(vm.runtime_error("release unlocked lock"));
        }
        lock.waiters.wake_one(vm);
        Ok(())
    }

    /// An obsolete synonym of acquire().
    #[method("acquire_lock(self, blocking=True, timeout=-1)")]
    fn acquire_lock(
        vm: &mut Vm,
        lock: &Typed<Lock>,
        blocking: Option<bool>,
        timeout: Option<f64>,
    ) -> PyResult<bool> {
        Self::acquire(vm, lock, blocking, timeout)
    }

    /// An obsolete synonym of release().
    #[method("release_lock(self)")]
    fn release_lock(vm: &mut Vm, lock: &Typed<Lock>) -> PyResult<()> {
        Self::release(vm, lock)
    }

    /// Return whether the lock is in the locked state.
    #[method("locked(self)")]
    fn locked(_: &mut Vm, lock: &Typed<Lock>) -> bool {
        lock.held.get()
    }

    /// An obsolete synonym of locked().
    #[method("locked_lock(self)")]
    fn locked_lock(_: &mut Vm, lock: &Typed<Lock>) -> bool {
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

    #[method("_at_fork_reinit(self)")]
    fn at_fork(_: &mut Vm, lock: &Typed<Lock>) {
        lock.held.set(false);
    }
}

impl RLock {
    /// A new one, for native code.
    pub fn object(vm: &mut Vm) -> PyResult<Ref<RLock>> {
        let class = vm.native_type(&RECURSIVE_LOCK)?;
        Ok(vm.new_object(&class, RLock::default()))
    }

    /// Whether anybody holds it.
    pub fn is_held(&self) -> bool {
        self.count.get() > 0
    }

    /// Takes it, or once more.
    pub fn enter_again(&self, vm: &mut Vm) -> PyResult<()> {
        if self.is_mine(vm) {
            self.count.set(self.count.get() + 1);
            return Ok(());
        }
        self.take(vm, Patience::Endless, 1).map(drop)
    }

    /// Gives it back once; `false` if the running thread does not hold it.
    pub fn leave(&self, vm: &mut Vm) -> bool {
        if !self.is_mine(vm) {
            return false;
        }
        match self.count.get() - 1 {
            0 => self.free(vm),
            count => self.count.set(count),
        }
        true
    }

    fn is_mine(&self, vm: &Vm) -> bool {
        self.count.get() > 0 && self.holder.get() == vm.thread_identity()
    }

    fn free(&self, vm: &mut Vm) {
        self.count.set(0);
        self.holder.set(0);
        self.waiters.wake_one(vm);
    }

    fn take(&self, vm: &mut Vm, patience: Patience, count: u64) -> PyResult<bool> {
        let taken = wait_until(vm, &self.waiters, patience, || self.count.get() == 0)?;
        if taken {
            self.holder.set(vm.thread_identity());
            self.count.set(count);
        }
        Ok(taken)
    }
}

#[methods]
impl RLock {
    /// Lock the lock.
    ///
    /// `blocking` indicates whether we should wait
    /// for the lock to be available or not.  If `blocking` is False
    /// and another thread holds the lock, the method will return False
    /// immediately.  If `blocking` is True and another thread holds
    /// the lock, the method will wait for the lock to be released,
    /// take it and then return True.
    #[method("acquire(self, blocking=True, timeout=-1)")]
    fn acquire(
        vm: &mut Vm,
        lock: &Typed<RLock>,
        blocking: Option<bool>,
        timeout: Option<f64>,
    ) -> PyResult<bool> {
        let patience = patience(vm, blocking, timeout)?;
        if lock.is_mine(vm) {
            lock.count.set(lock.count.get() + 1);
            return Ok(true);
        }
        lock.take(vm, patience, 1)
    }

    /// Release the lock.
    ///
    /// Do note that if the lock was acquired several times in a row by the
    /// current thread, release() needs to be called as many times for the
    /// lock to be available for other threads.
    #[method("release(self)")]
    fn release(vm: &mut Vm, lock: &Typed<RLock>) -> PyResult<()> {
        match lock.leave(vm) {
            true => Ok(()),
            false => Err(vm.runtime_error("cannot release un-acquired lock")),
        }
    }

    /// Return a boolean indicating whether this object is locked right now.
    #[method("locked(self)")]
    fn locked(_: &mut Vm, lock: &Typed<RLock>) -> bool {
        lock.count.get() > 0
    }

    /// For internal use by `threading.Condition`.
    #[method("_is_owned(self)")]
    fn is_owned(vm: &mut Vm, lock: &Typed<RLock>) -> bool {
        lock.is_mine(vm)
    }

    /// For internal use by reentrancy tests.
    #[method("_recursion_count(self)")]
    fn recursion_count(vm: &mut Vm, lock: &Typed<RLock>) -> u64 {
        if lock.is_mine(vm) { lock.count.get() } else { 0 }
    }

    /// For internal use by `threading.Condition`.
    #[method("_release_save(self)")]
    fn release_save(vm: &mut Vm, lock: &Typed<RLock>) -> PyResult<(u64, u64)> {
        let (count, holder) = (lock.count.get(), lock.holder.get());
        if count == 0 {
            return Err(vm.runtime_error("cannot release un-acquired lock"));
        }
        lock.free(vm);
        Ok((count, holder))
    }

    /// For internal use by `threading.Condition`.
    #[method("_acquire_restore(self, state, /)")]
    fn acquire_restore(vm: &mut Vm, lock: &Typed<RLock>, state: &Typed<Tuple>) -> PyResult<()> {
        let count = state.items().first().and_then(|count| count.downcast::<Int>()?.to_i64());
        let Some(count) = count.and_then(|count| u64::try_from(count).ok()) else {
            return Err(vm.type_error("invalid lock state"));
        };
        lock.take(vm, Patience::Endless, count).map(drop)
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

    #[method("_at_fork_reinit(self)")]
    fn at_fork(_: &mut Vm, lock: &Typed<RLock>) {
        lock.count.set(0);
        lock.holder.set(0);
    }
}
