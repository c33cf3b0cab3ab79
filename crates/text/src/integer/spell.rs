//! Integers written in digits.

use dashu_int::{IBig, Sign};

use super::{DIGITS_THRESHOLD, bit_length};

/// A base with a prefix of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Radix {
    /// Base 2, `0b`.
    Binary,
    /// Base 8, `0o`.
    Octal,
    /// Base 10, no prefix.
    Decimal,
    /// Base 16, `0x`.
    Hexadecimal,
}

impl Radix {
    /// The base.
    pub fn base(self) -> u8 {
        match self {
            Radix::Binary => 2,
            Radix::Octal => 8,
            Radix::Decimal => 10,
            Radix::Hexadecimal => 16,
        }
    }

    /// The prefix of the base, such as `0x`.
    pub fn prefix(self) -> &'static str {
        match self {
            Radix::Binary => "0b",
            Radix::Octal => "0o",
            Radix::Decimal => "",
            Radix::Hexadecimal => "0x",
        }
    }
}

/// The integer has more decimal digits than may be written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TooManyDigits {
    /// `sys.get_int_max_str_digits()`.
    pub limit: usize,
}

impl TooManyDigits {
    /// The message of the `ValueError`.
    pub fn message(self) -> String {
        let limit = self.limit;
        format!(
            "Exceeds the limit ({limit} digits) for integer string conversion; \
             use sys.set_int_max_str_digits() to increase the limit"
        )
    }
}

/// `str(value)`. `limit` is `sys.get_int_max_str_digits()`; 0 means that there is none.
pub fn to_decimal(value: &IBig, limit: usize) -> Result<String, TooManyDigits> {
    let limited = limit > 0;
    let threshold = limit.max(DIGITS_THRESHOLD);
    // A decimal digit is worth less than 10/3 bits, so so many bits need more digits than allowed.
    if limited && bit_length(value) > (threshold as u64 + 1).saturating_mul(10) / 3 {
        return Err(TooManyDigits { limit });
    }
    let spelled = value.to_string();
    let digits = spelled.len() - usize::from(value.sign() == Sign::Negative);
    if limited && digits > threshold { Err(TooManyDigits { limit }) } else { Ok(spelled) }
}

/// The sign and the digits in lower case, without a prefix, in a base from 2 to 36.
///
/// For bases that are no power of two the caller limits the size: the time grows faster than the length.
pub fn to_radix(value: &IBig, base: u8) -> String {
    value.in_radix(base.clamp(2, 36)).to_string()
}

/// [`to_radix`] for a machine integer.
pub fn to_radix_small(value: i64, radix: Radix) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let magnitude = value.unsigned_abs();
    match radix {
        Radix::Binary => format!("{sign}{magnitude:b}"),
        Radix::Octal => format!("{sign}{magnitude:o}"),
        Radix::Decimal => value.to_string(),
        Radix::Hexadecimal => format!("{sign}{magnitude:x}"),
    }
}
