//! The methods of `slice`.

use dashu_int::IBig;

use super::Slice;
use crate::prelude::*;

#[methods]
impl Slice {
    /// the start of the slice
    #[member("start")]
    fn start(_vm: &mut Vm, slice: &Typed<Slice>) -> Ref {
        slice.start.clone()
    }

    /// the end of the slice
    #[member("stop")]
    fn stop(_vm: &mut Vm, slice: &Typed<Slice>) -> Ref {
        slice.stop.clone()
    }

    /// the distance between the items of the slice
    #[member("step")]
    fn step(_vm: &mut Vm, slice: &Typed<Slice>) -> Ref {
        slice.step.clone()
    }

    /// Give start, stop and step for a sequence of this length.
    ///
    /// Out of bounds indices are clipped in a manner consistent with the
    /// handling of normal slices.
    #[method("indices(self, length, /)", hidden)]
    fn indices(vm: &mut Vm, slice: &Typed<Slice>, length: Index) -> PyResult {
        let length = length.0.to_big();
        if length < IBig::ZERO {
            return Err(vm.value_error("length should not be negative"));
        }
        let (start, stop, step) = slice.long_indices(vm, &length)?;
        let parts = [start, stop, step].map(|part| Int::from_big(vm, part).into_object());
        Ok(vm.new_tuple(parts.into()).into_object())
    }

    /// Return state information for pickling.
    #[method("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, slice: &Typed<Slice>) -> PyResult {
        let parts = vec![slice.start.clone(), slice.stop.clone(), slice.step.clone()];
        let parts = vm.new_tuple(parts).into_object();
        let class = vm.types.slice.clone().into_object();
        Ok(vm.new_tuple(vec![class, parts]).into_object())
    }
}

impl Slice {
    /// Start, stop and step for a sequence of any length, as far beyond memory as it may be.
    pub fn long_indices(&self, vm: &mut Vm, length: &IBig) -> PyResult<(IBig, IBig, IBig)> {
        let step = match long_part(vm, &self.step)? {
            Some(step) if step == IBig::ZERO => {
                return Err(vm.value_error("slice step cannot be zero"));
            }
            Some(step) => step,
            None => IBig::ONE,
        };
        let backward = step < IBig::ZERO;
        let low = if backward { IBig::from(-1) } else { IBig::ZERO };
        let high = if backward { length - IBig::ONE } else { length.clone() };
        let clamp = |bound: IBig| {
            if bound < IBig::ZERO {
                let bound = bound + length;
                if bound < low { low.clone() } else { bound }
            } else if bound > high {
                high.clone()
            } else {
                bound
            }
        };
        let start = long_part(vm, &self.start)?.map(&clamp);
        let stop = long_part(vm, &self.stop)?.map(&clamp);
        let (first, last) = if backward { (&high, &low) } else { (&low, &high) };
        let start = start.unwrap_or_else(|| first.clone());
        let stop = stop.unwrap_or_else(|| last.clone());
        Ok((start, stop, step))
    }
}

fn long_part(vm: &mut Vm, value: &Object) -> PyResult<Option<IBig>> {
    if vm.is_none(value) {
        return Ok(None);
    }
    if value.class().slots(vm).index.is_none() {
        let message = "slice indices must be integers or None or have an __index__ method";
        return Err(vm.type_error(message));
    }
    Ok(Some(vm.index(value)?.to_big()))
}
