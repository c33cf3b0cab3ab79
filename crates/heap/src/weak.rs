//! Weak references: an intrusive list from an object to the references that watch it.

use std::cell::Cell;
use std::ptr;

use crate::pending::Entry;
use crate::{Heap, Object, Pending, Ref};

/// The head of an object's list of weak references: one word, null when nobody watches.
#[repr(transparent)]
pub struct WeakHead(pub(crate) Cell<*const WeakNode>);

/// The part of a weak-reference object that the heap links and clears. It must stay where it is, in the
/// payload of its owner, while it watches.
pub struct WeakNode {
    target: Cell<*const Object>,
    owner: Cell<*const Object>,
    callback: Cell<bool>,
    rank: Cell<u8>,
    next: Cell<*const WeakNode>,
    previous: Cell<*const WeakNode>,
}

impl WeakHead {
    /// A head with no weak references.
    pub const fn new() -> Self {
        WeakHead(Cell::new(ptr::null()))
    }

    /// Whether nobody watches.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.0.get().is_null()
    }

    fn nodes(&self) -> impl Iterator<Item = &WeakNode> {
        // SAFETY: nodes on a live object's list are alive: they unlink themselves when dropped.
        let first = unsafe { self.0.get().as_ref() };
        // SAFETY: as above.
        std::iter::successors(first, |node| unsafe { node.next.get().as_ref() })
    }
}

impl Default for WeakHead {
    fn default() -> Self {
        Self::new()
    }
}

impl WeakNode {
    /// The rank of weak references that are not shared by those who ask for one.
    pub const UNSHARED: u8 = 2;

    /// A node that watches nothing yet.
    pub const fn new() -> Self {
        WeakNode {
            target: Cell::new(ptr::null()),
            owner: Cell::new(ptr::null()),
            callback: Cell::new(false),
            rank: Cell::new(Self::UNSHARED),
            next: Cell::new(ptr::null()),
            previous: Cell::new(ptr::null()),
        }
    }

    /// Starts watching `target`; `owner` is the object in whose payload this node lies. When
    /// `callback` is set, the owner is queued as [`Pending::Callback`](crate::Pending) when the target dies.
    /// Gives `false` if the kind of `target` has no room for weak references.
    ///
    /// The nodes of a target are in the order of their ranks, of one rank the newest first. Those below
    /// [`UNSHARED`](Self::UNSHARED) can be found again by [`Object::find_weak_reference`].
    ///
    /// # Panics
    /// If the node does not lie in the owner.
    pub fn watch(&self, target: &Object, owner: &Object, callback: bool, rank: u8) -> bool {
        let Some(head) = target.weak_head() else { return false };
        let offset = ptr::from_ref(self).addr().wrapping_sub(owner.address());
        assert!(offset < owner.allocated_bytes(), "a weak node outside of its owner");
        self.unwatch();
        let previous = head.nodes().take_while(|node| node.rank.get() < rank).last();
        let link = previous.map_or(&head.0, |previous| &previous.next);
        let next = link.replace(self);
        self.target.set(target);
        self.owner.set(owner);
        self.callback.set(callback);
        self.rank.set(rank);
        self.previous.set(previous.map_or(ptr::null(), ptr::from_ref));
        self.next.set(next);
        // SAFETY: as in `nodes`.
        if let Some(next) = unsafe { next.as_ref() } {
            next.previous.set(self);
        }
        true
    }

    /// Stops watching.
    pub fn unwatch(&self) {
        // SAFETY: the target clears this field before it dies.
        let Some(target) = (unsafe { self.target.replace(ptr::null()).as_ref() }) else { return };
        let (next, previous) = (self.next.take_null(), self.previous.take_null());
        // SAFETY: as in `nodes`.
        unsafe {
            match previous.as_ref() {
                Some(previous) => previous.next.set(next),
                None => {
                    let head = target.weak_head().expect("a watched object has a list");
                    head.0.set(next);
                }
            }
            if let Some(next) = next.as_ref() {
                next.previous.set(previous);
            }
        }
    }

    /// The object that is watched, if it is still alive.
    pub fn target(&self) -> Option<Ref> {
        // SAFETY: the target clears this field before it dies.
        unsafe { self.target.get().as_ref() }.map(|object| object.to_ref())
    }

    /// Whether this node watches this very object.
    pub fn watches(&self, object: &Object) -> bool {
        ptr::eq(self.target.get(), object)
    }

    /// The object in whose payload this node lies, while it watches and is not itself being freed.
    fn live_owner(&self) -> Option<&Object> {
        // SAFETY: a node lies in its owner, so while the node is alive the owner's memory is.
        unsafe { self.owner.get().as_ref() }.filter(|owner| owner.is_alive())
    }
}

trait TakeNull<T> {
    fn take_null(&self) -> *const T;
}

impl<T> TakeNull<T> for Cell<*const T> {
    fn take_null(&self) -> *const T {
        self.replace(ptr::null())
    }
}

impl Default for WeakNode {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for WeakNode {
    fn drop(&mut self) {
        self.unwatch();
    }
}

impl Object {
    /// The head of this object's list of weak references, if its kind has room for one.
    pub fn weak_head(&self) -> Option<&WeakHead> {
        let kind = self.kind();
        let tail = kind.tail();
        let offset = if tail.weak { self.tail_offset() } else { kind.vtable().weak_offset? };
        // SAFETY: the kind says that a WeakHead lies at this offset of its instances.
        Some(unsafe { &*ptr::from_ref(self).cast::<u8>().add(offset).cast::<WeakHead>() })
    }

    /// The owners of the nodes that watch this object, in the order of the list.
    pub fn weak_references(&self) -> Vec<Ref> {
        let nodes = self.weak_head().into_iter().flat_map(WeakHead::nodes);
        nodes.filter_map(|node| node.live_owner().map(Object::to_ref)).collect()
    }

    /// How many nodes watch this object.
    pub fn weak_reference_count(&self) -> usize {
        self.weak_head().map_or(0, |head| head.nodes().count())
    }

    /// The first owner of a shared node that `accept` accepts.
    pub fn find_weak_reference(&self, mut accept: impl FnMut(&Object) -> bool) -> Option<Ref> {
        self.weak_head()?
            .nodes()
            .take_while(|node| node.rank.get() < WeakNode::UNSHARED)
            .filter_map(WeakNode::live_owner)
            .find(|owner| accept(owner))
            .map(Object::to_ref)
    }
}

impl Heap {
    /// Clears all weak references to a dying object and queues their callbacks. Gives whether there
    /// were any callbacks.
    #[inline]
    pub(crate) fn clear_weak_references(&self, object: &Object) -> bool {
        let watched = object.weak_head().is_some_and(|head| !head.is_empty());
        watched && self.clear_weak_list(object)
    }

    #[cold]
    fn clear_weak_list(&self, object: &Object) -> bool {
        let mut callbacks = false;
        while let Some((owner, callback)) = object.detach_weak_node() {
            if let (Some(owner), true) = (owner, callback) {
                self.queue(Entry::Public(Pending::Callback(owner)));
                callbacks = true;
            }
        }
        callbacks
    }
}

impl Object {
    /// Whether the list of weak references is linked as it should be.
    pub(crate) fn weak_list_is_sound(&self) -> bool {
        let mut previous = ptr::null();
        let mut rank = 0;
        self.weak_head().is_none_or(|head| {
            head.nodes().all(|node| {
                let sound = node.watches(self)
                    && node.previous.get() == previous
                    && node.live_owner().is_some()
                    && node.rank.get() >= rank;
                previous = node;
                rank = node.rank.get();
                sound
            })
        })
    }

    /// Clears the first weak reference; gives its owner, if that is alive, and whether it has a callback.
    pub(crate) fn detach_weak_node(&self) -> Option<(Option<Ref>, bool)> {
        let node = self.weak_head()?.nodes().next()?;
        let found = (node.live_owner().map(Object::to_ref), node.callback.get());
        node.unwatch();
        Some(found)
    }
}
