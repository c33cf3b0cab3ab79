//! Operators and comparisons.

use pellucid_bytecode::{Comparison, Opcode, OperandKind, Word};
use pellucid_heap::{Object, Ref};

use crate::builtins::Str;
use crate::object::slots::UnaryFn;
use crate::object::{BinaryOperator, ObjectExt, Slots, TypeLookup};
use crate::vm::registers::Registers;
use crate::{PyResult, Vm};

/// An operation on machine words; `None` where it needs more than that, or an exception.
#[inline(always)]
pub(crate) fn integers(opcode: Opcode, a: i64, b: i64) -> Option<i64> {
    match opcode {
        Opcode::AND => Some(a & b),
        Opcode::OR => Some(a | b),
        Opcode::XOR => Some(a ^ b),
        Opcode::SHIFT_RIGHT => (b >= 0).then(|| a >> b.min(63)),
        Opcode::SHIFT_LEFT => {
            let shifted = (0..62).contains(&b).then(|| a << b)?;
            (shifted >> b == a).then_some(shifted)
        }
        Opcode::FLOOR_DIVIDE => {
            let quotient = a.checked_div(b)?;
            Some(quotient - i64::from(a % b != 0 && (a < 0) != (b < 0)))
        }
        Opcode::REMAINDER => {
            let remainder = a.checked_rem(b)?;
            Some(if remainder != 0 && (remainder < 0) != (b < 0) {
                remainder + b
            } else {
                remainder
            })
        }
        _ => None,
    }
}

/// An exact `float`, or an exact `int` that a float holds exactly.
fn exact_number(vm: &Vm, object: &Object) -> Option<Number> {
    if let Some(value) = vm.exact_float(object) {
        return Some(Number { value, float: true });
    }
    let value = vm.exact_int(object).filter(|value| value.unsigned_abs() <= 1 << 53)?;
    Some(Number { value: value as f64, float: false })
}

/// A number as a float, and whether it was one.
#[derive(Clone, Copy)]
struct Number {
    value: f64,
    float: bool,
}

/// An operation on a float and another number; `None` where it needs more than that, or an exception.
fn floats(opcode: Opcode, a: Number, b: Number) -> Option<f64> {
    if !a.float && !b.float {
        return None;
    }
    match opcode {
        Opcode::ADD => Some(a.value + b.value),
        Opcode::SUBTRACT => Some(a.value - b.value),
        Opcode::MULTIPLY => Some(a.value * b.value),
        Opcode::TRUE_DIVIDE if b.value != 0.0 => Some(a.value / b.value),
        _ => None,
    }
}

#[inline(never)]
pub(crate) fn binary(
    vm: &mut Vm,
    r: Registers,
    word: Word,
    operator: &BinaryOperator,
) -> PyResult<()> {
    let (left, right) = (r.operand(word.operand_b()), r.operand(word.operand_c()));
    if let (Some(a), Some(b)) = (exact_number(vm, left), exact_number(vm, right))
        && let Some(value) = floats(word.opcode(), a, b)
    {
        vm.finish_float(r, word, value);
        return Ok(());
    }
    if word.opcode() == Opcode::ADD && appended(vm, r, word, right) {
        drop(r.consume(word.operand_c()));
        return Ok(());
    }
    let result = if word.x() & 1 == 0 {
        vm.binary(operator, left, right)?
    } else {
        vm.in_place(operator, left, right)?
    };
    r.finish_binary(word, result);
    Ok(())
}

/// `text = text + more` and `text += more`, of a local that alone has the text: it may grow where it is.
fn appended(vm: &mut Vm, r: Registers, word: Word, right: &Object) -> bool {
    let left = word.operand_b();
    if !right.class_is(&vm.types.str)
        || left.kind() != OperandKind::Borrowed
        || left.index() != usize::from(word.a())
    {
        return false;
    }
    let (Some(right), Some(text)) = (right.downcast::<Str>(), r.take(word.a())) else {
        return false;
    };
    match text.downcast_ref::<Str>() {
        Ok(mut text) => {
            let done = !text.is(right) && Str::append(vm, &mut text, right);
            r.set(word.a(), text.into_object());
            done
        }
        Err(other) => {
            r.set(word.a(), other);
            false
        }
    }
}

pub(super) fn power(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let (left, right) = (r.operand(word.operand_b()), r.operand(word.operand_c()));
    // A positive base gives a float, unless it is too large.
    if let (Some(base), Some(exponent)) = (vm.exact_float(left), vm.exact_float(right))
        && base > 0.0
        && let power = base.powf(exponent)
        && power.is_finite()
    {
        vm.finish_float(r, word, power);
        return Ok(());
    }
    let result = if word.x() & 1 == 0 {
        vm.power(left, right, None)?
    } else {
        vm.in_place_power(left, right)?
    };
    r.finish_binary(word, result);
    Ok(())
}

pub(super) fn unary(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let (sign, slot): (&str, fn(&Slots) -> Option<UnaryFn>) = match word.opcode() {
        Opcode::NEGATE => ("-", |slots| slots.negative),
        Opcode::POSITIVE => ("+", |slots| slots.positive),
        _ => ("~", |slots| slots.invert),
    };
    let operand = r.operand(word.operand_b());
    let Some(function) = slot(operand.class().slots(vm)) else {
        let class = operand.class().name(vm);
        return Err(vm.type_error(format!("bad operand type for unary {sign}: '{class}'")));
    };
    let result = function(vm, operand)?;
    r.finish_unary(word, result);
    Ok(())
}

pub(super) fn not(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let truth = vm.is_true(r.operand(word.operand_b()))?;
    let result = vm.new_bool(!truth);
    r.finish_unary(word, result);
    Ok(())
}

fn comparison(number: u8) -> Comparison {
    Comparison::from_byte(number).unwrap_or(Comparison::Equal)
}

pub(super) fn compare(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let (left, right) = (r.operand(word.operand_b()), r.operand(word.operand_c()));
    let result: Ref = vm.compare(left, right, comparison(word.x()))?;
    r.finish_binary(word, result);
    Ok(())
}

/// The truth of a comparison.
pub(crate) fn compare_truth(
    vm: &mut Vm,
    left: &Object,
    right: &Object,
    number: u8,
) -> PyResult<bool> {
    let comparison = comparison(number);
    if let Comparison::Equal | Comparison::NotEqual = comparison
        && left.class_is(&vm.types.str)
        && right.class_is(&vm.types.str)
        && let (Some(a), Some(b)) = (left.downcast::<Str>(), right.downcast::<Str>())
    {
        return Ok(a.same_text(b) == (comparison == Comparison::Equal));
    }
    vm.compare_is_true(left, right, comparison)
}

pub(super) fn contains(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let (item, container) = (r.operand(word.operand_b()), r.operand(word.operand_c()));
    let found = vm.contains(container, item)?;
    let result = vm.new_bool(found != (word.x() == 1));
    r.finish_binary(word, result);
    Ok(())
}
