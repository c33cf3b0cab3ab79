//! Values into bytes and back.

use super::{Field, Kind, StructError, half_from_float, half_to_float};
use crate::codec::ByteOrder;

/// A value as it goes into a field or comes out of it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Value<'a> {
    /// For the kinds `Signed` and `Unsigned`; `None` stands for an integer that is far out of range.
    Integer(Option<i128>),
    /// For the kind `Float`.
    Float(f64),
    /// For the kind `Complex`: real and imaginary part.
    Complex(f64, f64),
    /// For the kinds `Character`, `Bytes` and `Pascal`.
    Bytes(&'a [u8]),
    /// For the kind `Truth`.
    Truth(bool),
}

impl Field {
    /// The error for a Python value of another type than the field wants.
    pub fn type_error(&self) -> StructError {
        StructError::new(match self.kind {
            Kind::Character => "char format requires a bytes object of length 1".to_owned(),
            Kind::Bytes | Kind::Pascal => {
                format!("argument for '{}' must be a bytes object", self.letter)
            }
            Kind::Float => "required argument is not a float".to_owned(),
            Kind::Complex => "required argument is not a complex".to_owned(),
            _ => "required argument is not an integer".to_owned(),
        })
    }

    fn range_error(&self) -> StructError {
        let bits = self.size * 8;
        let (least, most) = if self.kind == Kind::Signed {
            (-(1_i128 << (bits - 1)), (1_i128 << (bits - 1)) - 1)
        } else {
            (0, (1_i128 << bits) - 1)
        };
        let letter = self.letter;
        StructError::new(format!("'{letter}' format requires {least} <= number <= {most}"))
    }

    /// Writes one value to the field's bytes, of which there are [`Field::size`].
    pub fn pack(&self, value: Value<'_>, out: &mut [u8]) -> Result<(), StructError> {
        if out.len() != self.size {
            return Err(self.type_error());
        }
        match (self.kind, value) {
            (Kind::Signed | Kind::Unsigned, Value::Integer(value)) => self.pack_integer(value, out),
            (Kind::Float, Value::Float(value)) => self.pack_float(value, out),
            (Kind::Complex, Value::Complex(real, imaginary)) => {
                let (first, second) = out.split_at_mut(self.size / 2);
                self.pack_float(real, first)?;
                self.pack_float(imaginary, second)
            }
            (Kind::Truth, Value::Truth(truth)) => {
                out.fill(u8::from(truth));
                Ok(())
            }
            (Kind::Character, Value::Bytes([byte])) => {
                out.fill(*byte);
                Ok(())
            }
            (Kind::Bytes, Value::Bytes(bytes)) => {
                fill(out, bytes);
                Ok(())
            }
            (Kind::Pascal, Value::Bytes(bytes)) => {
                if let Some((length, rest)) = out.split_first_mut() {
                    let stored = bytes.len().min(rest.len());
                    *length = u8::try_from(stored).unwrap_or(u8::MAX);
                    fill(rest, bytes);
                }
                Ok(())
            }
            _ => Err(self.type_error()),
        }
    }

    fn pack_integer(&self, value: Option<i128>, out: &mut [u8]) -> Result<(), StructError> {
        let bits = self.size * 8;
        let fits = |value: &i128| match self.kind {
            // A pointer may also be given as a negative number.
            _ if self.letter == 'P' => (-(1_i128 << (bits - 1))..1 << bits).contains(value),
            Kind::Signed => (-(1_i128 << (bits - 1))..1 << (bits - 1)).contains(value),
            _ => (0..1 << bits).contains(value),
        };
        let Some(value) = value.filter(fits) else {
            return Err(match self.letter {
                'P' => StructError::new("int too large to convert".to_owned()),
                _ => self.range_error(),
            });
        };
        place(out, &value.to_le_bytes()[..self.size], self.order);
        Ok(())
    }

    fn pack_float(&self, value: f64, out: &mut [u8]) -> Result<(), StructError> {
        let too_large = |letter: char| {
            StructError::Overflow(format!("float too large to pack with {letter} format"))
        };
        match out.len() {
            2 => {
                let bits = half_from_float(value).ok_or_else(|| too_large('e'))?;
                place(out, &bits.to_le_bytes(), self.order);
            }
            4 => {
                let narrow = value as f32;
                if narrow.is_infinite() && value.is_finite() && !self.native {
                    return Err(too_large('f'));
                }
                place(out, &narrow.to_le_bytes(), self.order);
            }
            _ => place(out, &value.to_le_bytes(), self.order),
        }
        Ok(())
    }

    /// Reads one value from the field's bytes; `None` if there are not [`Field::size`] of them.
    pub fn unpack<'a>(&self, bytes: &'a [u8]) -> Option<Value<'a>> {
        if bytes.len() != self.size {
            return None;
        }
        Some(match self.kind {
            Kind::Pad => return None,
            Kind::Character | Kind::Bytes => Value::Bytes(bytes),
            Kind::Pascal => {
                let (length, rest) = bytes.split_first().unwrap_or((&0, &[]));
                Value::Bytes(&rest[..rest.len().min(usize::from(*length))])
            }
            Kind::Truth => Value::Truth(bytes.iter().any(|byte| *byte != 0)),
            Kind::Signed | Kind::Unsigned => Value::Integer(Some(self.unpack_integer(bytes))),
            Kind::Float => Value::Float(self.unpack_float(bytes)),
            Kind::Complex => {
                let (real, imaginary) = bytes.split_at(bytes.len() / 2);
                Value::Complex(self.unpack_float(real), self.unpack_float(imaginary))
            }
        })
    }

    fn unpack_integer(&self, bytes: &[u8]) -> i128 {
        let Some(number) = little_endian(bytes, self.order) else { return 0 };
        let unused = 64 - 8 * bytes.len() as u32;
        match self.kind {
            Kind::Signed => i128::from(((number << unused) as i64) >> unused),
            _ => i128::from(number),
        }
    }

    fn unpack_float(&self, bytes: &[u8]) -> f64 {
        let bits = little_endian(bytes, self.order).unwrap_or(0);
        match bytes.len() {
            2 => half_to_float(bits as u16),
            4 => f64::from(f32::from_bits(bits as u32)),
            _ => f64::from_bits(bits),
        }
    }
}

/// The number that one, two, four or eight bytes are.
fn little_endian(bytes: &[u8], order: ByteOrder) -> Option<u64> {
    let number = match bytes.len() {
        1 => u64::from(bytes[0]),
        2 => u64::from(u16::from_le_bytes(*bytes.first_chunk()?)),
        4 => u64::from(u32::from_le_bytes(*bytes.first_chunk()?)),
        8 => u64::from_le_bytes(*bytes.first_chunk()?),
        _ => return None,
    };
    let unused = 64 - 8 * bytes.len() as u32;
    Some(if order == ByteOrder::Big { number.swap_bytes() >> unused } else { number })
}

/// Copies what fits and fills the rest with zeros.
fn fill(out: &mut [u8], bytes: &[u8]) {
    let length = out.len().min(bytes.len());
    let (taken, rest) = out.split_at_mut(length);
    taken.copy_from_slice(&bytes[..length]);
    rest.fill(0);
}

/// Copies bytes between the little-endian order and another one; both have the same length.
fn place(out: &mut [u8], bytes: &[u8], order: ByteOrder) {
    fill(out, bytes);
    if order == ByteOrder::Big {
        out.reverse();
    }
}
