//! `bytes`

mod value;

pub use value::Bytes;

use crate::object::{TypeFlags, TypeSpec};

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\nbytes(int) -> bytes object of size given by the parameter initialized with null bytes\nbytes() -> empty bytes object\n\nConstruct an immutable array of bytes from:\n  - an iterable yielding integers in range(256)\n  - a text string encoded using the specified encoding\n  - any object implementing the buffer API.\n  - an integer",
    flags: TypeFlags::BASE_TYPE.union(TypeFlags::BYTES).union(TypeFlags::MATCH_SELF),
    inline: true,
    basic_size: 33,
    item_size: 1,
    ..TypeSpec::new::<Bytes>("bytes")
};
