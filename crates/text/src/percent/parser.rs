//! The parser of printf-style formats.

use std::ops::Range;

use crate::text::Text;

/// The flags of a conversion.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Flags {
    /// `-`: the value stands left.
    pub left: bool,
    /// `+`: a sign also for what is not negative.
    pub plus: bool,
    /// A blank: a blank for what is not negative.
    pub space: bool,
    /// `#`
    pub alternate: bool,
    /// `0`: zeros fill the field.
    pub zero: bool,
}

/// A width or precision.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Length {
    /// As the format says; at most `isize::MAX`.
    Given(usize),
    /// `*`: the next value says it.
    Star,
}

/// One conversion of a format, such as `%(key)-5.2f`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Conversion {
    /// Where the key in parentheses stands in the format.
    pub key: Option<Range<usize>>,
    /// The flags.
    pub flags: Flags,
    /// The width; where it is a star and the value is negative, the value stands left.
    pub width: Option<Length>,
    /// The precision; where it is a star and the value is negative, it is 0.
    pub precision: Option<Length>,
    /// The letter.
    pub letter: u32,
    /// Where the letter stands in the format.
    pub index: usize,
}

impl Conversion {
    /// The error of a letter that is none of the known ones.
    pub fn unsupported(&self, bytes: bool) -> PercentError {
        if bytes && self.letter >= 0x80 {
            return PercentError::ByteOutOfRange;
        }
        PercentError::UnsupportedCharacter { code: self.letter, index: self.index, bytes }
    }
}

/// A part of a format.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Item {
    /// Where text stands that is copied; `%%` is one of its percent signs.
    Literal(Range<usize>),
    /// A value is to be converted.
    Conversion(Conversion),
}

/// What is wrong with a format. All are a `ValueError` but [`PercentError::ByteOutOfRange`], an
/// `OverflowError`, and [`PercentError::NoMapping`], a `TypeError`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PercentError {
    /// The format ends within a conversion.
    Incomplete,
    /// A key has no end.
    IncompleteKey,
    /// A key is used and the value is no mapping.
    NoMapping,
    /// The width is too large.
    WidthTooBig,
    /// The precision is too large.
    PrecisionTooBig {
        /// Whether the format is bytes, whose message is shorter.
        bytes: bool,
    },
    /// No such conversion.
    UnsupportedCharacter {
        /// The letter.
        code: u32,
        /// Where it stands.
        index: usize,
        /// Whether the format is bytes.
        bytes: bool,
    },
    /// No such conversion, in bytes, and not ASCII.
    ByteOutOfRange,
    /// The result would be too long: a `MemoryError`.
    TooLarge,
}

impl PercentError {
    /// The exception's message.
    pub fn message(self) -> String {
        match self {
            PercentError::Incomplete => "incomplete format".to_owned(),
            PercentError::IncompleteKey => "incomplete format key".to_owned(),
            PercentError::NoMapping => super::NO_MAPPING.to_owned(),
            PercentError::WidthTooBig => "width too big".to_owned(),
            PercentError::PrecisionTooBig { bytes: true } => "prec too big".to_owned(),
            PercentError::PrecisionTooBig { bytes: false } => "precision too big".to_owned(),
            PercentError::UnsupportedCharacter { code, index, bytes } => {
                let shown = match char::from_u32(code) {
                    Some(char) if bytes || ('\x1F'..='~').contains(&char) => char,
                    _ => '?',
                };
                format!("unsupported format character '{shown}' (0x{code:x}) at index {index}")
            }
            PercentError::ByteOutOfRange => "character argument not in range(0x110000)".to_owned(),
            PercentError::TooLarge => String::new(),
        }
    }
}

/// Reads a format part by part. Bytes are read as Latin-1.
pub struct Parser<'a> {
    format: Text<'a>,
    position: usize,
    bytes: bool,
    mapping: bool,
}

impl<'a> Parser<'a> {
    /// A parser of a string's format; `mapping` tells whether the value is a mapping, which a key needs.
    pub fn new(format: Text<'a>, mapping: bool) -> Self {
        Parser { format, position: 0, bytes: false, mapping }
    }

    /// A parser of a format of bytes; see [`Parser::new`].
    pub fn for_bytes(format: &'a [u8], mapping: bool) -> Self {
        Parser { format: Text::Latin1(format), position: 0, bytes: true, mapping }
    }

    fn peek(&self) -> Result<u32, PercentError> {
        self.format.get(self.position).ok_or(PercentError::Incomplete)
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.format.get(self.position) == Some(u32::from(wanted));
        self.position += usize::from(found);
        found
    }

    fn literal(&mut self) -> Range<usize> {
        let start = self.position;
        let rest = self.format.slice(start..usize::MAX).code_points();
        self.position += rest.take_while(|code| *code != u32::from('%')).count();
        start..self.position
    }

    fn key(&mut self) -> Result<Option<Range<usize>>, PercentError> {
        if !self.take('(') {
            return Ok(None);
        }
        if !self.mapping {
            return Err(PercentError::NoMapping);
        }
        let start = self.position;
        let mut depth = 1;
        for code in self.format.slice(start..usize::MAX).code_points() {
            self.position += 1;
            match char::from_u32(code) {
                Some('(') => depth += 1,
                Some(')') => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Ok(Some(start..self.position - 1));
            }
        }
        Err(PercentError::IncompleteKey)
    }

    fn flags(&mut self) -> Flags {
        let mut flags = Flags::default();
        loop {
            match self.format.get(self.position).and_then(char::from_u32) {
                Some('-') => flags.left = true,
                Some('+') => flags.plus = true,
                Some(' ') => flags.space = true,
                Some('#') => flags.alternate = true,
                Some('0') => flags.zero = true,
                _ => return flags,
            }
            self.position += 1;
        }
    }

    /// Digits up to a maximum; `None` if there are none.
    fn digits(
        &mut self,
        maximum: usize,
        error: PercentError,
    ) -> Result<Option<usize>, PercentError> {
        let mut number: Option<usize> = None;
        while let Some(digit) = self
            .format
            .get(self.position)
            .and_then(char::from_u32)
            .and_then(|char| char.to_digit(10))
        {
            let next = number
                .unwrap_or(0)
                .checked_mul(10)
                .and_then(|number| number.checked_add(digit as usize))
                .filter(|number| *number <= maximum);
            number = Some(next.ok_or(error)?);
            self.position += 1;
        }
        Ok(number)
    }

    fn conversion(&mut self) -> Result<Conversion, PercentError> {
        let key = self.key()?;
        let flags = self.flags();
        let width = if self.take('*') {
            Some(Length::Star)
        } else {
            self.digits(isize::MAX as usize, PercentError::WidthTooBig)?.map(Length::Given)
        };
        let mut precision = None;
        if self.take('.') {
            precision = if self.take('*') {
                Some(Length::Star)
            } else {
                let error = PercentError::PrecisionTooBig { bytes: self.bytes };
                Some(Length::Given(self.digits(i32::MAX as usize, error)?.unwrap_or(0)))
            };
        }
        // A length modifier means nothing; one is allowed.
        let _ = self.take('h') || self.take('l') || self.take('L');
        let letter = self.peek()?;
        let index = self.position;
        self.position += 1;
        Ok(Conversion { key, flags, width, precision, letter, index })
    }
}

impl Iterator for Parser<'_> {
    type Item = Result<Item, PercentError>;

    fn next(&mut self) -> Option<Self::Item> {
        let code = self.format.get(self.position)?;
        if code != u32::from('%') {
            return Some(Ok(Item::Literal(self.literal())));
        }
        self.position += 1;
        if self.take('%') {
            return Some(Ok(Item::Literal(self.position - 1..self.position)));
        }
        let conversion = self.conversion();
        if conversion.is_err() {
            self.position = self.format.len();
        }
        Some(conversion.map(Item::Conversion))
    }
}
