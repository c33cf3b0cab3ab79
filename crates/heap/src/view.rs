//! A picture of the heap's memory: segments and pages, and how full they are.

use crate::Heap;
use crate::layout::{CLASSES, HEAD_PAGES, PAGE_BYTES, PAGES, Purpose};
use crate::segment::{Segment, Service};

/// What lies in a part of the heap.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Content {
    /// Objects without references.
    Leaves,
    /// Objects that may hold references.
    Containers,
    /// Small buffers.
    Buffers,
    /// One object that is too long for a page's slots.
    LongObject,
    /// Nothing at present.
    Unused,
}

/// A part of the heap: a page, or the place of a long object.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Region {
    /// Where it starts.
    pub start: usize,
    /// How long it is.
    pub bytes: usize,
    /// What lies there.
    pub content: Content,
    /// The size of a slot; for a long object, its own.
    pub slot_bytes: usize,
    /// How many slots there are.
    pub slots: usize,
    /// How many of them are taken.
    pub used: usize,
}

impl Heap {
    /// The parts of the heap, by segment in the order in which they came, then by address. The heads of
    /// the segments are not shown.
    pub fn regions(&self) -> Vec<Region> {
        let mut regions = Vec::new();
        for segment in self.pages.segments.borrow().iter() {
            // SAFETY: registered segments are alive.
            let segment = unsafe { segment.as_ref() };
            match segment.service.get() {
                Service::Pages => Self::page_regions(segment, &mut regions),
                _ => regions.extend(Self::runs_of(segment).map(|object| {
                    let start = object.addr().get();
                    let bytes = self.run_length(segment, start);
                    let content = Content::LongObject;
                    Region { start, bytes, content, slot_bytes: bytes, slots: 1, used: 1 }
                })),
            }
        }
        regions
    }

    fn page_regions(segment: &Segment, regions: &mut Vec<Region>) {
        for page in &segment.pages[HEAD_PAGES..PAGES] {
            let slot_bytes = page.slot_bytes.get() as usize;
            let purpose = usize::from(page.class.get()) / CLASSES;
            let content = match slot_bytes {
                0 => Content::Unused,
                _ if purpose == Purpose::Leaf as usize => Content::Leaves,
                _ if purpose == Purpose::Container as usize => Content::Containers,
                _ => Content::Buffers,
            };
            let slots = if slot_bytes == 0 { 0 } else { usize::from(page.capacity.get()) };
            let (start, used) = (page.start(), page.used());
            regions.push(Region { start, bytes: PAGE_BYTES, content, slot_bytes, slots, used });
        }
    }
}
