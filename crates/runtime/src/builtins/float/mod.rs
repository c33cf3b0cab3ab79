//! `float`

mod methods;
mod new;
mod slots;
mod value;

pub use slots::operand;
pub use value::Float;

use crate::object::{TypeFlags, TypeSpec};

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "float(x=0, /)\n--\n\nConvert a string or number to a floating-point number, if possible.",
    flags: TypeFlags::BASE_TYPE.union(TypeFlags::MATCH_SELF),
    slots: slots::fill,
    methods: &[Float::METHODS],
    getsets: &[Float::GETSETS],
    ..TypeSpec::new::<Float>("float")
};
