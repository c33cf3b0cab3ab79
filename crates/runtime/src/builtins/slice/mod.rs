//! `slice`

mod methods;
mod slots;
mod value;

pub use value::{Bounds, Slice, SliceRange};

use crate::object::TypeSpec;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "slice(stop)\nslice(start, stop[, step])\n\nCreate a slice object.  This is used for extended slicing (e.g. a[0:10:2]).",
    slots: slots::fill,
    methods: &[Slice::METHODS],
    getsets: &[Slice::GETSETS],
    ..TypeSpec::new::<Slice>("slice")
};
