//! The built-in error handlers as functions that `codecs.lookup_error` gives, and escapes in bytes.

use pellucid_runtime::codecs::CodingKind;
use pellucid_runtime::errors::BaseException;
use pellucid_runtime::object::{MethodDef, MethodKind};
use pellucid_runtime::prelude::*;
use pellucid_runtime::text::codec::{Encoding, Handler, Replacement};
use pellucid_runtime::text::{OwnedText, TextBuilder};

/// The functions behind the names of the built-in handlers.
pub struct Handlers;

/// Makes every built-in handler known under its name.
pub fn register(vm: &mut Vm) -> PyResult<()> {
    for definition in Handlers::METHODS {
        debug_assert!(definition.kind == MethodKind::Function);
        let name = definition.name.trim_end_matches("_errors");
        if vm.registered_error_handler(name).is_none() {
            let function = function_of(vm, definition);
            vm.register_error_handler(name, &function)?;
        }
    }
    Ok(())
}

fn function_of(vm: &mut Vm, definition: &'static MethodDef) -> Ref {
    pellucid_runtime::builtins::BuiltinFunction::new(vm, definition, None, None)
}

/// What a built-in handler makes of an exception.
fn handled(vm: &mut Vm, exception: &Object, handler: Handler) -> PyResult<(Ref, usize)> {
    let error = vm.read_coding_error(exception)?;
    let encoding = Encoding::from_name(&error.encoding);
    let failure = error.failure;
    let made = match error.kind {
        CodingKind::Decode => match (handler, error.object.downcast::<Bytes>()) {
            (Handler::XmlCharRefReplace | Handler::NameReplace, _) => {
                return Err(vm.wrong_exception(exception));
            }
            (handler, Some(bytes)) => handler
                .decoding(encoding, bytes.as_slice(), &failure)
                .map(|(text, end)| (Replacement::Text(text), end)),
            (_, None) => None,
        },
        CodingKind::Encode => error.object.downcast::<Str>().and_then(|text| {
            handler.encoding(encoding, text.text(), &failure).map(|made| (made, failure.end))
        }),
        CodingKind::Translate => translated(handler, &error.object, failure.start, failure.end)
            .map(|text| (Replacement::Text(text), failure.end)),
    };
    match made {
        Some((Replacement::Text(text), end)) => Ok((vm.try_owned_text(&text)?.into_object(), end)),
        Some((Replacement::Bytes(bytes), end)) => Ok((vm.try_bytes(&bytes)?.into_object(), end)),
        None => Err(raised(vm, exception)),
    }
}

fn translated(handler: Handler, object: &Object, start: usize, end: usize) -> Option<OwnedText> {
    let text = object.downcast::<Str>()?;
    let wrong = text.text().slice(start..end);
    let mut made = TextBuilder::new();
    for code in wrong.code_points() {
        match handler {
            Handler::Ignore => {}
            Handler::Replace => made.push(0xFFFD),
            Handler::BackslashReplace => match code {
                0..0x100 => made.push_str(&format!("\\x{code:02x}")),
                0x100..0x1_0000 => made.push_str(&format!("\\u{code:04x}")),
                _ => made.push_str(&format!("\\U{code:08x}")),
            },
            _ => return None,
        }
    }
    Some(made.finish())
}

/// The exception itself, raised.
fn raised(vm: &mut Vm, exception: &Object) -> Raised {
    match exception.downcast::<BaseException>() {
        Some(exception) => Raised(exception.to_ref()),
        None => vm.type_error("codec must pass exception instance"),
    }
}

#[methods(owner = "_codecs")]
impl Handlers {
    /// Implements the 'strict' error handling, which raises a UnicodeError on coding errors.
    #[function("strict_errors(exception, /)")]
    fn strict(vm: &mut Vm, exception: &Object) -> PyResult<()> {
        Err(raised(vm, exception))
    }

    /// Implements the 'ignore' error handling, which ignores malformed data and continues.
    #[function("ignore_errors(exception, /)")]
    fn ignore(vm: &mut Vm, exception: &Object) -> PyResult<(Ref, usize)> {
        let error = vm.read_coding_error(exception)?;
        Ok((vm.singletons.empty_str.clone().into_object(), error.failure.end))
    }

    /// Implements the 'replace' error handling, which replaces malformed data with a replacement marker.
    #[function("replace_errors(exception, /)")]
    fn replace(vm: &mut Vm, exception: &Object) -> PyResult<(Ref, usize)> {
        handled(vm, exception, Handler::Replace)
    }

    /// Implements the 'backslashreplace' error handling, which replaces malformed data with a backslashed escape sequence.
    #[function("backslashreplace_errors(exception, /)")]
    fn backslash_replace(vm: &mut Vm, exception: &Object) -> PyResult<(Ref, usize)> {
        handled(vm, exception, Handler::BackslashReplace)
    }

    /// Implements the 'xmlcharrefreplace' error handling, which replaces an unencodable character with the appropriate XML character reference.
    #[function("xmlcharrefreplace_errors(exception, /)")]
    fn xml_char_ref_replace(vm: &mut Vm, exception: &Object) -> PyResult<(Ref, usize)> {
        encoding_only(vm, exception)?;
        handled(vm, exception, Handler::XmlCharRefReplace)
    }

    /// Implements the 'namereplace' error handling, which replaces an unencodable character with a \N{...} escape sequence.
    #[function("namereplace_errors(exception, /)")]
    fn name_replace(vm: &mut Vm, exception: &Object) -> PyResult<(Ref, usize)> {
        encoding_only(vm, exception)?;
        handled(vm, exception, Handler::NameReplace)
    }

    #[function("surrogatepass_errors(exception, /)")]
    fn surrogate_pass(vm: &mut Vm, exception: &Object) -> PyResult<(Ref, usize)> {
        handled(vm, exception, Handler::SurrogatePass)
    }

    #[function("surrogateescape_errors(exception, /)")]
    fn surrogate_escape(vm: &mut Vm, exception: &Object) -> PyResult<(Ref, usize)> {
        handled(vm, exception, Handler::SurrogateEscape)
    }
}

fn encoding_only(vm: &mut Vm, exception: &Object) -> PyResult<()> {
    match vm.read_coding_error(exception)?.kind {
        CodingKind::Encode => Ok(()),
        _ => Err(vm.wrong_exception(exception)),
    }
}

/// `escape_decode`: the escapes of bytes literals.
pub fn unescape(vm: &mut Vm, bytes: &[u8], errors: &str) -> PyResult<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut position = 0;
    while let Some(&byte) = bytes.get(position) {
        position += 1;
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        let Some(&escape) = bytes.get(position) else {
            return Err(vm.value_error("Trailing \\ in string"));
        };
        position += 1;
        let single = match escape {
            b'\n' => continue,
            b'\\' | b'\'' | b'"' => escape,
            b'b' => 0x08,
            b'f' => 0x0C,
            b't' => b'\t',
            b'n' => b'\n',
            b'r' => b'\r',
            b'v' => 0x0B,
            b'a' => 0x07,
            b'0'..=b'7' => {
                let digits = bytes[position..]
                    .iter()
                    .take(2)
                    .take_while(|byte| matches!(byte, b'0'..=b'7'))
                    .count();
                let value = bytes[position - 1..position + digits]
                    .iter()
                    .fold(0u32, |value, digit| value * 8 + u32::from(digit - b'0'));
                position += digits;
                value as u8
            }
            b'x' => {
                let digit =
                    |index: usize| bytes.get(index).and_then(|byte| char::from(*byte).to_digit(16));
                match (digit(position), digit(position + 1)) {
                    (Some(high), Some(low)) => {
                        position += 2;
                        (high * 16 + low) as u8
                    }
                    (first, _) => {
                        match errors {
                            "replace" => out.push(b'?'),
                            "ignore" => {}
                            "strict" => {
                                let at = position - 2;
                                return Err(
                                    vm.value_error(format!("invalid \\x escape at position {at}"))
                                );
                            }
                            other => {
                                return Err(vm.value_error(format!(
                                    "decoding error; unknown error handling code: {other}"
                                )));
                            }
                        }
                        position += usize::from(first.is_some());
                        continue;
                    }
                }
            }
            other => {
                out.push(b'\\');
                other
            }
        };
        out.push(single);
    }
    Ok(out)
}
