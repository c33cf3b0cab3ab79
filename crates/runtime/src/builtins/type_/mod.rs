//! `type`

use crate::object::{Slots, TypeFlags, TypeSpec};
use crate::prelude::*;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
    flags: TypeFlags::BASE_TYPE.union(TypeFlags::TYPE).union(TypeFlags::MATCH_SELF),
    basic_size: 928,
    item_size: 40,
    slots,
    ..TypeSpec::new::<Type>("type")
};

fn slots(_slots: &mut Slots) {}
