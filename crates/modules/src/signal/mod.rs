//! `_signal`: what a program does when a signal arrives.

mod state;

use std::sync::atomic::Ordering;

use nix::errno::Errno;
use nix::sys::signal::{SigSet, SigmaskHow, Signal};
use pellucid_runtime::builtins::Module;
use pellucid_runtime::object::ModuleSpec;
use pellucid_runtime::prelude::*;
use pellucid_runtime::vm::{
    IntervalTimer, descriptor_of, error_text, interval_timer, set_interval_timer,
};

use crate::exception::host_exception;
use state::{SIGNAL_COUNT, WAKEUP_DESCRIPTOR};

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "This module provides mechanisms to use signal handlers in Python.",
    functions: &[Signals::METHODS],
    initialise: Some(initialise),
    ..ModuleSpec::new("_signal")
};

const DEFAULT: i64 = 0;
const IGNORE: i64 = 1;
/// The name under which the machine keeps the list of handlers.
const HANDLERS: &str = "signal handlers";

const NAMES: &[(&str, i32, &str)] = &[
    ("SIGHUP", 1, "Hangup"),
    ("SIGINT", 2, "Interrupt"),
    ("SIGQUIT", 3, "Quit"),
    ("SIGILL", 4, "Illegal instruction"),
    ("SIGTRAP", 5, "Trace/breakpoint trap"),
    ("SIGABRT", 6, "Aborted"),
    ("SIGIOT", 6, "Aborted"),
    ("SIGBUS", 7, "Bus error"),
    ("SIGFPE", 8, "Floating point exception"),
    ("SIGKILL", 9, "Killed"),
    ("SIGUSR1", 10, "User defined signal 1"),
    ("SIGSEGV", 11, "Segmentation fault"),
    ("SIGUSR2", 12, "User defined signal 2"),
    ("SIGPIPE", 13, "Broken pipe"),
    ("SIGALRM", 14, "Alarm clock"),
    ("SIGTERM", 15, "Terminated"),
    ("SIGSTKFLT", 16, "Stack fault"),
    ("SIGCHLD", 17, "Child exited"),
    ("SIGCLD", 17, "Child exited"),
    ("SIGCONT", 18, "Continued"),
    ("SIGSTOP", 19, "Stopped (signal)"),
    ("SIGTSTP", 20, "Stopped"),
    ("SIGTTIN", 21, "Stopped (tty input)"),
    ("SIGTTOU", 22, "Stopped (tty output)"),
    ("SIGURG", 23, "Urgent I/O condition"),
    ("SIGXCPU", 24, "CPU time limit exceeded"),
    ("SIGXFSZ", 25, "File size limit exceeded"),
    ("SIGVTALRM", 26, "Virtual timer expired"),
    ("SIGPROF", 27, "Profiling timer expired"),
    ("SIGWINCH", 28, "Window changed"),
    ("SIGIO", 29, "I/O possible"),
    ("SIGPOLL", 29, "I/O possible"),
    ("SIGPWR", 30, "Power failure"),
    ("SIGSYS", 31, "Bad system call"),
    ("SIGRTMIN", 34, "Real-time signal 0"),
    ("SIGRTMAX", 64, "Real-time signal 30"),
];

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    let numbers = NAMES.iter().map(|(name, number, _)| (*name, i64::from(*number)));
    let others = [
        ("NSIG", i64::from(SIGNAL_COUNT)),
        ("SIG_DFL", DEFAULT),
        ("SIG_IGN", IGNORE),
        ("SIG_BLOCK", 0),
        ("SIG_UNBLOCK", 1),
        ("SIG_SETMASK", 2),
        ("ITIMER_REAL", 0),
        ("ITIMER_VIRTUAL", 1),
        ("ITIMER_PROF", 2),
    ];
    for (name, number) in numbers.chain(others) {
        let number = vm.new_int(number);
        vm.set_in_module(module, name, number)?;
    }
    let error = vm.native_type(&TIMER_ERROR)?.into_object();
    vm.set_in_module(module, "ItimerError", error)?;
    if vm.module_state(HANDLERS).is_none() {
        let mut handlers = vec![vm.new_int(DEFAULT); SIGNAL_COUNT as usize];
        // The host's runtime ignores it, so that writing to a closed pipe is an error.
        handlers[Signal::SIGPIPE as usize] = vm.new_int(IGNORE);
        let handlers = vm.new_list(handlers)?.into_object();
        vm.set_module_state(HANDLERS, handlers);
        vm.set_interrupt_handler(Some(run_handlers));
        let name = vm.intern("default_int_handler");
        let handler = vm.get_attribute(module.as_object(), &name)?;
        set_handler(vm, Signal::SIGINT as i32, &handler)?;
    }
    Ok(())
}

/// `signal.itimer_error`
static TIMER_ERROR: TypeSpec = host_exception("itimer_error", "signal");

fn timer_error(vm: &mut Vm, errno: Errno) -> Raised {
    match vm.native_type(&TIMER_ERROR) {
        Ok(class) => {
            let text = vm.new_str(&error_text(errno as i32)).into_object();
            let number = vm.new_int(errno as i64);
            vm.raise_with(&class, vec![number, text])
        }
        Err(raised) => raised,
    }
}

fn handlers(vm: &mut Vm) -> PyResult<Ref<List>> {
    let kept = vm.module_state(HANDLERS).and_then(|kept| kept.downcast_ref::<List>().ok());
    kept.ok_or_else(|| vm.runtime_error("signal handling has not begun"))
}

/// Runs the handlers of the signals that have arrived.
fn run_handlers(vm: &mut Vm) -> PyResult<()> {
    while let Some(signal) = state::take_arrived() {
        wake(signal);
        let handler = handler_of(vm, signal)?;
        if vm.is_callable(&handler) {
            let number = vm.new_int(i64::from(signal));
            let frame = vm.current_frame_object();
            let frame = frame.map_or_else(|| vm.none(), Ref::into_object);
            let result = vm.call_positional(&handler, &[&number, &frame]);
            if let Err(raised) = result {
                // The others are not forgotten.
                vm.interrupt_flag()
                    .store(pellucid_runtime::vm::SIGNAL_INTERRUPT, Ordering::Release);
                return Err(raised);
            }
        }
    }
    Ok(())
}

fn wake(signal: i32) {
    if let Ok(descriptor) = descriptor_of(WAKEUP_DESCRIPTOR.load(Ordering::Relaxed)) {
        // A full pipe wakes its reader as well as a new byte does.
        let _ = nix::unistd::write(descriptor, &[signal as u8]);
    }
}

fn handler_of(vm: &mut Vm, signal: i32) -> PyResult {
    let handlers = handlers(vm)?;
    let number = vm.new_int(i64::from(signal));
    vm.get_item(handlers.as_object(), &number)
}

/// Sets a handler and gives the one before.
fn set_handler(vm: &mut Vm, signal: i32, handler: &Object) -> PyResult {
    let number = handler.downcast::<Int>().and_then(|number| number.to_i64());
    if !vm.is_callable(handler) && !matches!(number, Some(DEFAULT | IGNORE)) {
        return Err(vm.type_error(
            "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object",
        ));
    }
    let before = handler_of(vm, signal)?;
    if let Err(errno) = state::watch(vm, signal, number == Some(DEFAULT)) {
        return Err(vm.os_error(errno, None));
    }
    let handlers = handlers(vm)?;
    let index = vm.new_int(i64::from(signal));
    vm.set_item(handlers.as_object(), &index, Some(handler))?;
    Ok(before)
}

fn check_number(vm: &mut Vm, signal: i32) -> PyResult<()> {
    if (1..SIGNAL_COUNT).contains(&signal) {
        return Ok(());
    }
    Err(vm.value_error("signal number out of range"))
}

fn set_of(vm: &mut Vm, numbers: Vec<i32>) -> PyResult {
    let numbers = numbers.into_iter().map(|number| vm.new_int(i64::from(number))).collect();
    let numbers = vm.new_list(numbers)?;
    let name = vm.intern("set");
    match vm.builtins.get_str(vm, &name) {
        Some(set) => vm.call_positional(&set, &[numbers.as_object()]),
        None => Err(vm.runtime_error("builtins has no set")),
    }
}

fn mask_of(vm: &mut Vm, signals: &Object) -> PyResult<SigSet> {
    let mut mask = SigSet::empty();
    for item in vm.collect(signals)? {
        let number = vm.index(&item)?.to_i64().and_then(|number| i32::try_from(number).ok());
        match number {
            Some(number) if (1..SIGNAL_COUNT).contains(&number) => {
                if let Ok(signal) = Signal::try_from(number) {
                    mask.add(signal);
                }
            }
            _ => {
                let most = SIGNAL_COUNT - 1;
                let number = number.map_or("is".to_owned(), |number| number.to_string());
                return Err(
                    vm.value_error(format!("signal number {number} out of range [1; {most}]"))
                );
            }
        }
    }
    Ok(mask)
}

/// The functions of `_signal`.
pub struct Signals;

#[methods(owner = "_signal")]
impl Signals {
    /// Set the action for the given signal.
    ///
    /// The action can be SIG_DFL, SIG_IGN, or a callable Python object.
    /// The previous action is returned.  See getsignal() for possible return values.
    ///
    /// *** IMPORTANT NOTICE ***
    /// A signal handler function is called with two arguments:
    /// the first is the signal number, the second is the interrupted stack frame.
    #[function("signal(signalnum, handler, /)")]
    fn signal(vm: &mut Vm, signalnum: i32, handler: &Object) -> PyResult {
        if !vm.is_main_thread() {
            return Err(vm.value_error("signal only works in main thread of the main interpreter"));
        }
        check_number(vm, signalnum)?;
        vm.check_signals()?;
        set_handler(vm, signalnum, handler)
    }

    /// Return the current action for the given signal.
    ///
    /// The return value can be:
    ///   SIG_IGN -- if the signal is being ignored
    ///   SIG_DFL -- if the default action for the signal is in effect
    ///   None    -- if an unknown handler is in effect
    ///   anything else -- the callable Python object used as a handler
    #[function("getsignal(signalnum, /)")]
    fn getsignal(vm: &mut Vm, signalnum: i32) -> PyResult {
        check_number(vm, signalnum)?;
        handler_of(vm, signalnum)
    }

    /// The default handler for SIGINT installed by Python.
    ///
    /// It raises KeyboardInterrupt.
    #[function("default_int_handler(signalnum, frame, /)")]
    fn default_int_handler(vm: &mut Vm, signalnum: i32, frame: &Object) -> PyResult<()> {
        let _ = (signalnum, frame);
        let class = vm.types.keyboard_interrupt.clone();
        Err(vm.raise_with(&class, Vec::new()))
    }

    /// Send a signal to the executing process.
    #[function("raise_signal(signalnum, /)")]
    fn raise_signal(vm: &mut Vm, signalnum: i32) -> PyResult<()> {
        if signal_hook::low_level::raise(signalnum).is_err() {
            return Err(vm.os_error(Errno::EINVAL, None));
        }
        vm.check_signals()
    }

    /// Sets the fd to be written to (with the signal number) when a signal comes in.
    ///
    /// A library can use this to wakeup select or poll.
    /// The previous fd or -1 is returned.
    ///
    /// The fd must be non-blocking.
    #[function("set_wakeup_fd(fd, /, *, warn_on_full_buffer=True)", hidden)]
    fn set_wakeup_fd(vm: &mut Vm, fd: i32, warn_on_full_buffer: Option<bool>) -> PyResult<i32> {
        let _ = warn_on_full_buffer;
        if !vm.is_main_thread() {
            return Err(
                vm.value_error("set_wakeup_fd only works in main thread of the main interpreter")
            );
        }
        if fd != -1 {
            let flags =
                vm.system_call(None, || nix::fcntl::fcntl(fd, nix::fcntl::FcntlArg::F_GETFL))?;
            if flags & nix::fcntl::OFlag::O_NONBLOCK.bits() == 0 {
                return Err(vm.value_error(format!("the fd {fd} must be in non-blocking mode")));
            }
        }
        Ok(WAKEUP_DESCRIPTOR.swap(fd, Ordering::Relaxed))
    }

    /// Return the system description of the given signal.
    ///
    /// Returns the description of signal *signalnum*, such as "Interrupt"
    /// for :const:`SIGINT`. Returns :const:`None` if *signalnum* has no
    /// description. Raises :exc:`ValueError` if *signalnum* is invalid.
    #[function("strsignal(signalnum, /)")]
    fn strsignal(vm: &mut Vm, signalnum: i32) -> PyResult<Option<String>> {
        check_number(vm, signalnum)?;
        let known = NAMES.iter().find(|row| row.1 == signalnum).map(|row| row.2.to_owned());
        Ok(known
            .or_else(|| (signalnum >= 34).then(|| format!("Real-time signal {}", signalnum - 34))))
    }

    /// Return a set of valid signal numbers on this platform.
    ///
    /// The signal numbers returned by this function can be safely passed to
    /// functions like `pthread_kill`.
    #[function("valid_signals()")]
    fn valid_signals(vm: &mut Vm) -> PyResult {
        set_of(vm, (1..=31).chain(34..SIGNAL_COUNT).collect())
    }

    /// Arrange for SIGALRM to arrive after the given number of seconds.
    #[function("alarm(seconds, /)")]
    fn alarm(_vm: &mut Vm, seconds: i32) -> u32 {
        let before = match seconds {
            0 => nix::unistd::alarm::cancel(),
            _ => nix::unistd::alarm::set(seconds as u32),
        };
        before.unwrap_or(0)
    }

    /// Sets given itimer (one of ITIMER_REAL, ITIMER_VIRTUAL or ITIMER_PROF).
    ///
    /// The timer will fire after value seconds and after that every interval seconds.
    /// The itimer can be cleared by setting seconds to zero.
    ///
    /// Returns old values as a tuple: (delay, interval).
    #[function("setitimer(which, seconds, interval=0.0, /)", hidden)]
    fn setitimer(
        vm: &mut Vm,
        which: i32,
        seconds: &Object,
        interval: Option<&Object>,
    ) -> PyResult<(f64, f64)> {
        let next = vm.as_f64(seconds)?;
        let interval = interval.map_or(Ok(0.0), |interval| vm.as_f64(interval))?;
        match set_interval_timer(which, IntervalTimer { next, interval }) {
            Ok(old) => Ok((old.next, old.interval)),
            Err(errno) => Err(timer_error(vm, errno)),
        }
    }

    /// Returns current value of given itimer.
    #[function("getitimer(which, /)")]
    fn getitimer(vm: &mut Vm, which: i32) -> PyResult<(f64, f64)> {
        match interval_timer(which) {
            Ok(timer) => Ok((timer.next, timer.interval)),
            Err(errno) => Err(timer_error(vm, errno)),
        }
    }

    /// Examine pending signals.
    ///
    /// Returns a set of signal numbers that are pending for delivery to
    /// the calling thread.
    #[function("sigpending()")]
    fn sigpending(vm: &mut Vm) -> PyResult {
        let text = std::fs::read_to_string("/proc/thread-self/status").unwrap_or_default();
        let masks = text.lines().filter_map(|line| {
            let mask = line.strip_prefix("SigPnd:").or_else(|| line.strip_prefix("ShdPnd:"))?;
            u64::from_str_radix(mask.trim(), 16).ok()
        });
        let pending = masks.fold(0, |all, mask| all | mask);
        set_of(vm, (1..SIGNAL_COUNT).filter(|signal| pending >> (signal - 1) & 1 == 1).collect())
    }

    /// Send a signal to a thread.
    #[function("pthread_kill(thread_id, signalnum, /)")]
    fn pthread_kill(vm: &mut Vm, thread_id: u64, signalnum: i32) -> PyResult<()> {
        // The host knows nothing of a thread that has ended, and must not be asked about it.
        if !vm.has_thread(thread_id) {
            return Err(vm.os_error(Errno::ESRCH, None));
        }
        vm.system_call(None, || {
            let signal = match signalnum {
                0 => None,
                number => Some(Signal::try_from(number)?),
            };
            nix::sys::pthread::pthread_kill(thread_id, signal)
        })?;
        vm.check_signals()
    }

    /// Change system call restart behaviour.
    ///
    /// If flag is False, system calls will be restarted when interrupted by
    /// signal sig, else system calls will be interrupted.
    #[function("siginterrupt(signalnum, flag, /)")]
    fn siginterrupt(vm: &mut Vm, signalnum: i32, flag: bool) -> PyResult<()> {
        check_number(vm, signalnum)?;
        match pellucid_runtime::vm::interrupt_system_calls(signalnum, flag) {
            Ok(()) => Ok(()),
            Err(errno) => Err(vm.os_error(errno, None)),
        }
    }

    /// Wait until a signal arrives.
    #[function("pause()")]
    fn pause(vm: &mut Vm) -> PyResult<()> {
        vm.blocking(nix::unistd::pause);
        vm.check_signals()
    }

    /// Fetch and/or change the signal mask of the calling thread.
    #[function("pthread_sigmask(how, mask, /)")]
    fn pthread_sigmask(vm: &mut Vm, how: i32, mask: &Object) -> PyResult {
        let mask = mask_of(vm, mask)?;
        let how = match how {
            0 => SigmaskHow::SIG_BLOCK,
            1 => SigmaskHow::SIG_UNBLOCK,
            2 => SigmaskHow::SIG_SETMASK,
            _ => return Err(vm.os_error(Errno::EINVAL, None)),
        };
        let before = match mask.thread_swap_mask(how) {
            Ok(before) => before,
            Err(errno) => return Err(vm.os_error(errno, None)),
        };
        vm.check_signals()?;
        let numbers = Signal::iterator().filter(|&signal| before.contains(signal));
        set_of(vm, numbers.map(|signal| signal as i32).collect())
    }

    /// Wait for a signal.
    ///
    /// Suspend execution of the calling thread until the delivery of one of the
    /// signals specified in the signal set sigset.
    ///
    /// The function accepts the signal and returns the signal number.
    #[function("sigwait(sigset, /)")]
    fn sigwait(vm: &mut Vm, sigset: &Object) -> PyResult<i32> {
        let mask = mask_of(vm, sigset)?;
        vm.system_call(None, || mask.wait()).map(|signal| signal as i32)
    }
}

/// `_thread.interrupt_main`: as if the signal had arrived.
pub fn simulate(vm: &mut Vm, signal: i32) -> PyResult<()> {
    check_number(vm, signal)?;
    if vm.module_state(HANDLERS).is_none() {
        vm.import("_signal")?;
    }
    let handler = handler_of(vm, signal)?;
    if vm.is_callable(&handler) {
        state::pretend(vm, signal);
    }
    Ok(())
}
