//! UTF-16.

use super::{ByteOrder, Decoded, Failure, is_surrogate};
use crate::text::{Text, TextBuilder};

fn read(bytes: &[u8], position: usize, order: ByteOrder) -> Option<u16> {
    let pair = [*bytes.get(position)?, *bytes.get(position + 1)?];
    Some(match order {
        ByteOrder::Little => u16::from_le_bytes(pair),
        ByteOrder::Big => u16::from_be_bytes(pair),
    })
}

/// Appends a unit in a byte order.
pub(super) fn push(unit: u16, order: ByteOrder, out: &mut Vec<u8>) {
    out.extend_from_slice(&match order {
        ByteOrder::Little => unit.to_le_bytes(),
        ByteOrder::Big => unit.to_be_bytes(),
    });
}

pub(super) fn decode(
    bytes: &[u8],
    start: usize,
    last: bool,
    order: ByteOrder,
    sink: &mut TextBuilder,
) -> Decoded {
    let mut position = start;
    while position < bytes.len() {
        let unfinished = |reason| match last {
            true => Decoded::failed(position, bytes.len(), reason),
            false => Decoded::until(position),
        };
        let Some(unit) = read(bytes, position, order) else { return unfinished("truncated data") };
        match unit {
            0xD800..0xDC00 => match read(bytes, position + 2, order) {
                None => return unfinished("unexpected end of data"),
                Some(low @ 0xDC00..0xE000) => {
                    let high = u32::from(unit - 0xD800) << 10;
                    sink.push(0x1_0000 + high + u32::from(low - 0xDC00));
                    position += 2;
                }
                Some(_) => {
                    return Decoded::failed(position, position + 2, "illegal UTF-16 surrogate");
                }
            },
            0xDC00..0xE000 => return Decoded::failed(position, position + 2, "illegal encoding"),
            _ => sink.push(u32::from(unit)),
        }
        position += 2;
    }
    Decoded::until(position)
}

pub(super) fn encode(
    text: Text<'_>,
    start: usize,
    order: ByteOrder,
    out: &mut Vec<u8>,
) -> Result<(), Failure> {
    for (offset, code) in text.slice(start..text.len()).code_points().enumerate() {
        if is_surrogate(code) {
            let from = start + offset;
            return Err(Failure::new(from, from + 1, "surrogates not allowed"));
        }
        match u16::try_from(code) {
            Ok(unit) => push(unit, order, out),
            Err(_) => {
                let beyond = code - 0x1_0000;
                push(0xD800 | (beyond >> 10 & 0x3FF) as u16, order, out);
                push(0xDC00 | (beyond & 0x3FF) as u16, order, out);
            }
        }
    }
    Ok(())
}
