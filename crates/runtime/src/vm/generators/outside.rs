//! What native code does with generators: next, send, throw, close, and their end.

use pellucid_bytecode::Opcode;
use pellucid_heap::{Object, Ref, Typed};

use super::NO_DELEGATE;
use crate::builtins::{FrameObject, Generator, GeneratorKind, GeneratorState, Traceback};
use crate::errors::BaseException;
use crate::object::{ObjectExt, TypeFlags, TypeLookup, as_type};
use crate::vm::frame::FrameFlags;
use crate::{PyResult, Raised, Vm};

/// What is thrown into a generator: an exception, or the arguments of `throw`, of which one is made where they arrive.
#[derive(Clone)]
pub(crate) enum Thrown<'a> {
    Exception(Raised),
    Arguments(&'a Object, Option<&'a Object>, Option<&'a Object>),
}

impl Thrown<'_> {
    fn is_generator_exit(&self, vm: &Vm) -> bool {
        let exit = &vm.types.generator_exit;
        match self {
            Thrown::Exception(raised) => raised.is_instance(vm, exit),
            Thrown::Arguments(class, ..) => match as_type(class) {
                Some(class) => class.is_subclass_of(vm, exit),
                None => class.class().is_subclass_of(vm, exit),
            },
        }
    }

    fn into_raised(self, vm: &mut Vm) -> PyResult<Raised> {
        match self {
            Thrown::Exception(raised) => Ok(raised),
            Thrown::Arguments(class, value, traceback) => {
                vm.exception_to_throw(class, value, traceback)
            }
        }
    }
}

impl Vm {
    /// Resumes a generator with a value; `Err` of the inner result is what it has returned.
    pub(super) fn resume(
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

    pub(super) fn outcome(&self, generator: &Typed<Generator>, result: Ref) -> Result<Ref, Ref> {
        if generator.is_finished() { Err(result) } else { Ok(result) }
    }

    #[cold]
    pub(super) fn already_executing(&mut self, generator: &Typed<Generator>) -> Raised {
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
    pub(super) fn ended(&mut self, generator: &Typed<Generator>, value: Ref) -> Raised {
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
        thrown: Thrown<'_>,
    ) -> PyResult<Ref> {
        if let Some(delegate) = self.generator_delegate(generator) {
            return self.throw_through(generator, &delegate, thrown);
        }
        let raised = thrown.into_raised(self)?;
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
        self.throw_into(generator, raised)
    }

    fn throw_into(&mut self, generator: &Typed<Generator>, raised: Raised) -> PyResult<Ref> {
        match self.throw_here(generator, raised)? {
            Ok(value) => Ok(value),
            Err(value) => Err(self.ended(generator, value)),
        }
    }

    /// What a generator waits for is asked first: closed by GeneratorExit, else thrown to, with the arguments as they are.
    fn throw_through(
        &mut self,
        generator: &Typed<Generator>,
        delegate: &Object,
        thrown: Thrown<'_>,
    ) -> PyResult<Ref> {
        // Its frame is the caller of what the delegate runs.
        self.check_native_stack("")?;
        self.resume_frame(generator, FrameFlags::ENTRY, 0)?;
        if thrown.is_generator_exit(self) {
            let closed = self.close_delegate(delegate);
            self.suspend();
            let raised = match closed {
                Ok(()) => thrown.into_raised(self)?,
                Err(other) => other,
            };
            return self.throw_into(generator, raised);
        }
        let answer = self.throw_delegate(delegate, &thrown);
        self.suspend();
        match answer {
            Ok(Some(Ok(value))) => Ok(value),
            Ok(Some(Err(other))) => self.throw_into(generator, other),
            Ok(None) => {
                let raised = thrown.into_raised(self)?;
                self.throw_into(generator, raised)
            }
            // Asking for the method has failed: nobody has been thrown to.
            Err(other) => Err(other),
        }
    }

    pub(super) fn throw_here(
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

    pub(super) fn close_delegate(&mut self, delegate: &Object) -> PyResult<()> {
        if let Some(generator) = delegate.downcast::<Generator>()
            && generator.kind != GeneratorKind::AsyncGenerator
        {
            return self.generator_close(generator).map(drop);
        }
        let name = self.names.close.clone();
        match self.find_attribute(delegate, &name) {
            Ok(Some(close)) => self.call_positional(&close, &[]).map(drop),
            Ok(None) => Ok(()),
            Err(raised) => {
                self.report_unraisable_while(raised, "closing generator", delegate);
                Ok(())
            }
        }
    }

    /// The answer of what is delegated to; `None` if it has no `throw`. An error of looking for that comes by itself.
    fn throw_delegate(
        &mut self,
        delegate: &Object,
        thrown: &Thrown<'_>,
    ) -> PyResult<Option<PyResult<Ref>>> {
        if let Some(generator) = delegate.downcast::<Generator>()
            && generator.kind != GeneratorKind::AsyncGenerator
        {
            return Ok(Some(self.generator_throw(generator, thrown.clone())));
        }
        let name = self.names.throw.clone();
        let Some(throw) = self.find_attribute(delegate, &name)? else { return Ok(None) };
        Ok(Some(match thrown {
            Thrown::Exception(raised) => self.call_positional(&throw, &[raised.0.as_object()]),
            Thrown::Arguments(class, value, traceback) => {
                let given = [Some(*class), *value, *traceback];
                let arguments: Vec<&Object> = given.into_iter().flatten().collect();
                self.call_positional(&throw, &arguments)
            }
        }))
    }

    /// `generator.close()`
    pub(crate) fn generator_close(&mut self, generator: &Typed<Generator>) -> PyResult<Ref> {
        match generator.state.get() {
            GeneratorState::Created => {
                self.end_suspended(generator);
                return Ok(self.none());
            }
            GeneratorState::Finished => return Ok(self.none()),
            GeneratorState::Running => return Err(self.already_executing(generator)),
            GeneratorState::Suspended => {}
        }
        // Where nothing would handle the exception, and nobody looks at the frame, its end is all there is to see.
        let waiting_at = generator.instruction.get().saturating_sub(1);
        if generator.code.unit.handler(waiting_at).is_none() && generator.frame.is_empty() {
            self.end_suspended(generator);
            return Ok(self.none());
        }
        let class = self.types.generator_exit.clone();
        let exit = self.raise_with(&class, Vec::new());
        match self.generator_throw(generator, Thrown::Exception(exit)) {
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

    /// Ends a generator whose body has nothing to do at its end. A frame object takes the registers over.
    fn end_suspended(&mut self, generator: &Typed<Generator>) {
        generator.state.set(GeneratorState::Finished);
        drop(generator.handled.take(self));
        let mut values = Vec::with_capacity(generator.registers().len());
        for register in generator.registers() {
            values.push(register.take(self));
        }
        let values = crate::builtins::frame::EndedRegisters::from(values);
        if let Some(frame) = generator.frame.take(self) {
            frame.suspended.set(0);
            drop(frame.registers.replace(self, values));
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
        generator.registers().get(word.c() as usize)?.get()
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
                frame.instruction.set(generator.instruction.get().saturating_sub(1));
                frame.suspended.set(generator.address());
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
    fn exception_to_throw(
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
        let closed = self.generator_close(generator).map(drop);
        // Nobody asks one a second time that goes on all the same: a frame object keeps what it holds now.
        if !generator.is_finished()
            && let Some(frame) = generator.frame.get()
        {
            let held: Vec<_> =
                generator.registers().iter().map(|register| register.get()).collect();
            drop(frame.registers.replace(self, held.into()));
        }
        closed
    }
}
