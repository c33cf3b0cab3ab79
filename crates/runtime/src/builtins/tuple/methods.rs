//! The methods of `tuple`.

use super::Tuple;
use crate::object::SliceIndex;
use crate::prelude::*;

#[methods]
impl Tuple {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[constructor("tuple(iterable=(), /)")]
    fn create(vm: &mut Vm, class: &Typed<Type>, iterable: Option<&Object>) -> PyResult {
        let exact = class.is(&*vm.types.tuple);
        let Some(iterable) = iterable else {
            return Ok(Tuple::of_class(vm, class, std::iter::empty()).into_object());
        };
        if exact && iterable.class_is(&vm.types.tuple) {
            return Ok(iterable.to_ref());
        }
        let items = vm.collect(iterable)?;
        Ok(Tuple::of_class(vm, class, items.into_iter()).into_object())
    }

    /// Return number of occurrences of value.
    #[method("count(self, value, /)")]
    fn count(vm: &mut Vm, tuple: &Typed<Tuple>, value: &Object) -> PyResult<usize> {
        let mut count = 0;
        for item in tuple.items() {
            count += usize::from(vm.equal(item, value)?);
        }
        Ok(count)
    }

    /// Return first index of value.
    ///
    /// Raises ValueError if the value is not present.
    #[method("index(self, value, start=0, stop=sys.maxsize, /)")]
    fn index(
        vm: &mut Vm,
        tuple: &Typed<Tuple>,
        value: &Object,
        start: Option<SliceIndex>,
        stop: Option<SliceIndex>,
    ) -> PyResult<usize> {
        let length = tuple.items().len();
        let stop = stop.map_or(length, |stop| stop.position(length).min(length));
        let start = start.map_or(0, |start| start.position(length));
        for position in start..stop {
            if vm.equal(&tuple.items()[position], value)? {
                return Ok(position);
            }
        }
        Err(vm.value_error("tuple.index(x): x not in tuple"))
    }

    /// Return self as the arguments of the constructor, for pickling.
    #[method("__getnewargs__(self, /)")]
    fn new_arguments(vm: &mut Vm, tuple: &Typed<Tuple>) -> Ref {
        let plain = vm.new_tuple(tuple.items().to_vec()).into_object();
        vm.new_tuple(vec![plain]).into_object()
    }

    /// See PEP 585
    #[class_method("__class_getitem__(cls, object, /)")]
    fn class_get_item(vm: &mut Vm, class: &Typed<Type>, object: &Object) -> PyResult {
        vm.new_generic_alias(class.as_object(), object)
    }
}
