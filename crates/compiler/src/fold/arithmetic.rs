//! Arithmetic on constants.

use dashu_int::IBig;
use dashu_int::ops::{BitTest, DivRemEuclid, UnsignedAbs};
use pellucid_bytecode::Constant;
use ruff_python_ast::{Operator, UnaryOp};

use crate::literal::integer;

/// Results of more bits than this are left to run time.
const BITS_MAX: usize = 128;

/// A number: the least of the three kinds that its operators need.
enum Number {
    Int(IBig),
    Float(f64),
    Complex(f64, f64),
}

fn number(constant: &Constant) -> Option<Number> {
    Some(match constant {
        Constant::Bool(value) => Number::Int(IBig::from(u8::from(*value))),
        Constant::Int(value) => Number::Int(IBig::from(*value)),
        Constant::BigInt(negative, bytes) => {
            let magnitude = IBig::from(dashu_int::UBig::from_le_bytes(bytes));
            Number::Int(if *negative { -magnitude } else { magnitude })
        }
        Constant::Float(bits) => Number::Float(f64::from_bits(*bits)),
        Constant::Complex(real, imaginary) => {
            Number::Complex(f64::from_bits(*real), f64::from_bits(*imaginary))
        }
        _ => return None,
    })
}

fn float(value: f64) -> Option<Constant> {
    Some(Constant::Float(value.to_bits()))
}

fn complex(real: f64, imaginary: f64) -> Option<Constant> {
    Some(Constant::Complex(real.to_bits(), imaginary.to_bits()))
}

pub(super) fn unary(operator: UnaryOp, operand: &Constant) -> Option<Constant> {
    match (operator, number(operand)?) {
        (UnaryOp::UAdd, Number::Int(value)) => Some(integer(&value)),
        (UnaryOp::USub, Number::Int(value)) => Some(integer(&-value)),
        // `~True` warns at run time.
        (UnaryOp::Invert, Number::Int(value)) if !matches!(operand, Constant::Bool(_)) => {
            Some(integer(&!value))
        }
        (UnaryOp::UAdd, Number::Float(value)) => float(value),
        (UnaryOp::USub, Number::Float(value)) => float(-value),
        (UnaryOp::UAdd, Number::Complex(real, imaginary)) => complex(real, imaginary),
        (UnaryOp::USub, Number::Complex(real, imaginary)) => complex(-real, -imaginary),
        _ => None,
    }
}

pub(super) fn binary(operator: Operator, left: &Constant, right: &Constant) -> Option<Constant> {
    if let (Constant::Bool(left), Constant::Bool(right)) = (left, right) {
        match operator {
            Operator::BitAnd => return Some(Constant::Bool(left & right)),
            Operator::BitOr => return Some(Constant::Bool(left | right)),
            Operator::BitXor => return Some(Constant::Bool(left ^ right)),
            _ => {}
        }
    }
    match (number(left)?, number(right)?) {
        (Number::Int(left), Number::Int(right)) => integers(operator, &left, &right),
        (Number::Int(left), Number::Float(right)) => floats(operator, exact(&left)?, right),
        (Number::Float(left), Number::Int(right)) => floats(operator, left, exact(&right)?),
        (Number::Float(left), Number::Float(right)) => floats(operator, left, right),
        (left, right) => complexes(operator, left, right),
    }
}

/// An integer as a float, if that loses nothing.
fn exact(value: &IBig) -> Option<f64> {
    let small = i64::try_from(value).ok()?;
    (small.unsigned_abs() <= 1 << 53).then_some(small as f64)
}

fn bits(value: &IBig) -> usize {
    value.unsigned_abs().bit_len()
}

fn integers(operator: Operator, left: &IBig, right: &IBig) -> Option<Constant> {
    let zero = IBig::ZERO;
    Some(integer(&match operator {
        Operator::Add => left + right,
        Operator::Sub => left - right,
        Operator::Mult if bits(left) + bits(right) <= BITS_MAX => left * right,
        Operator::Div => return floats(operator, exact(left)?, exact(right)?),
        Operator::FloorDiv if *right != zero => floor_divide(left, right).0,
        Operator::Mod if *right != zero => floor_divide(left, right).1,
        Operator::Pow => return power(left, right),
        Operator::LShift => {
            let shift = usize::try_from(right).ok()?;
            if *left != zero && (shift > BITS_MAX || bits(left) + shift > BITS_MAX) {
                return None;
            }
            if *left == zero { zero } else { left << shift }
        }
        Operator::RShift => {
            let shift = usize::try_from(right).ok()?;
            left >> shift
        }
        Operator::BitOr => left | right,
        Operator::BitXor => left ^ right,
        Operator::BitAnd => left & right,
        _ => return None,
    }))
}

fn floor_divide(left: &IBig, right: &IBig) -> (IBig, IBig) {
    let (quotient, remainder) = left.div_rem_euclid(right);
    let remainder = IBig::from(remainder);
    // The Euclidean remainder is never negative; Python's has the sign of the divisor.
    if *right < IBig::ZERO && remainder != IBig::ZERO {
        (quotient - IBig::ONE, remainder + right)
    } else {
        (quotient, remainder)
    }
}

fn power(left: &IBig, right: &IBig) -> Option<Constant> {
    if *right < IBig::ZERO {
        if *left == IBig::ZERO {
            return None;
        }
        return floats(Operator::Pow, exact(left)?, exact(right)?);
    }
    let exponent = usize::try_from(right).ok()?;
    let length = bits(left);
    if length > 1 && exponent > BITS_MAX / length {
        return None;
    }
    if length <= 1 && exponent > BITS_MAX {
        // 0, 1 and -1 stay what they are.
        let odd = exponent % 2 == 1;
        let value = if *left < IBig::ZERO && !odd { -left.clone() } else { left.clone() };
        return Some(integer(&value));
    }
    Some(integer(&left.pow(exponent)))
}

fn floats(operator: Operator, left: f64, right: f64) -> Option<Constant> {
    match operator {
        Operator::Add => float(left + right),
        Operator::Sub => float(left - right),
        Operator::Mult => float(left * right),
        Operator::Div if right != 0.0 => float(left / right),
        Operator::FloorDiv if right != 0.0 => float(float_divide(left, right).0),
        Operator::Mod if right != 0.0 => float(float_divide(left, right).1),
        Operator::Pow => {
            let zero_to_negative = left == 0.0 && right < 0.0;
            let to_complex = left < 0.0 && left.is_finite() && right.fract() != 0.0;
            let value = left.powf(right);
            let overflow = !value.is_finite() && left.is_finite() && right.is_finite();
            (!zero_to_negative && !to_complex && !overflow).then(|| float(value))?
        }
        _ => None,
    }
}

/// Quotient and remainder of floats by Python's rule: the remainder has the sign of the divisor.
fn float_divide(left: f64, right: f64) -> (f64, f64) {
    let mut remainder = left % right;
    let mut quotient = (left - remainder) / right;
    if remainder == 0.0 {
        remainder = 0f64.copysign(right);
    } else if (right < 0.0) != (remainder < 0.0) {
        remainder += right;
        quotient -= 1.0;
    }
    if quotient == 0.0 {
        return (0f64.copysign(left / right), remainder);
    }
    let mut floor = quotient.floor();
    if quotient - floor > 0.5 {
        floor += 1.0;
    }
    (floor, remainder)
}

fn complexes(operator: Operator, left: Number, right: Number) -> Option<Constant> {
    let real = |number: &Number| match number {
        Number::Int(value) => exact(value),
        Number::Float(value) => Some(*value),
        Number::Complex(..) => None,
    };
    match (operator, &left, &right) {
        (Operator::Add, Number::Complex(a, b), Number::Complex(c, d)) => complex(a + c, b + d),
        (Operator::Sub, Number::Complex(a, b), Number::Complex(c, d)) => complex(a - c, b - d),
        (Operator::Add, Number::Complex(a, b), other)
        | (Operator::Add, other, Number::Complex(a, b)) => complex(real(other)? + a, *b),
        (Operator::Sub, Number::Complex(a, b), other) => complex(a - real(other)?, *b),
        (Operator::Sub, other, Number::Complex(a, b)) => complex(real(other)? - a, -b),
        (Operator::Mult, Number::Complex(a, b), other)
        | (Operator::Mult, other, Number::Complex(a, b))
            if real(other).is_some() =>
        {
            let factor = real(other)?;
            complex(a * factor, b * factor)
        }
        _ => None,
    }
}
