//! `float(text)` and `complex(text)`.

use crate::text::Text;
use crate::unicode::{decimal_value, is_space};

/// The float that a string spells; `None` if it spells none. The caller's message is
/// `could not convert string to float: {repr of the argument}`.
pub fn parse(text: Text<'_>) -> Option<f64> {
    parse_ascii(&to_ascii(text))
}

/// The float that bytes spell; see [`parse`].
pub fn parse_bytes(bytes: &[u8]) -> Option<f64> {
    parse_ascii(bytes)
}

/// Why a text is no complex number; both are a `ValueError`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ComplexError {
    /// The message is `complex() arg is a malformed string`.
    Malformed,
    /// An underscore is not between two digits: the message is
    /// `could not convert string to complex: {repr of the argument}`.
    Underscore,
}

/// The real and imaginary parts that a string spells.
pub fn parse_complex(text: Text<'_>) -> Result<(f64, f64), ComplexError> {
    let ascii = to_ascii(text);
    let clean = without_underscores(trim(&ascii)).ok_or(ComplexError::Underscore)?;
    let mut bytes = clean.as_bytes();
    if let Some(inner) = bytes.strip_prefix(b"(") {
        bytes = trim(inner.strip_suffix(b")").ok_or(ComplexError::Malformed)?);
    }
    // The text was ASCII, and so is every part of it.
    let number = std::str::from_utf8(bytes).map_err(|_| ComplexError::Malformed)?;
    read_complex(number).ok_or(ComplexError::Malformed)
}

fn read_complex(text: &str) -> Option<(f64, f64)> {
    let first = number_length(text);
    let rest = &text[first..];
    if first > 0 && rest.is_empty() {
        return Some((read_number(text)?, 0.0));
    }
    let unit = |sign: &str| match sign {
        "" | "+" => Some(1.0),
        "-" => Some(-1.0),
        _ => None,
    };
    if first > 0 && !rest.starts_with(['+', '-']) {
        // Only an imaginary part.
        return is_unit(rest)
            .then_some(())
            .and_then(|()| Some((0.0, read_number(&text[..first])?)));
    }
    if first == 0 {
        let sign = text.strip_suffix(['j', 'J'])?;
        return Some((0.0, unit(sign)?));
    }
    let real = read_number(&text[..first])?;
    let second = number_length(rest);
    if second == 0 {
        return Some((real, unit(rest.strip_suffix(['j', 'J'])?)?));
    }
    is_unit(&rest[second..]).then_some(())?;
    Some((real, read_number(&rest[..second])?))
}

fn is_unit(text: &str) -> bool {
    matches!(text, "j" | "J")
}

/// The length of the longest number, with its sign, at the beginning; 0 if there is none.
fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let sign = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    let word = bytes[sign..].iter().take_while(|byte| byte.is_ascii_alphabetic());
    let word: String = word.map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    for name in ["infinity", "inf", "nan"] {
        if word.starts_with(name) {
            return sign + name.len();
        }
    }
    let count = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let whole = count(sign);
    let mut end = sign + whole;
    let mut digits = whole;
    if bytes.get(end) == Some(&b'.') {
        let fraction = count(end + 1);
        digits += fraction;
        end += 1 + fraction;
    }
    if digits == 0 {
        return 0;
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let exponent = count((end + 1 + sign).min(bytes.len()));
        if exponent > 0 {
            end += 1 + sign + exponent;
        }
    }
    end
}

fn parse_ascii(bytes: &[u8]) -> Option<f64> {
    let clean = without_underscores(trim(bytes))?;
    let length = number_length(&clean);
    (length > 0 && length == clean.len()).then(|| read_number(&clean)).flatten()
}

/// The value of a text that [`number_length`] has accepted.
fn read_number(text: &str) -> Option<f64> {
    text.parse().ok()
}

/// Digits of any script count as ASCII ones and any space as a blank; what is neither fits no number.
fn to_ascii(text: Text<'_>) -> Vec<u8> {
    let convert = |code: u32| match u8::try_from(code) {
        Ok(byte) if byte < 0x80 => byte,
        _ => match decimal_value(code) {
            Some(digit) => b'0' + digit,
            None if is_space(code) => b' ',
            None => b'?',
        },
    };
    text.code_points().map(convert).collect()
}

fn trim(bytes: &[u8]) -> &[u8] {
    let blank = |byte: &u8| *byte == b' ' || (0x09..=0x0D).contains(byte);
    let start = bytes.iter().position(|byte| !blank(byte)).unwrap_or(bytes.len());
    let end = bytes.iter().rposition(|byte| !blank(byte)).map_or(start, |last| last + 1);
    &bytes[start..end]
}

/// The text without its underscores, each of which must stand between two digits; `None` if one does not,
/// or if the text is not ASCII.
fn without_underscores(bytes: &[u8]) -> Option<String> {
    let digit = |index: Option<usize>| {
        index.and_then(|index| bytes.get(index)).is_some_and(u8::is_ascii_digit)
    };
    let mut clean = String::with_capacity(bytes.len());
    for (index, byte) in bytes.iter().enumerate() {
        match byte {
            b'_' if digit(index.checked_sub(1)) && digit(Some(index + 1)) => {}
            b'_' | 0x80.. => return None,
            _ => clean.push(char::from(*byte)),
        }
    }
    Some(clean)
}
