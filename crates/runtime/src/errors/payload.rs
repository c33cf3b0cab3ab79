//! The payload of exceptions.

use std::cell::Cell;

use pellucid_heap::Slot;
use pellucid_macros::Trace;

use crate::builtins::Tuple;

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
    pub fn new(args: pellucid_heap::Ref<Tuple>) -> BaseException {
        BaseException {
            args: Slot::new(Some(args)),
            traceback: Slot::empty(),
            cause: Slot::empty(),
            context: Slot::empty(),
            suppress_context: Cell::new(false),
        }
    }
}
