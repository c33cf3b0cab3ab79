//! The conversions of printf-style formats.

use super::{Flags, PercentError};
use crate::float::{Presentation, spell};
use crate::integer::Radix;
use crate::text::{Text, TextBuilder};

/// No field may be longer; the heap's limit is for the caller to apply.
const LENGTH_MAX: usize = 1 << 32;

fn check(length: usize) -> Result<usize, PercentError> {
    if length > LENGTH_MAX { Err(PercentError::TooLarge) } else { Ok(length) }
}

/// Appends a text (`%s`, `%r`, `%a`, `%c`), cut to the precision and padded to the width.
pub fn push_text(
    text: Text<'_>,
    flags: Flags,
    width: usize,
    precision: Option<usize>,
    builder: &mut TextBuilder,
) -> Result<(), PercentError> {
    let text = text.slice(0..precision.unwrap_or(usize::MAX));
    let padding = check(width)?.saturating_sub(text.len());
    let left = if flags.left { 0 } else { padding };
    builder.push_repeated(u32::from(' '), left);
    builder.push_text(text);
    builder.push_repeated(u32::from(' '), padding - left);
    Ok(())
}

/// Appends an integer (`%d`, `%i`, `%u`, `%o`, `%x`, `%X`) from its sign and digits in the radix, as
/// [`crate::integer::to_decimal`] or [`crate::integer::to_radix`] give them.
pub fn push_integer(
    digits: &str,
    radix: Radix,
    upper: bool,
    flags: Flags,
    width: usize,
    precision: Option<usize>,
    builder: &mut TextBuilder,
) -> Result<(), PercentError> {
    let magnitude = digits.strip_prefix('-');
    let negative = magnitude.is_some();
    let mut magnitude = magnitude.unwrap_or(digits).to_owned();
    let zeros = check(precision.unwrap_or(0))?.saturating_sub(magnitude.len());
    magnitude.insert_str(0, &"0".repeat(zeros));
    if upper {
        magnitude.make_ascii_uppercase();
    }
    let prefix = match radix.prefix() {
        _ if !flags.alternate => "",
        _ if upper => "0X",
        prefix => prefix,
    };
    push_number(negative, prefix, &magnitude, flags, width, builder)
}

/// Appends a float (`%e`, `%f`, `%g` and their upper case).
pub fn push_float(
    value: f64,
    letter: char,
    flags: Flags,
    width: usize,
    precision: Option<usize>,
    builder: &mut TextBuilder,
) -> Result<(), PercentError> {
    let precision = precision.unwrap_or(6);
    if precision >= i32::MAX as usize {
        return Err(PercentError::TooLarge);
    }
    let presentation = Presentation {
        letter: letter.to_ascii_lowercase(),
        upper: letter.is_ascii_uppercase(),
        precision,
        alternate: flags.alternate,
        add_point_zero: false,
        no_negative_zero: false,
    };
    let (negative, text) = spell(value, presentation);
    push_number(negative, "", &text, flags, width, builder)
}

fn push_number(
    negative: bool,
    prefix: &str,
    digits: &str,
    flags: Flags,
    width: usize,
    builder: &mut TextBuilder,
) -> Result<(), PercentError> {
    let sign = match flags {
        _ if negative => "-",
        Flags { plus: true, .. } => "+",
        Flags { space: true, .. } => " ",
        _ => "",
    };
    let padding = check(width)?.saturating_sub(sign.len() + prefix.len() + digits.len());
    let (left, zeros, right) = match flags {
        Flags { left: true, .. } => (0, 0, padding),
        Flags { zero: true, .. } => (0, padding, 0),
        _ => (padding, 0, 0),
    };
    builder.push_repeated(u32::from(' '), left);
    builder.push_str(sign);
    builder.push_str(prefix);
    builder.push_repeated(u32::from('0'), zeros);
    builder.push_str(digits);
    builder.push_repeated(u32::from(' '), right);
    Ok(())
}
