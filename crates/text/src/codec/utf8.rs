//! UTF-8.

use super::{Decoded, Failure, is_surrogate};
use crate::text::{Text, TextBuilder};

pub(super) fn decode(bytes: &[u8], start: usize, last: bool, sink: &mut TextBuilder) -> Decoded {
    let rest = &bytes[start..];
    let (valid, error) = match std::str::from_utf8(rest) {
        Ok(valid) => (valid, None),
        Err(error) => {
            let valid = &rest[..error.valid_up_to()];
            (std::str::from_utf8(valid).expect("valid up to here"), Some(error))
        }
    };
    sink.push_str(valid);
    let position = start + valid.len();
    let Some(error) = error else { return Decoded::until(position) };
    match error.error_len() {
        None if !last => Decoded::until(position),
        None => Decoded::failed(position, bytes.len(), "unexpected end of data"),
        Some(_) if !(0xC2..=0xF4).contains(&bytes[position]) => {
            Decoded::failed(position, position + 1, "invalid start byte")
        }
        Some(length) => Decoded::failed(position, position + length, "invalid continuation byte"),
    }
}

pub(super) fn encode(text: Text<'_>, start: usize, out: &mut Vec<u8>) -> Result<(), Failure> {
    if let Text::Latin1(units) = text
        && units.is_ascii()
    {
        out.extend_from_slice(&units[start..]);
        return Ok(());
    }
    for (offset, code) in text.slice(start..text.len()).code_points().enumerate() {
        match char::from_u32(code) {
            Some(char) => out.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes()),
            None => {
                let from = start + offset;
                let run = text.slice(from..text.len()).code_points();
                let length = run.take_while(|code| is_surrogate(*code)).count().max(1);
                return Err(Failure::new(from, from + length, "surrogates not allowed"));
            }
        }
    }
    Ok(())
}
