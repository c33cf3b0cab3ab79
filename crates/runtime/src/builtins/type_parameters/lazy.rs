//! Bounds, constraints, defaults and aliased values: given, or found by a function when somebody asks (PEP 649).

use super::const_evaluator::ConstEvaluator;
use super::no_default;
use crate::prelude::*;

/// A value, and the function that finds it. Both can be missing.
#[derive(Trace)]
#[payload(none)]
pub struct Lazy {
    value: Slot,
    pub(super) evaluate: Slot,
}

impl Lazy {
    /// From what is known.
    pub(super) fn new(value: Option<Ref>, evaluate: Option<Ref>) -> Lazy {
        Lazy { value: Slot::new(value), evaluate: Slot::new(evaluate) }
    }

    /// The default of a type parameter.
    pub(super) fn default(vm: &mut Vm, given: Option<&Object>) -> PyResult<Lazy> {
        let default = match given {
            Some(default) => default.to_ref(),
            None => no_default(vm)?,
        };
        Ok(Lazy::new(Some(default), None))
    }

    /// The value; the function is called once.
    pub(super) fn get(&self, vm: &mut Vm) -> PyResult<Option<Ref>> {
        if self.evaluate.is_empty() || self.is_known(vm)? {
            return Ok(self.value.get());
        }
        let Some(evaluate) = self.evaluate.get() else { return Ok(None) };
        let format = vm.new_int(1);
        let value = vm.call_positional(&evaluate, &[&format])?;
        self.value.set(vm, Some(value.clone()));
        Ok(Some(value))
    }

    fn is_known(&self, vm: &mut Vm) -> PyResult<bool> {
        let Some(value) = self.value.get() else { return Ok(false) };
        Ok(!value.is(&*no_default(vm)?))
    }

    /// The function that gives the value in one of the formats of `annotationlib`, or None.
    pub(super) fn evaluator(&self, vm: &mut Vm) -> PyResult {
        if let Some(evaluate) = self.evaluate.get() {
            return Ok(evaluate);
        }
        match self.value.get() {
            Some(value) => ConstEvaluator::create(vm, value),
            None => Ok(vm.none()),
        }
    }

    /// Whether there is a default.
    pub(super) fn is_given(&self, vm: &mut Vm) -> PyResult<bool> {
        Ok(!self.evaluate.is_empty() || self.is_known(vm)?)
    }
}
