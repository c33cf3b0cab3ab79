//! Properties of single code points. A number that is no code point has those of an unassigned one.

use super::tables;

/// What code points can have in common.
#[derive(Clone, Copy)]
pub struct Record {
    flags: u32,
    category: u8,
    bidirectional: u8,
    combining: u8,
    width: u8,
    /// The value of a digit, or [`NO_DIGIT`].
    digit: u8,
}

const NO_DIGIT: u8 = 255;

impl Record {
    pub(super) const fn new(
        flags: u32,
        category: u8,
        bidirectional: u8,
        combining: u8,
        width: u8,
        digit: u8,
    ) -> Self {
        Record { flags, category, bidirectional, combining, width, digit }
    }

    #[inline]
    pub(super) fn has(&self, flags: u32) -> bool {
        self.flags & flags != 0
    }
}

/// The properties of a code point.
#[inline]
pub(super) fn record(code: u32) -> &'static Record {
    let code = code as usize;
    let Some(block) = tables::BLOCKS.get(code / tables::BLOCK) else {
        // The last code point of all is a noncharacter, which is never assigned.
        return record(0x10_FFFF);
    };
    let leaf = tables::LEAVES[usize::from(*block) * tables::BLOCK + code % tables::BLOCK];
    &tables::RECORDS[usize::from(leaf)]
}

macro_rules! predicates {
    ($($(#[$doc:meta])* $name:ident: $flags:expr;)*) => {$(
        $(#[$doc])*
        #[inline]
        pub fn $name(code: u32) -> bool {
            record(code).has($flags)
        }
    )*};
}

predicates! {
    /// A letter, as `str.isalpha` has it.
    is_alphabetic: tables::ALPHA;
    /// A letter or anything with a numeric value, as `str.isalnum` has it.
    is_alphanumeric: tables::ALPHA | tables::DECIMAL | tables::DIGIT | tables::NUMERIC;
    /// A digit of a decimal system, as `str.isdecimal` has it.
    is_decimal: tables::DECIMAL;
    /// A digit, also a superscript one, as `str.isdigit` has it.
    is_digit: tables::DIGIT;
    /// Anything with a numeric value, as `str.isnumeric` has it.
    is_numeric: tables::NUMERIC;
    /// White space, as `str.isspace` and `str.split` have it.
    is_space: tables::SPACE;
    /// What `repr` shows as it is.
    is_printable: tables::PRINTABLE;
    /// What an identifier may begin with.
    is_identifier_start: tables::ID_START;
    /// What an identifier may go on with.
    is_identifier_continue: tables::ID_CONTINUE;
    /// Upper case.
    is_upper: tables::UPPER;
    /// Lower case.
    is_lower: tables::LOWER;
    /// Title case, such as U+01C5.
    is_title: tables::TITLE;
    /// Upper, lower or title case.
    is_cased: tables::CASED;
    /// Mirrored in bidirectional text.
    is_mirrored: tables::MIRRORED;
}

/// The value of a decimal digit.
#[inline]
pub fn decimal_value(code: u32) -> Option<u8> {
    let record = record(code);
    record.has(tables::DECIMAL).then_some(record.digit)
}

/// The value of a digit, also of a superscript one.
pub fn digit_value(code: u32) -> Option<u8> {
    let digit = record(code).digit;
    (digit != NO_DIGIT).then_some(digit)
}

/// The numeric value, which may be a fraction.
pub fn numeric_value(code: u32) -> Option<f64> {
    let after = tables::NUMERIC_RUNS.partition_point(|run| run.0 <= code);
    let (start, count, first, step) = *tables::NUMERIC_RUNS.get(after.checked_sub(1)?)?;
    let index = code - start;
    (index < count).then(|| first + f64::from(index) * step)
}

/// The general category, such as `Lu`.
pub fn category(code: u32) -> &'static str {
    tables::CATEGORIES[usize::from(record(code).category)]
}

/// The bidirectional class, such as `L`; empty for an unassigned code point.
pub fn bidirectional(code: u32) -> &'static str {
    tables::BIDIRECTIONAL[usize::from(record(code).bidirectional)]
}

/// The canonical combining class.
pub fn combining(code: u32) -> u8 {
    record(code).combining
}

/// The East Asian width, such as `Na`.
pub fn east_asian_width(code: u32) -> &'static str {
    tables::EAST_ASIAN_WIDTHS[usize::from(record(code).width)]
}

/// The decomposition as `unicodedata.decomposition` writes it, such as `<compat> 0020 0308`; empty if
/// there is none.
pub fn decomposition(code: u32) -> String {
    let Ok(index) = tables::DECOMPOSITIONS.binary_search_by_key(&code, |entry| entry.0) else {
        return String::new();
    };
    let (_, start, length, tag) = tables::DECOMPOSITIONS[index];
    let codes = tables::DECOMPOSED.iter().skip(usize::from(start)).take(usize::from(length));
    let tag = tables::DECOMPOSITION_TAGS[usize::from(tag)];
    let mut parts: Vec<String> = Vec::new();
    if !tag.is_empty() {
        parts.push(tag.to_owned());
    }
    parts.extend(codes.map(|code| format!("{code:04X}")));
    parts.join(" ")
}

pub(super) fn is_unassigned(code: u32) -> bool {
    category(code) == "Cn"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_code_point_is_unassigned() {
        assert_eq!(category(u32::MAX), "Cn");
        assert_eq!(category(0x11_0000), "Cn");
        assert!(!is_printable(0x7FFF_FFFF));
        assert_eq!(numeric_value(u32::MAX), None);
    }
}
