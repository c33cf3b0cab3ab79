//! Inline caches: what an instruction remembers of its last execution.

use std::cell::Cell;

use pellucid_heap::{Object, Typed};

use crate::builtins::Str;
use crate::object::Type;

/// An inline-cache site.
pub(crate) struct Site {
    /// The name that the site is about; the code holds it.
    pub(crate) name: *const Typed<Str>,
    /// Number of the state of what was looked up (a type's version, a dict's number); 0 = nothing remembered.
    pub(crate) version: Cell<u64>,
    /// Where the value is.
    pub(crate) position: Cell<u32>,
    /// Offset of the attributes word of the instances; 0 = they have none.
    pub(crate) attributes: Cell<u32>,
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
            attributes: Cell::new(0),
            kind: Cell::new(0),
            value: Cell::new(std::ptr::null()),
        }
    }

    /// The name.
    #[inline(always)]
    pub(crate) fn name(&self) -> &'static Typed<Str> {
        // SAFETY: the code to which the site belongs holds its names, and sites are used while it runs.
        unsafe { &*self.name }
    }

    /// Whether the site remembers a finding of this kind for a type in its present state.
    #[inline(always)]
    pub(crate) fn is_about(&self, class: &Typed<Type>) -> bool {
        let version = u64::from(class.version.get());
        version == self.version.get() && version != 0
    }

    /// What was found in the type or its bases.
    ///
    /// # Safety
    /// The type must still be in the state that is remembered.
    #[inline(always)]
    pub(crate) unsafe fn found(&self) -> &'static Object {
        // SAFETY: as the caller states: a dictionary of the type or a base holds the object.
        unsafe { &*self.value.get() }
    }

    /// Remembers a finding.
    pub(crate) fn remember(&self, version: u32, kind: u8, position: usize, value: *const Object) {
        let Ok(position) = u32::try_from(position) else { return };
        self.version.set(u64::from(version));
        self.kind.set(kind);
        self.position.set(position);
        self.value.set(value);
    }
}
