//! The slots of `float`.

use pellucid_bytecode::Comparison;
use pellucid_text::float::{self, PowerError};

use crate::builtins::Complex;
use crate::builtins::int::holds;
use crate::object::Slots;
use crate::prelude::*;

pub(super) fn fill(slots: &mut Slots) {
    fill_arithmetic(slots);
    slots.new = Some(super::new::new);
    slots.repr = Some(|vm, object| {
        let text = float::repr(own(object));
        Ok(vm.new_str(&text).into_object())
    });
    slots.hash =
        Some(|_, object| Ok(pellucid_text::hash::hash_float(own(object), object.address())));
    slots.compare = Some(compare);
    slots.bool = Some(|_, object| Ok(own(object) != 0.0));
    slots.float = Some(exact);
    slots.positive = Some(exact);
    slots.int = Some(|vm, object| Float::to_int(vm, own(object)));
    slots.negative = Some(|vm, object| Ok(vm.new_float(-own(object))));
    slots.absolute = Some(|vm, object| Ok(vm.new_float(own(object).abs())));
}

fn fill_arithmetic(slots: &mut Slots) {
    slots.add = Some(|vm, a, b| binary(vm, a, b, |_, a, b| Ok(a + b)));
    slots.subtract = Some(|vm, a, b| binary(vm, a, b, |_, a, b| Ok(a - b)));
    slots.multiply = Some(|vm, a, b| binary(vm, a, b, |_, a, b| Ok(a * b)));
    slots.true_divide = Some(|vm, a, b| binary(vm, a, b, Float::true_divide));
    slots.floor_divide = Some(|vm, a, b| binary(vm, a, b, Float::floor_divide));
    slots.remainder = Some(|vm, a, b| binary(vm, a, b, Float::remainder));
    slots.divmod = Some(|vm, a, b| {
        let Some((a, b)) = operands(vm, a, b)? else { return Ok(vm.not_implemented()) };
        let Ok((quotient, remainder)) = float::divide_remainder(a, b) else {
            return Err(division_by_zero(vm));
        };
        let pair = vec![vm.new_float(quotient), vm.new_float(remainder)];
        Ok(vm.new_tuple(pair).into_object())
    });
    slots.power = Some(power);
}

/// The value of what is known to be a float.
fn own(object: &Object) -> f64 {
    object.downcast::<Float>().map_or(0.0, |float| float.to_f64())
}

fn exact(vm: &mut Vm, object: &Object) -> PyResult {
    if object.class_is(&vm.types.float) {
        return Ok(object.to_ref());
    }
    Ok(vm.new_float(own(object)))
}

/// The value of a float or an int; `None` for anything else.
pub fn operand(vm: &mut Vm, object: &Object) -> PyResult<Option<f64>> {
    if let Some(float) = object.downcast::<Float>() {
        return Ok(Some(float.to_f64()));
    }
    match object.downcast::<Int>() {
        Some(int) => Int::as_f64(vm, int).map(Some),
        None => Ok(None),
    }
}

fn operands(vm: &mut Vm, left: &Object, right: &Object) -> PyResult<Option<(f64, f64)>> {
    let Some(left) = operand(vm, left)? else { return Ok(None) };
    let Some(right) = operand(vm, right)? else { return Ok(None) };
    Ok(Some((left, right)))
}

#[inline]
fn binary(
    vm: &mut Vm,
    left: &Object,
    right: &Object,
    operation: fn(&mut Vm, f64, f64) -> PyResult<f64>,
) -> PyResult {
    match operands(vm, left, right)? {
        Some((left, right)) => operation(vm, left, right).map(|result| vm.new_float(result)),
        None => Ok(vm.not_implemented()),
    }
}

fn compare(vm: &mut Vm, left: &Object, right: &Object, comparison: Comparison) -> PyResult {
    let left = own(left);
    let order = if let Some(right) = right.downcast::<Float>() {
        left.partial_cmp(&right.to_f64())
    } else if let Some(right) = right.downcast::<Int>() {
        right.order_with_float(left).map(std::cmp::Ordering::reverse)
    } else {
        return Ok(vm.not_implemented());
    };
    Ok(vm.new_bool(holds(comparison, order)))
}

fn power(vm: &mut Vm, base: &Object, exponent: &Object, modulus: Option<&Object>) -> PyResult {
    if modulus.is_some_and(|modulus| !vm.is_none(modulus)) {
        return Err(
            vm.type_error("pow() 3rd argument not allowed unless all arguments are integers")
        );
    }
    match operands(vm, base, exponent)? {
        Some((base, exponent)) => Float::power(vm, base, exponent),
        None => Ok(vm.not_implemented()),
    }
}

#[cold]
fn division_by_zero(vm: &mut Vm) -> Raised {
    vm.zero_division_error("division by zero")
}

impl Float {
    /// `left / right`
    #[inline]
    pub fn true_divide(vm: &mut Vm, left: f64, right: f64) -> PyResult<f64> {
        if right == 0.0 { Err(division_by_zero(vm)) } else { Ok(left / right) }
    }

    /// `left // right`
    pub fn floor_divide(vm: &mut Vm, left: f64, right: f64) -> PyResult<f64> {
        float::floor_divide(left, right).map_err(|_| division_by_zero(vm))
    }

    /// `left % right`
    pub fn remainder(vm: &mut Vm, left: f64, right: f64) -> PyResult<f64> {
        float::remainder(left, right).map_err(|_| division_by_zero(vm))
    }

    /// `base ** exponent`; complex for a negative base and a fractional exponent.
    pub fn power(vm: &mut Vm, base: f64, exponent: f64) -> PyResult {
        match float::power(base, exponent) {
            Ok(power) => Ok(vm.new_float(power)),
            Err(PowerError::Complex) => Complex::power(vm, (base, 0.0), (exponent, 0.0)),
            Err(error @ PowerError::ZeroToNegative) => Err(vm.zero_division_error(error.message())),
            Err(error @ PowerError::Overflow) => {
                let class = vm.types.overflow_error.clone();
                let arguments = vec![vm.new_int(34), vm.new_str(error.message()).into_object()];
                Err(vm.raise_with(&class, arguments))
            }
        }
    }

    /// The integer part, as an `int`.
    pub fn to_int(vm: &mut Vm, value: f64) -> PyResult {
        use pellucid_text::integer::{FromFloatError, from_float, small_from_float};
        if let Some(small) = small_from_float(value) {
            return Ok(vm.new_int(small));
        }
        match from_float(value) {
            Ok(big) => Ok(Int::from_big(vm, big).into_object()),
            Err(error @ FromFloatError::NotANumber) => Err(vm.value_error(error.message())),
            Err(error @ FromFloatError::Infinite) => Err(vm.overflow_error(error.message())),
        }
    }
}
