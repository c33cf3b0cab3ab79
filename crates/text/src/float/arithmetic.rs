//! Floor division, remainder, power and ratio of floats, with Python's error cases.

use dashu_int::{IBig, Sign, UBig};

use super::decompose;
use crate::integer::DivisionByZero;

/// `left % right`: the remainder with the divisor's sign.
pub fn remainder(left: f64, right: f64) -> Result<f64, DivisionByZero> {
    if right == 0.0 { Err(DivisionByZero) } else { Ok(signed_remainder(left, right)) }
}

fn signed_remainder(left: f64, right: f64) -> f64 {
    let remainder = left % right;
    if remainder == 0.0 {
        0.0_f64.copysign(right)
    } else if (remainder < 0.0) != (right < 0.0) {
        remainder + right
    } else {
        remainder
    }
}

/// `left // right`.
pub fn floor_divide(left: f64, right: f64) -> Result<f64, DivisionByZero> {
    Ok(divide_remainder(left, right)?.0)
}

/// `divmod(left, right)`.
pub fn divide_remainder(left: f64, right: f64) -> Result<(f64, f64), DivisionByZero> {
    if right == 0.0 {
        return Err(DivisionByZero);
    }
    let truncated = left % right;
    let mut quotient = (left - truncated) / right;
    if truncated != 0.0 && (right < 0.0) != (truncated < 0.0) {
        quotient -= 1.0;
    }
    let floor = if quotient == 0.0 {
        0.0_f64.copysign(left / right)
    } else {
        // The quotient is a whole number but for rounding.
        let floor = quotient.floor();
        if quotient - floor > 0.5 { floor + 1.0 } else { floor }
    };
    Ok((floor, signed_remainder(left, right)))
}

/// Why a power of floats is no float.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PowerError {
    /// Zero to a negative power: a `ZeroDivisionError`.
    ZeroToNegative,
    /// Too large: `OverflowError(34, "Numerical result out of range")`.
    Overflow,
    /// A negative base with a fractional exponent: the result is complex.
    Complex,
}

impl PowerError {
    /// The message of the `ZeroDivisionError`, or the text that belongs to the `OverflowError`'s number.
    pub fn message(self) -> &'static str {
        match self {
            PowerError::ZeroToNegative => "zero to a negative power",
            PowerError::Overflow | PowerError::Complex => "Numerical result out of range",
        }
    }
}

/// `base ** exponent`.
pub fn power(base: f64, exponent: f64) -> Result<f64, PowerError> {
    if exponent == 0.0 || base == 1.0 {
        return Ok(1.0);
    }
    if base.is_nan() || exponent.is_nan() {
        return Ok(if base.is_nan() { base } else { exponent });
    }
    if exponent.is_infinite() {
        return Ok(match base.abs() {
            1.0 => 1.0,
            magnitude if (exponent > 0.0) == (magnitude > 1.0) => f64::INFINITY,
            _ => 0.0,
        });
    }
    let odd = exponent.abs() % 2.0 == 1.0;
    if base == 0.0 && exponent < 0.0 {
        return Err(PowerError::ZeroToNegative);
    }
    if base < 0.0 && base.is_finite() && exponent != exponent.floor() {
        return Err(PowerError::Complex);
    }
    let magnitude = base.abs().powf(exponent);
    if magnitude.is_infinite() && base.is_finite() {
        return Err(PowerError::Overflow);
    }
    Ok(if odd && base.is_sign_negative() { -magnitude } else { magnitude })
}

/// Why a float is no ratio of integers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RatioError {
    /// Not a number: a `ValueError`.
    NotANumber,
    /// Infinite: an `OverflowError`.
    Infinite,
}

impl RatioError {
    /// The exception's message.
    pub fn message(self) -> &'static str {
        match self {
            RatioError::NotANumber => "cannot convert NaN to integer ratio",
            RatioError::Infinite => "cannot convert Infinity to integer ratio",
        }
    }
}

/// `float.as_integer_ratio`: numerator and denominator in lowest terms.
pub fn integer_ratio(value: f64) -> Result<(IBig, IBig), RatioError> {
    if value.is_nan() {
        return Err(RatioError::NotANumber);
    }
    if value.is_infinite() {
        return Err(RatioError::Infinite);
    }
    let (mantissa, exponent) = decompose(value.abs());
    if mantissa == 0 {
        return Ok((IBig::ZERO, IBig::ONE));
    }
    let spare = mantissa.trailing_zeros();
    let mantissa = UBig::from(mantissa >> spare);
    let exponent = exponent + spare as i32;
    let distance = exponent.unsigned_abs() as usize;
    let (numerator, denominator) = if exponent >= 0 {
        (mantissa << distance, UBig::ONE)
    } else {
        (mantissa, UBig::ONE << distance)
    };
    let sign = if value < 0.0 { Sign::Negative } else { Sign::Positive };
    Ok((IBig::from_parts(sign, numerator), denominator.into()))
}
