//! `frame`: exists only when somebody looks.

mod attributes;
mod proxy;
mod value;

pub use proxy::{FrameLocalsProxy, PROXY_SPEC};
pub use value::FrameObject;

use crate::object::TypeSpec;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    basic_size: 72,
    item_size: 8,
    slots: attributes::fill,
    methods: &[FrameObject::METHODS],
    getsets: &[FrameObject::GETSETS],
    ..TypeSpec::new::<FrameObject>("frame")
};
