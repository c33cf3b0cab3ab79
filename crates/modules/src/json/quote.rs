//! Writing strings in quotation marks.

use pellucid_runtime::text::{Text, TextBuilder};

const HEXADECIMAL: &[u8; 16] = b"0123456789abcdef";

/// The letter of a short escape.
fn short_escape(code: u32) -> Option<char> {
    Some(match code {
        0x22 => '"',
        0x5c => '\\',
        0x08 => 'b',
        0x0c => 'f',
        0x0a => 'n',
        0x0d => 'r',
        0x09 => 't',
        _ => return None,
    })
}

fn push_unit(result: &mut TextBuilder, unit: u32) {
    result.push_str("\\u");
    for shift in [12, 8, 4, 0] {
        result.push(u32::from(HEXADECIMAL[(unit >> shift & 15) as usize]));
    }
}

fn push_escaped(result: &mut TextBuilder, code: u32) {
    match short_escape(code) {
        Some(letter) => {
            result.push(u32::from('\\'));
            result.push(u32::from(letter));
        }
        None if code < 0x1_0000 => push_unit(result, code),
        None => {
            let code = code - 0x1_0000;
            push_unit(result, 0xd800 | code >> 10);
            push_unit(result, 0xdc00 | code & 0x3ff);
        }
    }
}

/// Texts of fewer code points are written without asking for memory first.
const SHORT: usize = 1 << 16;
/// The longest of what stands for a code point: two surrogates.
const ESCAPED_MAX: usize = 12;

/// Writes a text in quotation marks; `false` if there is no memory for that.
#[must_use]
fn push_with(result: &mut TextBuilder, text: Text<'_>, plain: impl Fn(u32) -> bool) -> bool {
    if text.len() < SHORT {
        result.reserve(text.len() + 2);
    } else {
        let escaped = text.code_points().filter(|&code| !plain(code)).count();
        if !result.try_reserve(text.len() + 2 + escaped * ESCAPED_MAX) {
            return false;
        }
    }
    result.push(u32::from('"'));
    let mut start = 0;
    for (index, code) in text.code_points().enumerate() {
        if !plain(code) {
            result.push_text(text.slice(start..index));
            push_escaped(result, code);
            start = index + 1;
        }
    }
    result.push_text(text.slice(start..text.len()));
    result.push(u32::from('"'));
    true
}

/// In quotation marks, with everything but ASCII escaped; `false` if there is no memory for that.
#[must_use]
pub fn push_ascii(result: &mut TextBuilder, text: Text<'_>) -> bool {
    push_with(result, text, |code| (0x20..0x7f).contains(&code) && code != 0x22 && code != 0x5c)
}

/// In quotation marks, with only what must be escaped; `false` if there is no memory for that.
#[must_use]
pub fn push(result: &mut TextBuilder, text: Text<'_>) -> bool {
    push_with(result, text, |code| code >= 0x20 && code != 0x22 && code != 0x5c)
}
