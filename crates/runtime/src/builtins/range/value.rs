//! The payload of ranges.

use dashu_int::IBig;

use crate::prelude::*;

/// An arithmetic progression of integers of any size.
#[derive(Trace)]
pub struct Range {
    /// `start`
    pub start: Ref<Int>,
    /// `stop`
    pub stop: Ref<Int>,
    /// `step`; never 0.
    pub step: Ref<Int>,
    /// How many numbers.
    pub length: Ref<Int>,
}

/// How many numbers there are from `start` to `stop`.
fn count(start: &Int, stop: &Int, step: &Int) -> IBig {
    if let (Some(start), Some(stop), Some(step)) = (start.to_i64(), stop.to_i64(), step.to_i64()) {
        let (start, stop, step) = (i128::from(start), i128::from(stop), i128::from(step));
        return IBig::from(match step {
            step if step > 0 && start < stop => (stop - start - 1) / step + 1,
            step if step < 0 && stop < start => (start - stop - 1) / -step + 1,
            _ => 0,
        });
    }
    let (start, stop, step) = (start.to_big(), stop.to_big(), step.to_big());
    if step > IBig::ZERO && start < stop {
        (stop - start - IBig::ONE) / step + IBig::ONE
    } else if step < IBig::ZERO && stop < start {
        (start - stop - IBig::ONE) / -step + IBig::ONE
    } else {
        IBig::ZERO
    }
}

impl Range {
    /// A `range` object; `step` must not be 0.
    pub fn new(vm: &Vm, start: Ref<Int>, stop: Ref<Int>, step: Ref<Int>) -> Ref<Range> {
        let length = Int::from_big(vm, count(&start, &stop, &step));
        vm.new_object(&vm.types.range, Range { start, stop, step, length })
    }

    /// Start, step and length, if all numbers and the one behind the last are machine words.
    pub fn small(&self) -> Option<(i64, i64, u64)> {
        let (start, step) = (self.start.to_i64()?, self.step.to_i64()?);
        let length = self.length.to_i64()? as u64;
        let end = i128::from(start) + i128::from(step) * i128::from(length);
        (i64::try_from(end).is_ok() && self.stop.to_i64().is_some())
            .then_some((start, step, length))
    }

    /// The number at a position, which must be within the range.
    pub fn number(&self, vm: &Vm, position: &IBig) -> Ref<Int> {
        if let (Some(start), Some(step), Ok(position)) =
            (self.start.to_i64(), self.step.to_i64(), i64::try_from(position))
            && let Some(value) = step.checked_mul(position).and_then(|far| far.checked_add(start))
        {
            return Int::from_i64(vm, value);
        }
        Int::from_big(vm, self.start.to_big() + self.step.to_big() * position)
    }

    /// The position of a number, if it is in the range.
    pub fn position_of(&self, number: &Int) -> Option<IBig> {
        if let (Some((start, step, length)), Some(number)) = (self.small(), number.to_i64()) {
            let far = i128::from(number) - i128::from(start);
            let step = i128::from(step);
            let position = far / step;
            let found = far % step == 0 && position >= 0 && position < i128::from(length);
            return found.then(|| IBig::from(position));
        }
        let far = number.to_big() - self.start.to_big();
        let step = self.step.to_big();
        let position = &far / &step;
        let found =
            &position * &step == far && position >= IBig::ZERO && position < self.length.to_big();
        found.then_some(position)
    }
}
