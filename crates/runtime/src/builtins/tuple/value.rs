//! The payload of tuples: the items, inline.

use std::cell::Cell;

use pellucid_heap::{Inline, LimitExceeded};

use crate::object::kind_of;
use crate::prelude::*;

/// Stands for a hash that nobody has asked for; no hash is -1.
const UNKNOWN: i64 = -1;

/// An immutable sequence; before the items stands the hash, once it is known.
#[derive(Trace)]
#[repr(transparent)]
#[payload(inline)]
pub struct Tuple(Inline<Cell<i64>, Ref>);

impl Tuple {
    /// A `tuple` object. The empty one is shared.
    pub fn from_vec(vm: &Vm, items: Vec<Ref>) -> Ref<Tuple> {
        Tuple::of_class(vm, &vm.types.tuple, items.into_iter())
    }

    /// A `tuple` object of these items.
    pub fn from_array<const N: usize>(vm: &Vm, items: [Ref; N]) -> Ref<Tuple> {
        Tuple::of_class(vm, &vm.types.tuple, items.into_iter())
    }

    /// An object of `tuple` or a subclass.
    pub fn of_class(
        vm: &Vm,
        class: &Typed<Type>,
        items: impl ExactSizeIterator<Item = Ref>,
    ) -> Ref<Tuple> {
        if items.len() == 0 && class.is(&*vm.types.tuple) {
            return vm.singletons.empty_tuple.clone();
        }
        Tuple::allocate(vm.heap(), class, items)
    }

    /// A `tuple` object whose length the program chose: subject to the limit.
    pub fn try_from_items(
        vm: &Vm,
        items: impl ExactSizeIterator<Item = Ref>,
    ) -> Result<Ref<Tuple>, LimitExceeded> {
        if items.len() == 0 {
            return Ok(vm.singletons.empty_tuple.clone());
        }
        vm.heap().try_allocate_items::<Tuple>(kind_of(&vm.types.tuple), Cell::new(UNKNOWN), items)
    }

    pub(crate) fn allocate(
        heap: &pellucid_heap::Heap,
        class: &Typed<Type>,
        items: impl ExactSizeIterator<Item = Ref>,
    ) -> Ref<Tuple> {
        heap.allocate_items::<Tuple>(kind_of(class), Cell::new(UNKNOWN), items)
    }

    /// The items.
    #[inline(always)]
    pub fn items(&self) -> &[Ref] {
        self.0.items()
    }

    /// The two items, if there are two.
    pub fn as_pair(&self) -> Option<(Ref, Ref)> {
        match self.items() {
            [first, second] => Some((first.clone(), second.clone())),
            _ => None,
        }
    }

    /// The hash, if it has been computed.
    #[inline]
    pub fn known_hash(&self) -> Option<i64> {
        Some(self.0.head().get()).filter(|hash| *hash != UNKNOWN)
    }

    /// Forgets the hash: there are other items now.
    pub(super) fn forget_hash(&self) {
        self.0.head().set(UNKNOWN);
    }

    /// Keeps the hash.
    pub(super) fn set_hash(&self, hash: i64) {
        self.0.head().set(hash);
    }
}
