//! `int.to_bytes` and `int.from_bytes`.

use dashu_int::{IBig, Sign, UBig};

/// Why an integer does not go into that many bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BytesError {
    /// A negative integer was to be written without a sign.
    Negative,
    /// The integer needs more bytes.
    TooBig,
}

impl BytesError {
    /// The message of the `OverflowError`.
    pub fn message(self) -> &'static str {
        match self {
            BytesError::Negative => "can't convert negative int to unsigned",
            BytesError::TooBig => "int too big to convert",
        }
    }
}

/// The integer in exactly `length` bytes, two's complement if `signed`. The caller has checked that
/// `length` bytes may be used.
pub fn to_bytes(
    value: &IBig,
    length: usize,
    big_endian: bool,
    signed: bool,
) -> Result<Vec<u8>, BytesError> {
    let negative = value.sign() == Sign::Negative;
    if negative && !signed {
        return Err(BytesError::Negative);
    }
    let fill = if negative { 0xFF } else { 0 };
    // Two's complement with the sign in the highest bit, so a byte of pure sign may be spare.
    let mut bytes = value.to_le_bytes().into_vec();
    while bytes.len() > length && bytes.last() == Some(&fill) {
        bytes.pop();
    }
    let sign_is_lost =
        signed && *value != IBig::ZERO && bytes.len() == length && negative != sign_bit(&bytes);
    if bytes.len() > length || sign_is_lost {
        return Err(BytesError::TooBig);
    }
    bytes.resize(length, fill);
    if big_endian {
        bytes.reverse();
    }
    Ok(bytes)
}

fn sign_bit(little_endian: &[u8]) -> bool {
    little_endian.last().is_some_and(|byte| byte & 0x80 != 0)
}

/// The integer that the bytes spell, in two's complement if `signed`.
pub fn from_bytes(bytes: &[u8], big_endian: bool, signed: bool) -> IBig {
    match (big_endian, signed) {
        (true, true) => IBig::from_be_bytes(bytes),
        (false, true) => IBig::from_le_bytes(bytes),
        (true, false) => UBig::from_be_bytes(bytes).into(),
        (false, false) => UBig::from_le_bytes(bytes).into(),
    }
}
