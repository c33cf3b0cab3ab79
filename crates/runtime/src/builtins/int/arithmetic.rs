//! Arithmetic on integers: one machine word where both operands fit, big integers beyond.
//!
//! What could grow without bound asks the heap before it computes.

use std::cmp::Ordering;

use dashu_int::{IBig, UBig};
use pellucid_text::integer::{self, ModularError};

use pellucid_heap::LimitExceeded;

use super::limbs::{self, Limbs};
use crate::prelude::*;

/// No integer may have more bits, whatever the heap's limit: a sixteenth of what addresses could reach.
const BITS_MAX: u64 = 1 << 42;
/// What an integer of CPython's is made of, and how many it can have: the bound of its OverflowErrors.
const BITS_PER_DIGIT: i128 = 30;
const DIGITS_MAX: i128 = i64::MAX as i128;
/// Requests above this many bytes ask the host first, because a failing one could not be taken back. Long products take
/// several times as much on the way.
const PROBED_BYTES: usize = 1 << 20;
const PROBED_TIMES: usize = 16;
/// The longest products are made by a transform of as many coefficients of so many bits as a power of two; for each of
/// them the big-integer crate takes so many bytes.
const COEFFICIENT_BITS: u64 = 16;
const COEFFICIENT_BYTES: u64 = 48;

impl Int {
    /// MemoryError unless an integer of so many bits may be made.
    pub fn admit_bits(vm: &mut Vm, bits: u64) -> PyResult<()> {
        if bits > BITS_MAX {
            return Err(vm.memory_error());
        }
        let bytes = (bits / 8) as usize;
        if vm.heap.admit(bytes).is_err() {
            return Err(vm.memory_error());
        }
        let probed = bytes.saturating_mul(PROBED_TIMES);
        if bytes > PROBED_BYTES && Vec::<u8>::new().try_reserve_exact(probed).is_err() {
            return Err(vm.memory_error());
        }
        Ok(())
    }

    /// As [`admit_bits`](Self::admit_bits), of a product of long integers, which takes much more on the way.
    fn admit_product(vm: &mut Vm, bits: u64) -> PyResult<()> {
        Int::admit_bits(vm, bits)?;
        let coefficients = (bits / COEFFICIENT_BITS + 2).next_power_of_two();
        let scratch = coefficients.saturating_mul(COEFFICIENT_BYTES).saturating_add(bits / 4);
        let scratch = usize::try_from(scratch).unwrap_or(usize::MAX);
        if scratch > PROBED_BYTES && Vec::<u8>::new().try_reserve_exact(scratch).is_err() {
            return Err(vm.memory_error());
        }
        Ok(())
    }

    fn big_result(vm: &mut Vm, value: IBig) -> PyResult {
        Ok(Int::from_big(vm, value).into_object())
    }

    /// MemoryError unless an integer of so many limbs may be made.
    fn admit_limbs(vm: &mut Vm, limbs: usize) -> PyResult<()> {
        Int::admit_bits(vm, limbs as u64 * u64::from(u64::BITS))
    }

    fn limbs_result(vm: &mut Vm, limbs: limbs::Result) -> PyResult {
        match Int::from_limbs(vm, &limbs) {
            Ok(int) => Ok(int.into_object()),
            Err(LimitExceeded) => Err(vm.memory_error()),
        }
    }

    /// `left + right`
    #[inline]
    pub fn add(vm: &mut Vm, left: &Int, right: &Int) -> PyResult {
        if let (Some(a), Some(b)) = (left.to_i64(), right.to_i64())
            && let Some(sum) = a.checked_add(b)
        {
            return Ok(vm.new_int(sum));
        }
        let (left, right) = (left.limbs(), right.limbs());
        Int::admit_limbs(vm, left.len().max(right.len()) + 1)?;
        Int::limbs_result(vm, left.plus(right))
    }

    /// `left - right`
    #[inline]
    pub fn subtract(vm: &mut Vm, left: &Int, right: &Int) -> PyResult {
        if let (Some(a), Some(b)) = (left.to_i64(), right.to_i64())
            && let Some(difference) = a.checked_sub(b)
        {
            return Ok(vm.new_int(difference));
        }
        let (left, right) = (left.limbs(), right.limbs());
        Int::admit_limbs(vm, left.len().max(right.len()) + 1)?;
        Int::limbs_result(vm, left.minus(right))
    }

    /// `left * right`
    #[inline]
    pub fn multiply(vm: &mut Vm, left: &Int, right: &Int) -> PyResult {
        if let (Some(a), Some(b)) = (left.to_i64(), right.to_i64())
            && let Some(product) = a.checked_mul(b)
        {
            return Ok(vm.new_int(product));
        }
        Int::admit_limbs(vm, left.limbs().len() + right.limbs().len())?;
        match (left.to_i64(), right.to_i64()) {
            (Some(factor), _) => Int::limbs_result(vm, right.limbs().times(factor)),
            (_, Some(factor)) => Int::limbs_result(vm, left.limbs().times(factor)),
            _ => {
                Int::admit_product(vm, left.bit_length().saturating_add(right.bit_length()))?;
                Int::big_result(vm, left.to_big() * right.to_big())
            }
        }
    }

    #[cold]
    fn division_by_zero<T>(vm: &mut Vm) -> PyResult<T> {
        Err(vm.zero_division_error("division by zero"))
    }

    /// `left // right`
    #[inline]
    pub fn floor_divide(vm: &mut Vm, left: &Int, right: &Int) -> PyResult {
        if right.is_zero() {
            return Int::division_by_zero(vm);
        }
        if let (Some(a), Some(b)) = (left.to_i64(), right.to_i64())
            && let Some((quotient, _)) = integer::floor_divide_remainder_small(a, b)
        {
            return Ok(vm.new_int(quotient));
        }
        if let Some((quotient, _)) = left.divided_by_word(right) {
            return Int::limbs_result(vm, quotient);
        }
        match integer::floor_divide(&left.to_big(), &right.to_big()) {
            Ok(quotient) => Int::big_result(vm, quotient),
            Err(_) => Int::division_by_zero(vm),
        }
    }

    /// `left % right`
    #[inline]
    pub fn remainder(vm: &mut Vm, left: &Int, right: &Int) -> PyResult {
        if right.is_zero() {
            return Int::division_by_zero(vm);
        }
        if let (Some(a), Some(b)) = (left.to_i64(), right.to_i64())
            && let Some((_, remainder)) = integer::floor_divide_remainder_small(a, b)
        {
            return Ok(vm.new_int(remainder));
        }
        if let Some((_, remainder)) = left.divided_by_word(right) {
            return Ok(vm.new_int(remainder));
        }
        match integer::remainder(&left.to_big(), &right.to_big()) {
            Ok(remainder) => Int::big_result(vm, remainder),
            Err(_) => Int::division_by_zero(vm),
        }
    }

    /// Quotient, rounded down, and remainder, where the divisor is a positive machine word.
    fn divided_by_word(&self, divisor: &Int) -> Option<(limbs::Result, i64)> {
        let divisor = divisor.to_i64().filter(|divisor| *divisor > 0)?;
        Some(self.limbs().divided(divisor))
    }

    /// `divmod(left, right)`
    pub fn divide_remainder(vm: &mut Vm, left: &Int, right: &Int) -> PyResult {
        let pair = if let (Some(a), Some(b @ 1..)) = (left.to_i64(), right.to_i64())
            && let Some((quotient, remainder)) = integer::floor_divide_remainder_small(a, b)
        {
            [vm.new_int(quotient), vm.new_int(remainder)]
        } else if let Some((quotient, remainder)) = left.divided_by_word(right) {
            [Int::limbs_result(vm, quotient)?, vm.new_int(remainder)]
        } else {
            match integer::floor_divide_remainder(&left.to_big(), &right.to_big()) {
                Ok((quotient, remainder)) => {
                    [Int::big_result(vm, quotient)?, Int::big_result(vm, remainder)?]
                }
                Err(_) => return Int::division_by_zero(vm),
            }
        };
        Ok(Tuple::from_array(vm, pair).into_object())
    }

    /// `left / right`
    pub fn true_divide(vm: &mut Vm, left: &Int, right: &Int) -> PyResult {
        let quotient = match (left.to_i64(), right.to_i64()) {
            (Some(a), Some(b)) => integer::true_divide_small(a, b),
            _ => integer::true_divide(&left.to_big(), &right.to_big()),
        };
        match quotient {
            Ok(Some(quotient)) => Ok(vm.new_float(quotient)),
            Ok(None) => Err(vm.overflow_error("integer division result too large for a float")),
            Err(_) => Int::division_by_zero(vm),
        }
    }

    /// `base ** exponent`; a float if the exponent is negative.
    pub fn power(vm: &mut Vm, base: &Int, exponent: &Int) -> PyResult {
        if exponent.is_negative() {
            let (Some(base), Some(exponent)) = (base.to_f64(), exponent.to_f64()) else {
                return Err(vm.overflow_error("int too large to convert to float"));
            };
            return Float::power(vm, base, exponent);
        }
        if let (Some(base), Some(exponent)) = (base.to_i64(), exponent.to_i64())
            && let Some(power) = integer::power_small(base, exponent.unsigned_abs())
        {
            return Ok(vm.new_int(power));
        }
        let base = base.to_big();
        let (_, exponent): (_, UBig) = exponent.to_big().into_parts();
        if let Ok(times) = u64::try_from(&exponent)
            && integer::bit_length(&base) > 1
        {
            Int::admit_product(vm, integer::bit_length(&base).saturating_mul(times))?;
        }
        match integer::power(&base, &exponent, BITS_MAX) {
            Ok(power) => Int::big_result(vm, power),
            Err(_) => Err(vm.memory_error()),
        }
    }

    /// `pow(base, exponent, modulus)`
    pub fn modular_power(vm: &mut Vm, base: &Int, exponent: &Int, modulus: &Int) -> PyResult {
        match integer::modular_power(&base.to_big(), &exponent.to_big(), &modulus.to_big()) {
            Ok(power) => Int::big_result(vm, power),
            Err(error @ (ModularError::ZeroModulus | ModularError::NotInvertible)) => {
                Err(vm.value_error(error.message()))
            }
        }
    }

    /// `value << count`
    pub fn shift_left(vm: &mut Vm, value: &Int, count: &Int) -> PyResult {
        if count.is_negative() {
            return Err(vm.value_error("negative shift count"));
        }
        if let (Some(value), Some(count @ 0..63)) = (value.to_i64(), count.to_i64()) {
            let shifted = value << count;
            if shifted >> count == value {
                return Ok(vm.new_int(shifted));
            }
        }
        if value.is_zero() {
            return Ok(vm.new_int(0));
        }
        if count.to_i128().is_none_or(|count| count / BITS_PER_DIGIT > DIGITS_MAX) {
            return Err(vm.overflow_error("too many digits in integer"));
        }
        let Some(count) = count.to_usize() else { return Err(vm.memory_error()) };
        Int::admit_bits(vm, (count as u64).saturating_add(value.bit_length()))?;
        Int::limbs_result(vm, value.limbs().shifted_left(count))
    }

    /// `value >> count`
    pub fn shift_right(vm: &mut Vm, value: &Int, count: &Int) -> PyResult {
        if count.is_negative() {
            return Err(vm.value_error("negative shift count"));
        }
        if let Some(value) = value.to_i64() {
            // A shift by 63 leaves only the sign, and so does every longer one.
            let count = count.to_i64().map_or(63, |count| count.min(63));
            return Ok(vm.new_int(value >> count));
        }
        Int::limbs_result(vm, value.limbs().shifted_right(count.to_usize().unwrap_or(usize::MAX)))
    }

    /// `left & right`
    pub fn and(vm: &mut Vm, left: &Int, right: &Int) -> PyResult {
        match (left.to_i64(), right.to_i64()) {
            (Some(a), Some(b)) => Ok(vm.new_int(a & b)),
            _ => Int::limbs_result(vm, left.limbs().bitwise(right.limbs(), |a, b| a & b)),
        }
    }

    /// `left | right`
    pub fn or(vm: &mut Vm, left: &Int, right: &Int) -> PyResult {
        match (left.to_i64(), right.to_i64()) {
            (Some(a), Some(b)) => Ok(vm.new_int(a | b)),
            _ => Int::limbs_result(vm, left.limbs().bitwise(right.limbs(), |a, b| a | b)),
        }
    }

    /// `left ^ right`
    pub fn xor(vm: &mut Vm, left: &Int, right: &Int) -> PyResult {
        match (left.to_i64(), right.to_i64()) {
            (Some(a), Some(b)) => Ok(vm.new_int(a ^ b)),
            _ => Int::limbs_result(vm, left.limbs().bitwise(right.limbs(), |a, b| a ^ b)),
        }
    }

    /// `-value`
    pub fn negative(vm: &mut Vm, value: &Int) -> PyResult {
        match value.to_i64().and_then(i64::checked_neg) {
            Some(word) => Ok(vm.new_int(word)),
            None => Int::limbs_result(vm, Limbs { low: &[], high: 0 }.minus(value.limbs())),
        }
    }

    /// `~value`
    pub fn invert(vm: &mut Vm, value: &Int) -> PyResult {
        match value.to_i64() {
            Some(word) => Ok(vm.new_int(!word)),
            None => {
                let inverted = value.limbs().bitwise(value.limbs(), |limb, _| !limb);
                Int::limbs_result(vm, inverted)
            }
        }
    }

    /// An exact `int` of the same value: the object itself if it is one.
    pub fn exact(vm: &Vm, value: &Typed<Int>) -> Ref<Int> {
        if value.class_is(&vm.types.int) {
            return value.to_ref();
        }
        match value.to_i64() {
            Some(word) => Int::from_i64(vm, word),
            None => Int::of_class(vm, &vm.types.int, value),
        }
    }

    /// Less, equal or greater.
    #[inline]
    pub fn order(&self, other: &Int) -> Ordering {
        match (self.to_i64(), other.to_i64()) {
            (Some(a), Some(b)) => a.cmp(&b),
            _ => self.limbs().order(other.limbs()),
        }
    }

    /// Less, equal or greater than a float, exactly; `None` for NaN.
    pub fn order_with_float(&self, other: f64) -> Option<Ordering> {
        match self.to_i64() {
            Some(word) => integer::compare_small_float(word, other),
            None => integer::compare_float(&self.to_big(), other),
        }
    }

    /// The value as a double, or OverflowError.
    pub fn as_f64(vm: &mut Vm, value: &Int) -> PyResult<f64> {
        match value.to_f64() {
            Some(float) => Ok(float),
            None => Err(vm.overflow_error("int too large to convert to float")),
        }
    }

    /// The decimal digits, or ValueError if there are more than `sys.get_int_max_str_digits()`.
    pub fn to_decimal(vm: &mut Vm, value: &Int) -> PyResult<String> {
        match value.to_i64() {
            Some(word) => Ok(word.to_string()),
            None => integer::to_decimal(&value.to_big(), vm.int_digits_max.get())
                .map_err(|error| vm.value_error(error.message())),
        }
    }
}
