//! Trial deletion: which of a set of containers are held only by one another.
//!
//! Each candidate has a scratch number. It starts at a bias, its reference count is added, and one is
//! subtracted for each reference found in a candidate. What is then still at the bias is not referred to from
//! outside of the set; what is above it, and all that can be reached from there, is alive. Nothing has
//! to be known about roots: whatever holds a count and is not a candidate is one.

use std::cell::Cell;
use std::ptr::{self, NonNull};

use crate::layout::{HEAD_PAGES, PAGES};
use crate::page::{Page, is_live};
use crate::segment::{Segment, Service};
use crate::trace::Visit;
use crate::{Heap, Object, Ref, Tracer};

/// Where scratch numbers start, so that they stay positive whatever comes first.
const BIAS: u32 = 1 << 30;
/// Counts above this are as good as infinite.
const COUNT_MAX: usize = 1 << 29;
/// Set in the scratch number of what has been found to be alive.
const REACHED: u32 = 1 << 31;
/// The scratch number of what has been found to be alive when the stack was full: it is still to be looked into.
const DEFERRED: u32 = REACHED | 1;
/// So many objects wait to be looked into at most, so that a wide container does not ask for memory where there is none.
const STACK_MAX: usize = 1 << 16;
/// How many objects are fetched ahead of their turn.
const AHEAD: usize = 8;

/// A trial in progress.
pub(crate) struct Trial {
    /// Candidates are the containers born from here on ...
    from: u32,
    /// ... or, if this is set, those with their bit set in the segments' bitmaps.
    subset: bool,
    /// The pages that take part.
    pages: Vec<NonNull<Page>>,
    /// Long containers that take part.
    runs: Vec<usize>,
    /// The scratch numbers of the pages, one page after the other.
    scratch: Vec<Cell<u32>>,
    /// What has been reached and not yet been looked into.
    stack: Vec<*const Object>,
    /// Whether some numbers are [`DEFERRED`].
    deferred: bool,
    /// The latest edges, whose targets' numbers are being fetched.
    edges: Edges,
}

/// A reference that has been found: the scratch number of its target, and the target.
type Edge = (*const Cell<u32>, *const Object);

/// A ring of edges that wait for their numbers to be fetched.
struct Edges {
    ring: [Edge; AHEAD],
    turn: usize,
}

impl Edges {
    const NONE: [Edge; AHEAD] = [(ptr::null(), ptr::null()); AHEAD];

    /// Puts an edge in and takes the oldest out.
    #[inline(always)]
    fn exchange(&mut self, cell: *const Cell<u32>, target: *const Object) -> Edge {
        self.turn = (self.turn + 1) % AHEAD;
        std::mem::replace(&mut self.ring[self.turn], (cell, target))
    }

    /// Takes all out.
    fn take(&mut self) -> [Edge; AHEAD] {
        std::mem::replace(&mut self.ring, Self::NONE)
    }
}

impl Trial {
    /// A trial of all containers of a generation and the younger ones.
    pub(crate) fn of_generation(heap: &Heap, generation: usize) -> Trial {
        let from = heap.generations.born_from(generation);
        let pages =
            if generation < 2 { heap.touched_pages(generation) } else { heap.container_pages() };
        Trial::new(from, false, pages, heap.generations.runs_from(from))
    }

    /// A trial of these containers, each of which is held by one reference of the caller's.
    pub(crate) fn of_set(objects: &[Ref]) -> Trial {
        let (mut pages, mut runs) = (Vec::new(), Vec::new());
        for object in objects {
            let address = object.address();
            // SAFETY: objects lie in segments.
            let segment = unsafe { Segment::at(address) };
            segment.candidate.set(address);
            match segment.service.get() {
                Service::Pages => pages.push(NonNull::from(segment.page_of(address))),
                _ => runs.push(address),
            }
        }
        pages.sort_unstable();
        pages.dedup();
        let trial = Trial::new(0, true, pages, runs);
        for object in objects {
            if let Some(cell) = trial.cell(object.address()) {
                cell.set(cell.get() - 1);
            }
        }
        trial
    }

    /// Where there is no memory for the numbers, nothing is tried.
    fn new(from: u32, subset: bool, mut pages: Vec<NonNull<Page>>, mut runs: Vec<usize>) -> Trial {
        // SAFETY: pages stay where they are as long as nothing is freed.
        pages.retain(|page| !unsafe { page.as_ref() }.births.get().is_null());
        // SAFETY: as above.
        let slots = |page: &NonNull<Page>| usize::from(unsafe { page.as_ref() }.extended.get());
        let total = pages.iter().map(slots).sum();
        let mut scratch = Vec::new();
        if scratch.try_reserve_exact(total).is_err() {
            pages.clear();
            runs.clear();
        } else {
            scratch.resize(total, Cell::new(BIAS));
        }
        let mut first = 0;
        for page in &pages {
            // SAFETY: as above.
            unsafe { page.as_ref() }.scratch.set(&scratch[first..][..slots(page)] as *const _ as _);
            first += slots(page);
        }
        for &address in &runs {
            // SAFETY: long objects lie in segments.
            let segment = unsafe { Segment::at(address) };
            segment.run_of(address).scratch.set(BIAS);
        }
        Trial {
            from,
            subset,
            pages,
            runs,
            scratch,
            stack: Vec::new(),
            deferred: false,
            edges: Edges { ring: Edges::NONE, turn: 0 },
        }
    }

    /// The scratch number of an object, if it is a candidate.
    #[inline(always)]
    fn cell(&self, address: usize) -> Option<&Cell<u32>> {
        // SAFETY: objects lie in segments.
        let segment = unsafe { Segment::at(address) };
        let page = segment.page_of(address);
        let scratch = page.scratch.get();
        if scratch.is_null() {
            return if segment.service.get() == Service::Pages {
                None
            } else {
                self.run_cell(address)
            };
        }
        let slot = page.slot_index(address);
        let candidate = if self.subset {
            segment.candidate.get(address)
        } else {
            // SAFETY: pages that take part have birth numbers, and this is one of their slots.
            self.from == 0 || unsafe { page.birth(slot) }.get() >= self.from
        };
        // SAFETY: the scratch numbers of a page are as many as its slots in use.
        candidate.then(|| unsafe { &*scratch.add(slot) })
    }

    #[cold]
    fn run_cell(&self, address: usize) -> Option<&Cell<u32>> {
        // SAFETY: objects lie in segments, which outlive the trial.
        let segment: &Segment = unsafe { Segment::at(address) };
        let run = segment.run_of(address);
        let candidate = run.container.get()
            && if self.subset {
                segment.candidate.get(address)
            } else {
                run.birth.get() >= self.from
            };
        candidate.then_some(&run.scratch)
    }

    /// One reference to this object has been found in a candidate. The numbers are fetched ahead, so
    /// it is counted a little later.
    #[inline(always)]
    pub(crate) fn subtract(&mut self, target: &Object) {
        if let Some(cell) = self.cell(target.address()).map(ptr::from_ref) {
            prefetch(cell);
            let due = self.edges.exchange(cell, ptr::null());
            // SAFETY: scratch numbers stay where they are during the trial.
            unsafe { Self::subtract_at(due.0) };
        }
    }

    /// # Safety
    /// The cell must be one of this trial's, or null.
    #[inline(always)]
    unsafe fn subtract_at(cell: *const Cell<u32>) {
        // SAFETY: as the caller states.
        if let Some(cell) = unsafe { cell.as_ref() }
            && cell.get() & REACHED == 0
        {
            cell.set(cell.get() - 1);
        }
    }

    /// This object has been reached. Its number is fetched ahead, so it is looked into later.
    #[inline(always)]
    pub(crate) fn mark(&mut self, target: &Object) {
        if let Some(cell) = self.cell(target.address()).map(ptr::from_ref) {
            prefetch(cell);
            let due = self.edges.exchange(cell, target);
            self.mark_at(due);
        }
    }

    #[inline(always)]
    fn mark_at(&mut self, (cell, target): Edge) {
        // SAFETY: scratch numbers stay where they are during the trial.
        if let Some(cell) = unsafe { cell.as_ref() }
            && cell.get() & REACHED == 0
        {
            if self.stack.len() < STACK_MAX {
                cell.set(REACHED);
                self.stack.push(target);
            } else {
                cell.set(DEFERRED);
                self.deferred = true;
            }
        }
    }

    /// Shows all candidates whose number `wanted` accepts, in no order that means anything.
    fn for_each(
        &mut self,
        wanted: impl Fn(u32) -> bool,
        mut visit: impl FnMut(&mut Self, &Object),
    ) {
        for index in 0..self.pages.len() {
            // SAFETY: pages stay where they are as long as nothing is freed.
            let page: &Page = unsafe { &*self.pages[index].as_ptr() };
            let start = page.start();
            let slot_bytes = page.slot_bytes.get() as usize;
            for slot in 0..usize::from(page.extended.get()) {
                // SAFETY: each slot in use has a number.
                if !wanted(unsafe { &*page.scratch.get().add(slot) }.get()) {
                    continue;
                }
                let address = Page::slot_address(start, slot, slot_bytes);
                // SAFETY: the slot has been on the free list; if it is live, an object starts there.
                unsafe {
                    if self.cell(address).is_some() && is_live(address) {
                        visit(self, &*ptr::with_exposed_provenance(address));
                    }
                }
            }
        }
        for index in 0..self.runs.len() {
            let address = self.runs[index];
            if self.run_cell(address).is_some_and(|cell| wanted(cell.get())) {
                // SAFETY: a long object starts here.
                visit(self, unsafe { &*ptr::with_exposed_provenance(address) });
            }
        }
    }

    /// Marks everything that can be reached from what `roots` shows.
    pub(crate) fn mark_from(&mut self, roots: &mut dyn FnMut(&mut Tracer<'_>)) {
        roots(&mut Tracer::collecting(Visit::Mark(self)));
        self.look_into_reached();
    }

    /// Subtracts all references between candidates that have not been reached, then marks what is
    /// left with some, and all that can be reached from it. Gives the number of candidates.
    pub(crate) fn run(&mut self) -> usize {
        let mut candidates = 0;
        self.for_each(
            |_| true,
            |trial, object| {
                candidates += 1;
                let Some(cell) = trial.cell(object.address()) else { return };
                if cell.get() & REACHED == 0 {
                    cell.set(cell.get() + object.ref_count().min(COUNT_MAX) as u32);
                    // SAFETY: the collector runs while nobody has a mutable borrow of an inside.
                    unsafe { object.trace_edges(&mut Tracer::collecting(Visit::Subtract(trial))) };
                }
            },
        );
        for (cell, _) in self.edges.take() {
            // SAFETY: the cells are of this trial.
            unsafe { Self::subtract_at(cell) };
        }
        let held_from_outside = |number| number & REACHED == 0 && number != BIAS;
        self.for_each(held_from_outside, |trial, object| {
            let cell = trial.cell(object.address()).map_or(ptr::null(), ptr::from_ref);
            trial.mark_at((cell, object));
            if trial.stack.len() == STACK_MAX {
                trial.empty_stack();
            }
        });
        self.look_into_reached();
        candidates
    }

    /// Marks all that can be reached from what is on the stack or has been deferred.
    fn look_into_reached(&mut self) {
        self.empty_stack();
        while std::mem::take(&mut self.deferred) {
            self.for_each(
                |number| number == DEFERRED,
                |trial, object| {
                    let Some(cell) = trial.cell(object.address()) else { return };
                    cell.set(REACHED);
                    trial.stack.push(object);
                    trial.empty_stack();
                },
            );
        }
    }

    /// Marks all that can be reached from what is on the stack, but for what is deferred.
    fn empty_stack(&mut self) {
        let mut ahead = [ptr::null::<Object>(); AHEAD];
        let mut turn = 0;
        let mut waiting = 0;
        loop {
            let fetched = match self.stack.pop() {
                Some(object) => {
                    prefetch(object);
                    prefetch(object.wrapping_byte_add(64));
                    waiting += 1;
                    object
                }
                None if waiting != 0 => ptr::null(),
                None => {
                    for edge in self.edges.take() {
                        self.mark_at(edge);
                    }
                    if self.stack.is_empty() {
                        return;
                    }
                    continue;
                }
            };
            turn = (turn + 1) % AHEAD;
            // SAFETY: a live object starts here.
            if let Some(object) = unsafe { std::mem::replace(&mut ahead[turn], fetched).as_ref() } {
                waiting -= 1;
                // SAFETY: nobody has a mutable borrow of an inside.
                unsafe { object.trace_edges(&mut Tracer::collecting(Visit::Mark(self))) };
            }
        }
    }

    /// The candidates that have not been reached; none where there is no memory for so many.
    pub(crate) fn unreached(&mut self) -> Vec<Ref> {
        let mut unreached: Vec<Ref> = Vec::new();
        let mut too_many = false;
        self.for_each(
            |number| number & REACHED == 0,
            |_, object| {
                too_many = too_many || unreached.try_reserve(1).is_err();
                if !too_many {
                    unreached.push(object.to_ref());
                }
            },
        );
        if too_many { Vec::new() } else { unreached }
    }

    /// Whether a candidate has been reached.
    pub(crate) fn is_reached(&self, object: &Object) -> bool {
        self.cell(object.address()).is_none_or(|cell| cell.get() & REACHED != 0)
    }
}

impl Drop for Trial {
    fn drop(&mut self) {
        for page in &self.pages {
            // SAFETY: pages stay where they are as long as nothing is freed.
            unsafe { page.as_ref() }.scratch.set(ptr::null());
        }
        debug_assert!(self.stack.is_empty());
        self.scratch.clear();
    }
}

impl Heap {
    /// All pages with containers.
    fn container_pages(&self) -> Vec<NonNull<Page>> {
        let mut pages = Vec::new();
        for segment in self.pages.segments.borrow().iter() {
            // SAFETY: registered segments are alive.
            let segment = unsafe { segment.as_ref() };
            if segment.service.get() == Service::Pages {
                let used = segment.pages[HEAD_PAGES..PAGES].iter();
                pages.extend(used.filter(|page| page.used() != 0).map(NonNull::from));
            }
        }
        pages
    }
}

/// Tells the processor that this will be needed soon.
#[inline(always)]
fn prefetch<T>(place: *const T) {
    #[cfg(all(target_arch = "x86_64", not(miri)))]
    // SAFETY: a prefetch has no effect on what the program sees.
    unsafe {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        _mm_prefetch::<_MM_HINT_T0>(place.cast::<i8>());
    }
    #[cfg(not(all(target_arch = "x86_64", not(miri))))]
    let _ = place;
}
