//! Division with Python's semantics: rounding to minus infinity, and true division to the nearest float.

use dashu_int::ops::{BitTest, DivRem};
use dashu_int::{IBig, UBig};

use super::{DivisionByZero, bit_length, compose};

/// Quotient and remainder of machine integers, `None` if the quotient does not fit. The divisor is not 0.
#[inline]
pub fn floor_divide_remainder_small(left: i64, right: i64) -> Option<(i64, i64)> {
    let quotient = left.checked_div(right)?;
    let remainder = left.wrapping_rem(right);
    // The remainder takes the divisor's sign.
    if remainder != 0 && (remainder < 0) != (right < 0) {
        Some((quotient - 1, remainder + right))
    } else {
        Some((quotient, remainder))
    }
}

/// Quotient rounded down, and the remainder with the divisor's sign.
pub fn floor_divide_remainder(left: &IBig, right: &IBig) -> Result<(IBig, IBig), DivisionByZero> {
    if right.is_zero() {
        return Err(DivisionByZero);
    }
    let (quotient, remainder) = left.div_rem(right);
    if !remainder.is_zero() && remainder.sign() != right.sign() {
        Ok((quotient - IBig::ONE, remainder + right))
    } else {
        Ok((quotient, remainder))
    }
}

/// The quotient, rounded down.
pub fn floor_divide(left: &IBig, right: &IBig) -> Result<IBig, DivisionByZero> {
    Ok(floor_divide_remainder(left, right)?.0)
}

/// The remainder, with the divisor's sign.
pub fn remainder(left: &IBig, right: &IBig) -> Result<IBig, DivisionByZero> {
    if right.is_zero() {
        return Err(DivisionByZero);
    }
    let remainder = left % right;
    if !remainder.is_zero() && remainder.sign() != right.sign() {
        Ok(remainder + right)
    } else {
        Ok(remainder)
    }
}

/// `left / right` as the nearest float; `Ok(None)` if it is too large for one.
pub fn true_divide_small(left: i64, right: i64) -> Result<Option<f64>, DivisionByZero> {
    const EXACT: u64 = 1 << 53;
    if right != 0 && left.unsigned_abs() <= EXACT && right.unsigned_abs() <= EXACT {
        return Ok(Some(left as f64 / right as f64));
    }
    true_divide(&left.into(), &right.into())
}

/// `left / right` as the nearest float; `Ok(None)` if it is too large for one.
pub fn true_divide(left: &IBig, right: &IBig) -> Result<Option<f64>, DivisionByZero> {
    if right.is_zero() {
        return Err(DivisionByZero);
    }
    let (left_sign, left) = left.clone().into_parts();
    let (right_sign, right) = right.clone().into_parts();
    let negative = left_sign != right_sign;
    let magnitude = divide_magnitudes(left, right);
    Ok(magnitude.map(|float| if negative { -float } else { float }))
}

fn divide_magnitudes(left: UBig, right: UBig) -> Option<f64> {
    // Scales so that the quotient has 60 or 61 bits: enough for any rounding, and it fits a word.
    let shift = right.bit_len() as i64 - left.bit_len() as i64 + 60;
    if shift < -2000 {
        return if left.is_zero() { Some(0.0) } else { None };
    }
    if shift > 3000 {
        return Some(0.0);
    }
    let distance = shift.unsigned_abs() as usize;
    let (quotient, remainder) = if shift >= 0 {
        (left << distance).div_rem(right)
    } else {
        left.div_rem(right << distance)
    };
    let quotient = u64::try_from(quotient).expect("the quotient has at most 61 bits");
    compose(quotient, !remainder.is_zero(), -shift)
}

/// `round(value, -digits)`: the nearest multiple of `10**digits`, ties to the even one.
pub fn round_to_power_of_ten(value: &IBig, digits: usize) -> IBig {
    // 10**digits has more than 3 * digits bits; beyond twice the value everything rounds to 0.
    if digits as u64 > bit_length(value) / 3 + 1 {
        return IBig::ZERO;
    }
    let unit = IBig::from(UBig::from(10_u8).pow(digits));
    let (quotient, rest) = match floor_divide_remainder(value, &unit) {
        Ok(parts) => parts,
        Err(DivisionByZero) => return IBig::ZERO,
    };
    let doubled = rest * IBig::from(2);
    let odd = quotient.bit(0);
    let up = doubled > unit || (doubled == unit && odd);
    (if up { quotient + IBig::ONE } else { quotient }) * unit
}
