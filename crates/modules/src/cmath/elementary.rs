//! Exponential and hyperbolic functions. At infinities and NaNs the values are those of C99, annex G.

use std::f64::consts::E;

use super::value::{Failure, Number, Outcome};

/// Beyond this `exp` of a real number overflows, or nearly does.
const LOG_LARGE: f64 = 708.39;

/// `size` with the sign of the cosine and of the sine of an angle.
fn directed(size: f64, angle: f64) -> Number {
    Number::new(size.copysign(angle.cos()), size.copysign(angle.sin()))
}

pub fn exp(z: Number) -> Outcome {
    if z.is_finite() {
        let result = match z.re > LOG_LARGE {
            true => {
                let size = (z.re - 1.0).exp();
                Number::new(size * z.im.cos() * E, size * z.im.sin() * E)
            }
            false => {
                let size = z.re.exp();
                Number::new(size * z.im.cos(), size * z.im.sin())
            }
        };
        return result.within_range();
    }
    if z.im == 0.0 {
        let size = if z.re == -f64::INFINITY { 0.0 } else { z.re };
        return Ok(Number::new(size, z.im));
    }
    if z.re.is_infinite() && z.im.is_finite() {
        return Ok(directed(if z.re > 0.0 { f64::INFINITY } else { 0.0 }, z.im));
    }
    if z.re == -f64::INFINITY {
        return Ok(Number::new(0.0, 0.0));
    }
    if z.im.is_infinite() && !z.re.is_nan() {
        return Err(Failure::Domain);
    }
    Ok(Number::new(if z.re == f64::INFINITY { f64::INFINITY } else { f64::NAN }, f64::NAN))
}

pub fn cosh(z: Number) -> Outcome {
    if z.is_finite() {
        let result = match z.re.abs() > LOG_LARGE {
            true => {
                let less = z.re - 1f64.copysign(z.re);
                Number::new(z.im.cos() * less.cosh() * E, z.im.sin() * less.sinh() * E)
            }
            false => Number::new(z.im.cos() * z.re.cosh(), z.im.sin() * z.re.sinh()),
        };
        return result.within_range();
    }
    if z.im == 0.0 {
        let sign = if z.re < 0.0 { -z.im } else { z.im };
        return Ok(Number::new(z.re.abs(), sign));
    }
    if z.re.is_infinite() && z.im.is_finite() {
        let result = directed(f64::INFINITY, z.im);
        return Ok(Number::new(result.re, if z.re > 0.0 { result.im } else { -result.im }));
    }
    if z.im.is_infinite() && !z.re.is_nan() {
        return Err(Failure::Domain);
    }
    match z.re {
        re if re.is_infinite() => Ok(Number::new(f64::INFINITY, f64::NAN)),
        0.0 => Ok(Number::new(f64::NAN, 0.0)),
        _ => Ok(Number::new(f64::NAN, f64::NAN)),
    }
}

pub fn sinh(z: Number) -> Outcome {
    if z.is_finite() {
        let result = match z.re.abs() > LOG_LARGE {
            true => {
                let less = z.re - 1f64.copysign(z.re);
                Number::new(z.im.cos() * less.sinh() * E, z.im.sin() * less.cosh() * E)
            }
            false => Number::new(z.im.cos() * z.re.sinh(), z.im.sin() * z.re.cosh()),
        };
        return result.within_range();
    }
    if z.im == 0.0 {
        return Ok(z);
    }
    if z.re.is_infinite() && z.im.is_finite() {
        let result = directed(f64::INFINITY, z.im);
        return Ok(Number::new(if z.re > 0.0 { result.re } else { -result.re }, result.im));
    }
    if z.im.is_infinite() && !z.re.is_nan() {
        return Err(Failure::Domain);
    }
    match z.re {
        re if re.is_infinite() || re == 0.0 => Ok(Number::new(re, f64::NAN)),
        _ => Ok(Number::new(f64::NAN, f64::NAN)),
    }
}

pub fn tanh(z: Number) -> Outcome {
    if z.is_finite() {
        if z.re.abs() > LOG_LARGE {
            let imaginary = 4.0 * z.im.sin() * z.im.cos() * (-2.0 * z.re.abs()).exp();
            return Ok(Number::new(1f64.copysign(z.re), imaginary));
        }
        let (real, imaginary) = (z.re.tanh(), z.im.tan());
        let secant = 1.0 / z.re.cosh();
        let product = real * imaginary;
        let denominator = 1.0 + product * product;
        return Ok(Number::new(
            real * (1.0 + imaginary * imaginary) / denominator,
            imaginary / denominator * secant * secant,
        ));
    }
    if z.re.is_infinite() {
        let sign = if z.im.is_finite() { 2.0 * z.im.sin() * z.im.cos() } else { 0.0 };
        return Ok(Number::new(1f64.copysign(z.re), 0f64.copysign(sign)));
    }
    if z.im == 0.0 {
        return Ok(z);
    }
    if z.im.is_infinite() && !z.re.is_nan() {
        return Err(Failure::Domain);
    }
    Ok(Number::new(f64::NAN, f64::NAN))
}

/// `r * (cos(phi) + i * sin(phi))`
pub fn rectangular(r: f64, phi: f64) -> Outcome {
    if r.is_finite() && phi.is_finite() {
        if phi == 0.0 {
            return Ok(Number::new(r, r * phi));
        }
        return Ok(Number::new(r * phi.cos(), r * phi.sin()));
    }
    if r.is_infinite() && phi.is_finite() && phi != 0.0 {
        let result = directed(f64::INFINITY, phi);
        return Ok(match r > 0.0 {
            true => result,
            false => Number::new(-result.re, -result.im),
        });
    }
    if phi.is_infinite() && r != 0.0 && !r.is_nan() {
        return Err(Failure::Domain);
    }
    match (r, phi) {
        (0.0, _) => Ok(Number::new(0.0, 0.0)),
        (r, 0.0) => Ok(Number::new(r, if r < 0.0 { -phi } else { phi })),
        (r, _) if r.is_infinite() => Ok(Number::new(f64::INFINITY, f64::NAN)),
        _ => Ok(Number::new(f64::NAN, f64::NAN)),
    }
}
