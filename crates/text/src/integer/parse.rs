//! `int(text, base)`.

use std::iter::Peekable;

use dashu_int::IBig;

use crate::text::Text;
use crate::unicode::{decimal_value, is_space};

/// `sys.int_info.default_max_str_digits`.
pub const DIGITS_MAX_DEFAULT: usize = 4300;
/// `sys.int_info.str_digits_check_threshold`: shorter numbers are never refused.
pub const DIGITS_THRESHOLD: usize = 640;

/// Why a text is no integer; every case is a `ValueError`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ParseError {
    /// The base is neither 0 nor in 2..=36.
    Base,
    /// The text is no integer in the base. The caller's message is
    /// `invalid literal for int() with base {base}: {repr of the argument}`.
    Literal,
    /// More digits than `sys.get_int_max_str_digits()`.
    TooManyDigits {
        /// The limit.
        limit: usize,
        /// The digits of the text.
        digits: usize,
    },
}

impl ParseError {
    /// The message of the `ValueError`; `base` is the one asked for and `argument` the repr of the text.
    pub fn message(self, base: u32, argument: &str) -> String {
        match self {
            ParseError::Base => "int() base must be >= 2 and <= 36, or 0".to_owned(),
            ParseError::Literal => {
                let shown: String = argument.chars().take(200).collect();
                format!("invalid literal for int() with base {base}: {shown}")
            }
            ParseError::TooManyDigits { limit, digits } => format!(
                "Exceeds the limit ({limit} digits) for integer string conversion: \
                 value has {digits} digits; \
                 use sys.set_int_max_str_digits() to increase the limit"
            ),
        }
    }
}

/// The integer that a string spells. `limit` is `sys.get_int_max_str_digits()`; 0 means that there is none.
pub fn parse(text: Text<'_>, base: u32, limit: usize) -> Result<IBig, ParseError> {
    if base == 10
        && let Text::Latin1(digits) = text
        && let Some(value) = short_decimal(digits)
    {
        return Ok(value.into());
    }
    let ascii = text.code_points().map(|code| match u8::try_from(code) {
        Ok(byte) if byte < 0x80 => byte,
        _ => ascii_equivalent(code),
    });
    parse_ascii(ascii, base, limit)
}

/// The integer of so few decimal digits, without anything else, that it fits a machine word.
fn short_decimal(digits: &[u8]) -> Option<i64> {
    const DIGITS_MAX: usize = 18;
    if digits.is_empty() || digits.len() > DIGITS_MAX {
        return None;
    }
    digits.iter().try_fold(0, |value, byte| {
        let digit = byte.wrapping_sub(b'0');
        (digit < 10).then(|| value * 10 + i64::from(digit))
    })
}

/// The integer that bytes spell; see [`parse`].
pub fn parse_bytes(bytes: &[u8], base: u32, limit: usize) -> Result<IBig, ParseError> {
    parse_ascii(bytes.iter().copied(), base, limit)
}

/// Digits of any script count as ASCII ones and any space as a blank; what is neither fits no literal.
fn ascii_equivalent(code: u32) -> u8 {
    if let Some(digit) = decimal_value(code) {
        return b'0' + digit;
    }
    if is_space(code) { b' ' } else { b'?' }
}

fn is_blank(byte: u8) -> bool {
    byte == b' ' || (0x09..=0x0D).contains(&byte)
}

fn parse_ascii<I: Iterator<Item = u8>>(
    bytes: I,
    base: u32,
    limit: usize,
) -> Result<IBig, ParseError> {
    if base == 1 || base > 36 {
        return Err(ParseError::Base);
    }
    let mut bytes = bytes.peekable();
    while bytes.next_if(|byte| is_blank(*byte)).is_some() {}
    let sign = bytes.next_if(|byte| matches!(byte, b'+' | b'-'));
    let prefix = read_prefix(&mut bytes, base);
    let base = prefix.base;
    let mut digits = read_digits(&mut bytes, base, prefix.digits)?;
    let digit_count = digits.len();
    while bytes.next_if(|byte| is_blank(*byte)).is_some() {}
    if bytes.next().is_some() || digits.is_empty() {
        return Err(ParseError::Literal);
    }
    if !base.is_power_of_two() && limit > 0 && digit_count > limit.max(DIGITS_THRESHOLD) {
        return Err(ParseError::TooManyDigits { limit, digits: digit_count });
    }
    if prefix.zero_only && digits.bytes().any(|digit| digit != b'0') {
        return Err(ParseError::Literal);
    }
    if sign == Some(b'-') {
        digits.insert(0, '-');
    }
    if let Ok(small) = i64::from_str_radix(&digits, base) {
        return Ok(small.into());
    }
    IBig::from_str_radix(&digits, base).map_err(|_| ParseError::Literal)
}

struct Prefix {
    base: u32,
    /// A zero that turned out to be a digit.
    digits: String,
    /// With base 0, a leading zero is right only in zero itself.
    zero_only: bool,
}

fn read_prefix<I: Iterator<Item = u8>>(bytes: &mut Peekable<I>, base: u32) -> Prefix {
    let mut prefix =
        Prefix { base: if base == 0 { 10 } else { base }, digits: String::new(), zero_only: false };
    if bytes.next_if_eq(&b'0').is_none() {
        return prefix;
    }
    let letter_base = match bytes.peek() {
        Some(b'x' | b'X') => 16,
        Some(b'o' | b'O') => 8,
        Some(b'b' | b'B') => 2,
        _ => 0,
    };
    if letter_base != 0 && (base == 0 || base == letter_base) {
        bytes.next();
        bytes.next_if_eq(&b'_');
        prefix.base = letter_base;
    } else {
        prefix.digits.push('0');
        prefix.zero_only = base == 0;
    }
    prefix
}

/// Appends the digits that follow; a single underscore may stand between two of them.
fn read_digits<I: Iterator<Item = u8>>(
    bytes: &mut Peekable<I>,
    base: u32,
    mut digits: String,
) -> Result<String, ParseError> {
    let mut after_underscore = digits.is_empty();
    while let Some(&byte) = bytes.peek() {
        if byte == b'_' {
            if after_underscore {
                return Err(ParseError::Literal);
            }
            after_underscore = true;
        } else if char::from(byte).is_digit(base) {
            digits.push(char::from(byte));
            after_underscore = false;
        } else {
            break;
        }
        bytes.next();
    }
    if after_underscore { Err(ParseError::Literal) } else { Ok(digits) }
}
