//! Code units as bytes and back: for the packed library and compiled files.
//!
//! Numbers are LEB128, positions as they are packed in memory. Decoding is total: whatever the bytes, it ends with a
//! unit or with [`Malformed`].

use std::fmt;

use crate::code::{CodeFlags, CodeUnit, Handler, LocalKind};
use crate::number::{Numbers, push_number};
use crate::positions::Positions;
use crate::{Constant, Opcode, Word};

/// Changes with every change of the format or of the instruction table's numbers.
const VERSION: u64 = 6;

/// How deep constants and code units may be nested.
const DEPTH_MAX: u32 = 200;

/// The bytes are no code unit of this version.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Malformed;

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not the compiled code of this version")
    }
}

impl std::error::Error for Malformed {}

/// A number that changes whenever code of another version of the instruction table would be misunderstood: for the
/// first bytes of compiled files.
pub fn format_fingerprint() -> u16 {
    let mut hash = 0xcbf2_9ce4_8422_2325 ^ VERSION;
    let mut add = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    for opcode in Opcode::ALL {
        let layout = opcode.layout();
        layout.name.bytes().for_each(&mut add);
        layout.roles.iter().for_each(|&role| add(role as u8));
    }
    (hash ^ hash >> 16 ^ hash >> 32 ^ hash >> 48) as u16
}

/// The bytes of a code unit.
pub fn serialise(unit: &CodeUnit) -> Vec<u8> {
    let mut writer = Writer { bytes: Vec::new() };
    writer.number(VERSION);
    writer.number(Opcode::ALL.len() as u64);
    writer.unit(unit);
    writer.bytes
}

/// The code unit of these bytes.
pub fn deserialise(bytes: &[u8]) -> Result<CodeUnit, Malformed> {
    let mut reader = Reader { numbers: Numbers::new(bytes) };
    if reader.numbers.number()? != VERSION || reader.numbers.number()? != Opcode::ALL.len() as u64 {
        return Err(Malformed);
    }
    reader.unit(DEPTH_MAX)
}

struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    fn number(&mut self, value: u64) {
        push_number(&mut self.bytes, value);
    }

    fn blob(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.bytes.extend_from_slice(bytes);
    }

    fn unit(&mut self, unit: &CodeUnit) {
        for text in [&unit.name, &unit.qualified_name, &unit.file_name] {
            self.blob(text.as_bytes());
        }
        let numbers = [
            unit.first_line,
            u32::from(unit.positional),
            u32::from(unit.positional_only),
            u32::from(unit.keyword_only),
            unit.flags.bits(),
            u32::from(unit.registers),
            unit.stack_size,
        ];
        numbers.into_iter().for_each(|number| self.number(u64::from(number)));
        self.number(unit.words.len() as u64);
        unit.words.iter().for_each(|word| self.bytes.extend_from_slice(&word.0.to_le_bytes()));
        self.blob(unit.positions.bytes());
        self.number(unit.sites.len() as u64);
        unit.sites.iter().for_each(|site| self.number(u64::from(*site)));
        self.number(unit.names.len() as u64);
        unit.names.iter().for_each(|name| self.blob(name.as_bytes()));
        self.number(unit.locals.len() as u64);
        for (name, kind) in &unit.locals {
            self.blob(name.as_bytes());
            self.number(*kind as u64);
        }
        self.number(unit.handlers.len() as u64);
        for row in &unit.handlers {
            let numbers =
                [row.start, row.end, row.target, u32::from(row.depth), u32::from(row.register)];
            numbers.into_iter().for_each(|number| self.number(u64::from(number)));
        }
        self.number(unit.constants.len() as u64);
        unit.constants.iter().for_each(|constant| self.constant(constant));
    }

    fn constant(&mut self, constant: &Constant) {
        let tag = |writer: &mut Writer, tag: u8| writer.bytes.push(tag);
        match constant {
            Constant::None => tag(self, 0),
            Constant::Ellipsis => tag(self, 1),
            Constant::Bool(false) => tag(self, 2),
            Constant::Bool(true) => tag(self, 3),
            Constant::Int(value) => {
                tag(self, 4);
                self.bytes.extend_from_slice(&value.to_le_bytes());
            }
            Constant::BigInt(negative, magnitude) => {
                tag(self, 5 + u8::from(*negative));
                self.blob(magnitude);
            }
            Constant::Float(bits) => {
                tag(self, 7);
                self.bytes.extend_from_slice(&bits.to_le_bytes());
            }
            Constant::Complex(real, imaginary) => {
                tag(self, 8);
                self.bytes.extend_from_slice(&real.to_le_bytes());
                self.bytes.extend_from_slice(&imaginary.to_le_bytes());
            }
            Constant::Str { wtf8, interned } => {
                tag(self, 9 + u8::from(*interned));
                self.blob(wtf8);
            }
            Constant::Bytes(bytes) => {
                tag(self, 11);
                self.blob(bytes);
            }
            Constant::Tuple(items) => self.constants(12, items),
            Constant::FrozenSet(items) => self.constants(13, items),
            Constant::Slice(items) => self.constants(14, &items[..]),
            Constant::Code(unit) => {
                tag(self, 15);
                self.unit(unit);
            }
        }
    }

    fn constants(&mut self, tag: u8, items: &[Constant]) {
        self.bytes.push(tag);
        self.number(items.len() as u64);
        items.iter().for_each(|item| self.constant(item));
    }
}

struct Reader<'a> {
    numbers: Numbers<'a>,
}

impl<'a> Reader<'a> {
    /// A count of things that take at least `least` bytes each, so that no count can ask for more memory
    /// than the bytes account for.
    fn count(&mut self, least: usize) -> Result<usize, Malformed> {
        let count: usize = self.numbers.small()?;
        if count.checked_mul(least).is_none_or(|bytes| bytes > self.numbers.left()) {
            return Err(Malformed);
        }
        Ok(count)
    }

    fn eight(&mut self) -> Result<[u8; 8], Malformed> {
        self.numbers.take(8)?.try_into().map_err(|_| Malformed)
    }

    fn blob(&mut self) -> Result<&'a [u8], Malformed> {
        let count = self.count(1)?;
        self.numbers.take(count)
    }

    fn text(&mut self) -> Result<Box<str>, Malformed> {
        std::str::from_utf8(self.blob()?).map(Box::from).map_err(|_| Malformed)
    }

    fn many<T>(
        &mut self,
        least: usize,
        mut read: impl FnMut(&mut Self) -> Result<T, Malformed>,
    ) -> Result<Vec<T>, Malformed> {
        let count = self.count(least)?;
        let mut items = Vec::with_capacity(count);
        for _ in 0..count {
            items.push(read(self)?);
        }
        Ok(items)
    }

    fn unit(&mut self, depth: u32) -> Result<CodeUnit, Malformed> {
        let depth = depth.checked_sub(1).ok_or(Malformed)?;
        let mut unit = CodeUnit {
            name: self.text()?,
            qualified_name: self.text()?,
            file_name: self.text()?,
            first_line: self.numbers.small()?,
            positional: self.numbers.small()?,
            positional_only: self.numbers.small()?,
            keyword_only: self.numbers.small()?,
            flags: CodeFlags::from_bits_retain(self.numbers.small()?),
            registers: self.numbers.small()?,
            stack_size: self.numbers.small()?,
            ..CodeUnit::default()
        };
        unit.words = self.many(8, |reader| Ok(Word(u64::from_le_bytes(reader.eight()?))))?;
        unit.positions = Positions::from_bytes(self.blob()?, unit.words.len())?;
        unit.sites = self.many(1, |reader| reader.numbers.small())?;
        unit.names = self.many(1, Reader::text)?;
        unit.locals = self.many(2, |reader| Ok((reader.text()?, reader.local_kind()?)))?;
        unit.handlers = self.many(5, Reader::handler)?;
        unit.constants = self.many(1, |reader| reader.constant(depth))?;
        Ok(unit)
    }

    fn local_kind(&mut self) -> Result<LocalKind, Malformed> {
        let kinds = [LocalKind::Plain, LocalKind::Cell, LocalKind::Free, LocalKind::Hidden];
        let number: usize = self.numbers.small()?;
        kinds.into_iter().find(|kind| *kind as usize == number).ok_or(Malformed)
    }

    fn handler(&mut self) -> Result<Handler, Malformed> {
        Ok(Handler {
            start: self.numbers.small()?,
            end: self.numbers.small()?,
            target: self.numbers.small()?,
            depth: self.numbers.small()?,
            register: self.numbers.small()?,
        })
    }

    fn constant(&mut self, depth: u32) -> Result<Constant, Malformed> {
        let [tag] = *self.numbers.take(1)? else { return Err(Malformed) };
        Ok(match tag {
            0 => Constant::None,
            1 => Constant::Ellipsis,
            2 | 3 => Constant::Bool(tag == 3),
            4 => Constant::Int(i64::from_le_bytes(self.eight()?)),
            5 | 6 => Constant::BigInt(tag == 6, self.blob()?.into()),
            7 => Constant::Float(u64::from_le_bytes(self.eight()?)),
            8 => Constant::Complex(
                u64::from_le_bytes(self.eight()?),
                u64::from_le_bytes(self.eight()?),
            ),
            9 | 10 => Constant::Str { wtf8: self.blob()?.into(), interned: tag == 10 },
            11 => Constant::Bytes(self.blob()?.into()),
            12 => Constant::Tuple(self.constants(depth)?.into()),
            13 => Constant::FrozenSet(self.constants(depth)?.into()),
            14 => {
                let items: Box<[Constant; 3]> =
                    self.constants(depth)?.into_boxed_slice().try_into().map_err(|_| Malformed)?;
                Constant::Slice(items)
            }
            15 => Constant::Code(Box::new(self.unit(depth)?)),
            _ => return Err(Malformed),
        })
    }

    fn constants(&mut self, depth: u32) -> Result<Vec<Constant>, Malformed> {
        let depth = depth.checked_sub(1).ok_or(Malformed)?;
        self.many(1, |reader| reader.constant(depth))
    }
}
