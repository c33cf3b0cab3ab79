//! `range`

pub mod iter;
mod methods;
mod slots;
mod value;

pub use value::Range;

use crate::object::{TypeFlags, TypeSpec};

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\nReturn an object that produces a sequence of integers from start (inclusive)\nto stop (exclusive) by step.  range(i, j) produces i, i+1, i+2, ..., j-1.\nstart defaults to 0, and stop is omitted!  range(4) produces 0, 1, 2, 3.\nThese are exactly the valid indices for a list of 4 elements.\nWhen step is given, it specifies the increment (or decrement).",
    flags: TypeFlags::SEQUENCE,
    slots: slots::fill,
    methods: &[Range::METHODS],
    getsets: &[Range::GETSETS],
    ..TypeSpec::new::<Range>("range")
};
