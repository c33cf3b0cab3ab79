//! Weak references: an intrusive list from an object to the references that watch it.

use std::cell::Cell;
use std::ptr;

use crate::{Object, Ref};

/// The head of an object's list of weak references: one word, null when nobody watches.
#[repr(transparent)]
pub struct WeakHead(pub(crate) Cell<*const WeakNode>);

/// The part of a weak-reference object that the heap links and clears.
pub struct WeakNode {
    target: Cell<*const Object>,
    owner: Cell<*const Object>,
    callback: Cell<bool>,
    next: Cell<*const WeakNode>,
    previous: Cell<*const WeakNode>,
}

impl WeakHead {
    /// A head with no weak references.
    pub const fn new() -> Self {
        WeakHead(Cell::new(ptr::null()))
    }
}

impl Default for WeakHead {
    fn default() -> Self {
        Self::new()
    }
}

impl WeakNode {
    /// A node that watches nothing yet.
    pub const fn new() -> Self {
        WeakNode {
            target: Cell::new(ptr::null()),
            owner: Cell::new(ptr::null()),
            callback: Cell::new(false),
            next: Cell::new(ptr::null()),
            previous: Cell::new(ptr::null()),
        }
    }

    /// Starts watching `target`; `owner` is the object in whose payload this node lies. When
    /// `callback` is set, the owner is queued as [`Pending::Callback`](crate::Pending) when the target dies.
    /// Gives `false` if the kind of `target` has no room for weak references.
    pub fn watch(&self, target: &Object, owner: &Object, callback: bool) -> bool {
        let Some(head) = target.weak_head() else { return false };
        self.target.set(target);
        self.owner.set(owner);
        self.callback.set(callback);
        let first = head.0.replace(self);
        self.next.set(first);
        // SAFETY: nodes on a live object's list are alive: they unlink themselves when dropped.
        if let Some(first) = unsafe { first.as_ref() } {
            first.previous.set(self);
        }
        true
    }

    /// The object that is watched, if it is still alive.
    pub fn target(&self) -> Option<Ref> {
        // SAFETY: the target clears this field before it dies.
        unsafe { self.target.get().as_ref() }.map(|object| object.to_ref())
    }
}

impl Default for WeakNode {
    fn default() -> Self {
        Self::new()
    }
}

impl Object {
    /// The head of this object's list of weak references, if its kind has room for one.
    pub fn weak_head(&self) -> Option<&WeakHead> {
        let kind = self.kind();
        let tail = kind.tail();
        let offset = if tail.weak { self.tail_offset() } else { kind.vtable().weak_offset? };
        // SAFETY: the kind says that a WeakHead lies at this offset of its instances.
        Some(unsafe { &*std::ptr::from_ref(self).cast::<u8>().add(offset).cast::<WeakHead>() })
    }
}
