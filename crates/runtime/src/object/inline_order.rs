//! In which order the inline values of an instance were set: numbers packed into tagged words of its tail.
//!
//! The first word, which is tagged by its lowest bit, holds how many values there are and the positions of the first of
//! them; words behind the values hold the other positions. A word that is 0 stands for no values.

use std::cell::Cell;

use super::shared_names::SHARED_NAMES_MAX;

const BITS: usize = 5;
const MASK: usize = (1 << BITS) - 1;
const COUNT_SHIFT: usize = 1;
const FIRST_SHIFT: usize = COUNT_SHIFT + BITS;
/// Positions in the first word.
const IN_FIRST: usize = (usize::BITS as usize - FIRST_SHIFT) / BITS;
/// Positions in each other word.
const IN_OTHER: usize = (usize::BITS as usize - 1) / BITS;

const _: () = assert!(SHARED_NAMES_MAX <= MASK, "positions and their count have five bits");

/// How many words besides the first the order of this many values takes.
pub const fn other_words(values: usize) -> usize {
    values.saturating_sub(IN_FIRST).div_ceil(IN_OTHER)
}

/// The order of the inline values of an instance.
#[derive(Clone, Copy)]
pub struct InlineOrder<'a> {
    pub first: &'a Cell<usize>,
    pub others: &'a [Cell<usize>],
}

impl InlineOrder<'_> {
    /// How many values there are.
    #[inline(always)]
    pub fn len(self) -> usize {
        self.first.get() >> COUNT_SHIFT & MASK
    }

    /// Notes that a value has been put at a position where there was none.
    #[inline(always)]
    pub fn append(self, position: usize) {
        let first = self.first.get();
        if let Some(appended) = Self::appended(first, position) {
            return self.first.set(appended);
        }
        let index = self.len() - IN_FIRST;
        let word = &self.others[index / IN_OTHER];
        word.set(word.get() | 1 | position << (1 + index % IN_OTHER * BITS));
        self.first.set(first + (1 << COUNT_SHIFT));
    }

    /// The first word after a value has been put at a position where there was none; `None` if that is not said in it, or
    /// the word is no such one.
    #[inline(always)]
    pub fn appended(first: usize, position: usize) -> Option<usize> {
        let count = first >> COUNT_SHIFT & MASK;
        if count >= IN_FIRST || first != 0 && first & 1 == 0 {
            return None;
        }
        let counted = (first | 1) + (1 << COUNT_SHIFT);
        Some(counted | position << (FIRST_SHIFT + count * BITS))
    }

    fn get(self, index: usize) -> usize {
        let word = match index.checked_sub(IN_FIRST) {
            None => self.first.get() >> (FIRST_SHIFT + index * BITS),
            Some(index) => self.others[index / IN_OTHER].get() >> (1 + index % IN_OTHER * BITS),
        };
        word & MASK
    }

    /// The positions in the order in which they were filled.
    pub fn positions(self) -> impl Iterator<Item = usize> {
        (0..self.len()).map(move |index| self.get(index))
    }

    /// Notes that a value has been taken from a position.
    pub fn remove(self, position: usize) {
        let mut left = [0; SHARED_NAMES_MAX];
        let mut count = 0;
        for other in self.positions().filter(|&other| other != position) {
            left[count] = other;
            count += 1;
        }
        self.clear();
        left[..count].iter().for_each(|&position| self.append(position));
    }

    /// Notes that there are no values. The other words become 0: in an instance that gets another class they may have to
    /// be values without a value.
    pub fn clear(self) {
        self.first.set(1);
        self.others.iter().for_each(|word| word.set(0));
    }
}
