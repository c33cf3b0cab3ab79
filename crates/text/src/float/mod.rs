//! Floats as Python's `float` computes with them.

mod arithmetic;
mod digits;
mod hexadecimal;
mod parse;
mod round;
mod spell;

pub use arithmetic::{
    PowerError, RatioError, divide_remainder, floor_divide, integer_ratio, power, remainder,
};
pub use digits::{Decimal, repr};
pub use hexadecimal::{HexadecimalError, from_hexadecimal, to_hexadecimal};
pub use parse::{ComplexError, parse, parse_bytes, parse_complex};
pub use round::{round_digits, round_half_even};
pub use spell::{Presentation, spell};

/// A finite float that is not negative as `mantissa * 2**exponent`, where the mantissa has at most 53
/// bits. The sign is ignored.
pub fn decompose(value: f64) -> (u64, i32) {
    const MANTISSA_BITS: u32 = 52;
    let bits = value.to_bits();
    let fraction = bits & ((1 << MANTISSA_BITS) - 1);
    let exponent = ((bits >> MANTISSA_BITS) & 0x7FF) as i32;
    if exponent == 0 {
        (fraction, -1074)
    } else {
        (fraction | (1 << MANTISSA_BITS), exponent - 1075)
    }
}
