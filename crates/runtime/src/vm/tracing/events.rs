//! Telling those who listen what happens.

use pellucid_bytecode::{Opcode, Role, Word};
use pellucid_heap::{Object, Ref, Typed};

use super::{CallUnderWay, Event, run_words};
use crate::builtins::{FrameObject, Tuple};
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
        self.tell_call_end(None)?;
        if !self.hears(frame) {
            run_words(frame, None);
            return Ok(word);
        }
        if frame.flags.contains(FrameFlags::UNTOLD) {
            if is_prologue(word) {
                return Ok(word);
            }
            self.tell_entry(frame, index)?;
        }
        self.tell_branch(frame, index)?;
        self.tell_line(frame, index, word)?;
        self.tell_instruction(frame, index, word)?;
        Ok(word)
    }

    /// Whether somebody wants to know what a frame does.
    pub(super) fn hears(&self, frame: &Frame) -> bool {
        let traced = || frame.object.as_ref().is_some_and(|object| !object.trace.is_empty());
        let untold = frame.flags.contains(FrameFlags::UNTOLD);
        self.tracing.profile.is_some()
            || self.tracing.trace.is_some() && (untold || traced())
            || self.monitoring().hears(frame.code())
    }

    /// Tells that the frame on top runs, before its next instruction.
    fn tell_entry(&mut self, frame: &mut Frame, index: usize) -> PyResult<()> {
        frame.flags.remove(FrameFlags::UNTOLD);
        let before = index.checked_sub(1).and_then(|before| frame.code().unit.words.get(before));
        let fresh = before.is_none_or(|word| is_prologue(*word));
        if fresh && let Some(object) = self.current_frame_object() {
            object.told.set(FrameObject::NOTHING_TOLD);
        }
        frame.pc = frame.pc.wrapping_sub(1);
        self.tell(if fresh { Event::Start } else { Event::Resume })?;
        frame.pc = frame.pc.wrapping_add(1);
        Ok(())
    }

    /// Tells where the condition before has led to.
    fn tell_branch(&mut self, frame: &mut Frame, index: usize) -> PyResult<()> {
        let Some(object) = &frame.object else { return Ok(()) };
        let place = object.branch.replace(FrameObject::NOTHING_TOLD);
        if place == FrameObject::NOTHING_TOLD {
            return Ok(());
        }
        let event = match index == place + 1 {
            true => Event::BranchLeft(index),
            false => Event::BranchRight(index),
        };
        self.at_instruction(place, |vm| vm.tell(event))
    }

    /// Runs something as if the frame on top were at another of its instructions.
    fn at_instruction<T>(&mut self, index: usize, run: impl FnOnce(&mut Vm) -> T) -> T {
        let record = self.frame;
        // SAFETY: the frame on top is live, and so it is afterwards.
        let place = unsafe {
            let words = (*record).words();
            std::mem::replace(&mut (*record).pc, words.wrapping_add(index + 1))
        };
        let result = run(self);
        // SAFETY: as above.
        unsafe { (*record).pc = place };
        result
    }

    /// Tells of a line, if the instruction is the first one of it or the target of a jump back, and of the instruction.
    fn tell_line(&mut self, frame: &Frame, index: usize, word: Word) -> PyResult<()> {
        let Some(object) = self.current_frame_object() else { return Ok(()) };
        let code = frame.code();
        if !begins_no_line(word)
            && let Some(line) = code.line(index)
        {
            let told = object.told.replace(index);
            let fresh = told == FrameObject::NOTHING_TOLD || code.line(told) != Some(line);
            if fresh {
                self.tell_tools(Event::Line(line), code, index)?;
            }
            // Trace functions hear of a line again when a jump has led back to it.
            if (fresh || index <= told) && object.trace_lines.get() {
                self.tell_trace(&object, Event::Line(line))?;
            }
        }
        self.tell_tools(Event::Instruction, code, index)?;
        if object.trace_opcodes.get() {
            self.tell_trace(&object, Event::Instruction)
        } else {
            Ok(())
        }
    }

    /// Tells of what the instruction does, if it ends the frame, calls or jumps.
    fn tell_instruction(&mut self, frame: &mut Frame, index: usize, word: Word) -> PyResult<()> {
        let r = Registers { base: frame.base, constants: frame.code().constants.items().as_ptr() };
        match word.opcode() {
            Opcode::RETURN => {
                let event = Event::Return(r.operand(word.operand_a()));
                let told = frame.object.as_ref().map(|object| object.told.get());
                match told.filter(|told| word.x() == 1 && *told != FrameObject::NOTHING_TOLD) {
                    Some(told) => self.at_instruction(told, |vm| vm.tell(event)),
                    None => self.tell(event),
                }
            }
            Opcode::YIELD => self.tell(Event::Yield(r.operand(word.operand_b()))),
            Opcode::CALL | Opcode::CALL_KW | Opcode::CALL_EX => self.tell_call(r, word),
            Opcode::JUMP | Opcode::JUMP_BACK => {
                let to = (index + 1).wrapping_add_signed(word.jump_bc());
                self.tell_tools(Event::Jump(to), frame.code(), index)
            }
            opcode if opcode.layout().roles.iter().any(|role| is_jump(*role)) => {
                if let Some(object) = &frame.object {
                    object.branch.set(index);
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Tells of a call, and remembers it if nobody else will tell of its end.
    fn tell_call(&mut self, r: Registers, word: Word) -> PyResult<()> {
        let heard = self.current().is_some_and(|it| self.monitoring().hears_calls(it.code()));
        if !heard && self.tracing.profile.is_none() {
            return Ok(());
        }
        let callable = r.full(word.a()).to_ref();
        let receiver = r.get(word.a() + 1);
        let is_method = receiver.is_some() && callable.class().is(&*self.types.method_descriptor);
        let first = match word.opcode() {
            _ if receiver.is_some() => receiver,
            Opcode::CALL if word.c() == 0 => None,
            Opcode::CALL_KW if word.x() == 0 => None,
            Opcode::CALL_EX => {
                let arguments = r.get(word.a() + 2).and_then(|object| object.downcast::<Tuple>());
                arguments.and_then(|arguments| arguments.items().first()).map(|first| &**first)
            }
            _ => r.get(word.a() + 2),
        };
        let first = first.filter(|_| heard || is_method).map(Object::to_ref);
        let call = CallUnderWay { caller: self.frame, callable, first, is_method };
        self.tell_of_call(&call, Event::Call)?;
        if !call.callable.class().is(&*self.types.function) {
            self.tracing.calls.push(call);
        }
        Ok(())
    }

    /// Tells that the call of the frame on top, if there was one, has ended.
    fn tell_call_end(&mut self, raised: Option<&Raised>) -> PyResult<()> {
        let frame = self.frame;
        let Some(call) = self.tracing.calls.pop_if(|call| call.caller == frame) else {
            return Ok(());
        };
        self.tell_of_call(&call, |callable, first| match raised {
            None => Event::CallReturn(callable, first),
            Some(_) => Event::CallRaise(callable, first),
        })
    }

    /// Tells the tools of a call, and the profile function if it is one of a native function.
    fn tell_of_call<'a>(
        &mut self,
        call: &'a CallUnderWay,
        event: impl FnOnce(&'a Object, Option<&'a Object>) -> Event<'a>,
    ) -> PyResult<()> {
        let event = event(&call.callable, call.first.as_deref());
        let Some(frame) = self.current() else { return Ok(()) };
        self.tell_tools(event, frame.code(), frame.instruction())?;
        if self.tracing.profile.is_none() {
            return Ok(());
        }
        let function = match &call.first {
            Some(receiver) if call.is_method => self.bind(&call.callable, receiver)?,
            _ => call.callable.clone(),
        };
        match function.class().is(&*self.types.builtin_function) {
            true => self.tell_profile(event.of_callable(&function)),
            false => Ok(()),
        }
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
        let mut told = self.tell_call_end(Some(&raised));
        if frame.flags.contains(FrameFlags::UNTOLD) {
            frame.flags.remove(FrameFlags::UNTOLD);
            told = told.and_then(|()| self.tell(Event::Throw(&raised)));
        }
        let event = if again { Event::Reraise(&raised) } else { Event::Raise(&raised) };
        told.and_then(|()| self.tell(event)).err().unwrap_or(raised)
    }

    /// Tells that a handler of the frame on top gets an exception.
    #[cold]
    pub(crate) fn tell_handled(&mut self, raised: Raised) -> Raised {
        self.tell_of_end(raised, |raised| Event::Handled(raised))
    }

    /// Tells that an exception ends the frame on top.
    #[cold]
    pub(crate) fn tell_unwound(&mut self, raised: Raised) -> Raised {
        self.tell_of_end(raised, |raised| Event::Unwind(raised))
    }

    fn tell_of_end(&mut self, raised: Raised, event: impl FnOnce(&Raised) -> Event<'_>) -> Raised {
        if !self.is_heard() {
            return raised;
        }
        self.tell(event(&raised)).err().unwrap_or(raised)
    }

    /// Whether somebody hears the frame on top.
    fn is_heard(&self) -> bool {
        let heard = || self.current().is_some_and(|frame| self.hears(frame));
        self.is_listened_to() && !self.tracing.telling && heard()
    }

    /// Tells all who listen of an event in the frame on top: the tools, who profiles, who traces.
    fn tell(&mut self, event: Event<'_>) -> PyResult<()> {
        let Some(frame) = self.current() else { return Ok(()) };
        self.tell_tools(event, frame.code(), frame.instruction())?;
        if event.is_for_profile() {
            self.tell_profile(event)?;
        }
        match self.current_frame_object() {
            Some(frame) if event.name().is_some() => self.tell_trace(&frame, event),
            _ => Ok(()),
        }
    }

    /// Tells who profiles the thread. One that raises is not told any more.
    fn tell_profile(&mut self, event: Event<'_>) -> PyResult<()> {
        let Some(profile) = self.tracing.profile.clone() else { return Ok(()) };
        let Some(frame) = self.current_frame_object() else { return Ok(()) };
        let told = self.while_telling(|vm| (profile.tell)(vm, &profile.object, &frame, event));
        if told.is_err() {
            self.set_profiler(None)?;
        }
        told
    }

    /// Tells the function that traces the thread of a call, or the one that traces the frame of its other events. One
    /// that raises is not told any more.
    fn tell_trace(&mut self, frame: &Typed<FrameObject>, event: Event<'_>) -> PyResult<()> {
        let Some(global) = self.tracing.trace.clone() else { return Ok(()) };
        let function = if event.is_entry() { Some(global) } else { frame.trace.get() };
        let Some(function) = function else { return Ok(()) };
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

    /// Does what a listener does itself, of which nobody is told.
    pub(super) fn while_telling<T>(&mut self, tell: impl FnOnce(&mut Vm) -> T) -> T {
        let before = std::mem::replace(&mut self.tracing.telling, true);
        let result = tell(self);
        self.tracing.telling = before;
        result
    }

    /// Calls a trace or profile function.
    pub(super) fn call_listener(
        &mut self,
        function: &Object,
        frame: &Typed<FrameObject>,
        event: Event<'_>,
    ) -> PyResult<Ref> {
        let name = self.intern(event.name().unwrap_or_default());
        let argument = event.argument(self);
        self.call_positional(function, &[frame.as_object(), name.as_object(), &argument])
    }
}

/// Whether an instruction stands before what a function does: those who listen hear of the call after these.
fn is_prologue(word: Word) -> bool {
    matches!(word.opcode(), Opcode::MAKE_CELL | Opcode::COPY_FREE_VARS | Opcode::RETURN_GENERATOR)
}

fn is_jump(role: Role) -> bool {
    matches!(role, Role::Jump | Role::LongJump)
}

/// Whether an instruction is of no line that a program has: it serves the one before, or the one that it leads to.
fn begins_no_line(word: Word) -> bool {
    match word.opcode() {
        Opcode::JUMP | Opcode::JUMP_BACK | Opcode::CLEAR => word.x() == 0,
        Opcode::SEND | Opcode::PUSH_HANDLED | Opcode::POP_HANDLED | Opcode::RERAISE => true,
        Opcode::YIELD => word.c() != NO_DELEGATE,
        Opcode::RETURN => word.x() == 1,
        _ => false,
    }
}
