//! `str`

mod assemble;
mod value;

pub use value::Str;

use crate::object::{Slots, TypeFlags, TypeSpec};

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\nCreate a new string object from the given object. If encoding or\nerrors is specified, then the object must expose a data buffer\nthat will be decoded using the given encoding and error handler.\nOtherwise, returns the result of object.__str__() (if defined)\nor repr(object).\nencoding defaults to 'utf-8'.\nerrors defaults to 'strict'.",
    flags: TypeFlags::BASE_TYPE.union(TypeFlags::STR).union(TypeFlags::MATCH_SELF),
    inline: true,
    basic_size: 64,
    slots,
    ..TypeSpec::new::<Str>("str")
};

fn slots(slots: &mut Slots) {
    slots.hash = Some(|vm, object| Ok(object.downcast::<Str>().map_or(0, |text| text.hash(vm))));
    slots.str = Some(|vm, object| vm.str(object).map(|text| text.into_object()));
}
