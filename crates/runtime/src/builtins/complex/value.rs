//! The payload of complex numbers.

use crate::object::kind_of;
use crate::prelude::*;

/// Two doubles.
#[derive(Trace)]
pub struct Complex {
    real: f64,
    imaginary: f64,
}

impl Complex {
    /// The payload for real and imaginary part.
    pub fn new(real: f64, imaginary: f64) -> Complex {
        Complex { real, imaginary }
    }

    /// A `complex` object.
    pub fn from_parts(vm: &Vm, (real, imaginary): (f64, f64)) -> Ref {
        Complex::of_class(vm, &vm.types.complex, (real, imaginary))
    }

    /// An object of `complex` or a subclass.
    pub fn of_class(vm: &Vm, class: &Typed<Type>, (real, imaginary): (f64, f64)) -> Ref {
        vm.heap.allocate(kind_of(class), Complex { real, imaginary }).into_object()
    }

    /// Real and imaginary part.
    pub fn parts(&self) -> (f64, f64) {
        (self.real, self.imaginary)
    }
}
