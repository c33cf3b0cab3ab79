//! UTF-32.

use super::{ByteOrder, Decoded, Failure, is_surrogate};
use crate::text::{CODE_POINT_LIMIT, Text, TextBuilder};

/// Appends a unit in a byte order.
pub(super) fn push(unit: u32, order: ByteOrder, out: &mut Vec<u8>) {
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
        let Some(unit) = bytes[position..].first_chunk::<4>() else {
            return match last {
                true => Decoded::failed(position, bytes.len(), "truncated data"),
                false => Decoded::until(position),
            };
        };
        let code = match order {
            ByteOrder::Little => u32::from_le_bytes(*unit),
            ByteOrder::Big => u32::from_be_bytes(*unit),
        };
        if code >= CODE_POINT_LIMIT {
            let reason = "code point not in range(0x110000)";
            return Decoded::failed(position, position + 4, reason);
        }
        if is_surrogate(code) {
            let reason = "code point in surrogate code point range(0xd800, 0xe000)";
            return Decoded::failed(position, position + 4, reason);
        }
        sink.push(code);
        position += 4;
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
        push(code, order, out);
    }
    Ok(())
}
