//! `complex.__format__`.

use super::float::presentation;
use super::number::Number;
use super::{Alignment, FormatError, Sign, Specification, text::push_padded};
use crate::float::spell;
use crate::text::{Text, TextBuilder};

/// Appends the complex number.
pub fn format_complex(
    real: f64,
    imaginary: f64,
    specification: &Specification,
    type_name: &str,
    builder: &mut TextBuilder,
) -> Result<(), FormatError> {
    let presentation = presentation(specification)
        .filter(|_| specification.kind != Some(u32::from('%')))
        .ok_or_else(|| FormatError::unknown_code(specification.kind.unwrap_or(0), type_name))?;
    specification.check_precision()?;
    if specification.fill == u32::from('0') {
        return Err(FormatError::value("Zero padding is not allowed in complex format specifier"));
    }
    if specification.alignment == Alignment::AfterSign {
        return Err(FormatError::value(
            "'=' alignment flag is not allowed in complex format specifier",
        ));
    }
    specification.check_width()?;
    // Without a type the spelling is that of `str`, where a part shows no point and zero.
    let presentation = crate::float::Presentation { add_point_zero: false, ..presentation };
    let plain = specification.kind.is_none();
    let imaginary_only = plain && real == 0.0 && real.is_sign_positive();
    let parentheses = plain && !imaginary_only;
    let mut spelled = String::new();
    if parentheses {
        spelled.push('(');
    }
    let mut sign = specification.sign;
    if !imaginary_only {
        let (negative, text) = spell(real, presentation);
        Number::from_float(negative, &text).push_bare(specification, &mut spelled);
        sign = Sign::Plus;
    }
    let (negative, text) = spell(imaginary, presentation);
    let signed = Specification { sign, ..*specification };
    Number::from_float(negative, &text).push_bare(&signed, &mut spelled);
    spelled.push('j');
    if parentheses {
        spelled.push(')');
    }
    push_padded(Text::Latin1(spelled.as_bytes()), specification, builder);
    Ok(())
}
