//! Merging two runs that lie side by side, from the front or from the back.

use super::{MINIMUM_GALLOP, Place, Sorter};
use crate::prelude::*;

impl<E: Copy, L: FnMut(&mut Vm, E, E) -> PyResult<bool>> Sorter<'_, E, L> {
    /// Merges from the front, with the left run out of the way.
    pub(super) fn merge_low(&mut self, start: usize, left: usize, right: usize) -> PyResult<()> {
        let saved = self.save(start, left)?;
        let mut merge = Low { target: start, taken: 0, left, from: start + left, right };
        let result = self.merge_low_steps(&saved, &mut merge);
        // Whatever happened, the gap is as long as what is left of the saved run.
        let Low { target, taken, left, .. } = merge;
        self.items[target..target + left].copy_from_slice(&saved[taken..taken + left]);
        result
    }

    pub(super) fn merge_low_steps(&mut self, saved: &[E], merge: &mut Low) -> PyResult<()> {
        merge.take_right(self.items, 1);
        if merge.right == 0 {
            return Ok(());
        }
        if merge.left == 1 {
            merge.take_right(self.items, merge.right);
            return Ok(());
        }
        loop {
            let (mut left_wins, mut right_wins) = (0, 0);
            while left_wins < self.gallop && right_wins < self.gallop {
                if self.less(self.items[merge.from], saved[merge.taken])? {
                    merge.take_right(self.items, 1);
                    (left_wins, right_wins) = (0, right_wins + 1);
                } else {
                    merge.take_left(self.items, saved, 1);
                    (left_wins, right_wins) = (left_wins + 1, 0);
                }
                if merge.is_over(self.items) {
                    return Ok(());
                }
            }
            self.gallop += 1;
            loop {
                self.gallop -= usize::from(self.gallop > 1);
                let key = self.items[merge.from];
                let rest = Place::Saved(&saved[merge.taken..]);
                left_wins = self.gallop_right(key, rest, merge.left, 0)?;
                merge.take_left(self.items, saved, left_wins);
                if left_wins != 0 && (merge.left == 0 || merge.is_over(self.items)) {
                    return Ok(());
                }
                merge.take_right(self.items, 1);
                if merge.right == 0 {
                    return Ok(());
                }
                let key = saved[merge.taken];
                right_wins = self.gallop_left(key, Place::Items(merge.from), merge.right, 0)?;
                merge.take_right(self.items, right_wins);
                if merge.right == 0 {
                    return Ok(());
                }
                merge.take_left(self.items, saved, 1);
                if merge.is_over(self.items) {
                    return Ok(());
                }
                if left_wins < MINIMUM_GALLOP && right_wins < MINIMUM_GALLOP {
                    break;
                }
            }
            self.gallop += 1;
        }
    }

    /// Merges from the back, with the right run out of the way.
    pub(super) fn merge_high(&mut self, start: usize, left: usize, right: usize) -> PyResult<()> {
        let saved = self.save(start + left, right)?;
        let mut merge = High { start, left, right };
        let result = self.merge_high_steps(&saved, &mut merge);
        // Whatever happened, the gap is as long as what is left of the saved run.
        let gap = start + merge.left;
        self.items[gap..gap + merge.right].copy_from_slice(&saved[..merge.right]);
        result
    }

    pub(super) fn merge_high_steps(&mut self, saved: &[E], merge: &mut High) -> PyResult<()> {
        merge.take_left(self.items, 1);
        if merge.left == 0 {
            return Ok(());
        }
        if merge.right == 1 {
            merge.take_left(self.items, merge.left);
            return Ok(());
        }
        loop {
            let (mut left_wins, mut right_wins) = (0, 0);
            while left_wins < self.gallop && right_wins < self.gallop {
                if self.less(saved[merge.right - 1], self.items[merge.start + merge.left - 1])? {
                    merge.take_left(self.items, 1);
                    (left_wins, right_wins) = (left_wins + 1, 0);
                } else {
                    merge.take_right(self.items, saved, 1);
                    (left_wins, right_wins) = (0, right_wins + 1);
                }
                if merge.is_over(self.items) {
                    return Ok(());
                }
            }
            self.gallop += 1;
            loop {
                self.gallop -= usize::from(self.gallop > 1);
                let key = saved[merge.right - 1];
                let place = Place::Items(merge.start);
                let found = self.gallop_right(key, place, merge.left, merge.left - 1)?;
                left_wins = merge.left - found;
                merge.take_left(self.items, left_wins);
                if merge.left == 0 {
                    return Ok(());
                }
                merge.take_right(self.items, saved, 1);
                if merge.is_over(self.items) {
                    return Ok(());
                }
                let key = self.items[merge.start + merge.left - 1];
                let place = Place::Saved(saved);
                let found = self.gallop_left(key, place, merge.right, merge.right - 1)?;
                right_wins = merge.right - found;
                merge.take_right(self.items, saved, right_wins);
                if right_wins != 0 && (merge.right == 0 || merge.is_over(self.items)) {
                    return Ok(());
                }
                merge.take_left(self.items, 1);
                if merge.left == 0 {
                    return Ok(());
                }
                if left_wins < MINIMUM_GALLOP && right_wins < MINIMUM_GALLOP {
                    break;
                }
            }
            self.gallop += 1;
        }
    }
}

/// A merge from the front. `target..target + left` is the gap.
pub(super) struct Low {
    target: usize,
    /// How many of the saved left run have been put back.
    taken: usize,
    left: usize,
    /// Where the rest of the right run starts.
    from: usize,
    right: usize,
}

impl Low {
    pub(super) fn take_right<E: Copy>(&mut self, items: &mut [E], count: usize) {
        items.copy_within(self.from..self.from + count, self.target);
        self.target += count;
        self.from += count;
        self.right -= count;
    }

    pub(super) fn take_left<E: Copy>(&mut self, items: &mut [E], saved: &[E], count: usize) {
        items[self.target..self.target + count]
            .copy_from_slice(&saved[self.taken..self.taken + count]);
        self.target += count;
        self.taken += count;
        self.left -= count;
    }

    /// Whether nothing is left to compare: the last of the left run goes behind all of the right run.
    pub(super) fn is_over<E: Copy>(&mut self, items: &mut [E]) -> bool {
        if self.right != 0 && self.left == 1 {
            self.take_right(items, self.right);
        }
        self.right == 0 || self.left == 0
    }
}

/// A merge from the back: `start + left..start + left + right` is the gap.
pub(super) struct High {
    start: usize,
    left: usize,
    right: usize,
}

impl High {
    pub(super) fn take_left<E: Copy>(&mut self, items: &mut [E], count: usize) {
        let from = self.start + self.left - count;
        items.copy_within(from..from + count, from + self.right);
        self.left -= count;
    }

    pub(super) fn take_right<E: Copy>(&mut self, items: &mut [E], saved: &[E], count: usize) {
        let target = self.start + self.left + self.right - count;
        items[target..target + count].copy_from_slice(&saved[self.right - count..self.right]);
        self.right -= count;
    }

    /// Whether nothing is left to compare: the first of the right run goes before all of the left run.
    pub(super) fn is_over<E: Copy>(&mut self, items: &mut [E]) -> bool {
        if self.left != 0 && self.right == 1 {
            self.take_left(items, self.left);
        }
        self.left == 0 || self.right == 0
    }
}
