//! Codecs that map each byte to one code point, by a table.

use std::collections::HashMap;

use super::{Decoded, Failure};
use crate::text::{Text, TextBuilder};

/// The code point that stands in a decoding table for a byte without a meaning.
pub const UNDEFINED: u32 = 0xFFFE;

const REASON: &str = "character maps to <undefined>";

/// Decodes with a table of up to 256 code points (`codecs.charmap_decode`).
pub fn decode_table(
    bytes: &[u8],
    start: usize,
    table: Text<'_>,
    sink: &mut TextBuilder,
) -> Decoded {
    for (position, byte) in bytes.iter().enumerate().skip(start) {
        match table.get(usize::from(*byte)) {
            Some(code) if code != UNDEFINED => sink.push(code),
            _ => return Decoded::failed(position, position + 1, REASON),
        }
    }
    Decoded::until(bytes.len())
}

/// The encoding that belongs to a decoding table (`codecs.charmap_build`).
#[derive(Clone, Debug, Default)]
pub struct ByteMap {
    bytes: HashMap<u32, u8>,
}

impl ByteMap {
    /// Turns a decoding table round. Of two bytes with the same meaning the later one is written.
    pub fn new(table: Text<'_>) -> Self {
        let pairs = table.code_points().zip(0..=u8::MAX);
        ByteMap { bytes: pairs.filter(|(code, _)| *code != UNDEFINED).collect() }
    }

    /// The byte of a code point.
    pub fn get(&self, code: u32) -> Option<u8> {
        self.bytes.get(&code).copied()
    }

    /// Encodes from the code point at `start`, up to the end or the first error.
    pub fn encode(&self, text: Text<'_>, start: usize, out: &mut Vec<u8>) -> Result<(), Failure> {
        for (position, code) in text.code_points().enumerate().skip(start) {
            let Some(byte) = self.get(code) else {
                let run = text.slice(position..text.len()).code_points();
                let length = run.take_while(|code| self.get(*code).is_none()).count();
                return Err(Failure::new(position, position + length, REASON));
            };
            out.push(byte);
        }
        Ok(())
    }
}
