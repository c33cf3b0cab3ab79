//! Bytes to values.

use dashu_int::{IBig, UBig};
use pellucid_runtime::builtins::{Code, Complex, Set, Slice};
use pellucid_runtime::prelude::*;
use pellucid_text::float;

use super::{DEPTH_MAX, FLAG_REFERENCE};

/// Where the bytes come from.
pub(super) enum Input<'a> {
    Bytes(&'a [u8]),
    File(&'a Object),
}

pub(super) struct Reader<'a> {
    input: Input<'a>,
    allow_code: bool,
    /// The values that later ones can refer to; one that is not finished yet is none.
    known: Vec<Option<Ref>>,
    depth: usize,
}

/// Sizes beyond this are refused.
const SIZE_MAX: i32 = i32::MAX;

impl<'a> Reader<'a> {
    pub(super) fn new(input: Input<'a>, allow_code: bool) -> Self {
        Reader { input, allow_code, known: Vec::new(), depth: 0 }
    }

    fn bad(vm: &mut Vm, what: &str) -> Raised {
        vm.value_error(format!("bad marshal data ({what})"))
    }

    fn take(&mut self, vm: &mut Vm, count: usize) -> PyResult<Vec<u8>> {
        match &mut self.input {
            Input::Bytes(bytes) => match bytes.split_at_checked(count) {
                Some((taken, rest)) => {
                    *bytes = rest;
                    Ok(taken.to_vec())
                }
                None => Err(vm.eof_error("marshal data too short")),
            },
            Input::File(file) => {
                let (read, size) = (vm.intern("read"), vm.new_int(count as i64));
                let got = vm.call_method(file, &read, &[&size])?;
                let bytes = vm.bytes_of(&got)?;
                if bytes.len() > count {
                    let message = format!(
                        "read() returned too much data: {count} bytes requested, {} returned",
                        bytes.len()
                    );
                    return Err(vm.value_error(message));
                }
                match bytes.len() < count {
                    true => Err(vm.eof_error("EOF read where not expected")),
                    false => Ok(bytes.into_owned()),
                }
            }
        }
    }

    fn byte(&mut self, vm: &mut Vm) -> PyResult<u8> {
        Ok(self.take(vm, 1)?.first().copied().unwrap_or(0))
    }

    fn long(&mut self, vm: &mut Vm) -> PyResult<i32> {
        let bytes = self.take(vm, 4)?;
        Ok(bytes.iter().rev().fold(0, |sum, &byte| sum << 8 | i32::from(byte)))
    }

    fn size(&mut self, vm: &mut Vm, what: &str) -> PyResult<usize> {
        let size = self.long(vm)?;
        match usize::try_from(size) {
            Ok(size) if size <= SIZE_MAX as usize => Ok(size),
            _ => Err(Self::bad(vm, &format!("{what} size out of range"))),
        }
    }

    fn sized(&mut self, vm: &mut Vm, what: &str) -> PyResult<Vec<u8>> {
        let size = self.size(vm, what)?;
        self.take(vm, size)
    }

    /// The value that the bytes are of.
    pub(super) fn value(&mut self, vm: &mut Vm) -> PyResult {
        match self.object(vm)? {
            Some(value) => Ok(value),
            None => Err(vm.type_error("NULL object in marshal data for object")),
        }
    }

    fn object(&mut self, vm: &mut Vm) -> PyResult<Option<Ref>> {
        let code = match self.byte(vm) {
            Ok(code) => code,
            Err(raised) if raised.is_instance(vm, &vm.types.eof_error) => {
                return Err(vm.eof_error("EOF read where object expected"));
            }
            Err(raised) => return Err(raised),
        };
        if self.depth >= DEPTH_MAX {
            return Err(Self::bad(vm, "recursion limit exceeded"));
        }
        vm.check_native_stack(" while reading marshal data")?;
        self.depth += 1;
        let place = (code & FLAG_REFERENCE != 0).then(|| {
            self.known.push(None);
            self.known.len() - 1
        });
        let value = self.of_kind(vm, code & !FLAG_REFERENCE, place);
        self.depth -= 1;
        let value = value?;
        if let Some(place) = place {
            self.known[place] = value.clone();
        }
        Ok(value)
    }

    fn of_kind(&mut self, vm: &mut Vm, kind: u8, place: Option<usize>) -> PyResult<Option<Ref>> {
        Ok(Some(match kind {
            b'0' => return Ok(None),
            b'N' => vm.none(),
            b'S' => vm.types.stop_iteration.clone().into_object(),
            b'.' => vm.ellipsis(),
            b'F' => vm.new_bool(false),
            b'T' => vm.new_bool(true),
            b'i' => {
                let value = self.long(vm)?;
                vm.new_int(i64::from(value))
            }
            b'I' => {
                let bytes = self.take(vm, 8)?;
                let bits = bytes.iter().rev().fold(0, |sum, &byte| sum << 8 | u64::from(byte));
                vm.new_int(bits as i64)
            }
            b'l' => self.big(vm)?,
            b'g' | b'f' => {
                let value = self.float(vm, kind == b'g')?;
                vm.new_float(value)
            }
            b'y' | b'x' => {
                let real = self.float(vm, kind == b'y')?;
                let imaginary = self.float(vm, kind == b'y')?;
                Complex::from_parts(vm, (real, imaginary))
            }
            b's' => {
                let bytes = self.sized(vm, "bytes object")?;
                vm.try_bytes(&bytes)?.into_object()
            }
            b'a' | b'A' | b'z' | b'Z' | b't' | b'u' => self.text(vm, kind)?,
            b'r' => self.reference(vm)?,
            b'c' => self.code(vm)?,
            kind => return self.container(vm, kind, place).map(Some),
        }))
    }

    fn reference(&mut self, vm: &mut Vm) -> PyResult {
        let number = self.long(vm)?;
        let known = usize::try_from(number).ok().and_then(|number| self.known.get(number));
        match known {
            Some(Some(value)) => Ok(value.clone()),
            _ => Err(Self::bad(vm, "invalid reference")),
        }
    }

    fn big(&mut self, vm: &mut Vm) -> PyResult {
        let size = self.long(vm)?;
        let Some(count) = size.checked_abs().filter(|&count| count <= SIZE_MAX / 4) else {
            return Err(Self::bad(vm, "long size out of range"));
        };
        let digits = self.take(vm, count as usize * 2)?;
        let digits: Vec<u16> =
            digits.chunks(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
        if digits.iter().any(|&digit| digit >> 15 != 0) {
            return Err(Self::bad(vm, "digit out of range in long"));
        }
        if digits.last() == Some(&0) {
            return Err(Self::bad(vm, "unnormalized long data"));
        }
        let mut bytes = vec![0; (digits.len() * 15).div_ceil(8)];
        for (index, digit) in digits.iter().enumerate() {
            for place in (0..15).filter(|place| digit >> place & 1 == 1) {
                let bit = index * 15 + place;
                bytes[bit / 8] |= 1 << (bit % 8);
            }
        }
        let value = IBig::from(UBig::from_le_bytes(&bytes));
        Ok(Int::from_big(vm, if size < 0 { -value } else { value }).into_object())
    }

    fn float(&mut self, vm: &mut Vm, binary: bool) -> PyResult<f64> {
        if binary {
            let bytes = self.take(vm, 8)?;
            let bits = bytes.iter().rev().fold(0, |sum, &byte| sum << 8 | u64::from(byte));
            return Ok(f64::from_bits(bits));
        }
        let size = self.byte(vm)?;
        let text = self.take(vm, size as usize)?;
        match float::parse_bytes(&text) {
            Some(value) => Ok(value),
            None => {
                let text = String::from_utf8_lossy(&text);
                Err(vm.value_error(format!("could not convert string to float: '{text}'")))
            }
        }
    }

    fn text(&mut self, vm: &mut Vm, kind: u8) -> PyResult {
        let bytes = match kind {
            b'z' | b'Z' => {
                let size = self.byte(vm)?;
                self.take(vm, size as usize)?
            }
            _ => self.sized(vm, "string")?,
        };
        let text = match kind {
            b'a' | b'A' | b'z' | b'Z' => vm.try_text(pellucid_text::Text::Latin1(&bytes))?,
            _ => vm.decode_bytes(&bytes, None, None, Some("surrogatepass"))?,
        };
        Ok(match kind {
            b'A' | b'Z' | b't' => vm.intern_str(&text).into_object(),
            _ => text.into_object(),
        })
    }

    fn items(&mut self, vm: &mut Vm, count: usize, what: &str) -> PyResult<Vec<Ref>> {
        let mut items = Vec::new();
        for _ in 0..count {
            match self.object(vm)? {
                Some(item) => items.push(item),
                None => {
                    let message = format!("NULL object in marshal data for {what}");
                    return Err(vm.type_error(message));
                }
            }
        }
        Ok(items)
    }

    /// A value that can hold itself is known before what is in it.
    fn announce(&mut self, place: Option<usize>, value: &Object) {
        if let Some(place) = place {
            self.known[place] = Some(value.to_ref());
        }
    }

    fn container(&mut self, vm: &mut Vm, kind: u8, place: Option<usize>) -> PyResult {
        match kind {
            b')' | b'(' => {
                let count = match kind {
                    b')' => usize::from(self.byte(vm)?),
                    _ => self.size(vm, "tuple")?,
                };
                let items = self.items(vm, count, "tuple")?;
                Ok(vm.new_tuple(items).into_object())
            }
            b'[' => {
                let count = self.size(vm, "list")?;
                let list = vm.new_list(Vec::new())?;
                self.announce(place, list.as_object());
                let append = vm.intern("append");
                for item in 0..count {
                    let _ = item;
                    let item = self.items(vm, 1, "list")?;
                    vm.call_method(list.as_object(), &append, &[&item[0]])?;
                }
                Ok(list.into_object())
            }
            b'{' => {
                let dict = vm.new_dict();
                self.announce(place, dict.as_object());
                while let Some(key) = self.object(vm)? {
                    let Some(value) = self.object(vm)? else { break };
                    dict.set(vm, &key, value)?;
                }
                Ok(dict.into_object())
            }
            b'<' => {
                let count = self.size(vm, "set")?;
                let set = Set::new(vm);
                self.announce(place, set.as_object());
                for item in self.items(vm, count, "set")? {
                    set.add(vm, &item)?;
                }
                Ok(set.into_object())
            }
            b'>' => {
                let count = self.size(vm, "set")?;
                let items = self.items(vm, count, "set")?;
                let items = vm.new_tuple(items).into_object();
                let class = vm.types.frozenset.clone();
                vm.call_positional(class.as_object(), &[&items])
            }
            b':' => {
                let mut parts = self.items(vm, 3, "slice")?.into_iter();
                let mut part = || parts.next().unwrap_or_else(|| vm.none());
                let (start, stop, step) = (part(), part(), part());
                Ok(Slice::new(vm, start, stop, step).into_object())
            }
            _ => Err(Self::bad(vm, "unknown type code")),
        }
    }

    fn code(&mut self, vm: &mut Vm) -> PyResult {
        if !self.allow_code {
            return Err(vm.value_error("unmarshalling code objects is disallowed"));
        }
        let packed = self.sized(vm, "code")?;
        let unit = pellucid_bytecode::deserialise(&packed).ok();
        match unit.filter(|unit| pellucid_bytecode::verify(unit).is_ok()) {
            Some(unit) => Ok(Code::from_unit(vm, unit)?.into_object()),
            None => Err(Self::bad(vm, "malformed code")),
        }
    }
}
