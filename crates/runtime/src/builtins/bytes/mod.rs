//! `bytes`, and what it shares with `bytearray`.

mod arguments;
mod construct;
mod iter;
mod layout;
mod percent;
mod search;
mod shared;
mod slots;
mod tests;
mod value;

pub(crate) use arguments::FillByte;
pub(crate) use arguments::{SearchedBytes, byte_value};
pub(crate) use construct::{Source, read_source};
pub(crate) use percent::formatted;
pub(crate) use shared::{
    ByteString, bytes_translation, decode_hexadecimal, hexadecimal, shared_methods,
};
pub(crate) use slots::compared;
pub(crate) mod operations {
    //! The operations behind the methods that `bytes` and `bytearray` share.
    pub(crate) use super::layout::*;
    pub(crate) use super::search::*;
    pub(crate) use super::tests::*;
}
pub use iter::SPEC as ITERATOR_SPEC;
pub use value::Bytes;

use crate::object::{TypeFlags, TypeSpec};

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\nbytes(int) -> bytes object of size given by the parameter initialized with null bytes\nbytes() -> empty bytes object\n\nConstruct an immutable array of bytes from:\n  - an iterable yielding integers in range(256)\n  - a text string encoded using the specified encoding\n  - any object implementing the buffer API.\n  - an integer",
    flags: TypeFlags::BASE_TYPE.union(TypeFlags::BYTES).union(TypeFlags::MATCH_SELF),
    inline: true,
    slots: slots::fill,
    methods: &[Bytes::SHARED_METHODS, Bytes::OBJECT_METHODS],
    ..TypeSpec::new::<Bytes>("bytes")
};
