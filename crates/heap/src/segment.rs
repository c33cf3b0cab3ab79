//! A segment: 1 MiB whose head tells everything about the pages behind it.

use std::cell::Cell;
use std::ptr::{self, NonNull};

use crate::Heap;
use crate::layout::{
    GRANULE, GRANULES, HEAD_GRANULES, HEAD_PAGES, PAGE_BYTES, PAGES, SEGMENT_BYTES, WINDOWS,
    segment_start,
};
use crate::page::Page;
use crate::runs::Run;

/// Zeroed memory at multiples of [`SEGMENT_BYTES`], from the host itself: an allocator would take twice as much address
/// space to find such a place.
#[cfg(not(miri))]
mod host {
    use std::ptr::{self, NonNull};

    use rustix::mm::{MapFlags, ProtFlags, mmap_anonymous, munmap};

    use crate::layout::SEGMENT_BYTES;

    /// The longest pages that hosts have.
    const HOST_PAGE_BYTES: usize = 1 << 16;

    /// The pages that hold so many bytes.
    fn pages(bytes: usize) -> Option<usize> {
        bytes.checked_next_multiple_of(HOST_PAGE_BYTES)
    }

    pub(super) fn map(bytes: usize) -> Option<NonNull<u8>> {
        let length = pages(bytes)?;
        let whole = length.checked_add(SEGMENT_BYTES)?;
        let (access, kind) = (ProtFlags::READ | ProtFlags::WRITE, MapFlags::PRIVATE);
        // SAFETY: new pages anywhere; those before and behind the segment are given back at once.
        unsafe {
            let start = mmap_anonymous(ptr::null_mut(), whole, access, kind).ok()?.cast::<u8>();
            let before = start.addr().next_multiple_of(SEGMENT_BYTES) - start.addr();
            let segment = start.add(before);
            let behind = whole - before - length;
            for (first, bytes) in [(start, before), (segment.add(length), behind)] {
                if bytes != 0 {
                    // Should the host keep them, they are address space and nothing else.
                    let _ = munmap(first.cast(), bytes);
                }
            }
            NonNull::new(segment)
        }
    }

    /// # Safety
    /// The memory must have been mapped with this length, and nobody may use it any more.
    pub(super) unsafe fn unmap(memory: NonNull<u8>, bytes: usize) {
        let length = pages(bytes).unwrap_or(bytes);
        // SAFETY: as the caller states.
        let _ = unsafe { munmap(memory.as_ptr().cast(), length) };
    }
}

/// Miri has no mappings at an address of one's choice.
#[cfg(miri)]
mod host {
    use std::alloc::{Layout, alloc_zeroed, dealloc};
    use std::ptr::NonNull;

    use crate::layout::SEGMENT_BYTES;

    pub(super) fn map(bytes: usize) -> Option<NonNull<u8>> {
        let layout = Layout::from_size_align(bytes, SEGMENT_BYTES).ok()?;
        // SAFETY: the layout is not empty.
        NonNull::new(unsafe { alloc_zeroed(layout) })
    }

    /// # Safety
    /// The memory must have been mapped with this length, and nobody may use it any more.
    pub(super) unsafe fn unmap(memory: NonNull<u8>, bytes: usize) {
        // SAFETY: the layout is that of `map`.
        unsafe {
            dealloc(memory.as_ptr(), Layout::from_size_align_unchecked(bytes, SEGMENT_BYTES));
        }
    }
}

/// What a segment serves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(crate) enum Service {
    /// Pages with slots.
    Pages = 0,
    /// Runs of granules, each one object.
    Runs = 1,
    /// A single object.
    Single = 2,
}

/// One bit for each granule of a segment.
pub(crate) struct Bitmap([Cell<u64>; GRANULES / 64]);

impl Bitmap {
    #[inline(always)]
    fn place(address: usize) -> (usize, u64) {
        let granule = (address & (SEGMENT_BYTES - 1)) / GRANULE;
        (granule / 64, 1 << (granule % 64))
    }

    #[inline(always)]
    pub(crate) fn get(&self, address: usize) -> bool {
        let (word, bit) = Self::place(address);
        self.0[word].get() & bit != 0
    }

    #[inline(always)]
    pub(crate) fn set(&self, address: usize) {
        let (word, bit) = Self::place(address);
        self.0[word].set(self.0[word].get() | bit);
    }

    #[inline(always)]
    pub(crate) fn clear(&self, address: usize) {
        let (word, bit) = Self::place(address);
        self.0[word].set(self.0[word].get() & !bit);
    }

    /// How many bits are set.
    pub(crate) fn count(&self) -> usize {
        self.0.iter().map(|word| word.get().count_ones() as usize).sum()
    }
}

/// The head of a segment. All zero but for the first fields when it is made.
#[repr(C, align(64))]
pub(crate) struct Segment {
    /// The heap; first, because everybody finds it from an object's address.
    pub(crate) heap: Cell<*const Heap>,
    /// Position among the heap's segments.
    pub(crate) index: Cell<usize>,
    /// How many bytes were asked for.
    pub(crate) bytes: Cell<usize>,
    /// One bit for each page that nobody uses.
    pub(crate) free_pages: Cell<u64>,
    /// Bytes of the single object ([`Service::Single`]).
    pub(crate) single_bytes: Cell<usize>,
    /// No gap between runs has more granules than this.
    pub(crate) gap_bound: Cell<usize>,
    /// How many runs are taken.
    pub(crate) run_count: Cell<usize>,
    pub(crate) service: Cell<Service>,
    pub(crate) pages: [Page; PAGES],
    /// Objects whose finalizer has been run, or is about to be.
    pub(crate) finalized: Bitmap,
    /// Members of a set that the collector looks at; all clear outside of it.
    pub(crate) candidate: Bitmap,
    /// The runs, each at the window in which it starts.
    pub(crate) runs: [Run; WINDOWS],
}

const _: () = assert!(size_of::<Segment>() <= HEAD_PAGES * PAGE_BYTES);

impl Segment {
    /// Asks the host for a segment with room for `bytes` bytes in all. `None` if there is no memory.
    pub(crate) fn create(heap: &Heap, service: Service, bytes: usize) -> Option<NonNull<Segment>> {
        let memory = host::map(bytes)?;
        memory.as_ptr().expose_provenance();
        let segment = memory.cast::<Segment>();
        // SAFETY: the memory is fresh and large enough for the head, for which zero is valid.
        unsafe {
            let segment = segment.as_ref();
            segment.heap.set(heap);
            segment.bytes.set(bytes);
            segment.service.set(service);
            segment.free_pages.set(u64::MAX << HEAD_PAGES);
            segment.gap_bound.set(GRANULES - HEAD_GRANULES);
        }
        Some(segment)
    }

    /// Gives the memory back to the host.
    ///
    /// # Safety
    /// Nobody may use the segment or anything in it any more.
    pub(crate) unsafe fn destroy(segment: NonNull<Segment>) {
        // SAFETY: the memory was mapped with this length in `create`.
        unsafe {
            let bytes = segment.as_ref().bytes.get();
            host::unmap(segment.cast(), bytes);
        }
    }

    /// The segment of an address.
    ///
    /// # Safety
    /// The address must lie in the first MiB of a segment that lives for `'a`.
    #[inline(always)]
    pub(crate) unsafe fn at<'a>(address: usize) -> &'a Segment {
        // SAFETY: as the caller states; a segment starts with its head.
        unsafe { &*ptr::with_exposed_provenance(segment_start(address)) }
    }

    /// The page of an address in this segment.
    #[inline(always)]
    pub(crate) fn page_of(&self, address: usize) -> &Page {
        &self.pages[(address / PAGE_BYTES) % PAGES]
    }
}
