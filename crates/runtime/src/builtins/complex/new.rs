//! `complex(real, imag)`.

use pellucid_text::float::{ComplexError, parse_complex};

use super::arithmetic::Parts;
use crate::builtins::Complex;
use crate::prelude::*;

/// The `new` slot.
pub(super) fn new(vm: &mut Vm, class: &Typed<Type>, args: Args<'_>) -> PyResult {
    if let ([only], true) = (args.positional(), args.keywords_are_empty()) {
        if class.is(&*vm.types.complex) && only.class_is(&vm.types.complex) {
            return Ok(only.clone());
        }
        let parts = of_one(vm, only)?;
        return Ok(Complex::of_class(vm, class, parts));
    }
    let (real, imaginary) = arguments(vm, args)?;
    let real = match real {
        Some(real) => part(vm, real, "real")?,
        None => (0.0, None),
    };
    let imaginary = match imaginary {
        Some(imaginary) => part(vm, imaginary, "imag")?,
        None => (0.0, None),
    };
    // A complex argument (deprecated) adds its other part: a + b*1j.
    let parts = (
        imaginary.1.map_or(real.0, |other| real.0 - other),
        real.1.map_or(imaginary.0, |other| imaginary.0 + other),
    );
    Ok(Complex::of_class(vm, class, parts))
}

fn arguments<'a>(
    vm: &mut Vm,
    args: Args<'a>,
) -> PyResult<(Option<&'a Object>, Option<&'a Object>)> {
    if args.len() > 2 {
        let given = args.len();
        return Err(vm.type_error(format!("complex() takes at most 2 arguments ({given} given)")));
    }
    let given = args.positional();
    let mut parts = [given.first().map(|x| &**x), given.get(1).map(|x| &**x)];
    for (name, value) in args.keywords().iter() {
        let position = match () {
            () if name.text() == *"real" => 0,
            () if name.text() == *"imag" => 1,
            () => {
                return Err(vm.type_error(format!(
                    "complex() got an unexpected keyword argument '{}'",
                    &**name
                )));
            }
        };
        if parts[position].is_some() {
            return Err(vm.type_error(format!(
                "argument for complex() given by name ('{}') and position ({})",
                &**name,
                position + 1
            )));
        }
        parts[position] = Some(value);
    }
    Ok((parts[0], parts[1]))
}

/// The value of `complex(object)`.
fn of_one(vm: &mut Vm, object: &Object) -> PyResult<Parts> {
    if let Some(text) = object.downcast::<Str>() {
        return match parse_complex(text.text()) {
            Ok(parts) => Ok(parts),
            Err(ComplexError::Malformed) => {
                Err(vm.value_error("complex() arg is a malformed string"))
            }
            Err(ComplexError::Underscore) => {
                let shown = vm.repr(object)?;
                Err(vm.value_error(format!("could not convert string to complex: {}", &*shown)))
            }
        };
    }
    if let Some(parts) = by_special_method(vm, object)? {
        return Ok(parts);
    }
    if let Some(complex) = object.downcast::<Complex>() {
        return Ok(complex.parts());
    }
    if !is_real(vm, object) {
        let class = object.class().name(vm);
        return Err(
            vm.type_error(format!("complex() argument must be a string or a number, not {class}"))
        );
    }
    Ok((vm.as_f64(object)?, 0.0))
}

fn is_real(vm: &Vm, object: &Object) -> bool {
    let slots = object.class().slots(vm);
    slots.float.is_some() || slots.index.is_some()
}

/// One of two arguments: its value, and the imaginary part if it is complex itself.
fn part(vm: &mut Vm, object: &Object, name: &str) -> PyResult<(f64, Option<f64>)> {
    let complex = match by_special_method(vm, object)? {
        Some(parts) => Some(parts),
        None => object.downcast::<Complex>().map(|complex| complex.parts()),
    };
    let class = object.class().name(vm);
    let message = format!("complex() argument '{name}' must be a real number, not {class}");
    if let Some((real, imaginary)) = complex {
        let category = vm.types.deprecation_warning.clone();
        vm.warn(&category, &message, 1)?;
        return Ok((real, Some(imaginary)));
    }
    if !is_real(vm, object) {
        return Err(vm.type_error(message));
    }
    Ok((vm.as_f64(object)?, None))
}

/// What `__complex__` gives for an object that is not exactly a complex number, a float or an int.
pub(super) fn by_special_method(vm: &mut Vm, object: &Object) -> PyResult<Option<Parts>> {
    if object.class_is(&vm.types.complex)
        || object.class_is(&vm.types.float)
        || object.class_is(&vm.types.int)
    {
        return Ok(None);
    }
    let name = vm.names.__complex__.clone();
    let Some(result) = vm.call_special(object, &name, &[])? else { return Ok(None) };
    let Some(complex) = result.downcast::<Complex>() else {
        let other = result.class().name(vm);
        return Err(vm.type_error(format!("__complex__ returned non-complex (type {other})")));
    };
    if !result.class_is(&vm.types.complex) {
        vm.warn_of_strict_subclass(&result, "__complex__", "complex")?;
    }
    Ok(Some(complex.parts()))
}
