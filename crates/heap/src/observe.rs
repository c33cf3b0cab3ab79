//! Telling an observer what happens on the heap.
//!
//! An observer that is not there costs nothing: the hot paths reach the calls below only by way of
//! checks that they make anyway (a new peak, deep recursion), which installing one makes fail.

use std::cell::Cell;

use crate::{Heap, Kind, Object};

/// Hears of every object that is allocated or freed, and of every collection. What an observer itself
/// does on the heap while it is being told is not told to it.
pub trait Observer {
    /// An object has been allocated: its payload is whole, its tail is zero. It counts for `bytes` bytes.
    fn allocated(&self, object: &Object, bytes: usize);
    /// The object that started at `address` is being freed; its `bytes` bytes are no longer counted afterwards.
    fn freed(&self, address: usize, kind: &Kind, bytes: usize);
    /// Storage behind an object has been allocated at this address; it counts for `bytes` bytes. A buffer
    /// that moves or changes its size is allocated again and freed.
    fn buffer_allocated(&self, _address: usize, _bytes: usize) {}
    /// Storage behind an object has been freed.
    fn buffer_freed(&self, _address: usize, _bytes: usize) {}
    /// A collection has found out what is garbage.
    fn collected(&self, _collection: &Collection) {}
}

/// What a collection has found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Collection {
    /// The oldest generation that was looked at: 0, 1 or 2.
    pub generation: usize,
    /// How many containers were looked at.
    pub candidates: usize,
    /// How many of them were garbage.
    pub garbage: usize,
}

/// The place for the observer.
#[derive(Default)]
pub(crate) struct Observers(Cell<Option<Box<dyn Observer>>>);

impl Heap {
    /// Installs an observer, or takes it away; gives the one before.
    pub fn set_observer(&self, observer: Option<Box<dyn Observer>>) -> Option<Box<dyn Observer>> {
        let watched = observer.is_some();
        let before = self.observers.0.replace(observer);
        self.account.watch(watched);
        self.releases.watch(watched);
        before
    }

    /// Takes the observer out while it is told something, so that it is not told what it does itself.
    fn tell(&self, event: impl FnOnce(&dyn Observer)) {
        let Some(observer) = self.observers.0.take() else { return };
        event(&*observer);
        if self.releases.watched.get() {
            // Unless it has been replaced meanwhile.
            let now = self.observers.0.take();
            self.observers.0.set(Some(now.unwrap_or(observer)));
        }
    }

    pub(crate) fn observe_allocation(&self, object: Option<&Object>, bytes: usize) {
        if let Some(object) = object {
            self.tell(|observer| observer.allocated(object, bytes));
        }
    }

    /// To be called while the object is still whole.
    #[inline]
    pub(crate) fn observe_free(&self, object: &Object) {
        if self.releases.watched.get() {
            self.tell(|observer| {
                observer.freed(object.address(), object.kind(), object.allocated_bytes());
            });
        }
    }

    /// Tells of a buffer that has been allocated, or (`freed`) is no longer there.
    #[inline(always)]
    pub(crate) fn observe_buffer(&self, address: usize, bytes: usize, freed: bool) {
        if self.releases.watched.get() {
            self.tell_of_buffer(address, bytes, freed);
        }
    }

    #[cold]
    fn tell_of_buffer(&self, address: usize, bytes: usize, freed: bool) {
        self.tell(|observer| match freed {
            true => observer.buffer_freed(address, bytes),
            false => observer.buffer_allocated(address, bytes),
        });
    }

    pub(crate) fn observe_collection(&self, collection: &Collection) {
        if self.releases.watched.get() {
            self.tell(|observer| observer.collected(collection));
        }
    }
}
