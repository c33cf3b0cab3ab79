//! printf-style formatting: `format % values` of strings and bytes.
//!
//! The [`Parser`] yields literal parts and conversions one by one, because Python reports an error in the
//! format only after it has converted the values before it. The caller fetches the values (for `*`, for a
//! key, or in order) and calls the function of the conversion's kind.

mod apply;
mod parser;

pub use apply::{push_float, push_integer, push_text};
pub use parser::{Conversion, Flags, Item, Length, Parser, PercentError};

/// The message of the `TypeError` where a format needs more values than there are.
pub const NOT_ENOUGH: &str = "not enough arguments for format string";
/// The message of the `TypeError` where a key is used on what is no mapping.
pub const NO_MAPPING: &str = "format requires a mapping";
/// The message of the `TypeError` where the value for a `*` is no integer.
pub const STAR_WANTS_INTEGER: &str = "* wants int";

/// The message of the `TypeError` where values are left over, for the format's type, `string` or `bytes`.
pub fn not_all_converted(format_type: &str) -> String {
    format!("not all arguments converted during {format_type} formatting")
}
