//! `memoryview`

mod cast;
mod elements;
mod iter;
mod methods;
mod slots;
mod value;

pub use iter::SPEC as ITERATOR_SPEC;
pub use value::MemoryView;

use crate::builtins::generic_alias::Subscriptable;
use crate::object::{TypeFlags, TypeSpec};

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "memoryview(object)\n--\n\nCreate a new memoryview object which references the given object.",
    flags: TypeFlags::SEQUENCE,
    slots: slots::fill,
    methods: &[MemoryView::METHODS, MemoryView::CAST_METHODS, Subscriptable::METHODS],
    getsets: &[MemoryView::GETSETS],
    ..TypeSpec::new::<MemoryView>("memoryview")
};
