//! Python text without objects: borrowed, owned and growing sequences of code points in the three
//! widths of PEP 393.
//!
//! A Python string may hold lone surrogates, so a `&str` cannot stand for it. An [`OwnedText`] is always
//! in the narrowest width that holds it, which is what makes hashing, equality and sizes agree with CPython;
//! a borrowed [`Text`] that is a slice of a longer one may be wider than it needs to be.

use std::cmp::Ordering;
use std::fmt;
use std::ops::Range;

pub use crate::builder::TextBuilder;

/// One past the greatest code point.
pub const CODE_POINT_LIMIT: u32 = 0x11_0000;

/// A code point as it is stored in one of the three widths.
pub trait CodeUnit: bytemuck::Pod + Ord + Into<u32> + fmt::Debug {
    /// The greatest code point that this width holds.
    const MAXIMUM: u32;

    /// The code point in this width, if it fits.
    fn from_code_point(code: u32) -> Option<Self>;

    /// A slice of this width as text.
    fn text(units: &[Self]) -> Text<'_>;

    /// The code point.
    #[inline]
    fn code_point(self) -> u32 {
        self.into()
    }
}

impl CodeUnit for u8 {
    const MAXIMUM: u32 = 0xFF;

    #[inline]
    fn from_code_point(code: u32) -> Option<u8> {
        u8::try_from(code).ok()
    }

    fn text(units: &[u8]) -> Text<'_> {
        Text::Latin1(units)
    }
}

impl CodeUnit for u16 {
    const MAXIMUM: u32 = 0xFFFF;

    #[inline]
    fn from_code_point(code: u32) -> Option<u16> {
        u16::try_from(code).ok()
    }

    fn text(units: &[u16]) -> Text<'_> {
        Text::Ucs2(units)
    }
}

impl CodeUnit for u32 {
    const MAXIMUM: u32 = CODE_POINT_LIMIT - 1;

    #[inline]
    fn from_code_point(code: u32) -> Option<u32> {
        (code < CODE_POINT_LIMIT).then_some(code)
    }

    fn text(units: &[u32]) -> Text<'_> {
        Text::Ucs4(units)
    }
}

/// Borrowed text: code points in one of the three widths.
#[derive(Clone, Copy)]
pub enum Text<'a> {
    /// Code points below U+0100, one byte each.
    Latin1(&'a [u8]),
    /// Code points below U+10000, two bytes each; these are not UTF-16 pairs.
    Ucs2(&'a [u16]),
    /// Any code points, four bytes each.
    Ucs4(&'a [u32]),
}

/// Runs one generic expression on the slice inside a [`Text`], whatever its width.
#[macro_export]
macro_rules! with_units {
    ($text:expr, $units:ident => $body:expr) => {
        match $text {
            $crate::text::Text::Latin1($units) => $body,
            $crate::text::Text::Ucs2($units) => $body,
            $crate::text::Text::Ucs4($units) => $body,
        }
    };
}

impl<'a> Text<'a> {
    /// Text of ASCII (or Latin-1) bytes.
    pub const fn latin1(bytes: &'a [u8]) -> Text<'a> {
        Text::Latin1(bytes)
    }

    /// How many code points.
    #[inline]
    pub fn len(self) -> usize {
        with_units!(self, units => units.len())
    }

    /// Whether there are no code points.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Bytes per code point: 1, 2 or 4.
    #[inline]
    pub fn width(self) -> usize {
        match self {
            Text::Latin1(_) => 1,
            Text::Ucs2(_) => 2,
            Text::Ucs4(_) => 4,
        }
    }

    /// The code point at `index`, if there is one.
    #[inline]
    pub fn get(self, index: usize) -> Option<u32> {
        with_units!(self, units => units.get(index).map(|unit| unit.code_point()))
    }

    /// The part of the text in `range`, clamped to the text's bounds, in the same width.
    pub fn slice(self, range: Range<usize>) -> Text<'a> {
        let end = range.end.min(self.len());
        let start = range.start.min(end);
        with_units!(self, units => CodeUnit::text(&units[start..end]))
    }

    /// The code points from first to last; can also be walked from the end.
    pub fn code_points(self) -> CodePoints<'a> {
        CodePoints { text: self }
    }

    /// Whether every code point is below U+0080.
    pub fn is_ascii(self) -> bool {
        match self {
            Text::Latin1(units) => units.is_ascii(),
            Text::Ucs2(units) => units.iter().all(|unit| *unit < 0x80),
            Text::Ucs4(units) => units.iter().all(|unit| *unit < 0x80),
        }
    }

    /// The bytes, if the text is ASCII in the narrowest width.
    pub fn as_ascii(self) -> Option<&'a str> {
        match self {
            Text::Latin1(units) if units.is_ascii() => std::str::from_utf8(units).ok(),
            _ => None,
        }
    }

    /// The greatest code point, or 0 for empty text.
    pub fn maximum(self) -> u32 {
        with_units!(self, units => units.iter().copied().max().map_or(0, CodeUnit::code_point))
    }

    /// A copy in the narrowest width.
    pub fn to_owned(self) -> OwnedText {
        let mut builder = TextBuilder::new();
        builder.push_text(self);
        builder.finish()
    }

    /// The text as a Rust string, or `None` if it holds a surrogate.
    pub fn to_utf8(self) -> Option<String> {
        if let Some(ascii) = self.as_ascii() {
            return Some(ascii.to_owned());
        }
        self.code_points().map(char::from_u32).collect()
    }

    /// UTF-8 in which lone surrogates are encoded as other characters are (WTF-8).
    pub fn to_wtf8(self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.len());
        let mut buffer = [0; 4];
        for point in self.code_points() {
            match char::from_u32(point) {
                Some(character) => {
                    bytes.extend_from_slice(character.encode_utf8(&mut buffer).as_bytes());
                }
                None => bytes.extend([
                    0xe0 | (point >> 12) as u8,
                    0x80 | (point >> 6 & 0x3f) as u8,
                    0x80 | (point & 0x3f) as u8,
                ]),
            }
        }
        bytes
    }

    /// The text as a Rust string, with U+FFFD for each surrogate.
    pub fn to_utf8_lossy(self) -> String {
        self.code_points().map(|code| char::from_u32(code).unwrap_or('\u{FFFD}')).collect()
    }
}

impl PartialEq for Text<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (*self, *other) {
            (Text::Latin1(a), Text::Latin1(b)) => a == b,
            (Text::Ucs2(a), Text::Ucs2(b)) => a == b,
            (Text::Ucs4(a), Text::Ucs4(b)) => a == b,
            (a, b) => a.len() == b.len() && a.code_points().eq(b.code_points()),
        }
    }
}

impl Eq for Text<'_> {}

impl PartialEq<str> for Text<'_> {
    fn eq(&self, other: &str) -> bool {
        self.code_points().eq(other.chars().map(u32::from))
    }
}

impl PartialOrd for Text<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (*self, *other) {
            (Text::Latin1(a), Text::Latin1(b)) => a.cmp(b),
            (Text::Ucs2(a), Text::Ucs2(b)) => a.cmp(b),
            (Text::Ucs4(a), Text::Ucs4(b)) => a.cmp(b),
            (a, b) => a.code_points().cmp(b.code_points()),
        }
    }
}

impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"")?;
        for code in self.code_points() {
            match char::from_u32(code) {
                Some(char) => write!(f, "{}", char.escape_debug())?,
                None => write!(f, "\\u{{{code:x}}}")?,
            }
        }
        f.write_str("\"")
    }
}

/// The code points of a [`Text`], in order or from the end.
#[derive(Clone)]
pub struct CodePoints<'a> {
    text: Text<'a>,
}

impl<'a> CodePoints<'a> {
    /// What has not been walked yet.
    pub fn rest(&self) -> Text<'a> {
        self.text
    }
}

impl Iterator for CodePoints<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        with_units!(&mut self.text, units => {
            let (first, rest) = units.split_first()?;
            *units = rest;
            Some(first.code_point())
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.text.len(), Some(self.text.len()))
    }

    fn nth(&mut self, count: usize) -> Option<u32> {
        self.text = self.text.slice(count..usize::MAX);
        self.next()
    }
}

impl DoubleEndedIterator for CodePoints<'_> {
    #[inline]
    fn next_back(&mut self) -> Option<u32> {
        with_units!(&mut self.text, units => {
            let (last, rest) = units.split_last()?;
            *units = rest;
            Some(last.code_point())
        })
    }
}

impl ExactSizeIterator for CodePoints<'_> {}

/// Owned text in the narrowest width that holds it.
#[derive(Clone, PartialEq, Eq)]
pub enum OwnedText {
    /// Every code point is below U+0100.
    Latin1(Vec<u8>),
    /// Some code point is in U+0100..U+10000 and none is beyond.
    Ucs2(Vec<u16>),
    /// Some code point is beyond U+FFFF.
    Ucs4(Vec<u32>),
}

impl OwnedText {
    /// The text, borrowed.
    #[inline]
    pub fn as_text(&self) -> Text<'_> {
        match self {
            OwnedText::Latin1(units) => Text::Latin1(units),
            OwnedText::Ucs2(units) => Text::Ucs2(units),
            OwnedText::Ucs4(units) => Text::Ucs4(units),
        }
    }
}

impl Default for OwnedText {
    fn default() -> Self {
        OwnedText::Latin1(Vec::new())
    }
}

impl From<&str> for OwnedText {
    fn from(string: &str) -> Self {
        if string.is_ascii() {
            return OwnedText::Latin1(string.as_bytes().to_vec());
        }
        let mut builder = TextBuilder::new();
        builder.push_str(string);
        builder.finish()
    }
}

impl From<String> for OwnedText {
    fn from(string: String) -> Self {
        if string.is_ascii() {
            return OwnedText::Latin1(string.into_bytes());
        }
        OwnedText::from(string.as_str())
    }
}

impl fmt::Debug for OwnedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_text().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn builder_yields_the_narrowest_width() {
        let mut builder = TextBuilder::new();
        builder.push_str("abc");
        assert!(matches!(builder.as_text(), Text::Latin1(_)));
        builder.push_text(Text::Ucs4(&[0x64]));
        assert!(matches!(builder.as_text(), Text::Latin1(_)));
        builder.push(0xD800);
        assert!(matches!(builder.as_text(), Text::Ucs2(_)));
        builder.push_repeated(0x1F600, 2);
        assert!(matches!(builder.as_text(), Text::Ucs4(_)));
        let codes: Vec<u32> = builder.as_text().code_points().collect();
        assert_eq!(codes, [0x61, 0x62, 0x63, 0x64, 0xD800, 0x1F600, 0x1F600]);
        let narrow = builder.as_text().slice(1..4).to_owned();
        assert_eq!(narrow, OwnedText::Latin1(b"bcd".to_vec()));
    }

    #[test]
    fn equality_and_order_ignore_the_width() {
        assert_eq!(Text::Latin1(b"ab"), Text::Ucs4(&[0x61, 0x62]));
        assert!(Text::Latin1(b"b") > Text::Ucs2(&[0x61, 0x62]));
        assert!(Text::Latin1(b"b") == *"b");
    }

    #[test]
    fn slices_are_clamped() {
        assert!(Text::Latin1(b"ab").slice(5..9).is_empty());
        assert_eq!(Text::Latin1(b"ab").slice(1..9), Text::Latin1(b"b"));
    }
}
