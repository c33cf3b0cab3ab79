//! `float.hex` and `float.fromhex`.

use super::{decompose, repr};
use crate::integer::compose;

/// `float.hex`.
pub fn to_hexadecimal(value: f64) -> String {
    if !value.is_finite() {
        return repr(value);
    }
    let sign = if value.is_sign_negative() { "-" } else { "" };
    if value == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let (mantissa, exponent) = decompose(value);
    let whole = mantissa >> 52;
    let fraction = mantissa & ((1 << 52) - 1);
    format!("{sign}0x{whole:x}.{fraction:013x}p{:+}", exponent + 52)
}

/// Why a text is no hexadecimal float.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HexadecimalError {
    /// Not of the form: a `ValueError`.
    Invalid,
    /// Too large: an `OverflowError`.
    TooLarge,
}

impl HexadecimalError {
    /// The exception's message.
    pub fn message(self) -> &'static str {
        match self {
            HexadecimalError::Invalid => "invalid hexadecimal floating-point string",
            HexadecimalError::TooLarge => "hexadecimal value too large to represent as a float",
        }
    }
}

/// `float.fromhex`, rounding to the nearest, ties to even.
pub fn from_hexadecimal(text: &str) -> Result<f64, HexadecimalError> {
    let text = text.trim_matches(|char| matches!(char, ' ' | '\t'..='\r'));
    let (negative, text) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    let magnitude = match text.to_ascii_lowercase().as_str() {
        "inf" | "infinity" => f64::INFINITY,
        "nan" => f64::NAN,
        lower => read_magnitude(lower.strip_prefix("0x").unwrap_or(lower))?,
    };
    Ok(if negative { -magnitude } else { magnitude })
}

fn read_magnitude(text: &str) -> Result<f64, HexadecimalError> {
    let (digits, exponent) = match text.split_once('p') {
        Some((digits, exponent)) => (digits, read_exponent(exponent)?),
        None => (text, 0),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && fraction.is_empty() {
        return Err(HexadecimalError::Invalid);
    }
    let mut mantissa: u64 = 0;
    let mut sticky = false;
    let mut dropped: i64 = 0;
    for digit in whole.chars().chain(fraction.chars()) {
        let digit = u64::from(digit.to_digit(16).ok_or(HexadecimalError::Invalid)?);
        if mantissa < 1 << 59 {
            mantissa = mantissa << 4 | digit;
        } else {
            sticky |= digit != 0;
            dropped += 1;
        }
    }
    let places = dropped.saturating_sub(fraction.len() as i64).saturating_mul(4);
    compose(mantissa, sticky, exponent.saturating_add(places)).ok_or(HexadecimalError::TooLarge)
}

/// A decimal exponent; one beyond any float's is cut to a bound.
fn read_exponent(text: &str) -> Result<i64, HexadecimalError> {
    let (negative, digits) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(HexadecimalError::Invalid);
    }
    let exponent = digits.parse::<i64>().unwrap_or(i64::MAX / 2).min(i64::MAX / 2);
    Ok(if negative { -exponent } else { exponent })
}
