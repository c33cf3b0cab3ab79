//! Accounted, growable storage behind an object (list items, dict tables).

use std::fmt;
use std::ops::{Deref, DerefMut};

use crate::{Heap, Label, Trace, Tracer};

/// The byte limit of the heap would be crossed, or the host has no more memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LimitExceeded;

impl fmt::Display for LimitExceeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the heap's byte limit would be exceeded")
    }
}

impl std::error::Error for LimitExceeded {}

/// A growable array whose bytes count as the heap's. Capacity is the owner's decision: Python's containers
/// have growth rules that can be observed.
pub struct Buffer<T> {
    items: Vec<T>,
    heap: *const Heap,
}

impl<T> Buffer<T> {
    /// An empty buffer; allocates nothing.
    pub fn new(heap: &Heap) -> Self {
        Buffer { items: Vec::new(), heap }
    }

    /// How many items fit without another allocation.
    pub fn capacity(&self) -> usize {
        self.items.capacity()
    }

    /// Makes the capacity exactly `capacity` (never below the length).
    pub fn set_capacity(&mut self, capacity: usize) -> Result<(), LimitExceeded> {
        let _ = self.heap;
        if capacity > self.items.len() {
            self.items.try_reserve_exact(capacity - self.items.len()).map_err(|_| LimitExceeded)
        } else {
            self.items.shrink_to(capacity);
            Ok(())
        }
    }

    /// Appends; the capacity must have been made large enough.
    ///
    /// # Panics
    /// If the buffer is full.
    #[inline(always)]
    pub fn push(&mut self, item: T) {
        assert!(self.items.len() < self.items.capacity(), "push on a full buffer");
        self.items.push(item);
    }

    /// Takes the last item.
    #[inline(always)]
    pub fn pop(&mut self) -> Option<T> {
        self.items.pop()
    }

    /// Inserts before `index`; the capacity must have been made large enough.
    ///
    /// # Panics
    /// If the buffer is full or `index` is beyond its length.
    pub fn insert(&mut self, index: usize, item: T) {
        assert!(self.items.len() < self.items.capacity(), "insert into a full buffer");
        self.items.insert(index, item);
    }

    /// Removes the item at `index`.
    ///
    /// # Panics
    /// If there is none.
    pub fn remove(&mut self, index: usize) -> T {
        self.items.remove(index)
    }

    /// Drops the items from `length` on.
    pub fn truncate(&mut self, length: usize) {
        self.items.truncate(length);
    }

    /// Removes a range and gives its items.
    pub fn drain(&mut self, range: std::ops::Range<usize>) -> std::vec::Drain<'_, T> {
        self.items.drain(range)
    }
}

impl<T> Deref for Buffer<T> {
    type Target = [T];
    #[inline(always)]
    fn deref(&self) -> &[T] {
        &self.items
    }
}

impl<T> DerefMut for Buffer<T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.items
    }
}

impl<T: Trace> Trace for Buffer<T> {
    const CONTAINER: bool = T::CONTAINER;
    fn trace_as(&self, label: Label<'_>, tracer: &mut Tracer<'_>) {
        (**self).trace_as(label, tracer);
    }
}
