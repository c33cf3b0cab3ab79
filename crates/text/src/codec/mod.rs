//! The codecs that Python has built in, and its error handlers.
//!
//! A decoder reads from a position and pushes code points until it meets an error; the caller then runs an
//! error handler and resumes where that one says. [`decode_with`] and [`encode_with`] do this for the
//! handlers that are built in.

mod byte_map;
mod escape;
mod handler;
mod narrow;
mod utf16;
mod utf32;
mod utf7;
mod utf8;

pub use byte_map::{ByteMap, UNDEFINED, decode_table};
pub use handler::{Handler, Replacement, decode_with, encode_with};

use crate::text::{Text, TextBuilder};

/// The order of the bytes of a unit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ByteOrder {
    /// The least significant byte first.
    Little,
    /// The most significant byte first.
    Big,
}

impl ByteOrder {
    /// The order of the machine, which `utf-16` and `utf-32` write.
    pub const NATIVE: ByteOrder =
        if cfg!(target_endian = "big") { ByteOrder::Big } else { ByteOrder::Little };
}

/// A codec that needs no table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Encoding {
    /// `utf-8`
    Utf8,
    /// `utf-16-le` or `utf-16-be`, without a byte order mark.
    Utf16(ByteOrder),
    /// `utf-32-le` or `utf-32-be`, without a byte order mark.
    Utf32(ByteOrder),
    /// `utf-7`
    Utf7,
    /// `latin-1`
    Latin1,
    /// `ascii`
    Ascii,
    /// `unicode_escape`
    UnicodeEscape,
    /// `raw_unicode_escape`
    RawUnicodeEscape,
}

impl Encoding {
    /// The name in the attribute `encoding` of errors.
    pub fn error_name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf16(ByteOrder::Little) => "utf-16-le",
            Encoding::Utf16(ByteOrder::Big) => "utf-16-be",
            Encoding::Utf32(ByteOrder::Little) => "utf-32-le",
            Encoding::Utf32(ByteOrder::Big) => "utf-32-be",
            Encoding::Utf7 => "utf7",
            Encoding::Latin1 => "latin-1",
            Encoding::Ascii => "ascii",
            Encoding::UnicodeEscape => "unicodeescape",
            Encoding::RawUnicodeEscape => "rawunicodeescape",
        }
    }

    /// The codec of a name as Python normalizes it, for the fast path of `str.encode` and `bytes.decode`.
    pub fn from_name(name: &str) -> Option<Encoding> {
        let name: String = name
            .chars()
            .map(|char| if matches!(char, ' ' | '-') { '_' } else { char.to_ascii_lowercase() })
            .collect();
        Some(match name.as_str() {
            "utf_8" | "utf8" | "u8" | "utf" | "cp65001" => Encoding::Utf8,
            "utf_16_le" | "utf_16le" | "unicodelittleunmarked" => {
                Encoding::Utf16(ByteOrder::Little)
            }
            "utf_16_be" | "utf_16be" | "unicodebigunmarked" => Encoding::Utf16(ByteOrder::Big),
            "utf_32_le" | "utf_32le" => Encoding::Utf32(ByteOrder::Little),
            "utf_32_be" | "utf_32be" => Encoding::Utf32(ByteOrder::Big),
            "utf_7" | "utf7" | "u7" | "unicode_1_1_utf_7" => Encoding::Utf7,
            "latin_1" | "latin1" | "latin" | "l1" | "iso_8859_1" | "iso8859_1" | "8859"
            | "cp819" => Encoding::Latin1,
            "ascii" | "us_ascii" | "646" => Encoding::Ascii,
            "unicode_escape" | "unicodeescape" => Encoding::UnicodeEscape,
            "raw_unicode_escape" | "rawunicodeescape" => Encoding::RawUnicodeEscape,
            _ => return None,
        })
    }
}

/// Where and why bytes could not be decoded, or code points not be encoded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Failure {
    /// The first byte or code point that is wrong.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The attribute `reason` of the error.
    pub reason: &'static str,
}

impl Failure {
    pub(crate) fn new(start: usize, end: usize, reason: &'static str) -> Self {
        Failure { start, end, reason }
    }
}

/// How far a decoder came.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Decoded {
    /// Everything before this byte has been decoded.
    pub position: usize,
    /// The error that stopped the decoder.
    pub failure: Option<Failure>,
    /// With `unicode_escape`, where the first backslash stands that begins no known escape: a
    /// `DeprecationWarning`.
    pub invalid_escape: Option<usize>,
}

impl Decoded {
    fn until(position: usize) -> Self {
        Decoded { position, failure: None, invalid_escape: None }
    }

    fn failed(start: usize, end: usize, reason: &'static str) -> Self {
        let failure = Some(Failure::new(start, end, reason));
        Decoded { position: start, failure, invalid_escape: None }
    }
}

/// Decodes from `start`. If not `last`, more bytes are to come, and an unfinished sequence at the end is
/// left alone. All positions count from the beginning of `bytes`.
pub fn decode(
    encoding: Encoding,
    bytes: &[u8],
    start: usize,
    last: bool,
    sink: &mut TextBuilder,
) -> Decoded {
    let start = start.min(bytes.len());
    match encoding {
        Encoding::Utf8 => utf8::decode(bytes, start, last, sink),
        Encoding::Utf16(order) => utf16::decode(bytes, start, last, order, sink),
        Encoding::Utf32(order) => utf32::decode(bytes, start, last, order, sink),
        Encoding::Utf7 => utf7::decode(bytes, start, last, sink),
        Encoding::Latin1 => narrow::decode_latin1(bytes, start, sink),
        Encoding::Ascii => narrow::decode_ascii(bytes, start, sink),
        Encoding::UnicodeEscape => escape::decode(bytes, start, last, sink),
        Encoding::RawUnicodeEscape => escape::decode_raw(bytes, start, last, sink),
    }
}

/// Encodes from the code point at `start`, up to the end or the first error.
pub fn encode(
    encoding: Encoding,
    text: Text<'_>,
    start: usize,
    out: &mut Vec<u8>,
) -> Result<(), Failure> {
    let start = start.min(text.len());
    match encoding {
        Encoding::Utf8 => utf8::encode(text, start, out),
        Encoding::Utf16(order) => utf16::encode(text, start, order, out),
        Encoding::Utf32(order) => utf32::encode(text, start, order, out),
        Encoding::Utf7 => {
            utf7::encode(text, start, out);
            Ok(())
        }
        Encoding::Latin1 => narrow::encode_latin1(text, start, out),
        Encoding::Ascii => narrow::encode_ascii(text, start, out),
        Encoding::UnicodeEscape => {
            escape::encode(text, start, out);
            Ok(())
        }
        Encoding::RawUnicodeEscape => {
            escape::encode_raw(text, start, out);
            Ok(())
        }
    }
}

/// The byte order that a mark at the beginning of UTF-16 tells.
pub fn utf16_mark(bytes: &[u8]) -> Option<ByteOrder> {
    match bytes {
        [0xFF, 0xFE, ..] => Some(ByteOrder::Little),
        [0xFE, 0xFF, ..] => Some(ByteOrder::Big),
        _ => None,
    }
}

/// The byte order that a mark at the beginning of UTF-32 tells.
pub fn utf32_mark(bytes: &[u8]) -> Option<ByteOrder> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] => Some(ByteOrder::Little),
        [0, 0, 0xFE, 0xFF, ..] => Some(ByteOrder::Big),
        _ => None,
    }
}

fn is_surrogate(code: u32) -> bool {
    (0xD800..0xE000).contains(&code)
}
