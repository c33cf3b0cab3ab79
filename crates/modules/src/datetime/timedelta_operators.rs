//! Arithmetic of `timedelta`.

use pellucid_runtime::object::Slots;
use pellucid_runtime::prelude::*;
use pellucid_text::float::decompose;

use super::fields::Span;
use super::timedelta::TimeDelta;

/// Fills the slots of numbers.
pub fn fill(slots: &mut Slots) {
    slots.add = Some(|vm, left, right| match spans(left, right) {
        Some((one, other)) => {
            let span = one.plus(vm, other)?;
            TimeDelta::beside(vm, left, span)
        }
        None => Ok(vm.not_implemented()),
    });
    slots.subtract = Some(|vm, left, right| match spans(left, right) {
        Some((one, other)) => {
            let span = one.minus(vm, other)?;
            TimeDelta::beside(vm, left, span)
        }
        None => Ok(vm.not_implemented()),
    });
    slots.multiply = Some(multiply);
    slots.floor_divide = Some(floor_divide);
    slots.true_divide = Some(true_divide);
    slots.remainder = Some(|vm, left, right| match spans(left, right) {
        Some((left, right)) => {
            let (_, rest) = divide(vm, left, right)?;
            make_from(vm, rest)
        }
        None => Ok(vm.not_implemented()),
    });
    slots.divmod = Some(|vm, left, right| match spans(left, right) {
        Some((left, right)) => {
            let (quotient, rest) = divide(vm, left, right)?;
            let rest = make_from(vm, rest)?;
            (quotient, rest).into_result(vm)
        }
        None => Ok(vm.not_implemented()),
    });
    slots.negative = Some(|vm, object| {
        let span = of(object).negated(vm)?;
        TimeDelta::beside(vm, object, span)
    });
    slots.positive = Some(|vm, object| TimeDelta::beside(vm, object, of(object)));
    slots.absolute = Some(|vm, object| {
        let span = of(object);
        let span = if span < Span::ZERO { span.negated(vm)? } else { span };
        TimeDelta::beside(vm, object, span)
    });
}

fn of(object: &Object) -> Span {
    TimeDelta::span_of(object).unwrap_or(Span::ZERO)
}

fn spans(left: &Object, right: &Object) -> Option<(Span, Span)> {
    Some((TimeDelta::span_of(left)?, TimeDelta::span_of(right)?))
}

fn make(vm: &mut Vm, span: Span) -> PyResult {
    TimeDelta::make(vm, span).map(Ref::into_object)
}

fn make_from(vm: &mut Vm, microseconds: i128) -> PyResult {
    let span = Span::from_microseconds(vm, microseconds)?;
    make(vm, span)
}

fn division_by_zero(vm: &mut Vm) -> Raised {
    vm.zero_division_error("division by zero")
}

/// The quotient, rounded down, and the rest, which has the sign of the divisor. The divisor is not zero.
fn floor(dividend: i128, divisor: i128) -> (i128, i128) {
    let (quotient, rest) = (dividend / divisor, dividend % divisor);
    match rest != 0 && (rest < 0) != (divisor < 0) {
        true => (quotient - 1, rest + divisor),
        false => (quotient, rest),
    }
}

/// The nearest quotient; of two as near, the even one. The divisor is not zero.
fn nearest(dividend: i128, divisor: i128) -> i128 {
    let (quotient, rest) = floor(dividend, divisor);
    let (rest, other) = (rest.unsigned_abs(), divisor.unsigned_abs() - rest.unsigned_abs());
    quotient + i128::from(rest > other || rest == other && quotient & 1 == 1)
}

fn divide(vm: &mut Vm, left: Span, right: Span) -> PyResult<(i128, i128)> {
    match right.microseconds_in_all() {
        0 => Err(division_by_zero(vm)),
        divisor => Ok(floor(left.microseconds_in_all(), divisor)),
    }
}

/// The nearest float to a ratio.
pub fn ratio(vm: &mut Vm, dividend: i128, divisor: i128) -> PyResult {
    const EXACT: u128 = 1 << 53;
    if dividend.unsigned_abs() <= EXACT && divisor.unsigned_abs() <= EXACT && divisor != 0 {
        return Ok(vm.new_float(dividend as f64 / divisor as f64));
    }
    let (dividend, divisor) = (long(vm, dividend)?, long(vm, divisor)?);
    Int::true_divide(vm, &dividend, &divisor)
}

fn long(vm: &mut Vm, number: i128) -> PyResult<Ref<Int>> {
    let number = number.into_result(vm)?;
    vm.index(&number)
}

fn multiply(vm: &mut Vm, left: &Object, right: &Object) -> PyResult {
    let (span, factor) = match (TimeDelta::span_of(left), TimeDelta::span_of(right)) {
        (Some(span), None) => (span, right),
        (None, Some(span)) => (span, left),
        _ => return Ok(vm.not_implemented()),
    };
    let microseconds = span.microseconds_in_all();
    if let Some(int) = factor.downcast::<Int>() {
        let product = match int.to_i128() {
            Some(factor) => microseconds.checked_mul(factor),
            None => (microseconds == 0).then_some(0),
        };
        return match product {
            Some(product) => make_from(vm, product),
            None => Err(Span::too_long(vm)),
        };
    }
    match factor.downcast::<Float>() {
        Some(float) => by_float(vm, microseconds, float, false),
        None => Ok(vm.not_implemented()),
    }
}

fn floor_divide(vm: &mut Vm, left: &Object, right: &Object) -> PyResult {
    let Some(span) = TimeDelta::span_of(left) else { return Ok(vm.not_implemented()) };
    if let Some(divisor) = TimeDelta::span_of(right) {
        return divide(vm, span, divisor)?.0.into_result(vm);
    }
    let Some(int) = right.downcast::<Int>() else { return Ok(vm.not_implemented()) };
    let microseconds = span.microseconds_in_all();
    match int.to_i128() {
        Some(0) => Err(division_by_zero(vm)),
        Some(divisor) => make_from(vm, floor(microseconds, divisor).0),
        None => {
            let below = microseconds != 0 && (microseconds < 0) != int.is_negative();
            make_from(vm, -i128::from(below))
        }
    }
}

fn true_divide(vm: &mut Vm, left: &Object, right: &Object) -> PyResult {
    let Some(span) = TimeDelta::span_of(left) else { return Ok(vm.not_implemented()) };
    let microseconds = span.microseconds_in_all();
    if let Some(divisor) = TimeDelta::span_of(right) {
        return match divisor.microseconds_in_all() {
            0 => Err(division_by_zero(vm)),
            divisor => ratio(vm, microseconds, divisor),
        };
    }
    if let Some(int) = right.downcast::<Int>() {
        return match int.to_i128() {
            Some(0) => Err(division_by_zero(vm)),
            Some(divisor) => make_from(vm, nearest(microseconds, divisor)),
            // No duration is half as long as that.
            None => make(vm, Span::ZERO),
        };
    }
    match right.downcast::<Float>() {
        Some(float) => by_float(vm, microseconds, float, true),
        None => Ok(vm.not_implemented()),
    }
}

/// Multiplies with or divides by the exact value of a float, and rounds to the nearest microsecond.
fn by_float(vm: &mut Vm, microseconds: i128, float: &Typed<Float>, divides: bool) -> PyResult {
    let is_plain = float.class_is(&vm.types.float);
    if let Some(result) = scaled(microseconds, float.to_f64(), divides).filter(|_| is_plain) {
        return make_from(vm, result);
    }
    let (mut numerator, mut denominator) = integer_ratio(vm, float.as_object())?;
    if divides {
        std::mem::swap(&mut numerator, &mut denominator);
    }
    let microseconds = long(vm, microseconds)?;
    let product = Int::multiply(vm, &microseconds, &numerator)?;
    let product = vm.index(&product)?;
    let result = nearest_quotient(vm, &product, &denominator)?;
    match result.to_i128() {
        Some(result) => make_from(vm, result),
        None => Err(Span::too_long(vm)),
    }
}

/// The result in machine numbers, where they are long enough.
fn scaled(microseconds: i128, float: f64, divides: bool) -> Option<i128> {
    // Bits of a dividend for which nothing below overflows.
    const BITS: u32 = 126;
    if !float.is_finite() || float == 0.0 || microseconds.unsigned_abs() >= 1 << 63 {
        return None;
    }
    let (mantissa, exponent) = decompose(float.abs());
    let mantissa = i128::from(mantissa) * if float < 0.0 { -1 } else { 1 };
    let shifted = |value: i128, count: u32| {
        (count + (128 - value.unsigned_abs().leading_zeros()) <= BITS).then(|| value << count)
    };
    let count = exponent.unsigned_abs();
    match (divides, exponent >= 0) {
        (false, true) => shifted(microseconds * mantissa, count),
        (false, false) if count >= BITS => Some(0),
        (false, false) => Some(nearest(microseconds * mantissa, 1 << count)),
        (true, true) => Some(nearest(microseconds, shifted(mantissa, count)?)),
        (true, false) => Some(nearest(shifted(microseconds, count)?, mantissa)),
    }
}

/// What `as_integer_ratio` gives.
fn integer_ratio(vm: &mut Vm, float: &Object) -> PyResult<(Ref<Int>, Ref<Int>)> {
    let name = vm.intern("as_integer_ratio");
    let result = vm.call_method(float, &name, &[])?;
    let Some(pair) = result.downcast::<Tuple>() else {
        let class = result.class().name(vm);
        return Err(vm.type_error(format!(
            "unexpected return type from as_integer_ratio(): expected tuple, not '{class}'"
        )));
    };
    let [numerator, denominator] = pair.items() else {
        return Err(vm.value_error("as_integer_ratio() must return a 2-tuple"));
    };
    Ok((vm.index(numerator)?, vm.index(denominator)?))
}

/// As [`nearest`], of numbers of any length.
fn nearest_quotient(vm: &mut Vm, dividend: &Int, divisor: &Int) -> PyResult<Ref<Int>> {
    if divisor.is_zero() {
        return Err(division_by_zero(vm));
    }
    let quotient = Int::floor_divide(vm, dividend, divisor)?;
    let quotient = vm.index(&quotient)?;
    let rest = Int::remainder(vm, dividend, divisor)?;
    let rest = vm.index(&rest)?;
    let other = Int::subtract(vm, divisor, &rest)?;
    let other = vm.index(&other)?;
    // Rest and divisor have the same sign.
    let order = if divisor.is_negative() { other.order(&rest) } else { rest.order(&other) };
    let one = Int::from_i64(vm, 1);
    let odd = Int::and(vm, &quotient, &one)?;
    let odd = vm.index(&odd)?;
    if order.is_lt() || order.is_eq() && odd.is_zero() {
        return Ok(quotient);
    }
    let next = Int::add(vm, &quotient, &one)?;
    vm.index(&next)
}
