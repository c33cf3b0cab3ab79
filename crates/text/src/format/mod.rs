//! `format(value, specification)`: the mini-language and its application to numbers and text.

mod complex;
mod float;
mod integer;
mod number;
mod specification;
mod text;

pub use complex::format_complex;
pub use float::format_float;
pub use integer::{format_integer, format_small_integer};
pub use specification::{Alignment, Grouping, Sign, Specification};
pub use text::format_text;

/// Why a value cannot be formatted so.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FormatError {
    /// A `ValueError` with this message.
    Value(String),
    /// An `OverflowError` with this message.
    Overflow(String),
    /// The result would be too long: a `MemoryError`.
    TooLarge,
}

impl FormatError {
    pub(crate) fn value(message: impl Into<String>) -> Self {
        FormatError::Value(message.into())
    }

    pub(crate) fn unknown_code(code: u32, type_name: &str) -> Self {
        let code = shown_code(code);
        FormatError::Value(format!("Unknown format code '{code}' for object of type '{type_name}'"))
    }
}

/// A presentation type as messages show it.
fn shown_code(code: u32) -> String {
    match char::from_u32(code) {
        Some(char @ '!'..='\x7F') => char.to_string(),
        _ => format!("\\x{code:x}"),
    }
}
