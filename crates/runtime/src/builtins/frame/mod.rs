//! `frame`: exists only when somebody looks.

mod attributes;
mod proxy;
mod value;

pub use proxy::{FrameLocalsProxy, PROXY_SPEC};
pub use value::{EndedRegisters, FrameObject};

use crate::object::TypeSpec;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    slots: attributes::fill,
    methods: &[FrameObject::METHODS],
    getsets: &[FrameObject::GETSETS],
    ..TypeSpec::new::<FrameObject>("frame")
};
