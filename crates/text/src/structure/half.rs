//! Floats of 16 bits.

/// The nearest half float (ties to even) as bits; `None` if a finite value is too large.
pub fn half_from_float(value: f64) -> Option<u16> {
    let sign = if value.is_sign_negative() { 0x8000 } else { 0 };
    let magnitude = value.abs();
    if magnitude.is_nan() {
        return Some(sign | 0x7E00);
    }
    if magnitude.is_infinite() {
        return Some(sign | 0x7C00);
    }
    if magnitude >= 65_536.0 {
        return None;
    }
    // Subnormal halves share the exponent of the smallest normal ones.
    let exponent = (((magnitude.to_bits() >> 52) as i32) - 1023).max(-14);
    let units = (magnitude * (10.0 - f64::from(exponent)).exp2()).round_ties_even();
    // At most 29 << 10 + 2048, as the exponent is below 16. A carry moves on to the exponent.
    let bits = ((exponent + 14) << 10) as u16 + units as u16;
    (bits < 0x7C00).then_some(sign | bits)
}

/// The value of a half float.
pub fn half_to_float(bits: u16) -> f64 {
    let exponent = i32::from(bits >> 10 & 0x1F);
    let fraction = f64::from(bits & 0x3FF);
    let magnitude = match exponent {
        0 => fraction * f64::exp2(-24.0),
        0x1F if fraction == 0.0 => f64::INFINITY,
        0x1F => f64::NAN,
        _ => (fraction + 1024.0) * f64::from(exponent - 25).exp2(),
    };
    if bits & 0x8000 == 0 { magnitude } else { -magnitude }
}
