//! Arithmetic on complex numbers as C's Annex G has it; each number is a pair of its parts.

use crate::builtins::Complex;
use crate::prelude::*;

/// Real and imaginary part.
pub(super) type Parts = (f64, f64);

/// Powers with whole exponents up to this are multiplied out.
const WHOLE_EXPONENT_MAX: f64 = 100.0;

/// One or zero, with the sign of the value: what an infinite or finite part counts as.
fn unit(value: f64) -> f64 {
    if value.is_infinite() { 1.0_f64.copysign(value) } else { 0.0_f64.copysign(value) }
}

fn zero_if_nan(value: f64) -> f64 {
    if value.is_nan() { 0.0_f64.copysign(value) } else { value }
}

/// `left * right`; an infinite factor gives an infinite product even where the formula gives NaN.
pub(super) fn product(left: Parts, right: Parts) -> Parts {
    let (a, b) = left;
    let (c, d) = right;
    let plain = (a * c - b * d, a * d + b * c);
    if plain.0.is_nan() && plain.1.is_nan() { recovered_product(left, right, plain) } else { plain }
}

fn recovered_product((mut a, mut b): Parts, (mut c, mut d): Parts, plain: Parts) -> Parts {
    let partial = [a * c, b * d, a * d, b * c];
    let mut recover = false;
    if a.is_infinite() || b.is_infinite() {
        (a, b) = (unit(a), unit(b));
        (c, d) = (zero_if_nan(c), zero_if_nan(d));
        recover = true;
    }
    if c.is_infinite() || d.is_infinite() {
        (c, d) = (unit(c), unit(d));
        (a, b) = (zero_if_nan(a), zero_if_nan(b));
        recover = true;
    }
    if !recover && partial.iter().any(|part| part.is_infinite()) {
        (a, b) = (zero_if_nan(a), zero_if_nan(b));
        (c, d) = (zero_if_nan(c), zero_if_nan(d));
        recover = true;
    }
    if recover { (f64::INFINITY * (a * c - b * d), f64::INFINITY * (a * d + b * c)) } else { plain }
}

/// `left / right`; `None` for a division by zero.
pub(super) fn quotient(left: Parts, right: Parts) -> Option<Parts> {
    let (a, b) = left;
    let (c, d) = right;
    let plain = if c.abs() >= d.abs() {
        if c == 0.0 {
            return None;
        }
        // Scaling by the larger part keeps the squares from overflowing.
        let ratio = d / c;
        let denominator = c + d * ratio;
        ((a + b * ratio) / denominator, (b - a * ratio) / denominator)
    } else if d.abs() >= c.abs() {
        let ratio = c / d;
        let denominator = c * ratio + d;
        ((a * ratio + b) / denominator, (b * ratio - a) / denominator)
    } else {
        (f64::NAN, f64::NAN)
    };
    if plain.0.is_nan() && plain.1.is_nan() {
        return Some(recovered_quotient(left, right, plain));
    }
    Some(plain)
}

fn recovered_quotient((a, b): Parts, (c, d): Parts, plain: Parts) -> Parts {
    if (a.is_infinite() || b.is_infinite()) && c.is_finite() && d.is_finite() {
        let (a, b) = (unit(a), unit(b));
        return (f64::INFINITY * (a * c + b * d), f64::INFINITY * (b * c - a * d));
    }
    if (c.is_infinite() || d.is_infinite()) && a.is_finite() && b.is_finite() {
        let (c, d) = (unit(c), unit(d));
        return (0.0 * (a * c + b * d), 0.0 * (b * c - a * d));
    }
    plain
}

/// `real / right` for a real dividend; `None` for a division by zero.
pub(super) fn quotient_of_real(left: f64, (c, d): Parts) -> Option<Parts> {
    let plain = if c.abs() >= d.abs() {
        if c == 0.0 {
            return None;
        }
        let ratio = d / c;
        let denominator = c + d * ratio;
        (left / denominator, (-left * ratio) / denominator)
    } else if d.abs() >= c.abs() {
        let ratio = c / d;
        let denominator = c * ratio + d;
        ((left * ratio) / denominator, -left / denominator)
    } else {
        (f64::NAN, f64::NAN)
    };
    if plain.0.is_nan()
        && plain.1.is_nan()
        && left.is_finite()
        && (c.is_infinite() || d.is_infinite())
    {
        let (c, d) = (unit(c), unit(d));
        return Some((0.0 * (left * c), 0.0 * (-left * d)));
    }
    Some(plain)
}

fn whole_power(base: Parts, exponent: u32) -> Parts {
    let (mut result, mut factor) = ((1.0, 0.0), base);
    let mut mask = 1;
    while mask <= exponent {
        if exponent & mask != 0 {
            result = product(result, factor);
        }
        mask <<= 1;
        factor = product(factor, factor);
    }
    result
}

fn polar_power(base: Parts, (real, imaginary): Parts) -> Option<Parts> {
    if real == 0.0 && imaginary == 0.0 {
        return Some((1.0, 0.0));
    }
    if base.0 == 0.0 && base.1 == 0.0 {
        return if imaginary != 0.0 || real < 0.0 { None } else { Some((0.0, 0.0)) };
    }
    let magnitude = base.0.hypot(base.1);
    let angle = base.1.atan2(base.0);
    let mut length = magnitude.powf(real);
    let mut phase = angle * real;
    if imaginary != 0.0 {
        length *= (-angle * imaginary).exp();
        phase += imaginary * magnitude.ln();
    }
    Some((length * phase.cos(), length * phase.sin()))
}

impl Complex {
    /// `base ** exponent`
    pub fn power(vm: &mut Vm, base: Parts, exponent: Parts) -> PyResult {
        let (real, imaginary) = exponent;
        let whole = imaginary == 0.0 && real == real.floor() && real.abs() <= WHOLE_EXPONENT_MAX;
        let power = if whole {
            let positive = whole_power(base, real.abs() as u32);
            if real < 0.0 { quotient((1.0, 0.0), positive) } else { Some(positive) }
        } else {
            polar_power(base, exponent)
        };
        match power {
            None => Err(vm.zero_division_error("zero to a negative or complex power")),
            Some((real, imaginary)) if real.is_infinite() || imaginary.is_infinite() => {
                Err(vm.overflow_error("complex exponentiation"))
            }
            Some(power) => Ok(Complex::from_parts(vm, power)),
        }
    }
}
