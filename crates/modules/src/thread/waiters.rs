//! Threads that wait for something that another thread does. What they wait for is the business of whoever owns the
//! list, and is looked at with the interpreter's lock held; here they only sleep and are woken.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use pellucid_runtime::prelude::*;
use rustix::thread::futex;

struct Waiter {
    woken: AtomicU32,
    /// The process it belongs to; in children that were forked off it does not exist.
    forks: u32,
}

/// Those who wait, first come first.
pub struct Waiters(TokenCell<VecDeque<Arc<Waiter>>>);

impl Default for Waiters {
    fn default() -> Waiters {
        Waiters(TokenCell::new(VecDeque::new()))
    }
}

/// Sleeps until woken, until a signal arrives, or for so long.
fn sleep(waiter: &Waiter, limit: Option<Duration>) {
    let limit = limit.map(|limit| rustix::thread::Timespec {
        tv_sec: i64::try_from(limit.as_secs()).unwrap_or(i64::MAX),
        tv_nsec: limit.subsec_nanos().into(),
    });
    // Whatever ends it, the caller looks at the flag and the clock itself.
    let _ = futex::wait(&waiter.woken, futex::Flags::PRIVATE, 0, limit.as_ref());
}

impl Waiters {
    /// Wakes whoever has waited longest.
    pub fn wake_one(&self, vm: &mut Vm) {
        let forks = vm.fork_count();
        while let Some(waiter) = self.0.get_mut(vm).pop_front() {
            if waiter.forks == forks {
                waiter.woken.store(1, Ordering::Release);
                let _ = futex::wake(&waiter.woken, futex::Flags::PRIVATE, 1);
                return;
            }
        }
    }

    /// Wakes everybody.
    pub fn wake_all(&self, vm: &mut Vm) {
        while !self.0.get(vm).is_empty() {
            self.wake_one(vm);
        }
    }

    /// Waits to be woken; `false` if the time is over. The handlers of signals run meanwhile and may raise.
    pub fn wait(&self, vm: &mut Vm, deadline: Option<Instant>) -> PyResult<bool> {
        let waiter = Arc::new(Waiter { woken: AtomicU32::new(0), forks: vm.fork_count() });
        self.0.get_mut(vm).push_back(waiter.clone());
        loop {
            let rest = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            vm.blocking(|| sleep(&waiter, rest));
            if waiter.woken.load(Ordering::Acquire) == 1 {
                // A signal that came meanwhile ends the wait, and not what the program does next.
                let handled = vm.check_signals();
                if handled.is_err() {
                    self.wake_one(vm);
                }
                return handled.map(|()| true);
            }
            let over = deadline.is_some_and(|deadline| Instant::now() >= deadline);
            let handled = if over { Ok(()) } else { vm.check_signals() };
            if !over && handled.is_ok() {
                continue;
            }
            self.0.get_mut(vm).retain(|other| !Arc::ptr_eq(other, &waiter));
            if waiter.woken.load(Ordering::Acquire) == 1 && handled.is_err() {
                // Somebody else can use what this one does not take.
                self.wake_one(vm);
            }
            return handled.map(|()| false);
        }
    }
}

/// When a wait that begins now is over; `None` for never.
pub fn deadline(limit: Option<Duration>) -> Option<Instant> {
    limit.and_then(|limit| Instant::now().checked_add(limit))
}
