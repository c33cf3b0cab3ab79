//! Exceptions: as values in native code, and as the builtin hierarchy.

mod base;
mod fields;
mod group;
pub mod hierarchy;
mod import_error;
mod key_error;
mod name_error;
mod os_error;
mod print;
mod raise;
mod stop_iteration;
mod syntax_error;
mod system_exit;
mod unicode_error;
mod unraisable;
pub mod warnings;

pub use base::BaseException;
pub use group::ExceptionGroup;
pub use import_error::ImportError;
pub use name_error::{AttributeError, NameError};
pub use os_error::{OsError, SPEC as OS_ERROR};
pub use stop_iteration::StopIteration;
pub use syntax_error::SyntaxError;
pub use system_exit::SystemExit;
pub use unicode_error::UnicodeError;

use pellucid_heap::Ref;

/// What native code gives back: a value, or the Python exception that was raised instead.
pub type PyResult<T = Ref> = Result<T, Raised>;

/// A Python exception on its way.
#[derive(Clone, Debug)]
#[must_use = "a raised exception is either passed on or handled"]
pub struct Raised(pub Ref<BaseException>);
