//! Threads: the machine is one value at one address, and what belongs to a thread is swapped into it when the thread
//! takes the interpreter's lock.
//!
//! A switch can happen in any call that takes `&mut Vm`. That is sound for the same reason for which Python code may
//! run there: no borrowed inside of an object can be alive across such a call.

use std::io;
use std::os::unix::thread::JoinHandleExt;
use std::sync::Arc;
use std::time::Duration;

use pellucid_heap::{Label, Ref, Trace, Tracer};

use crate::Vm;
use crate::errors::BaseException;
use crate::vm::frame::{Frame, FrameFlags};
use crate::vm::lock::InterpreterLock;
use crate::vm::stack::{Register, Stack};
use crate::vm::tracing::Tracing;

/// The number of a thread within its interpreter; the first one has 0.
pub type ThreadNumber = u64;

/// What belongs to a thread while another one runs.
pub(crate) struct ThreadState {
    number: ThreadNumber,
    identity: u64,
    stack_limit: usize,
    reprs: Vec<usize>,
    stack: Stack,
    frame: *mut Frame,
    frame_limit: *mut Frame,
    recursion_end: *mut Frame,
    handled: Vec<Option<Ref<BaseException>>>,
    async_generator_hooks: (Option<Ref>, Option<Ref>),
    values: Vec<(&'static str, Ref)>,
    coroutine_origin_depth: usize,
    pub(crate) tracing: Tracing,
    hidden_pending: usize,
    /// What a thread that has not begun will be called with.
    argument: Option<Ref>,
}

/// The threads of an interpreter, as its machine sees them.
pub(crate) struct Threads {
    pub(crate) lock: Arc<InterpreterLock>,
    /// The thread that runs.
    pub(crate) number: ThreadNumber,
    /// What the host calls it.
    pub(crate) identity: u64,
    /// The thread that handles signals, and its host name.
    pub(crate) main: (ThreadNumber, u64),
    /// The states of all others.
    #[allow(clippy::vec_box)]
    // They are swapped with the machine's, field by field; only their places move.
    parked: Vec<Box<ThreadState>>,
    next: ThreadNumber,
    /// What native modules keep for the running thread.
    pub(crate) values: Vec<(&'static str, Ref)>,
    /// Whether a signal waits for the main thread.
    signal_waits: bool,
    /// How often the process has been forked off; threads of earlier ones do not exist.
    forks: u32,
    /// Whether threads were left where they stood, with what they refer to.
    abandoned: bool,
    argument: Option<Ref>,
}

impl Threads {
    pub(crate) fn new(lock: Arc<InterpreterLock>) -> Threads {
        let identity = host_identity();
        Threads {
            lock,
            number: 0,
            identity,
            main: (0, identity),
            parked: Vec::new(),
            next: 1,
            values: Vec::new(),
            signal_waits: false,
            forks: 0,
            abandoned: false,
            argument: None,
        }
    }
}

fn host_identity() -> u64 {
    nix::sys::pthread::pthread_self()
}

/// Ends a thread's part in the interpreter even if its body panics.
struct Running<'a>(&'a mut Vm);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.end_thread();
    }
}

/// The way back for a host call that has to ask the interpreter something: see [`Vm::blocking_with`].
pub struct OutsideLock(Outside);

impl OutsideLock {
    /// Takes the lock for as long as the function runs.
    pub fn with<T>(&self, ask: impl FnOnce(&mut Vm) -> T) -> T {
        let machine = self.0.lock.acquire();
        // SAFETY: whoever holds the lock is the only one to use the machine. The thread is outside: what it holds
        // of the machine waits for `blocking_with`, which does not use it before the lock is taken again.
        let vm = unsafe { &mut *machine };
        vm.become_thread(self.0.number);
        let answer = ask(vm);
        vm.threads.lock.clone().release(vm);
        answer
    }
}

/// Takes the lock again even if the host call panics.
struct Outside {
    lock: Arc<InterpreterLock>,
    number: ThreadNumber,
}

impl Drop for Outside {
    fn drop(&mut self) {
        let machine = self.lock.acquire();
        // SAFETY: whoever holds the lock is the only one to use the machine.
        unsafe { &mut *machine }.become_thread(self.number);
    }
}

impl Vm {
    /// Runs something that may wait for the outside world, while other threads run. It must not touch Python objects.
    pub fn blocking<T>(&mut self, call: impl FnOnce() -> T) -> T {
        if self.threads.parked.is_empty() {
            return call();
        }
        let outside = self.leave();
        let result = call();
        drop(outside);
        result
    }

    /// As [`blocking`](Self::blocking), for a call that comes back to ask the interpreter things.
    pub fn blocking_with<T>(&mut self, call: impl FnOnce(&OutsideLock) -> T) -> T {
        let outside = OutsideLock(self.leave());
        let result = call(&outside);
        drop(outside);
        result
    }

    #[inline(never)]
    fn leave(&mut self) -> Outside {
        let outside = Outside { lock: self.threads.lock.clone(), number: self.threads.number };
        outside.lock.release(self);
        outside
    }

    /// Lets another thread that has asked for it run.
    #[cold]
    #[inline(never)]
    pub(crate) fn switch_if_requested(&mut self) {
        let lock = self.threads.lock.clone();
        if !lock.is_requested() || self.threads.parked.is_empty() {
            return;
        }
        let number = self.threads.number;
        let machine = lock.hand_over(self);
        // SAFETY: whoever holds the lock is the only one to use the machine.
        unsafe { &mut *machine }.become_thread(number);
    }

    /// Makes the state of a thread, which has just taken the lock, that of the machine.
    #[inline(never)]
    fn become_thread(&mut self, number: ThreadNumber) {
        if self.threads.number != number
            && let Some(place) = self.threads.parked.iter().position(|own| own.number == number)
        {
            let mut state = self.threads.parked.swap_remove(place);
            self.exchange(&mut state);
            self.threads.parked.push(state);
        }
        if self.threads.signal_waits && self.is_main_thread() {
            self.threads.signal_waits = false;
            self.interrupts
                .store(crate::vm::SIGNAL_INTERRUPT, std::sync::atomic::Ordering::Release);
        }
    }

    fn exchange(&mut self, other: &mut ThreadState) {
        use std::mem::swap;
        let limit = self.recursion_limit();
        swap(&mut self.threads.number, &mut other.number);
        swap(&mut self.threads.identity, &mut other.identity);
        swap(&mut self.threads.values, &mut other.values);
        swap(&mut self.threads.argument, &mut other.argument);
        swap(&mut self.stack_limit, &mut other.stack_limit);
        swap(&mut self.reprs, &mut other.reprs);
        swap(&mut self.stack, &mut other.stack);
        swap(&mut self.frame, &mut other.frame);
        swap(&mut self.frame_limit, &mut other.frame_limit);
        swap(&mut self.recursion_end, &mut other.recursion_end);
        swap(&mut self.handled, &mut other.handled);
        swap(&mut self.async_generator_hooks, &mut other.async_generator_hooks);
        swap(&mut self.coroutine_origin_depth, &mut other.coroutine_origin_depth);
        swap(&mut self.tracing, &mut other.tracing);
        other.hidden_pending = self.heap().exchange_hidden(other.hidden_pending);
        self.set_recursion_limit(limit);
    }

    /// Starts a thread that calls `body` with the argument. Gives what the host calls it.
    pub fn start_thread(
        &mut self,
        stack_bytes: usize,
        body: fn(&mut Vm, Ref),
        argument: Ref,
    ) -> io::Result<u64> {
        let number = self.threads.next;
        self.threads.next += 1;
        let stack = Stack::beside(stack_bytes);
        let state = ThreadState {
            number,
            identity: 0,
            stack_limit: 0,
            reprs: Vec::new(),
            frame: stack.no_frame(),
            frame_limit: stack.no_frame(),
            recursion_end: stack.no_frame(),
            stack,
            handled: vec![None],
            async_generator_hooks: (None, None),
            values: Vec::new(),
            coroutine_origin_depth: 0,
            tracing: Tracing::default(),
            hidden_pending: 0,
            argument: Some(argument),
        };
        self.threads.parked.push(Box::new(state));
        let lock = self.threads.lock.clone();
        let builder = std::thread::Builder::new().stack_size(stack_bytes);
        let spawned = builder.spawn(move || {
            let machine = lock.acquire();
            // SAFETY: whoever holds the lock is the only one to use the machine.
            let vm = unsafe { &mut *machine };
            vm.become_thread(number);
            vm.begin_thread(body);
        });
        match spawned {
            Ok(handle) => {
                let identity = handle.as_pthread_t();
                if let Some(state) = self.threads.parked.last_mut() {
                    state.identity = identity;
                }
                Ok(identity)
            }
            Err(error) => {
                drop(self.threads.parked.pop());
                Err(error)
            }
        }
    }

    fn begin_thread(&mut self, body: fn(&mut Vm, Ref)) {
        self.measure_native_stack();
        let running = Running(self);
        if let Some(argument) = running.0.threads.argument.take() {
            body(running.0, argument);
        }
    }

    /// Drops what the running thread holds and gives the lock away for good.
    fn end_thread(&mut self) {
        self.async_generator_hooks = (None, None);
        self.tracing = Tracing::default();
        self.handled.clear();
        while !self.threads.values.is_empty() {
            let values = std::mem::take(&mut self.threads.values);
            drop(values);
            self.run_pending();
        }
        self.run_pending();
        let lock = self.threads.lock.clone();
        if let Some(mut other) = self.threads.parked.pop() {
            self.exchange(&mut other);
            // The thread's own state, which nothing is left in.
            drop(other);
        }
        lock.release(self);
    }

    /// Who listens to the threads besides the running one.
    pub(crate) fn parked_tracing(&mut self) -> impl Iterator<Item = &mut Tracing> {
        self.threads.parked.iter_mut().map(|state| &mut state.tracing)
    }

    /// How many threads there are besides the running one.
    pub fn other_threads(&self) -> usize {
        self.threads.parked.len()
    }

    /// What the host calls the running thread; never 0.
    pub fn thread_identity(&self) -> u64 {
        self.threads.identity
    }

    /// The number of the running thread within the interpreter. Numbers are not used again.
    pub fn thread_number(&self) -> ThreadNumber {
        self.threads.number
    }

    /// What the host calls the main thread.
    pub fn main_thread_identity(&self) -> u64 {
        self.threads.main.1
    }

    /// Whether the main thread runs: the one that handles signals.
    pub fn is_main_thread(&self) -> bool {
        self.threads.number == self.threads.main.0
    }

    /// Whether the host has a thread of this name that belongs to the interpreter.
    pub fn has_thread(&self, identity: u64) -> bool {
        self.threads.identity == identity
            || self.threads.parked.iter().any(|state| state.identity == identity)
    }

    /// A signal has been found by a thread that does not handle it.
    pub(crate) fn leave_signal_to_main(&mut self) {
        self.threads.signal_waits = true;
    }

    /// How often the process has been forked off. What threads of another number left behind is of nobody's concern.
    pub fn fork_count(&self) -> u32 {
        self.threads.forks
    }

    /// Makes a child process that goes on from here, as `fork(2)`: 0 in the child, the child's number in the parent.
    /// In the child only the calling thread exists.
    pub fn fork(&mut self) -> nix::Result<i32> {
        // SAFETY: the child has only the calling thread. It holds the interpreter's lock, and what else other threads
        // might have held is made anew.
        match unsafe { nix::unistd::fork() }? {
            nix::unistd::ForkResult::Parent { child } => Ok(child.as_raw()),
            nix::unistd::ForkResult::Child => {
                self.keep_this_thread();
                Ok(0)
            }
        }
    }

    fn keep_this_thread(&mut self) {
        let threads = &mut self.threads;
        let lock = InterpreterLock::held(self.interrupts.clone(), threads.lock.interval());
        // The old lock may be held by a thread that does not exist here, and what the frames of other threads refer
        // to stays as it was when they stopped.
        std::mem::forget(std::mem::replace(&mut threads.lock, lock));
        threads.abandoned |= !threads.parked.is_empty();
        std::mem::forget(std::mem::take(&mut threads.parked));
        threads.identity = host_identity();
        threads.main = (threads.number, threads.identity);
        threads.forks += 1;
    }

    /// Lets no other thread run any more: the interpreter ends.
    pub fn close_threads(&mut self) {
        if self.threads.parked.is_empty() {
            return;
        }
        self.threads.lock.close();
        self.threads.abandoned = true;
        // What their frames refer to is never given back: they stand where they are until the process ends.
        std::mem::forget(std::mem::take(&mut self.threads.parked));
    }

    /// Whether threads were left where they stood: references that nobody can show any more are still counted.
    pub fn has_abandoned_threads(&self) -> bool {
        self.threads.abandoned
    }

    /// `sys.getswitchinterval`
    pub fn switch_interval(&self) -> Duration {
        self.threads.lock.interval()
    }

    /// `sys.setswitchinterval`
    pub fn set_switch_interval(&mut self, interval: Duration) {
        self.threads.lock.set_interval(interval);
    }

    /// What a native module keeps for the running thread.
    pub fn thread_value(&self, name: &str) -> Option<Ref> {
        self.threads.values.iter().find(|(own, _)| *own == name).map(|(_, value)| value.clone())
    }

    /// Keeps an object for a native module and the running thread, in place of what it kept under the name before.
    pub fn set_thread_value(&mut self, name: &'static str, value: Ref) {
        match self.threads.values.iter_mut().find(|(own, _)| *own == name) {
            Some((_, own)) => *own = value,
            None => self.threads.values.push((name, value)),
        }
    }

    /// The innermost frames of all threads, by what the host calls these (`sys._current_frames`).
    pub fn current_frames(&mut self) -> Vec<(u64, Ref)> {
        let mut tops = vec![(self.threads.identity, self.frame, self.stack.no_frame())];
        let parked = self.threads.parked.iter();
        tops.extend(parked.map(|state| (state.identity, state.frame, state.stack.no_frame())));
        let mut frames = Vec::new();
        for (identity, frame, none) in tops {
            if frame != none {
                frames.push((identity, self.frame_object(frame).into_object()));
            }
        }
        frames
    }

    /// The exceptions that all threads handle, by what the host calls these (`sys._current_exceptions`).
    pub fn current_exceptions(&self) -> Vec<(u64, Option<Ref<BaseException>>)> {
        let of = |handled: &[Option<Ref<BaseException>>]| {
            handled.iter().rev().find_map(|level| level.clone())
        };
        let mut all = vec![(self.threads.identity, of(&self.handled))];
        let parked = self.threads.parked.iter();
        all.extend(parked.map(|state| (state.identity, of(&state.handled))));
        all
    }

    /// Shows what the threads that do not run hold.
    pub(crate) fn trace_threads(&self, tracer: &mut Tracer<'_>) {
        trace_values(&self.threads.values, &self.threads.argument, tracer);
        for state in &self.threads.parked {
            trace_frames(state.frame, state.stack.no_frame(), tracer);
            for level in &state.handled {
                level.trace_as(Label::Field("handled"), tracer);
            }
            state.async_generator_hooks.0.trace_as(Label::Field("firstiter"), tracer);
            state.async_generator_hooks.1.trace_as(Label::Field("finalizer"), tracer);
            state.tracing.show(tracer);
            trace_values(&state.values, &state.argument, tracer);
        }
    }
}

fn trace_values(values: &[(&'static str, Ref)], argument: &Option<Ref>, tracer: &mut Tracer<'_>) {
    for (name, value) in values {
        value.trace_as(Label::Field(name), tracer);
    }
    argument.trace_as(Label::Field("argument"), tracer);
}

/// # Safety
/// They must be registers of live frames.
unsafe fn trace_registers(
    mut register: *mut Register,
    end: *mut Register,
    tracer: &mut Tracer<'_>,
) {
    let mut index = 0;
    while register < end {
        // SAFETY: as the caller states.
        if let Some(value) = unsafe { &*register } {
            tracer.edge(value, Label::Register(index));
        }
        register = register.wrapping_add(1);
        index += 1;
    }
}

/// Shows what the frames of a stack hold: registers, functions, locals, frame objects. `none` is the record below the
/// first frame.
pub(crate) fn trace_frames(top: *mut Frame, none: *mut Frame, tracer: &mut Tracer<'_>) {
    let mut record = top;
    // The registers of a callee begin in the call window of its caller.
    let mut inner = None;
    while record != none {
        // SAFETY: the records down to the first are live, and so are their registers.
        unsafe {
            let frame = &*record;
            // Those of a generator are shown by itself.
            if frame.flags.contains(FrameFlags::GENERATOR) {
                inner = None;
            } else {
                let end = inner.map_or(frame.end(), |inner| frame.end().min(inner));
                trace_registers(frame.base, end, tracer);
                inner = Some(frame.base);
            }
            frame.keep.trace_as(Label::Field("function"), tracer);
            frame.locals.trace_as(Label::Field("locals"), tracer);
            frame.object.trace_as(Label::Field("frame"), tracer);
        }
        record = record.wrapping_sub(1);
    }
}
