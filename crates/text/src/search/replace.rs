//! `str.replace`.

use super::visit_matches;
use crate::integer::TooLarge;
use crate::text::{OwnedText, Text, TextBuilder};

/// The text with the first `most` places of `old` replaced; `None` if there are none, so that the caller
/// can give back the text itself. `length_max` is the most code points that the result may have.
pub fn replace(
    text: Text<'_>,
    old: Text<'_>,
    new: Text<'_>,
    most: usize,
    length_max: usize,
) -> Result<Option<OwnedText>, TooLarge> {
    let mut places = 0_usize;
    visit_places(text, old, most, |_| places += 1);
    if places == 0 || old == new {
        return Ok(None);
    }
    let added = new.len().checked_mul(places).ok_or(TooLarge)?;
    let kept = text.len() - old.len() * places;
    let length = kept.checked_add(added).filter(|length| *length <= length_max).ok_or(TooLarge)?;
    let mut builder = TextBuilder::with_capacity(length);
    let mut position = 0;
    visit_places(text, old, most, |place| {
        builder.push_text(text.slice(position..place));
        builder.push_text(new);
        position = place + old.len();
    });
    builder.push_text(text.slice(position..text.len()));
    Ok(Some(builder.finish()))
}

fn visit_places(text: Text<'_>, old: Text<'_>, most: usize, visit: impl FnMut(usize)) {
    if old.is_empty() {
        // An empty text stands before every code point and at the end.
        (0..text.len() + 1).take(most).for_each(visit);
    } else {
        visit_matches(text, old, most, visit);
    }
}
