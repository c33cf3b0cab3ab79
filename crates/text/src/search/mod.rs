//! Finding, counting, splitting and replacing in text, in time linear in the length of the text.
//!
//! Bytes are searched as Latin-1 text; where bytes follow other rules than text (white space, line ends),
//! an [`Alphabet`] says which. Positions and pieces are given as indices, so that nothing is copied before
//! the caller knows what it wants.

mod finder;
mod replace;
mod split;

pub use finder::{Finder, ReverseFinder};
pub use replace::replace;
pub use split::{
    Alphabet, rsplit, rsplit_whitespace, split, split_lines, split_whitespace, trim,
    trim_whitespace,
};

use crate::text::{CodeUnit, Text};
use crate::with_units;

/// The text in another width, if it fits.
fn convert<U: CodeUnit>(text: Text<'_>) -> Option<Vec<U>> {
    text.code_points().map(U::from_code_point).collect()
}

/// Where the needle stands first.
pub fn find(text: Text<'_>, needle: Text<'_>) -> Option<usize> {
    match (text, needle) {
        _ if needle.len() > text.len() => None,
        (Text::Latin1(units), Text::Latin1(needle)) => Finder::new(needle).find(units),
        _ => with_units!(text, units => Finder::new(&convert(needle)?).find(units)),
    }
}

/// Where the needle stands last.
pub fn rfind(text: Text<'_>, needle: Text<'_>) -> Option<usize> {
    match (text, needle) {
        _ if needle.len() > text.len() => None,
        (Text::Latin1(units), Text::Latin1(needle)) => ReverseFinder::new(needle).rfind(units),
        _ => with_units!(text, units => ReverseFinder::new(&convert(needle)?).rfind(units)),
    }
}

/// Whether the needle stands somewhere.
pub fn contains(text: Text<'_>, needle: Text<'_>) -> bool {
    find(text, needle).is_some()
}

/// How often the needle stands in the text without overlapping; an empty one stands between all code points.
pub fn count(text: Text<'_>, needle: Text<'_>) -> usize {
    if needle.is_empty() {
        return text.len() + 1;
    }
    let mut count = 0;
    visit_matches(text, needle, usize::MAX, |_| count += 1);
    count
}

/// Tells where the needle, which is not empty, stands without overlapping; the first `most` places.
fn visit_matches(text: Text<'_>, needle: Text<'_>, most: usize, visit: impl FnMut(usize)) {
    if needle.is_empty() || needle.len() > text.len() {
        return;
    }
    match (text, needle) {
        (Text::Latin1(units), Text::Latin1([needle])) => {
            memchr::memchr_iter(*needle, units).take(most).for_each(visit);
        }
        (Text::Latin1(units), Text::Latin1(needle)) => {
            Finder::new(needle).matches(units).take(most).for_each(visit);
        }
        _ => with_units!(text, units => if let Some(needle) = convert(needle) {
            Finder::new(&needle).matches(units).take(most).for_each(visit);
        }),
    }
}

/// Whether the text begins with the prefix.
pub fn starts_with(text: Text<'_>, prefix: Text<'_>) -> bool {
    prefix.len() <= text.len() && text.slice(0..prefix.len()) == prefix
}

/// Whether the text ends with the suffix.
pub fn ends_with(text: Text<'_>, suffix: Text<'_>) -> bool {
    suffix.len() <= text.len() && text.slice(text.len() - suffix.len()..text.len()) == suffix
}
