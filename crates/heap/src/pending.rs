//! The queue of what the virtual machine has to run, in the order in which CPython would have run it.
//!
//! CPython runs finalizers and callbacks at once: whatever one of them causes comes before whatever was
//! still to come. So what is queued while an item is handled goes in front of the older items.

use std::cell::{Cell, RefCell};

use crate::account::attention;
use crate::{Heap, Object, Ref};

/// What waits for the virtual machine before the next instruction.
pub enum Pending {
    /// An object whose last reference went and whose finalizer has to run; when this reference is
    /// dropped afterwards, the object is freed (unless it was resurrected).
    Finalize(Ref),
    /// A weak reference whose target has died and whose callback has to run.
    Callback(Ref),
}

/// An item, or something the heap does itself when the items before it are done.
pub(crate) enum Entry {
    Public(Pending),
    /// An object whose callbacks come first: CPython runs them before it drops what the object holds.
    Drop(Ref),
}

#[derive(Default)]
pub(crate) struct PendingQueue {
    /// Older items; the next one is the last.
    waiting: RefCell<Vec<Entry>>,
    /// Items since the last one was handed out, oldest first.
    incoming: RefCell<Vec<Entry>>,
    /// How many of `waiting` are hidden.
    hidden: Cell<usize>,
}

/// What [`Heap::hide_pending`] has hidden; to be given back to [`Heap::show_pending`].
#[must_use = "what is hidden must be shown again"]
pub struct HiddenPending(usize);

impl Heap {
    pub(crate) fn queue(&self, entry: Entry) {
        self.pending.incoming.borrow_mut().push(entry);
        self.account.raise(attention::PENDING);
    }

    /// Lets the virtual machine look at the queue, although nothing may wait there.
    pub fn request_attention(&self) {
        self.account.raise(attention::PENDING);
    }

    /// Whether something waits in the queue.
    #[inline(always)]
    pub fn has_pending(&self) -> bool {
        self.account.attention.get() & attention::PENDING != 0
    }

    /// The next thing for the virtual machine to run. While it is being handled the rest should be
    /// hidden ([`hide_pending`](Self::hide_pending)).
    pub fn next_pending(&self) -> Option<Pending> {
        loop {
            self.sort_incoming();
            let entry = {
                let mut waiting = self.pending.waiting.borrow_mut();
                if waiting.len() > self.pending.hidden.get() { waiting.pop() } else { None }
            };
            match entry {
                None => {
                    self.account.lower(attention::PENDING);
                    return None;
                }
                Some(Entry::Public(item)) => {
                    self.raise_if_pending();
                    return Some(item);
                }
                // May queue more, which is then handed out next.
                Some(Entry::Drop(object)) => drop(object),
            }
        }
    }

    /// Hides what waits now, so that the handler of one item, which runs foreign code and so asks the
    /// queue itself, is given only what it has caused: an older finalizer must not start in the midst
    /// of a younger one.
    pub fn hide_pending(&self) -> HiddenPending {
        self.sort_incoming();
        let waiting = self.pending.waiting.borrow().len();
        self.account.lower(attention::PENDING);
        HiddenPending(self.pending.hidden.replace(waiting))
    }

    /// Shows again what was hidden.
    pub fn show_pending(&self, hidden: HiddenPending) {
        self.pending.hidden.set(hidden.0);
        self.raise_if_pending();
    }

    /// Another thread runs from now on: what the handlers that it is in the midst of have hidden takes the place of
    /// what this one's have. Gives the latter.
    pub fn exchange_hidden(&self, hidden: usize) -> usize {
        self.sort_incoming();
        // The other threads may have handled items that were hidden from this one.
        let hidden = hidden.min(self.pending.waiting.borrow().len());
        let before = self.pending.hidden.replace(hidden);
        self.raise_if_pending();
        before
    }

    /// How many items wait, hidden ones included.
    pub fn pending_count(&self) -> usize {
        self.pending.waiting.borrow().len() + self.pending.incoming.borrow().len()
    }

    /// Shows the references that the queue holds.
    pub(crate) fn for_each_pending(&self, mut visit: impl FnMut(&Object)) {
        let (waiting, incoming) = (self.pending.waiting.borrow(), self.pending.incoming.borrow());
        for entry in waiting.iter().chain(incoming.iter()) {
            match entry {
                Entry::Public(Pending::Finalize(object) | Pending::Callback(object))
                | Entry::Drop(object) => visit(object),
            }
        }
    }

    /// Drops everything that waits.
    pub(crate) fn drop_pending(&self) {
        let waiting = self.pending.waiting.take();
        let incoming = self.pending.incoming.take();
        drop((waiting, incoming));
    }

    fn sort_incoming(&self) {
        let mut incoming = self.pending.incoming.borrow_mut();
        self.pending.waiting.borrow_mut().extend(incoming.drain(..).rev());
    }

    fn raise_if_pending(&self) {
        let visible = self.pending.waiting.borrow().len() > self.pending.hidden.get();
        if visible || !self.pending.incoming.borrow().is_empty() {
            self.account.raise(attention::PENDING);
        } else {
            self.account.lower(attention::PENDING);
        }
    }
}
