//! ASCII and Latin-1.

use super::{Decoded, Failure};
use crate::text::{Text, TextBuilder};

pub(super) fn decode_latin1(bytes: &[u8], start: usize, sink: &mut TextBuilder) -> Decoded {
    sink.push_text(Text::Latin1(&bytes[start..]));
    Decoded::until(bytes.len())
}

pub(super) fn decode_ascii(bytes: &[u8], start: usize, sink: &mut TextBuilder) -> Decoded {
    let rest = &bytes[start..];
    let ascii = rest.iter().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
    sink.push_text(Text::Latin1(&rest[..ascii]));
    let position = start + ascii;
    if position == bytes.len() {
        return Decoded::until(position);
    }
    Decoded::failed(position, position + 1, "ordinal not in range(128)")
}

pub(super) fn encode_latin1(
    text: Text<'_>,
    start: usize,
    out: &mut Vec<u8>,
) -> Result<(), Failure> {
    encode_below(text, start, 0x100, "ordinal not in range(256)", out)
}

pub(super) fn encode_ascii(text: Text<'_>, start: usize, out: &mut Vec<u8>) -> Result<(), Failure> {
    encode_below(text, start, 0x80, "ordinal not in range(128)", out)
}

fn encode_below(
    text: Text<'_>,
    start: usize,
    limit: u32,
    reason: &'static str,
    out: &mut Vec<u8>,
) -> Result<(), Failure> {
    let rest = text.slice(start..text.len());
    for (offset, code) in rest.code_points().enumerate() {
        match u8::try_from(code) {
            Ok(byte) if code < limit => out.push(byte),
            _ => {
                let run = rest.slice(offset..rest.len()).code_points();
                let length = run.take_while(|code| *code >= limit).count();
                let from = start + offset;
                return Err(Failure::new(from, from + length, reason));
            }
        }
    }
    Ok(())
}
