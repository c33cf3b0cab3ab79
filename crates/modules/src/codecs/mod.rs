//! `_codecs`: the registry of codecs, and the codecs that are built in.

mod charmap;
mod handlers;

use pellucid_runtime::builtins::Module;
use pellucid_runtime::codecs::ErrorHandler;
use pellucid_runtime::object::{BytesLike, ModuleSpec};
use pellucid_runtime::prelude::*;

use pellucid_runtime::text::codec::{self, ByteOrder, Encoding};

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    functions: &[Codecs::REGISTRY_METHODS, Codecs::UNICODE_METHODS, charmap::Charmap::METHODS],
    initialise: Some(initialise),
    ..ModuleSpec::new("_codecs")
};

fn initialise(vm: &mut Vm, _: &Typed<Module>) -> PyResult<()> {
    handlers::register(vm)
}

/// The functions of `_codecs`.
pub struct Codecs;

/// A string and how many characters it has, as encoders give them.
type Encoded = PyResult<(Ref<Bytes>, usize)>;
/// A string and how many bytes it came from, as decoders give them.
type DecodedText = PyResult<(Ref<Str>, usize)>;

/// The handler that an argument names.
fn handler(vm: &mut Vm, errors: Option<&Typed<Str>>) -> PyResult<ErrorHandler> {
    Ok(ErrorHandler::new(vm.codec_name(errors)?.as_deref()))
}

fn encoded(
    vm: &mut Vm,
    text: &Typed<Str>,
    errors: Option<&Typed<Str>>,
    encoding: Encoding,
) -> Encoded {
    let handler = handler(vm, errors)?;
    let bytes = vm.encode_native(text, encoding, &handler)?;
    Ok((vm.try_bytes(&bytes)?, text.len()))
}

fn decoded(
    vm: &mut Vm,
    bytes: &[u8],
    errors: Option<&Typed<Str>>,
    encoding: Encoding,
    last: bool,
) -> DecodedText {
    let handler = handler(vm, errors)?;
    vm.decode_native(bytes, encoding, &handler, last)
}

/// Text or bytes, for the escape decoders.
fn escape_source(vm: &mut Vm, data: &Object) -> PyResult<Vec<u8>> {
    match data.downcast::<Str>() {
        Some(text) => Ok(vm.encode_text(text, None, None)?.as_slice().to_vec()),
        None => Ok(vm.bytes_of(data)?.into_owned()),
    }
}

/// The order that a number stands for: -1 little, 1 big, 0 the machine's with a mark.
fn order_of(number: Option<i32>) -> Option<ByteOrder> {
    match number.unwrap_or(0) {
        0 => None,
        number if number < 0 => Some(ByteOrder::Little),
        _ => Some(ByteOrder::Big),
    }
}

#[methods(REGISTRY, owner = "_codecs")]
impl Codecs {
    /// Register a codec search function.
    ///
    /// Search functions are expected to take one argument, the encoding name in
    /// all lower case letters, and either return None, or a tuple of functions
    /// (encoder, decoder, stream_reader, stream_writer) (or a CodecInfo object).
    #[function("register(search_function, /)")]
    fn register(vm: &mut Vm, search_function: &Object) -> PyResult<()> {
        vm.register_codecs(search_function)
    }

    /// Unregister a codec search function and clear the registry's cache.
    ///
    /// If the search function is not registered, do nothing.
    #[function("unregister(search_function, /)")]
    fn unregister(vm: &mut Vm, search_function: &Object) {
        vm.unregister_codecs(search_function);
    }

    /// Looks up a codec tuple in the Python codec registry and returns a CodecInfo object.
    #[function("lookup(encoding, /)")]
    fn lookup(vm: &mut Vm, encoding: &Typed<Str>) -> PyResult<Ref<Tuple>> {
        let encoding = vm.codec_name(Some(encoding))?.unwrap_or_default();
        vm.lookup_codec(&encoding)
    }

    /// Encodes obj using the codec registered for encoding.
    ///
    /// The default encoding is 'utf-8'.  errors may be given to set a
    /// different error handling scheme.  Default is 'strict' meaning that encoding
    /// errors raise a ValueError.  Other possible values are 'ignore', 'replace'
    /// and 'backslashreplace' as well as any other name registered with
    /// codecs.register_error that can handle ValueErrors.
    #[function("encode(obj, encoding='utf-8', errors='strict')")]
    fn encode(
        vm: &mut Vm,
        obj: &Object,
        encoding: Option<&Typed<Str>>,
        errors: Option<&Typed<Str>>,
    ) -> PyResult {
        let encoding = vm.codec_name(encoding)?;
        let errors = vm.codec_name(errors)?;
        vm.encode_any(obj, encoding.as_deref().unwrap_or("utf-8"), errors.as_deref())
    }

    /// Decodes obj using the codec registered for encoding.
    ///
    /// Default encoding is 'utf-8'.  errors may be given to set a
    /// different error handling scheme.  Default is 'strict' meaning that encoding
    /// errors raise a ValueError.  Other possible values are 'ignore', 'replace'
    /// and 'backslashreplace' as well as any other name registered with
    /// codecs.register_error that can handle ValueErrors.
    #[function("decode(obj, encoding='utf-8', errors='strict')")]
    fn decode(
        vm: &mut Vm,
        obj: &Object,
        encoding: Option<&Typed<Str>>,
        errors: Option<&Typed<Str>>,
    ) -> PyResult {
        let encoding = vm.codec_name(encoding)?;
        let errors = vm.codec_name(errors)?;
        vm.decode_any(obj, encoding.as_deref().unwrap_or("utf-8"), errors.as_deref())
    }

    #[function("_forget_codec(encoding, /)")]
    fn forget_codec(_: &mut Vm, _encoding: &Typed<Str>) {}

    /// Register the specified error handler under the name errors.
    ///
    /// handler must be a callable object, that
    /// will be called with an exception instance containing
    /// information about the location of the encoding/decoding
    /// error and must return a (replacement, new position) tuple.
    #[function("register_error(errors, handler, /)")]
    fn register_error(vm: &mut Vm, errors: &Typed<Str>, handler: &Object) -> PyResult<()> {
        let name = vm.codec_name(Some(errors))?.unwrap_or_default();
        vm.register_error_handler(&name, handler)
    }

    /// Un-register the specified error handler for the error handling `errors'.
    ///
    /// Only custom error handlers can be un-registered. An exception is raised
    /// if the error handling is a built-in one (e.g., 'strict'), or if an error
    /// occurs.
    #[function("_unregister_error(errors, /)")]
    fn unregister_error(vm: &mut Vm, errors: &Typed<Str>) -> PyResult<bool> {
        let name = vm.codec_name(Some(errors))?.unwrap_or_default();
        if codec::Handler::from_name(&name).is_some() {
            return Err(
                vm.value_error(format!("cannot un-register built-in error handler '{name}'"))
            );
        }
        Ok(vm.unregister_error_handler(&name))
    }

    /// lookup_error(errors) -> handler
    ///
    /// Return the error handler for the specified error handling name or raise a
    /// LookupError, if no handler exists under this name.
    #[function("lookup_error(name, /)")]
    fn lookup_error(vm: &mut Vm, name: &Typed<Str>) -> PyResult {
        let name = vm.codec_name(Some(name))?.unwrap_or_default();
        vm.lookup_error_handler(&name)
    }
}

macro_rules! unicode_codecs {
    ($($encode:literal $encoder:ident, $decode:literal $decoder:ident, $encoding:expr;)*) => {
        #[methods(UNICODE, owner = "_codecs")]
        impl Codecs {
            $(
                #[function($encode)]
                fn $encoder(vm: &mut Vm, text: &Typed<Str>, errors: Option<&Typed<Str>>) -> Encoded {
                    encoded(vm, text, errors, $encoding)
                }

                #[function($decode)]
                fn $decoder(vm: &mut Vm, data: BytesLike<'_>, errors: Option<&Typed<Str>>, last: Option<bool>) -> DecodedText {
                    decoded(vm, &data, errors, $encoding, last.unwrap_or(false))
                }
            )*

            #[function("latin_1_encode(str, errors=None, /)")]
            fn latin_1_encode(vm: &mut Vm, text: &Typed<Str>, errors: Option<&Typed<Str>>) -> Encoded {
                encoded(vm, text, errors, Encoding::Latin1)
            }

            #[function("latin_1_decode(data, errors=None, /)")]
            fn latin_1_decode(vm: &mut Vm, data: BytesLike<'_>, errors: Option<&Typed<Str>>) -> DecodedText {
                decoded(vm, &data, errors, Encoding::Latin1, true)
            }

            #[function("ascii_encode(str, errors=None, /)")]
            fn ascii_encode(vm: &mut Vm, text: &Typed<Str>, errors: Option<&Typed<Str>>) -> Encoded {
                encoded(vm, text, errors, Encoding::Ascii)
            }

            #[function("ascii_decode(data, errors=None, /)")]
            fn ascii_decode(vm: &mut Vm, data: BytesLike<'_>, errors: Option<&Typed<Str>>) -> DecodedText {
                decoded(vm, &data, errors, Encoding::Ascii, true)
            }

            #[function("unicode_escape_encode(str, errors=None, /)")]
            fn unicode_escape_encode(vm: &mut Vm, text: &Typed<Str>, errors: Option<&Typed<Str>>) -> Encoded {
                encoded(vm, text, errors, Encoding::UnicodeEscape)
            }

            #[function("unicode_escape_decode(data, errors=None, final=True, /)")]
            fn unicode_escape_decode(vm: &mut Vm, data: &Object, errors: Option<&Typed<Str>>, last: Option<bool>) -> DecodedText {
                let bytes = escape_source(vm, data)?;
                decoded(vm, &bytes, errors, Encoding::UnicodeEscape, last.unwrap_or(true))
            }

            #[function("raw_unicode_escape_encode(str, errors=None, /)")]
            fn raw_unicode_escape_encode(vm: &mut Vm, text: &Typed<Str>, errors: Option<&Typed<Str>>) -> Encoded {
                encoded(vm, text, errors, Encoding::RawUnicodeEscape)
            }

            #[function("raw_unicode_escape_decode(data, errors=None, final=True, /)")]
            fn raw_unicode_escape_decode(vm: &mut Vm, data: &Object, errors: Option<&Typed<Str>>, last: Option<bool>) -> DecodedText {
                let bytes = escape_source(vm, data)?;
                decoded(vm, &bytes, errors, Encoding::RawUnicodeEscape, last.unwrap_or(true))
            }

            #[function("utf_16_encode(str, errors=None, byteorder=0, /)")]
            fn utf_16_encode(vm: &mut Vm, text: &Typed<Str>, errors: Option<&Typed<Str>>, order: Option<i32>) -> Encoded {
                marked(vm, text, errors, order, Encoding::Utf16)
            }

            #[function("utf_32_encode(str, errors=None, byteorder=0, /)")]
            fn utf_32_encode(vm: &mut Vm, text: &Typed<Str>, errors: Option<&Typed<Str>>, order: Option<i32>) -> Encoded {
                marked(vm, text, errors, order, Encoding::Utf32)
            }

            #[function("utf_16_decode(data, errors=None, final=False, /)")]
            fn utf_16_decode(vm: &mut Vm, data: BytesLike<'_>, errors: Option<&Typed<Str>>, last: Option<bool>) -> DecodedText {
                let (text, used, _) = unmarked(vm, &data, errors, 0, last, true)?;
                Ok((text, used))
            }

            #[function("utf_32_decode(data, errors=None, final=False, /)")]
            fn utf_32_decode(vm: &mut Vm, data: BytesLike<'_>, errors: Option<&Typed<Str>>, last: Option<bool>) -> DecodedText {
                let (text, used, _) = unmarked(vm, &data, errors, 0, last, false)?;
                Ok((text, used))
            }

            #[function("utf_16_ex_decode(data, errors=None, byteorder=0, final=False, /)")]
            fn utf_16_ex_decode(vm: &mut Vm, data: BytesLike<'_>, errors: Option<&Typed<Str>>, order: Option<i32>, last: Option<bool>) -> PyResult<(Ref<Str>, usize, i32)> {
                unmarked(vm, &data, errors, order.unwrap_or(0), last, true)
            }

            #[function("utf_32_ex_decode(data, errors=None, byteorder=0, final=False, /)")]
            fn utf_32_ex_decode(vm: &mut Vm, data: BytesLike<'_>, errors: Option<&Typed<Str>>, order: Option<i32>, last: Option<bool>) -> PyResult<(Ref<Str>, usize, i32)> {
                unmarked(vm, &data, errors, order.unwrap_or(0), last, false)
            }

            #[function("readbuffer_encode(data, errors=None, /)")]
            fn readbuffer_encode(vm: &mut Vm, data: &Object, _errors: Option<&Typed<Str>>) -> Encoded {
                let bytes = escape_source(vm, data)?;
                Ok((vm.try_bytes(&bytes)?, bytes.len()))
            }

            #[function("escape_encode(data, errors=None, /)")]
            fn escape_encode(vm: &mut Vm, data: &Typed<Bytes>, _errors: Option<&Typed<Str>>) -> Encoded {
                let bytes = data.as_slice();
                vm.check_room(bytes.len().saturating_mul(4))?;
                let mut out = Vec::with_capacity(bytes.len());
                for byte in bytes {
                    match byte {
                        b'\\' | b'\'' => out.extend([b'\\', *byte]),
                        b'\t' => out.extend(*b"\\t"),
                        b'\n' => out.extend(*b"\\n"),
                        b'\r' => out.extend(*b"\\r"),
                        b' '..=b'~' => out.push(*byte),
                        _ => out.extend(format!("\\x{byte:02x}").into_bytes()),
                    }
                }
                Ok((vm.try_bytes(&out)?, bytes.len()))
            }

            #[function("escape_decode(data, errors=None, /)")]
            fn escape_decode(vm: &mut Vm, data: &Object, errors: Option<&Typed<Str>>) -> Encoded {
                let bytes = escape_source(vm, data)?;
                let errors = vm.codec_name(errors)?;
                let out = handlers::unescape(vm, &bytes, errors.as_deref().unwrap_or("strict"))?;
                Ok((vm.try_bytes(&out)?, bytes.len()))
            }
        }
    };
}

unicode_codecs! {
    "utf_8_encode(str, errors=None, /)" utf_8_encode,
        "utf_8_decode(data, errors=None, final=False, /)" utf_8_decode, Encoding::Utf8;
    "utf_7_encode(str, errors=None, /)" utf_7_encode,
        "utf_7_decode(data, errors=None, final=False, /)" utf_7_decode, Encoding::Utf7;
    "utf_16_le_encode(str, errors=None, /)" utf_16_le_encode,
        "utf_16_le_decode(data, errors=None, final=False, /)" utf_16_le_decode, Encoding::Utf16(ByteOrder::Little);
    "utf_16_be_encode(str, errors=None, /)" utf_16_be_encode,
        "utf_16_be_decode(data, errors=None, final=False, /)" utf_16_be_decode, Encoding::Utf16(ByteOrder::Big);
    "utf_32_le_encode(str, errors=None, /)" utf_32_le_encode,
        "utf_32_le_decode(data, errors=None, final=False, /)" utf_32_le_decode, Encoding::Utf32(ByteOrder::Little);
    "utf_32_be_encode(str, errors=None, /)" utf_32_be_encode,
        "utf_32_be_decode(data, errors=None, final=False, /)" utf_32_be_decode, Encoding::Utf32(ByteOrder::Big);
}

/// Encodes with a mark in front, unless an order is given.
fn marked(
    vm: &mut Vm,
    text: &Typed<Str>,
    errors: Option<&Typed<Str>>,
    order: Option<i32>,
    encoding: fn(ByteOrder) -> Encoding,
) -> Encoded {
    let handler = handler(vm, errors)?;
    let bytes = match order_of(order) {
        Some(order) => vm.encode_native(text, encoding(order), &handler)?,
        None => vm.encode_marked(text, encoding(ByteOrder::NATIVE), &handler)?,
    };
    Ok((vm.try_bytes(&bytes)?, text.len()))
}

/// Decodes what may begin with a mark; the third result is the order that was found.
fn unmarked(
    vm: &mut Vm,
    bytes: &[u8],
    errors: Option<&Typed<Str>>,
    order: i32,
    last: Option<bool>,
    sixteen: bool,
) -> PyResult<(Ref<Str>, usize, i32)> {
    let handler = handler(vm, errors)?;
    let last = last.unwrap_or(false);
    let size = if sixteen { 2 } else { 4 };
    let mark = match order {
        0 if sixteen => codec::utf16_mark(bytes),
        0 => codec::utf32_mark(bytes),
        _ => None,
    };
    if order == 0 && bytes.len() < size && !last {
        return Ok((vm.singletons.empty_str.clone(), 0, 0));
    }
    let start = if mark.is_some() { size } else { 0 };
    let found = mark.or(order_of(Some(order)));
    let used = found.unwrap_or(ByteOrder::NATIVE);
    let encoding = if sixteen { Encoding::Utf16(used) } else { Encoding::Utf32(used) };
    let (text, position) = vm.decode_native_from(bytes, start, encoding, &handler, last)?;
    let number = match found {
        Some(ByteOrder::Little) => -1,
        Some(ByteOrder::Big) => 1,
        None => 0,
    };
    Ok((text, position, number))
}
