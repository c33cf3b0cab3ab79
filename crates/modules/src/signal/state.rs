//! What happens when a signal arrives: flags that the machine looks at between instructions.
//!
//! The first time that a program takes an interest in a signal, its arrival is registered for good. From then on
//! `DEFAULT` says whether the host's own action follows, and `ARRIVED` that it came; the interrupt flag brings the
//! machine to look.

use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use nix::errno::Errno;
use pellucid_runtime::Vm;
use pellucid_runtime::vm::{SIGNAL_INTERRUPT, interrupt_system_calls};
use signal_hook::flag;

/// Signals are numbered from 1 to less than this.
pub const SIGNAL_COUNT: i32 = 65;

/// One signal.
#[derive(Default)]
struct State {
    default: Arc<AtomicBool>,
    arrived: Arc<AtomicBool>,
    registered: AtomicBool,
}

static STATES: LazyLock<Vec<State>> =
    LazyLock::new(|| (0..SIGNAL_COUNT).map(|_| State::default()).collect());

static REGISTERING: Mutex<()> = Mutex::new(());

/// Where the numbers of signals that have arrived are written, or -1.
pub static WAKEUP_DESCRIPTOR: AtomicI32 = AtomicI32::new(-1);

fn state(signal: i32) -> Option<&'static State> {
    STATES.get(usize::try_from(signal).ok()?)
}

fn register(vm: &Vm, signal: i32, state: &State) -> std::io::Result<()> {
    let _guard = REGISTERING.lock().unwrap_or_else(PoisonError::into_inner);
    if state.registered.load(Ordering::Relaxed) {
        return Ok(());
    }
    flag::register_conditional_default(signal, state.default.clone())?;
    flag::register(signal, state.arrived.clone())?;
    flag::register_usize(signal, vm.interrupt_flag(), SIGNAL_INTERRUPT)?;
    // A call that waits ends when the signal comes, and begins again after its handler (PEP 475).
    interrupt_system_calls(signal, true).map_err(std::io::Error::from)?;
    state.registered.store(true, Ordering::Relaxed);
    Ok(())
}

/// Sets whether the host's own action follows a signal.
pub fn watch(vm: &Vm, signal: i32, default: bool) -> nix::Result<()> {
    let state = state(signal).ok_or(Errno::EINVAL)?;
    if signal_hook::consts::FORBIDDEN.contains(&signal) {
        return Err(Errno::EINVAL);
    }
    if default && !state.registered.load(Ordering::Relaxed) {
        return Ok(());
    }
    // The host's action must not be taken for a signal between registering and here.
    state.default.store(default, Ordering::SeqCst);
    register(vm, signal, state).map_err(|error| Errno::from_raw(error.raw_os_error().unwrap_or(0)))
}

/// The next signal that has arrived since it was last asked, unless the host's action was for it.
pub fn take_arrived() -> Option<i32> {
    let arrived =
        STATES.iter().enumerate().find(|(_, state)| state.arrived.swap(false, Ordering::Acquire));
    arrived.map(|(number, _)| number as i32)
}

/// Does what the arrival of a signal does, without one.
pub fn pretend(vm: &Vm, signal: i32) {
    if let Some(state) = state(signal) {
        state.arrived.store(true, Ordering::Release);
        vm.interrupt_flag().store(SIGNAL_INTERRUPT, Ordering::Release);
    }
}
