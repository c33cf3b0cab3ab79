//! The payload of floats.

use std::cell::Cell;

use crate::object::kind_of;
use crate::prelude::*;

/// A double.
#[derive(Trace)]
pub struct Float {
    value: Cell<f64>,
}

impl Float {
    /// The payload for a value.
    pub fn new(value: f64) -> Float {
        Float { value: Cell::new(value) }
    }

    /// A `float` object.
    #[inline]
    pub fn from_f64(vm: &Vm, value: f64) -> Ref<Float> {
        vm.heap.allocate(kind_of(&vm.types.float), Float { value: Cell::new(value) })
    }

    /// Changes the value of an object that nobody but the caller holds.
    #[inline(always)]
    pub(crate) fn replace_value(&self, value: f64) {
        self.value.set(value);
    }

    /// The value.
    #[inline(always)]
    pub fn to_f64(&self) -> f64 {
        self.value.get()
    }
}
