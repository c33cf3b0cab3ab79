//! The payload of slices, and what a slice selects.

use crate::prelude::*;

/// `start:stop:step`; any of them may be None, or anything else.
#[derive(Trace)]
pub struct Slice {
    /// `step`
    pub step: Ref,
    /// `start`
    pub start: Ref,
    /// `stop`
    pub stop: Ref,
}

/// The positions that a slice selects in a sequence of a known length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SliceRange {
    /// The first position.
    pub start: isize,
    /// Where it ends (not selected).
    pub stop: isize,
    /// The distance between positions; never 0.
    pub step: isize,
    /// How many positions.
    pub length: usize,
}

impl SliceRange {
    /// The position with this number, which must be below `length`.
    #[inline]
    pub fn position(self, number: usize) -> usize {
        self.start.wrapping_add((number as isize).wrapping_mul(self.step)) as usize
    }

    /// All positions, in the order of the slice.
    pub fn positions(self) -> impl ExactSizeIterator<Item = usize> + DoubleEndedIterator {
        (0..self.length).map(move |number| self.position(number))
    }

    /// The same positions in rising order.
    pub fn rising(self) -> SliceRange {
        if self.step > 0 || self.length == 0 {
            return self;
        }
        let start = self.position(self.length - 1) as isize;
        SliceRange { start, stop: self.start + 1, step: self.step.saturating_neg(), ..self }
    }
}

/// Bounds that are not yet fitted to a length.
#[derive(Clone, Copy)]
pub struct Bounds {
    start: isize,
    stop: isize,
    step: isize,
}

impl Bounds {
    /// From `start` to `stop`, every item; both may count from the end.
    pub(crate) fn new(start: isize, stop: isize) -> Bounds {
        Bounds { start, stop, step: 1 }
    }

    /// What these bounds select in a sequence of this length.
    pub fn fit(self, length: usize) -> SliceRange {
        let length = length as isize;
        let (low, high) = if self.step < 0 { (-1, length - 1) } else { (0, length) };
        let clamp = |bound: isize| {
            if bound < 0 { bound.saturating_add(length).max(low) } else { bound.min(high) }
        };
        let (start, stop) = (clamp(self.start), clamp(self.stop));
        let length = match self.step {
            step if step < 0 && stop < start => (start - stop - 1) / step.saturating_neg() + 1,
            step if step > 0 && start < stop => (stop - start - 1) / step + 1,
            _ => 0,
        };
        SliceRange { start, stop, step: self.step, length: length as usize }
    }
}

impl Slice {
    /// A `slice` object.
    pub fn new(vm: &Vm, start: Ref, stop: Ref, step: Ref) -> Ref<Slice> {
        vm.new_object(&vm.types.slice, Slice { start, stop, step })
    }

    /// Start, stop and step.
    pub fn parts(&self) -> [&Object; 3] {
        [&self.start, &self.stop, &self.step]
    }

    /// The bounds as numbers. Asks the parts for `__index__`, so the sequence may change meanwhile: take its
    /// length afterwards.
    pub fn bounds(&self, vm: &mut Vm) -> PyResult<Bounds> {
        let step = match part(vm, &self.step)? {
            Some(0) => return Err(vm.value_error("slice step cannot be zero")),
            Some(step) => step.max(-isize::MAX),
            None => 1,
        };
        let (first, last) = if step < 0 { (isize::MAX, isize::MIN) } else { (0, isize::MAX) };
        let start = part(vm, &self.start)?.unwrap_or(first);
        let stop = part(vm, &self.stop)?.unwrap_or(last);
        Ok(Bounds { start, stop, step })
    }
}

/// A part of a slice as a number; nothing for `None`.
fn part(vm: &mut Vm, value: &Object) -> PyResult<Option<isize>> {
    if vm.is_none(value) {
        return Ok(None);
    }
    if let Some(number) = value.downcast::<Int>().and_then(|number| number.to_i64()) {
        return Ok(Some(number as isize));
    }
    if value.class().slots(vm).index.is_none() {
        let message = "slice indices must be integers or None or have an __index__ method";
        return Err(vm.type_error(message));
    }
    vm.clamped_index(value).map(Some)
}
