//! `set` and `frozenset`

mod algebra;
pub mod iter;
mod methods;
mod slots;
mod table;
mod value;

pub use value::{Set, explain_unhashable};

use crate::object::{TypeFlags, TypeSpec};

/// `set`
pub static SPEC: TypeSpec = TypeSpec {
    doc: "set(iterable=(), /)\n--\n\nBuild an unordered collection of unique elements.",
    flags: TypeFlags::BASE_TYPE.union(TypeFlags::MATCH_SELF),
    slots: slots::fill,
    methods: &[Set::METHODS, Set::CHANGING_METHODS],
    ..TypeSpec::new::<Set>("set")
};

/// `frozenset`
pub static FROZEN_SPEC: TypeSpec = TypeSpec {
    doc: "frozenset(iterable=(), /)\n--\n\nBuild an immutable unordered collection of unique elements.",
    flags: TypeFlags::BASE_TYPE.union(TypeFlags::MATCH_SELF),
    slots: slots::fill_frozen,
    methods: &[Set::METHODS],
    ..TypeSpec::new::<Set>("frozenset")
};
