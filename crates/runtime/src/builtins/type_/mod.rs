//! `type`

mod annotations;
mod attributes;
mod methods;
mod slots;

pub(crate) use annotations::evaluate;
pub(crate) use attributes::module_of;
pub use methods::TypeMethods;
pub(crate) use slots::get_attribute;

use crate::object::{TypeFlags, TypeSpec};
use crate::prelude::*;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
    flags: TypeFlags::BASE_TYPE.union(TypeFlags::TYPE).union(TypeFlags::MATCH_SELF),
    slots: slots::fill,
    methods: &[TypeMethods::METHODS],
    getsets: &[attributes::TypeAttributes::GETSETS, annotations::TypeAnnotations::GETSETS],
    ..TypeSpec::new::<Type>("type")
};
