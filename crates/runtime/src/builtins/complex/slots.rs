//! The slots of `complex`.
//!
//! A real operand is not turned into a complex number first, so that the signs of zeros survive.

use std::cmp::Ordering;

use pellucid_bytecode::Comparison;

use super::arithmetic::{Parts, product, quotient, quotient_of_real};
use crate::builtins::{Complex, float};
use crate::object::Slots;
use crate::prelude::*;

pub(super) fn fill(slots: &mut Slots) {
    slots.new = Some(super::new::new);
    slots.repr = Some(repr);
    slots.hash = Some(|_, object| {
        let (real, imaginary) = own(object);
        Ok(pellucid_text::hash::hash_complex(real, imaginary, object.address()))
    });
    slots.compare = Some(compare);
    slots.bool = Some(|_, object| Ok(own(object) != (0.0, 0.0)));
    slots.positive = Some(|vm, object| Ok(super::methods::exact(vm, object)));
    slots.negative = Some(|vm, object| {
        let (real, imaginary) = own(object);
        Ok(Complex::from_parts(vm, (-real, -imaginary)))
    });
    slots.absolute = Some(absolute);
    slots.add = Some(|vm, a, b| binary(vm, a, b, |a, b| Some(sum(a, b))));
    slots.subtract = Some(|vm, a, b| binary(vm, a, b, |a, b| Some(difference(a, b))));
    slots.multiply = Some(|vm, a, b| binary(vm, a, b, |a, b| Some(times(a, b))));
    slots.true_divide = Some(|vm, a, b| binary(vm, a, b, divide));
    slots.power = Some(power);
}

/// A number that takes part in complex arithmetic.
#[derive(Clone, Copy)]
enum Operand {
    Real(f64),
    Complex(Parts),
}

use Operand::{Complex as Both, Real};

impl Operand {
    fn parts(self) -> Parts {
        match self {
            Real(real) => (real, 0.0),
            Both(parts) => parts,
        }
    }
}

/// The parts of what is known to be complex.
pub(super) fn own(object: &Object) -> Parts {
    object.downcast::<Complex>().map_or((0.0, 0.0), |complex| complex.parts())
}

fn operand(vm: &mut Vm, object: &Object) -> PyResult<Option<Operand>> {
    if let Some(complex) = object.downcast::<Complex>() {
        return Ok(Some(Both(complex.parts())));
    }
    Ok(float::operand(vm, object)?.map(Real))
}

fn binary(
    vm: &mut Vm,
    left: &Object,
    right: &Object,
    operation: fn(Operand, Operand) -> Option<Parts>,
) -> PyResult {
    let Some(left) = operand(vm, left)? else { return Ok(vm.not_implemented()) };
    let Some(right) = operand(vm, right)? else { return Ok(vm.not_implemented()) };
    match operation(left, right) {
        Some(result) => Ok(Complex::from_parts(vm, result)),
        None => Err(vm.zero_division_error("division by zero")),
    }
}

fn sum(left: Operand, right: Operand) -> Parts {
    match (left, right) {
        (Both((a, b)), Both((c, d))) => (a + c, b + d),
        (Both((a, b)), Real(c)) | (Real(c), Both((a, b))) => (a + c, b),
        (Real(a), Real(b)) => (a + b, 0.0),
    }
}

fn difference(left: Operand, right: Operand) -> Parts {
    match (left, right) {
        (Both((a, b)), Both((c, d))) => (a - c, b - d),
        (Both((a, b)), Real(c)) => (a - c, b),
        (Real(a), Both((c, d))) => (a - c, -d),
        (Real(a), Real(b)) => (a - b, 0.0),
    }
}

fn times(left: Operand, right: Operand) -> Parts {
    match (left, right) {
        (Both((a, b)), Real(c)) | (Real(c), Both((a, b))) => (a * c, b * c),
        (left, right) => product(left.parts(), right.parts()),
    }
}

fn divide(left: Operand, right: Operand) -> Option<Parts> {
    match (left, right) {
        (Both((a, b)), Real(c)) => (c != 0.0).then(|| (a / c, b / c)),
        (Real(a), Both(right)) => quotient_of_real(a, right),
        (left, right) => quotient(left.parts(), right.parts()),
    }
}

fn power(vm: &mut Vm, base: &Object, exponent: &Object, modulus: Option<&Object>) -> PyResult {
    let Some(base) = operand(vm, base)? else { return Ok(vm.not_implemented()) };
    let Some(exponent) = operand(vm, exponent)? else { return Ok(vm.not_implemented()) };
    if modulus.is_some_and(|modulus| !vm.is_none(modulus)) {
        return Err(vm.value_error("complex modulo"));
    }
    Complex::power(vm, base.parts(), exponent.parts())
}

fn absolute(vm: &mut Vm, object: &Object) -> PyResult {
    let (real, imaginary) = own(object);
    let length = real.hypot(imaginary);
    if length.is_infinite() && real.is_finite() && imaginary.is_finite() {
        return Err(vm.overflow_error("absolute value too large"));
    }
    Ok(vm.new_float(length))
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult {
    let name = object.class().name(vm);
    let (real, imaginary) = own(object);
    let none = vm.singletons.empty_str.clone();
    let text = vm.format_number(&none, &name, |specification, builder| {
        pellucid_text::format::format_complex(real, imaginary, specification, &name, builder)
    })?;
    Ok(text.into_object())
}

fn compare(vm: &mut Vm, left: &Object, right: &Object, comparison: Comparison) -> PyResult {
    if !matches!(comparison, Comparison::Equal | Comparison::NotEqual) {
        return Ok(vm.not_implemented());
    }
    let (real, imaginary) = own(left);
    let equal = if let Some(right) = right.downcast::<Complex>() {
        (real, imaginary) == right.parts()
    } else if let Some(right) = right.downcast::<Int>() {
        imaginary == 0.0 && right.order_with_float(real) == Some(Ordering::Equal)
    } else if let Some(right) = right.downcast::<Float>() {
        imaginary == 0.0 && real == right.to_f64()
    } else {
        return Ok(vm.not_implemented());
    };
    Ok(vm.new_bool(equal == (comparison == Comparison::Equal)))
}
