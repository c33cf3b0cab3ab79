//! Splitting at a separator, at white space and at line ends; trimming.

use std::ops::Range;

use super::{ReverseFinder, convert, visit_matches};
use crate::text::{CodeUnit, Text};
use crate::unicode;
use crate::with_units;

/// Whose rules hold for white space and line ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Alphabet {
    /// Those of strings: Unicode's.
    Text,
    /// Those of bytes: ASCII's.
    Bytes,
}

impl Alphabet {
    /// Whether a code point is white space.
    #[inline]
    pub fn is_space(self, code: u32) -> bool {
        match self {
            Alphabet::Text => unicode::is_space(code),
            Alphabet::Bytes => matches!(code, 0x09..=0x0D | 0x20),
        }
    }

    /// Whether a code point ends a line.
    #[inline]
    pub fn ends_line(self, code: u32) -> bool {
        match code {
            0x0A | 0x0D => true,
            0x0B | 0x0C | 0x1C..=0x1E | 0x85 | 0x2028 | 0x2029 => self == Alphabet::Text,
            _ => false,
        }
    }
}

/// The places of pieces, of which there may be more than there is memory for.
#[derive(Default)]
struct Pieces {
    places: Vec<Range<usize>>,
    too_many: bool,
}

impl Pieces {
    #[inline]
    fn push(&mut self, place: Range<usize>) {
        if self.places.len() == self.places.capacity() && self.places.try_reserve(1).is_err() {
            self.too_many = true;
        }
        if !self.too_many {
            self.places.push(place);
        }
    }

    fn len(&self) -> usize {
        self.places.len()
    }

    fn finish(self) -> Option<Vec<Range<usize>>> {
        (!self.too_many).then_some(self.places)
    }

    fn finish_reversed(mut self) -> Option<Vec<Range<usize>>> {
        self.places.reverse();
        self.finish()
    }
}

/// `split(separator, most)`; the separator is not empty. At most `most` cuts are made, from the left. Nothing if
/// there is no memory for so many pieces, as with all functions here that give pieces.
pub fn split(text: Text<'_>, separator: Text<'_>, most: usize) -> Option<Vec<Range<usize>>> {
    let mut pieces = Pieces::default();
    let mut start = 0;
    visit_matches(text, separator, most, |place| {
        pieces.push(start..place);
        start = place + separator.len();
    });
    pieces.push(start..text.len());
    pieces.finish()
}

/// `rsplit(separator, most)`: as [`split`], but the cuts are made from the right.
pub fn rsplit(text: Text<'_>, separator: Text<'_>, most: usize) -> Option<Vec<Range<usize>>> {
    let mut pieces = Pieces::default();
    let mut end = text.len();
    with_units!(text, units => if let Some(units_of_separator) = convert(separator) {
        for place in ReverseFinder::new(&units_of_separator).matches(units).take(most) {
            pieces.push(place + separator.len()..end);
            end = place;
        }
    });
    pieces.push(0..end);
    pieces.finish_reversed()
}

/// `split(None, most)`: the runs without white space. After `most` cuts the rest is one piece, without
/// white space before it but with what follows.
pub fn split_whitespace(
    text: Text<'_>,
    most: usize,
    alphabet: Alphabet,
) -> Option<Vec<Range<usize>>> {
    with_units!(text, units => {
        let space = |index: &usize| alphabet.is_space(units[*index].code_point());
        let mut pieces = Pieces::default();
        let mut position = 0;
        while let Some(start) = (position..units.len()).find(|index| !space(index)) {
            if pieces.len() == most {
                pieces.push(start..units.len());
                break;
            }
            position = (start..units.len()).find(space).unwrap_or(units.len());
            pieces.push(start..position);
        }
        pieces.finish()
    })
}

/// `rsplit(None, most)`: as [`split_whitespace`], but the cuts are made from the right.
pub fn rsplit_whitespace(
    text: Text<'_>,
    most: usize,
    alphabet: Alphabet,
) -> Option<Vec<Range<usize>>> {
    with_units!(text, units => {
        let space = |index: &usize| alphabet.is_space(units[*index].code_point());
        let mut pieces = Pieces::default();
        let mut position = units.len();
        while let Some(last) = (0..position).rev().find(|index| !space(index)) {
            if pieces.len() == most {
                pieces.push(0..last + 1);
                break;
            }
            position = (0..last).rev().find(space).map_or(0, |index| index + 1);
            pieces.push(position..last + 1);
        }
        pieces.finish_reversed()
    })
}

/// `splitlines(keep_ends)`; a carriage return and a line feed together end one line.
pub fn split_lines(
    text: Text<'_>,
    keep_ends: bool,
    alphabet: Alphabet,
) -> Option<Vec<Range<usize>>> {
    with_units!(text, units => {
        let mut lines = Pieces::default();
        let mut start = 0;
        while start < units.len() {
            let ends = |index: &usize| alphabet.ends_line(units[*index].code_point());
            let Some(end) = (start..units.len()).find(ends) else {
                lines.push(start..units.len());
                break;
            };
            let code = units[end].code_point();
            let pair = code == 0x0D && units.get(end + 1).is_some_and(|next| next.code_point() == 0x0A);
            let next = end + 1 + usize::from(pair);
            lines.push(start..if keep_ends { next } else { end });
            start = next;
        }
        lines.finish()
    })
}

/// `strip()`, `lstrip()`, `rstrip()`: what remains without white space at the chosen sides.
pub fn trim_whitespace(
    text: Text<'_>,
    left: bool,
    right: bool,
    alphabet: Alphabet,
) -> Range<usize> {
    trim_where(text, left, right, |code| alphabet.is_space(code))
}

/// `strip(characters)`: what remains without any of the characters at the chosen sides.
pub fn trim(text: Text<'_>, characters: Text<'_>, left: bool, right: bool) -> Range<usize> {
    let mut sorted: Vec<u32> = characters.code_points().collect();
    sorted.sort_unstable();
    trim_where(text, left, right, |code| sorted.binary_search(&code).is_ok())
}

fn trim_where(
    text: Text<'_>,
    left: bool,
    right: bool,
    unwanted: impl Fn(u32) -> bool,
) -> Range<usize> {
    let length = text.len();
    let kept = |code: u32| !unwanted(code);
    let start = if left { text.code_points().position(kept).unwrap_or(length) } else { 0 };
    let rest = text.slice(start..length);
    let dropped = |code: &u32| unwanted(*code);
    let cut = if right { rest.code_points().rev().take_while(dropped).count() } else { 0 };
    start..length - cut
}
