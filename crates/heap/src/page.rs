//! A page: slots of one size, with a list of the free ones.
//!
//! A free slot has the low bit of its kind word set: the rest of that word is the address of the next
//! free slot. Its count word is 0. So whether a slot is live is read from the slot itself, without a
//! bitmap to keep up to date on every allocation, and reading the count of an object that has just
//! been freed is harmless.

use std::cell::Cell;
use std::ptr;

use crate::layout::{CLASSES, GRANULE, HEAD_PAGES, PAGE_BYTES, PAGES, Purpose, segment_start};
use crate::segment::Segment;

/// Added to `used` while the page is the one its class allocates from, so that freeing its last
/// slot does not look like the end of the page.
pub(crate) const CURRENT: u32 = 1 << 31;
/// How many bytes of slots are put on the free list at once.
const EXTEND_BYTES: usize = 4096;

/// What stands in the segment head for each page.
#[repr(C, align(64))]
pub(crate) struct Page {
    /// The first free slot, or 0.
    pub(crate) free: Cell<usize>,
    /// Where the birth numbers lie, one for each slot; null if the page is not for containers.
    pub(crate) births: Cell<*const Cell<u32>>,
    /// The collector's numbers, one for each slot; null outside of it.
    pub(crate) scratch: Cell<*const Cell<u32>>,
    /// How many slots are taken, plus [`CURRENT`].
    pub(crate) used: Cell<u32>,
    /// The size of each slot; 0 if this page is not cut into slots.
    pub(crate) slot_bytes: Cell<u32>,
    /// Turns the division by the slot size into a multiplication.
    reciprocal: Cell<u32>,
    /// How many slots the page has room for.
    pub(crate) capacity: Cell<u16>,
    /// How many of them have ever been on the free list.
    pub(crate) extended: Cell<u16>,
    /// The page's place in the tables of classes.
    pub(crate) class: Cell<u16>,
    /// Whether the page is on its class's list of pages with free slots.
    pub(crate) listed: Cell<bool>,
    /// On which of the lists of pages that may hold young containers the page is.
    pub(crate) touched: Cell<u8>,
    pub(crate) next: Cell<*const Page>,
    pub(crate) previous: Cell<*const Page>,
}

impl Page {
    /// A page that has nothing to give.
    pub(crate) const fn none() -> Self {
        Page {
            free: Cell::new(0),
            births: Cell::new(ptr::null()),
            scratch: Cell::new(ptr::null()),
            used: Cell::new(0),
            slot_bytes: Cell::new(0),
            reciprocal: Cell::new(0),
            capacity: Cell::new(0),
            extended: Cell::new(0),
            class: Cell::new(0),
            listed: Cell::new(false),
            touched: Cell::new(0),
            next: Cell::new(ptr::null()),
            previous: Cell::new(ptr::null()),
        }
    }

    /// Cuts the page into slots.
    pub(crate) fn prepare(&self, class: usize, purpose: Purpose, slot_bytes: usize) {
        let start = self.start();
        let births = if purpose == Purpose::Container { size_of::<u32>() } else { 0 };
        let capacity = PAGE_BYTES / (slot_bytes + births);
        let granules = (slot_bytes / GRANULE) as u32;
        self.free.set(0);
        self.births.set(match births {
            0 => ptr::null(),
            _ => ptr::with_exposed_provenance(start + PAGE_BYTES - capacity * births),
        });
        self.used.set(0);
        self.slot_bytes.set(slot_bytes as u32);
        // Exact for all offsets in a page: see `slot_index`.
        self.reciprocal.set((1u32 << 20).div_ceil(granules));
        self.capacity.set(capacity as u16);
        self.extended.set(0);
        self.class.set(class as u16);
    }

    /// The segment in whose head this is.
    pub(crate) fn segment(&self) -> &Segment {
        // SAFETY: a page that is in use lies in the head of a segment.
        unsafe { Segment::at(ptr::from_ref(self).addr()) }
    }

    /// Which page of its segment this is.
    pub(crate) fn index(&self) -> usize {
        let first = self.segment().pages.as_ptr().addr();
        (ptr::from_ref(self).addr() - first) / size_of::<Page>()
    }

    /// The address of the first slot.
    pub(crate) fn start(&self) -> usize {
        let index = self.index();
        debug_assert!((HEAD_PAGES..PAGES).contains(&index));
        segment_start(ptr::from_ref(self).addr()) + index * PAGE_BYTES
    }

    /// Whether the slots hold buffers rather than objects.
    pub(crate) fn is_raw(&self) -> bool {
        usize::from(self.class.get()) / CLASSES == Purpose::Raw as usize
    }

    /// How many slots are taken.
    pub(crate) fn used(&self) -> usize {
        (self.used.get() & !CURRENT) as usize
    }

    /// Which slot of the page has this address (the address of a slot).
    #[inline(always)]
    pub(crate) fn slot_index(&self, address: usize) -> usize {
        // With g < 1024 granules of offset, c <= 256 granules a slot and r = ceil(2^20 / c), the
        // error of g * r is below g * c < 2^18, so the shift gives g / c rounded down.
        let granule = ((address & (PAGE_BYTES - 1)) / GRANULE) as u32;
        ((granule * self.reciprocal.get()) >> 20) as usize
    }

    /// The birth number of a slot.
    ///
    /// # Safety
    /// The page is for containers and has this slot.
    #[inline(always)]
    pub(crate) unsafe fn birth(&self, slot: usize) -> &Cell<u32> {
        // SAFETY: as the caller states; the numbers lie behind the slots in the page.
        unsafe { &*self.births.get().add(slot) }
    }

    /// The address of a slot.
    #[inline(always)]
    pub(crate) fn slot_address(start: usize, slot: usize, slot_bytes: usize) -> usize {
        start + slot * slot_bytes
    }

    /// Takes the first free slot, if there is one.
    #[inline(always)]
    pub(crate) fn pop(&self) -> Option<usize> {
        let slot = self.free.get();
        if slot == 0 {
            return None;
        }
        // SAFETY: slots on the list are free, and their second word holds the next one plus 1.
        let link = unsafe { link_of(slot).read() };
        self.free.set(link - 1);
        self.used.set(self.used.get() + 1);
        Some(slot)
    }

    /// Puts a slot on the list.
    ///
    /// # Safety
    /// It must be a slot of this page that nobody uses any more.
    #[inline(always)]
    pub(crate) unsafe fn push(&self, slot: usize) {
        // SAFETY: the slot belongs to the list from here on; its two first words may be written.
        unsafe {
            ptr::with_exposed_provenance_mut::<usize>(slot).write(0);
            link_of(slot).write(self.free.get() + 1);
        }
        self.free.set(slot);
        self.used.set(self.used.get() - 1);
    }

    /// Puts the next never-used slots on the (empty) list; gives `false` if there are none.
    pub(crate) fn extend(&self) -> bool {
        let extended = usize::from(self.extended.get());
        let left = usize::from(self.capacity.get()) - extended;
        if left == 0 {
            return false;
        }
        let slot_bytes = self.slot_bytes.get() as usize;
        let count = (EXTEND_BYTES / slot_bytes).clamp(1, left);
        let start = self.start();
        let mut next = 0;
        for slot in (extended..extended + count).rev() {
            let address = Self::slot_address(start, slot, slot_bytes);
            // SAFETY: the slot lies in this page and has never been used.
            unsafe {
                ptr::with_exposed_provenance_mut::<usize>(address).write(0);
                link_of(address).write(next + 1);
            }
            next = address;
        }
        self.free.set(next);
        self.extended.set((extended + count) as u16);
        true
    }
}

/// The word of a slot that holds the kind, or, in a free slot, the link.
#[inline(always)]
pub(crate) fn link_of(slot: usize) -> *mut usize {
    ptr::with_exposed_provenance_mut::<usize>(slot + size_of::<usize>())
}

/// Whether a slot that has been on the free list before holds an object.
///
/// # Safety
/// It must be such a slot, of a page for objects.
#[inline(always)]
pub(crate) unsafe fn is_live(slot: usize) -> bool {
    // SAFETY: as the caller states, the slot can be read.
    unsafe { link_of(slot).read() & 1 == 0 }
}

const _: () = assert!(size_of::<Page>() == 64);
