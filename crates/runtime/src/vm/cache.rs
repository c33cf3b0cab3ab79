//! Inline caches: what an instruction remembers of its last executions.

use std::cell::{Cell, OnceCell};
use std::ops::Deref;

use pellucid_heap::{Object, Typed};

use crate::builtins::Str;
use crate::object::Type;

/// An inline-cache site. It is made for one type; where a second comes by, it remembers a few more. (Where code is
/// called with objects of many classes, as that of a scheduler or a visitor is, one would be forgotten each time.)
pub(crate) struct Site {
    /// The name that the site is about; the code holds it.
    name: *const Typed<Str>,
    first: Finding,
    others: OnceCell<Box<Others>>,
}

/// What a site remembers of further types.
#[derive(Default)]
struct Others {
    findings: [Finding; 3],
    /// Which one is to be forgotten next.
    turn: Cell<u8>,
}

/// Something that was found.
pub(crate) struct Finding {
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

impl Default for Finding {
    fn default() -> Self {
        Finding {
            version: Cell::new(0),
            position: Cell::new(0),
            attributes: Cell::new(0),
            kind: Cell::new(0),
            value: Cell::new(std::ptr::null()),
        }
    }
}

impl Site {
    /// A site that remembers nothing.
    pub(crate) fn new(name: &Typed<Str>) -> Site {
        Site { name, first: Finding::default(), others: OnceCell::new() }
    }

    /// The name.
    #[inline(always)]
    pub(crate) fn name(&self) -> &'static Typed<Str> {
        // SAFETY: the code to which the site belongs holds its names, and sites are used while it runs.
        unsafe { &*self.name }
    }

    /// What is remembered of a type in its present state.
    #[inline(always)]
    pub(crate) fn finding(&self, class: &Typed<Type>) -> Option<&Finding> {
        if self.first.is_about(class) { Some(&self.first) } else { self.other(class) }
    }

    #[inline(never)]
    fn other(&self, class: &Typed<Type>) -> Option<&Finding> {
        self.others.get()?.findings.iter().find(|finding| finding.is_about(class))
    }

    /// The place to remember something of a type.
    pub(crate) fn place(&self, class: &Typed<Type>) -> &Finding {
        if self.first.version.get() == 0 {
            return &self.first;
        }
        if let Some(finding) = self.finding(class) {
            return finding;
        }
        let others = self.others.get_or_init(Box::default);
        let free = others.findings.iter().find(|finding| finding.version.get() == 0);
        free.unwrap_or_else(|| {
            let turn = others.turn.get();
            others.turn.set(turn.wrapping_add(1));
            // All four in turn: the first may be of a state that its type has left for good.
            match turn as usize % (others.findings.len() + 1) {
                0 => &self.first,
                other => &others.findings[other - 1],
            }
        })
    }
}

impl Deref for Site {
    type Target = Finding;
    /// The only one of a site that is not about types.
    #[inline(always)]
    fn deref(&self) -> &Finding {
        &self.first
    }
}

impl Finding {
    /// Whether this is of a type in its present state.
    #[inline(always)]
    fn is_about(&self, class: &Typed<Type>) -> bool {
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
