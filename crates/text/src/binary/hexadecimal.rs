//! Bytes in hexadecimal digits.

use std::fmt;

use crate::text::Text;

/// Why a text is not bytes in hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HexadecimalError {
    /// No digit, at this position of the argument of `fromhex`: a `ValueError`.
    NoDigit(usize),
    /// A single last digit in the argument of `fromhex`: a `ValueError`.
    OddDigits,
    /// An odd number of bytes in the argument of `unhexlify`: a `binascii.Error`.
    OddLength,
    /// No digit in the argument of `unhexlify`: a `binascii.Error`.
    OtherData,
}

impl fmt::Display for HexadecimalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            HexadecimalError::NoDigit(position) => {
                return write!(
                    f,
                    "non-hexadecimal number found in fromhex() arg at position {position}"
                );
            }
            HexadecimalError::OddDigits => {
                "fromhex() arg must contain an even number of hexadecimal digits"
            }
            HexadecimalError::OddLength => "Odd-length string",
            HexadecimalError::OtherData => "Non-hexadecimal digit found",
        })
    }
}

/// `bytes.hex` and `binascii.hexlify`. With a separator, groups of so many bytes are counted from the
/// right, or, if negative, from the left.
pub fn to_hexadecimal(bytes: &[u8], separator: Option<(u8, i64)>) -> Vec<u8> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut out = Vec::with_capacity(bytes.len().saturating_mul(2));
    let group = separator.map_or(0, |(_, group)| group.unsigned_abs() as usize);
    let from_right = separator.is_some_and(|(_, group)| group > 0);
    for (index, byte) in bytes.iter().enumerate() {
        let place = if from_right { bytes.len() - index } else { index };
        if let Some((separator, _)) = separator
            && index > 0
            && group > 0
            && place.is_multiple_of(group)
        {
            out.push(separator);
        }
        out.push(DIGITS[usize::from(byte >> 4)]);
        out.push(DIGITS[usize::from(byte & 15)]);
    }
    out
}

fn digit(code: u32) -> Option<u8> {
    char::from_u32(code)?.to_digit(16).map(|digit| digit as u8)
}

/// `bytes.fromhex`: white space may stand between bytes.
pub fn from_hexadecimal(text: Text<'_>) -> Result<Vec<u8>, HexadecimalError> {
    // Text beyond ASCII is refused where it leaves ASCII, whatever goes before.
    if let Some(position) = text.code_points().position(|code| code >= 0x80) {
        return Err(HexadecimalError::NoDigit(position));
    }
    let mut out = Vec::with_capacity(text.len() / 2);
    let mut codes = text.code_points().enumerate();
    while let Some((position, code)) = codes.next() {
        if matches!(code, 0x20 | 0x09..=0x0D) {
            continue;
        }
        let high = digit(code).ok_or(HexadecimalError::NoDigit(position))?;
        let (position, code) = codes.next().ok_or(HexadecimalError::OddDigits)?;
        let low = digit(code).ok_or(HexadecimalError::NoDigit(position))?;
        out.push(high << 4 | low);
    }
    Ok(out)
}

/// `binascii.unhexlify`.
pub fn unhexlify(ascii: &[u8]) -> Result<Vec<u8>, HexadecimalError> {
    if !ascii.len().is_multiple_of(2) {
        return Err(HexadecimalError::OddLength);
    }
    let byte = |pair: &[u8]| {
        let high = digit(u32::from(*pair.first()?))?;
        Some(high << 4 | digit(u32::from(*pair.get(1)?))?)
    };
    ascii.chunks(2).map(|pair| byte(pair).ok_or(HexadecimalError::OtherData)).collect()
}
