//! The measures of segments, pages and slots.

/// A segment is aligned to its size, so an object's segment follows from its address.
pub(crate) const SEGMENT_BYTES: usize = 1 << 20;
/// A page serves slots of one size and one purpose.
pub(crate) const PAGE_BYTES: usize = 1 << 14;
/// Pages in a segment.
pub(crate) const PAGES: usize = SEGMENT_BYTES / PAGE_BYTES;
/// Pages at the start of each segment that the segment's head takes.
pub(crate) const HEAD_PAGES: usize = 2;
/// Every slot is a multiple of this long and starts at a multiple of it.
pub(crate) const GRANULE: usize = 16;
/// Granules in a segment: the length of each of its bitmaps.
pub(crate) const GRANULES: usize = SEGMENT_BYTES / GRANULE;
/// The longest slot that pages serve; what is longer takes a run of granules.
pub(crate) const SLOT_BYTES_MAX: usize = 4096;
/// Size classes for one purpose; class `n` has slots of `n` granules.
pub(crate) const CLASSES: usize = SLOT_BYTES_MAX / GRANULE + 1;
/// Windows of this length tell where runs are: as runs are longer, at most one starts in each.
pub(crate) const WINDOW_BYTES: usize = SLOT_BYTES_MAX;
/// Windows in a segment.
pub(crate) const WINDOWS: usize = SEGMENT_BYTES / WINDOW_BYTES;
/// Granules that the head of a segment takes.
pub(crate) const HEAD_GRANULES: usize = HEAD_PAGES * PAGE_BYTES / GRANULE;
/// What is longer than this has a segment run of its own.
pub(crate) const RUN_BYTES_MAX: usize = SEGMENT_BYTES / 4;

/// What a page's slots hold. Also the order of the tables of current pages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(usize)]
pub(crate) enum Purpose {
    /// Objects without references.
    Leaf = 0,
    /// Objects that may hold references; each has a birth number.
    Container = 1,
    /// Small buffers.
    Raw = 2,
}

/// How many purposes there are.
pub(crate) const PURPOSES: usize = 3;

/// Where the table of current pages has the entry for slots of `bytes` bytes (a multiple of the granule).
#[inline(always)]
pub(crate) const fn class_index(purpose: Purpose, bytes: usize) -> usize {
    purpose as usize * CLASSES + bytes / GRANULE
}

/// Rounds up to whole granules; saturates, so that absurd sizes stay absurd.
#[inline(always)]
pub(crate) const fn round_to_granule(bytes: usize) -> usize {
    bytes.saturating_add(GRANULE - 1) & !(GRANULE - 1)
}

/// The start of the segment in which an address lies.
#[inline(always)]
pub(crate) const fn segment_start(address: usize) -> usize {
    address & !(SEGMENT_BYTES - 1)
}
