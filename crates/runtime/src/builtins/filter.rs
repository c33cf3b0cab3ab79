//! `filter`

use crate::object::{Slots, TypeFlags, TypeSpec, kind_of};
use crate::prelude::*;

/// An iterator over the items of another for which a function gives true.
#[derive(Trace)]
pub struct Filter {
    function: Ref,
    items: Ref,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "filter(function, iterable, /)\n--\n\nReturn an iterator yielding those items of iterable for which function(item)\nis true. If function is None, return the items that are true.",
    flags: TypeFlags::BASE_TYPE,
    slots,
    methods: &[Filter::METHODS],
    ..TypeSpec::new::<Filter>("filter")
};

fn slots(slots: &mut Slots) {
    slots.new = Some(Filter::NEW);
    slots.iter = Some(|_, object| Ok(object.to_ref()));
    slots.next = Some(next);
}

fn next(vm: &mut Vm, object: &Object) -> PyResult<Option<Ref>> {
    let Some(this) = object.downcast::<Filter>() else { return Ok(None) };
    let plain = vm.is_none(&this.function) || this.function.is(&*vm.types.bool);
    while let Some(item) = vm.next_or_stop(&this.items)? {
        let wanted = if plain {
            vm.is_true(&item)?
        } else {
            let args = Args::from_positional(std::slice::from_ref(&item));
            let answer = vm.call(&this.function, args)?;
            vm.is_true(&answer)?
        };
        if wanted {
            return Ok(Some(item));
        }
    }
    Ok(None)
}

#[methods]
impl Filter {
    #[constructor("filter(function, iterable, /)")]
    fn create(vm: &mut Vm, class: &Typed<Type>, function: &Object, iterable: &Object) -> PyResult {
        let items = vm.iterate(iterable)?;
        let payload = Filter { function: function.to_ref(), items };
        Ok(vm.heap.allocate(kind_of(class), payload).into_object())
    }

    /// Return state information for pickling.
    #[method("__reduce__(self, /)", hidden)]
    fn reduce(vm: &mut Vm, this: &Typed<Filter>) -> PyResult {
        let class = this.class().as_object().to_ref();
        (class, (this.function.clone(), this.items.clone())).into_result(vm)
    }
}
