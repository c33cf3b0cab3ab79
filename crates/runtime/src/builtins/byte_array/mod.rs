//! `bytearray`

mod iter;
mod methods;
mod slots;
mod value;

pub use iter::SPEC as ITERATOR_SPEC;
pub use value::ByteArray;

use crate::object::{TypeFlags, TypeSpec};

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\nbytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\nbytearray(int) -> bytes array of size given by the parameter initialized with null bytes\nbytearray() -> empty bytes array\n\nConstruct a mutable bytearray object from:\n  - an iterable yielding integers in range(256)\n  - a text string encoded using the specified encoding\n  - a bytes or a buffer object\n  - any object implementing the buffer API.\n  - an integer",
    flags: TypeFlags::BASE_TYPE.union(TypeFlags::MATCH_SELF),
    slots: slots::fill,
    methods: &[ByteArray::SHARED_METHODS, ByteArray::LIST_METHODS],
    ..TypeSpec::new::<ByteArray>("bytearray")
};
