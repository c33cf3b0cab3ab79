//! `list`

pub mod iter;
pub(crate) mod methods;
pub(crate) mod slots;
mod sort;
mod sort_keys;
mod value;

pub use iter::{ListIterator, reduced_to_items};
pub use slots::{comparison_holds, position};
pub use sort::sort;
pub use value::List;

use crate::object::{TypeFlags, TypeSpec};

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "list(iterable=(), /)\n--\n\nBuilt-in mutable sequence.\n\nIf no argument is given, the constructor creates a new empty list.\nThe argument must be an iterable if specified.",
    flags: TypeFlags::BASE_TYPE
        .union(TypeFlags::LIST)
        .union(TypeFlags::SEQUENCE)
        .union(TypeFlags::MATCH_SELF),
    slots: slots::fill,
    methods: &[List::METHODS],
    ..TypeSpec::new::<List>("list")
};
