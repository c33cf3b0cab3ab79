//! Objects that are too long for a slot: runs of granules in a shared segment, or a segment of their own.

use std::cell::Cell;
use std::ptr::{self, NonNull};

use crate::Heap;
use crate::grow::with_spare_room;
use crate::layout::{
    GRANULE, GRANULES, HEAD_GRANULES, HEAD_PAGES, PAGE_BYTES, RUN_BYTES_MAX, SEGMENT_BYTES,
    SLOT_BYTES_MAX, WINDOW_BYTES,
};
use crate::page::link_of;
use crate::segment::{Segment, Service};

/// Where the object of a [`Service::Single`] segment starts.
pub(crate) const SINGLE_OFFSET: usize = HEAD_PAGES * PAGE_BYTES;

/// What the head of a segment says of a run: at the window in which it starts.
pub(crate) struct Run {
    /// Where it starts, in granules from the start of the segment.
    start: Cell<u16>,
    /// How many granules it has; 0 if no run starts in the window. Of a segment of its own the object has as many bytes
    /// as the segment says.
    granules: Cell<u16>,
    /// The birth number of its object.
    pub(crate) birth: Cell<u32>,
    /// The collector's number for its object.
    pub(crate) scratch: Cell<u32>,
    /// Whether its object is a container.
    pub(crate) container: Cell<bool>,
}

impl Run {
    fn is_taken(&self) -> bool {
        self.granules.get() != 0
    }

    /// Its first granule and the one after its last.
    fn bounds(&self) -> (usize, usize) {
        let start = usize::from(self.start.get());
        (start, start + usize::from(self.granules.get()))
    }
}

impl Segment {
    fn window(address: usize) -> usize {
        (address & (SEGMENT_BYTES - 1)) / WINDOW_BYTES
    }

    /// The run of which a long object at this address would be.
    pub(crate) fn run_of(&self, address: usize) -> &Run {
        &self.runs[Self::window(address)]
    }

    fn address_of(&self, granule: usize) -> usize {
        ptr::from_ref(self).addr() + granule * GRANULE
    }

    /// Takes the granules from `start` on for a run.
    fn take_run(&self, start: usize, granules: usize, container: bool) -> usize {
        let address = self.address_of(start);
        let run = self.run_of(address);
        run.start.set(start as u16);
        run.granules.set(granules as u16);
        run.container.set(container);
        self.run_count.set(self.run_count.get() + 1);
        address
    }

    /// The gaps between the runs, in their order: where each starts and ends, in granules.
    fn gaps(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let taken = self.runs.iter().filter(|run| run.is_taken()).map(Run::bounds);
        let mut end = HEAD_GRANULES;
        taken.chain([(GRANULES, GRANULES)]).map(move |(start, next)| {
            let gap = (end, start);
            end = next;
            gap
        })
    }

    /// How many granules a run has with the gap behind it.
    fn room_of(&self, address: usize) -> usize {
        let later = &self.runs[Self::window(address) + 1..];
        let end = later.iter().find(|run| run.is_taken()).map_or(GRANULES, |run| run.bounds().0);
        end - self.run_of(address).bounds().0
    }

    /// Where the first gap of this length starts.
    fn find_gap(&self, granules: usize) -> Option<usize> {
        let mut longest = 0;
        for (start, end) in self.gaps() {
            if end - start >= granules {
                return Some(start);
            }
            longest = longest.max(end - start);
        }
        self.gap_bound.set(longest);
        None
    }
}

impl Heap {
    /// Takes memory for a long object; `None` if the host has none. `bytes` are whole granules, more than a
    /// slot has.
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
            return Some(segment.take_run(HEAD_GRANULES, 1, container));
        }
        let granules = bytes / GRANULE;
        let (segment, start) = self.find_gap(granules)?;
        Some(segment.take_run(start, granules, container))
    }

    fn find_gap(&self, granules: usize) -> Option<(&Segment, usize)> {
        let segments = self.pages.run_segments.borrow();
        let hint = self.pages.run_hint.get().min(segments.len());
        // Where there was room the last time there probably is some again.
        for index in (hint..segments.len()).chain(0..hint) {
            // SAFETY: registered segments are alive.
            let segment: &Segment = unsafe { &*segments[index].as_ptr() };
            if segment.gap_bound.get() >= granules
                && let Some(start) = segment.find_gap(granules)
            {
                self.pages.run_hint.set(index);
                return Some((segment, start));
            }
        }
        drop(segments);
        let segment = Segment::create(self, Service::Runs, SEGMENT_BYTES)?;
        self.pages.register(segment);
        let mut segments = self.pages.run_segments.borrow_mut();
        self.pages.run_hint.set(segments.len());
        segments.push(segment);
        // SAFETY: the segment is fresh and registered.
        Some((unsafe { &*segment.as_ptr() }, HEAD_GRANULES))
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
        segment.run_of(address).granules.set(0);
        segment.run_count.set(segment.run_count.get() - 1);
        segment.gap_bound.set(GRANULES - HEAD_GRANULES);
        if segment.run_count.get() == 0 {
            // SAFETY: nothing is left in the segment.
            unsafe { self.pages.unregister(segment) };
        }
    }

    /// Makes a long object longer where it is, if nothing lies behind it. `bytes` are whole granules.
    pub(crate) fn extend_run(segment: &Segment, address: usize, bytes: usize) -> bool {
        if segment.service.get() == Service::Single {
            let fits = bytes <= segment.bytes.get() - SINGLE_OFFSET;
            if fits {
                segment.single_bytes.set(bytes);
            }
            return fits;
        }
        let fits = bytes <= RUN_BYTES_MAX.min(segment.room_of(address) * GRANULE);
        if fits {
            segment.run_of(address).granules.set((bytes / GRANULE) as u16);
        }
        fits
    }

    /// How many bytes a long object takes.
    pub(crate) fn run_length(&self, segment: &Segment, address: usize) -> usize {
        match segment.service.get() {
            Service::Single => segment.single_bytes.get(),
            _ => usize::from(segment.run_of(address).granules.get()) * GRANULE,
        }
    }

    /// Whether a long object starts at this address of a segment for such.
    pub(crate) fn is_run(segment: &Segment, address: usize) -> bool {
        let run = segment.run_of(address);
        run.is_taken() && segment.address_of(run.bounds().0) == address
    }

    /// The addresses of the long objects in a segment.
    pub(crate) fn runs_of(segment: &Segment) -> impl Iterator<Item = NonNull<crate::Object>> + '_ {
        segment.runs.iter().filter(|run| run.is_taken()).filter_map(|run| {
            let address = segment.address_of(run.bounds().0);
            NonNull::new(ptr::with_exposed_provenance_mut(address))
        })
    }
}

const _: () =
    assert!(RUN_BYTES_MAX / GRANULE <= u16::MAX as usize && SLOT_BYTES_MAX >= WINDOW_BYTES);
