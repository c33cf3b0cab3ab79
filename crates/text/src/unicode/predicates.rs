//! The `is...` methods of `str`.

use super::properties::record;
use super::{tables, *};
use crate::text::Text;

/// Not empty, and all code points are so.
fn all(text: Text<'_>, predicate: impl Fn(u32) -> bool) -> bool {
    !text.is_empty() && text.code_points().all(predicate)
}

/// `str.isalpha`.
pub fn all_alphabetic(text: Text<'_>) -> bool {
    all(text, is_alphabetic)
}

/// `str.isalnum`.
pub fn all_alphanumeric(text: Text<'_>) -> bool {
    all(text, is_alphanumeric)
}

/// `str.isdecimal`.
pub fn all_decimal(text: Text<'_>) -> bool {
    all(text, is_decimal)
}

/// `str.isdigit`.
pub fn all_digits(text: Text<'_>) -> bool {
    all(text, is_digit)
}

/// `str.isnumeric`.
pub fn all_numeric(text: Text<'_>) -> bool {
    all(text, is_numeric)
}

/// `str.isspace`.
pub fn all_space(text: Text<'_>) -> bool {
    all(text, is_space)
}

/// `str.isprintable`, which is true of empty text.
pub fn all_printable(text: Text<'_>) -> bool {
    text.code_points().all(is_printable)
}

/// `str.isidentifier`.
pub fn is_identifier(text: Text<'_>) -> bool {
    let mut codes = text.code_points();
    codes.next().is_some_and(is_identifier_start) && codes.all(is_identifier_continue)
}

/// `str.islower`: something is in lower case and nothing in upper or title case.
pub fn all_lower(text: Text<'_>) -> bool {
    has_only(text, tables::LOWER, tables::UPPER | tables::TITLE)
}

/// `str.isupper`: something is in upper case and nothing in lower or title case.
pub fn all_upper(text: Text<'_>) -> bool {
    has_only(text, tables::UPPER, tables::LOWER | tables::TITLE)
}

fn has_only(text: Text<'_>, wanted: u32, unwanted: u32) -> bool {
    let mut found = false;
    for code in text.code_points() {
        let record = record(code);
        if record.has(unwanted) {
            return false;
        }
        found |= record.has(wanted);
    }
    found
}

/// `str.istitle`: upper case only where nothing cased goes before, lower case only where something does.
pub fn all_titled(text: Text<'_>) -> bool {
    let mut found = false;
    let mut after_cased = false;
    for code in text.code_points() {
        let record = record(code);
        let begins = record.has(tables::UPPER | tables::TITLE);
        let goes_on = record.has(tables::LOWER);
        if (begins && after_cased) || (!begins && goes_on && !after_cased) {
            return false;
        }
        after_cased = begins || goes_on;
        found |= after_cased;
    }
    found
}
