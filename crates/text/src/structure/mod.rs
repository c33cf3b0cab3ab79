//! The `struct` module's formats: how values lie in bytes.
//!
//! [`Layout::parse`] reads a format; the caller goes through its fields, turns each Python value into what
//! the field's kind wants, and packs it. The limits of offsets and sizes are checked here, and all messages
//! are those of `struct.error`.

mod half;
mod layout;
mod value;

pub use half::{half_from_float, half_to_float};
pub use layout::{Field, Kind, Layout, StructError};
pub use value::Value;
