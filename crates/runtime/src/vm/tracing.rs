//! Who listens to what a thread does: `sys.settrace`, `sys.setprofile`, the tools of `sys.monitoring`.
//!
//! A program that nobody listens to pays nothing. While somebody does, no frame is simply pushed (`frame_limit` is the
//! first record), and a frame that is to be heard runs the traced words of its code: `TRACE` in place of each
//! instruction, which tells what is about to happen and then does it (`events.rs`).

mod event;
mod events;
mod monitoring;

pub use event::Event;
pub(crate) use monitoring::LocalEvents;
pub use monitoring::{EVENTS, LOCAL_EVENTS, Monitoring, TOOLS};

use pellucid_bytecode::Word;
use pellucid_heap::{Label, Object, Ref, Trace, Tracer, Typed};

use crate::builtins::{Code, FrameObject, Function};
use crate::object::Args;
use crate::vm::call::{Called, Entry, clear};
use crate::vm::frame::{Frame, FrameFlags};
use crate::{PyResult, Vm};

/// Who is told of calls and returns: an object, and the function that tells it.
#[derive(Clone)]
pub struct Listener {
    /// What [`sys.getprofile`](Vm::profiler) shows.
    pub object: Ref,
    /// Tells it of an event in a frame.
    pub tell: fn(&mut Vm, &Object, &Typed<FrameObject>, Event<'_>) -> PyResult<()>,
}

/// Who listens to a thread.
#[derive(Default)]
pub(crate) struct Tracing {
    /// `sys.settrace`: is told of calls, and gives what is told of the frame's events from then on.
    trace: Option<Ref>,
    /// `sys.setprofile`, or a profiler: is told of calls and returns, of native functions as well.
    profile: Option<Listener>,
    /// What a listener does itself is not told.
    telling: bool,
    /// The calls under way of what is no Python function that have been told.
    calls: Vec<CallUnderWay>,
}

/// A call of what is no Python function.
struct CallUnderWay {
    /// The record of the frame that calls.
    caller: *mut Frame,
    callable: Ref,
    /// The first argument.
    first: Option<Ref>,
    /// Whether it is a method of a builtin type, which is shown bound to the first argument.
    is_method: bool,
}

impl Tracing {
    fn listens(&self) -> bool {
        self.trace.is_some() || self.profile.is_some()
    }

    /// Shows what it holds.
    pub(crate) fn show(&self, tracer: &mut Tracer<'_>) {
        self.trace.trace_as(Label::Field("trace"), tracer);
        if let Some(profile) = &self.profile {
            tracer.edge(&profile.object, Label::Field("profile"));
        }
        for call in &self.calls {
            tracer.edge(&call.callable, Label::Field("callable"));
            call.first.trace_as(Label::Field("first"), tracer);
        }
    }
}

/// The trace function of `sys.setprofile` is called with each event.
fn tell_function(
    vm: &mut Vm,
    function: &Object,
    frame: &Typed<FrameObject>,
    event: Event<'_>,
) -> PyResult<()> {
    vm.call_listener(function, frame, event).map(drop)
}

impl Vm {
    /// `sys.gettrace`
    pub fn trace_function(&self) -> Option<Ref> {
        self.tracing.trace.clone()
    }

    /// `sys.settrace`. MemoryError if there is no room for the traced words of frames that are to be heard again.
    pub fn set_trace_function(&mut self, function: Option<Ref>) -> PyResult<()> {
        let old = std::mem::replace(&mut self.tracing.trace, function);
        drop(old);
        self.listeners_changed()
    }

    /// Who listens to calls and returns.
    pub fn profiler(&self) -> Option<Listener> {
        self.tracing.profile.clone()
    }

    /// `sys.setprofile`. MemoryError as [`set_trace_function`](Self::set_trace_function).
    pub fn set_profile_function(&mut self, function: Option<Ref>) -> PyResult<()> {
        self.set_profiler(function.map(|object| Listener { object, tell: tell_function }))
    }

    /// Lets somebody listen to calls and returns, in place of whoever did.
    pub fn set_profiler(&mut self, listener: Option<Listener>) -> PyResult<()> {
        let old = std::mem::replace(&mut self.tracing.profile, listener);
        drop(old);
        self.listeners_changed()
    }

    /// Gives all threads a trace function. Frames that are running already are not heard.
    pub fn set_trace_function_everywhere(&mut self, function: Option<Ref>) -> PyResult<()> {
        let mut old = Vec::new();
        for tracing in self.parked_tracing() {
            old.push(std::mem::replace(&mut tracing.trace, function.clone()));
        }
        drop(old);
        self.set_trace_function(function)
    }

    /// Lets a function listen to calls and returns of all threads.
    pub fn set_profile_function_everywhere(&mut self, function: Option<Ref>) -> PyResult<()> {
        let listener = function.map(|object| Listener { object, tell: tell_function });
        let mut old = Vec::new();
        for tracing in self.parked_tracing() {
            old.push(std::mem::replace(&mut tracing.profile, listener.clone()));
        }
        drop(old);
        self.set_profiler(listener)
    }

    /// Calls something so that it is listened to, although a listener calls it (`sys.call_tracing`).
    pub fn call_listened(&mut self, function: &Object, args: Args<'_>) -> PyResult<Ref> {
        let telling = std::mem::take(&mut self.tracing.telling);
        let result = self.call(function, args);
        self.tracing.telling = telling;
        result
    }

    /// From now on frames, running ones too, are heard if somebody wants to. MemoryError if there is no room for their
    /// traced words.
    pub fn listeners_changed(&mut self) -> PyResult<()> {
        self.limit_frames();
        self.watch_running_frames()
    }

    /// Whether anybody listens to the thread.
    fn is_listened_to(&self) -> bool {
        self.tracing.listens() || self.monitoring().listens()
    }

    /// Says from which record on a frame is not simply pushed.
    pub(super) fn limit_frames(&mut self) {
        self.frame_limit = std::ptr::null_mut();
        if !self.is_listened_to() {
            self.frame_limit = self.recursion_end;
            drop(std::mem::take(&mut self.tracing.calls));
        }
    }

    /// The slow way of [`enter`](Self::enter): there is no room for the frame, or somebody listens.
    ///
    /// # Safety
    /// As `enter`.
    #[cold]
    #[inline(never)]
    pub(super) unsafe fn enter_watched(&mut self, keep: Ref, entry: Entry<'_>) -> PyResult<Called> {
        // SAFETY: as the caller states; the function is kept by the frame, and holds its code.
        unsafe {
            let function: &'static Typed<Function> =
                &*std::ptr::from_ref(keep.downcast_unchecked());
            let code = function.code.get().expect("a function has code");
            let code: &'static Typed<Code> = &*std::ptr::from_ref(&*code);
            let top = entry.base.wrapping_add(code.registers as usize);
            let room = top.wrapping_add(entry.given) <= self.stack.registers_end();
            let ready =
                if room { self.resume_watched(code) } else { Err(self.recursion_exceeded()) };
            if let Err(raised) = ready {
                clear(entry.base, entry.given);
                return Err(raised);
            }
            let called = self.enter_frame(keep, function, code, entry)?;
            (*self.frame).flags |= FrameFlags::UNTOLD;
            self.watch_new_frame();
            Ok(called)
        }
    }

    /// Makes ready to push a frame of the code that somebody may listen to. RecursionError if there is no room.
    #[cold]
    pub(super) fn resume_watched(&mut self, code: &Typed<Code>) -> PyResult<()> {
        if self.frame >= self.recursion_end {
            return Err(self.recursion_exceeded());
        }
        if self.tracing.telling { Ok(()) } else { code.make_traced(self) }
    }

    /// Lets the frame on top, which is `UNTOLD`, run its traced words, unless it is a listener's.
    #[cold]
    pub(super) fn watch_new_frame(&mut self) {
        // SAFETY: called when a frame has been pushed.
        let frame = unsafe { &mut *self.frame };
        match self.tracing.telling {
            true => frame.flags.remove(FrameFlags::UNTOLD),
            false => run_words(frame, frame.code().traced()),
        }
    }

    /// Lets the running frames whose events somebody wants run their traced words.
    fn watch_running_frames(&mut self) -> PyResult<()> {
        if !self.is_listened_to() {
            // They go back to their own words by themselves.
            return Ok(());
        }
        for depth in 0..self.depth() {
            let Some(record) = self.frame_at(depth) else { break };
            // SAFETY: `frame_at` gives live records.
            let frame = unsafe { &*record };
            if self.hears(frame) {
                self.watch_frame(record)?;
            }
        }
        Ok(())
    }

    /// Lets a running frame run its traced words from its next instruction on.
    fn watch_frame(&mut self, record: *mut Frame) -> PyResult<()> {
        // SAFETY: called for live records.
        let frame = unsafe { &mut *record };
        frame.code().make_traced(self)?;
        if let Some(object) = &frame.object {
            object.told.set(frame.instruction());
        }
        let callee = record.wrapping_add(1);
        // SAFETY: below the frame on top lies the record of a callee.
        let native = record == self.frame || unsafe { (*callee).flags.contains(FrameFlags::ENTRY) };
        if native {
            // Its instruction has not ended, and will say where to go on.
            frame.flags |= FrameFlags::WATCHED;
            self.heap().request_attention();
        } else {
            run_words(frame, frame.code().traced());
        }
        Ok(())
    }

    /// Where the frame on top goes on after an instruction: in its traced words, if it is watched from now on.
    #[cold]
    pub(super) fn settle_words(&mut self) -> *const Word {
        // SAFETY: called by the live frame on top, which is up to date.
        let frame = unsafe { &mut *self.frame };
        if frame.flags.contains(FrameFlags::WATCHED) {
            frame.flags.remove(FrameFlags::WATCHED);
            run_words(frame, frame.code().traced());
        }
        frame.pc
    }

    /// A frame that native code has entered has ended: the one below it may have been watched meanwhile.
    #[inline]
    pub(super) fn resettle_caller(&self) {
        if self.current().is_some_and(|frame| frame.flags.contains(FrameFlags::WATCHED)) {
            self.heap().request_attention();
        }
    }

    /// `frame.f_trace`: who is told of the frame's events, while the thread is traced.
    pub(crate) fn set_frame_trace(
        &mut self,
        frame: &Typed<FrameObject>,
        function: Option<Ref>,
    ) -> PyResult<()> {
        let traced = function.is_some();
        frame.trace.set(self, function);
        let record = frame.record.get() as *mut Frame;
        if traced && self.tracing.listens() && !record.is_null() {
            return self.watch_frame(record);
        }
        Ok(())
    }
}

/// Lets a frame go on in other words of its code; `None`: in its unit's.
fn run_words(frame: &mut Frame, words: Option<*const Word>) {
    let place = (frame.pc as usize).wrapping_sub(frame.words() as usize);
    let words = words.unwrap_or(frame.code().unit.words.as_ptr());
    frame.pc = words.wrapping_byte_add(place);
}
