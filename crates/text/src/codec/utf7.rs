//! UTF-7 (RFC 2152).

use super::Decoded;
use crate::text::{Text, TextBuilder};

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn digit(byte: u8) -> Option<u32> {
    ALPHABET.iter().position(|letter| *letter == byte).map(|value| value as u32)
}

/// What stands for itself outside of a shift sequence when written.
fn is_direct(code: u32) -> bool {
    match u8::try_from(code) {
        Ok(b'+' | b'\\' | b'~') => false,
        Ok(byte) => matches!(byte, b' '..=b'}' | b'\t' | b'\n' | b'\r'),
        Err(_) => false,
    }
}

/// A shift sequence while it is read. What it yields is kept back until it ends, since a decoder that
/// waits for more bytes starts again at its plus sign.
#[derive(Default)]
struct Shift {
    buffer: u32,
    bits: u32,
    surrogate: Option<u32>,
    codes: Vec<u32>,
}

impl Shift {
    fn push(&mut self, digit: u32) {
        self.buffer = self.buffer << 6 | digit;
        self.bits += 6;
        if self.bits < 16 {
            return;
        }
        self.bits -= 16;
        let unit = self.buffer >> self.bits;
        self.buffer &= (1 << self.bits) - 1;
        if let Some(high) = self.surrogate.take() {
            if (0xDC00..0xE000).contains(&unit) {
                self.codes.push(0x1_0000 + ((high - 0xD800) << 10) + (unit - 0xDC00));
                return;
            }
            self.codes.push(high);
        }
        if (0xD800..0xDC00).contains(&unit) {
            self.surrogate = Some(unit);
        } else {
            self.codes.push(unit);
        }
    }

    /// What is wrong with the bits that are left over.
    fn leftover(&self) -> Option<&'static str> {
        if self.bits >= 6 {
            Some("partial character in shift sequence")
        } else if self.bits > 0 && self.buffer != 0 {
            Some("non-zero padding bits in shift sequence")
        } else {
            None
        }
    }
}

pub(super) fn decode(bytes: &[u8], start: usize, last: bool, sink: &mut TextBuilder) -> Decoded {
    let mut position = start;
    while let Some(&byte) = bytes.get(position) {
        match byte {
            b'+' => match decode_shift(bytes, position, last, sink) {
                Ok(next) => position = next,
                Err(stopped) => return stopped,
            },
            0..0x80 => {
                sink.push(u32::from(byte));
                position += 1;
            }
            _ => {
                return Decoded::failed(position, position + 1, "unexpected special character");
            }
        }
    }
    Decoded::until(position)
}

fn decode_shift(
    bytes: &[u8],
    start: usize,
    last: bool,
    sink: &mut TextBuilder,
) -> Result<usize, Decoded> {
    let mut position = start + 1;
    match bytes.get(position) {
        Some(b'-') => {
            sink.push(u32::from('+'));
            return Ok(position + 1);
        }
        Some(byte) if digit(*byte).is_none() => {
            return Err(Decoded::failed(start, position + 1, "ill-formed sequence"));
        }
        _ => {}
    }
    let mut shift = Shift::default();
    while let Some(digit) = bytes.get(position).copied().and_then(digit) {
        shift.push(digit);
        position += 1;
    }
    let Some(&end) = bytes.get(position) else {
        if !last {
            return Err(Decoded::until(start));
        }
        sink.extend(shift.codes.iter().copied());
        if shift.surrogate.is_some() || shift.leftover().is_some() {
            return Err(Decoded::failed(start, position, "unterminated shift sequence"));
        }
        return Ok(position);
    };
    sink.extend(shift.codes.iter().copied());
    if let Some(reason) = shift.leftover() {
        return Err(Decoded::failed(start, position + 1, reason));
    }
    if let Some(surrogate) = shift.surrogate
        && end < 0x80
        && end != b'+'
    {
        sink.push(surrogate);
    }
    Ok(position + usize::from(end == b'-'))
}

pub(super) fn encode(text: Text<'_>, start: usize, out: &mut Vec<u8>) {
    let mut shifted = false;
    let mut buffer: u32 = 0;
    let mut bits = 0;
    let letter = |value: u32| ALPHABET[(value & 63) as usize];
    for code in text.slice(start..text.len()).code_points() {
        if is_direct(code) || (code == u32::from('+') && !shifted) {
            // Only ASCII is direct.
            let byte = code as u8;
            if shifted {
                if bits > 0 {
                    out.push(letter(buffer << (6 - bits)));
                }
                (shifted, buffer, bits) = (false, 0, 0);
                if digit(byte).is_some() || byte == b'-' {
                    out.push(b'-');
                }
            }
            out.push(byte);
            if byte == b'+' {
                out.push(b'-');
            }
            continue;
        }
        if !shifted {
            out.push(b'+');
            shifted = true;
        }
        let beyond = code.wrapping_sub(0x1_0000);
        let units = if code < 0x1_0000 {
            [None, Some(code)]
        } else {
            [Some(0xD800 | (beyond >> 10 & 0x3FF)), Some(0xDC00 | (beyond & 0x3FF))]
        };
        for unit in units.into_iter().flatten() {
            buffer = buffer << 16 | unit;
            bits += 16;
            while bits >= 6 {
                bits -= 6;
                out.push(letter(buffer >> bits));
            }
            buffer &= (1 << bits) - 1;
        }
    }
    if bits > 0 {
        out.push(letter(buffer << (6 - bits)));
    }
    if shifted {
        out.push(b'-');
    }
}
