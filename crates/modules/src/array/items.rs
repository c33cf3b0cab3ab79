//! Items as bytes: reading, packing, and making room.

use pellucid_runtime::heap::{Buffer, LimitExceeded, WeakHead};
use pellucid_runtime::object::Exports;
use pellucid_runtime::prelude::*;
use pellucid_runtime::text::Text;
use pellucid_runtime::text::structure::{Kind, StructError, Value};

use super::{Array, field_of, is_text};

/// The longest item: a double, or eight bytes of an integer.
const ITEM_BYTES_MAX: usize = 8;

/// The bytes of one item.
pub(super) struct Unit {
    bytes: [u8; ITEM_BYTES_MAX],
    size: usize,
}

impl Unit {
    pub(super) fn of(bytes: &[u8]) -> Unit {
        let mut unit = Unit { bytes: [0; ITEM_BYTES_MAX], size: bytes.len() };
        unit.bytes[..bytes.len()].copy_from_slice(bytes);
        unit
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[..self.size]
    }
}

impl Array {
    pub(super) fn empty(vm: &mut Vm, class: &Typed<Type>, code: char) -> Ref<Array> {
        let bytes = TokenCell::new(Buffer::new(vm.heap()));
        let weak = WeakHead::new();
        vm.new_object(
            class,
            Array { bytes, code, field: field_of(code), exports: Exports::default(), weak },
        )
    }

    pub(super) fn size(&self) -> usize {
        self.field.size
    }

    pub(super) fn len(&self, vm: &Vm) -> usize {
        // All sizes are powers of two.
        self.bytes.get(vm).len() >> self.size().trailing_zeros()
    }

    pub(super) fn item(&self, vm: &mut Vm, index: usize) -> PyResult {
        let field = self.field;
        let start = index * field.size;
        let Some(bytes) = self.bytes.get(vm).get(start..start + field.size) else {
            return Err(vm.index_error("array index out of range"));
        };
        if field.kind == Kind::Float
            && let Some(Value::Float(number)) = field.unpack(bytes)
        {
            return Ok(vm.new_float(number));
        }
        let bytes = Unit::of(bytes);
        if is_text(self.code) {
            let code = bytes.bytes().first_chunk::<4>().map_or(0, |unit| u32::from_ne_bytes(*unit));
            if code >= 0x11_0000 {
                return Err(vm.value_error(format!(
                    "character U+{code:x} is not in range [U+0000; U+10ffff]"
                )));
            }
            return Ok(vm.try_text(Text::Ucs4(&[code]))?.into_object());
        }
        match field.unpack(bytes.bytes()) {
            Some(value) => vm.object_of_field(value),
            None => Err(vm.index_error("array index out of range")),
        }
    }

    pub(super) fn packed(&self, vm: &mut Vm, value: &Object) -> PyResult<Unit> {
        let (code, field) = (self.code, self.field);
        if is_text(code) {
            let Some(text) = value.downcast::<Str>() else {
                let class = value.class().name(vm);
                return Err(
                    vm.type_error(format!("array item must be a unicode character, not {class}"))
                );
            };
            let (1, Some(code)) = (text.len(), text.text().get(0)) else {
                let length = text.len();
                return Err(vm.type_error(format!(
                    "array item must be a string of length 1, not a string of length {length}"
                )));
            };
            return Ok(Unit::of(&code.to_ne_bytes()));
        }
        let (packable, small, negative) = match field.kind {
            Kind::Float => (Value::Float(vm.as_f64(value)?), None, false),
            _ => {
                let number = vm.index(value)?;
                (Value::Integer(number.to_i128()), number.to_i64(), number.is_negative())
            }
        };
        let mut unit = Unit { bytes: [0; ITEM_BYTES_MAX], size: field.size };
        match field.pack(packable, &mut unit.bytes[..field.size]) {
            Ok(()) => Ok(unit),
            Err(StructError::Overflow(message)) => Err(vm.overflow_error(message)),
            Err(StructError::Struct(_)) => {
                Err(vm.overflow_error(range_message(code, small, negative)))
            }
        }
    }

    /// Puts bytes in place of a range of bytes.
    pub(super) fn splice(
        &self,
        vm: &mut Vm,
        range: std::ops::Range<usize>,
        bytes: &[u8],
    ) -> PyResult<()> {
        let old = self.bytes.get(vm).len();
        if bytes.len() == range.len() {
            self.bytes.get_mut(vm)[range].copy_from_slice(bytes);
            return Ok(());
        }
        if self.exports.count() > 0 {
            return Err(vm.buffer_error("cannot resize an array that is exporting buffers"));
        }
        let length = (old - range.len()).saturating_add(bytes.len());
        if length > isize::MAX as usize / 2 {
            return Err(vm.memory_error());
        }
        let size = self.size();
        let buffer = self.bytes.get_mut(vm);
        let mut done = Ok(());
        if length > old {
            if length > buffer.capacity() {
                let items = length / size;
                let spare = (items >> 4) + if old < 8 * size { 3 } else { 7 };
                let wanted = items + spare;
                done = buffer.set_capacity(wanted.saturating_mul(size));
            }
            if done.is_ok() {
                buffer.fill_to(length, 0);
                buffer.copy_within(range.end..old, range.start + bytes.len());
                buffer[range.start..range.start + bytes.len()].copy_from_slice(bytes);
            }
        } else {
            buffer[range.start..range.start + bytes.len()].copy_from_slice(bytes);
            buffer.copy_within(range.end..old, range.start + bytes.len());
            buffer.truncate(length);
            // A little less is not worth moving for.
            if old >= length + 16 * size {
                let items = length / size;
                let spare = (items >> 4) + if old < 8 * size { 3 } else { 7 };
                done = buffer.set_capacity(if items == 0 { 0 } else { (items + spare) * size });
            }
        }
        done.map_err(|LimitExceeded| vm.memory_error())
    }

    /// Makes room for exactly so many items.
    pub(super) fn reserve(&self, vm: &mut Vm, items: usize) -> PyResult<()> {
        let bytes = items.saturating_mul(self.size());
        let done = self.bytes.get_mut(vm).set_capacity(bytes);
        done.map_err(|LimitExceeded| vm.memory_error())
    }

    pub(super) fn push(&self, vm: &mut Vm, value: &Object) -> PyResult<()> {
        let unit = self.packed(vm, value)?;
        let bytes = unit.bytes();
        let end = self.bytes.get(vm).len();
        self.splice(vm, end..end, bytes)
    }

    pub(super) fn push_all(&self, vm: &mut Vm, iterable: &Object) -> PyResult<()> {
        if let Some(other) = iterable.downcast::<Array>() {
            if other.code != self.code {
                return Err(vm.type_error("can only extend with array of same kind"));
            }
            let bytes = other.bytes.get(vm).to_vec();
            let end = self.bytes.get(vm).len();
            return self.splice(vm, end..end, &bytes);
        }
        vm.for_each(iterable, |vm, item| self.push(vm, &item))
    }
}

/// The message for a number beyond a type code: CPython reads it into a C type first, and may fail there already.
fn range_message(code: char, number: Option<i64>, negative: bool) -> &'static str {
    let code = match (code, number) {
        ('b' | 'B' | 'h' | 'H' | 'i', None) => 'l',
        ('b', Some(number)) if i16::try_from(number).is_err() => 'h',
        ('H', Some(number)) if i32::try_from(number).is_err() => 'i',
        ('I', None) if !negative => 'L',
        _ => code,
    };
    match (code, negative) {
        ('b', true) => "signed char is less than minimum",
        ('b', false) => "signed char is greater than maximum",
        ('B', true) => "unsigned byte integer is less than minimum",
        ('B', false) => "unsigned byte integer is greater than maximum",
        ('h', true) => "signed short integer is less than minimum",
        ('h', false) => "signed short integer is greater than maximum",
        ('H', true) => "unsigned short is less than minimum",
        ('H', false) => "unsigned short is greater than maximum",
        ('i', true) => "signed integer is less than minimum",
        ('i', false) => "signed integer is greater than maximum",
        ('I' | 'L', true) => "can't convert negative value to unsigned int",
        ('I', false) => "unsigned int is greater than maximum",
        ('L', false) => "Python int too large to convert to C unsigned long",
        ('Q', true) => "can't convert negative int to unsigned",
        ('Q' | 'q', _) => "int too big to convert",
        _ => "Python int too large to convert to C long",
    }
}
