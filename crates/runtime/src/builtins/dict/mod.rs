//! `dict`

pub mod iter;
mod merge;
mod methods;
mod room;
mod slots;
mod table;
mod value;
mod view_sets;
pub mod views;

pub use value::Dict;

use crate::object::{TypeFlags, TypeSpec};

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "dict() -> new empty dictionary\ndict(mapping) -> new dictionary initialized from a mapping object's\n    (key, value) pairs\ndict(iterable) -> new dictionary initialized as if via:\n    d = {}\n    for k, v in iterable:\n        d[k] = v\ndict(**kwargs) -> new dictionary initialized with the name=value pairs\n    in the keyword argument list.  For example:  dict(one=1, two=2)",
    flags: TypeFlags::BASE_TYPE
        .union(TypeFlags::DICT)
        .union(TypeFlags::MAPPING)
        .union(TypeFlags::MATCH_SELF),
    slots: slots::fill,
    methods: &[Dict::METHODS],
    ..TypeSpec::new::<Dict>("dict")
};
