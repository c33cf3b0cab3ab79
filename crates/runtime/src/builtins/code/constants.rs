//! Constants of code: from units to objects and back.

use std::collections::HashMap;

use dashu_int::IBig;
use dashu_int::ops::UnsignedAbs;
use pellucid_bytecode::Constant;

use super::Code;
use crate::builtins::ellipsis::EllipsisObject;
use crate::builtins::{Complex, Int, Set, Slice};
use crate::prelude::*;

/// What the objects of constants are made with: the name of the file that code is from, and objects that are there.
pub struct ConstantObjects {
    file_name: Ref<Str>,
    known: HashMap<Constant, Ref>,
}

impl ConstantObjects {
    /// For code from this file.
    pub fn of_file(file_name: Ref<Str>) -> ConstantObjects {
        ConstantObjects { file_name, known: HashMap::new() }
    }

    /// Lets all code have this object for the constant, unless another is known. Names are interned anyway.
    pub(crate) fn know(&mut self, constant: Constant, object: Ref) {
        if !matches!(constant, Constant::Str { interned: true, .. }) {
            self.known.entry(constant).or_insert(object);
        }
    }

    /// Makes the object that all code is to have for the constant.
    pub(crate) fn make(&mut self, vm: &mut Vm, constant: Constant) -> PyResult<()> {
        let object = constant_object(vm, constant.clone(), self)?;
        self.know(constant, object);
        Ok(())
    }

    /// The objects that are known.
    pub(crate) fn into_known(self) -> Vec<Ref> {
        self.known.into_values().collect()
    }

    /// The name of the file.
    pub(super) fn file_name(&self) -> &Ref<Str> {
        &self.file_name
    }
}

/// The object of a constant.
pub(crate) fn constant_object(
    vm: &mut Vm,
    constant: Constant,
    objects: &ConstantObjects,
) -> PyResult<Ref> {
    if let Some(known) = objects.known.get(&constant) {
        return Ok(known.clone());
    }
    Ok(match constant {
        Constant::None => vm.none(),
        Constant::Ellipsis => vm.ellipsis(),
        Constant::Bool(value) => vm.new_bool(value),
        Constant::Int(value) => vm.new_int(value),
        Constant::BigInt(negative, magnitude) => {
            let value = IBig::from(dashu_int::UBig::from_le_bytes(&magnitude));
            Int::from_big(vm, if negative { -value } else { value }).into_object()
        }
        Constant::Float(bits) => vm.new_float(f64::from_bits(bits)),
        Constant::Complex(real, imaginary) => {
            Complex::from_parts(vm, (f64::from_bits(real), f64::from_bits(imaginary)))
        }
        Constant::Str { wtf8, interned } => {
            let text = text_of(&wtf8);
            let text = vm.new_text(&text);
            if interned { vm.intern_str(&text).into_object() } else { text.into_object() }
        }
        Constant::Bytes(bytes) => vm.new_bytes(&bytes).into_object(),
        Constant::Tuple(items) => tuple_of(vm, items.into_vec(), objects)?,
        Constant::FrozenSet(items) => {
            let again = items.iter().any(|item| is_known_name(vm, item));
            let items = tuple_of(vm, items.into_vec(), objects)?;
            let class = vm.types.frozenset.clone();
            let set = vm.call_positional(class.as_object(), &[&items])?;
            if !again {
                return Ok(set);
            }
            // A name that was interned before takes the place of the set's own, in a set that is made once more of the
            // members of the first; their order shows it.
            let members = vm.collect(&set)?;
            let members = vm.new_tuple(members).into_object();
            vm.call_positional(class.as_object(), &[&members])?
        }
        Constant::Slice(parts) => {
            let mut items = Vec::new();
            for part in *parts {
                items.push(constant_object(vm, part, objects)?);
            }
            let class = vm.types.slice.clone();
            vm.call(class.as_object(), Args::from_positional(&items))?
        }
        Constant::Code(unit) => Code::of_constants(vm, *unit, objects)?.into_object(),
    })
}

/// Whether a constant is a string that is interned already, as another object than the compiler's.
fn is_known_name(vm: &mut Vm, constant: &Constant) -> bool {
    let Constant::Str { wtf8, interned: true } = constant else { return false };
    let text = text_of(wtf8);
    let text = vm.new_text(&text);
    !vm.intern_str(&text).is(text.as_object())
}

fn tuple_of(vm: &mut Vm, items: Vec<Constant>, known: &ConstantObjects) -> PyResult<Ref> {
    let mut objects = Vec::with_capacity(items.len());
    for item in items {
        objects.push(constant_object(vm, item, known)?);
    }
    Ok(vm.new_tuple(objects).into_object())
}

/// The text of WTF-8 (UTF-8 with lone surrogates).
fn text_of(wtf8: &[u8]) -> pellucid_text::OwnedText {
    match std::str::from_utf8(wtf8) {
        Ok(text) => pellucid_text::OwnedText::from(text),
        Err(_) => {
            let mut builder = pellucid_text::TextBuilder::new();
            for point in code_points(wtf8) {
                builder.push(point);
            }
            builder.finish()
        }
    }
}

fn code_points(wtf8: &[u8]) -> Vec<u32> {
    let mut points = Vec::new();
    let mut rest = wtf8;
    while let Some((&first, _)) = rest.split_first() {
        let (length, mut point) = match first {
            0..0x80 => (1, u32::from(first)),
            0x80..0xe0 => (2, u32::from(first & 0x1f)),
            0xe0..0xf0 => (3, u32::from(first & 0x0f)),
            _ => (4, u32::from(first & 0x07)),
        };
        for &byte in rest.iter().take(length).skip(1) {
            point = point << 6 | u32::from(byte & 0x3f);
        }
        points.push(point);
        rest = &rest[length.min(rest.len())..];
    }
    points
}

/// The constant of an object of one of the types that code can hold as they are, or of a code object.
pub(crate) fn constant_of(vm: &Vm, object: &Object) -> Option<Constant> {
    constant_below(vm, object, DEPTH_MAX)
}

/// How deep tuples may be nested in constants.
const DEPTH_MAX: usize = 100;

fn constant_below(vm: &Vm, object: &Object, depth: usize) -> Option<Constant> {
    let types = &vm.types;
    let exact = |class: &Typed<Type>| object.class_is(class);
    let many = |items: &[Ref]| -> Option<Box<[Constant]>> {
        let depth = depth.checked_sub(1)?;
        items.iter().map(|item| constant_below(vm, item, depth)).collect()
    };
    if object.is(&vm.singletons.none) {
        Some(Constant::None)
    } else if object.holds::<EllipsisObject>() {
        Some(Constant::Ellipsis)
    } else if exact(&types.bool) {
        Some(Constant::Bool(object.is(&vm.singletons.true_)))
    } else if exact(&types.int) {
        object.downcast::<Int>().map(|int| match int.to_i64() {
            Some(small) => Constant::Int(small),
            None => big(&int.to_big()),
        })
    } else if exact(&types.float) {
        object.downcast::<Float>().map(|float| Constant::Float(float.to_f64().to_bits()))
    } else if exact(&types.complex) {
        let (real, imaginary) = object.downcast::<Complex>()?.parts();
        Some(Constant::Complex(real.to_bits(), imaginary.to_bits()))
    } else if exact(&types.str) {
        let text = object.downcast::<Str>()?;
        let wtf8 = text.text().to_wtf8().into();
        Some(Constant::Str { wtf8, interned: text.is_interned() })
    } else if exact(&types.bytes) {
        object.downcast::<Bytes>().map(|bytes| Constant::Bytes(bytes.as_slice().into()))
    } else if exact(&types.tuple) {
        many(object.downcast::<Tuple>()?.items()).map(Constant::Tuple)
    } else if exact(&types.frozenset) {
        many(&object.downcast::<Set>()?.members(vm)).map(Constant::FrozenSet)
    } else if let Some(slice) = object.downcast::<Slice>() {
        let parts = slice.parts().map(|part| constant_below(vm, part, depth));
        let [Some(start), Some(stop), Some(step)] = parts else { return None };
        Some(Constant::Slice(Box::new([start, stop, step])))
    } else {
        let unit = object.downcast::<Code>()?.to_unit(vm)?;
        Some(Constant::Code(Box::new(unit)))
    }
}

fn big(value: &IBig) -> Constant {
    let is_negative = *value < IBig::ZERO;
    Constant::BigInt(is_negative, value.unsigned_abs().to_le_bytes())
}
