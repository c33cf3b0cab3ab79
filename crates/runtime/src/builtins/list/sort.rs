//! `list.sort`: the adaptive, stable merge sort that Python is known for (Tim Peters' `listsort.txt`), with the
//! merge order of powersort (Munro and Wild, 2018). The number of comparisons is CPython's.
//!
//! What is sorted are small copyable tickets that stand for the items, so an exception in a comparison leaves a
//! permutation of them whatever was under way.

mod merge;

use super::List;
use super::sort_keys;
use crate::prelude::*;

/// Runs shorter than this are extended by binary insertion.
const MINIMUM_RUN_MAX: usize = 64;
/// The room of the empty list that stands there meanwhile: too much for an empty list, so any change takes it away.
const MARK: usize = 8;
/// Wins in a row after which a merge starts to gallop.
const MINIMUM_GALLOP: usize = 7;

/// Sorts a list in place. While Python code runs the list is empty, and ValueError is raised if that code has put
/// something in.
pub fn sort(vm: &mut Vm, list: &List, key: Option<&Object>, reverse: bool) -> PyResult<()> {
    let mut items = list.take(vm);
    if list.set_capacity(vm, MARK).is_err() {
        list.put(vm, items);
        return Err(vm.memory_error());
    }
    let mut result = sort_keys::order(vm, &items, key, reverse);
    if let Ok(order) = &result {
        let mut old: Vec<Option<Ref>> = Vec::new();
        if old.try_reserve_exact(items.len()).is_ok() {
            let length = items.len();
            old.extend(items.drain(0..length).map(Some));
            for &position in order {
                items.extend_one(old[position as usize].take());
            }
        } else {
            result = Err(vm.memory_error());
        }
    }
    vm.run_pending();
    let modified = list.capacity(vm) != MARK || !list.is_empty(vm);
    list.put(vm, items);
    result?;
    if modified { Err(vm.value_error("list modified during sort")) } else { Ok(()) }
}

trait ExtendOne {
    fn extend_one(&mut self, item: Option<Ref>);
}

impl ExtendOne for pellucid_heap::Buffer<Ref> {
    /// Puts back an item that was taken out; every ticket stands for one item.
    fn extend_one(&mut self, item: Option<Ref>) {
        self.push(item.expect("a sort gives a permutation"));
    }
}

/// A stretch in order, and the power of the boundary to the run behind it.
#[derive(Clone, Copy)]
struct Run {
    start: usize,
    length: usize,
    power: u32,
}

/// Sorts `items` by `less`.
pub(super) fn sort_by<E: Copy>(
    vm: &mut Vm,
    items: &mut [E],
    less: impl FnMut(&mut Vm, E, E) -> PyResult<bool>,
) -> PyResult<()> {
    if items.len() < 2 {
        return Ok(());
    }
    Sorter { vm, items, less, gallop: MINIMUM_GALLOP, runs: Vec::new() }.sort()
}

struct Sorter<'a, E, L> {
    vm: &'a mut Vm,
    items: &'a mut [E],
    less: L,
    /// How many wins in a row make a merge gallop, as experience has it.
    gallop: usize,
    runs: Vec<Run>,
}

fn minimum_run(mut length: usize) -> usize {
    let mut odd = 0;
    while length >= MINIMUM_RUN_MAX {
        odd |= length & 1;
        length >>= 1;
    }
    length + odd
}

/// The depth at which the midpoints of two neighbouring runs part in a perfectly balanced tree over all items.
fn boundary_power(start: usize, left: usize, right: usize, length: usize) -> u32 {
    // Twice the midpoints.
    let mut a = 2 * start + left;
    let mut b = a + left + right;
    let mut power = 1;
    loop {
        if a >= length {
            a -= length;
            b -= length;
        } else if b >= length {
            return power;
        }
        a *= 2;
        b *= 2;
        power += 1;
    }
}

impl<E: Copy, L: FnMut(&mut Vm, E, E) -> PyResult<bool>> Sorter<'_, E, L> {
    #[inline(always)]
    fn less(&mut self, left: E, right: E) -> PyResult<bool> {
        (self.less)(self.vm, left, right)
    }

    fn sort(&mut self) -> PyResult<()> {
        let minimum = minimum_run(self.items.len());
        let mut start = 0;
        while start < self.items.len() {
            let left = self.items.len() - start;
            let mut length = self.count_run(start)?;
            if length < minimum {
                let wanted = minimum.min(left);
                self.insert_sorted(start, length, wanted)?;
                length = wanted;
            }
            self.found_run(length)?;
            self.runs.push(Run { start, length, power: 0 });
            start += length;
        }
        while self.runs.len() > 1 {
            let mut at = self.runs.len() - 2;
            if at > 0 && self.runs[at - 1].length < self.runs[at + 1].length {
                at -= 1;
            }
            self.merge_at(at)?;
        }
        Ok(())
    }

    /// Merges what is to be merged before a run of `length` items comes after the last one.
    fn found_run(&mut self, length: usize) -> PyResult<()> {
        let Some(&last) = self.runs.last() else { return Ok(()) };
        let power = boundary_power(last.start, last.length, length, self.items.len());
        while self.runs.len() > 1 && self.runs[self.runs.len() - 2].power > power {
            self.merge_at(self.runs.len() - 2)?;
        }
        if let Some(last) = self.runs.last_mut() {
            last.power = power;
        }
        Ok(())
    }

    fn next_is_smaller(&mut self, at: usize) -> PyResult<bool> {
        self.less(self.items[at], self.items[at - 1])
    }

    /// The length of the run at `start`. A descending one is turned round; equal items keep their order.
    fn count_run(&mut self, start: usize) -> PyResult<usize> {
        let end = self.items.len();
        let mut at = start + 1;
        while at < end && !self.next_is_smaller(at)? {
            at += 1;
        }
        if at == end {
            return Ok(at - start);
        }
        if at - start > 1 {
            if self.less(self.items[start], self.items[at - 1])? {
                return Ok(at - start);
            }
            // All equal so far: the reversal at the end brings them back into order.
            self.items[start..at].reverse();
        }
        at += 1;
        let mut equal = 0;
        while at < end {
            if self.next_is_smaller(at)? {
                self.items[at - equal - 1..at].reverse();
                equal = 0;
            } else if self.less(self.items[at - 1], self.items[at])? {
                break;
            } else {
                equal += 1;
            }
            at += 1;
        }
        self.items[at - equal - 1..at].reverse();
        self.items[start..at].reverse();
        while at < end && !self.next_is_smaller(at)? {
            at += 1;
        }
        Ok(at - start)
    }

    /// Extends the run of `sorted` items at `start` to `length` items by binary insertion.
    fn insert_sorted(&mut self, start: usize, sorted: usize, length: usize) -> PyResult<()> {
        for at in start + sorted..start + length {
            let pivot = self.items[at];
            let (mut low, mut high) = (start, at);
            while low < high {
                let middle = (low + high) / 2;
                if self.less(pivot, self.items[middle])? {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            self.items[low..=at].rotate_right(1);
        }
        Ok(())
    }

    /// Merges run `at` with the one behind it.
    fn merge_at(&mut self, at: usize) -> PyResult<()> {
        let (a, b) = (self.runs[at], self.runs[at + 1]);
        self.runs[at].length += b.length;
        self.runs[at].power = b.power;
        self.runs.remove(at + 1);
        let first = self.items[b.start];
        let skipped = self.gallop_right(first, Place::Items(a.start), a.length, 0)?;
        let (start, left) = (a.start + skipped, a.length - skipped);
        if left == 0 {
            return Ok(());
        }
        let last = self.items[start + left - 1];
        let right = self.gallop_left(last, Place::Items(b.start), b.length, b.length - 1)?;
        if right == 0 {
            return Ok(());
        }
        if left <= right {
            self.merge_low(start, left, right)
        } else {
            self.merge_high(start, left, right)
        }
    }

    #[inline(always)]
    fn at(&self, place: Place<'_, E>, position: usize) -> E {
        match place {
            Place::Items(start) => self.items[start + position],
            Place::Saved(saved) => saved[position],
        }
    }

    /// Where `key` belongs in a sorted stretch: before the items equal to it. `hint` is a guess.
    fn gallop_left(
        &mut self,
        key: E,
        place: Place<'_, E>,
        length: usize,
        hint: usize,
    ) -> PyResult<usize> {
        let (mut last, mut offset) = (0, 1);
        let (mut low, mut high);
        if self.less(self.at(place, hint), key)? {
            let limit = length - hint;
            while offset < limit && self.less(self.at(place, hint + offset), key)? {
                last = offset;
                offset = offset * 2 + 1;
            }
            (low, high) = (hint + last + 1, hint + offset.min(limit));
        } else {
            let limit = hint + 1;
            while offset < limit && !self.less(self.at(place, hint - offset), key)? {
                last = offset;
                offset = offset * 2 + 1;
            }
            (low, high) = (hint + 1 - offset.min(limit), hint - last);
        }
        while low < high {
            let middle = low + (high - low) / 2;
            if self.less(self.at(place, middle), key)? {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(high)
    }

    /// As `gallop_left`, but behind the items equal to `key`.
    fn gallop_right(
        &mut self,
        key: E,
        place: Place<'_, E>,
        length: usize,
        hint: usize,
    ) -> PyResult<usize> {
        let (mut last, mut offset) = (0, 1);
        let (mut low, mut high);
        if self.less(key, self.at(place, hint))? {
            let limit = hint + 1;
            while offset < limit && self.less(key, self.at(place, hint - offset))? {
                last = offset;
                offset = offset * 2 + 1;
            }
            (low, high) = (hint + 1 - offset.min(limit), hint - last);
        } else {
            let limit = length - hint;
            while offset < limit && !self.less(key, self.at(place, hint + offset))? {
                last = offset;
                offset = offset * 2 + 1;
            }
            (low, high) = (hint + last + 1, hint + offset.min(limit));
        }
        while low < high {
            let middle = low + (high - low) / 2;
            if self.less(key, self.at(place, middle))? {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        Ok(high)
    }

    fn save(&mut self, start: usize, length: usize) -> PyResult<Vec<E>> {
        let mut saved = Vec::new();
        if saved.try_reserve_exact(length).is_err() {
            return Err(self.vm.memory_error());
        }
        saved.extend_from_slice(&self.items[start..start + length]);
        Ok(saved)
    }
}

/// A sorted stretch: in the items from a position on, or among the saved ones.
#[derive(Clone, Copy)]
enum Place<'a, E> {
    Items(usize),
    Saved(&'a [E]),
}
