//! The payload of floats.

use crate::object::kind_of;
use crate::prelude::*;

/// A double.
#[derive(Trace)]
pub struct Float {
    value: f64,
}

impl Float {
    /// The payload for a value.
    pub fn new(value: f64) -> Float {
        Float { value }
    }

    /// A `float` object.
    #[inline]
    pub fn from_f64(vm: &Vm, value: f64) -> Ref<Float> {
        vm.heap.allocate(kind_of(&vm.types.float), Float { value })
    }

    /// The value.
    #[inline(always)]
    pub fn to_f64(&self) -> f64 {
        self.value
    }
}
