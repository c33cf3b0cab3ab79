//! Unicode 16.0 as CPython 3.14 knows it: properties, case, names and normal forms.

mod case;
mod names;
mod normalization;
mod predicates;
mod properties;
#[rustfmt::skip]
mod tables;
#[rustfmt::skip]
mod tables_3_2;
pub mod version_3_2;

pub use case::{capitalize, casefold, lower, simple_lower, simple_upper, swapcase, title, upper};
pub use names::{lookup, name};
pub use normalization::{Form, is_normalized, normalize};
pub use predicates::{
    all_alphabetic, all_alphanumeric, all_decimal, all_digits, all_lower, all_numeric,
    all_printable, all_space, all_titled, all_upper, is_identifier,
};
pub use properties::{
    bidirectional, category, combining, decimal_value, decomposition, digit_value,
    east_asian_width, is_alphabetic, is_alphanumeric, is_cased, is_decimal, is_digit,
    is_identifier_continue, is_identifier_start, is_lower, is_mirrored, is_numeric, is_printable,
    is_space, is_title, is_upper, numeric_value,
};
pub use tables::VERSION;
