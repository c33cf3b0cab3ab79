//! `repr` and `ascii` of strings, `repr` of bytes.

use crate::text::{CodeUnit, OwnedText, Text, TextBuilder};
use crate::unicode::is_printable;
use crate::with_units;

/// Double quotes are used where that saves escaping single ones.
fn quote(singles: bool, doubles: bool) -> u8 {
    if singles && !doubles { b'"' } else { b'\'' }
}

/// `repr` of a string.
pub fn repr(text: Text<'_>) -> OwnedText {
    let mut builder = TextBuilder::with_capacity(text.len() + 2);
    push_repr(text, &mut builder);
    builder.finish()
}

/// Appends the `repr` of a string.
pub fn push_repr(text: Text<'_>, builder: &mut TextBuilder) {
    push_quoted(text, is_printable, builder);
}

/// `ascii` of a string.
pub fn ascii(text: Text<'_>) -> String {
    let mut builder = TextBuilder::with_capacity(text.len() + 2);
    push_quoted(text, |code| matches!(code, 0x20..0x7F), &mut builder);
    builder.as_text().to_utf8_lossy()
}

/// The `repr` of another object as `ascii` gives it: everything beyond ASCII escaped, nothing quoted.
pub fn escape_non_ascii(text: Text<'_>) -> OwnedText {
    let mut builder = TextBuilder::with_capacity(text.len());
    for code in text.code_points() {
        if code < 0x80 { builder.push(code) } else { push_escape(code, &mut builder) }
    }
    builder.finish()
}

fn push_quoted(text: Text<'_>, shown: impl Fn(u32) -> bool, builder: &mut TextBuilder) {
    let (singles, doubles) = with_units!(text, units => (
        units.iter().any(|unit| unit.code_point() == u32::from('\'')),
        units.iter().any(|unit| unit.code_point() == u32::from('"')),
    ));
    let quote = u32::from(quote(singles, doubles));
    let is_plain = |code| code != quote && code != u32::from('\\') && shown(code);
    builder.push(quote);
    let mut start = 0;
    with_units!(text, units => while let Some(units) = units.get(start..) {
        let plain = units.iter().take_while(|unit| is_plain(unit.code_point())).count();
        builder.push_text(text.slice(start..start + plain));
        let Some(unit) = units.get(plain) else { break };
        start += plain + 1;
        match unit.code_point() {
            code if code == quote || code == u32::from('\\') => {
                builder.push(u32::from('\\'));
                builder.push(code);
            }
            code => push_escape(code, builder),
        }
    });
    builder.push(quote);
}

fn push_escape(code: u32, builder: &mut TextBuilder) {
    let escape = match code {
        0x09 => "\\t".to_owned(),
        0x0A => "\\n".to_owned(),
        0x0D => "\\r".to_owned(),
        0..0x100 => format!("\\x{code:02x}"),
        0x100..0x1_0000 => format!("\\u{code:04x}"),
        _ => format!("\\U{code:08x}"),
    };
    builder.push_str(&escape);
}

/// `repr` of bytes.
pub fn bytes_repr(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() + 3);
    out.push('b');
    push_bytes(bytes, false, &mut out);
    out
}

/// `repr` of a bytearray, with the name of its type.
pub fn byte_array_repr(type_name: &str, bytes: &[u8]) -> String {
    let mut out = format!("{type_name}(b");
    push_bytes(bytes, true, &mut out);
    out.push(')');
    out
}

/// A bytearray escapes single quotes even between double ones.
fn push_bytes(bytes: &[u8], escape_singles: bool, out: &mut String) {
    let singles = bytes.contains(&b'\'');
    let quote = quote(singles, bytes.contains(&b'"'));
    out.push(char::from(quote));
    for byte in bytes {
        match *byte {
            byte if byte == quote || byte == b'\\' || (escape_singles && byte == b'\'') => {
                out.push('\\');
                out.push(char::from(byte));
            }
            b'\t' => out.push_str("\\t"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            byte @ b' '..=b'~' => out.push(char::from(byte)),
            byte => out.push_str(&format!("\\x{byte:02x}")),
        }
    }
    out.push(char::from(quote));
}
