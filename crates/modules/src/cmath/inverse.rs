//! Square root, logarithm and inverse hyperbolic functions, with the branch cuts of W. Kahan ("Branch cuts for complex
//! elementary functions", 1987) and, at infinities and NaNs, the values of C99, annex G.

use std::f64::consts::{FRAC_PI_2, LN_2};

use super::value::{Failure, Number, Outcome};

/// Parts beyond this are halved before they are squared or added.
const LARGE: f64 = f64::MAX / 4.0;
/// By how many binary digits tiny parts are scaled up.
const SCALE: i32 = 54;

pub fn square_root(z: Number) -> Number {
    if z.im.is_infinite() {
        return Number::new(f64::INFINITY, z.im);
    }
    if z.re.is_infinite() {
        return match (z.re > 0.0, z.im.is_nan()) {
            (true, true) => Number::new(f64::INFINITY, f64::NAN),
            (true, false) => Number::new(f64::INFINITY, 0f64.copysign(z.im)),
            (false, true) => Number::new(f64::NAN, f64::INFINITY),
            (false, false) => Number::new(0.0, f64::INFINITY.copysign(z.im)),
        };
    }
    if z.re.is_nan() || z.im.is_nan() {
        return Number::new(f64::NAN, f64::NAN);
    }
    if z.re == 0.0 && z.im == 0.0 {
        return Number::new(0.0, z.im);
    }
    let (x, y) = (z.re.abs(), z.im.abs());
    let half = if x < f64::MIN_POSITIVE && y < f64::MIN_POSITIVE {
        let scale = 2f64.powi(SCALE);
        let (x, y) = (x * scale, y * scale);
        (x + x.hypot(y)).sqrt() * 2f64.powi(-SCALE / 2) / 2f64.sqrt()
    } else {
        let eighth = x / 8.0;
        2.0 * (eighth + eighth.hypot(y / 8.0)).sqrt()
    };
    let other = y / (2.0 * half);
    match z.re >= 0.0 {
        true => Number::new(half, other.copysign(z.im)),
        false => Number::new(other, half.copysign(z.im)),
    }
}

/// The logarithm of the modulus.
fn log_modulus(z: Number) -> Result<f64, Failure> {
    let (x, y) = (z.re.abs(), z.im.abs());
    if x.is_infinite() || y.is_infinite() {
        return Ok(f64::INFINITY);
    }
    if x > LARGE || y > LARGE {
        return Ok((x / 2.0).hypot(y / 2.0).ln() + LN_2);
    }
    if x < f64::MIN_POSITIVE && y < f64::MIN_POSITIVE {
        if x == 0.0 && y == 0.0 {
            return Err(Failure::Domain);
        }
        let scale = 2f64.powi(SCALE);
        return Ok((x * scale).hypot(y * scale).ln() - f64::from(SCALE) * LN_2);
    }
    let modulus = x.hypot(y);
    if !(0.71..=1.73).contains(&modulus) {
        return Ok(modulus.ln());
    }
    // Near 1, where the logarithm vanishes, what is left of the modulus is found without it.
    let (greater, lesser) = if x > y { (x, y) } else { (y, x) };
    Ok(libm::log1p((greater - 1.0) * (greater + 1.0) + lesser * lesser) / 2.0)
}

pub fn log(z: Number) -> Outcome {
    Ok(Number::new(log_modulus(z)?, z.im.atan2(z.re)))
}

/// The logarithm of twice the modulus, for moduli far from 0.
fn log_of_large(z: Number) -> f64 {
    (z.re / 2.0).hypot(z.im / 2.0).ln() + 2.0 * LN_2
}

fn is_large(z: Number) -> bool {
    z.re.abs() > LARGE || z.im.abs() > LARGE
}

pub fn acosh(z: Number) -> Outcome {
    if is_large(z) {
        return Ok(Number::new(log_of_large(z), z.im.atan2(z.re)));
    }
    let below = square_root(Number::new(z.re - 1.0, z.im));
    let above = square_root(Number::new(z.re + 1.0, z.im));
    let real = libm::asinh(below.re * above.re + below.im * above.im);
    Ok(Number::new(real, 2.0 * below.im.atan2(above.re)))
}

pub fn acos(z: Number) -> Outcome {
    if is_large(z) {
        let size = log_of_large(z);
        let imaginary = if z.re < 0.0 { -size.copysign(z.im) } else { size.copysign(-z.im) };
        return Ok(Number::new(z.im.abs().atan2(z.re), imaginary));
    }
    if z.re == 0.0 && z.im.is_nan() {
        return Ok(Number::new(FRAC_PI_2, f64::NAN));
    }
    let below = square_root(Number::new(1.0 - z.re, -z.im));
    let above = square_root(Number::new(1.0 + z.re, z.im));
    let imaginary = libm::asinh(above.re * below.im - above.im * below.re);
    Ok(Number::new(2.0 * below.re.atan2(above.re), imaginary))
}

pub fn asinh(z: Number) -> Outcome {
    if is_large(z) {
        let size = log_of_large(z);
        return Ok(Number::new(size.copysign(z.re), z.im.atan2(z.re.abs())));
    }
    if z.re.is_nan() && z.im == 0.0 {
        return Ok(z);
    }
    let left = square_root(Number::new(1.0 + z.im, -z.re));
    let right = square_root(Number::new(1.0 - z.im, z.re));
    let real = libm::asinh(left.re * right.im - right.re * left.im);
    Ok(Number::new(real, z.im.atan2(left.re * right.re - left.im * right.im)))
}

pub fn atanh(z: Number) -> Outcome {
    if z.re.is_sign_negative() {
        let result = atanh(Number::new(-z.re, -z.im))?;
        return Ok(Number::new(-result.re, -result.im));
    }
    if z.re.is_infinite() || z.im.is_infinite() {
        let quarter = if z.im.is_nan() { f64::NAN } else { FRAC_PI_2.copysign(z.im) };
        return Ok(Number::new(0.0, quarter));
    }
    if z.im.is_nan() {
        return Ok(Number::new(if z.re == 0.0 { 0.0 } else { f64::NAN }, f64::NAN));
    }
    let (y, root) = (z.im.abs(), LARGE.sqrt());
    if z.re > root || y > root {
        let half = (z.re / 2.0).hypot(y / 2.0);
        return Ok(Number::new(z.re / 4.0 / half / half, FRAC_PI_2.copysign(z.im)));
    }
    if z.re == 1.0 && y < f64::MIN_POSITIVE.sqrt() {
        if y == 0.0 {
            return Err(Failure::Domain);
        }
        let real = -(y.sqrt() / y.hypot(2.0).sqrt()).ln();
        return Ok(Number::new(real, (2f64.atan2(-y) / 2.0).copysign(z.im)));
    }
    let rest = 1.0 - z.re;
    let real = libm::log1p(4.0 * z.re / (rest * rest + y * y)) / 4.0;
    let imaginary = -(-2.0 * z.im).atan2(rest * (1.0 + z.re) - y * y) / 2.0;
    Ok(Number::new(real, imaginary))
}
