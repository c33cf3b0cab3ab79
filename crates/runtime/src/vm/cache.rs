//! Inline caches: what an instruction remembers of its last execution.

use std::cell::Cell;

use pellucid_heap::{Object, Typed};

use crate::builtins::Str;

/// An inline-cache site.
pub(crate) struct Site {
    /// The name that the site is about; the code holds it.
    pub(crate) name: *const Typed<Str>,
    /// Number of the state of what was looked up (a type's version, a dict's number); 0 = nothing remembered.
    pub(crate) version: Cell<u64>,
    /// Where the value is.
    pub(crate) position: Cell<u32>,
    /// What kind of finding it was; see the operations.
    pub(crate) kind: Cell<u8>,
    /// What was found; not counted: while the state has that number, somebody holds it.
    pub(crate) value: Cell<*const Object>,
}

impl Site {
    /// A site that remembers nothing.
    pub(crate) fn new(name: &Typed<Str>) -> Site {
        Site {
            name,
            version: Cell::new(0),
            position: Cell::new(0),
            kind: Cell::new(0),
            value: Cell::new(std::ptr::null()),
        }
    }
}
