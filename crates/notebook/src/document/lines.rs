//! Text of several lines: one string in memory, a list of lines in the file.

use serde_json::Value as Json;

/// The text of a string or of a list of lines.
pub fn joined(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Array(lines) => lines.iter().filter_map(Json::as_str).collect(),
        _ => String::new(),
    }
}

/// A text as a list of lines, each with its end, as Python's `str.splitlines(True)` cuts it; other values stay.
pub fn split(value: &mut Json) {
    let Json::String(text) = value else { return };
    let mut lines = Vec::new();
    let (mut start, mut chars) = (0, text.char_indices().peekable());
    while let Some((position, char)) = chars.next() {
        if !ends_a_line(char) {
            continue;
        }
        let mut end = position + char.len_utf8();
        if char == '\r' && chars.next_if(|(_, next)| *next == '\n').is_some() {
            end += 1;
        }
        lines.push(Json::from(&text[start..end]));
        start = end;
    }
    if start < text.len() {
        lines.push(Json::from(&text[start..]));
    }
    *value = Json::Array(lines);
}

fn ends_a_line(char: char) -> bool {
    matches!(char, '\n'..='\r' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}')
}
