//! Accounted, growable storage behind an object (list items, dict tables).

use std::alloc::{self, Layout};
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut, Range};
use std::ptr::{self, NonNull};

use crate::layout::{GRANULE, Purpose, class_index, round_to_granule};
use crate::{Heap, Label, Trace, Tracer};

/// Buffers up to this size lie in the heap's own pages, longer ones come from the host.
const SMALL_BYTES_MAX: usize = 1024;

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
            buffer.items = Storage { heap, align: align_of::<T>() }.allocate(bytes)?.cast();
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
        let storage = Storage { heap: self.heap(), align: align_of::<T>() };
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
            let storage = Storage { heap: self.heap(), align: align_of::<T>() };
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
        let storage = Storage { heap: self.heap(), align: align_of::<T>() };
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

/// Where the bytes of buffers come from.
struct Storage<'a> {
    heap: &'a Heap,
    align: usize,
}

impl Storage<'_> {
    fn is_small(&self, bytes: usize) -> bool {
        bytes <= SMALL_BYTES_MAX && self.align <= GRANULE
    }

    fn layout(&self, bytes: usize) -> Result<Layout, LimitExceeded> {
        Layout::from_size_align(bytes, self.align).map_err(|_| LimitExceeded)
    }

    /// What a buffer of this size counts for.
    fn counted(&self, bytes: usize) -> usize {
        if self.is_small(bytes) { round_to_granule(bytes) } else { bytes }
    }

    fn allocate(&self, bytes: usize) -> Result<NonNull<u8>, LimitExceeded> {
        if bytes == 0 {
            return Ok(NonNull::without_provenance(self.dangling()));
        }
        let counted = self.counted(bytes);
        self.heap.admit(counted)?;
        let memory = if self.is_small(bytes) {
            self.heap.take_raw(counted)
        } else {
            let layout = self.layout(bytes)?;
            // SAFETY: the layout is not empty.
            let memory = NonNull::new(unsafe { alloc::alloc(layout) }).ok_or(LimitExceeded)?;
            self.heap.charge_infallibly(bytes);
            memory
        };
        self.heap.observe_buffer(memory.addr().get(), counted, false);
        Ok(memory)
    }

    fn dangling(&self) -> std::num::NonZeroUsize {
        std::num::NonZeroUsize::new(self.align).expect("alignments are not zero")
    }

    /// # Safety
    /// The memory must have been allocated here with this size, which is not 0.
    unsafe fn free(&self, memory: NonNull<u8>, bytes: usize) {
        self.heap.observe_buffer(memory.addr().get(), self.counted(bytes), true);
        if self.is_small(bytes) {
            // SAFETY: as the caller states.
            return unsafe { self.heap.give_back(memory.addr().get()) };
        }
        self.heap.discharge(bytes);
        // SAFETY: as above; the layout was valid when the memory was allocated.
        unsafe {
            alloc::dealloc(memory.as_ptr(), Layout::from_size_align_unchecked(bytes, self.align));
        }
    }

    /// Moves the first `used` bytes to memory of another size.
    ///
    /// # Safety
    /// The memory must have been allocated here with `old` bytes; `used` must fit in both.
    unsafe fn resize(
        &self,
        memory: NonNull<u8>,
        old: usize,
        new: usize,
        used: usize,
    ) -> Result<NonNull<u8>, LimitExceeded> {
        if old != 0 && new != 0 && !self.is_small(old) && !self.is_small(new) {
            let layout = self.layout(new)?;
            if new > old {
                self.heap.admit(new - old)?;
            }
            // SAFETY: the memory came from the host with the old layout, and the new one is valid.
            let moved = unsafe {
                let old = Layout::from_size_align_unchecked(old, self.align);
                alloc::realloc(memory.as_ptr(), old, layout.size())
            };
            let moved = NonNull::new(moved).ok_or(LimitExceeded)?;
            self.heap.discharge(old);
            self.heap.charge_infallibly(new);
            self.heap.observe_buffer(memory.addr().get(), old, true);
            self.heap.observe_buffer(moved.addr().get(), new, false);
            return Ok(moved);
        }
        if old != 0 && self.is_small(old) && round_to_granule(old) == round_to_granule(new) {
            return Ok(memory);
        }
        let fresh = self.allocate(new)?;
        // SAFETY: the two do not overlap, and `used` bytes fit in both.
        unsafe {
            fresh.copy_from_nonoverlapping(memory, used);
            if old != 0 {
                self.free(memory, old);
            }
        }
        Ok(fresh)
    }
}

impl Heap {
    /// Takes a slot for a small buffer; `bytes` are whole granules.
    #[inline]
    fn take_raw(&self, bytes: usize) -> NonNull<u8> {
        let index = class_index(Purpose::Raw, bytes);
        // SAFETY: the table holds pages in use, or the one with nothing in it.
        let page = unsafe { &*self.pages.current[index].get() };
        let slot = match page.pop() {
            Some(slot) => slot,
            None => self.take_slot_slowly(Purpose::Raw, bytes),
        };
        self.count_bytes(bytes);
        NonNull::new(ptr::with_exposed_provenance_mut(slot)).expect("slots are not at address 0")
    }
}
