//! Accounted, growable storage behind an object (list items, dict tables).

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut, Range};
use std::ptr::NonNull;

use crate::blocks::Blocks;
use crate::{Heap, Label, LimitExceeded, Trace, Tracer};

/// A growable array whose bytes count as the heap's. Capacity is the owner's decision: Python's containers
/// have growth rules that can be observed. Items are dropped from the last to the first, as CPython's
/// list does.
pub struct Buffer<T> {
    items: NonNull<T>,
    len: usize,
    capacity: usize,
    heap: NonNull<Heap>,
    owns: PhantomData<T>,
}

impl<T> Buffer<T> {
    /// An empty buffer; allocates nothing.
    #[inline]
    pub fn new(heap: &Heap) -> Self {
        let heap = NonNull::from(heap);
        Buffer { items: NonNull::dangling(), len: 0, capacity: 0, heap, owns: PhantomData }
    }

    /// An empty buffer with room for `capacity` items.
    pub fn with_capacity(heap: &Heap, capacity: usize) -> Result<Self, LimitExceeded> {
        let mut buffer = Self::new(heap);
        if capacity != 0 {
            let bytes = capacity.checked_mul(size_of::<T>()).ok_or(LimitExceeded)?;
            buffer.items = Blocks { heap, align: align_of::<T>() }.allocate(bytes)?.cast();
            buffer.capacity = capacity;
        }
        Ok(buffer)
    }

    /// A buffer with these items and no room to spare. An iterator that ends early leaves room.
    pub fn from_items(
        heap: &Heap,
        items: impl ExactSizeIterator<Item = T>,
    ) -> Result<Self, LimitExceeded> {
        let capacity = items.len();
        let mut buffer = Self::with_capacity(heap, capacity)?;
        for item in items.take(capacity) {
            buffer.push(item);
        }
        Ok(buffer)
    }

    /// The heap on which this buffer counts.
    #[inline]
    pub fn heap(&self) -> &Heap {
        // SAFETY: a buffer lives in an object of this heap, or on the way into one.
        unsafe { self.heap.as_ref() }
    }

    /// How many items fit without another allocation.
    #[inline(always)]
    pub fn capacity(&self) -> usize {
        self.capacity
    }

    /// Bytes of the storage, as Python counts them: `capacity` items.
    #[inline]
    pub fn bytes(&self) -> usize {
        self.capacity * size_of::<T>()
    }

    /// Makes the capacity exactly `capacity` (never below the length).
    pub fn set_capacity(&mut self, capacity: usize) -> Result<(), LimitExceeded> {
        let capacity = capacity.max(self.len);
        if capacity == self.capacity {
            return Ok(());
        }
        let bytes = capacity.checked_mul(size_of::<T>()).ok_or(LimitExceeded)?;
        let storage = Blocks { heap: self.heap(), align: align_of::<T>() };
        let old = self.items.cast::<u8>();
        // SAFETY: the items came from this storage with this size, and as many as there are fit.
        let new = unsafe { storage.resize(old, self.bytes(), bytes, self.len * size_of::<T>())? };
        self.items = new.cast();
        self.capacity = capacity;
        Ok(())
    }

    /// Appends; the capacity must have been made large enough.
    ///
    /// # Panics
    /// If the buffer is full.
    #[inline(always)]
    pub fn push(&mut self, item: T) {
        assert!(self.len < self.capacity, "push on a full buffer");
        // SAFETY: there is room for one more.
        unsafe { self.items.add(self.len).write(item) };
        self.len += 1;
    }

    /// Takes the last item.
    #[inline(always)]
    pub fn pop(&mut self) -> Option<T> {
        self.len = self.len.checked_sub(1)?;
        // SAFETY: the item is initialised and no longer counted as part of the buffer.
        Some(unsafe { self.items.add(self.len).read() })
    }

    /// Inserts before `index`; the capacity must have been made large enough.
    ///
    /// # Panics
    /// If the buffer is full or `index` is beyond its length.
    pub fn insert(&mut self, index: usize, item: T) {
        assert!(self.len < self.capacity, "insert into a full buffer");
        assert!(index <= self.len, "insert beyond the end");
        // SAFETY: there is room for one more, so the items may move up by one.
        unsafe {
            let place = self.items.add(index);
            place.copy_to(place.add(1), self.len - index);
            place.write(item);
        }
        self.len += 1;
    }

    /// Removes the item at `index`.
    ///
    /// # Panics
    /// If there is none.
    pub fn remove(&mut self, index: usize) -> T {
        assert!(index < self.len, "remove beyond the end");
        // SAFETY: the item is read once and then overwritten by those behind it.
        let item = unsafe {
            let place = self.items.add(index);
            let item = place.read();
            place.copy_from(place.add(1), self.len - index - 1);
            item
        };
        self.len -= 1;
        item
    }

    /// Drops the items from `length` on, the last one first.
    pub fn truncate(&mut self, length: usize) {
        if !std::mem::needs_drop::<T>() {
            self.len = self.len.min(length);
            return;
        }
        while self.len > length {
            drop(self.pop());
        }
    }

    /// Drops all items, the first one first; the capacity stays.
    pub fn clear_forward(&mut self) {
        let length = std::mem::replace(&mut self.len, 0);
        for index in 0..length {
            // SAFETY: the item is initialised, and as the buffer is empty now nobody else drops it.
            unsafe { self.items.add(index).drop_in_place() };
        }
    }

    /// Drops all items, the last one first; the capacity stays.
    pub fn clear(&mut self) {
        self.truncate(0);
    }

    /// Removes a range and gives its items. Those not taken are dropped with the iterator.
    ///
    /// # Panics
    /// If the range is not within the buffer.
    pub fn drain(&mut self, range: Range<usize>) -> Drain<'_, T> {
        assert!(range.start <= range.end && range.end <= self.len, "drain beyond the end");
        let after = self.len - range.end;
        // Should the iterator be forgotten, the buffer is merely shorter.
        self.len = range.start;
        Drain { gap: range.start, end: range.end, range, after, buffer: self }
    }

    /// Appends as many copies of `item` as make the length `length`; the capacity must have been made
    /// large enough.
    ///
    /// # Panics
    /// If it was not.
    pub fn fill_to(&mut self, length: usize, item: T)
    where
        T: Clone,
    {
        assert!(length <= self.capacity, "fill beyond the capacity");
        while self.len < length {
            self.push(item.clone());
        }
    }
}

impl<T> Drop for Buffer<T> {
    fn drop(&mut self) {
        self.truncate(0);
        let bytes = self.bytes();
        if bytes != 0 {
            let storage = Blocks { heap: self.heap(), align: align_of::<T>() };
            // SAFETY: the storage came from there with this size, and nobody uses it any more.
            unsafe { storage.free(self.items.cast(), bytes) };
        }
    }
}

impl<T> Deref for Buffer<T> {
    type Target = [T];
    #[inline(always)]
    fn deref(&self) -> &[T] {
        // SAFETY: `len` items are initialised.
        unsafe { std::slice::from_raw_parts(self.items.as_ptr(), self.len) }
    }
}

impl<T> DerefMut for Buffer<T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [T] {
        // SAFETY: `len` items are initialised.
        unsafe { std::slice::from_raw_parts_mut(self.items.as_ptr(), self.len) }
    }
}

impl<T: fmt::Debug> fmt::Debug for Buffer<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<T: Trace> Trace for Buffer<T> {
    const CONTAINER: bool = T::CONTAINER;
    fn trace_as(&self, label: Label<'_>, tracer: &mut Tracer<'_>) {
        let storage = Blocks { heap: self.heap(), align: align_of::<T>() };
        tracer.held(storage.counted(self.bytes()));
        (**self).trace_as(label, tracer);
    }
}

/// The items of a range that is being removed from a [`Buffer`].
pub struct Drain<'a, T> {
    buffer: &'a mut Buffer<T>,
    /// What is not yet taken, by position in the buffer.
    range: Range<usize>,
    /// Where the removed range started.
    gap: usize,
    /// Where it ended.
    end: usize,
    /// How many items lie behind it.
    after: usize,
}

impl<T> Iterator for Drain<'_, T> {
    type Item = T;
    fn next(&mut self) -> Option<T> {
        let index = self.range.next()?;
        // SAFETY: the items of the range are initialised, and each is read once.
        Some(unsafe { self.buffer.items.add(index).read() })
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.range.size_hint()
    }
}

impl<T> DoubleEndedIterator for Drain<'_, T> {
    fn next_back(&mut self) -> Option<T> {
        let index = self.range.next_back()?;
        // SAFETY: as in `next`.
        Some(unsafe { self.buffer.items.add(index).read() })
    }
}

impl<T> ExactSizeIterator for Drain<'_, T> {}

impl<T> Drop for Drain<'_, T> {
    fn drop(&mut self) {
        while let Some(item) = self.next_back() {
            drop(item);
        }
        // SAFETY: the items behind the range are initialised, and those in it are gone.
        unsafe {
            let items = self.buffer.items;
            items.add(self.end).copy_to(items.add(self.gap), self.after);
        }
        self.buffer.len = self.gap + self.after;
    }
}
