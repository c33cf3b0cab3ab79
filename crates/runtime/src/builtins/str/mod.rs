//! `str`

mod assemble;
mod build;
mod case;
mod construct;
mod encode;
mod format;
mod iter;
mod layout;
mod percent;
mod search;
mod slots;
mod value;

pub(crate) use build::{BYTES_MAX, fill_with_pattern};
pub use format::{FieldName, Markup, MarkupField, MarkupIterator};
pub use iter::{ASCII_SPEC as ASCII_ITERATOR_SPEC, SPEC as ITERATOR_SPEC};
pub(crate) use percent::{Values, push_number};
pub use value::Str;

use crate::object::{TypeFlags, TypeSpec};

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\nCreate a new string object from the given object. If encoding or\nerrors is specified, then the object must expose a data buffer\nthat will be decoded using the given encoding and error handler.\nOtherwise, returns the result of object.__str__() (if defined)\nor repr(object).\nencoding defaults to 'utf-8'.\nerrors defaults to 'strict'.",
    flags: TypeFlags::BASE_TYPE.union(TypeFlags::STR).union(TypeFlags::MATCH_SELF),
    inline: true,
    slots: slots::fill,
    methods: &[
        Str::CASE_METHODS,
        Str::SEARCH_METHODS,
        Str::LAYOUT_METHODS,
        Str::FORMAT_METHODS,
        Str::ENCODE_METHODS,
        Str::OBJECT_METHODS,
    ],
    ..TypeSpec::new::<Str>("str")
};
