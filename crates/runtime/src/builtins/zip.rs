//! `zip`, and what `map` shares with it: taking one item from each of several iterators.

use std::cell::Cell;

use crate::builtins::tuple::LastTuple;
use crate::object::{Slots, TypeFlags, TypeSpec, kind_of};
use crate::prelude::*;

/// An iterator over tuples of the items of others.
#[derive(Trace)]
pub struct Zip {
    iterators: Ref<Tuple>,
    last: LastTuple,
    strict: Cell<bool>,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "zip(*iterables, strict=False)\n--\n\nThe zip object yields n-length tuples, where n is the number of iterables\npassed as positional arguments to zip().  The i-th element in every tuple\ncomes from the i-th iterable argument to zip().  This continues until the\nshortest argument is exhausted.\n\nIf strict is true and one of the arguments is exhausted before the others,\nraise a ValueError.\n\n   >>> list(zip('abcdefg', range(3), range(4)))\n   [('a', 0, 0), ('b', 1, 1), ('c', 2, 2)]",
    flags: TypeFlags::BASE_TYPE,
    slots,
    methods: &[Zip::METHODS],
    ..TypeSpec::new::<Zip>("zip")
};

fn slots(slots: &mut Slots) {
    slots.new = Some(new);
    slots.iter = Some(|_, object| Ok(object.to_ref()));
    slots.next = Some(next);
}

/// The keyword argument `strict`; for the exact type no other is taken.
pub(super) fn strict_of(vm: &mut Vm, name: &str, exact: bool, args: Args<'_>) -> PyResult<bool> {
    let mut strict = false;
    for (keyword, value) in args.keywords().iter() {
        if *keyword.value() == *"strict" {
            strict = vm.is_true(value)?;
        } else if exact {
            let message = format!("{name}() got an unexpected keyword argument '{keyword}'");
            return Err(vm.type_error(message));
        }
    }
    Ok(strict)
}

/// What one step of several iterators gave.
pub(super) enum Round {
    /// An item of each.
    Items(Vec<Ref>),
    /// One of them has no more.
    End,
}

/// Takes one item from each iterator.
pub(super) fn next_round(
    vm: &mut Vm,
    name: &str,
    iterators: &[Ref],
    strict: bool,
) -> PyResult<Round> {
    let mut items = Vec::with_capacity(iterators.len());
    for iterator in iterators {
        let item = if strict { vm.next(iterator)? } else { vm.next_or_stop(iterator)? };
        match item {
            Some(item) => items.push(item),
            None if strict => {
                check_lengths(vm, name, iterators, items.len())?;
                return Ok(Round::End);
            }
            None => return Ok(Round::End),
        }
    }
    Ok(Round::Items(items))
}

/// ValueError unless all iterators end with the one at `ended`.
fn check_lengths(vm: &mut Vm, name: &str, iterators: &[Ref], ended: usize) -> PyResult<()> {
    let others = |count: usize| if count == 1 { " 1".into() } else { format!("s 1-{count}") };
    if ended > 0 {
        let (argument, others) = (ended + 1, others(ended));
        return Err(vm.value_error(format!(
            "{name}() argument {argument} is shorter than argument{others}"
        )));
    }
    for (position, iterator) in iterators.iter().enumerate().skip(1) {
        if vm.next(iterator)?.is_some() {
            let (argument, others) = (position + 1, others(position));
            return Err(vm.value_error(format!(
                "{name}() argument {argument} is longer than argument{others}"
            )));
        }
    }
    Ok(())
}

/// Iterators over all of these, which CPython keeps in a tuple.
pub(super) fn iterators_of(vm: &mut Vm, iterables: &[Ref]) -> PyResult<Ref<Tuple>> {
    let mut iterators = Vec::with_capacity(iterables.len());
    for iterable in iterables {
        iterators.push(vm.iterate(iterable)?);
    }
    Ok(vm.new_tuple(iterators))
}

fn new(vm: &mut Vm, class: &Typed<Type>, args: Args<'_>) -> PyResult<Ref> {
    let exact = class.is(&*vm.types.zip);
    let strict = strict_of(vm, "zip", exact, args)?;
    let iterators = iterators_of(vm, args.positional())?;
    let payload = Zip { iterators, last: LastTuple::empty(), strict: Cell::new(strict) };
    Ok(vm.heap.allocate(kind_of(class), payload).into_object())
}

fn next(vm: &mut Vm, object: &Object) -> PyResult<Option<Ref>> {
    let Some(this) = object.downcast::<Zip>() else { return Ok(None) };
    if this.iterators.items().is_empty() {
        return Ok(None);
    }
    Ok(this.next_tuple(vm)?.map(Ref::into_object))
}

impl Zip {
    fn next_tuple(&self, vm: &mut Vm) -> PyResult<Option<Ref<Tuple>>> {
        let iterators = self.iterators.items();
        self.last.items(vm, iterators.len(), |vm, at| {
            let item = vm.next(&iterators[at])?;
            if item.is_none() && self.strict.get() {
                check_lengths(vm, "zip", iterators, at)?;
            }
            Ok(item)
        })
    }

    /// The next items of two iterators, if there are two and the shorter one just ends: `None` if not.
    pub(crate) fn advance_pair(&self, vm: &mut Vm) -> Option<PyResult<Option<(Ref, Ref)>>> {
        if self.iterators.items().len() != 2 || self.strict.get() {
            return None;
        }
        Some(self.next_tuple(vm).map(|pair| pair.and_then(|pair| pair.as_pair())))
    }
}

#[methods]
impl Zip {
    /// Return state information for pickling.
    #[method("__reduce__(self, /)", hidden)]
    fn reduce(vm: &mut Vm, this: &Typed<Zip>) -> PyResult {
        let class = this.class().as_object().to_ref();
        let arguments = this.iterators.clone().into_object();
        if this.strict.get() {
            return (class, arguments, true).into_result(vm);
        }
        (class, arguments).into_result(vm)
    }

    /// Set state information for unpickling.
    #[method("__setstate__(self, state, /)", hidden)]
    fn set_state(_vm: &mut Vm, this: &Typed<Zip>, state: bool) {
        this.strict.set(state);
    }
}
