//! Base64 as `binascii` reads and writes it.

use std::fmt;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const PAD: u8 = b'=';

const DIGITS: [u8; 256] = {
    let mut digits = [u8::MAX; 256];
    let mut value = 0;
    while value < 64 {
        digits[ALPHABET[value] as usize] = value as u8;
        value += 1;
    }
    digits
};

/// Why bytes are no base64; a `binascii.Error`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Base64Error {
    /// Strict: the first byte is padding.
    LeadingPadding,
    /// Strict: padding where none is needed.
    ExcessPadding,
    /// Strict: something follows the padding.
    ExcessData,
    /// Strict: a byte outside of the alphabet.
    OtherData,
    /// Strict: data follows padding that is not complete.
    DiscontinuousPadding,
    /// A last group of one digit; with the number of digits.
    Length(usize),
    /// The padding is not complete.
    Padding,
}

impl fmt::Display for Base64Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Base64Error::LeadingPadding => "Leading padding not allowed",
            Base64Error::ExcessPadding => "Excess padding not allowed",
            Base64Error::ExcessData => "Excess data after padding",
            Base64Error::OtherData => "Only base64 data is allowed",
            Base64Error::DiscontinuousPadding => "Discontinuous padding not allowed",
            Base64Error::Padding => "Incorrect padding",
            Base64Error::Length(digits) => {
                return write!(
                    f,
                    "Invalid base64-encoded string: number of data characters ({digits}) \
                     cannot be 1 more than a multiple of 4"
                );
            }
        })
    }
}

/// `binascii.b2a_base64`.
pub fn to_base64(bytes: &[u8], newline: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len().div_ceil(3) * 4 + 1);
    for group in bytes.chunks(3) {
        let mut bits = [0; 4];
        bits[1..group.len() + 1].copy_from_slice(group);
        let bits = u32::from_be_bytes(bits);
        for index in 0..4 {
            let digit = (bits >> (18 - 6 * index) & 63) as usize;
            out.push(if index <= group.len() { ALPHABET[digit] } else { PAD });
        }
    }
    if newline {
        out.push(b'\n');
    }
    out
}

/// `binascii.a2b_base64`: skips what is no digit, unless `strict`.
pub fn from_base64(ascii: &[u8], strict: bool) -> Result<Vec<u8>, Base64Error> {
    let check = |holds: bool, error| if strict && holds { Err(error) } else { Ok(()) };
    check(ascii.first() == Some(&PAD), Base64Error::LeadingPadding)?;
    let mut out = Vec::with_capacity(ascii.len() / 4 * 3 + 3);
    let (mut in_group, mut left, mut pads) = (0, 0_u8, 0);
    let mut padding = false;
    for (index, byte) in ascii.iter().enumerate() {
        if *byte == PAD {
            padding = true;
            check(in_group == 0, Base64Error::ExcessPadding)?;
            if in_group >= 2 {
                pads += 1;
                if in_group + pads >= 4 {
                    check(index + 1 < ascii.len(), Base64Error::ExcessData)?;
                    return Ok(out);
                }
            }
            continue;
        }
        let digit = DIGITS[usize::from(*byte)];
        if digit >= 64 {
            check(true, Base64Error::OtherData)?;
            continue;
        }
        check(padding, Base64Error::DiscontinuousPadding)?;
        pads = 0;
        match in_group {
            0 => left = digit,
            1 => {
                out.push(left << 2 | digit >> 4);
                left = digit & 15;
            }
            2 => {
                out.push(left << 4 | digit >> 2);
                left = digit & 3;
            }
            _ => out.push(left << 6 | digit),
        }
        in_group = (in_group + 1) % 4;
    }
    match in_group {
        0 => Ok(out),
        1 => Err(Base64Error::Length(out.len() / 3 * 4 + 1)),
        _ => Err(Base64Error::Padding),
    }
}
