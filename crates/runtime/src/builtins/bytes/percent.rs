//! `format % values` of bytes.

use std::borrow::Cow;

use pellucid_text::percent::{self, Conversion, Item, Parser};
use pellucid_text::{OwnedText, Text, TextBuilder};

use crate::builtins::ByteArray;
use crate::builtins::str::{Values, push_number};
use crate::prelude::*;

/// The bytes of `format % value`.
pub(crate) fn formatted(vm: &mut Vm, format: &[u8], value: &Object) -> PyResult<Vec<u8>> {
    let is_text = value.holds::<Str>() || value.holds::<Bytes>() || value.holds::<ByteArray>();
    let mut values = Values::new(vm, value, is_text);
    let mut builder = TextBuilder::new();
    for item in Parser::for_bytes(format, values.mapping) {
        match item.map_err(|error| vm.percent_error(error))? {
            Item::Literal(range) => builder.push_text(Text::Latin1(&format[range])),
            Item::Conversion(conversion) => {
                convert(vm, format, conversion, &mut values, &mut builder)?;
            }
        }
    }
    values.finish(vm, "bytes")?;
    match builder.finish() {
        OwnedText::Latin1(bytes) => Ok(bytes),
        _ => Err(vm.system_error("bytes formatting gave characters beyond 255")),
    }
}

fn convert(
    vm: &mut Vm,
    format: &[u8],
    mut conversion: Conversion,
    values: &mut Values<'_>,
    builder: &mut TextBuilder,
) -> PyResult<()> {
    let key = match conversion.key.clone() {
        Some(key) => Some(vm.try_bytes(&format[key])?.into_object()),
        None => None,
    };
    let (width, precision, value) = values.fetch(vm, &mut conversion, key, true)?;
    let made: Cow<'_, [u8]>;
    let (bytes, precision) = match char::from_u32(conversion.letter) {
        Some('s' | 'b') => {
            made = bytes_of_value(vm, &value)?;
            (&*made, precision)
        }
        Some('r' | 'a') => {
            made = Cow::Owned(vm.ascii(&value)?.to_string().into_bytes());
            (&*made, precision)
        }
        Some('c') => {
            made = Cow::Owned(vec![character(vm, &value)?]);
            (&*made, None)
        }
        _ => {
            if push_number(vm, &conversion, width, precision, &value, builder)? {
                return Ok(());
            }
            return Err(vm.percent_error(conversion.unsupported(true)));
        }
    };
    percent::push_text(Text::Latin1(bytes), conversion.flags, width, precision, builder)
        .map_err(|error| vm.percent_error(error))
}

/// The bytes of a `%b`: those of a buffer or of `__bytes__`.
fn bytes_of_value<'a>(vm: &mut Vm, value: &'a Object) -> PyResult<Cow<'a, [u8]>> {
    if !value.holds::<Bytes>() {
        let name = vm.names.__bytes__.clone();
        if let Some(made) = vm.call_special(value, &name, &[])? {
            return match made.downcast::<Bytes>() {
                Some(bytes) => Ok(Cow::Owned(bytes.as_slice().to_vec())),
                None => {
                    let class = made.class().name(vm);
                    Err(vm.type_error(format!("__bytes__ returned non-bytes (type {class})")))
                }
            };
        }
    }
    match vm.try_bytes_of(value)? {
        Some(bytes) => Ok(bytes),
        None => {
            let class = value.class().name(vm);
            Err(vm.type_error(format!(
                "%b requires a bytes-like object, or an object that implements __bytes__, not '{class}'"
            )))
        }
    }
}

/// The byte of a `%c`.
fn character(vm: &mut Vm, value: &Object) -> PyResult<u8> {
    let bytes = match (value.downcast::<Bytes>(), value.downcast::<ByteArray>()) {
        (Some(bytes), _) => Some((bytes.as_slice().to_vec(), "bytes")),
        (_, Some(array)) => Some((array.items(vm).to_vec(), "bytearray")),
        _ => None,
    };
    if let Some((bytes, kind)) = bytes {
        return match bytes[..] {
            [single] => Ok(single),
            _ => {
                let length = bytes.len();
                Err(vm.type_error(format!(
                    "%c requires an integer in range(256) or a single byte, not a {kind} object of length {length}"
                )))
            }
        };
    }
    if value.class().slots(vm).index.is_none() {
        let class = value.class().name(vm);
        return Err(vm.type_error(format!(
            "%c requires an integer in range(256) or a single byte, not {class}"
        )));
    }
    let number = vm.index_saturating(value)?;
    u8::try_from(number).map_err(|_| vm.overflow_error("%c arg not in range(256)"))
}
