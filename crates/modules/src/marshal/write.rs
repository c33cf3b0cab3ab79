//! Values to bytes.

use std::collections::HashMap;

use dashu_int::ops::UnsignedAbs;
use pellucid_runtime::builtins::ellipsis::EllipsisObject;
use pellucid_runtime::builtins::{Code, Complex, Set, Slice};
use pellucid_runtime::prelude::*;
use pellucid_text::float;

use super::{DEPTH_MAX, FLAG_REFERENCE};

/// Why writing stopped.
pub(super) enum Unwritten {
    TooDeep,
    Code,
    Memory,
    /// An object of another type: perhaps it is bytes-like.
    Other(Ref),
}

type Written = Result<(), Unwritten>;

/// The bytes of the bytes-like objects that have been asked for them, by address.
pub(super) type Buffers = HashMap<usize, (Ref, Vec<u8>)>;

pub(super) struct Writer<'b> {
    pub(super) bytes: Vec<u8>,
    version: i32,
    allow_code: bool,
    buffers: &'b Buffers,
    /// The numbers of the objects that later ones can refer to, by address.
    known: HashMap<usize, u32>,
    depth: usize,
}

impl<'b> Writer<'b> {
    pub(super) fn new(version: i32, allow_code: bool, buffers: &'b Buffers) -> Self {
        let (bytes, known) = (Vec::new(), HashMap::new());
        Writer { bytes, version, allow_code, buffers, known, depth: 0 }
    }

    fn long(&mut self, value: usize) {
        self.bytes.extend((value as u32).to_le_bytes());
    }

    fn sized(&mut self, kind: u8, bytes: &[u8]) -> Written {
        self.bytes.push(kind);
        self.long(bytes.len());
        self.append(bytes)
    }

    fn append(&mut self, bytes: &[u8]) -> Written {
        if u32::try_from(bytes.len()).is_err() || self.bytes.try_reserve(bytes.len()).is_err() {
            return Err(Unwritten::Memory);
        }
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    /// Writes an object; `held` references to it are the writer's own.
    pub(super) fn object(&mut self, vm: &Vm, object: &Object, held: usize) -> Written {
        if self.depth >= DEPTH_MAX {
            return Err(Unwritten::TooDeep);
        }
        self.depth += 1;
        let written = self.object_here(vm, object, held);
        self.depth -= 1;
        written
    }

    fn object_here(&mut self, vm: &Vm, object: &Object, held: usize) -> Written {
        let singletons = &vm.singletons;
        let simple = [
            (singletons.none.is(object), b'N'),
            (vm.types.stop_iteration.is(object), b'S'),
            (object.holds::<EllipsisObject>(), b'.'),
            (singletons.false_.is(object), b'F'),
            (singletons.true_.is(object), b'T'),
        ];
        if let Some((_, kind)) = simple.into_iter().find(|(is, _)| *is) {
            self.bytes.push(kind);
            return Ok(());
        }
        let mut flag = 0;
        // What nobody else holds is not met again.
        if self.version >= 3 && object.ref_count() > 1 + held {
            if let Some(&number) = self.known.get(&object.address()) {
                self.bytes.push(b'r');
                self.long(number as usize);
                return Ok(());
            }
            self.known.insert(object.address(), self.known.len() as u32);
            flag = FLAG_REFERENCE;
        }
        let types = &vm.types;
        if object.class_is(&types.int) || object.class_is(&types.float) {
            return self.number(object, flag);
        }
        if let Some(text) = object.downcast::<Str>().filter(|_| object.class_is(&types.str)) {
            return self.text(text, flag);
        }
        if object.class_is(&types.complex) {
            return self.number(object, flag);
        }
        if let Some(bytes) = object.downcast::<Bytes>().filter(|_| object.class_is(&types.bytes)) {
            return self.sized(b's' | flag, bytes.as_slice());
        }
        self.container(vm, object, flag)
    }

    fn float(&mut self, value: f64) {
        if self.version > 1 {
            self.bytes.extend(value.to_le_bytes());
        } else {
            let text = float::repr(value);
            let text = text.strip_suffix(".0").unwrap_or(&text);
            self.bytes.push(text.len() as u8);
            self.bytes.extend(text.as_bytes());
        }
    }

    fn number(&mut self, object: &Object, flag: u8) -> Written {
        if let Some(int) = object.downcast::<Int>() {
            if let Some(small) = int.to_i64().and_then(|value| i32::try_from(value).ok()) {
                self.bytes.push(b'i' | flag);
                self.bytes.extend(small.to_le_bytes());
                return Ok(());
            }
            self.bytes.push(b'l' | flag);
            return self.big(&int.to_big());
        }
        if let Some(value) = object.downcast::<Float>() {
            self.bytes.push(if self.version > 1 { b'g' } else { b'f' } | flag);
            self.float(value.to_f64());
        }
        if let Some(complex) = object.downcast::<Complex>() {
            let (real, imaginary) = complex.parts();
            self.bytes.push(if self.version > 1 { b'y' } else { b'x' } | flag);
            self.float(real);
            self.float(imaginary);
        }
        Ok(())
    }

    /// A big number: how many digits of 15 bits, negative if it is, and the digits from the lowest.
    fn big(&mut self, value: &dashu_int::IBig) -> Written {
        let magnitude = value.unsigned_abs().to_le_bytes();
        let bit = |index: usize| {
            magnitude.get(index / 8).is_some_and(|byte| byte >> (index % 8) & 1 == 1)
        };
        let bits = magnitude.len() * 8;
        let mut digits: Vec<u16> = (0..bits.div_ceil(15))
            .map(|digit| {
                (0..15).fold(0, |sum, place| sum | u16::from(bit(digit * 15 + place)) << place)
            })
            .collect();
        while digits.last() == Some(&0) {
            digits.pop();
        }
        let count = i32::try_from(digits.len()).map_err(|_| Unwritten::Memory)?;
        let signed = if *value < dashu_int::IBig::ZERO { -count } else { count };
        self.bytes.extend(signed.to_le_bytes());
        self.bytes.extend(digits.into_iter().flat_map(u16::to_le_bytes));
        Ok(())
    }

    fn text(&mut self, text: &Typed<Str>, flag: u8) -> Written {
        let interned = text.is_interned();
        match text.text().as_ascii().filter(|_| self.version >= 4) {
            Some(ascii) if ascii.len() < 256 => {
                self.bytes.push(if interned { b'Z' } else { b'z' } | flag);
                self.bytes.push(ascii.len() as u8);
                self.append(ascii.as_bytes())
            }
            Some(ascii) => self.sized(if interned { b'A' } else { b'a' } | flag, ascii.as_bytes()),
            None => {
                let kind = if interned && self.version >= 3 { b't' } else { b'u' };
                self.sized(kind | flag, &text.text().to_wtf8())
            }
        }
    }

    fn container(&mut self, vm: &Vm, object: &Object, flag: u8) -> Written {
        let types = &vm.types;
        let exact = |class: &Typed<Type>| object.class_is(class);
        if let Some(tuple) = object.downcast::<Tuple>().filter(|_| exact(&types.tuple)) {
            let items = tuple.items();
            if self.version >= 4 && items.len() < 256 {
                self.bytes.extend([b')' | flag, items.len() as u8]);
            } else {
                self.bytes.push(b'(' | flag);
                self.long(items.len());
            }
            return items.iter().try_for_each(|item| self.object(vm, item, 0));
        }
        if let Some(list) = object.downcast::<List>().filter(|_| exact(&types.list)) {
            let items = list.items(vm);
            self.bytes.push(b'[' | flag);
            self.long(items.len());
            return items.iter().try_for_each(|item| self.object(vm, item, 0));
        }
        if let Some(dict) = object.downcast::<Dict>().filter(|_| exact(&types.dict)) {
            self.bytes.push(b'{' | flag);
            for (key, value) in dict.pairs(vm) {
                self.object(vm, &key, 1)?;
                self.object(vm, &value, 1)?;
            }
            self.bytes.push(b'0');
            return Ok(());
        }
        let is_set = exact(&types.set);
        if let Some(set) = object.downcast::<Set>().filter(|_| is_set || exact(&types.frozenset)) {
            self.bytes.push(if is_set { b'<' } else { b'>' } | flag);
            return self.members(vm, set);
        }
        if let Some(slice) = object.downcast::<Slice>().filter(|_| self.version >= 5) {
            self.bytes.push(b':' | flag);
            return slice.parts().iter().try_for_each(|part| self.object(vm, part, 0));
        }
        match object.downcast::<Code>() {
            Some(code) => self.code(vm, object, code, flag),
            None => match self.buffers.get(&object.address()) {
                Some((_, bytes)) => self.sized(b's' | flag, bytes),
                None => Err(Unwritten::Other(object.to_ref())),
            },
        }
    }

    /// The members of a set in the order of their bytes, so that equal sets are written alike.
    fn members(&mut self, vm: &Vm, set: &Set) -> Written {
        let members = set.members(vm);
        self.long(members.len());
        let mut ordered = Vec::with_capacity(members.len());
        for member in &members {
            let mut alone = Writer::new(self.version, self.allow_code, self.buffers);
            alone.depth = self.depth;
            alone.object(vm, member, 1)?;
            ordered.push((alone.bytes, member));
        }
        ordered.sort_by(|left, right| left.0.cmp(&right.0));
        ordered.iter().try_for_each(|(_, member)| self.object(vm, member, 1))
    }

    fn code(&mut self, vm: &Vm, object: &Object, code: &Code, flag: u8) -> Written {
        if !self.allow_code {
            return Err(Unwritten::Code);
        }
        match code.to_unit(vm) {
            Some(unit) => self.sized(b'c' | flag, &pellucid_bytecode::serialise(&unit)),
            None => Err(Unwritten::Other(object.to_ref())),
        }
    }
}
