//! Algorithms on text and numbers that Python's builtins need; knows no objects.
//!
//! Everything here takes and gives plain Rust types and is total: no input makes it panic, and what
//! could need unbounded memory reports an error before it allocates.

pub mod binary;
mod builder;
pub mod codec;
pub mod float;
pub mod format;
pub mod hash;
pub mod integer;
pub mod mersenne;
pub mod percent;
pub mod repr;
pub mod search;
pub mod structure;
mod suggestion;
pub mod text;
pub mod unicode;

pub use suggestion::suggest;
pub use text::{CodeUnit, OwnedText, Text, TextBuilder};
