//! `count`, `cycle` and `repeat`: iterators without end.

use std::cell::Cell;

use pellucid_runtime::builtins::Complex;
use pellucid_runtime::object::{BinaryOperator, kind_of};
use pellucid_runtime::prelude::*;

use super::iterator_type;

/// Evenly spaced numbers.
#[derive(Trace)]
pub struct Count {
    number: Slot,
    step: Ref,
}

iterator_type! {
    /// `count`
    COUNT: Count = "count",
    "count(start=0, step=1)\n--\n\nReturn a count object whose .__next__() method returns consecutive values.\n\nEquivalent to:\n    def count(firstval=0, step=1):\n        x = firstval\n        while 1:\n            yield x\n            x += step",
    Count::NEW, Count::advance, repr: repr_count
}

/// What CPython takes for a number: it converts to an integer or float, or is complex.
pub(crate) fn is_number(vm: &Vm, object: &Object) -> bool {
    let slots = object.class().slots(vm);
    slots.index.is_some()
        || slots.int.is_some()
        || slots.float.is_some()
        || object.downcast::<Complex>().is_some()
}

#[methods(owner = "itertools.count")]
impl Count {
    #[constructor("count(start=0, step=1)")]
    fn create(
        vm: &mut Vm,
        class: &Typed<Type>,
        start: Option<&Object>,
        step: Option<&Object>,
    ) -> PyResult {
        for number in [start, step].into_iter().flatten() {
            if !is_number(vm, number) {
                return Err(vm.type_error("a number is required"));
            }
        }
        let start = start.map_or_else(|| vm.new_int(0), |start| start.to_ref());
        let step = step.map_or_else(|| vm.new_int(1), |step| step.to_ref());
        let payload = Count { number: Slot::new(Some(start)), step };
        Ok(vm.heap.allocate(kind_of(class), payload).into_object())
    }
}

impl Count {
    fn advance(vm: &mut Vm, this: &Typed<Count>) -> PyResult<Option<Ref>> {
        let Some(number) = this.number.get() else { return Ok(None) };
        let following = vm.binary(&BinaryOperator::ADD, &number, &this.step)?;
        this.number.set(vm, Some(following));
        Ok(Some(number))
    }
}

fn repr_count(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let Some(this) = object.downcast::<Count>() else { return Ok(vm.not_implemented()) };
    let Some(number) = this.number.get() else { return Ok(vm.not_implemented()) };
    let mut pieces = vec![vm.repr(&number)?];
    let one = this.step.downcast::<Int>().is_some_and(|step| step.to_i64() == Some(1));
    if !one {
        pieces.push(vm.repr(&this.step)?);
    }
    let open = format!("{}(", object.class().qualified_name(vm));
    vm.join_pieces(&open, &pieces, ", ", ")")
}

/// The items of an iterable, over and over.
#[derive(Trace)]
pub struct Cycle {
    saved: Ref<List>,
    items: Slot,
    position: Cell<usize>,
}

iterator_type! {
    /// `cycle`
    CYCLE: Cycle = "cycle",
    "cycle(iterable, /)\n--\n\nReturn elements from the iterable until it is exhausted. Then repeat the sequence indefinitely.",
    Cycle::NEW, Cycle::advance
}

#[methods(owner = "itertools.cycle")]
impl Cycle {
    #[constructor("cycle(iterable, /)")]
    fn create(vm: &mut Vm, class: &Typed<Type>, iterable: &Object) -> PyResult {
        let items = vm.iterate(iterable)?;
        let payload = Cycle {
            items: Slot::new(Some(items)),
            saved: vm.new_list(Vec::new())?,
            position: Cell::new(0),
        };
        Ok(vm.heap.allocate(kind_of(class), payload).into_object())
    }
}

impl Cycle {
    fn advance(vm: &mut Vm, this: &Typed<Cycle>) -> PyResult<Option<Ref>> {
        if let Some(items) = this.items.get() {
            if let Some(item) = vm.next(&items)? {
                this.saved.push(vm, item.clone())?;
                return Ok(Some(item));
            }
            this.items.set(vm, None);
        }
        let saved = this.saved.items(vm);
        let Some(item) = saved.get(this.position.get()) else { return Ok(None) };
        this.position.set((this.position.get() + 1) % saved.len());
        Ok(Some(item.clone()))
    }
}

/// One object, again and again.
#[derive(Trace)]
pub struct Repeat {
    object: Ref,
    /// How often yet; nothing for ever.
    #[trace(skip)]
    left: Cell<Option<usize>>,
}

iterator_type! {
    /// `repeat`
    REPEAT: Repeat = "repeat",
    "repeat(object [,times]) -> create an iterator which returns the object\nfor the specified number of times.  If not specified, returns the object\nendlessly.",
    Repeat::NEW, Repeat::advance, methods: &[Repeat::METHODS], repr: repr_repeat
}

#[methods(owner = "itertools.repeat")]
impl Repeat {
    #[constructor("repeat(object, times=<unrepresentable>)")]
    fn create(vm: &mut Vm, class: &Typed<Type>, object: &Object, times: Option<isize>) -> PyResult {
        let left = Cell::new(times.map(|times| times.max(0) as usize));
        let payload = Repeat { object: object.to_ref(), left };
        Ok(vm.heap.allocate(kind_of(class), payload).into_object())
    }

    /// Private method returning an estimate of len(list(it)).
    #[method("__length_hint__(self, /)", hidden)]
    fn length_hint(vm: &mut Vm, this: &Typed<Repeat>) -> PyResult<usize> {
        this.left.get().ok_or_else(|| vm.type_error("len() of unsized object"))
    }
}

impl Repeat {
    fn advance(_vm: &mut Vm, this: &Typed<Repeat>) -> PyResult<Option<Ref>> {
        if let Some(left) = this.left.get() {
            let Some(left) = left.checked_sub(1) else { return Ok(None) };
            this.left.set(Some(left));
        }
        Ok(Some(this.object.clone()))
    }
}

fn repr_repeat(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let Some(this) = object.downcast::<Repeat>() else { return Ok(vm.not_implemented()) };
    let mut pieces = vec![vm.repr(&this.object)?];
    if let Some(left) = this.left.get() {
        pieces.push(vm.new_str(&left.to_string()));
    }
    let open = format!("{}(", object.class().qualified_name(vm));
    vm.join_pieces(&open, &pieces, ", ", ")")
}
