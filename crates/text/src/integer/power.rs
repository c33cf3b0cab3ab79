//! Products, powers, roots and divisors, refusing results that are too large before computing them.

use dashu_int::fast_div::ConstDivisor;
use dashu_int::ops::{BitTest, ExtendedGcd, Gcd, RemEuclid, SquareRoot};
use dashu_int::{IBig, Sign, UBig};

use super::TooLarge;

/// Why a modular power has no value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ModularError {
    /// The modulus is 0.
    ZeroModulus,
    /// The exponent is negative and the base has no inverse.
    NotInvertible,
}

impl ModularError {
    /// The message of the `ValueError`.
    pub fn message(self) -> &'static str {
        match self {
            ModularError::ZeroModulus => "pow() 3rd argument cannot be 0",
            ModularError::NotInvertible => "base is not invertible for the given modulus",
        }
    }
}

/// The product, if it needs at most about `bits_max` bits.
pub fn multiply(left: &IBig, right: &IBig, bits_max: u64) -> Result<IBig, TooLarge> {
    let bits = left.bit_len() as u64 + right.bit_len() as u64;
    if bits > bits_max.saturating_add(1) { Err(TooLarge) } else { Ok(left * right) }
}

/// The power of machine integers, if it fits one.
#[inline]
pub fn power_small(base: i64, exponent: u64) -> Option<i64> {
    match base {
        0 | 1 if exponent > 0 => return Some(base),
        -1 => return Some(if exponent.is_multiple_of(2) { 1 } else { -1 }),
        _ => {}
    }
    base.checked_pow(u32::try_from(exponent).ok()?)
}

/// The power with an exponent of 0 or more, if it needs at most about `bits_max` bits. (A negative
/// exponent makes a float.)
pub fn power(base: &IBig, exponent: &UBig, bits_max: u64) -> Result<IBig, TooLarge> {
    if exponent.is_zero() || *base == IBig::ONE {
        return Ok(IBig::ONE);
    }
    if base.is_zero() {
        return Ok(IBig::ZERO);
    }
    if *base == IBig::NEG_ONE {
        return Ok(if exponent.bit(0) { IBig::NEG_ONE } else { IBig::ONE });
    }
    let exponent = usize::try_from(exponent.clone()).map_err(|_| TooLarge)?;
    let (sign, magnitude) = base.clone().into_parts();
    // The result has at least this many bits.
    let bits = (magnitude.bit_len() as u64 - 1).checked_mul(exponent as u64).ok_or(TooLarge)?;
    if bits > bits_max {
        return Err(TooLarge);
    }
    let negative = sign == Sign::Negative && exponent % 2 == 1;
    let sign = if negative { Sign::Negative } else { Sign::Positive };
    Ok(IBig::from_parts(sign, magnitude.pow(exponent)))
}

/// `pow(base, exponent, modulus)`; the result has the sign of the modulus.
pub fn modular_power(base: &IBig, exponent: &IBig, modulus: &IBig) -> Result<IBig, ModularError> {
    let (modulus_sign, modulus) = modulus.clone().into_parts();
    if modulus.is_zero() {
        return Err(ModularError::ZeroModulus);
    }
    if modulus == UBig::ONE {
        return Ok(IBig::ZERO);
    }
    let (exponent_sign, exponent) = exponent.clone().into_parts();
    // Reduced beforehand, because the ring's own reduction fails for some moduli of just 64 bits.
    let signed_modulus = IBig::from(modulus.clone());
    let mut base = base.rem_euclid(&signed_modulus);
    if exponent_sign == Sign::Negative {
        let inverse = inverse(&base, &modulus).ok_or(ModularError::NotInvertible)?;
        base = inverse.rem_euclid(&signed_modulus);
    }
    let ring = ConstDivisor::new(modulus.clone());
    let base = ring.reduce(base);
    let residue = IBig::from(base.pow(&exponent).residue());
    if modulus_sign == Sign::Negative && !residue.is_zero() {
        Ok(residue - IBig::from(modulus))
    } else {
        Ok(residue)
    }
}

/// The inverse modulo a modulus above 1. (The crate's own inverse in a ring fails for small moduli.)
fn inverse(base: &UBig, modulus: &UBig) -> Option<IBig> {
    if base.is_zero() {
        return None;
    }
    let (divisor, coefficient, _) = base.gcd_ext(modulus);
    (divisor == UBig::ONE).then_some(coefficient)
}

/// The integer part of the square root, or `None` for a negative integer.
pub fn square_root(value: &IBig) -> Option<IBig> {
    let (sign, magnitude) = value.clone().into_parts();
    (sign == Sign::Positive).then(|| magnitude.sqrt().into())
}

/// The greatest common divisor, never negative; 0 for two zeros.
pub fn gcd(left: &IBig, right: &IBig) -> IBig {
    let (_, left) = left.clone().into_parts();
    let (_, right) = right.clone().into_parts();
    if left.is_zero() {
        return right.into();
    }
    if right.is_zero() {
        return left.into();
    }
    left.gcd(right).into()
}

/// The greatest common divisor of machine integers, which may be 2**63.
pub fn gcd_small(left: i64, right: i64) -> u64 {
    let (mut left, mut right) = (left.unsigned_abs(), right.unsigned_abs());
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left
}

/// The least common multiple, never negative; 0 if either is 0.
pub fn lcm(left: &IBig, right: &IBig, bits_max: u64) -> Result<IBig, TooLarge> {
    if left.is_zero() || right.is_zero() {
        return Ok(IBig::ZERO);
    }
    let reduced = left / gcd(left, right);
    let (_, magnitude) = multiply(&reduced, right, bits_max)?.into_parts();
    Ok(magnitude.into())
}
