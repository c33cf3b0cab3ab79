//! `coroutine`, and the iterator that its `__await__` gives.

use super::Generator;
use super::attributes::repr;
use crate::builtins::generic_alias::Subscriptable;
use crate::object::{Slots, TypeSpec};
use crate::prelude::*;
use crate::vm::generators::Thrown;

/// The type `coroutine`.
pub static COROUTINE_SPEC: TypeSpec = TypeSpec {
    slots: fill,
    methods: &[Generator::METHODS, Subscriptable::METHODS],
    getsets: &[Generator::COROUTINE_GETSETS, Generator::NAMES_GETSETS],
    ..TypeSpec::new::<Generator>("coroutine")
};

fn fill(slots: &mut Slots) {
    slots.repr = Some(repr);
    slots.await_ = Some(|vm, object| {
        let wrapper = CoroutineWrapper { coroutine: object.to_ref() };
        Ok(vm.new_object(&vm.types.coroutine_wrapper, wrapper).into_object())
    });
}

/// What `coroutine.__await__()` gives.
#[derive(Trace)]
pub struct CoroutineWrapper {
    coroutine: Ref,
}

/// The type `coroutine_wrapper`.
pub static WRAPPER_SPEC: TypeSpec = TypeSpec {
    doc: "A wrapper object implementing __await__ for coroutines.",
    slots: fill_wrapper,
    methods: &[CoroutineWrapper::METHODS],
    ..TypeSpec::new::<CoroutineWrapper>("coroutine_wrapper")
};

fn fill_wrapper(slots: &mut Slots) {
    slots.iter = Some(|_, object| Ok(object.to_ref()));
    slots.next = Some(|vm, object| match coroutine(object) {
        Some(coroutine) => vm.generator_next(coroutine),
        None => Ok(None),
    });
}

fn coroutine(object: &Object) -> Option<&Typed<Generator>> {
    object.downcast::<CoroutineWrapper>()?.coroutine.downcast::<Generator>()
}

#[methods]
impl CoroutineWrapper {
    #[method("send(self, value, /)", hidden)]
    fn send(vm: &mut Vm, wrapper: &Typed<CoroutineWrapper>, value: &Object) -> PyResult<Ref> {
        match coroutine(wrapper.as_object()) {
            Some(coroutine) => vm.generator_send(coroutine, value),
            None => Err(vm.type_error("not a coroutine")),
        }
    }

    #[method("throw(self, type, value=None, traceback=None, /)", hidden)]
    fn throw(
        vm: &mut Vm,
        wrapper: &Typed<CoroutineWrapper>,
        class: &Object,
        value: Option<&Object>,
        traceback: Option<&Object>,
    ) -> PyResult<Ref> {
        if value.is_some() || traceback.is_some() {
            vm.warn_of_throw("throw")?;
        }
        let thrown = Thrown::Arguments(class, value, traceback);
        match coroutine(wrapper.as_object()) {
            Some(coroutine) => vm.generator_throw(coroutine, thrown),
            None => Err(vm.type_error("not a coroutine")),
        }
    }

    #[method("close(self, /)", hidden)]
    fn close(vm: &mut Vm, wrapper: &Typed<CoroutineWrapper>) -> PyResult<Ref> {
        match coroutine(wrapper.as_object()) {
            Some(coroutine) => vm.generator_close(coroutine),
            None => Err(vm.type_error("not a coroutine")),
        }
    }
}
