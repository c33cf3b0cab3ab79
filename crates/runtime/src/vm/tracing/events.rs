//! Telling those who listen what happens.

use pellucid_bytecode::{Opcode, Word};
use pellucid_heap::{Object, Ref, Typed};

use super::{Event, run_words};
use crate::builtins::FrameObject;

use crate::object::ObjectExt;
use crate::vm::frame::{Frame, FrameFlags};
use crate::vm::generators::NO_DELEGATE;
use crate::vm::registers::Registers;
use crate::{PyResult, Raised, Vm};

impl Vm {
    /// `TRACE`: tells what the frame on top is about to do. Gives the instruction that stands there; the frame may go on
    /// in other words after it.
    #[cold]
    #[inline(never)]
    pub(crate) fn trace_instruction(&mut self) -> PyResult<Word> {
        // SAFETY: called by the live frame on top.
        let frame = unsafe { &mut *self.frame };
        let index = frame.instruction();
        // SAFETY: the frame runs traced words, of which there are as many as in the unit.
        let word = unsafe { *frame.code().unit.words.get_unchecked(index) };
        if self.tracing.telling {
            return Ok(word);
        }
        self.tell_native_end(None)?;
        if !self.hears(frame) {
            run_words(frame, None);
            return Ok(word);
        }
        if frame.flags.contains(FrameFlags::UNTOLD) {
            if is_prologue(word) {
                return Ok(word);
            }
            self.tell_call(frame)?;
        }
        self.tell_line(frame, index)?;
        self.tell_instruction(frame, word)?;
        Ok(word)
    }

    /// Whether somebody wants to know what a frame does.
    fn hears(&self, frame: &Frame) -> bool {
        let traced = || frame.object.as_ref().is_some_and(|object| !object.trace.is_empty());
        let untold = frame.flags.contains(FrameFlags::UNTOLD);
        self.tracing.profile.is_some() || self.tracing.trace.is_some() && (untold || traced())
    }

    /// Tells that the frame on top runs, before its next instruction.
    fn tell_call(&mut self, frame: &mut Frame) -> PyResult<()> {
        frame.flags.remove(FrameFlags::UNTOLD);
        frame.pc = frame.pc.wrapping_sub(1);
        self.tell(Event::Call)?;
        frame.pc = frame.pc.wrapping_add(1);
        Ok(())
    }

    /// Tells of a line, if the instruction is the first one of it or the target of a jump back, and of the instruction.
    fn tell_line(&mut self, frame: &Frame, index: usize) -> PyResult<()> {
        let Some(object) = frame.object.clone() else { return Ok(()) };
        if self.tracing.trace.is_none() || object.trace.is_empty() {
            return Ok(());
        }
        let code = frame.code();
        if begins_no_line(frame, index) {
            return self.tell_opcode(&object);
        }
        let told = object.told.replace(index);
        let line = code.line(index);
        let fresh = told == FrameObject::NOTHING_TOLD || index <= told || code.line(told) != line;
        if fresh && line.is_some() && object.trace_lines.get() {
            self.tell(Event::Line)?;
        }
        self.tell_opcode(&object)
    }

    fn tell_opcode(&mut self, frame: &FrameObject) -> PyResult<()> {
        if frame.trace_opcodes.get() { self.tell(Event::Opcode) } else { Ok(()) }
    }

    /// Tells of the end of the frame, or of a native call, if the instruction is one.
    fn tell_instruction(&mut self, frame: &mut Frame, word: Word) -> PyResult<()> {
        let r = Registers { base: frame.base, constants: frame.code().constants.items().as_ptr() };
        match word.opcode() {
            Opcode::RETURN if word.x() == 1 => {
                let place = frame.pc;
                frame.pc = told_place(frame).unwrap_or(place);
                let told = self.tell(Event::Return(Some(r.operand(word.operand_a()))));
                frame.pc = place;
                told
            }
            Opcode::RETURN => self.tell(Event::Return(Some(r.operand(word.operand_a())))),
            Opcode::YIELD => self.tell(Event::Return(Some(r.operand(word.operand_b())))),
            Opcode::CALL | Opcode::CALL_KW | Opcode::CALL_EX if self.tracing.profile.is_some() => {
                let receiver = r.get(word.a() + 1);
                self.tell_native_call(r.full(word.a()), receiver)
            }
            _ => Ok(()),
        }
    }

    fn tell_native_call(&mut self, callable: &Object, receiver: Option<&Object>) -> PyResult<()> {
        let function = match receiver {
            // A method of a builtin type is shown bound.
            Some(receiver) if callable.class().is(&*self.types.method_descriptor) => {
                self.bind(callable, receiver)?
            }
            _ => callable.to_ref(),
        };
        if !function.class().is(&*self.types.builtin_function) {
            return Ok(());
        }
        self.tell(Event::NativeCall(&function))?;
        if self.tracing.profile.is_some() {
            self.tracing.native.push((self.frame, function));
        }
        Ok(())
    }

    /// Tells that the native call of the frame on top, if there was one, has ended.
    fn tell_native_end(&mut self, raised: Option<&Raised>) -> PyResult<()> {
        let frame = self.frame;
        let Some((_, function)) = self.tracing.native.pop_if(|(caller, _)| *caller == frame) else {
            return Ok(());
        };
        self.tell(match raised {
            None => Event::NativeReturn(&function),
            Some(_) => Event::NativeException(&function),
        })
    }

    /// Tells of an exception that has come up in the frame on top. `again`: it was told where it came up. Gives the
    /// exception that is on its way from here on: what a listener raises takes its place.
    #[cold]
    pub(crate) fn tell_raised(&mut self, raised: Raised, again: bool) -> Raised {
        if !self.is_heard() {
            return raised;
        }
        // SAFETY: asked of the live frame on top.
        let frame = unsafe { &mut *self.frame };
        let mut told = self.tell_native_end(Some(&raised));
        if frame.flags.contains(FrameFlags::UNTOLD) {
            frame.flags.remove(FrameFlags::UNTOLD);
            told = told.and_then(|()| self.tell(Event::Call));
        }
        if !again {
            told = told.and_then(|()| self.tell(Event::Exception(&raised)));
        }
        told.err().unwrap_or(raised)
    }

    /// Tells that an exception ends the frame on top.
    #[cold]
    pub(crate) fn tell_unwound(&mut self, raised: Raised) -> Raised {
        if !self.is_heard() {
            return raised;
        }
        self.tell(Event::Return(None)).err().unwrap_or(raised)
    }

    /// Whether somebody hears the frame on top.
    fn is_heard(&self) -> bool {
        self.tracing.listens()
            && !self.tracing.telling
            && self.current().is_some_and(|frame| self.hears(frame))
    }

    /// Tells of an event in the frame on top. A listener that raises is not told any more.
    fn tell(&mut self, event: Event<'_>) -> PyResult<()> {
        let Some(frame) = self.current_frame_object() else { return Ok(()) };
        if let Some(profile) = self.tracing.profile.clone()
            && !matches!(event, Event::Line | Event::Opcode | Event::Exception(_))
        {
            let told = self.while_telling(|vm| (profile.tell)(vm, &profile.object, &frame, event));
            if told.is_err() {
                self.set_profiler(None)?;
                return told;
            }
        }
        let native = matches!(
            event,
            Event::NativeCall(_) | Event::NativeReturn(_) | Event::NativeException(_)
        );
        match self.tracing.trace.clone() {
            Some(function) if !native => self.tell_trace(&function, &frame, event),
            _ => Ok(()),
        }
    }

    /// Tells the function that traces the thread of a call, or the one that traces the frame of its other events.
    fn tell_trace(
        &mut self,
        function: &Object,
        frame: &Typed<FrameObject>,
        event: Event<'_>,
    ) -> PyResult<()> {
        let function = match event {
            Event::Call => function.to_ref(),
            _ => match frame.trace.get() {
                Some(function) => function,
                None => return Ok(()),
            },
        };
        if matches!(event, Event::Call) && frame.trace.is_empty() {
            frame.told.set(FrameObject::NOTHING_TOLD);
        }
        match self.while_telling(|vm| vm.call_listener(&function, frame, event)) {
            Ok(next) if self.is_none(&next) => {}
            Ok(next) => frame.trace.set(self, Some(next)),
            Err(raised) => {
                self.set_trace_function(None)?;
                frame.trace.set(self, None);
                return Err(raised);
            }
        }
        Ok(())
    }

    fn while_telling<T>(&mut self, tell: impl FnOnce(&mut Vm) -> T) -> T {
        let before = std::mem::replace(&mut self.tracing.telling, true);
        let result = tell(self);
        self.tracing.telling = before;
        result
    }

    /// Calls a trace function.
    pub(super) fn call_listener(
        &mut self,
        function: &Object,
        frame: &Typed<FrameObject>,
        event: Event<'_>,
    ) -> PyResult<Ref> {
        let name = self.intern(event.name());
        let argument = event.argument(self);
        self.call_positional(function, &[frame.as_object(), name.as_object(), &argument])
    }
}

/// Whether an instruction stands before what a function does: those who listen hear of the call after these.
fn is_prologue(word: Word) -> bool {
    matches!(word.opcode(), Opcode::MAKE_CELL | Opcode::COPY_FREE_VARS | Opcode::RETURN_GENERATOR)
}

/// Behind the instruction on whose line a traced frame is.
fn told_place(frame: &Frame) -> Option<*const Word> {
    let told = frame.object.as_ref()?.told.get();
    (told != FrameObject::NOTHING_TOLD).then(|| frame.words().wrapping_add(told + 1))
}

/// Whether an instruction is of no line that a program has: it serves the one before, or the one that it leads to.
fn begins_no_line(frame: &Frame, index: usize) -> bool {
    let code = frame.code();
    let Some(&word) = code.unit.words.get(index) else { return true };
    match word.opcode() {
        Opcode::JUMP | Opcode::JUMP_BACK | Opcode::CLEAR => word.x() == 0,
        Opcode::SEND | Opcode::PUSH_HANDLED | Opcode::POP_HANDLED | Opcode::RERAISE => true,
        Opcode::YIELD => word.c() != NO_DELEGATE,
        Opcode::RETURN => word.x() == 1,
        _ => false,
    }
}
