//! Lines of uuencode.

/// Why a line is no uuencode, or bytes do not fit one; a `binascii.Error`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UuencodeError {
    /// A byte outside of the alphabet.
    IllegalCharacter,
    /// Something after the data that is no white space.
    TrailingGarbage,
    /// More bytes than a line holds.
    TooLong,
}

impl UuencodeError {
    /// The error's message.
    pub fn message(self) -> &'static str {
        match self {
            UuencodeError::IllegalCharacter => "Illegal char",
            UuencodeError::TrailingGarbage => "Trailing garbage",
            UuencodeError::TooLong => "At most 45 bytes at once",
        }
    }
}

/// `binascii.a2b_uu`: one line. Zeros stand for what is missing at its end.
pub fn from_uuencode(line: &[u8]) -> Result<Vec<u8>, UuencodeError> {
    // Without a first byte CPython reads the zero that ends every bytes object.
    let first = line.first().copied().unwrap_or(0);
    let length = usize::from(first.wrapping_sub(b' ') & 63);
    let mut data = line.get(1..).unwrap_or(&[]).iter();
    let mut out = Vec::with_capacity(length);
    let (mut buffer, mut bits) = (0_u32, 0);
    while out.len() < length {
        let digit = match data.next() {
            None | Some(b'\n' | b'\r') => 0,
            Some(byte @ b' '..=b'`') => (byte - b' ') & 63,
            Some(_) => return Err(UuencodeError::IllegalCharacter),
        };
        buffer = (buffer << 6 | u32::from(digit)) & 0xFFFF;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push((buffer >> bits & 0xFF) as u8);
        }
    }
    if data.all(|byte| matches!(byte, b' ' | b'`' | b'\n' | b'\r')) {
        Ok(out)
    } else {
        Err(UuencodeError::TrailingGarbage)
    }
}

/// `binascii.b2a_uu`: one line. With `backtick` zeros are written as a backtick, else as a blank.
pub fn to_uuencode(bytes: &[u8], backtick: bool) -> Result<Vec<u8>, UuencodeError> {
    const LENGTH_MAX: usize = 45;
    if bytes.len() > LENGTH_MAX {
        return Err(UuencodeError::TooLong);
    }
    let letter = |value: u8| if backtick && value == 0 { b'`' } else { value + b' ' };
    let mut out = vec![letter(bytes.len() as u8)];
    for group in bytes.chunks(3) {
        let mut bits = [0; 4];
        bits[1..group.len() + 1].copy_from_slice(group);
        let bits = u32::from_be_bytes(bits);
        out.extend((0..4).map(|index| letter((bits >> (18 - 6 * index) & 63) as u8)));
    }
    out.push(b'\n');
    Ok(out)
}
