//! The methods of `range`.

use super::{Range, iter};
use crate::prelude::*;

#[methods]
impl Range {
    #[member("start")]
    fn start(_vm: &mut Vm, range: &Typed<Range>) -> Ref<Int> {
        range.start.clone()
    }

    #[member("stop")]
    fn stop(_vm: &mut Vm, range: &Typed<Range>) -> Ref<Int> {
        range.stop.clone()
    }

    #[member("step")]
    fn step(_vm: &mut Vm, range: &Typed<Range>) -> Ref<Int> {
        range.step.clone()
    }

    /// rangeobject.count(value) -> integer -- return number of occurrences of value
    #[method("count(self, value, /)", hidden)]
    fn count(vm: &mut Vm, range: &Typed<Range>, value: &Object) -> PyResult<usize> {
        if value.class_is(&vm.types.int) || value.class_is(&vm.types.bool) {
            let found = value.downcast::<Int>().and_then(|number| range.position_of(number));
            return Ok(usize::from(found.is_some()));
        }
        let iterator = vm.iterate(range.as_object())?;
        let mut count = 0;
        while let Some(item) = vm.next(&iterator)? {
            count += usize::from(vm.equal(&item, value)?);
        }
        Ok(count)
    }

    /// rangeobject.index(value) -> integer -- return index of value.
    /// Raise ValueError if the value is not present.
    #[method("index(self, value, /)", hidden)]
    fn index(vm: &mut Vm, range: &Typed<Range>, value: &Object) -> PyResult {
        if value.class_is(&vm.types.int) || value.class_is(&vm.types.bool) {
            if let Some(position) =
                value.downcast::<Int>().and_then(|number| range.position_of(number))
            {
                return Ok(Int::from_big(vm, position).into_object());
            }
            return Err(vm.value_error("range.index(x): x not in range"));
        }
        let iterator = vm.iterate(range.as_object())?;
        let mut position = 0i64;
        while let Some(item) = vm.next(&iterator)? {
            if vm.equal(&item, value)? {
                return Ok(vm.new_int(position));
            }
            position += 1;
        }
        Err(vm.value_error("sequence.index(x): x not in sequence"))
    }

    /// Return a reverse iterator.
    #[method("__reversed__(self, /)", hidden)]
    fn reversed(vm: &mut Vm, range: &Typed<Range>) -> Ref {
        iter::backward(vm, range)
    }

    /// Return state information for pickling.
    #[method("__reduce__(self, /)", hidden)]
    fn reduce(vm: &mut Vm, range: &Typed<Range>) -> PyResult {
        let class = vm.types.range.clone();
        let arguments = (range.start.clone(), range.stop.clone(), range.step.clone());
        (class, arguments).into_result(vm)
    }
}
