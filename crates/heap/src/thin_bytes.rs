//! Accounted bytes behind an object, of which the object holds no more than one word.

use std::ops::{Deref, DerefMut};
use std::ptr::NonNull;
use std::{ptr, slice};

use crate::blocks::Blocks;
use crate::{Heap, Label, LimitExceeded, Trace, Tracer};

/// A growable array of bytes. Capacity is the owner's decision, as for a [`Buffer`](crate::Buffer); what a buffer keeps in its
/// owner lies before the bytes.
pub struct ThinBytes {
    head: NonNull<Head>,
}

struct Head {
    heap: NonNull<Heap>,
    len: usize,
    capacity: usize,
}

const HEAD_BYTES: usize = size_of::<Head>();

fn storage(heap: &Heap) -> Blocks<'_> {
    Blocks { heap, align: align_of::<Head>() }
}

fn block_bytes(capacity: usize) -> Result<usize, LimitExceeded> {
    capacity.checked_add(HEAD_BYTES).ok_or(LimitExceeded)
}

impl ThinBytes {
    /// No bytes, and room for `capacity` of them.
    pub fn with_capacity(heap: &Heap, capacity: usize) -> Result<Self, LimitExceeded> {
        let head = storage(heap).allocate(block_bytes(capacity)?)?.cast::<Head>();
        // SAFETY: the block begins with room for the head.
        unsafe { head.write(Head { heap: NonNull::from(heap), len: 0, capacity }) };
        Ok(ThinBytes { head })
    }

    fn head(&self) -> &Head {
        // SAFETY: the block begins with its head for as long as this lives.
        unsafe { self.head.as_ref() }
    }

    fn heap(&self) -> &Heap {
        // SAFETY: as for a buffer, this lives in an object of the heap.
        unsafe { self.head().heap.as_ref() }
    }

    fn first(&self) -> *mut u8 {
        // SAFETY: the bytes lie behind the head in the same block.
        unsafe { self.head.as_ptr().add(1).cast() }
    }

    /// How many bytes there can be.
    pub fn capacity(&self) -> usize {
        self.head().capacity
    }

    /// Makes the capacity exactly `capacity` (never below the length).
    pub fn set_capacity(&mut self, capacity: usize) -> Result<(), LimitExceeded> {
        let capacity = capacity.max(self.len());
        let (old, new) = (HEAD_BYTES + self.capacity(), block_bytes(capacity)?);
        let used = HEAD_BYTES + self.len();
        let block = self.head.cast::<u8>();
        // SAFETY: the block came from there with its old size, and what is used of it fits in the new one.
        self.head = unsafe { storage(self.heap()).resize(block, old, new, used)? }.cast();
        // SAFETY: the head has moved with the block.
        unsafe { self.head.as_mut() }.capacity = capacity;
        Ok(())
    }

    /// Makes the length `length`: forgets the bytes from there on, or adds zeros.
    ///
    /// # Panics
    /// If it is more than the capacity.
    pub fn set_len(&mut self, length: usize) {
        assert!(length <= self.capacity(), "a length beyond the capacity");
        let more = length.saturating_sub(self.len());
        // SAFETY: so many bytes behind the last one belong to the block.
        unsafe {
            ptr::write_bytes(self.first().add(self.len()), 0, more);
            self.head.as_mut().len = length;
        }
    }
}

impl Drop for ThinBytes {
    fn drop(&mut self) {
        let bytes = HEAD_BYTES + self.capacity();
        // SAFETY: the block came from there with this size, and nobody uses it any more.
        unsafe { storage(self.heap()).free(self.head.cast(), bytes) };
    }
}

impl Deref for ThinBytes {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        // SAFETY: so many bytes are initialised.
        unsafe { slice::from_raw_parts(self.first(), self.head().len) }
    }
}

impl DerefMut for ThinBytes {
    fn deref_mut(&mut self) -> &mut [u8] {
        // SAFETY: as above.
        unsafe { slice::from_raw_parts_mut(self.first(), self.head().len) }
    }
}

impl Trace for ThinBytes {
    const CONTAINER: bool = false;
    fn trace_as(&self, _: Label<'_>, tracer: &mut Tracer<'_>) {
        tracer.held(storage(self.heap()).counted(HEAD_BYTES + self.capacity()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_stay_where_room_is_made() {
        let heap = Heap::new();
        let before = heap.live_bytes();
        let mut bytes = ThinBytes::with_capacity(&heap, 3).expect("there is no limit");
        bytes.set_len(3);
        bytes.copy_from_slice(b"abc");
        for capacity in [100, 5000, 100_000, 2000, 10] {
            bytes.set_capacity(capacity).expect("there is no limit");
            assert_eq!(bytes.capacity(), capacity);
            assert_eq!(&bytes[..], b"abc");
        }
        bytes.set_len(1);
        bytes.set_len(3);
        assert_eq!(&bytes[..], b"a\0\0");
        drop(bytes);
        assert_eq!(heap.live_bytes(), before);
    }
}
