//! `generator`, `coroutine` and `async_generator`: functions that can be suspended. They share a payload.

mod anext;
mod asynchronous;
mod attributes;
mod coroutine;
mod value;

pub use anext::AnextAwaitable;
pub use asynchronous::{
    ASYNC_GENERATOR_SPEC, AsyncStep, STEP_SPEC, THROW_SPEC, WRAPPED_SPEC, WrappedValue,
};
pub use attributes::SPEC;
pub use coroutine::{COROUTINE_SPEC, CoroutineWrapper, WRAPPER_SPEC};
pub use value::{Generator, GeneratorKind, GeneratorState};
