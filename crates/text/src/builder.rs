//! Text that grows.

use std::fmt;

use crate::text::{CODE_POINT_LIMIT, OwnedText, Text};

/// Text that grows at its end and widens when a code point needs it.
///
/// Nothing can be taken away again, so its width is the narrowest at any time.
#[derive(Clone, Default)]
pub struct TextBuilder {
    units: OwnedText,
}

impl TextBuilder {
    /// An empty builder; allocates nothing.
    pub fn new() -> Self {
        TextBuilder::default()
    }

    /// An empty builder with room for `capacity` one-byte code points.
    pub fn with_capacity(capacity: usize) -> Self {
        TextBuilder { units: OwnedText::Latin1(Vec::with_capacity(capacity)) }
    }

    /// How many code points it holds.
    #[inline]
    pub fn len(&self) -> usize {
        self.as_text().len()
    }

    /// Whether it holds nothing.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What it holds so far.
    #[inline]
    pub fn as_text(&self) -> Text<'_> {
        self.units.as_text()
    }

    /// Makes room for `additional` more code points of the present width.
    pub fn reserve(&mut self, additional: usize) {
        match &mut self.units {
            OwnedText::Latin1(units) => units.reserve(additional),
            OwnedText::Ucs2(units) => units.reserve(additional),
            OwnedText::Ucs4(units) => units.reserve(additional),
        }
    }

    /// As [`reserve`](Self::reserve); `false` if there is no memory for them.
    pub fn try_reserve(&mut self, additional: usize) -> bool {
        let done = match &mut self.units {
            OwnedText::Latin1(units) => units.try_reserve(additional),
            OwnedText::Ucs2(units) => units.try_reserve(additional),
            OwnedText::Ucs4(units) => units.try_reserve(additional),
        };
        done.is_ok()
    }

    /// Appends one code point; one beyond U+10FFFF becomes U+FFFD.
    #[inline]
    pub fn push(&mut self, code: u32) {
        if let OwnedText::Latin1(units) = &mut self.units
            && let Ok(unit) = u8::try_from(code)
        {
            units.push(unit);
            return;
        }
        self.push_wide(code);
    }

    fn push_wide(&mut self, code: u32) {
        let code = if code < CODE_POINT_LIMIT { code } else { 0xFFFD };
        self.widen_for(code);
        match &mut self.units {
            // `widen_for` has made room, so the casts keep the value.
            OwnedText::Latin1(units) => units.push(code as u8),
            OwnedText::Ucs2(units) => units.push(code as u16),
            OwnedText::Ucs4(units) => units.push(code),
        }
    }

    /// Appends `count` copies of one code point. The caller has checked that the memory may be used.
    pub fn push_repeated(&mut self, code: u32, count: usize) {
        if count == 0 {
            return;
        }
        self.push(code);
        let count = count - 1;
        match &mut self.units {
            OwnedText::Latin1(units) => extend_with_last(units, count),
            OwnedText::Ucs2(units) => extend_with_last(units, count),
            OwnedText::Ucs4(units) => extend_with_last(units, count),
        }
    }

    /// Appends text of any width.
    pub fn push_text(&mut self, text: Text<'_>) {
        if text.width() > self.as_text().width() {
            self.widen_for(text.maximum());
        }
        match (&mut self.units, text) {
            (OwnedText::Latin1(units), Text::Latin1(more)) => units.extend_from_slice(more),
            (OwnedText::Ucs2(units), Text::Ucs2(more)) => units.extend_from_slice(more),
            (OwnedText::Ucs4(units), Text::Ucs4(more)) => units.extend_from_slice(more),
            // `widen_for` has made room, so the casts keep every value.
            (OwnedText::Latin1(units), more) => units.extend(more.code_points().map(|c| c as u8)),
            (OwnedText::Ucs2(units), more) => units.extend(more.code_points().map(|c| c as u16)),
            (OwnedText::Ucs4(units), more) => units.extend(more.code_points()),
        }
    }

    /// Appends a Rust string.
    pub fn push_str(&mut self, string: &str) {
        if string.is_ascii() {
            self.push_text(Text::Latin1(string.as_bytes()));
        } else {
            self.extend(string.chars().map(u32::from));
        }
    }

    /// The text, in the narrowest width.
    pub fn finish(self) -> OwnedText {
        self.units
    }

    fn widen_for(&mut self, code: u32) {
        let units = match std::mem::take(&mut self.units) {
            OwnedText::Latin1(units) if code > 0xFFFF => OwnedText::Ucs4(widened(&units)),
            OwnedText::Latin1(units) if code > 0xFF => OwnedText::Ucs2(widened(&units)),
            OwnedText::Ucs2(units) if code > 0xFFFF => OwnedText::Ucs4(widened(&units)),
            units => units,
        };
        self.units = units;
    }
}

fn extend_with_last<U: Copy>(units: &mut Vec<U>, count: usize) {
    if let Some(last) = units.last().copied() {
        units.resize(units.len() + count, last);
    }
}

fn widened<Narrow: Copy, Wide: From<Narrow>>(units: &[Narrow]) -> Vec<Wide> {
    let mut wide = Vec::with_capacity(units.len() + 8);
    wide.extend(units.iter().copied().map(Wide::from));
    wide
}

impl Extend<u32> for TextBuilder {
    fn extend<I: IntoIterator<Item = u32>>(&mut self, codes: I) {
        let codes = codes.into_iter();
        self.reserve(codes.size_hint().0);
        for code in codes {
            self.push(code);
        }
    }
}

impl FromIterator<u32> for TextBuilder {
    fn from_iter<I: IntoIterator<Item = u32>>(codes: I) -> Self {
        let mut builder = TextBuilder::new();
        builder.extend(codes);
        builder
    }
}

impl fmt::Write for TextBuilder {
    fn write_str(&mut self, string: &str) -> fmt::Result {
        self.push_str(string);
        Ok(())
    }
}

impl fmt::Debug for TextBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_text().fmt(f)
    }
}
