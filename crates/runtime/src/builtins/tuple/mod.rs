//! `tuple`

pub mod iter;
mod last;
mod methods;
mod slots;
mod value;

pub use iter::TupleIterator;
pub use last::LastTuple;
pub use value::Tuple;

use crate::object::{TypeFlags, TypeSpec};

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "tuple(iterable=(), /)\n--\n\nBuilt-in immutable sequence.\n\nIf no argument is given, the constructor returns an empty tuple.\nIf iterable is specified the tuple is initialized from iterable's items.\n\nIf the argument is a tuple, the return value is the same object.",
    flags: TypeFlags::BASE_TYPE
        .union(TypeFlags::TUPLE)
        .union(TypeFlags::SEQUENCE)
        .union(TypeFlags::MATCH_SELF),
    inline: true,
    slots: slots::fill,
    methods: &[Tuple::METHODS],
    ..TypeSpec::new::<Tuple>("tuple")
};
