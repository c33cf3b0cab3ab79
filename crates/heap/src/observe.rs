//! Telling observers what happens on the heap.

use crate::{Heap, Object};

impl Heap {
    pub(crate) fn observe_allocation(&self, _object: Option<&Object>, _bytes: usize) {}

    pub(crate) fn observe_collection(&self, _: usize, _: usize, _: usize) {}

    #[inline(always)]
    pub(crate) fn note_freed(&self, _object: &Object) {}
}
