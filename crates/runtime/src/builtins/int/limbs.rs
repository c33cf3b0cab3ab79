//! Arithmetic that goes once over the limbs of integers, on the limbs where they lie.
//!
//! What takes longer is the big-integer crate's affair, which wants numbers of its own.

use std::cmp::Ordering;

use smallvec::SmallVec;

/// Limbs in two's complement, the least significant one first; perhaps more of them than the number needs.
pub(super) type Result = SmallVec<[u64; 8]>;

/// The limbs of an integer in two's complement.
#[derive(Clone, Copy)]
pub(super) struct Limbs<'a> {
    /// All but the most significant one, the least significant one first.
    pub low: &'a [u64],
    /// The most significant one, which has the sign.
    pub high: i64,
}

impl Limbs<'_> {
    /// How many there are.
    pub fn len(self) -> usize {
        self.low.len() + 1
    }

    /// A limb; beyond the most significant one there is nothing but the sign.
    #[inline(always)]
    fn at(self, position: usize) -> u64 {
        match self.low.get(position) {
            Some(&limb) => limb,
            None if position == self.low.len() => self.high as u64,
            None => (self.high >> 63) as u64,
        }
    }

    /// `count` limbs, each made of those of two numbers at its position.
    #[inline(always)]
    fn with(self, other: Limbs<'_>, count: usize, mut make: impl FnMut(u64, u64) -> u64) -> Result {
        let mut made = Result::from_elem(0, count);
        let both = self.low.len().min(other.low.len());
        let (first, rest) = made.split_at_mut(both);
        for ((limb, &a), &b) in first.iter_mut().zip(self.low).zip(other.low) {
            *limb = make(a, b);
        }
        for (beyond, limb) in rest.iter_mut().enumerate() {
            *limb = make(self.at(both + beyond), other.at(both + beyond));
        }
        made
    }

    /// Limb by limb.
    pub fn bitwise(self, other: Limbs<'_>, make: impl FnMut(u64, u64) -> u64) -> Result {
        self.with(other, self.len().max(other.len()), make)
    }

    pub fn plus(self, other: Limbs<'_>) -> Result {
        let mut carry = false;
        self.with(other, self.len().max(other.len()) + 1, |a, b| {
            let (sum, over) = a.overflowing_add(b);
            let (sum, again) = sum.overflowing_add(u64::from(carry));
            carry = over | again;
            sum
        })
    }

    pub fn minus(self, other: Limbs<'_>) -> Result {
        let mut borrow = false;
        self.with(other, self.len().max(other.len()) + 1, |a, b| {
            let (difference, under) = a.overflowing_sub(b);
            let (difference, again) = difference.overflowing_sub(u64::from(borrow));
            borrow = under | again;
            difference
        })
    }

    pub fn times(self, factor: i64) -> Result {
        let mut made = Result::from_elem(0, self.len() + 1);
        let (magnitude, mut carry) = (u128::from(factor.unsigned_abs()), 0u128);
        let sign = (self.high >> 63) as u64;
        let limbs = self.low.iter().copied().chain([self.high as u64, sign]);
        for (place, limb) in made.iter_mut().zip(limbs) {
            carry += u128::from(limb) * magnitude;
            *place = carry as u64;
            carry >>= u64::BITS;
        }
        if factor < 0 {
            negate(&mut made);
        }
        made
    }

    /// The quotient by a positive number, rounded down, and the remainder.
    pub fn divided(self, divisor: i64) -> (Result, i64) {
        let mut made = Result::from_elem(0, self.len());
        let mut remainder = self.high.rem_euclid(divisor) as u128;
        made[self.low.len()] = self.high.div_euclid(divisor) as u64;
        let divisor = divisor as u128;
        for (place, &limb) in made[..self.low.len()].iter_mut().zip(self.low).rev() {
            let part = remainder << u64::BITS | u128::from(limb);
            *place = (part / divisor) as u64;
            remainder = part % divisor;
        }
        (made, remainder as i64)
    }

    /// `self << count`
    pub fn shifted_left(self, count: usize) -> Result {
        let (limbs, bits) = (count / 64, count % 64);
        let mut made = Result::from_elem(0, limbs + self.len() + 1);
        let mut below = 0;
        for (position, place) in made[limbs..].iter_mut().enumerate() {
            let limb = self.at(position);
            // In two steps, as none is by 64.
            *place = limb << bits | below >> 1 >> (63 - bits);
            below = limb;
        }
        made
    }

    /// `self >> count`
    pub fn shifted_right(self, count: usize) -> Result {
        let (limbs, bits) = (count / 64, count % 64);
        let first = limbs.min(self.len());
        let mut made = Result::from_elem(0, self.len() + 1 - first);
        for (position, place) in made.iter_mut().enumerate() {
            let above = self.at(first + position + 1) << 1 << (63 - bits);
            *place = self.at(first + position) >> bits | above;
        }
        made
    }

    /// Less, equal or greater. Of two positive numbers that with more limbs is greater, as there are no more than needed.
    pub fn order(self, other: Limbs<'_>) -> Ordering {
        let longer = match (self.high < 0, other.high < 0) {
            (false, false) => self.len().cmp(&other.len()),
            (true, true) => other.len().cmp(&self.len()),
            _ => Ordering::Equal,
        };
        let high = || self.high.cmp(&other.high);
        longer.then_with(high).then_with(|| self.low.iter().rev().cmp(other.low.iter().rev()))
    }
}

/// Negates in place; there is room for the result.
fn negate(limbs: &mut [u64]) {
    let mut carry = true;
    for limb in limbs {
        (*limb, carry) = (!*limb).overflowing_add(u64::from(carry));
    }
}

/// The limbs of a number with this magnitude.
pub(super) fn of_magnitude(negative: bool, magnitude: &[u64]) -> Result {
    let mut made = Result::with_capacity(magnitude.len() + 1);
    made.extend_from_slice(magnitude);
    made.push(0);
    if negative {
        negate(&mut made);
    }
    made
}

/// As few limbs as hold the number: those below the most significant one, and that.
pub(super) fn shortened(limbs: &[u64]) -> (&[u64], i64) {
    let mut limbs = limbs;
    while let [rest @ .., next, last] = limbs
        && (*next as i64) >> 63 == *last as i64
    {
        limbs = &limbs[..rest.len() + 1];
    }
    match limbs {
        [low @ .., high] => (low, *high as i64),
        [] => (&[], 0),
    }
}
