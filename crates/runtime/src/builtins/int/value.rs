//! The payload of integers: one machine word, or a big integer beyond.

use std::borrow::Cow;
use std::cell::Cell;
use std::cmp::Ordering;

use dashu_int::IBig;
use pellucid_heap::{Charge, Heap, Label, Tracer};

use crate::object::kind_of;
use crate::prelude::*;

/// The smallest and one past the greatest integer that are made once and shared.
pub const SMALL: std::ops::Range<i64> = -5..257;

/// Stands in `word` for "the value is in `big`"; as a value it is kept there itself.
const BIG: i64 = i64::MIN;

/// Beyond one machine word: the value, and the bytes it holds outside of the object.
struct Big {
    value: IBig,
    charge: Charge,
}

impl Trace for Big {
    const CONTAINER: bool = false;
    fn trace_as(&self, _: Label<'_>, tracer: &mut Tracer<'_>) {
        // Without the box, which speaks for itself.
        tracer.held(self.charge.bytes() - size_of::<Big>());
    }
}

/// An integer of any size.
#[derive(Trace)]
pub struct Int {
    word: Cell<i64>,
    big: Option<Box<Big>>,
}

impl Int {
    /// Where an object holds the big integer, if it has one: without, there is nothing to drop.
    pub(crate) const DROP_WORD: u16 =
        (Typed::<Int>::PAYLOAD_OFFSET + std::mem::offset_of!(Int, big)) as u16;

    /// The payload for a value, in an object on this heap.
    pub fn new(heap: &Heap, value: IBig) -> Int {
        match i64::try_from(&value) {
            Ok(word) if word != BIG => Int { word: Cell::new(word), big: None },
            _ => {
                let words = value.as_sign_words().1.len();
                // Two words lie in the big integer itself.
                let outside = if words > 2 { size_of_val(value.as_sign_words().1) } else { 0 };
                let charge = Charge::new(heap, size_of::<Big>() + outside);
                Int { word: Cell::new(BIG), big: Some(Box::new(Big { value, charge })) }
            }
        }
    }

    /// The payload for one machine word.
    #[inline(always)]
    pub fn small(heap: &Heap, word: i64) -> Int {
        if word == BIG {
            Int::new(heap, IBig::from(word))
        } else {
            Int { word: Cell::new(word), big: None }
        }
    }

    /// The payload for the same value in another object.
    pub fn copied(&self, heap: &Heap) -> Int {
        match &self.big {
            Some(big) => Int::new(heap, big.value.clone()),
            None => Int { word: self.word.clone(), big: None },
        }
    }

    /// An `int` object; small ones are shared.
    #[inline]
    pub fn from_i64(vm: &Vm, value: i64) -> Ref<Int> {
        if SMALL.contains(&value) {
            return vm.singletons.small_ints[(value - SMALL.start) as usize].clone();
        }
        vm.heap.allocate(kind_of(&vm.types.int), Int::small(&vm.heap, value))
    }

    /// An `int` object.
    pub fn from_big(vm: &Vm, value: IBig) -> Ref<Int> {
        match i64::try_from(&value) {
            Ok(word) => Int::from_i64(vm, word),
            Err(_) => vm.heap.allocate(kind_of(&vm.types.int), Int::new(&vm.heap, value)),
        }
    }

    /// Changes the value, if both the old and the new one are machine words. For an object that nobody but the
    /// caller holds.
    #[inline(always)]
    pub(crate) fn replace_word(&self, value: i64) -> bool {
        let fits = self.word.get() != BIG && value != BIG;
        if fits {
            self.word.set(value);
        }
        fits
    }

    /// The value, if it fits a machine word (`i64::MIN` does not count as fitting).
    #[inline(always)]
    pub fn to_i64(&self) -> Option<i64> {
        if self.word.get() != BIG { Some(self.word.get()) } else { None }
    }

    /// The value as an index of memory, if it is one.
    pub fn to_usize(&self) -> Option<usize> {
        self.to_i64().and_then(|word| usize::try_from(word).ok())
    }

    /// The value.
    pub fn to_big(&self) -> IBig {
        self.as_ibig().into_owned()
    }

    /// The value, borrowed where it is kept as a big integer.
    pub fn as_ibig(&self) -> Cow<'_, IBig> {
        match &self.big {
            Some(big) => Cow::Borrowed(&big.value),
            None => Cow::Owned(IBig::from(self.word.get())),
        }
    }

    /// The big value, if the value is not one machine word.
    pub fn as_big(&self) -> Option<&IBig> {
        self.big.as_deref().map(|big| &big.value)
    }

    /// The value, if it fits 128 bits.
    pub fn to_i128(&self) -> Option<i128> {
        match self.as_big() {
            Some(big) => i128::try_from(big).ok(),
            None => Some(i128::from(self.word.get())),
        }
    }

    /// Whether the value is zero.
    #[inline(always)]
    pub fn is_zero(&self) -> bool {
        self.word.get() == 0
    }

    /// Whether the value is below zero.
    pub fn is_negative(&self) -> bool {
        self.sign() == Ordering::Less
    }

    /// Less, equal or greater than zero.
    pub fn sign(&self) -> Ordering {
        match self.as_big() {
            Some(big) => big.cmp(&IBig::ZERO),
            None => self.word.get().cmp(&0),
        }
    }

    /// The nearest double; `None` if it is beyond all doubles.
    pub fn to_f64(&self) -> Option<f64> {
        match self.as_big() {
            Some(big) => pellucid_text::integer::to_float(big),
            None => Some(self.word.get() as f64),
        }
    }

    /// How many bits the magnitude has.
    pub fn bit_length(&self) -> u64 {
        match self.as_big() {
            Some(big) => pellucid_text::integer::bit_length(big),
            None => u64::from(pellucid_text::integer::bit_length_small(self.word.get())),
        }
    }

    /// The hash.
    pub fn hash(&self) -> i64 {
        match self.as_big() {
            Some(big) => pellucid_text::hash::hash_integer(big),
            None => pellucid_text::hash::hash_small_integer(self.word.get()),
        }
    }

    /// What the result of a `__hash__` method stands for: itself if it is one word, its hash otherwise.
    pub fn hash_of_result(&self) -> i64 {
        self.to_i64().unwrap_or_else(|| self.hash())
    }
}
