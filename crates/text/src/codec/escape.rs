//! The codecs `unicode_escape` and `raw_unicode_escape`.

use super::Decoded;
use crate::text::{CODE_POINT_LIMIT, Text, TextBuilder};
use crate::unicode;

/// What a backslash began.
enum Escape {
    /// A code point, or none for an escaped line end.
    Code(Option<u32>),
    /// No escape: the backslash and the byte stay.
    Unknown(u8),
    /// An octal escape beyond a byte: it has a value, but is deprecated.
    LargeOctal(u32),
    /// The bytes end.
    Incomplete(&'static str),
    Wrong(&'static str),
}

struct Reader<'a> {
    bytes: &'a [u8],
    position: usize,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<u8> {
        let byte = self.bytes.get(self.position).copied()?;
        self.position += 1;
        Some(byte)
    }

    fn hexadecimal(
        &mut self,
        count: usize,
        truncated: &'static str,
        range: &'static str,
    ) -> Escape {
        let mut code: u32 = 0;
        for _ in 0..count {
            let Some(byte) = self.bytes.get(self.position) else {
                return Escape::Incomplete(truncated);
            };
            let Some(digit) = char::from(*byte).to_digit(16) else {
                return Escape::Wrong(truncated);
            };
            code = code << 4 | digit;
            self.position += 1;
        }
        if code < CODE_POINT_LIMIT { Escape::Code(Some(code)) } else { Escape::Wrong(range) }
    }

    fn octal(&mut self, first: u8) -> Escape {
        let mut code = u32::from(first - b'0');
        for _ in 0..2 {
            let Some(digit @ b'0'..=b'7') = self.bytes.get(self.position) else { break };
            code = code << 3 | u32::from(digit - b'0');
            self.position += 1;
        }
        if code > 0o377 { Escape::LargeOctal(code) } else { Escape::Code(Some(code)) }
    }

    fn name(&mut self) -> Escape {
        const MALFORMED: &str = "malformed \\N character escape";
        match self.bytes.get(self.position) {
            None => return Escape::Incomplete(MALFORMED),
            Some(b'{') => self.position += 1,
            Some(_) => return Escape::Wrong(MALFORMED),
        }
        let rest = &self.bytes[self.position..];
        let Some(length) = rest.iter().position(|byte| *byte == b'}') else {
            self.position = self.bytes.len();
            return Escape::Incomplete(MALFORMED);
        };
        self.position += length;
        if length == 0 {
            return Escape::Wrong(MALFORMED);
        }
        self.position += 1;
        match std::str::from_utf8(&rest[..length]).ok().and_then(unicode::lookup) {
            Some(code) => Escape::Code(Some(code)),
            None => Escape::Wrong("unknown Unicode character name"),
        }
    }

    fn escape(&mut self) -> Escape {
        const RANGE: &str = "illegal Unicode character";
        let Some(byte) = self.next() else { return Escape::Incomplete("\\ at end of string") };
        let code = match byte {
            b'\n' => return Escape::Code(None),
            b'\\' | b'\'' | b'"' => byte,
            b'a' => 0x07,
            b'b' => 0x08,
            b't' => b'\t',
            b'n' => b'\n',
            b'v' => 0x0B,
            b'f' => 0x0C,
            b'r' => b'\r',
            b'0'..=b'7' => return self.octal(byte),
            b'x' => return self.hexadecimal(2, "truncated \\xXX escape", RANGE),
            b'u' => return self.hexadecimal(4, "truncated \\uXXXX escape", RANGE),
            b'U' => return self.hexadecimal(8, "truncated \\UXXXXXXXX escape", RANGE),
            b'N' => return self.name(),
            _ => return Escape::Unknown(byte),
        };
        Escape::Code(Some(u32::from(code)))
    }

    fn raw_escape(&mut self) -> Escape {
        const RANGE: &str = "\\Uxxxxxxxx out of range";
        match self.next() {
            None => Escape::Incomplete("\\ at end of string"),
            Some(b'u') => self.hexadecimal(4, "truncated \\uXXXX escape", RANGE),
            Some(b'U') => self.hexadecimal(8, "truncated \\UXXXXXXXX escape", RANGE),
            Some(byte) => Escape::Unknown(byte),
        }
    }
}

pub(super) fn decode(bytes: &[u8], start: usize, last: bool, sink: &mut TextBuilder) -> Decoded {
    let mut reader = Reader { bytes, position: start };
    let mut invalid_escape = None;
    loop {
        let at = reader.position;
        let Some(byte) = reader.next() else {
            return Decoded { invalid_escape, ..Decoded::until(at) };
        };
        if byte != b'\\' {
            sink.push(u32::from(byte));
            continue;
        }
        let stopped = match reader.escape() {
            Escape::Code(code) => {
                sink.extend(code);
                continue;
            }
            Escape::LargeOctal(code) => {
                invalid_escape = invalid_escape.or(Some(at));
                sink.push(code);
                continue;
            }
            Escape::Unknown(byte) => {
                invalid_escape = invalid_escape.or(Some(at));
                sink.extend([u32::from('\\'), u32::from(byte)]);
                continue;
            }
            Escape::Incomplete(_) if !last => Decoded::until(at),
            Escape::Incomplete(reason) | Escape::Wrong(reason) => {
                Decoded::failed(at, reader.position, reason)
            }
        };
        return Decoded { invalid_escape, ..stopped };
    }
}

pub(super) fn decode_raw(
    bytes: &[u8],
    start: usize,
    last: bool,
    sink: &mut TextBuilder,
) -> Decoded {
    let mut reader = Reader { bytes, position: start };
    loop {
        let at = reader.position;
        let Some(byte) = reader.next() else { return Decoded::until(at) };
        if byte != b'\\' || (last && reader.position == bytes.len()) {
            sink.push(u32::from(byte));
            continue;
        }
        match reader.raw_escape() {
            Escape::Code(code) => sink.extend(code),
            Escape::LargeOctal(code) => sink.push(code),
            Escape::Unknown(byte) => sink.extend([u32::from('\\'), u32::from(byte)]),
            Escape::Incomplete(_) if !last => return Decoded::until(at),
            Escape::Incomplete(reason) | Escape::Wrong(reason) => {
                return Decoded::failed(at, reader.position, reason);
            }
        }
    }
}

/// Appends a code point as the shortest of `\xXX`, `\uXXXX` and `\UXXXXXXXX`.
pub(super) fn push_escape(code: u32, out: &mut Vec<u8>) {
    let escape = match code {
        0..0x100 => format!("\\x{code:02x}"),
        0x100..0x1_0000 => format!("\\u{code:04x}"),
        _ => format!("\\U{code:08x}"),
    };
    out.extend_from_slice(escape.as_bytes());
}

pub(super) fn encode(text: Text<'_>, start: usize, out: &mut Vec<u8>) {
    for code in text.slice(start..text.len()).code_points() {
        match u8::try_from(code) {
            Ok(b'\\') => out.extend_from_slice(b"\\\\"),
            Ok(b'\t') => out.extend_from_slice(b"\\t"),
            Ok(b'\n') => out.extend_from_slice(b"\\n"),
            Ok(b'\r') => out.extend_from_slice(b"\\r"),
            Ok(byte @ b' '..=b'~') => out.push(byte),
            _ => push_escape(code, out),
        }
    }
}

pub(super) fn encode_raw(text: Text<'_>, start: usize, out: &mut Vec<u8>) {
    for code in text.slice(start..text.len()).code_points() {
        match u8::try_from(code) {
            Ok(byte) => out.push(byte),
            Err(_) => push_escape(code, out),
        }
    }
}
