//! `round(x)` and `round(x, digits)`.

use dashu_int::ops::DivRem;
use dashu_int::{IBig, UBig};

use crate::integer::{from_float, to_float};

/// `round(value, digits)`: correctly rounded in decimal, ties to even; `None` if the result is too large
/// for a float (an `OverflowError`, `rounded value too large to represent`).
pub fn round_digits(value: f64, digits: i64) -> Option<f64> {
    if !value.is_finite() || value == 0.0 || digits > 323 {
        return Some(value);
    }
    if digits < -308 {
        return Some(0.0_f64.copysign(value));
    }
    let distance = digits.unsigned_abs() as usize;
    let magnitude = if digits >= 0 {
        format!("{:.*}", distance, value.abs()).parse().ok()?
    } else {
        round_to_power(value.abs(), distance)?
    };
    Some(magnitude.copysign(value))
}

/// The nearest multiple of `10**digits`, ties to the even one.
fn round_to_power(value: f64, digits: usize) -> Option<f64> {
    let unit = IBig::from(UBig::from(10_u8).pow(digits));
    let whole = from_float(value).ok()?;
    let inexact = value.trunc() != value;
    let (quotient, rest) = whole.div_rem(&unit);
    let doubled = rest * IBig::from(2);
    let odd = &quotient % IBig::from(2) != IBig::ZERO;
    let up = doubled > unit || (doubled == unit && (inexact || odd));
    let multiple = if up { quotient + IBig::ONE } else { quotient };
    to_float(&(multiple * unit))
}

/// The nearest whole number, ties to even, for `round(value)`.
pub fn round_half_even(value: f64) -> f64 {
    value.round_ties_even()
}
