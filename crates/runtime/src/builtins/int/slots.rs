//! The slots of `int`.

use std::cmp::Ordering;

use pellucid_bytecode::Comparison;
use pellucid_text::Text;

use crate::object::Slots;
use crate::prelude::*;

pub(super) fn fill(slots: &mut Slots) {
    fill_arithmetic(slots);
    slots.new = Some(super::new::new);
    slots.hash = Some(|_, object| Ok(object.downcast::<Int>().map_or(0, |int| int.hash())));
    slots.repr = Some(repr);
    slots.compare = Some(compare);
    slots.bool = Some(|_, object| Ok(object.downcast::<Int>().is_some_and(|int| !int.is_zero())));
    slots.index = Some(exact);
    slots.int = Some(exact);
    slots.positive = Some(exact);
    slots.float = Some(|vm, object| {
        unary(vm, object, |vm, int| Int::as_f64(vm, int).map(|value| vm.new_float(value)))
    });
    slots.negative = Some(|vm, object| unary(vm, object, |vm, int| Int::negative(vm, int)));
    slots.invert = Some(|vm, object| unary(vm, object, |vm, int| Int::invert(vm, int)));
    slots.absolute = Some(|vm, object| {
        unary(vm, object, |vm, int| {
            if int.is_negative() {
                Int::negative(vm, int)
            } else {
                Ok(Int::exact(vm, int).into_object())
            }
        })
    });
}

fn fill_arithmetic(slots: &mut Slots) {
    slots.add = Some(|vm, a, b| binary(vm, a, b, Int::add));
    slots.subtract = Some(|vm, a, b| binary(vm, a, b, Int::subtract));
    slots.multiply = Some(|vm, a, b| binary(vm, a, b, Int::multiply));
    slots.remainder = Some(|vm, a, b| binary(vm, a, b, Int::remainder));
    slots.divmod = Some(|vm, a, b| binary(vm, a, b, Int::divide_remainder));
    slots.floor_divide = Some(|vm, a, b| binary(vm, a, b, Int::floor_divide));
    slots.true_divide = Some(|vm, a, b| binary(vm, a, b, Int::true_divide));
    slots.shift_left = Some(|vm, a, b| binary(vm, a, b, Int::shift_left));
    slots.shift_right = Some(|vm, a, b| binary(vm, a, b, Int::shift_right));
    slots.and = Some(|vm, a, b| binary(vm, a, b, Int::and));
    slots.or = Some(|vm, a, b| binary(vm, a, b, Int::or));
    slots.xor = Some(|vm, a, b| binary(vm, a, b, Int::xor));
    slots.power = Some(power);
}

#[inline]
fn binary(
    vm: &mut Vm,
    left: &Object,
    right: &Object,
    operation: fn(&mut Vm, &Int, &Int) -> PyResult,
) -> PyResult {
    match (left.downcast::<Int>(), right.downcast::<Int>()) {
        (Some(left), Some(right)) => operation(vm, left, right),
        _ => Ok(vm.not_implemented()),
    }
}

fn unary(
    vm: &mut Vm,
    object: &Object,
    operation: fn(&mut Vm, &Typed<Int>) -> PyResult,
) -> PyResult {
    match object.downcast::<Int>() {
        Some(int) => operation(vm, int),
        None => Err(vm.type_error("an integer is required")),
    }
}

fn exact(vm: &mut Vm, object: &Object) -> PyResult {
    unary(vm, object, |vm, int| Ok(Int::exact(vm, int).into_object()))
}

fn power(vm: &mut Vm, base: &Object, exponent: &Object, modulus: Option<&Object>) -> PyResult {
    let (Some(base), Some(exponent)) = (base.downcast::<Int>(), exponent.downcast::<Int>()) else {
        return Ok(vm.not_implemented());
    };
    match modulus.filter(|modulus| !vm.is_none(modulus)) {
        None => Int::power(vm, base, exponent),
        Some(modulus) => match modulus.downcast::<Int>() {
            Some(modulus) => Int::modular_power(vm, base, exponent, modulus),
            None => Ok(vm.not_implemented()),
        },
    }
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult {
    unary(vm, object, |vm, int| {
        let text = Int::to_decimal(vm, int)?;
        Ok(vm.try_unshared_text(Text::Latin1(text.as_bytes()))?.into_object())
    })
}

fn compare(vm: &mut Vm, left: &Object, right: &Object, comparison: Comparison) -> PyResult {
    match (left.downcast::<Int>(), right.downcast::<Int>()) {
        (Some(left), Some(right)) => Ok(vm.new_bool(holds(comparison, Some(left.order(right))))),
        _ => Ok(vm.not_implemented()),
    }
}

/// Whether a comparison is true of operands in this order; `None` is the order of what cannot be ordered.
pub fn holds(comparison: Comparison, order: Option<Ordering>) -> bool {
    match comparison {
        Comparison::Less => order == Some(Ordering::Less),
        Comparison::LessEqual => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        Comparison::Equal => order == Some(Ordering::Equal),
        Comparison::NotEqual => order != Some(Ordering::Equal),
        Comparison::Greater => order == Some(Ordering::Greater),
        Comparison::GreaterEqual => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
    }
}
