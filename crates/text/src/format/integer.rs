//! `int.__format__`.

use dashu_int::IBig;

use super::number::Number;
use super::{FormatError, Sign, Specification, format_float};
use crate::integer::{Radix, to_decimal, to_float, to_radix, to_radix_small};
use crate::text::{CODE_POINT_LIMIT, TextBuilder};

/// Appends the integer. `limit` is `sys.get_int_max_str_digits()`.
pub fn format_integer(
    value: &IBig,
    specification: &Specification,
    type_name: &str,
    limit: usize,
    builder: &mut TextBuilder,
) -> Result<(), FormatError> {
    if let Ok(small) = i64::try_from(value) {
        return format_small_integer(small, specification, type_name, builder);
    }
    match specification.kind_or('d') {
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%' => {
            let float = to_float(value).ok_or_else(|| {
                FormatError::Overflow("int too large to convert to float".to_owned())
            })?;
            format_float(float, specification, type_name, builder)
        }
        'c' => {
            check_character(specification)?;
            Err(FormatError::Overflow("Python int too large to convert to C long".to_owned()))
        }
        kind => {
            let (radix, upper) = radix(kind, specification, type_name)?;
            let digits = match radix {
                Radix::Decimal => {
                    to_decimal(value, limit).map_err(|error| FormatError::Value(error.message()))?
                }
                _ => to_radix(value, radix.base()),
            };
            push_digits(&digits, radix, upper, specification, builder);
            Ok(())
        }
    }
}

/// Appends the machine integer.
pub fn format_small_integer(
    value: i64,
    specification: &Specification,
    type_name: &str,
    builder: &mut TextBuilder,
) -> Result<(), FormatError> {
    match specification.kind_or('d') {
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%' => {
            format_float(value as f64, specification, type_name, builder)
        }
        'c' => {
            check_character(specification)?;
            push_character(value, specification, builder)
        }
        kind => {
            let (radix, upper) = radix(kind, specification, type_name)?;
            push_digits(&to_radix_small(value, radix), radix, upper, specification, builder);
            Ok(())
        }
    }
}

fn check_plain(specification: &Specification) -> Result<(), FormatError> {
    if specification.precision.is_some() {
        return Err(FormatError::value("Precision not allowed in integer format specifier"));
    }
    if specification.no_negative_zero {
        return Err(FormatError::value(
            "Negative zero coercion (z) not allowed in integer format specifier",
        ));
    }
    specification.check_width()
}

fn radix(
    kind: char,
    specification: &Specification,
    type_name: &str,
) -> Result<(Radix, bool), FormatError> {
    let radix = match kind {
        'd' | 'n' => Radix::Decimal,
        'b' => Radix::Binary,
        'o' => Radix::Octal,
        'x' | 'X' => Radix::Hexadecimal,
        _ => return Err(FormatError::unknown_code(specification.kind.unwrap_or(0), type_name)),
    };
    check_plain(specification)?;
    Ok((radix, kind == 'X'))
}

fn push_digits(
    digits: &str,
    radix: Radix,
    upper: bool,
    specification: &Specification,
    builder: &mut TextBuilder,
) {
    let upper_digits = if upper { digits.to_ascii_uppercase() } else { String::new() };
    let digits = if upper { &upper_digits } else { digits };
    let magnitude = digits.strip_prefix('-');
    let prefix = match radix.prefix() {
        _ if !specification.alternate => "",
        _ if upper => "0X",
        prefix => prefix,
    };
    let number = Number {
        negative: magnitude.is_some(),
        prefix,
        whole: magnitude.unwrap_or(digits),
        group: if radix == Radix::Decimal { 3 } else { 4 },
        ..Number::default()
    };
    number.push(specification, builder);
}

fn check_character(specification: &Specification) -> Result<(), FormatError> {
    check_plain(specification)?;
    if specification.sign != Sign::Unspecified {
        return Err(FormatError::value("Sign not allowed with integer format specifier 'c'"));
    }
    if specification.alternate {
        return Err(FormatError::value(
            "Alternate form (#) not allowed with integer format specifier 'c'",
        ));
    }
    Ok(())
}

fn push_character(
    value: i64,
    specification: &Specification,
    builder: &mut TextBuilder,
) -> Result<(), FormatError> {
    let code = u32::try_from(value)
        .ok()
        .filter(|code| *code < CODE_POINT_LIMIT)
        .ok_or_else(|| FormatError::Overflow("%c arg not in range(0x110000)".to_owned()))?;
    super::text::push_padded(crate::text::Text::Ucs4(&[code]), specification, builder);
    Ok(())
}
