//! Between integers and floats: exact comparison, correctly rounded conversion.

use std::cmp::Ordering;

use dashu_int::ops::BitTest;
use dashu_int::{IBig, Sign, UBig};

use crate::float::decompose;

/// Why a float is no integer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FromFloatError {
    /// Not a number: a `ValueError`.
    NotANumber,
    /// Infinite: an `OverflowError`.
    Infinite,
}

impl FromFloatError {
    /// The exception's message.
    pub fn message(self) -> &'static str {
        match self {
            FromFloatError::NotANumber => "cannot convert float NaN to integer",
            FromFloatError::Infinite => "cannot convert float infinity to integer",
        }
    }
}

/// The integer part of a float, if it fits a machine word.
#[inline]
pub fn small_from_float(value: f64) -> Option<i64> {
    // Both bounds are exact floats; NaN fails the comparison.
    (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0)
        .contains(&value)
        .then_some(value as i64)
}

/// The integer part of a float.
pub fn from_float(value: f64) -> Result<IBig, FromFloatError> {
    if value.is_nan() {
        return Err(FromFloatError::NotANumber);
    }
    if value.is_infinite() {
        return Err(FromFloatError::Infinite);
    }
    if let Some(small) = small_from_float(value) {
        return Ok(small.into());
    }
    let (mantissa, exponent) = decompose(value.abs());
    // Beyond a machine word the exponent is positive.
    let magnitude = UBig::from(mantissa) << exponent.unsigned_abs() as usize;
    let sign = if value < 0.0 { Sign::Negative } else { Sign::Positive };
    Ok(IBig::from_parts(sign, magnitude))
}

/// The nearest float (ties to even), or `None` if the integer is too large for one.
pub fn to_float(value: &IBig) -> Option<f64> {
    let (sign, magnitude) = value.clone().into_parts();
    let bits = magnitude.bit_len();
    let dropped = bits.saturating_sub(64);
    let sticky = dropped > 0 && magnitude.trailing_zeros().is_some_and(|zeros| zeros < dropped);
    let top = u64::try_from(magnitude >> dropped).expect("at most 64 bits are left");
    let float = compose(top, sticky, dropped as i64)?;
    Some(if sign == Sign::Negative { -float } else { float })
}

/// The nearest float (ties to even).
#[inline]
pub fn small_to_float(value: i64) -> f64 {
    value as f64
}

/// The float nearest (ties to even) to `mantissa * 2**exponent`, where `sticky` tells that a little more
/// was cut off; `None` if it is too large for a finite float.
pub fn compose(mantissa: u64, sticky: bool, exponent: i64) -> Option<f64> {
    if mantissa == 0 {
        return Some(0.0);
    }
    let bits = 64 - i64::from(mantissa.leading_zeros());
    // 53 bits for a normal float; a subnormal one ends at 2**-1074.
    let shift = (bits - 53).max((-1074_i64).saturating_sub(exponent));
    let (rounded, exponent) = if shift > 0 {
        (round_shift(mantissa, sticky, shift), exponent.saturating_add(shift))
    } else {
        (mantissa, exponent)
    };
    if rounded == 0 {
        return Some(0.0);
    }
    let rounded_bits = 64 - i64::from(rounded.leading_zeros());
    if exponent.saturating_add(rounded_bits) > 1024 {
        return None;
    }
    Some(scale(rounded, exponent))
}

/// `mantissa / 2**shift`, rounded to the nearest, ties to even.
fn round_shift(mantissa: u64, sticky: bool, shift: i64) -> u64 {
    if shift > 64 {
        return 0;
    }
    let wide = u128::from(mantissa);
    let quotient = (wide >> shift) as u64;
    let rest = wide & ((1 << shift) - 1);
    let half = 1_u128 << (shift - 1);
    let up = rest > half || (rest == half && (sticky || quotient & 1 == 1));
    quotient + u64::from(up)
}

/// `mantissa * 2**exponent` where the result is exact: at most 53 bits, in a float's range.
fn scale(mantissa: u64, exponent: i64) -> f64 {
    let mut value = mantissa as f64;
    let mut exponent = exponent;
    // Two or three steps, since the power itself may be outside of a float's range.
    while exponent > 0 {
        let step = exponent.min(1000);
        value *= power_of_two(step);
        exponent -= step;
    }
    if exponent < -1000 {
        // Goes through a normal float first, so that only the last step can be subnormal, and it is exact.
        value *= power_of_two(-60);
        exponent += 60;
    }
    while exponent < 0 {
        let step = exponent.max(-1000);
        value *= power_of_two(step);
        exponent -= step;
    }
    value
}

/// 2**exponent for an exponent in -1022..=1023.
fn power_of_two(exponent: i64) -> f64 {
    f64::from_bits(((exponent + 1023) as u64) << 52)
}

/// Compares an integer with a float exactly; `None` for NaN.
pub fn compare_float(left: &IBig, right: f64) -> Option<Ordering> {
    if right.is_nan() {
        return None;
    }
    if right.is_infinite() {
        return Some(if right > 0.0 { Ordering::Less } else { Ordering::Greater });
    }
    let whole = right.trunc();
    let integer = from_float(whole).ok()?;
    Some(left.cmp(&integer).then_with(|| 0.0_f64.total_cmp(&(right - whole + 0.0))))
}

/// Compares a machine integer with a float exactly; `None` for NaN.
pub fn compare_small_float(left: i64, right: f64) -> Option<Ordering> {
    if right.is_nan() {
        return None;
    }
    let Some(integer) = small_from_float(right) else {
        return Some(if right > 0.0 { Ordering::Less } else { Ordering::Greater });
    };
    let fraction = right - right.trunc();
    Some(left.cmp(&integer).then_with(|| 0.0.partial_cmp(&fraction).unwrap_or(Ordering::Equal)))
}
