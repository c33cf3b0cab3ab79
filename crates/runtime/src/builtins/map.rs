//! `map`

use std::cell::Cell;

use super::zip::{Round, iterators_of, next_round, strict_of};
use crate::object::{Slots, TypeFlags, TypeSpec, kind_of};
use crate::prelude::*;

/// An iterator over the results of a function for the items of others.
#[derive(Trace)]
pub struct Map {
    iterators: Ref<Tuple>,
    function: Ref,
    strict: Cell<bool>,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "map(function, iterable, /, *iterables, strict=False)\n--\n\nMake an iterator that computes the function using arguments from\neach of the iterables.  Stops when the shortest iterable is exhausted.\n\nIf strict is true and one of the arguments is exhausted before the others,\nraise a ValueError.",
    flags: TypeFlags::BASE_TYPE,
    slots,
    methods: &[Map::METHODS],
    ..TypeSpec::new::<Map>("map")
};

fn slots(slots: &mut Slots) {
    slots.new = Some(new);
    slots.iter = Some(|_, object| Ok(object.to_ref()));
    slots.next = Some(next);
}

fn new(vm: &mut Vm, class: &Typed<Type>, args: Args<'_>) -> PyResult<Ref> {
    let exact = class.is(&*vm.types.map);
    let strict = strict_of(vm, "map", exact, args)?;
    let [function, iterables @ ..] = args.positional() else {
        return Err(vm.type_error("map() must have at least two arguments."));
    };
    if iterables.is_empty() {
        return Err(vm.type_error("map() must have at least two arguments."));
    }
    let iterators = iterators_of(vm, iterables)?;
    let payload = Map { function: function.clone(), iterators, strict: Cell::new(strict) };
    Ok(vm.heap.allocate(kind_of(class), payload).into_object())
}

fn next(vm: &mut Vm, object: &Object) -> PyResult<Option<Ref>> {
    let Some(this) = object.downcast::<Map>() else { return Ok(None) };
    if let [single] = this.iterators.items() {
        let Some(item) = vm.next_or_stop(single)? else { return Ok(None) };
        let args = Args::from_positional(std::slice::from_ref(&item));
        return vm.call(&this.function, args).map(Some);
    }
    match next_round(vm, "map", this.iterators.items(), this.strict.get())? {
        Round::Items(items) => vm.call(&this.function, Args::from_positional(&items)).map(Some),
        Round::End => Ok(None),
    }
}

#[methods]
impl Map {
    /// Return state information for pickling.
    #[method("__reduce__(self, /)", hidden)]
    fn reduce(vm: &mut Vm, this: &Typed<Map>) -> PyResult {
        let class = this.class().as_object().to_ref();
        let mut arguments = vec![this.function.clone()];
        arguments.extend(this.iterators.items().iter().cloned());
        let arguments = vm.new_tuple(arguments).into_object();
        if this.strict.get() {
            return (class, arguments, true).into_result(vm);
        }
        (class, arguments).into_result(vm)
    }

    /// Set state information for unpickling.
    #[method("__setstate__(self, state, /)", hidden)]
    fn set_state(_vm: &mut Vm, this: &Typed<Map>, state: bool) {
        this.strict.set(state);
    }
}
