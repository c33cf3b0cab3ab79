//! The lock of an interpreter: of its threads, the one that holds it runs.
//!
//! A thread that has waited for as long as the switch interval asks the holder for it; the holder looks at its eval
//! check. Who gives the lock away on request waits until another thread has it.

use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::Vm;

/// What the interrupt flag is raised to by a thread that waits for the lock.
pub(crate) const SWITCH_INTERRUPT: usize = 4;

struct State {
    held: bool,
    /// The machine, left here by whoever has released the lock.
    machine: *mut Vm,
    /// How often the lock has been taken.
    taken: u64,
    waiting: usize,
    /// Set when the interpreter ends: whoever asks from now on never runs again.
    closed: bool,
}

// SAFETY: the machine is used only by the thread that holds the lock.
unsafe impl Send for State {}

/// The lock.
pub(crate) struct InterpreterLock {
    state: Mutex<State>,
    released: Condvar,
    was_taken: Condvar,
    requested: AtomicBool,
    interval_micros: AtomicU64,
    /// The machine's flag, which brings it to its eval check.
    interrupts: Arc<AtomicUsize>,
}

impl InterpreterLock {
    /// A lock that its maker holds.
    pub(crate) fn held(interrupts: Arc<AtomicUsize>, interval: Duration) -> Arc<InterpreterLock> {
        let state =
            State { held: true, machine: ptr::null_mut(), taken: 1, waiting: 0, closed: false };
        Arc::new(InterpreterLock {
            state: Mutex::new(state),
            released: Condvar::new(),
            was_taken: Condvar::new(),
            requested: AtomicBool::new(false),
            interval_micros: AtomicU64::new(interval.as_micros() as u64),
            interrupts,
        })
    }

    /// `sys.getswitchinterval`
    pub(crate) fn interval(&self) -> Duration {
        Duration::from_micros(self.interval_micros.load(Ordering::Relaxed))
    }

    /// `sys.setswitchinterval`
    pub(crate) fn set_interval(&self, interval: Duration) {
        self.interval_micros.store(interval.as_micros().max(1) as u64, Ordering::Relaxed);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the lock, and with it the machine.
    pub(crate) fn acquire(&self) -> *mut Vm {
        let mut state = self.state();
        state.waiting += 1;
        while state.held || state.closed {
            if state.closed {
                drop(state);
                loop {
                    std::thread::park();
                }
            }
            let seen = state.taken;
            let waited = self.released.wait_timeout(state, self.interval());
            let (now, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
            state = now;
            if timeout.timed_out() && state.held && state.taken == seen {
                self.request();
            }
        }
        state.waiting -= 1;
        state.held = true;
        state.taken += 1;
        self.requested.store(false, Ordering::Relaxed);
        self.was_taken.notify_all();
        state.machine
    }

    fn request(&self) {
        self.requested.store(true, Ordering::Release);
        // Never in place of a signal: who handles that one finds the request as well.
        let _ = self.interrupts.compare_exchange(
            0,
            SWITCH_INTERRUPT,
            Ordering::Release,
            Ordering::Relaxed,
        );
    }

    /// Gives the lock and the machine away.
    pub(crate) fn release(&self, machine: *mut Vm) {
        let mut state = self.state();
        state.machine = machine;
        state.held = false;
        self.requested.store(false, Ordering::Relaxed);
        drop(state);
        self.released.notify_one();
    }

    /// Gives the lock away and takes it again after another thread has had it.
    pub(crate) fn hand_over(&self, machine: *mut Vm) -> *mut Vm {
        let before = self.state().taken;
        self.release(machine);
        let mut state = self.state();
        while state.waiting > 0 && state.taken == before && !state.closed {
            // The limit only guards against a waiter that has just found the lock free.
            let waited = self.was_taken.wait_timeout(state, self.interval());
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        drop(state);
        self.acquire()
    }

    /// Whether another thread has asked for the lock.
    pub(crate) fn is_requested(&self) -> bool {
        self.requested.load(Ordering::Acquire)
    }

    /// Lets no other thread run any more. The caller holds the lock.
    pub(crate) fn close(&self) {
        self.state().closed = true;
    }
}
