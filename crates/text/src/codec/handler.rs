//! The error handlers that Python has built in.

use super::escape::push_escape;
use super::{ByteOrder, Encoding, Failure, decode, encode, is_surrogate, utf16, utf32};
use crate::text::{OwnedText, Text, TextBuilder};
use crate::unicode;

/// A built-in error handler.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Handler {
    /// Raises the error.
    Strict,
    /// Leaves out what is wrong.
    Ignore,
    /// Puts a question mark or U+FFFD.
    Replace,
    /// Puts backslash escapes.
    BackslashReplace,
    /// Puts XML character references; only for encoding.
    XmlCharRefReplace,
    /// Puts `\N{...}` escapes; only for encoding.
    NameReplace,
    /// Turns undecodable bytes to surrogates and back.
    SurrogateEscape,
    /// Lets surrogates pass in UTF-8, UTF-16 and UTF-32.
    SurrogatePass,
}

/// What a handler puts in place of code points that cannot be encoded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Replacement {
    /// Text, which is encoded in its turn.
    Text(OwnedText),
    /// Bytes, which are copied.
    Bytes(Vec<u8>),
}

impl Handler {
    /// The handler of a name.
    pub fn from_name(name: &str) -> Option<Handler> {
        Some(match name {
            "strict" => Handler::Strict,
            "ignore" => Handler::Ignore,
            "replace" => Handler::Replace,
            "backslashreplace" => Handler::BackslashReplace,
            "xmlcharrefreplace" => Handler::XmlCharRefReplace,
            "namereplace" => Handler::NameReplace,
            "surrogateescape" => Handler::SurrogateEscape,
            "surrogatepass" => Handler::SurrogatePass,
            _ => return None,
        })
    }

    /// What stands for bytes that cannot be decoded, and where decoding goes on; `None` if the error is to
    /// be raised. `encoding` matters to [`Handler::SurrogatePass`] only.
    pub fn decoding(
        self,
        encoding: Option<Encoding>,
        bytes: &[u8],
        failure: &Failure,
    ) -> Option<(OwnedText, usize)> {
        let wrong = bytes.get(failure.start..failure.end)?;
        let mut text = TextBuilder::new();
        let mut end = failure.end;
        match self {
            Handler::Ignore => {}
            Handler::Replace => text.push(0xFFFD),
            Handler::BackslashReplace => {
                wrong.iter().for_each(|byte| text.push_str(&format!("\\x{byte:02x}")));
            }
            Handler::SurrogateEscape => {
                let high = wrong.iter().take(4).take_while(|byte| !byte.is_ascii());
                text.extend(high.map(|byte| 0xDC00 + u32::from(*byte)));
                end = failure.start + text.len();
                if text.is_empty() {
                    return None;
                }
            }
            Handler::SurrogatePass => {
                let (code, length) = read_surrogate(encoding?, bytes.get(failure.start..)?)?;
                text.push(code);
                end = failure.start + length;
            }
            Handler::Strict | Handler::XmlCharRefReplace | Handler::NameReplace => return None,
        }
        Some((text.finish(), end))
    }

    /// What stands for code points that cannot be encoded; encoding goes on at the failure's end. `None` if
    /// the error is to be raised.
    pub fn encoding(
        self,
        encoding: Option<Encoding>,
        text: Text<'_>,
        failure: &Failure,
    ) -> Option<Replacement> {
        let wrong = text.slice(failure.start..failure.end);
        let mut bytes = Vec::new();
        for code in wrong.code_points() {
            match self {
                Handler::Ignore => {}
                Handler::Replace => bytes.push(b'?'),
                Handler::BackslashReplace => push_escape(code, &mut bytes),
                Handler::XmlCharRefReplace => {
                    bytes.extend_from_slice(format!("&#{code};").as_bytes());
                }
                Handler::NameReplace => match unicode::name(code) {
                    Some(name) => bytes.extend_from_slice(format!("\\N{{{name}}}").as_bytes()),
                    None => push_escape(code, &mut bytes),
                },
                Handler::SurrogateEscape => {
                    let byte = code.checked_sub(0xDC00)?;
                    bytes.push(u8::try_from(byte).ok().filter(|byte| !byte.is_ascii())?);
                }
                Handler::SurrogatePass => push_surrogate(encoding?, code, &mut bytes)?,
                Handler::Strict => return None,
            }
        }
        match self {
            Handler::SurrogateEscape | Handler::SurrogatePass => Some(Replacement::Bytes(bytes)),
            _ => Some(Replacement::Text(OwnedText::Latin1(bytes))),
        }
    }
}

/// A surrogate at the beginning of the bytes, and its length.
fn read_surrogate(encoding: Encoding, bytes: &[u8]) -> Option<(u32, usize)> {
    let (code, length) = match encoding {
        Encoding::Utf8 => match bytes {
            [0xED, second @ 0x80..0xC0, third @ 0x80..0xC0, ..] => {
                (0xD000 | u32::from(second & 0x3F) << 6 | u32::from(third & 0x3F), 3)
            }
            _ => return None,
        },
        Encoding::Utf16(order) => {
            let pair = *bytes.first_chunk::<2>()?;
            let unit = match order {
                ByteOrder::Little => u16::from_le_bytes(pair),
                ByteOrder::Big => u16::from_be_bytes(pair),
            };
            (u32::from(unit), 2)
        }
        Encoding::Utf32(order) => {
            let unit = *bytes.first_chunk::<4>()?;
            let code = match order {
                ByteOrder::Little => u32::from_le_bytes(unit),
                ByteOrder::Big => u32::from_be_bytes(unit),
            };
            (code, 4)
        }
        _ => return None,
    };
    is_surrogate(code).then_some((code, length))
}

fn push_surrogate(encoding: Encoding, code: u32, out: &mut Vec<u8>) -> Option<()> {
    if !is_surrogate(code) {
        return None;
    }
    match encoding {
        // The casts keep what the masks leave.
        Encoding::Utf8 => {
            out.extend([0xED, 0x80 | (code >> 6 & 0x3F) as u8, 0x80 | (code & 0x3F) as u8]);
        }
        Encoding::Utf16(order) => utf16::push(code as u16, order, out),
        Encoding::Utf32(order) => utf32::push(code, order, out),
        _ => return None,
    }
    Some(())
}

/// Decodes all of the bytes with a built-in handler; fails where that one raises the error. The second
/// result is [`super::Decoded::invalid_escape`].
pub fn decode_with(
    encoding: Encoding,
    bytes: &[u8],
    handler: Handler,
) -> Result<(OwnedText, Option<usize>), Failure> {
    let mut builder = TextBuilder::new();
    let mut position = 0;
    let mut invalid_escape = None;
    loop {
        let decoded = decode(encoding, bytes, position, true, &mut builder);
        invalid_escape = invalid_escape.or(decoded.invalid_escape);
        let Some(failure) = decoded.failure else { break };
        let (text, next) = handler.decoding(Some(encoding), bytes, &failure).ok_or(failure)?;
        builder.push_text(text.as_text());
        position = next;
    }
    Ok((builder.finish(), invalid_escape))
}

/// Encodes all of the text with a built-in handler; fails where that one raises the error.
pub fn encode_with(
    encoding: Encoding,
    text: Text<'_>,
    handler: Handler,
) -> Result<Vec<u8>, Failure> {
    let mut out = Vec::with_capacity(text.len());
    let unit = match encoding {
        Encoding::Utf16(_) => 2,
        Encoding::Utf32(_) => 4,
        _ => 1,
    };
    let mut position = 0;
    while let Err(failure) = encode(encoding, text, position, &mut out) {
        match handler.encoding(Some(encoding), text, &failure).ok_or(failure)? {
            Replacement::Bytes(bytes) if bytes.len() % unit != 0 => return Err(failure),
            Replacement::Bytes(bytes) => out.extend_from_slice(&bytes),
            Replacement::Text(replacement) => {
                encode(encoding, replacement.as_text(), 0, &mut out).map_err(|_| failure)?;
            }
        }
        position = failure.end;
    }
    Ok(out)
}
