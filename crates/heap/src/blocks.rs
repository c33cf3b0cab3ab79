//! Blocks of bytes behind objects: short ones from the heap's own pages, longer ones from the host.

use std::alloc::{self, Layout};
use std::fmt;
use std::ptr::{self, NonNull};

use crate::Heap;
use crate::layout::{GRANULE, Purpose, class_index, round_to_granule};

/// Blocks up to this size lie in the heap's own pages.
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

/// Where the bytes of buffers and tables come from.
pub(crate) struct Blocks<'a> {
    pub(crate) heap: &'a Heap,
    pub(crate) align: usize,
}

impl Blocks<'_> {
    fn is_small(&self, bytes: usize) -> bool {
        bytes <= SMALL_BYTES_MAX && self.align <= GRANULE
    }

    fn layout(&self, bytes: usize) -> Result<Layout, LimitExceeded> {
        Layout::from_size_align(bytes, self.align).map_err(|_| LimitExceeded)
    }

    /// What a block of this size counts for.
    pub(crate) fn counted(&self, bytes: usize) -> usize {
        if self.is_small(bytes) { round_to_granule(bytes) } else { bytes }
    }

    pub(crate) fn allocate(&self, bytes: usize) -> Result<NonNull<u8>, LimitExceeded> {
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
    pub(crate) unsafe fn free(&self, memory: NonNull<u8>, bytes: usize) {
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
    pub(crate) unsafe fn resize(
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
