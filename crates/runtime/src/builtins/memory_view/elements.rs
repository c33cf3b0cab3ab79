//! Elements of a memoryview: from bytes to objects and back.

use pellucid_text::structure::{Field, Kind, Layout, StructError, Value};

use crate::builtins::Complex;
use crate::object::BufferView;
use crate::prelude::*;

/// The field that a format with a single native letter describes.
pub(super) fn field_of(format: &str) -> Option<Field> {
    let letter = format.strip_prefix('@').unwrap_or(format);
    if letter.len() != 1 || !"cbBhHiIlLqQnNefdFDP?".contains(letter) {
        return None;
    }
    let layout = Layout::parse(letter.as_bytes()).ok()?;
    layout.fields().next().map(|(field, _)| *field)
}

/// The field of a view, or NotImplementedError.
pub(super) fn field_of_view(vm: &mut Vm, view: &BufferView) -> PyResult<Field> {
    match field_of(&view.format) {
        Some(field) if field.size == view.item_size => Ok(field),
        _ => {
            let format = &view.format;
            Err(vm.not_implemented_error(format!("memoryview: format {format} not supported")))
        }
    }
}

/// The object of an element.
pub(super) fn unpacked(vm: &mut Vm, field: &Field, bytes: &[u8]) -> PyResult<Ref> {
    let Some(value) = field.unpack(bytes) else {
        return Err(vm.index_error("index out of bounds"));
    };
    vm.object_of_field(value)
}

impl Vm {
    /// The object of a value that was read from a `struct` field.
    pub fn object_of_field(&mut self, value: Value<'_>) -> PyResult<Ref> {
        Ok(match value {
            Value::Integer(value) => match i64::try_from(value.unwrap_or(0)) {
                Ok(word) => self.new_int(word),
                Err(_) => Int::from_big(self, value.unwrap_or(0).into()).into_object(),
            },
            Value::Float(value) => self.new_float(value),
            Value::Complex(real, imaginary) => Complex::from_parts(self, (real, imaginary)),
            Value::Bytes(bytes) => self.try_bytes(bytes)?.into_object(),
            Value::Truth(truth) => self.new_bool(truth),
        })
    }
}

/// Writes an object into the bytes of an element.
pub(super) fn packed(
    vm: &mut Vm,
    field: &Field,
    format: &str,
    value: &Object,
) -> PyResult<Vec<u8>> {
    let mut bytes = vec![0; field.size];
    let wrong_type =
        |vm: &mut Vm| vm.type_error(format!("memoryview: invalid type for format '{format}'"));
    let wrong_value =
        |vm: &mut Vm| vm.value_error(format!("memoryview: invalid value for format '{format}'"));
    let result = match field.kind {
        Kind::Signed | Kind::Unsigned => {
            if !value.holds::<Int>() && value.class().slots(vm).index.is_none() {
                return Err(wrong_type(vm));
            }
            let int = vm.index(value)?;
            field.pack(Value::Integer(int.to_i128()), &mut bytes)
        }
        Kind::Float => {
            let number = match vm.as_f64(value) {
                Ok(number) => number,
                Err(raised) if raised.is_instance(vm, &vm.types.type_error) => {
                    return Err(wrong_type(vm));
                }
                Err(raised) => return Err(raised),
            };
            field.pack(Value::Float(number), &mut bytes)
        }
        Kind::Complex => match value.downcast::<Complex>() {
            Some(complex) => {
                let (real, imaginary) = complex.parts();
                field.pack(Value::Complex(real, imaginary), &mut bytes)
            }
            None => {
                let real = vm.as_f64(value)?;
                field.pack(Value::Complex(real, 0.0), &mut bytes)
            }
        },
        Kind::Truth => {
            let truth = vm.is_true(value)?;
            field.pack(Value::Truth(truth), &mut bytes)
        }
        _ => match value.downcast::<Bytes>() {
            Some(given) if given.as_slice().len() == 1 => {
                field.pack(Value::Bytes(given.as_slice()), &mut bytes)
            }
            Some(_) => return Err(wrong_value(vm)),
            None => return Err(wrong_type(vm)),
        },
    };
    match result {
        Ok(()) => Ok(bytes),
        Err(StructError::Overflow(message)) => Err(vm.overflow_error(message)),
        Err(_) => Err(wrong_value(vm)),
    }
}
