//! Which containers are young, and when a collection is due.
//!
//! Every container has a birth number, taken from one counter. So the generations need no marks on the
//! objects: the young are those born after the last young collection. And what the collector finds can
//! be put in the order in which it was made, which the addresses do not tell.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ptr::NonNull;

use crate::account::attention;
use crate::layout::{CLASSES, Purpose};
use crate::page::Page;
use crate::segment::{Segment, Service};
use crate::{Heap, Object};

/// How many generations there are.
pub const GENERATIONS: usize = 3;
/// The thresholds of a new heap.
const THRESHOLDS: [u32; GENERATIONS] = [2000, 10, 10];
/// The page is on the list of pages with containers of the youngest generation.
const YOUNG: u8 = 1;
/// The page is on the list of pages with containers of the middle generation.
const MIDDLE: u8 = 2;

/// When collections are due, and who is young.
pub(crate) struct Generations {
    /// The birth number of the next container.
    next_birth: Cell<u32>,
    /// Containers allocated since the last collection less those freed, but never below zero.
    count: Cell<u32>,
    /// A collection is due when `count` passes this.
    due_above: Cell<u32>,
    /// Collections of the generation below since the last one of this generation; the first is unused.
    counts: [Cell<u32>; GENERATIONS],
    thresholds: [Cell<u32>; GENERATIONS],
    enabled: Cell<bool>,
    pub(crate) collecting: Cell<bool>,
    /// Containers born from here on are of the youngest generation.
    young_from: Cell<u32>,
    /// Those born from here on, but before `young_from`, are of the middle one.
    middle_from: Cell<u32>,
    /// Those born before this are never collected.
    frozen_before: Cell<u32>,
    /// Containers that survived the last full collection.
    long_lived: Cell<usize>,
    /// Containers that have entered the oldest generation since then.
    long_lived_pending: Cell<usize>,
    /// Pages from which containers of the youngest generation may have been allocated.
    young_pages: RefCell<Vec<NonNull<Page>>>,
    /// As above, for the middle generation.
    middle_pages: RefCell<Vec<NonNull<Page>>>,
    /// Long containers by birth number.
    runs: RefCell<BTreeMap<u32, usize>>,
}

impl Generations {
    pub(crate) fn new() -> Self {
        Generations {
            next_birth: Cell::new(1),
            count: Cell::new(0),
            due_above: Cell::new(THRESHOLDS[0]),
            counts: [const { Cell::new(0) }; GENERATIONS],
            thresholds: THRESHOLDS.map(Cell::new),
            enabled: Cell::new(true),
            collecting: Cell::new(false),
            young_from: Cell::new(1),
            middle_from: Cell::new(1),
            frozen_before: Cell::new(0),
            long_lived: Cell::new(0),
            long_lived_pending: Cell::new(0),
            young_pages: RefCell::default(),
            middle_pages: RefCell::default(),
            runs: RefCell::default(),
        }
    }

    #[inline(always)]
    pub(crate) fn container_freed(&self) {
        self.count.set(self.count.get().saturating_sub(1));
    }

    /// Forgets a long object, if it is a container.
    pub(crate) fn forget_run(&self, segment: &Segment, address: usize) {
        let run = segment.run_of(address);
        if run.container.get() {
            self.runs.borrow_mut().remove(&run.birth.get());
        }
    }

    /// Whether a container may have this birth number.
    pub(crate) fn is_given(&self, birth: u32) -> bool {
        (1..self.next_birth.get()).contains(&birth)
    }

    fn set_due(&self) {
        let threshold = self.thresholds[0].get();
        let active = self.enabled.get() && threshold != 0;
        self.due_above.set(if active { threshold } else { u32::MAX });
    }

    /// The first birth number of those that a collection of this generation looks at.
    pub(crate) fn born_from(&self, generation: usize) -> u32 {
        let from = match generation {
            0 => self.young_from.get(),
            1 => self.middle_from.get(),
            _ => 0,
        };
        from.max(self.frozen_before.get())
    }

    /// Long containers born from here on.
    pub(crate) fn runs_from(&self, birth: u32) -> Vec<usize> {
        self.runs.borrow().range(birth..).map(|(_, &address)| address).collect()
    }
}

impl Heap {
    /// Takes the next birth number.
    #[inline(always)]
    fn birth(&self) -> u32 {
        let generations = &self.generations;
        let birth = generations.next_birth.get();
        let birth = if birth == u32::MAX { self.renumber() } else { birth };
        generations.next_birth.set(birth + 1);
        let count = generations.count.get() + 1;
        generations.count.set(count);
        if count > generations.due_above.get() {
            self.account.raise(attention::COLLECT);
        }
        birth
    }

    /// Gives a container in a slot of this page its birth number.
    ///
    /// # Safety
    /// The page is for containers, and the slot is one of it.
    #[inline(always)]
    pub(crate) unsafe fn stamp_slot(&self, page: &Page, slot: usize) {
        let birth = self.birth();
        // SAFETY: as the caller states.
        unsafe { page.birth(page.slot_index(slot)) }.set(birth);
    }

    /// Gives a long container its birth number.
    pub(crate) fn stamp_run(&self, address: usize) {
        let birth = self.birth();
        // SAFETY: long objects lie in segments.
        let segment = unsafe { Segment::at(address) };
        segment.run_of(address).birth.set(birth);
        self.generations.runs.borrow_mut().insert(birth, address);
    }

    /// The cell of the birth number of a container.
    fn birth_cell(object: &Object) -> Option<&Cell<u32>> {
        let address = object.address();
        // SAFETY: objects lie in segments.
        let segment = unsafe { Segment::at(address) };
        if segment.service.get() != Service::Pages {
            let run = segment.run_of(address);
            return run.container.get().then_some(&run.birth);
        }
        let page = segment.page_of(address);
        // SAFETY: the page has birth numbers, and this is one of its slots.
        (!page.births.get().is_null()).then(|| unsafe { page.birth(page.slot_index(address)) })
    }

    /// The birth number of a container: of two containers the older has the smaller one. It may change
    /// when numbers run out (once in four thousand million allocations), but not its order. `None` for
    /// objects without references.
    pub fn birth_number(&self, object: &Object) -> Option<u32> {
        Self::birth_cell(object).map(Cell::get)
    }

    /// Gives all containers new numbers, from 1 on in the same order, since the numbers have run out.
    /// Gives the next one.
    #[cold]
    #[inline(never)]
    fn renumber(&self) -> u32 {
        let mut cells: Vec<(u32, &Cell<u32>, usize)> = Vec::new();
        let segments = self.pages.segments.borrow().clone();
        for segment in &segments {
            // SAFETY: registered segments are alive.
            Self::objects_of(unsafe { segment.as_ref() }, &mut |object| {
                // SAFETY: a slot with an object can be read.
                let object: &Object = unsafe { &*object.as_ptr() };
                if let Some(cell) = Self::birth_cell(object) {
                    cells.push((cell.get(), cell, object.address()));
                }
            });
        }
        cells.sort_by_key(|&(birth, ..)| birth);
        let generations = &self.generations;
        let mut runs = generations.runs.borrow_mut();
        let old_runs = std::mem::take(&mut *runs);
        let bounds =
            [&generations.young_from, &generations.middle_from, &generations.frozen_before];
        let new_bounds = bounds
            .map(|bound| 1 + cells.partition_point(|&(birth, ..)| birth < bound.get()) as u32);
        for (index, &(old, cell, address)) in cells.iter().enumerate() {
            cell.set(index as u32 + 1);
            if old_runs.contains_key(&old) {
                runs.insert(index as u32 + 1, address);
            }
        }
        for (bound, new) in bounds.into_iter().zip(new_bounds) {
            bound.set(new);
        }
        cells.len() as u32 + 1
    }

    /// Notes that new containers may come to lie in this page.
    pub(crate) fn touch(&self, page: &Page) {
        if page.touched.get() & YOUNG == 0 {
            page.touched.set(page.touched.get() | YOUNG);
            self.generations.young_pages.borrow_mut().push(NonNull::from(page));
        }
    }

    /// The pages on which containers of this generation or a younger one may lie (0 or 1).
    pub(crate) fn touched_pages(&self, generation: usize) -> Vec<NonNull<Page>> {
        let mut pages = self.generations.young_pages.borrow().clone();
        if generation > 0 {
            pages.extend(self.generations.middle_pages.borrow().iter().filter(|page| {
                // SAFETY: the segments of touched pages are kept.
                unsafe { page.as_ref() }.touched.get() & YOUNG == 0
            }));
        }
        pages
    }

    /// Moves all that a collection has looked at to the next generation.
    pub(crate) fn grow_older(&self, generation: usize) {
        let generations = &self.generations;
        generations.young_from.set(generations.next_birth.get());
        let young = generations.young_pages.take();
        if generation == 0 {
            let mut middle = generations.middle_pages.borrow_mut();
            for page in young {
                // SAFETY: the segments of touched pages are kept.
                let touched = &unsafe { page.as_ref() }.touched;
                if touched.replace(MIDDLE) & MIDDLE == 0 {
                    middle.push(page);
                }
            }
        } else {
            generations.middle_from.set(generations.next_birth.get());
            for page in young.into_iter().chain(generations.middle_pages.take()) {
                // SAFETY: as above.
                unsafe { page.as_ref() }.touched.set(0);
            }
            self.release_unused();
        }
        let first = Purpose::Container as usize * CLASSES;
        for current in &self.pages.current[first..first + CLASSES] {
            // SAFETY: the table holds pages in use, or the one with nothing in it.
            let page = unsafe { &*current.get() };
            if page.slot_bytes.get() != 0 {
                self.touch(page);
            }
        }
    }

    /// Counts a collection that is about to begin.
    pub(crate) fn count_collection(&self, generation: usize) {
        let generations = &self.generations;
        generations.count.set(0);
        for count in &generations.counts[..=generation] {
            count.set(0);
        }
        if let Some(next) = generations.counts.get(generation + 1) {
            next.set(next.get() + 1);
        }
        self.account.lower(attention::COLLECT);
    }

    /// Counts the survivors of a collection.
    pub(crate) fn count_survivors(&self, generation: usize, survivors: usize) {
        let generations = &self.generations;
        match generation {
            0 => {}
            1 => generations.long_lived_pending.update(|pending| pending + survivors),
            _ => {
                generations.long_lived.set(survivors);
                generations.long_lived_pending.set(0);
            }
        }
    }

    /// The generation that is due to be collected, if one is. Cheap when none is; to be asked at the
    /// virtual machine's eval check.
    #[inline]
    pub fn should_collect(&self) -> Option<usize> {
        if self.account.attention.get() & attention::COLLECT == 0 {
            return None;
        }
        self.due_generation()
    }

    #[cold]
    fn due_generation(&self) -> Option<usize> {
        let generations = &self.generations;
        if generations.collecting.get() {
            return None;
        }
        self.account.lower(attention::COLLECT);
        if generations.count.get() <= generations.due_above.get() {
            return None;
        }
        let counts = self.collection_counts();
        let due = (1..GENERATIONS).rev().find(|&generation| {
            // A full collection waits until a quarter as many have become old as there were before:
            // so the work stays linear in the number of objects.
            let worth = generation < GENERATIONS - 1
                || generations.long_lived_pending.get() >= generations.long_lived.get() / 4;
            counts[generation] > generations.thresholds[generation].get() && worth
        });
        Some(due.unwrap_or(0))
    }

    /// Containers allocated less freed since the last collection, then how often the generation below
    /// each other one has been collected.
    pub fn collection_counts(&self) -> [u32; GENERATIONS] {
        let mut counts = self.generations.counts.each_ref().map(Cell::get);
        counts[0] = self.generations.count.get();
        counts
    }

    /// What the counts must pass for a collection.
    pub fn collection_thresholds(&self) -> [u32; GENERATIONS] {
        self.generations.thresholds.each_ref().map(Cell::get)
    }

    /// Sets the thresholds; 0 for the first turns automatic collection off.
    pub fn set_collection_thresholds(&self, thresholds: [u32; GENERATIONS]) {
        for (cell, threshold) in self.generations.thresholds.iter().zip(thresholds) {
            cell.set(threshold);
        }
        self.generations.set_due();
    }

    /// Turns automatic collection on or off.
    pub fn set_collection_enabled(&self, enabled: bool) {
        self.generations.enabled.set(enabled);
        self.generations.set_due();
        if !enabled {
            self.account.lower(attention::COLLECT);
        }
    }

    /// Whether automatic collection is on.
    pub fn is_collection_enabled(&self) -> bool {
        self.generations.enabled.get()
    }

    /// The generation of a container; `None` if it is none, or frozen.
    pub fn generation_of(&self, object: &Object) -> Option<usize> {
        let birth = self.birth_number(object)?;
        (0..GENERATIONS).find(|&generation| birth >= self.generations.born_from(generation))
    }

    /// Exempts all present containers from collection.
    pub fn freeze(&self) {
        let generations = &self.generations;
        generations.frozen_before.set(generations.next_birth.get());
        self.grow_older(GENERATIONS - 1);
    }

    /// Puts the frozen containers into the oldest generation.
    pub fn unfreeze(&self) {
        self.generations.frozen_before.set(0);
    }

    /// How many containers are frozen.
    pub fn frozen_count(&self) -> usize {
        let before = self.generations.frozen_before.get();
        let mut count = 0;
        if before != 0 {
            self.for_each_object(|object| {
                count += usize::from(self.birth_number(object).is_some_and(|birth| birth < before));
            });
        }
        count
    }
}

#[cfg(test)]
#[path = "generation_tests.rs"]
mod tests;
