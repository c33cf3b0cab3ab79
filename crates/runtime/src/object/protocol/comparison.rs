//! Comparing, hashing, truth.

use pellucid_bytecode::Comparison;
use pellucid_heap::{Object, Ref, Typed};

use crate::builtins::list::comparison_holds;
use crate::builtins::{Int, Str};
use crate::object::slots::CompareFn;
use crate::object::{ObjectExt, Type, TypeLookup};
use crate::{PyResult, Vm};

/// The comparison with the operands swapped.
fn swapped(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Less => Comparison::Greater,
        Comparison::LessEqual => Comparison::GreaterEqual,
        Comparison::Greater => Comparison::Less,
        Comparison::GreaterEqual => Comparison::LessEqual,
        same => same,
    }
}

/// The sign of a comparison.
pub fn sign(comparison: Comparison) -> &'static str {
    ["<", "<=", "==", "!=", ">", ">="][comparison as usize]
}

impl Vm {
    /// `left <comparison> right`.
    pub fn compare(
        &mut self,
        left: &Object,
        right: &Object,
        comparison: Comparison,
    ) -> PyResult<Ref> {
        self.check_native_stack(" in comparison")?;
        self.compare_slots(left, right, comparison)
    }

    fn compare_slots(
        &mut self,
        left: &Object,
        right: &Object,
        comparison: Comparison,
    ) -> PyResult<Ref> {
        let reflected = swapped(comparison);
        let own = left.class().slots(self).compare;
        let other = right.class().slots(self).compare;
        let mut attempts: [Option<(CompareFn, bool)>; 2] =
            [own.map(|function| (function, false)), other.map(|function| (function, true))];
        if !left.class().is(right.class()) && right.class().is_subclass_of(self, left.class()) {
            attempts.swap(0, 1);
        }
        for (function, swap) in attempts.into_iter().flatten() {
            let result = if swap {
                function(self, right, left, reflected)?
            } else {
                function(self, left, right, comparison)?
            };
            if !self.is_not_implemented(&result) {
                return Ok(result);
            }
        }
        match comparison {
            Comparison::Equal => Ok(self.new_bool(left.is(right))),
            Comparison::NotEqual => Ok(self.new_bool(!left.is(right))),
            _ => {
                let (a, b) = (left.class().name(self), right.class().name(self));
                let sign = sign(comparison);
                Err(self.type_error(format!(
                    "'{sign}' not supported between instances of '{a}' and '{b}'"
                )))
            }
        }
    }

    /// The truth of `left <comparison> right`.
    pub fn compare_is_true(
        &mut self,
        left: &Object,
        right: &Object,
        comparison: Comparison,
    ) -> PyResult<bool> {
        if let (Some(left), Some(right)) = (self.exact_int(left), self.exact_int(right)) {
            return Ok(comparison_holds(left.cmp(&right), comparison));
        }
        let result = self.compare(left, right, comparison)?;
        self.is_true(&result)
    }

    /// `left is right or left == right`, as containers compare.
    pub fn equal(&mut self, left: &Object, right: &Object) -> PyResult<bool> {
        if let Some(equal) = self.equal_plainly(left, right) {
            return Ok(equal);
        }
        self.compare_is_true(left, right, Comparison::Equal)
    }

    /// `left is right or left == right` where no Python code is needed to tell: of one object, of two integers, of two
    /// strings, which is what most containers hold.
    pub(crate) fn equal_plainly(&self, left: &Object, right: &Object) -> Option<bool> {
        if left.is(right) {
            return Some(true);
        }
        let both = |class: &Typed<Type>| left.class_is(class) && right.class_is(class);
        if both(&self.types.int) {
            let (left, right) = (left.downcast::<Int>()?, right.downcast::<Int>()?);
            Some(left.to_i64()? == right.to_i64()?)
        } else if both(&self.types.str) {
            Some(left.downcast::<Str>()?.same_text(right.downcast::<Str>()?))
        } else {
            None
        }
    }

    /// `left < right`.
    pub fn less(&mut self, left: &Object, right: &Object) -> PyResult<bool> {
        self.compare_is_true(left, right, Comparison::Less)
    }

    /// `bool(object)`.
    pub fn is_true(&mut self, object: &Object) -> PyResult<bool> {
        if object.is(&*self.singletons.true_) {
            return Ok(true);
        }
        if object.is(&*self.singletons.false_) || object.is(&*self.singletons.none) {
            return Ok(false);
        }
        let slots = object.class().slots(self);
        if let Some(function) = slots.bool {
            return function(self, object);
        }
        match slots.length {
            Some(function) => Ok(function(self, object)? != 0),
            None => Ok(true),
        }
    }

    /// `hash(object)`.
    pub fn hash(&mut self, object: &Object) -> PyResult<i64> {
        match object.class().slots(self).hash {
            Some(function) => function(self, object),
            None => self.unhashable(object),
        }
    }

    /// The error of `hash(object)` for what cannot be hashed.
    pub fn unhashable(&mut self, object: &Object) -> PyResult<i64> {
        let class = object.class().name(self);
        Err(self.type_error(format!("unhashable type: '{class}'")))
    }
}
