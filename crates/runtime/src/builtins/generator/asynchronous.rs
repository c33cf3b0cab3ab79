//! `async_generator`, and the awaitables of its `asend`, `athrow` and `aclose`.

use std::cell::Cell;

use super::attributes::repr;
use super::{Generator, GeneratorState};
use crate::builtins::generic_alias::Subscriptable;
use crate::object::{Slots, TypeSpec};
use crate::prelude::*;
use crate::vm::generators::Thrown;

/// The type `async_generator`.
pub static ASYNC_GENERATOR_SPEC: TypeSpec = TypeSpec {
    slots: fill,
    methods: &[Generator::ASYNC_METHODS, Subscriptable::METHODS],
    getsets: &[Generator::ASYNC_STATE_GETSETS, Generator::NAMES_GETSETS, Generator::ASYNC_GETSETS],
    ..TypeSpec::new::<Generator>("async_generator")
};

fn fill(slots: &mut Slots) {
    slots.repr = Some(repr);
    slots.async_iter = Some(|_, object| Ok(object.to_ref()));
    slots.async_next = Some(|vm, object| {
        let Some(generator) = object.downcast::<Generator>() else {
            return Err(vm.type_error("not an async generator"));
        };
        let none = vm.none();
        AsyncStep::object(vm, generator, Action::Send(Slot::new(Some(none))))
    });
}

/// A value that an asynchronous generator has yielded, as opposed to what it awaits.
#[derive(Trace)]
pub struct WrappedValue {
    pub(crate) value: Ref,
}

/// The type of wrapped values; never seen by programs.
pub static WRAPPED_SPEC: TypeSpec = TypeSpec::new::<WrappedValue>("async_generator_wrapped_value");

#[derive(Trace)]
#[payload(none)]
enum Action {
    Send(Slot),
    Throw(Ref, Option<Ref>, Option<Ref>),
    Close,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    Created,
    Iterating,
    Closed,
}

/// The awaitable of one step of an asynchronous generator.
#[derive(Trace)]
pub struct AsyncStep {
    generator: Ref<Generator>,
    action: Action,
    #[trace(skip)]
    progress: Cell<Progress>,
}

/// The type of what `asend` and `__anext__` give.
pub static STEP_SPEC: TypeSpec = TypeSpec {
    slots: fill_step,
    methods: &[AsyncStep::METHODS],
    ..TypeSpec::new::<AsyncStep>("async_generator_asend")
};

/// The type of what `athrow` and `aclose` give.
pub static THROW_SPEC: TypeSpec = TypeSpec {
    slots: fill_step,
    methods: &[AsyncStep::METHODS],
    ..TypeSpec::new::<AsyncStep>("async_generator_athrow")
};

fn fill_step(slots: &mut Slots) {
    slots.iter = Some(|_, object| Ok(object.to_ref()));
    slots.await_ = Some(|_, object| Ok(object.to_ref()));
    slots.next = Some(|vm, object| {
        let Some(step) = object.downcast::<AsyncStep>() else { return Ok(None) };
        let none = vm.none();
        step.send_value(vm, &none).map(Some)
    });
}

impl AsyncStep {
    fn object(vm: &mut Vm, generator: &Typed<Generator>, action: Action) -> PyResult<Ref> {
        vm.call_async_generator_hooks(generator)?;
        let class = if matches!(action, Action::Send(_)) {
            &vm.types.async_step
        } else {
            &vm.types.async_throw
        };
        let step = AsyncStep {
            generator: generator.to_ref(),
            action,
            progress: Cell::new(Progress::Created),
        };
        Ok(vm.new_object(class, step).into_object())
    }

    fn name(&self) -> &'static str {
        match self.action {
            Action::Send(_) => "__anext__()/asend()",
            Action::Throw(..) | Action::Close => "aclose()/athrow()",
        }
    }

    fn begin(&self, vm: &mut Vm) -> PyResult<()> {
        if self.generator.busy.get() {
            self.progress.set(Progress::Closed);
            let name = match self.action {
                Action::Send(_) => "anext(): asynchronous generator is already running",
                Action::Throw(..) => "athrow(): asynchronous generator is already running",
                Action::Close => "aclose(): asynchronous generator is already running",
            };
            return Err(vm.runtime_error(name));
        }
        self.generator.busy.set(true);
        self.progress.set(Progress::Iterating);
        Ok(())
    }

    fn end(&self) {
        self.progress.set(Progress::Closed);
        self.generator.busy.set(false);
    }

    fn send_value(&self, vm: &mut Vm, value: &Object) -> PyResult<Ref> {
        if self.progress.get() == Progress::Closed {
            return Err(vm.runtime_error(format!("cannot reuse already awaited {}", self.name())));
        }
        let first = self.progress.get() == Progress::Created;
        let result = match &self.action {
            Action::Send(sent) => {
                if first {
                    self.begin(vm)?;
                }
                let value = if first && vm.is_none(value) {
                    sent.get().unwrap_or_else(|| vm.none())
                } else {
                    value.to_ref()
                };
                vm.generator_send(&self.generator, &value)
            }
            Action::Throw(..) | Action::Close if first => return self.throw_first(vm, value),
            Action::Throw(..) | Action::Close => vm.generator_send(&self.generator, value),
        };
        self.finish(vm, result)
    }

    fn throw_first(&self, vm: &mut Vm, value: &Object) -> PyResult<Ref> {
        if self.generator.closed.get() || self.generator.is_finished() {
            self.progress.set(Progress::Closed);
            return Err(match self.action {
                Action::Close => vm.stop_iteration(None),
                _ => vm.stop_async_iteration(),
            });
        }
        if !vm.is_none(value) {
            return Err(vm.runtime_error("can't send non-None value to a just-started coroutine"));
        }
        self.begin(vm)?;
        let thrown = match &self.action {
            Action::Throw(class, value, traceback) => {
                Thrown::Arguments(class, value.as_deref(), traceback.as_deref())
            }
            _ => {
                self.generator.closed.set(true);
                let class = vm.types.generator_exit.clone();
                Thrown::Exception(vm.raise_with(&class, Vec::new()))
            }
        };
        let result = vm.generator_throw(&self.generator, thrown);
        self.finish(vm, result)
    }

    /// What the generator's result means for whoever awaits this step.
    fn finish(&self, vm: &mut Vm, result: PyResult<Ref>) -> PyResult<Ref> {
        let closing = matches!(self.action, Action::Close);
        match result {
            Ok(value) => match value.downcast::<WrappedValue>() {
                Some(_) if closing => {
                    self.end();
                    Err(vm.runtime_error("async generator ignored GeneratorExit"))
                }
                Some(wrapped) => {
                    self.end();
                    Err(vm.stop_iteration(Some(wrapped.value.clone())))
                }
                None => Ok(value),
            },
            Err(raised) => {
                self.end();
                let ended = raised.is_instance(vm, &vm.types.stop_async_iteration)
                    || raised.is_instance(vm, &vm.types.generator_exit);
                if ended {
                    self.generator.closed.set(true);
                }
                if ended && closing {
                    return Err(vm.stop_iteration(None));
                }
                Err(raised)
            }
        }
    }
}

#[methods]
impl AsyncStep {
    #[method("send(self, value, /)", hidden)]
    fn send(vm: &mut Vm, step: &Typed<AsyncStep>, value: &Object) -> PyResult<Ref> {
        step.send_value(vm, value)
    }

    #[method("throw(self, type, value=None, traceback=None, /)", hidden)]
    fn throw(
        vm: &mut Vm,
        step: &Typed<AsyncStep>,
        class: &Object,
        value: Option<&Object>,
        traceback: Option<&Object>,
    ) -> PyResult<Ref> {
        if step.progress.get() == Progress::Closed {
            return Err(vm.runtime_error(format!("cannot reuse already awaited {}", step.name())));
        }
        if step.progress.get() == Progress::Created {
            step.begin(vm)?;
        }
        let thrown = Thrown::Arguments(class, value, traceback);
        let result = vm.generator_throw(&step.generator, thrown);
        step.finish(vm, result)
    }

    #[method("close(self, /)", hidden)]
    fn close(vm: &mut Vm, step: &Typed<AsyncStep>) -> PyResult<()> {
        match step.progress.get() {
            Progress::Closed => return Ok(()),
            Progress::Created => {
                step.progress.set(Progress::Closed);
                return Ok(());
            }
            Progress::Iterating => {}
        }
        let class = vm.types.generator_exit.clone();
        let exit = vm.raise_with(&class, Vec::new());
        let result = vm.generator_throw(&step.generator, Thrown::Exception(exit));
        match step.finish(vm, result) {
            Ok(_) => Err(vm.runtime_error("coroutine ignored GeneratorExit")),
            Err(raised)
                if raised.is_plain_stop_iteration(vm)
                    || raised.is_instance(vm, &vm.types.stop_async_iteration)
                    || raised.is_instance(vm, &vm.types.generator_exit) =>
            {
                Ok(())
            }
            Err(raised) => Err(raised),
        }
    }
}

#[methods(ASYNC)]
impl Generator {
    #[method("asend(self, value, /)", hidden)]
    fn asend(vm: &mut Vm, generator: &Typed<Generator>, value: &Object) -> PyResult<Ref> {
        AsyncStep::object(vm, generator, Action::Send(Slot::new(Some(value.to_ref()))))
    }

    #[method("athrow(self, type, value=None, traceback=None, /)", hidden)]
    fn athrow(
        vm: &mut Vm,
        generator: &Typed<Generator>,
        class: &Object,
        value: Option<&Object>,
        traceback: Option<&Object>,
    ) -> PyResult<Ref> {
        if value.is_some() || traceback.is_some() {
            vm.warn_of_throw("athrow")?;
        }
        let action =
            Action::Throw(class.to_ref(), value.map(Object::to_ref), traceback.map(Object::to_ref));
        AsyncStep::object(vm, generator, action)
    }

    #[method("aclose(self, /)", hidden)]
    fn aclose(vm: &mut Vm, generator: &Typed<Generator>) -> PyResult<Ref> {
        AsyncStep::object(vm, generator, Action::Close)
    }

    #[member("ag_running")]
    fn ag_running(vm: &mut Vm, generator: &Typed<Generator>) -> bool {
        let _ = vm;
        generator.busy.get() || generator.state.get() == GeneratorState::Running
    }
}
