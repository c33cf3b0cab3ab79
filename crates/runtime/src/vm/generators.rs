//! Suspending and resuming: generators, coroutines, asynchronous generators.

mod outside;

pub(crate) use outside::Thrown;

use pellucid_bytecode::Opcode;
use pellucid_heap::{Ref, Typed};

use crate::builtins::{FrameObject, Generator, GeneratorKind, GeneratorState};
use crate::vm::frame::{Frame, FrameFlags};
use crate::{PyResult, Raised, Vm};

/// A `YIELD` that delegates to nobody.
pub(super) const NO_DELEGATE: u16 = u16::MAX;

impl Vm {
    /// Makes a generator of the frame on top, which ends.
    pub(crate) fn suspend_new(&mut self) -> Ref {
        // SAFETY: called by an instruction of the live frame on top.
        let frame = unsafe { &mut *self.frame };
        if frame.locals.is_some() {
            // Of module code that awaits: the frame object keeps the mapping while the coroutine waits.
            drop(self.current_frame_object());
        }
        let registers = self.take_registers();
        let instruction = frame.instruction() + 1;
        let (function, code) = (frame.function().to_ref(), frame.code().to_ref());
        let generator = Generator::object(self, function, code, instruction, registers);
        if let Some(object) = frame.object.take() {
            self.detach_frame_object(&generator, &object, frame.instruction());
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

    fn detach_frame_object(
        &mut self,
        generator: &Typed<Generator>,
        object: &Typed<FrameObject>,
        instruction: usize,
    ) {
        object.record.set(0);
        object.instruction.set(instruction);
        object.suspended.set(generator.address());
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
        let mut flags = flags | FrameFlags::GENERATOR;
        if self.frame >= self.frame_limit {
            self.resume_watched(code)?;
            flags |= FrameFlags::UNTOLD;
        }
        let top = self.top();
        let object = if generator.frame.is_empty() { None } else { generator.frame.get() };
        let locals = object.as_ref().and_then(|object| object.locals.get());
        if object.is_some() {
            flags |= FrameFlags::EXTRAS;
        }
        // SAFETY: there is room for a record, and the generator holds its code and its registers.
        unsafe {
            self.push(Frame {
                code: std::ptr::from_ref(code),
                function: &raw const *generator.function,
                pc: code.unit.words.as_ptr().wrapping_add(generator.instruction.get()),
                base: generator.registers().as_ptr().cast_mut().cast(),
                top,
                keep: Some(generator.as_object().to_ref()),
                locals,
                object: object.clone(),
                out,
                flags,
            });
        }
        if let Some(object) = object {
            object.record.set(self.frame as usize);
            object.suspended.set(0);
        }
        generator.state.set(GeneratorState::Running);
        let handled = generator.handled.take(self);
        self.handled.push(handled);
        if flags.contains(FrameFlags::UNTOLD) {
            self.watch_new_frame();
        }
        Ok(())
    }

    /// Where the value that is sent into a frame that was suspended goes: the register of the `YIELD` it stands behind.
    #[inline(always)]
    pub(crate) fn deliver_sent(&mut self, value: Ref) {
        // SAFETY: called for the live frame that has just been resumed.
        let frame = unsafe { &mut *self.frame };
        let word = frame.last_word();
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
            // The record of a generator keeps the generator.
            let Some(keep) = keep else { return };
            let generator: &Typed<Generator> = keep.downcast_unchecked();
            generator.instruction.set(frame.instruction() + 1);
            if frame.flags.contains(FrameFlags::EXTRAS)
                && let Some(object) = frame.object.take()
            {
                self.detach_frame_object(generator, &object, frame.instruction());
                generator.frame.set(self, Some(object));
                drop(frame.locals.take());
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
}
