//! `str.__format__`.

use super::{Alignment, FormatError, Sign, Specification};
use crate::text::{Text, TextBuilder};

/// Appends the text.
pub fn format_text(
    text: Text<'_>,
    specification: &Specification,
    type_name: &str,
    builder: &mut TextBuilder,
) -> Result<(), FormatError> {
    if specification.kind_or('s') != 's' {
        return Err(FormatError::unknown_code(specification.kind.unwrap_or(0), type_name));
    }
    let refused = match specification {
        Specification { sign: Sign::Space, .. } => "Space not allowed",
        Specification { sign: Sign::Plus | Sign::Minus, .. } => "Sign not allowed",
        Specification { no_negative_zero: true, .. } => "Negative zero coercion (z) not allowed",
        Specification { alternate: true, .. } => "Alternate form (#) not allowed",
        Specification { alignment: Alignment::AfterSign, .. } => "'=' alignment not allowed",
        _ => "",
    };
    if !refused.is_empty() {
        return Err(FormatError::value(format!("{refused} in string format specifier")));
    }
    specification.check_width()?;
    let end = specification.precision.unwrap_or(usize::MAX);
    push_padded(text.slice(0..end), specification, builder);
    Ok(())
}

/// Appends text, padded to the specification's width.
pub(super) fn push_padded(
    text: Text<'_>,
    specification: &Specification,
    builder: &mut TextBuilder,
) {
    let padding = specification.width.unwrap_or(0).saturating_sub(text.len());
    let left = match specification.alignment {
        Alignment::Left => 0,
        Alignment::Right | Alignment::AfterSign => padding,
        Alignment::Center => padding / 2,
    };
    builder.push_repeated(specification.fill, left);
    builder.push_text(text);
    builder.push_repeated(specification.fill, padding - left);
}
