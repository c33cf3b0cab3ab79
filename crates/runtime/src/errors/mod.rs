//! Exceptions: as values in native code, and as the builtin hierarchy.

mod base;
pub mod hierarchy;
mod payload;
mod raise;
mod unraisable;
mod warn;

pub use payload::BaseException;

use pellucid_heap::Ref;

/// What native code gives back: a value, or the Python exception that was raised instead.
pub type PyResult<T = Ref> = Result<T, Raised>;

/// A Python exception on its way.
#[derive(Clone, Debug)]
#[must_use = "a raised exception is either passed on or handled"]
pub struct Raised(pub Ref<BaseException>);
