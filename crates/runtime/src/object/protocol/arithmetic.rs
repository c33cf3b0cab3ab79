//! Operators: which operand is asked first, and what to say when neither knows.

use pellucid_heap::{Object, Ref};

use crate::builtins::BuiltinFunction;
use crate::object::slots::{BinaryFn, Slots};
use crate::object::{ObjectExt, TypeLookup};
use crate::{PyResult, Vm};

/// A binary operator: its sign and its slots.
pub struct BinaryOperator {
    /// As in messages: `+`, `//`, `** or pow()`.
    pub sign: &'static str,
    slot: fn(&Slots) -> Option<BinaryFn>,
    in_place: fn(&Slots) -> Option<BinaryFn>,
}

macro_rules! operators {
    ($($name:ident $sign:literal $slot:ident $in_place:ident;)*) => {
        impl BinaryOperator {
            $(
                #[doc = concat!("`", $sign, "`")]
                pub const $name: BinaryOperator = BinaryOperator {
                    sign: $sign,
                    slot: |slots| slots.$slot,
                    in_place: |slots| slots.$in_place,
                };
            )*
        }
    };
}

operators! {
    ADD "+" add in_place_add;
    SUBTRACT "-" subtract in_place_subtract;
    MULTIPLY "*" multiply in_place_multiply;
    MATRIX_MULTIPLY "@" matrix_multiply in_place_matrix_multiply;
    TRUE_DIVIDE "/" true_divide in_place_true_divide;
    FLOOR_DIVIDE "//" floor_divide in_place_floor_divide;
    REMAINDER "%" remainder in_place_remainder;
    SHIFT_LEFT "<<" shift_left in_place_shift_left;
    SHIFT_RIGHT ">>" shift_right in_place_shift_right;
    AND "&" and in_place_and;
    OR "|" or in_place_or;
    XOR "^" xor in_place_xor;
    DIVMOD "divmod()" divmod divmod;
}

impl Vm {
    /// `left <operator> right`.
    pub fn binary(
        &mut self,
        operator: &BinaryOperator,
        left: &Object,
        right: &Object,
    ) -> PyResult<Ref> {
        let result = self.try_binary(operator, left, right)?;
        if !self.is_not_implemented(&result) {
            return Ok(result);
        }
        if let Some(result) = self.sequence_operator(operator, left, right, false)? {
            return Ok(result);
        }
        Err(self.unsupported(operator.sign, left, right))
    }

    /// `left <operator>= right`.
    pub fn in_place(
        &mut self,
        operator: &BinaryOperator,
        left: &Object,
        right: &Object,
    ) -> PyResult<Ref> {
        if let Some(function) = (operator.in_place)(left.class().slots(self)) {
            let result = function(self, left, right)?;
            if !self.is_not_implemented(&result) {
                return Ok(result);
            }
        }
        let result = self.try_binary(operator, left, right)?;
        if !self.is_not_implemented(&result) {
            return Ok(result);
        }
        if let Some(result) = self.sequence_operator(operator, left, right, true)? {
            return Ok(result);
        }
        let sign = format!("{}=", operator.sign);
        Err(self.unsupported(&sign, left, right))
    }

    /// The number slots of both operands, in the order that subclassing asks for; `NotImplemented` if neither knows.
    fn try_binary(
        &mut self,
        operator: &BinaryOperator,
        left: &Object,
        right: &Object,
    ) -> PyResult<Ref> {
        let own = (operator.slot)(left.class().slots(self));
        let mut other = None;
        if !left.class().is(right.class()) {
            other = (operator.slot)(right.class().slots(self));
            if own.map(|function| function as usize) == other.map(|function| function as usize) {
                other = None;
            }
        }
        if let (Some(own), Some(function)) = (own, other)
            && right.class().is_subclass_of(self, left.class())
        {
            let result = function(self, left, right)?;
            if !self.is_not_implemented(&result) {
                return Ok(result);
            }
            return own(self, left, right);
        }
        if let Some(function) = own {
            let result = function(self, left, right)?;
            if !self.is_not_implemented(&result) {
                return Ok(result);
            }
        }
        match other {
            Some(function) => function(self, left, right),
            None => Ok(self.not_implemented()),
        }
    }

    /// `+` and `*` of sequences, which are asked after the numbers.
    fn sequence_operator(
        &mut self,
        operator: &BinaryOperator,
        left: &Object,
        right: &Object,
        in_place: bool,
    ) -> PyResult<Option<Ref>> {
        let slots = left.class().slots(self);
        match operator.sign {
            "+" => {
                let changing = if in_place { slots.in_place_concatenate } else { None };
                match changing.or(slots.concatenate) {
                    Some(function) => function(self, left, right).map(Some),
                    None => Ok(None),
                }
            }
            "*" => {
                let changing = if in_place { slots.in_place_repeat } else { None };
                if let Some(function) = changing.or(slots.repeat) {
                    return self.repeat_sequence(function, left, right).map(Some);
                }
                match right.class().slots(self).repeat {
                    Some(function) => self.repeat_sequence(function, right, left).map(Some),
                    None => Ok(None),
                }
            }
            _ => Ok(None),
        }
    }

    fn repeat_sequence(
        &mut self,
        repeat: BinaryFn,
        sequence: &Object,
        count: &Object,
    ) -> PyResult<Ref> {
        if count.class().slots(self).index.is_none() {
            let class = count.class().name(self);
            return Err(
                self.type_error(format!("can't multiply sequence by non-int of type '{class}'"))
            );
        }
        repeat(self, sequence, count)
    }

    /// `base ** exponent % modulus`.
    pub fn power(
        &mut self,
        base: &Object,
        exponent: &Object,
        modulus: Option<&Object>,
    ) -> PyResult<Ref> {
        let own = base.class().slots(self).power;
        let mut other = None;
        if !base.class().is(exponent.class()) {
            other = exponent.class().slots(self).power;
            if own.map(|function| function as usize) == other.map(|function| function as usize) {
                other = None;
            }
        }
        let reflected_first =
            other.is_some() && exponent.class().is_subclass_of(self, base.class());
        let order = if reflected_first { [other, own] } else { [own, other] };
        for function in order.into_iter().flatten() {
            let result = function(self, base, exponent, modulus)?;
            if !self.is_not_implemented(&result) {
                return Ok(result);
            }
        }
        match modulus {
            None => Err(self.unsupported("** or pow()", base, exponent)),
            Some(modulus) => {
                let names = [base, exponent, modulus].map(|operand| operand.class().name(self));
                let [a, b, c] = names;
                Err(self.type_error(format!(
                    "unsupported operand type(s) for ** or pow(): '{a}', '{b}', '{c}'"
                )))
            }
        }
    }

    /// `base **= exponent`.
    pub fn in_place_power(&mut self, base: &Object, exponent: &Object) -> PyResult<Ref> {
        if let Some(function) = base.class().slots(self).in_place_power {
            let result = function(self, base, exponent)?;
            if !self.is_not_implemented(&result) {
                return Ok(result);
            }
        }
        let power = self.power(base, exponent, None);
        power.map_err(|raised| raised.with_sign(self, "** or pow()", "**="))
    }

    fn unsupported(&mut self, sign: &str, left: &Object, right: &Object) -> crate::Raised {
        let is_print = sign == ">>"
            && left
                .downcast::<BuiltinFunction>()
                .is_some_and(|function| function.definition.name == "print");
        let hint = match is_print {
            true => ". Did you mean \"print(<message>, file=<output_stream>)\"?",
            false => "",
        };
        let (left, right) = (left.class().name(self), right.class().name(self));
        self.type_error(format!(
            "unsupported operand type(s) for {sign}: '{left}' and '{right}'{hint}"
        ))
    }

    /// `-object`, `+object` or `~object`.
    pub fn unary(
        &mut self,
        sign: &str,
        slot: fn(&Slots) -> Option<crate::object::slots::UnaryFn>,
        object: &Object,
    ) -> PyResult<Ref> {
        match slot(object.class().slots(self)) {
            Some(function) => function(self, object),
            None => {
                let class = object.class().name(self);
                Err(self.type_error(format!("bad operand type for {sign}: '{class}'")))
            }
        }
    }
}
