//! The payload of integers: one machine word, or a big integer beyond.

use std::cmp::Ordering;

use dashu_int::IBig;

use crate::object::kind_of;
use crate::prelude::*;

/// The smallest and one past the greatest integer that are made once and shared.
pub const SMALL: std::ops::Range<i64> = -5..257;

/// Stands in `word` for "the value is in `big`"; as a value it is kept there itself.
const BIG: i64 = i64::MIN;

/// An integer of any size.
#[derive(Trace)]
pub struct Int {
    word: i64,
    #[trace(skip)]
    big: Option<Box<IBig>>,
}

impl Int {
    /// The payload for a value.
    pub fn new(value: IBig) -> Int {
        match i64::try_from(&value) {
            Ok(word) if word != BIG => Int { word, big: None },
            _ => Int { word: BIG, big: Some(Box::new(value)) },
        }
    }

    /// The payload for one machine word.
    #[inline(always)]
    pub fn small(word: i64) -> Int {
        if word == BIG { Int::new(IBig::from(word)) } else { Int { word, big: None } }
    }

    /// An `int` object; small ones are shared.
    #[inline]
    pub fn from_i64(vm: &Vm, value: i64) -> Ref<Int> {
        if SMALL.contains(&value) {
            return vm.singletons.small_ints[(value - SMALL.start) as usize].clone();
        }
        vm.heap.allocate(kind_of(&vm.types.int), Int::small(value))
    }

    /// An `int` object.
    pub fn from_big(vm: &Vm, value: IBig) -> Ref<Int> {
        match i64::try_from(&value) {
            Ok(word) => Int::from_i64(vm, word),
            Err(_) => vm.heap.allocate(kind_of(&vm.types.int), Int::new(value)),
        }
    }

    /// The value, if it fits a machine word (`i64::MIN` does not count as fitting).
    #[inline(always)]
    pub fn to_i64(&self) -> Option<i64> {
        if self.word != BIG { Some(self.word) } else { None }
    }

    /// The value as an index of memory, if it is one.
    pub fn to_usize(&self) -> Option<usize> {
        self.to_i64().and_then(|word| usize::try_from(word).ok())
    }

    /// The value.
    pub fn to_big(&self) -> IBig {
        match &self.big {
            Some(big) => (**big).clone(),
            None => IBig::from(self.word),
        }
    }

    /// The big value, if the value is not one machine word.
    pub fn as_big(&self) -> Option<&IBig> {
        self.big.as_deref()
    }

    /// The value, if it fits 128 bits.
    pub fn to_i128(&self) -> Option<i128> {
        match &self.big {
            Some(big) => i128::try_from(&**big).ok(),
            None => Some(i128::from(self.word)),
        }
    }

    /// Whether the value is below zero.
    pub fn is_negative(&self) -> bool {
        self.sign() == Ordering::Less
    }

    /// Less, equal or greater than zero.
    pub fn sign(&self) -> Ordering {
        match &self.big {
            Some(big) => (**big).cmp(&IBig::ZERO),
            None => self.word.cmp(&0),
        }
    }

    /// The nearest double; `None` if it is beyond all doubles.
    pub fn to_f64(&self) -> Option<f64> {
        match &self.big {
            Some(big) => pellucid_text::integer::to_float(big),
            None => Some(self.word as f64),
        }
    }

    /// The hash.
    pub fn hash(&self) -> i64 {
        match &self.big {
            Some(big) => pellucid_text::hash::hash_integer(big),
            None => pellucid_text::hash::hash_small_integer(self.word),
        }
    }

    /// What the result of a `__hash__` method stands for: itself if it is one word, its hash otherwise.
    pub fn hash_of_result(&self) -> i64 {
        self.to_i64().unwrap_or_else(|| self.hash())
    }
}
