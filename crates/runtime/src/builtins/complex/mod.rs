//! `complex`

mod arithmetic;
mod methods;
mod new;
mod slots;
mod value;

pub use value::Complex;

use crate::object::{TypeFlags, TypeSpec};

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "complex(real=0, imag=0)\n--\n\nCreate a complex number from a string or numbers.\n\nIf a string is given, parse it as a complex number.\nIf a single number is given, convert it to a complex number.\nIf the 'real' or 'imag' arguments are given, create a complex number\nwith the specified real and imaginary components.",
    flags: TypeFlags::BASE_TYPE,
    slots: slots::fill,
    methods: &[Complex::METHODS],
    getsets: &[Complex::GETSETS],
    ..TypeSpec::new::<Complex>("complex")
};
