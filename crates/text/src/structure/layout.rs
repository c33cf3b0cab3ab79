//! Parsing of `struct` formats and the places of their fields.

use crate::codec::ByteOrder;

/// What a field holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// `x`: a byte that holds nothing and takes no value.
    Pad,
    /// `c`: bytes of length 1.
    Character,
    /// `s`: bytes, cut or filled with zeros.
    Bytes,
    /// `p`: bytes with their length in front.
    Pascal,
    /// `?`: the truth of any value.
    Truth,
    /// `bhilqn`
    Signed,
    /// `BHILQNP`
    Unsigned,
    /// `efd`
    Float,
    /// `FD`
    Complex,
}

/// Fields of one letter of a format.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Field {
    /// What each of them holds.
    pub kind: Kind,
    /// The letter.
    pub letter: char,
    /// Where the first begins.
    pub offset: usize,
    /// The bytes of each; for `s` and `p` the count of the format.
    pub size: usize,
    /// How many there are; 1 for `s` and `p`.
    pub count: usize,
    /// The order of their bytes.
    pub order: ByteOrder,
    /// Native sizes; a float that is too large then becomes infinite.
    pub native: bool,
}

/// A parsed format.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Layout {
    fields: Vec<Field>,
    size: usize,
    values: usize,
}

/// What is wrong with a format, a value or a buffer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum StructError {
    /// `struct.error`
    Struct(String),
    /// `OverflowError`
    Overflow(String),
}

impl StructError {
    pub(super) fn new(message: impl Into<String>) -> Self {
        StructError::Struct(message.into())
    }
}

/// Kind, standard size and native size of a letter. A standard size of 0 means: native only.
const fn letter_kind(letter: u8) -> Option<(Kind, usize, usize)> {
    const LONG: usize = size_of::<std::ffi::c_long>();
    const WORD: usize = size_of::<usize>();
    Some(match letter {
        b'x' => (Kind::Pad, 1, 1),
        b'c' => (Kind::Character, 1, 1),
        b's' => (Kind::Bytes, 1, 1),
        b'p' => (Kind::Pascal, 1, 1),
        b'?' => (Kind::Truth, 1, 1),
        b'b' => (Kind::Signed, 1, 1),
        b'B' => (Kind::Unsigned, 1, 1),
        b'h' => (Kind::Signed, 2, 2),
        b'H' => (Kind::Unsigned, 2, 2),
        b'i' => (Kind::Signed, 4, 4),
        b'I' => (Kind::Unsigned, 4, 4),
        b'l' => (Kind::Signed, 4, LONG),
        b'L' => (Kind::Unsigned, 4, LONG),
        b'q' => (Kind::Signed, 8, 8),
        b'Q' => (Kind::Unsigned, 8, 8),
        b'n' => (Kind::Signed, 0, WORD),
        b'N' | b'P' => (Kind::Unsigned, 0, WORD),
        b'e' => (Kind::Float, 2, 2),
        b'f' => (Kind::Float, 4, 4),
        b'd' => (Kind::Float, 8, 8),
        b'F' => (Kind::Complex, 8, 8),
        b'D' => (Kind::Complex, 16, 16),
        _ => return None,
    })
}

impl Field {
    /// One value of a letter, with native size and order; `None` if no letter of formats.
    pub const fn native(letter: u8) -> Option<Field> {
        let Some((kind, _, size)) = letter_kind(letter) else { return None };
        let (letter, order) = (letter as char, ByteOrder::NATIVE);
        Some(Field { kind, letter, offset: 0, size, count: 1, order, native: true })
    }
}

impl Layout {
    /// Bytes that the fields take.
    pub fn held_bytes(&self) -> usize {
        self.fields.capacity() * size_of::<Field>()
    }

    /// Parses a format.
    pub fn parse(format: &[u8]) -> Result<Layout, StructError> {
        let too_long = || StructError::new("total struct size too long");
        let (native, order, mut rest) = match format {
            [b'<', rest @ ..] => (false, ByteOrder::Little, rest),
            [b'>' | b'!', rest @ ..] => (false, ByteOrder::Big, rest),
            [b'=', rest @ ..] => (false, ByteOrder::NATIVE, rest),
            [b'@', rest @ ..] => (true, ByteOrder::NATIVE, rest),
            rest => (true, ByteOrder::NATIVE, rest),
        };
        let mut layout = Layout { fields: Vec::new(), size: 0, values: 0 };
        while let Some((&letter, after)) = rest.split_first() {
            rest = after;
            if matches!(letter, b' ' | 0x09..=0x0D) {
                continue;
            }
            let (letter, count) = read_count(letter, &mut rest)?;
            let known = letter_kind(letter).filter(|(_, standard, _)| native || *standard > 0);
            let (kind, standard, natural) =
                known.ok_or_else(|| StructError::new("bad char in struct format"))?;
            let size = if native { natural } else { standard };
            layout.push(kind, letter, size, count, (order, native)).ok_or_else(too_long)?;
        }
        Ok(layout)
    }

    fn push(
        &mut self,
        kind: Kind,
        letter: u8,
        size: usize,
        count: usize,
        (order, native): (ByteOrder, bool),
    ) -> Option<()> {
        // The parts of a complex number are aligned as floats are.
        let alignment = match kind {
            _ if !native => 1,
            Kind::Complex => size / 2,
            _ => size,
        };
        let offset = self.size.checked_next_multiple_of(alignment)?;
        let end = size.checked_mul(count)?.checked_add(offset)?;
        self.size = (end <= isize::MAX as usize).then_some(end)?;
        let text = matches!(kind, Kind::Bytes | Kind::Pascal);
        let (size, count) = if text { (count, 1) } else { (size, count) };
        if count > 0 {
            if kind != Kind::Pad {
                self.values = self.values.checked_add(count)?;
            }
            let letter = char::from(letter);
            self.fields.push(Field { kind, letter, offset, size, count, order, native });
        }
        Some(())
    }

    /// `struct.calcsize`: the bytes of the whole.
    pub fn size(&self) -> usize {
        self.size
    }

    /// How many letters with their counts it takes to say where the values are.
    pub fn codes(&self) -> usize {
        self.fields.iter().filter(|field| field.kind != Kind::Pad).count()
    }

    /// How many values are packed.
    pub fn values(&self) -> usize {
        self.values
    }

    /// Each single field that holds a value, in order, with where it begins.
    pub fn fields(&self) -> impl Iterator<Item = (&Field, usize)> {
        let valued = self.fields.iter().filter(|field| field.kind != Kind::Pad);
        valued.flat_map(|field| {
            (0..field.count).map(move |index| (field, field.offset + index * field.size))
        })
    }

    /// Checks the number of values for `pack` (or another function of that name).
    pub fn check_values(&self, function: &str, given: usize) -> Result<(), StructError> {
        if given == self.values {
            return Ok(());
        }
        let wanted = self.values;
        Err(StructError::new(format!(
            "{function} expected {wanted} items for packing (got {given})"
        )))
    }

    /// Checks the length of the buffer of `unpack`.
    pub fn check_buffer(&self, length: usize) -> Result<(), StructError> {
        if length == self.size {
            return Ok(());
        }
        Err(StructError::new(format!("unpack requires a buffer of {} bytes", self.size)))
    }

    /// Checks the length of the buffer of `iter_unpack`.
    pub fn check_repeated_buffer(&self, length: usize) -> Result<(), StructError> {
        if self.size == 0 {
            let message = "cannot iteratively unpack with a struct of length 0";
            return Err(StructError::new(message));
        }
        if !length.is_multiple_of(self.size) {
            return Err(StructError::new(format!(
                "iterative unpacking requires a buffer of a multiple of {} bytes",
                self.size
            )));
        }
        Ok(())
    }

    /// Where in the buffer `unpack_from` (or `pack_into`, if `packing`) begins.
    pub fn resolve_offset(
        &self,
        offset: isize,
        length: usize,
        packing: bool,
    ) -> Result<usize, StructError> {
        let size = self.size;
        let start = if offset >= 0 {
            offset.unsigned_abs()
        } else {
            let back = offset.unsigned_abs();
            if back < size {
                return Err(StructError::new(if packing {
                    format!("no space to pack {size} bytes at offset {offset}")
                } else {
                    format!("not enough data to unpack {size} bytes at offset {offset}")
                }));
            }
            length.checked_sub(back).ok_or_else(|| {
                let message = format!("offset {offset} out of range for {length}-byte buffer");
                StructError::new(message)
            })?
        };
        if length.checked_sub(start).is_some_and(|rest| rest >= size) {
            return Ok(start);
        }
        let least = start.saturating_add(size);
        let (function, doing) =
            if packing { ("pack_into", "packing") } else { ("unpack_from", "unpacking") };
        Err(StructError::new(format!(
            "{function} requires a buffer of at least {least} bytes for {doing} {size} bytes \
             at offset {start} (actual buffer size is {length})"
        )))
    }
}

/// The count before a letter, which is 1 if left out.
fn read_count(first: u8, rest: &mut &[u8]) -> Result<(u8, usize), StructError> {
    if !first.is_ascii_digit() {
        return Ok((first, 1));
    }
    let mut count = usize::from(first - b'0');
    loop {
        let Some((&byte, after)) = rest.split_first() else {
            return Err(StructError::new("repeat count given without format specifier"));
        };
        *rest = after;
        if !byte.is_ascii_digit() {
            return Ok((byte, count));
        }
        count = count
            .checked_mul(10)
            .and_then(|count| count.checked_add(usize::from(byte - b'0')))
            .filter(|count| *count <= isize::MAX as usize)
            .ok_or_else(|| StructError::new("total struct size too long"))?;
    }
}
