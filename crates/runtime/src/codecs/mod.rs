//! Encoding and decoding text: built-in codecs, the registry of all others, and error handlers.

mod errors;
mod handlers;
mod registry;

pub use errors::{Coding, CodingKind, Wrong};
pub use handlers::ErrorHandler;
pub use registry::{Registry, normalized};

use pellucid_text::codec::{self, ByteOrder, Encoding, Failure, Replacement};
use pellucid_text::{Text, TextBuilder};

use crate::prelude::*;

/// `utf-16` and `utf-32`, which begin with a byte order mark, are not among [`Encoding`].
enum Known {
    Plain(Encoding),
    Utf16,
    Utf32,
}

impl Known {
    fn from_name(name: &str) -> Option<Known> {
        if let Some(encoding) = Encoding::from_name(name) {
            return Some(Known::Plain(encoding));
        }
        match name.to_ascii_lowercase().replace('_', "-").as_str() {
            "utf-16" | "utf16" => Some(Known::Utf16),
            "utf-32" | "utf32" => Some(Known::Utf32),
            _ => None,
        }
    }
}

impl Vm {
    /// The name of a codec or handler as Rust text.
    pub fn codec_name(&mut self, name: Option<&Typed<Str>>) -> PyResult<Option<String>> {
        let Some(name) = name else { return Ok(None) };
        let Some(text) = name.to_utf8() else {
            let bytes = self.encode_native(name, Encoding::Utf8, &ErrorHandler::STRICT)?;
            return Ok(Some(String::from_utf8_lossy(&bytes).into_owned()));
        };
        if text.contains('\0') {
            return Err(self.value_error("embedded null character"));
        }
        Ok(Some(text))
    }

    /// `text.encode(encoding, errors)`
    pub fn encode_text(
        &mut self,
        text: &Typed<Str>,
        encoding: Option<&str>,
        errors: Option<&str>,
    ) -> PyResult<Ref<Bytes>> {
        let encoding = encoding.unwrap_or("utf-8");
        let Some(known) = Known::from_name(encoding) else {
            return self.encode_by_registry(text, encoding, errors);
        };
        let handler = ErrorHandler::new(errors);
        let bytes = match known {
            Known::Plain(Encoding::Utf8 | Encoding::Ascii | Encoding::Latin1)
                if text.is_ascii() =>
            {
                let bytes = match text.text() {
                    Text::Latin1(units) => units,
                    _ => &[],
                };
                return self.try_bytes(bytes);
            }
            Known::Plain(encoding) => self.encode_native(text, encoding, &handler)?,
            Known::Utf16 => {
                self.encode_marked(text, Encoding::Utf16(ByteOrder::NATIVE), &handler)?
            }
            Known::Utf32 => {
                self.encode_marked(text, Encoding::Utf32(ByteOrder::NATIVE), &handler)?
            }
        };
        self.try_bytes(&bytes)
    }

    /// Encodes with a byte order mark in front.
    pub fn encode_marked(
        &mut self,
        text: &Typed<Str>,
        encoding: Encoding,
        handler: &ErrorHandler,
    ) -> PyResult<Vec<u8>> {
        let mut marked = Vec::new();
        // The mark can always be encoded.
        let _ = codec::encode(encoding, Text::Ucs2(&[0xFEFF]), 0, &mut marked);
        let bytes = self.encode_native(text, encoding, handler)?;
        marked.extend_from_slice(&bytes);
        Ok(marked)
    }

    /// Encodes with a built-in codec and any error handler.
    pub fn encode_native(
        &mut self,
        text: &Typed<Str>,
        encoding: Encoding,
        handler: &ErrorHandler,
    ) -> PyResult<Vec<u8>> {
        self.check_room(text.len().saturating_mul(4))?;
        let name = encoding.error_name();
        let step = |text: Text<'_>, start: usize, out: &mut Vec<u8>| {
            codec::encode(encoding, text, start, out)
        };
        let unit = match encoding {
            Encoding::Utf16(_) => 2,
            Encoding::Utf32(_) => 4,
            _ => 1,
        };
        self.encode_steps(text, Wrong { name, encoding: Some(encoding) }, unit, handler, step)
    }

    /// Encodes step by step: `step` goes on from a code point to the end or the first failure.
    pub fn encode_steps(
        &mut self,
        text: &Typed<Str>,
        wrong: Wrong<'_>,
        unit: usize,
        handler: &ErrorHandler,
        step: impl Fn(Text<'_>, usize, &mut Vec<u8>) -> Result<(), Failure>,
    ) -> PyResult<Vec<u8>> {
        let mut out = Vec::new();
        let mut position = 0;
        while let Err(failure) = step(text.text(), position, &mut out) {
            let (replacement, next) = self.handle_encoding(handler, text, &wrong, &failure)?;
            let fits = match &replacement {
                Replacement::Bytes(bytes) => {
                    out.extend_from_slice(bytes);
                    bytes.len() % unit == 0
                }
                Replacement::Text(replacement) => step(replacement.as_text(), 0, &mut out).is_ok(),
            };
            if !fits {
                return Err(self.unicode_encode_error(wrong.name, text, &failure));
            }
            position = next;
            self.check_room(out.len())?;
        }
        Ok(out)
    }

    /// `bytes.decode(encoding, errors)`. `object` is what the bytes are of, for errors.
    pub fn decode_bytes(
        &mut self,
        bytes: &[u8],
        object: Option<&Object>,
        encoding: Option<&str>,
        errors: Option<&str>,
    ) -> PyResult<Ref<Str>> {
        let encoding = encoding.unwrap_or("utf-8");
        let Some(known) = Known::from_name(encoding) else {
            return self.decode_by_registry(bytes, object, encoding, errors);
        };
        let handler = ErrorHandler::new(errors);
        match known {
            Known::Plain(Encoding::Utf8 | Encoding::Ascii | Encoding::Latin1)
                if bytes.is_ascii() =>
            {
                self.try_text(Text::Latin1(bytes))
            }
            Known::Plain(Encoding::Latin1) => self.try_text(Text::Latin1(bytes)),
            Known::Plain(encoding) => Ok(self.decode_native(bytes, encoding, &handler, true)?.0),
            Known::Utf16 => {
                let mark = codec::utf16_mark(bytes);
                let encoding = Encoding::Utf16(mark.unwrap_or(ByteOrder::NATIVE));
                self.decode_marked(bytes, encoding, if mark.is_some() { 2 } else { 0 }, &handler)
            }
            Known::Utf32 => {
                let mark = codec::utf32_mark(bytes);
                let encoding = Encoding::Utf32(mark.unwrap_or(ByteOrder::NATIVE));
                self.decode_marked(bytes, encoding, if mark.is_some() { 4 } else { 0 }, &handler)
            }
        }
    }

    fn decode_marked(
        &mut self,
        bytes: &[u8],
        encoding: Encoding,
        start: usize,
        handler: &ErrorHandler,
    ) -> PyResult<Ref<Str>> {
        Ok(self.decode_native_from(bytes, start, encoding, handler, true)?.0)
    }

    /// Decodes with a built-in codec and any error handler; gives the text and how many bytes it came from.
    pub fn decode_native(
        &mut self,
        bytes: &[u8],
        encoding: Encoding,
        handler: &ErrorHandler,
        last: bool,
    ) -> PyResult<(Ref<Str>, usize)> {
        self.decode_native_from(bytes, 0, encoding, handler, last)
    }

    /// As [`decode_native`](Self::decode_native), from a byte on.
    pub fn decode_native_from(
        &mut self,
        bytes: &[u8],
        start: usize,
        encoding: Encoding,
        handler: &ErrorHandler,
        last: bool,
    ) -> PyResult<(Ref<Str>, usize)> {
        let name = match encoding {
            Encoding::Utf16(_) if start > 0 => "utf-16",
            Encoding::Utf32(_) if start > 0 => "utf-32",
            encoding => encoding.error_name(),
        };
        let wrong = Wrong { name, encoding: Some(encoding) };
        self.decode_steps(bytes, start, wrong, handler, |bytes, start, sink| {
            codec::decode(encoding, bytes, start, last, sink)
        })
    }

    /// Decodes step by step: `step` goes on from a byte to the end or the first failure.
    pub fn decode_steps(
        &mut self,
        bytes: &[u8],
        start: usize,
        wrong: Wrong<'_>,
        handler: &ErrorHandler,
        step: impl Fn(&[u8], usize, &mut TextBuilder) -> codec::Decoded,
    ) -> PyResult<(Ref<Str>, usize)> {
        self.check_room(bytes.len().saturating_mul(4))?;
        let mut sink = TextBuilder::new();
        let mut position = start;
        // A handler may put other bytes in place of those that it was shown.
        let mut replaced: Option<Vec<u8>> = None;
        loop {
            let input = replaced.as_deref().unwrap_or(bytes);
            let decoded = step(input, position, &mut sink);
            if let Some(at) = decoded.invalid_escape {
                let escape = input.get(at..).unwrap_or(&[]).to_vec();
                self.warn_invalid_escape(&escape)?;
            }
            let Some(failure) = decoded.failure else {
                position = decoded.position;
                break;
            };
            let input = replaced.take();
            let shown = input.as_deref().unwrap_or(bytes);
            let (text, next, other) = self.handle_decoding(handler, shown, &wrong, &failure)?;
            replaced = other.or(input);
            sink.push_text(text.as_text());
            position = next;
            self.check_room(sink.len().saturating_mul(4))?;
        }
        Ok((self.try_owned_text(&sink.finish())?, position))
    }

    /// DeprecationWarning about an unknown escape in `unicode_escape`.
    fn warn_invalid_escape(&mut self, escape: &[u8]) -> PyResult<()> {
        let message = match escape {
            [b'\\', b'4'..=b'7', second, third, ..] => {
                let octal: String = [escape[1], *second, *third].map(char::from).iter().collect();
                format!(
                    "\"\\{octal}\" is an invalid octal escape sequence. Such sequences will not work in the future. "
                )
            }
            [b'\\', character, ..] => {
                let character = char::from(*character);
                format!(
                    "\"\\{character}\" is an invalid escape sequence. Such sequences will not work in the future. "
                )
            }
            _ => return Ok(()),
        };
        let class = self.types.deprecation_warning.clone();
        self.warn_if_possible(&class, &message)
    }

    /// A `bytes`, or MemoryError.
    pub fn try_bytes(&mut self, bytes: &[u8]) -> PyResult<Ref<Bytes>> {
        Bytes::try_from_slice(self, &self.types.bytes, bytes).map_err(|_| self.memory_error())
    }

    /// `warnings.warn(message, class)`, unless the module `warnings` has not been imported yet.
    pub fn warn_if_possible(&mut self, class: &Typed<Type>, message: &str) -> PyResult<()> {
        let name = self.intern("warnings");
        let modules = self.modules.clone();
        let Some(module) = modules.get_str(self, &name) else { return Ok(()) };
        let message = self.new_str(message);
        let warn = self.names.warn.clone();
        self.call_method(&module, &warn, &[message.as_object(), class.as_object()])?;
        Ok(())
    }
}
