//! Which containers are young: birth numbers, and the counts that tell when a collection is due.
//!
//! Every container has a birth number, taken from one counter. So the generations need no marks on the
//! objects: the young are those born after the last young collection. And what the collector finds can
//! be put in the order in which it was made, which the addresses do not tell.

use std::cell::Cell;

use crate::Heap;
use crate::account::attention;
use crate::page::Page;
use crate::segment::Segment;

/// When collections are due, and who is young.
pub(crate) struct Generations {
    /// The birth number of the next container.
    pub(crate) next_birth: Cell<u32>,
    /// Containers allocated since the last collection less those freed, but never below zero.
    pub(crate) count: Cell<u32>,
    /// A young collection is due when `count` passes this.
    pub(crate) due_above: Cell<u32>,
}

impl Generations {
    pub(crate) fn new() -> Self {
        Generations { next_birth: Cell::new(1), count: Cell::new(0), due_above: Cell::new(2000) }
    }

    #[inline(always)]
    pub(crate) fn container_freed(&self) {
        self.count.set(self.count.get().saturating_sub(1));
    }
}

impl Heap {
    /// Takes the next birth number.
    #[inline(always)]
    fn birth(&self) -> u32 {
        let generations = &self.generations;
        let birth = generations.next_birth.get();
        match birth.checked_add(1) {
            Some(next) => generations.next_birth.set(next),
            None => return self.renumber(),
        }
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
        // SAFETY: as the caller states.
        unsafe { page.birth(page.slot_index(slot)) }.set(self.birth());
    }

    /// Gives a long container its birth number.
    pub(crate) fn stamp_run(&self, address: usize) {
        // SAFETY: long objects lie in segments.
        let segment = unsafe { Segment::at(address) };
        segment.run_births[Segment::block_of(address)].set(self.birth());
    }

    #[cold]
    fn renumber(&self) -> u32 {
        u32::MAX
    }
}
