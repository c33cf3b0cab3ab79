//! The payload of tuples: the items, inline.

use pellucid_heap::Inline;

use crate::object::kind_of;
use crate::prelude::*;

/// An immutable sequence.
#[derive(Trace)]
#[repr(transparent)]
#[payload(inline)]
pub struct Tuple(Inline<(), Ref>);

impl Tuple {
    /// A `tuple` object. The empty one is shared.
    pub fn from_vec(vm: &Vm, items: Vec<Ref>) -> Ref<Tuple> {
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

    pub(crate) fn allocate(
        heap: &pellucid_heap::Heap,
        class: &Typed<Type>,
        items: impl ExactSizeIterator<Item = Ref>,
    ) -> Ref<Tuple> {
        heap.allocate_items::<Tuple>(kind_of(class), (), items)
    }

    /// The items.
    #[inline(always)]
    pub fn items(&self) -> &[Ref] {
        self.0.items()
    }
}
