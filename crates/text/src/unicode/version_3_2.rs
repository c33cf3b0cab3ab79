//! Characters as Unicode 3.2 had them, which is what internationalised domain names are defined by (RFC 3454).

pub use super::tables_3_2::VERSION;
use super::{Form, normalization, properties, tables_3_2};
use crate::text::{OwnedText, Text, TextBuilder};

/// What a table of changes says of a code point.
fn changed<T: Copy>(table: &[(u32, T)], code: u32) -> Option<T> {
    table.binary_search_by_key(&code, |entry| entry.0).ok().map(|index| table[index].1)
}

/// Whether the code point has been assigned since.
fn is_added(code: u32) -> bool {
    let after = tables_3_2::ADDED.partition_point(|run| run.0 <= code);
    after > 0 && code <= tables_3_2::ADDED[after - 1].1
}

/// The general category.
pub fn category(code: u32) -> &'static str {
    if is_added(code) {
        return "Cn";
    }
    changed(&tables_3_2::CATEGORY, code).unwrap_or_else(|| properties::category(code))
}

/// The bidirectional class; empty for an unassigned code point.
pub fn bidirectional(code: u32) -> &'static str {
    if is_added(code) {
        return "";
    }
    changed(&tables_3_2::BIDIRECTIONAL, code).unwrap_or_else(|| properties::bidirectional(code))
}

/// The East Asian width.
pub fn east_asian_width(code: u32) -> &'static str {
    if is_added(code) {
        return "N";
    }
    changed(&tables_3_2::EAST_ASIAN_WIDTH, code)
        .unwrap_or_else(|| properties::east_asian_width(code))
}

/// The canonical combining class.
pub fn combining(code: u32) -> u8 {
    if is_added(code) { 0 } else { properties::combining(code) }
}

/// Whether the character is mirrored in bidirectional text.
pub fn is_mirrored(code: u32) -> bool {
    !is_added(code)
        && changed(&tables_3_2::MIRRORED, code).unwrap_or_else(|| properties::is_mirrored(code))
}

/// The value of a decimal digit.
pub fn decimal_value(code: u32) -> Option<u8> {
    if is_added(code) {
        return None;
    }
    match changed(&tables_3_2::DECIMAL, code) {
        Some(value) => (value != u8::MAX).then_some(value),
        None => properties::decimal_value(code),
    }
}

/// The numeric value, which may be a fraction.
pub fn numeric_value(code: u32) -> Option<f64> {
    if is_added(code) {
        return None;
    }
    match changed(&tables_3_2::NUMERIC, code) {
        Some(value) => (value >= 0.0).then_some(value),
        None => properties::numeric_value(code),
    }
}

/// The decomposition; empty if there is none.
pub fn decomposition(code: u32) -> String {
    if is_added(code) { String::new() } else { properties::decomposition(code) }
}

/// The name.
pub fn name(code: u32) -> Option<String> {
    if is_added(code) { None } else { super::name(code) }
}

/// The text in a normal form. Characters of later versions stay as they are.
pub fn normalize(text: Text<'_>, form: Form) -> OwnedText {
    let mut corrected = TextBuilder::with_capacity(text.len());
    let codes = text.code_points();
    corrected.extend(codes.map(|code| changed(&tables_3_2::NORMALIZATION, code).unwrap_or(code)));
    normalization::normalize_known(corrected.finish().as_text(), form, |code| !is_added(code))
}

/// Whether the text is in a normal form.
pub fn is_normalized(text: Text<'_>, form: Form) -> bool {
    normalize(text, form).as_text() == text
}
