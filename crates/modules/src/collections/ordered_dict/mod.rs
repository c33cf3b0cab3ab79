//! `OrderedDict`

pub mod iter;
mod methods;
mod order;
mod slots;
mod update;
mod value;
pub mod views;

use pellucid_runtime::builtins::dict;
use pellucid_runtime::object::{TypeFlags, TypeSpec};

pub use value::OrderedDict;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "collections",
    base: Some(&dict::SPEC),
    doc: "Dictionary that remembers insertion order",
    flags: TypeFlags::BASE_TYPE,
    has_dict: true,
    slots: slots::fill,
    methods: &[OrderedDict::METHODS],
    ..TypeSpec::new::<OrderedDict>("OrderedDict")
};
