//! Arguments of the methods of bytes.

use std::borrow::Cow;

use crate::object::{FromArgument, Place};
use crate::prelude::*;

/// What is searched for: bytes, or an integer that stands for one byte.
pub(crate) struct SearchedBytes<'a>(pub Cow<'a, [u8]>);

impl<'a> FromArgument<'a> for SearchedBytes<'a> {
    fn from_argument(vm: &mut Vm, value: &'a Object, _: Place) -> PyResult<Self> {
        if let Some(bytes) = vm.try_bytes_of(value)? {
            return Ok(SearchedBytes(bytes));
        }
        if value.class().slots(vm).index.is_none() {
            let class = value.class().name(vm);
            return Err(vm.type_error(format!(
                "argument should be integer or bytes-like object, not '{class}'"
            )));
        }
        let byte = byte_value(vm, value, "byte must be in range(0, 256)")?;
        Ok(SearchedBytes(Cow::Owned(vec![byte])))
    }
}

/// The byte that an index object stands for, or ValueError with this message.
pub(crate) fn byte_value(vm: &mut Vm, value: &Object, message: &str) -> PyResult<u8> {
    let number = vm.index_saturating(value)?;
    u8::try_from(number).map_err(|_| vm.value_error(message))
}

/// The byte that fills a column.
pub(crate) struct FillByte(pub u8);

impl<'a> FromArgument<'a> for FillByte {
    fn from_argument(vm: &mut Vm, value: &'a Object, place: Place) -> PyResult<Self> {
        let (found, kind) = if let Some(bytes) = value.downcast::<Bytes>() {
            (bytes.as_slice().to_vec(), "bytes")
        } else if let Some(array) = value.downcast::<crate::builtins::ByteArray>() {
            (array.items(vm).to_vec(), "bytearray")
        } else {
            return Err(place.mismatch(vm, "a byte string of length 1", value));
        };
        match found[..] {
            [single] => Ok(FillByte(single)),
            _ => {
                let (name, length) = (place.signature.name, found.len());
                let number = place.index + 1;
                let article = "a";
                Err(vm.type_error(format!(
                    "{name}(): argument {number} must be a byte string of length 1, not {article} {kind} object of length {length}"
                )))
            }
        }
    }
}
