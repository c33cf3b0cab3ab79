//! The case methods of `str`: full mappings, which may change the length, and the final sigma.

use super::properties::record;
use super::tables;
use crate::text::{OwnedText, Text, TextBuilder};

const CAPITAL_SIGMA: u32 = 0x3A3;
const SIGMA: u32 = 0x3C3;
const FINAL_SIGMA: u32 = 0x3C2;

/// One of the four full case mappings.
struct Mapping {
    /// The flag of the code points that it changes.
    flag: u32,
    single: &'static [(u32, u32)],
    multiple: &'static [(u32, [u32; 3])],
}

static UPPER: Mapping = Mapping {
    flag: tables::TO_UPPER,
    single: &tables::UPPER_SINGLE,
    multiple: &tables::UPPER_MULTIPLE,
};
static LOWER: Mapping = Mapping {
    flag: tables::TO_LOWER,
    single: &tables::LOWER_SINGLE,
    multiple: &tables::LOWER_MULTIPLE,
};
static TITLE: Mapping = Mapping {
    flag: tables::TO_TITLE,
    single: &tables::TITLE_SINGLE,
    multiple: &tables::TITLE_MULTIPLE,
};
static FOLD: Mapping = Mapping {
    flag: tables::TO_FOLD,
    single: &tables::FOLD_SINGLE,
    multiple: &tables::FOLD_MULTIPLE,
};

impl Mapping {
    #[inline]
    fn push(&self, code: u32, builder: &mut TextBuilder) {
        if record(code).has(self.flag) {
            self.push_changed(code, builder)
        } else {
            builder.push(code)
        }
    }

    fn push_changed(&self, code: u32, builder: &mut TextBuilder) {
        if let Ok(index) = self.single.binary_search_by_key(&code, |entry| entry.0) {
            builder.push(self.single[index].1);
        } else if let Ok(index) = self.multiple.binary_search_by_key(&code, |entry| entry.0) {
            builder.extend(self.multiple[index].1.into_iter().filter(|code| *code != 0));
        } else {
            builder.push(code);
        }
    }
}

/// `str.upper`.
pub fn upper(text: Text<'_>) -> OwnedText {
    if let Some(ascii) = text.as_ascii() {
        return OwnedText::Latin1(ascii.to_ascii_uppercase().into_bytes());
    }
    map(text, &UPPER)
}

/// `str.casefold`.
pub fn casefold(text: Text<'_>) -> OwnedText {
    if let Some(ascii) = text.as_ascii() {
        return OwnedText::Latin1(ascii.to_ascii_lowercase().into_bytes());
    }
    map(text, &FOLD)
}

fn map(text: Text<'_>, mapping: &Mapping) -> OwnedText {
    let mut builder = TextBuilder::with_capacity(text.len());
    for code in text.code_points() {
        mapping.push(code, &mut builder);
    }
    builder.finish()
}

/// `str.lower`.
pub fn lower(text: Text<'_>) -> OwnedText {
    if let Some(ascii) = text.as_ascii() {
        return OwnedText::Latin1(ascii.to_ascii_lowercase().into_bytes());
    }
    let mut builder = TextBuilder::with_capacity(text.len());
    for (index, code) in text.code_points().enumerate() {
        push_lower(text, index, code, &mut builder);
    }
    builder.finish()
}

/// `str.capitalize`: the first code point in title case, the others in lower case.
pub fn capitalize(text: Text<'_>) -> OwnedText {
    let mut builder = TextBuilder::with_capacity(text.len());
    for (index, code) in text.code_points().enumerate() {
        if index == 0 {
            TITLE.push(code, &mut builder);
        } else {
            push_lower(text, index, code, &mut builder);
        }
    }
    builder.finish()
}

/// `str.title`: title case where nothing cased goes before, else lower case.
pub fn title(text: Text<'_>) -> OwnedText {
    let mut builder = TextBuilder::with_capacity(text.len());
    let mut after_cased = false;
    for (index, code) in text.code_points().enumerate() {
        if after_cased {
            push_lower(text, index, code, &mut builder);
        } else {
            TITLE.push(code, &mut builder);
        }
        after_cased = record(code).has(tables::CASED);
    }
    builder.finish()
}

/// `str.swapcase`.
pub fn swapcase(text: Text<'_>) -> OwnedText {
    let mut builder = TextBuilder::with_capacity(text.len());
    for (index, code) in text.code_points().enumerate() {
        let record = record(code);
        if record.has(tables::UPPER) {
            push_lower(text, index, code, &mut builder);
        } else if record.has(tables::LOWER) {
            UPPER.push(code, &mut builder);
        } else {
            builder.push(code);
        }
    }
    builder.finish()
}

fn push_lower(text: Text<'_>, index: usize, code: u32, builder: &mut TextBuilder) {
    if code == CAPITAL_SIGMA {
        builder.push(if ends_word(text, index) { FINAL_SIGMA } else { SIGMA });
    } else {
        LOWER.push(code, builder);
    }
}

/// Whether something cased goes before and nothing cased follows, over what does not count for case.
fn ends_word(text: Text<'_>, index: usize) -> bool {
    let cased = |code: &u32| record(*code).has(tables::CASED);
    let counts = |code: &u32| !record(*code).has(tables::CASE_IGNORABLE);
    let before = text.slice(0..index).code_points().rev().find(counts);
    let after = text.slice(index + 1..text.len()).code_points().find(counts);
    before.as_ref().is_some_and(cased) && !after.as_ref().is_some_and(cased)
}

/// The one code point that is the lower case of another, as regular expressions compare.
pub fn simple_lower(code: u32) -> u32 {
    const DOTTED_CAPITAL_I: u32 = 0x130;
    if !record(code).has(LOWER.flag) {
        return code;
    }
    match LOWER.single.binary_search_by_key(&code, |entry| entry.0) {
        Ok(index) => LOWER.single[index].1,
        Err(_) if code == DOTTED_CAPITAL_I => u32::from('i'),
        Err(_) => code,
    }
}

/// The one code point that is the upper case of another, as regular expressions compare.
pub fn simple_upper(code: u32) -> u32 {
    if !record(code).has(UPPER.flag) {
        return code;
    }
    match UPPER.single.binary_search_by_key(&code, |entry| entry.0) {
        Ok(index) => UPPER.single[index].1,
        Err(_) => code,
    }
}
