//! Integers as Python's `int` computes with them: one machine word where it fits, any size beyond.

mod bits;
mod bytes;
mod convert;
mod divide;
mod parse;
mod power;
mod spell;

pub use bits::{bit_count, bit_length, bit_length_small};
pub use bytes::{BytesError, from_bytes, to_bytes};
pub use convert::{
    FromFloatError, compare_float, compare_small_float, compose, from_float, small_from_float,
    small_to_float, to_float,
};
pub use divide::{
    floor_divide, floor_divide_remainder, floor_divide_remainder_small, remainder,
    round_to_power_of_ten, true_divide, true_divide_small,
};
pub use parse::{DIGITS_MAX_DEFAULT, DIGITS_THRESHOLD, ParseError, parse, parse_bytes};
pub use power::{
    ModularError, gcd, gcd_small, lcm, modular_power, multiply, power, power_small, square_root,
};
pub use spell::{Radix, TooManyDigits, to_decimal, to_radix, to_radix_small};

/// A result would need more bits than the caller allows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TooLarge;

/// A division by zero.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DivisionByZero;
