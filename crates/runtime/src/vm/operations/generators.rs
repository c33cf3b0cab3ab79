//! Delegating: `yield from`, `await`, asynchronous iteration.

use pellucid_bytecode::{CodeFlags, Opcode, Word};
use pellucid_heap::{Object, Ref, Typed};

use super::exceptions::as_raised;
use crate::builtins::{Generator, GeneratorKind, GeneratorState};
use crate::errors::BaseException;
use crate::object::{ObjectExt, TypeLookup};
use crate::vm::registers::Registers;
use crate::{PyResult, Vm};

/// Whether a frame that waits for a `SEND` yields what it receives as it is: a `yield from` or `await`.
#[inline(always)]
pub(crate) fn passes_on(waiting: Word, next: Word) -> bool {
    waiting.opcode() == Opcode::SEND
        && next.opcode() == Opcode::YIELD
        && next.x() == 0
        && next.operand_b().is_consumed()
        && next.operand_b().index() == waiting.a() as usize
}

/// The generator or coroutine that a `SEND` resumes without a native call.
#[inline(always)]
pub(crate) fn resumable(vm: &Vm, r: Registers, word: Word) -> Option<&'static Typed<Generator>> {
    let iterator = r.full(word.b());
    if !iterator.class_is(&vm.types.generator) && !iterator.class_is(&vm.types.coroutine) {
        return None;
    }
    // SAFETY: both types have this payload.
    let generator: &Typed<Generator> = unsafe { iterator.downcast_unchecked() };
    match generator.state.get() {
        GeneratorState::Suspended => Some(generator),
        GeneratorState::Created if vm.is_none(r.full(word.a())) => Some(generator),
        _ => None,
    }
}

/// `SEND` to what is no generator at rest. Gives whether the iterator is finished.
pub(crate) fn send(vm: &mut Vm, r: Registers, word: Word) -> PyResult<bool> {
    let (iterator, value) = (r.full(word.b()), r.full(word.a()));
    let result = if let Some(generator) = iterator.downcast::<Generator>()
        && generator.kind != GeneratorKind::AsyncGenerator
    {
        vm.generator_send(generator, value).map(Some)
    } else if vm.is_none(value) && iterator.class().slots(vm).next.is_some() {
        vm.next_or_stop(iterator)
    } else {
        let name = vm.names.send.clone();
        vm.call_method(iterator, &name, &[value]).map(Some)
    };
    match result {
        Ok(Some(value)) => {
            r.set(word.a(), value);
            Ok(false)
        }
        Ok(None) => {
            r.set(word.a(), vm.none());
            drop(r.take(word.b()));
            Ok(true)
        }
        Err(raised) if raised.is_plain_stop_iteration(vm) => {
            let value = vm.stop_value(&raised.0);
            r.set(word.a(), value);
            drop(r.take(word.b()));
            Ok(true)
        }
        Err(raised) => Err(raised),
    }
}

pub(super) fn cleanup_throw(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let exception = r.operand(word.operand_b());
    if !exception.class().is_subclass_of(vm, &vm.types.stop_iteration) {
        let exception = r.take_operand(word.operand_b());
        return Err(as_raised(vm, exception)?);
    }
    let value = match exception.downcast::<BaseException>() {
        Some(exception) => vm.stop_value(exception),
        None => vm.none(),
    };
    r.finish_unary(word, value);
    Ok(())
}

pub(super) fn get_yield_from(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let iterable = r.operand(word.operand_b());
    let iterator = match iterable.downcast::<Generator>() {
        Some(generator) if generator.kind == GeneratorKind::Coroutine => {
            let flags = vm.current().map_or(CodeFlags::empty(), |frame| frame.code().flags());
            if !flags.intersects(CodeFlags::COROUTINE | CodeFlags::ITERABLE_COROUTINE) {
                return Err(vm.type_error(
                    "cannot 'yield from' a coroutine object in a non-coroutine generator",
                ));
            }
            iterable.to_ref()
        }
        Some(generator) if generator.kind == GeneratorKind::Generator => iterable.to_ref(),
        _ => vm.iterate(iterable)?,
    };
    r.finish_unary(word, iterator);
    Ok(())
}

impl Vm {
    /// The iterator of an awaitable; `None` if it is none.
    pub(crate) fn awaitable_iterator(&mut self, object: &Object) -> PyResult<Option<Ref>> {
        if let Some(generator) = object.downcast::<Generator>() {
            let iterable = generator.code.flags().contains(CodeFlags::ITERABLE_COROUTINE);
            if generator.kind == GeneratorKind::Coroutine || iterable {
                return Ok(Some(object.to_ref()));
            }
        }
        let Some(function) = object.class().slots(self).await_ else { return Ok(None) };
        let iterator = function(self, object)?;
        if iterator.downcast::<Generator>().is_some_and(|it| it.kind == GeneratorKind::Coroutine) {
            return Err(self.type_error("__await__() returned a coroutine"));
        }
        if iterator.class().slots(self).next.is_none() {
            let class = iterator.class().name(self);
            return Err(
                self.type_error(format!("__await__() returned non-iterator of type '{class}'"))
            );
        }
        Ok(Some(iterator))
    }
}

pub(super) fn get_awaitable(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let object = r.operand(word.operand_b());
    let Some(iterator) = vm.awaitable_iterator(object)? else {
        let class = object.class().name(vm);
        return Err(vm.type_error(match word.x() {
            1 => format!(
                "'async with' received an object from __aenter__ that does not implement __await__: {class}"
            ),
            2 => format!(
                "'async with' received an object from __aexit__ that does not implement __await__: {class}"
            ),
            _ => format!("'{class}' object can't be awaited"),
        }));
    };
    if let Some(generator) = iterator.downcast::<Generator>()
        && generator.kind == GeneratorKind::Coroutine
        && vm.generator_delegate(generator).is_some()
    {
        return Err(vm.runtime_error("coroutine is being awaited already"));
    }
    r.finish_unary(word, iterator);
    Ok(())
}

pub(super) fn get_aiter(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let object = r.operand(word.operand_b());
    let Some(function) = object.class().slots(vm).async_iter else {
        let class = object.class().name(vm);
        return Err(vm.type_error(format!(
            "'async for' requires an object with __aiter__ method, got {class}"
        )));
    };
    let iterator = function(vm, object)?;
    if iterator.class().slots(vm).async_next.is_none() {
        let class = iterator.class().name(vm);
        return Err(vm.type_error(format!(
            "'async for' received an object from __aiter__ that does not implement __anext__: {class}"
        )));
    }
    r.finish_unary(word, iterator);
    Ok(())
}

pub(super) fn get_anext(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let object = r.full(word.b());
    let Some(function) = object.class().slots(vm).async_next else {
        let class = object.class().name(vm);
        return Err(vm.type_error(format!(
            "'async for' requires an iterator with __anext__ method, got {class}"
        )));
    };
    let awaitable = function(vm, object)?;
    let iterator = match vm.awaitable_iterator(&awaitable) {
        Ok(Some(iterator)) => iterator,
        result => {
            let class = awaitable.class().name(vm);
            let error = vm.type_error(format!(
                "'async for' received an invalid object from __anext__: {class}"
            ));
            if let Err(raised) = result {
                error.0.cause.set(vm, Some(raised.0.clone()));
                error.0.context.set(vm, Some(raised.0));
            }
            return Err(error);
        }
    };
    r.set(word.a(), iterator);
    Ok(())
}

pub(super) fn end_async_for(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let exception = r.operand(word.operand_a());
    if !exception.class().is_subclass_of(vm, &vm.types.stop_async_iteration) {
        let exception = r.take_operand(word.operand_a());
        return Err(as_raised(vm, exception)?);
    }
    let consumed = (r.consume(word.operand_a()), r.take(word.b()));
    drop(consumed);
    Ok(())
}
