//! Errors in escape sequences of string literals.

use ruff_text_size::{TextRange, TextSize};

use crate::error::SyntaxError;
use crate::source::Source;

fn size(offset: usize) -> TextSize {
    TextSize::try_from(offset).unwrap_or_default()
}

/// The string token that a place lies in: from its prefix to its closing quotes.
pub(super) fn string_around(source: &Source<'_>, place: usize) -> TextRange {
    let bytes = source.text.as_bytes();
    let (mut start, mut at) = (0, 0);
    // Strings are followed from the beginning; comments are the only other place where quotes stand.
    while at < bytes.len() {
        match bytes[at] {
            b'#' => at += bytes[at..].iter().take_while(|&&byte| byte != b'\n').count(),
            quote @ (b'"' | b'\'') => {
                start = at;
                let triple = bytes.get(at + 1) == Some(&quote) && bytes.get(at + 2) == Some(&quote);
                let width = if triple { 3 } else { 1 };
                at += width;
                while at < bytes.len() && !bytes[at..].starts_with(&[quote; 3][..width]) {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                at = (at + width).min(bytes.len());
                if at > place {
                    break;
                }
            }
            _ => at += 1,
        }
    }
    while start > 0 && bytes[start - 1].is_ascii_alphabetic() {
        start -= 1;
    }
    TextRange::new(size(start), size(at.max(start)))
}

/// The error about an escape sequence near a place.
pub(super) fn escape_error(source: &Source<'_>, place: TextRange) -> Box<SyntaxError> {
    let token = string_around(source, place.start().to_usize());
    let text = source.slice(token);
    let content = text.find(['"', '\'']).map_or(0, |quote| quote + 1);
    let is_bytes = text[..content].to_ascii_lowercase().contains('b');
    let until = place.start().to_usize().saturating_sub(token.start().to_usize());
    let until = (until.min(text.len())..=text.len()).find(|&it| text.is_char_boundary(it));
    let head = &text[..until.unwrap_or(text.len())];
    let escape = head.rfind('\\').unwrap_or(content);
    // CPython decodes a string in which other characters have been replaced by escapes of ten.
    let position: usize = text
        .get(content..escape)
        .unwrap_or("")
        .chars()
        .map(|it| if it.is_ascii() { 1 } else { 10 })
        .sum();
    let sequence = &text[escape..];
    let kind = sequence.chars().nth(1).unwrap_or(' ');
    let digits = |wanted: usize| {
        sequence.chars().skip(2).take(wanted).take_while(char::is_ascii_hexdigit).count()
    };
    let (length, reason) = match kind {
        'x' => (digits(2) + 2, "truncated \\xXX escape"),
        'u' => (digits(4) + 2, "truncated \\uXXXX escape"),
        'U' if digits(8) == 8 => (10, "illegal Unicode character"),
        'U' => (digits(8) + 2, "truncated \\UXXXXXXXX escape"),
        _ => match (sequence.starts_with("\\N{"), sequence.find('}')) {
            (true, Some(end)) => (end + 1, "unknown Unicode character name"),
            _ => (2, "malformed \\N character escape"),
        },
    };
    if is_bytes {
        let message = format!("(value error) invalid \\x escape at position {position}");
        return source.error(token, message);
    }
    let end = position + length.max(1) - 1;
    let message = format!(
        "(unicode error) 'unicodeescape' codec can't decode bytes in position {position}-{end}: {reason}"
    );
    source.error(token, message)
}
