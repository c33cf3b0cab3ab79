//! Suspending and resuming: generators, coroutines, asynchronous generators.

use pellucid_bytecode::{Opcode, Word};
use pellucid_heap::{Object, Ref, Typed};

use crate::builtins::{FrameObject, Generator, GeneratorKind, GeneratorState, Traceback};
use crate::errors::BaseException;
use crate::object::{ObjectExt, TypeFlags, TypeLookup, as_type};
use crate::vm::frame::{Frame, FrameFlags};
use crate::vm::stack::Register;
use crate::{PyResult, Raised, Vm};

/// A `YIELD` that delegates to nobody.
const NO_DELEGATE: u16 = u16::MAX;

/// Moves registers to places that are empty. There are few, so that moving each beats a call to copy them all.
///
/// # Safety
/// Both ranges must be valid and must not overlap.
#[inline(always)]
unsafe fn move_registers(from: *mut Register, to: *mut Register, count: usize) {
    for index in 0..count {
        // SAFETY: as the caller states.
        unsafe { to.add(index).write((*from.add(index)).take()) };
    }
}

impl Vm {
    /// Makes a generator of the frame on top, which ends.
    pub(crate) fn suspend_new(&mut self) -> Ref {
        // SAFETY: called by an instruction of the live frame on top.
        let frame = unsafe { &mut *self.frame };
        let registers = self.take_registers();
        let instruction = frame.instruction() + 1;
        let (function, code) = (frame.function().to_ref(), frame.code().to_ref());
        let generator = Generator::object(self, function, code, instruction, registers);
        if let Some(object) = frame.object.take() {
            self.detach_frame_object(&object, frame.instruction());
            generator.frame.set(self, Some(object));
        }
        self.pop_frame();
        if generator.kind == GeneratorKind::Coroutine && self.coroutine_origin_depth != 0 {
            let origin = self.coroutine_origin();
            generator.origin.set(self, Some(origin));
        }
        generator.into_object()
    }

    fn coroutine_origin(&mut self) -> Ref {
        let mut rows = Vec::new();
        for depth in 0..self.coroutine_origin_depth {
            let Some(record) = self.frame_at(depth) else { break };
            // SAFETY: `frame_at` gives live records.
            let frame = unsafe { &*record };
            let (file, name) = (frame.code().file_name(), frame.code().name.clone());
            let line = self.new_int(i64::from(frame.line().unwrap_or(0)));
            rows.push(
                self.new_tuple(vec![file.into_object(), line, name.into_object()]).into_object(),
            );
        }
        self.new_tuple(rows).into_object()
    }

    fn detach_frame_object(&mut self, object: &Typed<FrameObject>, instruction: usize) {
        object.record.set(0);
        object.instruction.set(instruction);
        object.suspended.set(true);
        drop(object.replaced.replace(self, Vec::new()));
    }

    /// Pushes the frame of a generator that is not running.
    pub(crate) fn resume_frame(
        &mut self,
        generator: &Typed<Generator>,
        flags: FrameFlags,
        out: u16,
    ) -> PyResult<()> {
        let code = &*generator.code;
        let base = self.top();
        let count = code.registers as usize;
        if base.wrapping_add(count) > self.stack.registers_end() || self.frame >= self.frame_limit {
            return Err(self.recursion_exceeded());
        }
        let object = if generator.frame.is_empty() { None } else { generator.frame.get() };
        // SAFETY: there is room above the top for registers and record; the generator holds the code.
        unsafe {
            let saved = match &object {
                Some(object) if !object.registers.get(self).is_empty() => {
                    object.registers.get_mut(self)
                }
                _ => generator.registers.get_mut(self),
            };
            // Above the top the registers are empty, and so are those of a generator that runs.
            move_registers(saved.as_mut_ptr(), base, saved.len().min(count));
            if let Some(object) = &object {
                drop(object.registers.replace(self, Vec::new()));
            }
            let mut flags = flags | FrameFlags::GENERATOR;
            if object.is_some() {
                flags |= FrameFlags::EXTRAS;
            }
            self.push(Frame {
                code: std::ptr::from_ref(code),
                function: &raw const *generator.function,
                pc: code.words.as_ptr().wrapping_add(generator.instruction.get()),
                base,
                keep: Some(generator.as_object().to_ref()),
                locals: None,
                object: object.clone(),
                out,
                flags,
            });
        }
        if let Some(object) = object {
            object.record.set(self.frame as usize);
            object.suspended.set(false);
        }
        generator.state.set(GeneratorState::Running);
        let handled = generator.handled.take(self);
        self.handled.push(handled);
        Ok(())
    }

    /// Where the value that is sent into a frame that was suspended goes: the register of the `YIELD` it stands behind.
    #[inline(always)]
    pub(crate) fn deliver_sent(&mut self, value: Ref) {
        // SAFETY: called for the live frame that has just been resumed.
        let frame = unsafe { &mut *self.frame };
        // SAFETY: it has been suspended by an instruction, so the instruction before the next one is in the code.
        let word = Word(unsafe { (*frame.pc.wrapping_sub(1)).get() });
        if word.opcode() == Opcode::YIELD {
            // SAFETY: the code has checked the register.
            drop(unsafe { (*frame.base.wrapping_add(word.a() as usize)).replace(value) });
        }
    }

    /// Suspends the generator whose frame is on top; its record is popped.
    pub(crate) fn suspend(&mut self) {
        // SAFETY: called by an instruction of the live frame on top, which is a generator's.
        unsafe {
            let frame = &mut *self.frame;
            let keep = frame.keep.take();
            let Some(generator) = keep.as_ref().and_then(|keep| keep.downcast::<Generator>())
            else {
                return;
            };
            let count = frame.code().registers as usize;
            let saved = generator.registers.get_mut(self);
            if saved.len() < count {
                saved.resize(count, None);
            }
            // What is overwritten is empty: the registers were moved out when the frame was pushed.
            move_registers(frame.base, saved.as_mut_ptr(), count);
            generator.instruction.set(frame.instruction() + 1);
            if frame.flags.contains(FrameFlags::EXTRAS)
                && let Some(object) = frame.object.take()
            {
                let registers = std::mem::take(generator.registers.get_mut(self));
                drop(object.registers.replace(self, registers));
                self.detach_frame_object(&object, frame.instruction());
                generator.frame.set(self, Some(object));
            }
            self.frame = self.frame.wrapping_sub(1);
            let handled = self.handled.pop().flatten();
            drop(generator.handled.replace(self, handled));
            generator.state.set(GeneratorState::Suspended);
        }
    }

    /// Ends the generator whose frame is on top.
    pub(crate) fn finish_generator(&mut self) {
        // SAFETY: called for the live frame on top, which is a generator's.
        let keep = unsafe { (*self.frame).keep.clone() };
        drop(self.handled.pop());
        if let Some(generator) = keep.as_ref().and_then(|keep| keep.downcast::<Generator>()) {
            generator.state.set(GeneratorState::Finished);
            let frame = generator.frame.take(self);
            self.pop_frame();
            drop(frame);
            drop(std::mem::take(generator.registers.get_mut(self)));
        } else {
            self.pop_frame();
        }
    }

    /// Ends the generator on top whose body has raised: StopIteration must not pass for its end.
    pub(crate) fn fail_generator(&mut self, raised: Raised) -> Raised {
        // SAFETY: called for the live frame on top, which is a generator's.
        let keep = unsafe { (*self.frame).keep.clone() };
        self.finish_generator();
        let Some(generator) = keep.as_ref().and_then(|keep| keep.downcast::<Generator>()) else {
            return raised;
        };
        let stop = raised.is_plain_stop_iteration(self);
        let asynchronous = generator.kind == GeneratorKind::AsyncGenerator
            && raised.is_instance(self, &self.types.stop_async_iteration);
        if !stop && !asynchronous {
            return raised;
        }
        let what = generator.what();
        let message = if stop {
            format!("{what} raised StopIteration")
        } else {
            "async generator raised StopAsyncIteration".to_owned()
        };
        let error = self.runtime_error(message);
        error.0.cause.set(self, Some(raised.0.clone()));
        error.0.context.set(self, Some(raised.0));
        error.0.suppress_context.set(true);
        error
    }

    // --- from native code ---

    /// Resumes a generator with a value; `Err` of the inner result is what it has returned.
    fn resume(
        &mut self,
        generator: &Typed<Generator>,
        value: &Object,
    ) -> PyResult<Result<Ref, Ref>> {
        match generator.state.get() {
            GeneratorState::Running => return Err(self.already_executing(generator)),
            GeneratorState::Finished => {
                return match generator.kind {
                    GeneratorKind::Coroutine => {
                        Err(self.runtime_error("cannot reuse already awaited coroutine"))
                    }
                    _ => Ok(Err(self.none())),
                };
            }
            GeneratorState::Created if !self.is_none(value) => {
                let what = generator.what();
                return Err(
                    self.type_error(format!("can't send non-None value to a just-started {what}"))
                );
            }
            _ => {}
        }
        self.check_native_stack("")?;
        let sent = generator.state.get() == GeneratorState::Suspended;
        self.resume_frame(generator, FrameFlags::ENTRY, 0)?;
        if sent {
            self.deliver_sent(value.to_ref());
        }
        let result = self.run()?;
        Ok(self.outcome(generator, result))
    }

    fn outcome(&self, generator: &Typed<Generator>, result: Ref) -> Result<Ref, Ref> {
        if generator.is_finished() { Err(result) } else { Ok(result) }
    }

    #[cold]
    fn already_executing(&mut self, generator: &Typed<Generator>) -> Raised {
        let what = generator.what();
        let message = match generator.kind {
            GeneratorKind::AsyncGenerator => {
                "anext(): asynchronous generator is already running".to_owned()
            }
            _ => format!("{what} already executing"),
        };
        self.value_error(message)
    }

    /// What the end of a generator is to who has asked for the next value.
    fn ended(&mut self, generator: &Typed<Generator>, value: Ref) -> Raised {
        if generator.kind == GeneratorKind::AsyncGenerator {
            return self.stop_async_iteration();
        }
        if self.is_none(&value) {
            return self.stop_iteration(None);
        }
        let class = self.types.stop_iteration.clone();
        self.raise_with(&class, vec![value])
    }

    /// StopAsyncIteration
    pub(crate) fn stop_async_iteration(&mut self) -> Raised {
        let class = self.types.stop_async_iteration.clone();
        self.raise_with(&class, Vec::new())
    }

    /// The next item of a generator, `None` at its end, whatever it has returned.
    pub(crate) fn generator_item(&mut self, generator: &Typed<Generator>) -> PyResult<Option<Ref>> {
        let none = self.none();
        self.resume(generator, &none).map(Result::ok)
    }

    /// `next(generator)`: `None` at its end, or StopIteration with what it has returned.
    pub(crate) fn generator_next(&mut self, generator: &Typed<Generator>) -> PyResult<Option<Ref>> {
        let none = self.none();
        match self.resume(generator, &none)? {
            Ok(value) => Ok(Some(value)),
            Err(value) if self.is_none(&value) => Ok(None),
            Err(value) => Err(self.ended(generator, value)),
        }
    }

    /// `generator.send(value)`
    pub(crate) fn generator_send(
        &mut self,
        generator: &Typed<Generator>,
        value: &Object,
    ) -> PyResult<Ref> {
        match self.resume(generator, value)? {
            Ok(value) => Ok(value),
            Err(value) => Err(self.ended(generator, value)),
        }
    }

    /// `generator.throw(exception)`
    pub(crate) fn generator_throw(
        &mut self,
        generator: &Typed<Generator>,
        raised: Raised,
    ) -> PyResult<Ref> {
        match generator.state.get() {
            GeneratorState::Running => return Err(self.already_executing(generator)),
            GeneratorState::Finished => {
                return match generator.kind {
                    GeneratorKind::Coroutine => {
                        Err(self.runtime_error("cannot reuse already awaited coroutine"))
                    }
                    _ => Err(raised),
                };
            }
            _ => {}
        }
        let mut raised = raised;
        if let Some(delegate) = self.generator_delegate(generator) {
            if raised.is_instance(self, &self.types.generator_exit) {
                generator.state.set(GeneratorState::Running);
                let closed = self.close_delegate(&delegate);
                generator.state.set(GeneratorState::Suspended);
                if let Err(other) = closed {
                    raised = other;
                }
            } else {
                generator.state.set(GeneratorState::Running);
                let thrown = self.throw_delegate(&delegate, &raised);
                generator.state.set(GeneratorState::Suspended);
                match thrown {
                    None => {}
                    Some(Ok(value)) => return Ok(value),
                    Some(Err(other)) => raised = other,
                }
            }
        }
        match self.throw_here(generator, raised)? {
            Ok(value) => Ok(value),
            Err(value) => Err(self.ended(generator, value)),
        }
    }

    fn throw_here(
        &mut self,
        generator: &Typed<Generator>,
        raised: Raised,
    ) -> PyResult<Result<Ref, Ref>> {
        self.check_native_stack("")?;
        self.resume_frame(generator, FrameFlags::ENTRY, 0)?;
        if raised.0.context.is_empty() {
            let exception = raised.0.clone();
            self.set_context(&exception);
        }
        self.unwind(raised, false)?;
        let result = self.run()?;
        Ok(self.outcome(generator, result))
    }

    fn close_delegate(&mut self, delegate: &Object) -> PyResult<()> {
        if let Some(generator) = delegate.downcast::<Generator>()
            && generator.kind != GeneratorKind::AsyncGenerator
        {
            return self.generator_close(generator).map(drop);
        }
        let name = self.names.close.clone();
        match self.find_attribute(delegate, &name)? {
            Some(close) => self.call_positional(&close, &[]).map(drop),
            None => Ok(()),
        }
    }

    fn throw_delegate(&mut self, delegate: &Object, raised: &Raised) -> Option<PyResult<Ref>> {
        if let Some(generator) = delegate.downcast::<Generator>()
            && generator.kind != GeneratorKind::AsyncGenerator
        {
            return Some(self.generator_throw(generator, raised.clone()));
        }
        let name = self.names.throw.clone();
        match self.find_attribute(delegate, &name) {
            Ok(Some(throw)) => Some(self.call_positional(&throw, &[raised.0.as_object()])),
            Ok(None) => None,
            Err(other) => Some(Err(other)),
        }
    }

    /// `generator.close()`
    pub(crate) fn generator_close(&mut self, generator: &Typed<Generator>) -> PyResult<Ref> {
        match generator.state.get() {
            GeneratorState::Created => {
                generator.state.set(GeneratorState::Finished);
                drop(generator.registers.replace(self, Vec::new()));
                return Ok(self.none());
            }
            GeneratorState::Finished => return Ok(self.none()),
            GeneratorState::Running => return Err(self.already_executing(generator)),
            GeneratorState::Suspended => {}
        }
        // Where nothing would handle the exception, and nobody looks at the frame, its end is all there is to see.
        let waiting_at = generator.instruction.get().saturating_sub(1);
        if generator.code.unit.handler(waiting_at).is_none() && generator.frame.is_empty() {
            generator.state.set(GeneratorState::Finished);
            drop(generator.handled.take(self));
            drop(generator.registers.replace(self, Vec::new()));
            return Ok(self.none());
        }
        let class = self.types.generator_exit.clone();
        let exit = self.raise_with(&class, Vec::new());
        match self.generator_throw(generator, exit) {
            Ok(_) => {
                let what = generator.what();
                Err(self.runtime_error(format!("{what} ignored GeneratorExit")))
            }
            Err(raised) if raised.is_plain_stop_iteration(self) => Ok(self.stop_value(&raised.0)),
            Err(raised)
                if raised.is_instance(self, &self.types.generator_exit)
                    || raised.is_instance(self, &self.types.stop_async_iteration) =>
            {
                Ok(self.none())
            }
            Err(raised) => Err(raised),
        }
    }

    /// The value of a StopIteration.
    pub(crate) fn stop_value(&mut self, exception: &Typed<BaseException>) -> Ref {
        let first = exception.args.get().and_then(|args| args.items().first().cloned());
        first.unwrap_or_else(|| self.none())
    }

    /// The iterator that a suspended generator delegates to.
    pub(crate) fn generator_delegate(&self, generator: &Generator) -> Option<Ref> {
        if generator.state.get() != GeneratorState::Suspended {
            return None;
        }
        let index = generator.instruction.get().checked_sub(1)?;
        let word = generator.code.unit.words.get(index)?;
        if word.opcode() != Opcode::YIELD || word.c() == NO_DELEGATE {
            return None;
        }
        let register = word.c() as usize;
        let frame = generator.frame.borrow(self);
        let saved =
            frame.map(|frame| frame.registers.get(self)).filter(|registers| !registers.is_empty());
        saved.unwrap_or(generator.registers.get(self)).get(register)?.clone()
    }

    /// The frame object of a generator that has not ended.
    pub(crate) fn generator_frame(
        &mut self,
        generator: &Typed<Generator>,
    ) -> Option<Ref<FrameObject>> {
        match generator.state.get() {
            GeneratorState::Finished => None,
            GeneratorState::Running => {
                let depth = (0..self.depth()).find(|&depth| {
                    // SAFETY: `frame_at` gives live records.
                    self.frame_at(depth).is_some_and(|record| unsafe {
                        (*record).keep.as_ref().is_some_and(|keep| keep.is(generator))
                    })
                })?;
                self.frame_object_at(depth)
            }
            GeneratorState::Created | GeneratorState::Suspended => {
                if let Some(frame) = generator.frame.get() {
                    return Some(frame);
                }
                let frame =
                    FrameObject::object(self, generator.function.clone(), generator.code.clone());
                let registers = std::mem::take(generator.registers.get_mut(self));
                drop(frame.registers.replace(self, registers));
                frame.instruction.set(generator.instruction.get().saturating_sub(1));
                frame.suspended.set(true);
                generator.frame.set(self, Some(frame.clone()));
                Some(frame)
            }
        }
    }

    /// The warning about `throw(type, value, traceback)`.
    pub(crate) fn warn_of_throw(&mut self, method: &str) -> PyResult<()> {
        let category = self.types.deprecation_warning.clone();
        let message = format!(
            "the (type, exc, tb) signature of {method}() is deprecated, use the single-arg signature instead."
        );
        self.warn(&category, &message, 1)
    }

    /// The exception that `throw(class, value, traceback)` means.
    pub(crate) fn exception_to_throw(
        &mut self,
        class: &Object,
        value: Option<&Object>,
        traceback: Option<&Object>,
    ) -> PyResult<Raised> {
        let value = value.filter(|value| !self.is_none(value));
        let traceback = traceback.filter(|traceback| !self.is_none(traceback));
        if traceback.is_some_and(|traceback| !traceback.holds::<Traceback>()) {
            return Err(self.type_error("throw() third argument must be a traceback object"));
        }
        let raised = if let Some(exception) = class.downcast::<BaseException>() {
            if value.is_some() {
                return Err(self.type_error("instance exception may not have a separate value"));
            }
            Raised(exception.to_ref())
        } else if let Some(class) = as_type(class).filter(|class| class.has(TypeFlags::EXCEPTION)) {
            match value {
                Some(value) if value.class().is_subclass_of(self, class) => {
                    match value.to_ref().downcast_ref::<BaseException>() {
                        Ok(exception) => Raised(exception),
                        Err(_) => return Err(self.type_error("not an exception")),
                    }
                }
                Some(value) => match value.downcast::<crate::builtins::Tuple>() {
                    Some(arguments) => self.raise_with(class, arguments.items().to_vec()),
                    None => self.raise_with(class, vec![value.to_ref()]),
                },
                None => self.raise_with(class, Vec::new()),
            }
        } else {
            let other = class.class().name(self);
            return Err(self.type_error(format!(
                "exceptions must be classes or instances deriving from BaseException, not {other}"
            )));
        };
        if let Some(traceback) = traceback {
            raised.0.traceback.set(self, Some(traceback.to_ref()));
        }
        Ok(raised)
    }

    /// Calls the first-iteration hook of `sys.set_asyncgen_hooks`.
    pub(crate) fn call_async_generator_hooks(
        &mut self,
        generator: &Typed<Generator>,
    ) -> PyResult<()> {
        if generator.hooks_called.replace(true) {
            return Ok(());
        }
        let (first, finalizer) = self.async_generator_hooks.clone();
        generator.finalizer.set(self, finalizer);
        match first {
            Some(first) => self.call_positional(&first, &[generator.as_object()]).map(drop),
            None => Ok(()),
        }
    }

    /// The end of a generator that nobody refers to any more.
    pub(crate) fn finalize_generator(&mut self, generator: &Typed<Generator>) -> PyResult<()> {
        if generator.kind == GeneratorKind::AsyncGenerator
            && let Some(finalizer) = generator.finalizer.get()
            && !generator.closed.get()
        {
            return self.call_positional(&finalizer, &[generator.as_object()]).map(drop);
        }
        if generator.kind == GeneratorKind::Coroutine
            && generator.state.get() == GeneratorState::Created
        {
            let name =
                generator.qualified_name.get().map_or_else(String::new, |name| name.to_string());
            let class = self.types.runtime_warning.clone();
            self.warn(&class, &format!("coroutine '{name}' was never awaited"), 1)?;
        }
        self.generator_close(generator).map(drop)
    }
}
