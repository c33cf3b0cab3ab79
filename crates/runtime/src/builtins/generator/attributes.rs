//! The type `generator`, and what the three types have in common.

use super::{Generator, GeneratorState};
use crate::builtins::generic_alias::Subscriptable;
use crate::builtins::{Code, FrameObject};
use crate::object::{Slots, TypeSpec};
use crate::prelude::*;
use crate::vm::generators::Thrown;

/// The type `generator`.
pub static SPEC: TypeSpec = TypeSpec {
    slots: fill,
    methods: &[Generator::METHODS, Subscriptable::METHODS],
    getsets: &[Generator::PLAIN_GETSETS, Generator::NAMES_GETSETS],
    ..TypeSpec::new::<Generator>("generator")
};

fn fill(slots: &mut Slots) {
    slots.iter = Some(|_, object| Ok(object.to_ref()));
    slots.next = Some(|vm, object| match object.downcast::<Generator>() {
        Some(generator) => vm.generator_item(generator),
        None => Err(vm.type_error("not a generator")),
    });
    slots.repr = Some(repr);
}

pub(super) fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let Some(generator) = object.downcast::<Generator>() else {
        return Err(vm.type_error("not a generator"));
    };
    let name = generator.qualified_name.get().map_or_else(String::new, |name| name.to_string());
    let class = object.class().name(vm);
    Ok(vm.new_str(&format!("<{class} object {name} at {:#x}>", object.address())).into_object())
}

#[methods]
impl Generator {
    /// send(value) -> send 'value' into generator,
    /// return next yielded value or raise StopIteration.
    #[method("send(self, value, /)", hidden)]
    fn send(vm: &mut Vm, generator: &Typed<Generator>, value: &Object) -> PyResult<Ref> {
        vm.generator_send(generator, value)
    }

    /// throw(value)
    /// throw(type[,value[,tb]])
    ///
    /// Raise exception in generator, return next yielded value or raise
    /// StopIteration.
    /// the (type, val, tb) signature is deprecated,
    /// and may be removed in a future version of Python.
    #[method("throw(self, type, value=None, traceback=None, /)", hidden)]
    fn throw(
        vm: &mut Vm,
        generator: &Typed<Generator>,
        class: &Object,
        value: Option<&Object>,
        traceback: Option<&Object>,
    ) -> PyResult<Ref> {
        if value.is_some() || traceback.is_some() {
            vm.warn_of_throw("throw")?;
        }
        let thrown = Thrown::Arguments(class, value, traceback);
        vm.generator_throw(generator, thrown)
    }

    /// close() -> raise GeneratorExit inside generator.
    #[method("close(self, /)", hidden)]
    fn close(vm: &mut Vm, generator: &Typed<Generator>) -> PyResult<Ref> {
        vm.generator_close(generator)
    }
}

#[methods(PLAIN)]
impl Generator {
    #[getter("gi_running")]
    fn gi_running(vm: &mut Vm, generator: &Typed<Generator>) -> bool {
        let _ = vm;
        generator.state.get() == GeneratorState::Running
    }

    #[getter("gi_suspended")]
    fn gi_suspended(vm: &mut Vm, generator: &Typed<Generator>) -> bool {
        let _ = vm;
        generator.state.get() == GeneratorState::Suspended
    }

    #[getter("gi_code")]
    fn gi_code(vm: &mut Vm, generator: &Typed<Generator>) -> Ref<Code> {
        let _ = vm;
        generator.code.clone()
    }

    #[getter("gi_frame")]
    fn gi_frame(vm: &mut Vm, generator: &Typed<Generator>) -> Option<Ref<FrameObject>> {
        vm.generator_frame(generator)
    }

    #[getter("gi_yieldfrom")]
    fn gi_yieldfrom(vm: &mut Vm, generator: &Typed<Generator>) -> Option<Ref> {
        vm.generator_delegate(generator)
    }
}

#[methods(COROUTINE)]
impl Generator {
    #[getter("cr_running")]
    fn cr_running(vm: &mut Vm, generator: &Typed<Generator>) -> bool {
        let _ = vm;
        generator.state.get() == GeneratorState::Running
    }

    #[getter("cr_suspended")]
    fn cr_suspended(vm: &mut Vm, generator: &Typed<Generator>) -> bool {
        let _ = vm;
        generator.state.get() == GeneratorState::Suspended
    }

    #[getter("cr_code")]
    fn cr_code(vm: &mut Vm, generator: &Typed<Generator>) -> Ref<Code> {
        let _ = vm;
        generator.code.clone()
    }

    #[getter("cr_frame")]
    fn cr_frame(vm: &mut Vm, generator: &Typed<Generator>) -> Option<Ref<FrameObject>> {
        vm.generator_frame(generator)
    }

    #[getter("cr_await")]
    fn cr_await(vm: &mut Vm, generator: &Typed<Generator>) -> Option<Ref> {
        vm.generator_delegate(generator)
    }

    #[getter("cr_origin")]
    fn origin_of(vm: &mut Vm, generator: &Typed<Generator>) -> Option<Ref> {
        let _ = vm;
        generator.origin.get()
    }
}

#[methods(ASYNC_STATE)]
impl Generator {
    #[getter("ag_suspended")]
    fn ag_suspended(vm: &mut Vm, generator: &Typed<Generator>) -> bool {
        let _ = vm;
        generator.state.get() == GeneratorState::Suspended
    }

    #[getter("ag_code")]
    fn ag_code(vm: &mut Vm, generator: &Typed<Generator>) -> Ref<Code> {
        let _ = vm;
        generator.code.clone()
    }

    #[getter("ag_frame")]
    fn ag_frame(vm: &mut Vm, generator: &Typed<Generator>) -> Option<Ref<FrameObject>> {
        vm.generator_frame(generator)
    }

    #[getter("ag_await")]
    fn ag_await(vm: &mut Vm, generator: &Typed<Generator>) -> Option<Ref> {
        vm.generator_delegate(generator)
    }
}

#[methods(NAMES)]
impl Generator {
    #[getter("__name__")]
    fn name_of(vm: &mut Vm, generator: &Typed<Generator>) -> Option<Ref<Str>> {
        let _ = vm;
        generator.name.get()
    }

    #[setter("__name__")]
    fn set_name(vm: &mut Vm, generator: &Typed<Generator>, value: Option<&Object>) -> PyResult<()> {
        let Some(name) = value.and_then(|value| value.downcast::<Str>()) else {
            return Err(vm.type_error("__name__ must be set to a string object"));
        };
        generator.name.set(vm, Some(name.to_ref()));
        Ok(())
    }

    #[getter("__qualname__")]
    fn qualified_name_of(vm: &mut Vm, generator: &Typed<Generator>) -> Option<Ref<Str>> {
        let _ = vm;
        generator.qualified_name.get()
    }

    #[setter("__qualname__")]
    fn set_qualified_name(
        vm: &mut Vm,
        generator: &Typed<Generator>,
        value: Option<&Object>,
    ) -> PyResult<()> {
        let Some(name) = value.and_then(|value| value.downcast::<Str>()) else {
            return Err(vm.type_error("__qualname__ must be set to a string object"));
        };
        generator.qualified_name.set(vm, Some(name.to_ref()));
        Ok(())
    }
}
