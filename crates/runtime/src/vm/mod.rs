//! The virtual machine: one for each interpreter, used by one of its threads at a time, and the token of its heap.
#![allow(unsafe_code)] // The machine's core: one of the two places of unsafe code in this crate.

mod binding;
mod cache;
mod call;
mod collect;
mod dispatch;
mod frame;
pub(crate) mod generators;
mod host;
mod host_calls;
mod import;
mod locals;
mod lock;
mod namespace;
mod numbers;
mod operations;
mod pending;
mod registers;
mod settings;
mod source;
mod stack;
mod surroundings;
mod teardown;
mod threads;
mod trace;
mod tracing;
mod tracked;
mod unwind;
mod verify;

pub(crate) use cache::{Finding, Site};
pub use collect::{CollectorDebug, CollectorState, GenerationStatistics};
pub use host::{descriptor_of, error_text};
pub use host_calls::{
    HOST_BUFFER_MAX, IntervalTimer, close_range, default_signal, fcntl_buffer, fcntl_number,
    interrupt_system_calls, interval_timer, ioctl_buffer, ioctl_number, set_interval_timer,
    set_socket_option, socket_option, was_closed_at_start,
};
pub use settings::{Settings, StartFlags};
pub use stack::address_space_limit;
pub use surroundings::{Host, Library, NoHost};
pub use threads::{OutsideLock, ThreadNumber};
pub(crate) use tracing::LocalEvents;
pub use tracing::{EVENTS, Event, LOCAL_EVENTS, Listener, Monitoring, TOOLS};

use std::ops::Deref;
use std::ptr::NonNull;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::Duration;

use pellucid_heap::{Heap, Ref, Token};
use pellucid_text::hash::HashKey;

use crate::PyResult;
use crate::errors::BaseException;
use crate::object::Interpreter;
use frame::Frame;
use lock::InterpreterLock;
use stack::Stack;
use threads::Threads;
use tracing::Tracing;

/// What the interrupt flag is set to by signals that the interrupt handler knows of.
pub const SIGNAL_INTERRUPT: usize = 2;

/// What is called when the interrupt flag has been found raised.
pub type InterruptHandler = fn(&mut Vm) -> PyResult<()>;

/// The machine of an interpreter, with the state of the thread that runs. Whoever holds `&Vm` may look inside objects; whoever holds `&mut Vm` may change
/// them and run Python code.
pub struct Vm {
    interpreter: NonNull<Interpreter>,
    /// Below this address native code must not go.
    stack_limit: usize,
    /// Addresses of the objects whose repr is under way.
    reprs: Vec<usize>,
    /// Registers and frame records.
    stack: Stack,
    /// The record of the innermost frame, or the one below the first.
    frame: *mut Frame,
    /// From this record on a frame is not simply pushed: there the recursion limit is reached or, while somebody
    /// listens, the first record.
    frame_limit: *mut Frame,
    /// At this record the recursion limit is reached.
    recursion_end: *mut Frame,
    /// The exceptions that are being handled: one level for the thread, one more for each running generator.
    handled: Vec<Option<Ref<BaseException>>>,
    /// Raised from outside when the program is to be interrupted (signals, a time limit).
    interrupts: Arc<AtomicUsize>,
    interrupt_handler: Option<InterruptHandler>,
    /// `sys.set_asyncgen_hooks`: first iteration, finalizer.
    async_generator_hooks: (Option<Ref>, Option<Ref>),
    /// What native modules keep, by their own names.
    module_state: Vec<(&'static str, Ref)>,
    /// `sys.set_coroutine_origin_tracking_depth`
    coroutine_origin_depth: usize,
    /// Who listens to what the thread does.
    tracing: Tracing,
    threads: Threads,
}

// SAFETY: there is one machine, and the threads use it one at a time, under its lock.
unsafe impl Token for Vm {}

/// How much of the native stack is kept free below the limit, for native code that does not look.
const NATIVE_RESERVE_MAX: usize = 1 << 20;
/// What a thread whose stack cannot be measured may use.
const NATIVE_STACK_UNKNOWN: usize = 1 << 20;

impl Vm {
    /// The machine of a new interpreter. It must stay in its box: threads know it by its address.
    pub fn new(hash_key: HashKey) -> PyResult<Box<Vm>> {
        let interpreter = Box::leak(Interpreter::new(hash_key));
        let stack = Stack::new();
        let interrupts = Arc::new(AtomicUsize::new(0));
        let lock = InterpreterLock::held(interrupts.clone(), Duration::from_millis(5));
        let mut vm = Box::new(Vm {
            interpreter: NonNull::from(interpreter),
            stack_limit: 0,
            reprs: Vec::new(),
            frame: stack.no_frame(),
            frame_limit: stack.no_frame(),
            recursion_end: stack.no_frame(),
            stack,
            handled: vec![None],
            interrupts,
            interrupt_handler: None,
            async_generator_hooks: (None, None),
            module_state: Vec::new(),
            coroutine_origin_depth: 0,
            tracing: Tracing::default(),
            threads: Threads::new(lock),
        });
        vm.measure_native_stack();
        vm.set_recursion_limit(1000);
        vm.ready_builtin_types()?;
        Ok(vm)
    }

    /// What the threads share. Lives as long as any machine, so the borrow is not one of the token.
    #[inline(always)]
    pub fn interpreter<'a>(&self) -> &'a Interpreter {
        // SAFETY: the interpreter outlives its machines; its mutable parts are in cells that ask for the token.
        unsafe { self.interpreter.as_ref() }
    }

    /// The heap.
    #[inline(always)]
    pub fn heap(&self) -> &Heap {
        &self.interpreter().heap
    }

    /// Writes text to the host's standard error, past `sys.stderr`.
    pub fn write_stderr(&self, text: &str) {
        self.host.get(self).write_stderr(text.as_bytes());
    }

    /// Finds how much of the native stack of the running thread may be used.
    pub fn measure_native_stack(&mut self) {
        let here = 0u8;
        let room = stacker::remaining_stack().unwrap_or(NATIVE_STACK_UNKNOWN);
        let usable = room - (room / 4).min(NATIVE_RESERVE_MAX);
        self.stack_limit = std::ptr::from_ref(&here).addr().saturating_sub(usable);
    }

    /// Notes that the repr of an object has begun; `false` if it has not ended since the last time.
    pub(crate) fn repr_enter(&mut self, address: usize) -> bool {
        let fresh = !self.reprs.contains(&address);
        if fresh {
            self.reprs.push(address);
        }
        fresh
    }

    /// Notes that the repr of an object has ended.
    pub(crate) fn repr_leave(&mut self, address: usize) {
        if let Some(position) = self.reprs.iter().rposition(|own| *own == address) {
            self.reprs.remove(position);
        }
    }

    /// RecursionError if native code is nested too deeply; `what` is the end of the message.
    #[inline]
    pub fn check_native_stack(&mut self, what: &str) -> PyResult<()> {
        let here = 0u8;
        if std::hint::black_box(std::ptr::from_ref(&here)).addr() >= self.stack_limit {
            return Ok(());
        }
        Err(self.native_stack_exceeded(what))
    }

    #[cold]
    fn native_stack_exceeded(&mut self, what: &str) -> crate::Raised {
        // Making the exception needs some of the stack itself.
        let limit = std::mem::replace(&mut self.stack_limit, 0);
        let raised = self.recursion_error(format!("maximum recursion depth exceeded{what}"));
        self.stack_limit = limit;
        raised
    }
}

impl Drop for Vm {
    /// Frees everything that the interpreter has ever allocated.
    fn drop(&mut self) {
        self.interrupt_handler = None;
        self.async_generator_hooks = (None, None);
        self.tracing = Tracing::default();
        self.handled.clear();
        self.module_state.clear();
        self.threads.values.clear();
        // SAFETY: `new` has leaked the box, and no reference into it is left: this machine held the last ones.
        drop(unsafe { Box::from_raw(self.interpreter.as_ptr()) });
    }
}

impl Deref for Vm {
    type Target = Interpreter;
    #[inline(always)]
    fn deref(&self) -> &Interpreter {
        self.interpreter()
    }
}
