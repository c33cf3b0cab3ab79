//! The functions of `_operator` that stand for an operator sign.

use pellucid_runtime::object::{BinaryOperator, Comparison};
use pellucid_runtime::prelude::*;

/// The functions.
pub struct Arithmetic;

#[methods(owner = "_operator")]
impl Arithmetic {
    /// Same as a + b.
    #[function("add(a, b, /)")]
    fn add(vm: &mut Vm, a: &Object, b: &Object) -> PyResult {
        vm.binary(&BinaryOperator::ADD, a, b)
    }

    /// Same as a - b.
    #[function("sub(a, b, /)")]
    fn sub(vm: &mut Vm, a: &Object, b: &Object) -> PyResult {
        vm.binary(&BinaryOperator::SUBTRACT, a, b)
    }

    /// Same as a * b.
    #[function("mul(a, b, /)")]
    fn mul(vm: &mut Vm, a: &Object, b: &Object) -> PyResult {
        vm.binary(&BinaryOperator::MULTIPLY, a, b)
    }

    /// Same as a @ b.
    #[function("matmul(a, b, /)")]
    fn matmul(vm: &mut Vm, a: &Object, b: &Object) -> PyResult {
        vm.binary(&BinaryOperator::MATRIX_MULTIPLY, a, b)
    }

    /// Same as a // b.
    #[function("floordiv(a, b, /)")]
    fn floordiv(vm: &mut Vm, a: &Object, b: &Object) -> PyResult {
        vm.binary(&BinaryOperator::FLOOR_DIVIDE, a, b)
    }

    /// Same as a / b.
    #[function("truediv(a, b, /)")]
    fn truediv(vm: &mut Vm, a: &Object, b: &Object) -> PyResult {
        vm.binary(&BinaryOperator::TRUE_DIVIDE, a, b)
    }

    /// Same as a % b.
    #[function("mod(a, b, /)")]
    fn remainder(vm: &mut Vm, a: &Object, b: &Object) -> PyResult {
        vm.binary(&BinaryOperator::REMAINDER, a, b)
    }

    /// Same as a << b.
    #[function("lshift(a, b, /)")]
    fn lshift(vm: &mut Vm, a: &Object, b: &Object) -> PyResult {
        vm.binary(&BinaryOperator::SHIFT_LEFT, a, b)
    }

    /// Same as a >> b.
    #[function("rshift(a, b, /)")]
    fn rshift(vm: &mut Vm, a: &Object, b: &Object) -> PyResult {
        vm.binary(&BinaryOperator::SHIFT_RIGHT, a, b)
    }

    /// Same as a & b.
    #[function("and_(a, b, /)")]
    fn and_(vm: &mut Vm, a: &Object, b: &Object) -> PyResult {
        vm.binary(&BinaryOperator::AND, a, b)
    }

    /// Same as a ^ b.
    #[function("xor(a, b, /)")]
    fn xor(vm: &mut Vm, a: &Object, b: &Object) -> PyResult {
        vm.binary(&BinaryOperator::XOR, a, b)
    }

    /// Same as a | b.
    #[function("or_(a, b, /)")]
    fn or_(vm: &mut Vm, a: &Object, b: &Object) -> PyResult {
        vm.binary(&BinaryOperator::OR, a, b)
    }

    /// Same as a < b.
    #[function("lt(a, b, /)")]
    fn lt(vm: &mut Vm, a: &Object, b: &Object) -> PyResult {
        vm.compare(a, b, Comparison::Less)
    }

    /// Same as a <= b.
    #[function("le(a, b, /)")]
    fn le(vm: &mut Vm, a: &Object, b: &Object) -> PyResult {
        vm.compare(a, b, Comparison::LessEqual)
    }

    /// Same as a == b.
    #[function("eq(a, b, /)")]
    fn eq(vm: &mut Vm, a: &Object, b: &Object) -> PyResult {
        vm.compare(a, b, Comparison::Equal)
    }

    /// Same as a != b.
    #[function("ne(a, b, /)")]
    fn ne(vm: &mut Vm, a: &Object, b: &Object) -> PyResult {
        vm.compare(a, b, Comparison::NotEqual)
    }

    /// Same as a >= b.
    #[function("ge(a, b, /)")]
    fn ge(vm: &mut Vm, a: &Object, b: &Object) -> PyResult {
        vm.compare(a, b, Comparison::GreaterEqual)
    }

    /// Same as a > b.
    #[function("gt(a, b, /)")]
    fn gt(vm: &mut Vm, a: &Object, b: &Object) -> PyResult {
        vm.compare(a, b, Comparison::Greater)
    }

    /// Same as a ** b.
    #[function("pow(a, b, /)")]
    fn pow(vm: &mut Vm, a: &Object, b: &Object) -> PyResult {
        vm.power(a, b, None)
    }

    /// Same as -a.
    #[function("neg(a, /)")]
    fn neg(vm: &mut Vm, a: &Object) -> PyResult {
        vm.unary("unary -", |slots| slots.negative, a)
    }

    /// Same as +a.
    #[function("pos(a, /)")]
    fn pos(vm: &mut Vm, a: &Object) -> PyResult {
        vm.unary("unary +", |slots| slots.positive, a)
    }

    /// Same as abs(a).
    #[function("abs(a, /)")]
    fn abs(vm: &mut Vm, a: &Object) -> PyResult {
        vm.unary("abs()", |slots| slots.absolute, a)
    }

    /// Same as ~a.
    #[function("inv(a, /)")]
    #[function("invert(a, /)")]
    fn invert(vm: &mut Vm, a: &Object) -> PyResult {
        vm.unary("unary ~", |slots| slots.invert, a)
    }

    /// Same as a.__index__().
    #[function("index(a, /)")]
    fn index(vm: &mut Vm, a: &Object) -> PyResult<Ref<Int>> {
        let index = vm.index(a)?;
        Ok(match index.class_is(&vm.types.int) {
            true => index,
            false => Int::from_big(vm, index.to_big()),
        })
    }

    /// Same as not a.
    #[function("not_(a, /)")]
    fn not_(vm: &mut Vm, a: &Object) -> PyResult<bool> {
        Ok(!vm.is_true(a)?)
    }

    /// Return True if a is true, False otherwise.
    #[function("truth(a, /)")]
    fn truth(vm: &mut Vm, a: &Object) -> PyResult<bool> {
        vm.is_true(a)
    }

    /// Same as a is b.
    #[function("is_(a, b, /)")]
    fn is_(_vm: &mut Vm, a: &Object, b: &Object) -> bool {
        a.is(b)
    }

    /// Same as a is not b.
    #[function("is_not(a, b, /)")]
    fn is_not(_vm: &mut Vm, a: &Object, b: &Object) -> bool {
        !a.is(b)
    }

    /// Same as a is None.
    #[function("is_none(a, /)")]
    fn is_none(vm: &mut Vm, a: &Object) -> bool {
        vm.is_none(a)
    }

    /// Same as a is not None.
    #[function("is_not_none(a, /)")]
    fn is_not_none(vm: &mut Vm, a: &Object) -> bool {
        !vm.is_none(a)
    }
}

#[methods(IN_PLACE, owner = "_operator")]
impl Arithmetic {
    /// Same as a += b.
    #[function("iadd(a, b, /)")]
    fn iadd(vm: &mut Vm, a: &Object, b: &Object) -> PyResult {
        vm.in_place(&BinaryOperator::ADD, a, b)
    }

    /// Same as a -= b.
    #[function("isub(a, b, /)")]
    fn isub(vm: &mut Vm, a: &Object, b: &Object) -> PyResult {
        vm.in_place(&BinaryOperator::SUBTRACT, a, b)
    }

    /// Same as a *= b.
    #[function("imul(a, b, /)")]
    fn imul(vm: &mut Vm, a: &Object, b: &Object) -> PyResult {
        vm.in_place(&BinaryOperator::MULTIPLY, a, b)
    }

    /// Same as a @= b.
    #[function("imatmul(a, b, /)")]
    fn imatmul(vm: &mut Vm, a: &Object, b: &Object) -> PyResult {
        vm.in_place(&BinaryOperator::MATRIX_MULTIPLY, a, b)
    }

    /// Same as a //= b.
    #[function("ifloordiv(a, b, /)")]
    fn ifloordiv(vm: &mut Vm, a: &Object, b: &Object) -> PyResult {
        vm.in_place(&BinaryOperator::FLOOR_DIVIDE, a, b)
    }

    /// Same as a /= b.
    #[function("itruediv(a, b, /)")]
    fn itruediv(vm: &mut Vm, a: &Object, b: &Object) -> PyResult {
        vm.in_place(&BinaryOperator::TRUE_DIVIDE, a, b)
    }

    /// Same as a %= b.
    #[function("imod(a, b, /)")]
    fn imod(vm: &mut Vm, a: &Object, b: &Object) -> PyResult {
        vm.in_place(&BinaryOperator::REMAINDER, a, b)
    }

    /// Same as a <<= b.
    #[function("ilshift(a, b, /)")]
    fn ilshift(vm: &mut Vm, a: &Object, b: &Object) -> PyResult {
        vm.in_place(&BinaryOperator::SHIFT_LEFT, a, b)
    }

    /// Same as a >>= b.
    #[function("irshift(a, b, /)")]
    fn irshift(vm: &mut Vm, a: &Object, b: &Object) -> PyResult {
        vm.in_place(&BinaryOperator::SHIFT_RIGHT, a, b)
    }

    /// Same as a &= b.
    #[function("iand(a, b, /)")]
    fn iand(vm: &mut Vm, a: &Object, b: &Object) -> PyResult {
        vm.in_place(&BinaryOperator::AND, a, b)
    }

    /// Same as a ^= b.
    #[function("ixor(a, b, /)")]
    fn ixor(vm: &mut Vm, a: &Object, b: &Object) -> PyResult {
        vm.in_place(&BinaryOperator::XOR, a, b)
    }

    /// Same as a |= b.
    #[function("ior(a, b, /)")]
    fn ior(vm: &mut Vm, a: &Object, b: &Object) -> PyResult {
        vm.in_place(&BinaryOperator::OR, a, b)
    }

    /// Same as a **= b.
    #[function("ipow(a, b, /)")]
    fn ipow(vm: &mut Vm, a: &Object, b: &Object) -> PyResult {
        vm.in_place_power(a, b)
    }
}
