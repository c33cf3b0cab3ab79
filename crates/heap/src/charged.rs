//! Storage of the standard library behind objects, counted as if the heap had given it.

use std::collections::VecDeque;
use std::ops::{Deref, DerefMut};

use crate::{Charge, Heap, Label, LimitExceeded, Trace, Tracer};

/// Storage that knows what it holds.
pub trait Storage {
    /// Bytes that it has from the allocator.
    fn held_bytes(&self) -> usize;
    /// Bytes that it would get in addition to make room for so many items more; 0 if there is room.
    fn growth_bytes(&self, additional: usize) -> usize;
    /// Makes room; `false` if the host has none.
    fn grow(&mut self, additional: usize) -> bool;
}

macro_rules! growing {
    ($($storage:ident)*) => {$(
        impl<T> Storage for $storage<T> {
            fn held_bytes(&self) -> usize {
                self.capacity() * size_of::<T>()
            }

            #[inline]
            fn growth_bytes(&self, additional: usize) -> usize {
                let wanted = self.len().saturating_add(additional);
                let capacity = self.capacity();
                if wanted <= capacity {
                    return 0;
                }
                let bytes = wanted.max(capacity * 2).saturating_mul(size_of::<T>());
                bytes.saturating_sub(self.held_bytes())
            }

            fn grow(&mut self, additional: usize) -> bool {
                self.try_reserve(additional).is_ok()
            }
        }
    )*};
}

growing! { Vec VecDeque }

/// Storage in the payload of an object, whose bytes the heap counts.
pub struct Charged<S: Storage> {
    storage: S,
    charge: Charge,
}

impl<S: Storage> Charged<S> {
    /// Storage for an object of this heap.
    pub fn new(heap: &Heap, storage: S) -> Charged<S> {
        let charge = Charge::new(heap, storage.held_bytes());
        Charged { storage, charge }
    }

    /// As [`new`](Self::new), if the limit allows it.
    pub fn admitted(heap: &Heap, storage: S) -> Result<Charged<S>, LimitExceeded> {
        heap.admit(storage.held_bytes())?;
        Ok(Charged::new(heap, storage))
    }

    /// The storage, to be changed: what it holds is counted again when the change ends.
    pub fn change(&mut self) -> Change<'_, S> {
        Change(self)
    }

    /// The storage, which is counted no longer.
    pub fn into_storage(self) -> S {
        self.storage
    }

    /// Makes room for so many items more, if the limit allows it.
    pub fn reserve(&mut self, additional: usize) -> Result<(), LimitExceeded> {
        let growth = self.storage.growth_bytes(additional);
        if growth == 0 {
            return Ok(());
        }
        self.charge.heap().admit(growth)?;
        if self.change().grow(additional) { Ok(()) } else { Err(LimitExceeded) }
    }
}

impl<T> Charged<Vec<T>> {
    /// Adds an item, if the limit allows the room for it.
    #[inline]
    pub fn push(&mut self, item: T) -> Result<(), LimitExceeded> {
        self.reserve(1)?;
        self.storage.push(item);
        Ok(())
    }
}

impl<T: Trace> Trace for Charged<Vec<T>> {
    const CONTAINER: bool = T::CONTAINER;
    fn trace_as(&self, label: Label<'_>, tracer: &mut Tracer<'_>) {
        self.charge.trace_as(label, tracer);
        self.storage.as_slice().trace_as(label, tracer);
    }
}

impl<S: Storage> Deref for Charged<S> {
    type Target = S;
    fn deref(&self) -> &S {
        &self.storage
    }
}

impl<T: Trace> Trace for Charged<VecDeque<T>> {
    const CONTAINER: bool = T::CONTAINER;
    fn trace_as(&self, label: Label<'_>, tracer: &mut Tracer<'_>) {
        self.charge.trace_as(label, tracer);
        for (index, item) in self.storage.iter().enumerate() {
            item.trace_as(Label::Index(index), tracer);
        }
    }
}

/// A change of charged storage.
pub struct Change<'a, S: Storage>(&'a mut Charged<S>);

impl<S: Storage> Deref for Change<'_, S> {
    type Target = S;
    fn deref(&self) -> &S {
        &self.0.storage
    }
}

impl<S: Storage> DerefMut for Change<'_, S> {
    fn deref_mut(&mut self) -> &mut S {
        &mut self.0.storage
    }
}

impl<S: Storage> Drop for Change<'_, S> {
    #[inline]
    fn drop(&mut self) {
        let held = self.0.storage.held_bytes();
        if held != self.0.charge.bytes() {
            self.0.charge.set_bytes(held);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_is_counted_until_it_is_dropped() {
        let heap = Heap::new();
        let before = heap.live_bytes();
        let mut charged = Charged::new(&heap, VecDeque::<u64>::new());
        charged.change().extend(0..1000);
        assert_eq!(heap.live_bytes() - before, charged.capacity() * 8);
        charged.change().shrink_to(10);
        assert_eq!(heap.live_bytes() - before, charged.held_bytes());
        drop(charged);
        assert_eq!(heap.live_bytes(), before);
    }

    #[test]
    fn the_limit_holds_for_room() {
        let heap = Heap::new();
        heap.set_limit(Some(heap.live_bytes() + 10_000));
        let mut charged = Charged::new(&heap, VecDeque::<u64>::new());
        assert!(charged.reserve(100).is_ok());
        assert!(charged.reserve(100_000).is_err());
        assert!(charged.capacity() < 100_000);
    }
}
