//! How the pages of the heap are used, for those who look at the allocator itself.

use std::collections::BTreeMap;
use std::ptr::NonNull;

use crate::Heap;
use crate::layout::{GRANULE, SLOT_BYTES_MAX};
use crate::segment::Segment;

/// The pages whose slots have the same length.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct SlotStatistics {
    /// Pages cut into such slots.
    pub pages: usize,
    /// Slots that are taken.
    pub used: usize,
    /// Slots that there is room for.
    pub capacity: usize,
}

impl Heap {
    /// The longest slot that pages serve, in bytes.
    pub const SLOT_BYTES_MAX: usize = SLOT_BYTES_MAX;
    /// By how much the lengths of slots differ, in bytes.
    pub const SLOT_BYTES_STEP: usize = GRANULE;

    /// The use of pages by the length of their slots in bytes.
    pub fn slot_statistics(&self) -> BTreeMap<usize, SlotStatistics> {
        let mut classes: BTreeMap<usize, SlotStatistics> = BTreeMap::new();
        for segment in self.pages.segments.borrow().iter() {
            // SAFETY: registered segments are alive.
            let segment: &Segment = unsafe { NonNull::as_ref(segment) };
            for page in segment.pages.iter().filter(|page| page.slot_bytes.get() != 0) {
                let class = classes.entry(page.slot_bytes.get() as usize).or_default();
                class.pages += 1;
                class.used += page.used();
                class.capacity += page.capacity.get() as usize;
            }
        }
        classes
    }
}
