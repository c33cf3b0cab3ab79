//! The payload of exceptions, and how the payloads of families extend it.

use std::cell::Cell;

use pellucid_heap::Payload;

use crate::builtins::Tuple;
use crate::object::kind_of;
use crate::prelude::*;

/// What every exception holds.
#[derive(Trace)]
#[repr(C)]
pub struct BaseException {
    /// `args`
    pub args: Slot<Tuple>,
    /// `__traceback__`
    pub traceback: Slot,
    /// `__cause__`
    pub cause: Slot<BaseException>,
    /// `__context__`
    pub context: Slot<BaseException>,
    /// `__suppress_context__`
    pub suppress_context: Cell<bool>,
}

impl BaseException {
    /// An exception with these arguments and nothing else.
    pub fn new(args: Ref<Tuple>) -> BaseException {
        BaseException {
            args: Slot::new(Some(args)),
            traceback: Slot::empty(),
            cause: Slot::empty(),
            context: Slot::empty(),
            suppress_context: Cell::new(false),
        }
    }
}

/// A payload that begins with that of every exception and has fields of its own, empty at first.
pub(in crate::errors) trait Family: Payload {
    /// The payload with empty fields.
    fn from_base(base: BaseException) -> Self;

    /// An exception of this payload, if it is that of the class.
    fn allocate(vm: &mut Vm, class: &Typed<Type>, args: &Ref<Tuple>) -> Option<Ref> {
        std::ptr::eq(kind_of(class).vtable(), Self::VTABLE).then(|| {
            let payload = Self::from_base(BaseException::new(args.clone()));
            vm.heap.allocate(kind_of(class), payload).into_object()
        })
    }
}

impl Family for BaseException {
    fn from_base(base: BaseException) -> Self {
        base
    }
}
