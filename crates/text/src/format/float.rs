//! `float.__format__`.

use super::number::Number;
use super::{FormatError, Specification};
use crate::float::{Presentation, spell};
use crate::text::TextBuilder;

/// The digits after the point where none are asked for.
const PRECISION_DEFAULT: usize = 6;

/// How a specification asks for a float to be spelled, if its type is one of a float's.
pub(super) fn presentation(specification: &Specification) -> Option<Presentation> {
    let kind = specification.kind_or('r');
    let precision = specification.precision;
    let letter = match (kind.to_ascii_lowercase(), precision) {
        // A type that is left out is the shortest spelling, or else `g` with something after the point.
        ('r', None) if specification.kind.is_none() => 'r',
        ('r', Some(_)) if specification.kind.is_none() => 'g',
        ('n', _) if kind == 'n' => 'g',
        ('%', _) => 'f',
        (letter @ ('e' | 'f' | 'g'), _) => letter,
        _ => return None,
    };
    Some(Presentation {
        letter,
        upper: kind.is_ascii_uppercase(),
        precision: precision.unwrap_or(PRECISION_DEFAULT),
        alternate: specification.alternate,
        add_point_zero: specification.kind.is_none(),
        no_negative_zero: specification.no_negative_zero,
    })
}

/// Appends the float.
pub fn format_float(
    value: f64,
    specification: &Specification,
    type_name: &str,
    builder: &mut TextBuilder,
) -> Result<(), FormatError> {
    let Some(presentation) = presentation(specification) else {
        return Err(FormatError::unknown_code(specification.kind.unwrap_or(0), type_name));
    };
    specification.check_precision()?;
    specification.check_width()?;
    let percent = specification.kind == Some(u32::from('%'));
    let value = if percent { value * 100.0 } else { value };
    let (negative, mut text) = spell(value, presentation);
    if percent {
        text.push('%');
    }
    Number::from_float(negative, &text).push(specification, builder);
    Ok(())
}
