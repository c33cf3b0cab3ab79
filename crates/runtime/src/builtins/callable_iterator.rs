//! `callable_iterator`: what `iter(callable, sentinel)` gives.

use crate::object::{Slots, TypeFlags, TypeSpec};
use crate::prelude::*;

/// Calls a function until it gives the sentinel; empty when finished.
#[derive(Trace)]
pub struct CallableIterator {
    callable: Slot,
    sentinel: Slot,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::NOT_INSTANTIABLE,
    slots,
    methods: &[CallableIterator::METHODS],
    ..TypeSpec::new::<CallableIterator>("callable_iterator")
};

fn slots(slots: &mut Slots) {
    slots.iter = Some(|_, object| Ok(object.to_ref()));
    slots.next = Some(next);
}

fn next(vm: &mut Vm, object: &Object) -> PyResult<Option<Ref>> {
    let Some(this) = object.downcast::<CallableIterator>() else { return Ok(None) };
    let Some(callable) = this.callable.get() else { return Ok(None) };
    match vm.call(&callable, Args::EMPTY) {
        Ok(result) => {
            let Some(sentinel) = this.sentinel.get() else { return Ok(None) };
            if !vm.equal(&sentinel, &result)? {
                return Ok(Some(result));
            }
        }
        Err(raised) if raised.is_plain_stop_iteration(vm) => {}
        Err(raised) => return Err(raised),
    }
    this.callable.set(vm, None);
    this.sentinel.set(vm, None);
    Ok(None)
}

impl CallableIterator {
    /// `iter(callable, sentinel)`
    pub fn new(vm: &Vm, callable: &Object, sentinel: &Object) -> Ref {
        let iterator = CallableIterator {
            callable: Slot::new(Some(callable.to_ref())),
            sentinel: Slot::new(Some(sentinel.to_ref())),
        };
        vm.new_object(&vm.types.callable_iterator, iterator).into_object()
    }
}

#[methods(owner = "callable_iterator")]
impl CallableIterator {
    /// Return state information for pickling.
    #[method("__reduce__(self, /)", hidden)]
    fn reduce(vm: &mut Vm, this: &Typed<CallableIterator>) -> PyResult {
        let iter = vm.builtin("iter")?;
        match (this.callable.get(), this.sentinel.get()) {
            (Some(callable), Some(sentinel)) => (iter, (callable, sentinel)).into_result(vm),
            _ => {
                let empty = vm.singletons.empty_tuple.clone().into_object();
                let arguments = vm.new_tuple(vec![empty]).into_object();
                (iter, arguments).into_result(vm)
            }
        }
    }
}
