//! Objects that are too long for a slot: runs of blocks in a shared segment, or a segment of their own.

use std::ptr::{self, NonNull};

use crate::Heap;
use crate::grow::with_spare_room;
use crate::layout::{
    BLOCK_BYTES, BLOCKS, HEAD_BLOCKS, HEAD_PAGES, PAGE_BYTES, RUN_BYTES_MAX, SEGMENT_BYTES,
    round_to_granule,
};
use crate::page::link_of;
use crate::segment::{Segment, Service};

/// Where the object of a [`Service::Single`] segment starts.
pub(crate) const SINGLE_OFFSET: usize = HEAD_PAGES * PAGE_BYTES;

/// What an object of `bytes` bytes takes when it is too long for a slot.
pub(crate) fn run_bytes(bytes: usize) -> usize {
    if bytes <= RUN_BYTES_MAX {
        bytes.next_multiple_of(BLOCK_BYTES)
    } else {
        round_to_granule(bytes)
    }
}

impl Segment {
    /// The first run of free blocks of this length.
    fn find_run(&self, blocks: usize) -> Option<usize> {
        let (mut start, mut longest) = (HEAD_BLOCKS, 0);
        while start < BLOCKS {
            if self.block(start) {
                // Whole words of taken blocks are passed over at once.
                let ahead = (!self.blocks[start / 64].get()) >> (start % 64);
                start += (ahead.trailing_zeros() as usize).min(64 - start % 64);
                continue;
            }
            let mut end = start;
            while end < BLOCKS && end - start < blocks && !self.block(end) {
                end += 1;
            }
            if end - start == blocks {
                return Some(start);
            }
            longest = longest.max(end - start);
            start = end;
        }
        self.free_run_bound.set(longest);
        None
    }
}

impl Heap {
    /// Takes memory for a long object; `None` if the host has none. `bytes` comes from [`run_bytes`].
    #[cold]
    #[inline(never)]
    pub(crate) fn take_run(&self, bytes: usize, container: bool) -> Option<usize> {
        if bytes > RUN_BYTES_MAX {
            let room = with_spare_room(bytes).checked_add(SINGLE_OFFSET)?.max(SEGMENT_BYTES);
            let segment = Segment::create(self, Service::Single, room)?;
            self.pages.register(segment);
            // SAFETY: the segment is fresh.
            let segment = unsafe { &*segment.as_ptr() };
            segment.single_bytes.set(bytes);
            segment.runs.set(1);
            segment.run_containers[HEAD_BLOCKS].set(container);
            return Some(segment.block_address(HEAD_BLOCKS));
        }
        let blocks = bytes / BLOCK_BYTES;
        let (segment, first) = self.find_run(blocks)?;
        for block in first..first + blocks {
            segment.set_block(block, true);
        }
        segment.runs.set(segment.runs.get() + 1);
        segment.run_blocks[first].set(blocks as u16);
        segment.run_containers[first].set(container);
        Some(segment.block_address(first))
    }

    fn find_run(&self, blocks: usize) -> Option<(&Segment, usize)> {
        let segments = self.pages.run_segments.borrow();
        let hint = self.pages.run_hint.get().min(segments.len());
        // Where there was room the last time there probably is some again.
        for index in (hint..segments.len()).chain(0..hint) {
            // SAFETY: registered segments are alive.
            let segment: &Segment = unsafe { &*segments[index].as_ptr() };
            if segment.free_run_bound.get() >= blocks
                && let Some(first) = segment.find_run(blocks)
            {
                self.pages.run_hint.set(index);
                return Some((segment, first));
            }
        }
        drop(segments);
        let segment = Segment::create(self, Service::Runs, SEGMENT_BYTES)?;
        self.pages.register(segment);
        let mut segments = self.pages.run_segments.borrow_mut();
        self.pages.run_hint.set(segments.len());
        segments.push(segment);
        // SAFETY: the segment is fresh and registered.
        Some((unsafe { &*segment.as_ptr() }, HEAD_BLOCKS))
    }

    /// Frees the memory of a long object.
    ///
    /// # Safety
    /// The address must be that of a long object, and nobody may use it afterwards.
    pub(crate) unsafe fn give_run(&self, address: usize) {
        // SAFETY: as the caller states.
        let segment = unsafe { Segment::at(address) };
        self.account.subtract(self.run_length(segment, address));
        self.generations.forget_run(segment, address);
        // SAFETY: the object's words may be written until the memory is given back.
        unsafe {
            ptr::with_exposed_provenance_mut::<usize>(address).write(0);
            link_of(address).write(1);
        }
        segment.runs.set(segment.runs.get() - 1);
        if segment.service.get() == Service::Runs {
            let first = Segment::block_of(address);
            let blocks = usize::from(segment.run_blocks[first].replace(0));
            for block in first..first + blocks {
                segment.set_block(block, false);
            }
            segment.free_run_bound.set(BLOCKS - HEAD_BLOCKS);
        }
        if segment.runs.get() == 0 {
            // SAFETY: nothing is left in the segment.
            unsafe { self.pages.unregister(segment) };
        }
    }

    /// How many bytes a long object takes.
    pub(crate) fn run_length(&self, segment: &Segment, address: usize) -> usize {
        match segment.service.get() {
            Service::Single => segment.single_bytes.get(),
            _ => usize::from(segment.run_blocks[Segment::block_of(address)].get()) * BLOCK_BYTES,
        }
    }

    /// Whether a long object starts at this address of a segment for such.
    pub(crate) fn is_run(segment: &Segment, address: usize) -> bool {
        let block = Segment::block_of(address);
        address == segment.block_address(block) && Self::starts_run(segment, block)
    }

    fn starts_run(segment: &Segment, block: usize) -> bool {
        match segment.service.get() {
            Service::Single => block == HEAD_BLOCKS && segment.runs.get() == 1,
            Service::Runs => segment.run_blocks[block].get() != 0,
            Service::Pages => false,
        }
    }

    /// The addresses of the long objects in a segment.
    pub(crate) fn runs_of(segment: &Segment) -> impl Iterator<Item = NonNull<crate::Object>> + '_ {
        (HEAD_BLOCKS..BLOCKS).filter(|&block| Self::starts_run(segment, block)).filter_map(
            |block| NonNull::new(ptr::with_exposed_provenance_mut(segment.block_address(block))),
        )
    }
}
