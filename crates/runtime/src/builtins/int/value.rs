//! The payload of integers: their limbs.

use std::cell::Cell;
use std::cmp::Ordering;

use dashu_int::{IBig, Sign, UBig};
use pellucid_heap::{Heap, Inline, LimitExceeded};

use super::limbs::{self, Limbs};
use crate::object::kind_of;
use crate::prelude::*;

/// The smallest and one past the greatest integer that are made once and shared.
pub const SMALL: std::ops::Range<i64> = -5..257;

/// An integer of any size, in as few limbs of 64 bits as hold it in two's complement. The head is the most significant
/// one, so it has the sign; those below it lie behind it, the least significant one first.
#[derive(Trace)]
#[repr(transparent)]
#[payload(inline, plain)]
pub struct Int(Inline<Cell<i64>, u64>);

impl Int {
    /// An object of `int` or a class derived from it, of one limb.
    #[inline]
    pub(crate) fn allocate_small(heap: &Heap, class: &Typed<Type>, word: i64) -> Ref<Int> {
        heap.allocate_head::<Int>(kind_of(class), Cell::new(word))
    }

    /// An object of a class derived from `int` with the same value.
    pub(crate) fn of_class(vm: &Vm, class: &Typed<Type>, value: &Int) -> Ref<Int> {
        let (head, low) = (value.0.head().clone(), value.0.items().iter().copied());
        vm.heap.allocate_items::<Int>(kind_of(class), head, low)
    }

    /// An `int` object; small ones are shared.
    #[inline]
    pub fn from_i64(vm: &Vm, value: i64) -> Ref<Int> {
        if SMALL.contains(&value) {
            return vm.singletons.small_ints[(value - SMALL.start) as usize].clone();
        }
        Int::allocate_small(&vm.heap, &vm.types.int, value)
    }

    /// An `int` object.
    pub fn from_big(vm: &Vm, value: IBig) -> Ref<Int> {
        match i64::try_from(&value) {
            Ok(word) => Int::from_i64(vm, word),
            Err(_) => {
                let (sign, magnitude) = value.as_sign_words();
                let made = limbs::of_magnitude(sign == Sign::Negative, magnitude);
                let (low, high) = limbs::shortened(&made);
                let (class, low) = (kind_of(&vm.types.int), low.iter().copied());
                vm.heap.allocate_items::<Int>(class, Cell::new(high), low)
            }
        }
    }

    /// An `int` object of these limbs, or fewer of them.
    pub(super) fn from_limbs(vm: &Vm, made: &[u64]) -> Result<Ref<Int>, LimitExceeded> {
        let (low, high) = limbs::shortened(made);
        if low.is_empty() {
            return Ok(Int::from_i64(vm, high));
        }
        let (class, head) = (kind_of(&vm.types.int), Cell::new(high));
        let mut fresh = vm.heap.allocate_zeroed::<Int>(class, head, low.len())?;
        fresh.items_mut().copy_from_slice(low);
        Ok(fresh.finish())
    }

    /// The limbs.
    #[inline]
    pub(super) fn limbs(&self) -> Limbs<'_> {
        Limbs { low: self.0.items(), high: self.0.head().get() }
    }

    /// Changes the value, if that is one limb. For an object that nobody but the caller holds.
    #[inline(always)]
    pub(crate) fn replace_word(&self, value: i64) -> bool {
        let fits = self.is_small();
        if fits {
            self.0.head().set(value);
        }
        fits
    }

    #[inline(always)]
    fn is_small(&self) -> bool {
        self.0.items().is_empty()
    }

    /// The value, if it is one limb.
    #[inline(always)]
    pub fn to_i64(&self) -> Option<i64> {
        self.is_small().then(|| self.0.head().get())
    }

    /// The value as an index of memory, if it is one.
    pub fn to_usize(&self) -> Option<usize> {
        self.to_i64().and_then(|word| usize::try_from(word).ok())
    }

    /// The value.
    pub fn to_big(&self) -> IBig {
        let high = self.0.head().get();
        match self.0.items() {
            [] => IBig::from(high),
            &[low] => IBig::from(i128::from(high) << 64 | i128::from(low)),
            low => {
                let flip = if high < 0 { u64::MAX } else { 0 };
                let all = low.iter().copied().chain([high as u64]);
                let limbs: limbs::Result = all.map(|limb| limb ^ flip).collect();
                let magnitude = IBig::from(UBig::from_words(&limbs));
                // The complement of a negative number is its magnitude less one.
                if high < 0 { !magnitude } else { magnitude }
            }
        }
    }

    /// The value, if it fits 128 bits.
    pub fn to_i128(&self) -> Option<i128> {
        match self.0.items() {
            [] => Some(i128::from(self.0.head().get())),
            &[low] => Some(i128::from(self.0.head().get()) << 64 | i128::from(low)),
            _ => None,
        }
    }

    /// Whether the value is zero.
    #[inline(always)]
    pub fn is_zero(&self) -> bool {
        self.to_i64() == Some(0)
    }

    /// Whether the value is below zero.
    pub fn is_negative(&self) -> bool {
        self.0.head().get() < 0
    }

    /// Less, equal or greater than zero.
    pub fn sign(&self) -> Ordering {
        match self.to_i64() {
            Some(word) => word.cmp(&0),
            None if self.is_negative() => Ordering::Less,
            None => Ordering::Greater,
        }
    }

    /// The nearest double; `None` if it is beyond all doubles.
    pub fn to_f64(&self) -> Option<f64> {
        match self.to_i64() {
            Some(word) => Some(word as f64),
            None => pellucid_text::integer::to_float(&self.to_big()),
        }
    }

    /// How many bits the magnitude has.
    pub fn bit_length(&self) -> u64 {
        let (high, low) = (self.0.head().get(), self.0.items());
        if low.is_empty() {
            return u64::from(pellucid_text::integer::bit_length_small(high));
        }
        // Of a negative number the complement, which is its magnitude less one. As there are no more limbs than needed, all
        // bits below the highest limb count.
        let top = (if high < 0 { !high } else { high }) as u64;
        let bits = low.len() as u64 * 64 + u64::from(u64::BITS - top.leading_zeros());
        let is_power = high < 0 && (top & (top + 1)) == 0 && low.iter().all(|&limb| limb == 0);
        bits + u64::from(is_power)
    }

    /// The hash.
    pub fn hash(&self) -> i64 {
        match self.to_i64() {
            Some(word) => pellucid_text::hash::hash_small_integer(word),
            None => pellucid_text::hash::hash_integer(&self.to_big()),
        }
    }

    /// What the result of a `__hash__` method stands for: itself if it is one word, its hash otherwise.
    pub fn hash_of_result(&self) -> i64 {
        self.to_i64().unwrap_or_else(|| self.hash())
    }
}
