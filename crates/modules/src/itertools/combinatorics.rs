//! `product`, `permutations` and the two `combinations`.

use std::cell::Cell;

use pellucid_heap::{Inline, LimitExceeded};
use pellucid_runtime::object::kind_of;
use pellucid_runtime::prelude::*;

use super::iterator_type;

/// A position in one of the four series. The numbers behind the head are, for each place of the result, which item of its pool
/// stands there; `permutations` has one for each item of the pool, and how many exchanges each place has yet to see.
#[derive(Trace)]
#[repr(transparent)]
#[payload(inline)]
pub struct Choice(Inline<Head, Cell<usize>>);

/// What stands before the numbers.
#[derive(Trace)]
#[payload(none)]
pub struct Head {
    /// The pool, or a tuple of them.
    pools: Ref<Tuple>,
    /// What was chosen last.
    result: Slot<Tuple>,
    /// How many items are chosen.
    length: usize,
    /// Whether each place has a pool of its own.
    each: bool,
    started: Cell<bool>,
    finished: Cell<bool>,
}

impl Head {
    fn new(pools: Ref<Tuple>, each: bool, length: usize, finished: bool) -> Head {
        let finished = Cell::new(finished);
        Head { pools, each, length, finished, result: Slot::empty(), started: Cell::new(false) }
    }
}

impl Choice {
    fn allocate(
        vm: &mut Vm,
        class: &Typed<Type>,
        head: Head,
        count: usize,
        number: impl Fn(usize) -> usize,
    ) -> PyResult {
        vm.check_room(count.saturating_mul(size_of::<usize>()))?;
        let numbers = (0..count).map(|at| Cell::new(number(at)));
        let made = vm.heap().try_allocate_items::<Choice>(kind_of(class), head, numbers);
        made.map(Ref::into_object).map_err(|LimitExceeded| vm.memory_error())
    }

    fn head(&self) -> &Head {
        self.0.head()
    }

    fn numbers(&self) -> &[Cell<usize>] {
        self.0.items()
    }

    /// The pool of a place.
    fn pool(&self, place: usize) -> &[Ref] {
        let pools = self.head().pools.items();
        if !self.head().each {
            return pools;
        }
        pools[place].downcast::<Tuple>().map_or(&[], |pool| pool.items())
    }

    /// The chosen items.
    fn chosen(&self, vm: &mut Vm) -> PyResult {
        let head = self.head();
        vm.check_room(head.length.saturating_mul(size_of::<Ref>()))?;
        let numbers = self.numbers()[..head.length].iter().enumerate();
        let items = numbers.map(|(place, index)| self.pool(place)[index.get()].clone()).collect();
        // CPython changes the last result where nobody else has it; here the new one takes its place.
        if head.result.get().is_some_and(|result| result.ref_count() == 2) {
            head.result.set(vm, None);
        }
        let result = vm.new_tuple(items);
        head.result.set(vm, Some(result.clone()));
        Ok(result.into_object())
    }

    /// Steps with `step`, which gives `false` when the series is over.
    fn advance(
        vm: &mut Vm,
        this: &Typed<Choice>,
        step: impl FnOnce(&Choice) -> bool,
    ) -> PyResult<Option<Ref>> {
        if this.head().finished.get() {
            return Ok(None);
        }
        if this.head().started.replace(true) && !step(this) {
            this.head().finished.set(true);
            return Ok(None);
        }
        this.chosen(vm).map(Some)
    }
}

iterator_type! {
    /// `product`
    PRODUCT: Choice = "product",
    "product(*iterables, repeat=1)\n--\n\nproduct(*iterables, repeat=1) --> product object\n\nCartesian product of input iterables.  Equivalent to nested for-loops.",
    Choice::PRODUCT_NEW, next_product, methods: &[Shared::METHODS], inline: true
}

fn next_product(vm: &mut Vm, this: &Typed<Choice>) -> PyResult<Option<Ref>> {
    let finished = this.head().finished.get();
    let next = Choice::advance(vm, this, |this| {
        for (place, index) in this.numbers().iter().enumerate().rev() {
            index.set(index.get() + 1);
            if index.get() < this.pool(place).len() {
                return true;
            }
            index.set(0);
        }
        false
    })?;
    if next.is_none() && !finished {
        // CPython changes the last result place by place, also where all places begin anew and nothing comes of it.
        this.chosen(vm)?;
    }
    Ok(next)
}

/// What all four have.
struct Shared;

#[methods(owner = "itertools.product")]
impl Shared {
    /// Returns size in memory, in bytes.
    #[method("__sizeof__(self, /)")]
    fn size_of(vm: &mut Vm, choice: &Typed<Choice>) -> usize {
        vm.basic_size(choice.class()) + choice.numbers().len() * vm.sizes_of().word()
    }
}

#[methods(PRODUCT, owner = "itertools.product")]
impl Choice {
    #[constructor("product(*iterables, repeat=1)")]
    fn product(
        vm: &mut Vm,
        class: &Typed<Type>,
        iterables: &[Ref],
        repeat: Option<isize>,
    ) -> PyResult {
        let Ok(repeat) = usize::try_from(repeat.unwrap_or(1)) else {
            return Err(vm.value_error("repeat argument cannot be negative"));
        };
        let own = if repeat > 0 { iterables } else { &[] };
        let length = own.len().saturating_mul(repeat);
        if length > isize::MAX as usize / size_of::<usize>() {
            return Err(vm.overflow_error("repeat argument too large"));
        }
        vm.check_room(length.saturating_mul(size_of::<Ref>() + size_of::<usize>()))?;
        let mut pools = Vec::with_capacity(length);
        let mut finished = false;
        for iterable in own {
            let pool = vm.to_tuple(iterable)?;
            finished |= pool.items().is_empty();
            pools.push(pool.into_object());
        }
        while pools.len() < length {
            pools.push(pools[pools.len() - own.len()].clone());
        }
        let head = Head::new(vm.new_tuple(pools), true, length, finished);
        Choice::allocate(vm, class, head, length, |_| 0)
    }
}

/// The pool, and the length of what is chosen from it.
fn pool_and_length(
    vm: &mut Vm,
    iterable: &Object,
    length: Option<isize>,
) -> PyResult<(Ref<Tuple>, usize)> {
    let pool = vm.to_tuple(iterable)?;
    match length.map(usize::try_from) {
        Some(Err(_)) => Err(vm.value_error("r must be non-negative")),
        Some(Ok(length)) => Ok((pool, length)),
        None => {
            let length = pool.items().len();
            Ok((pool, length))
        }
    }
}

iterator_type! {
    /// `permutations`
    PERMUTATIONS: Choice = "permutations",
    "permutations(iterable, r=None)\n--\n\nReturn successive r-length permutations of elements in the iterable.\n\npermutations(range(3), 2) --> (0,1), (0,2), (1,0), (1,2), (2,0), (2,1)",
    Choice::PERMUTATIONS_NEW, next_permutation, methods: &[Shared::METHODS], inline: true
}

fn next_permutation(vm: &mut Vm, this: &Typed<Choice>) -> PyResult<Option<Ref>> {
    Choice::advance(vm, this, |this| {
        let (indices, cycles) = this.numbers().split_at(this.pool(0).len());
        for (place, cycle) in cycles.iter().enumerate().rev() {
            cycle.set(cycle.get() - 1);
            if cycle.get() > 0 {
                indices[place].swap(&indices[indices.len() - cycle.get()]);
                return true;
            }
            // This place has seen all: what it has goes behind the others.
            for pair in indices[place..].windows(2) {
                pair[0].swap(&pair[1]);
            }
            cycle.set(indices.len() - place);
        }
        false
    })
}

#[methods(PERMUTATIONS, owner = "itertools.permutations")]
impl Choice {
    #[constructor("permutations(iterable, r=None)")]
    fn permutations(
        vm: &mut Vm,
        class: &Typed<Type>,
        iterable: &Object,
        r: Option<&Object>,
    ) -> PyResult {
        let r = match r {
            Some(r) if r.holds::<Int>() => Some(vm.size_index(r)?),
            Some(_) => return Err(vm.type_error("Expected int as r")),
            None => None,
        };
        let (pool, length) = pool_and_length(vm, iterable, r)?;
        let count = pool.items().len();
        let finished = length > count;
        let head = Head::new(pool, false, length, finished);
        let Some(numbers) = count.checked_add(length) else { return Err(vm.memory_error()) };
        Choice::allocate(vm, class, head, numbers, |at| match at.checked_sub(count) {
            None => at,
            Some(place) => count.saturating_sub(place),
        })
    }
}

iterator_type! {
    /// `combinations`
    COMBINATIONS: Choice = "combinations",
    "combinations(iterable, r)\n--\n\nReturn successive r-length combinations of elements in the iterable.\n\ncombinations(range(4), 3) --> (0,1,2), (0,1,3), (0,2,3), (1,2,3)",
    Choice::COMBINATIONS_NEW, next_combination, methods: &[Shared::METHODS], inline: true
}

fn next_combination(vm: &mut Vm, this: &Typed<Choice>) -> PyResult<Option<Ref>> {
    Choice::advance(vm, this, |this| {
        let (indices, length) = (this.numbers(), this.head().length);
        let count = this.pool(0).len();
        let movable = |&place: &usize| indices[place].get() != place + count - length;
        let Some(place) = (0..length).rev().find(movable) else { return false };
        let first = indices[place].get() + 1;
        for (far, index) in indices[place..].iter().enumerate() {
            index.set(first + far);
        }
        true
    })
}

#[methods(COMBINATIONS, owner = "itertools.combinations")]
impl Choice {
    #[constructor("combinations(iterable, r)")]
    fn combinations(vm: &mut Vm, class: &Typed<Type>, iterable: &Object, r: isize) -> PyResult {
        let (pool, length) = pool_and_length(vm, iterable, Some(r))?;
        let finished = length > pool.items().len();
        Choice::allocate(vm, class, Head::new(pool, false, length, finished), length, |at| at)
    }
}

iterator_type! {
    /// `combinations_with_replacement`
    COMBINATIONS_WITH_REPLACEMENT: Choice = "combinations_with_replacement",
    "combinations_with_replacement(iterable, r)\n--\n\nReturn successive r-length combinations of elements in the iterable allowing individual elements to have successive repeats.\n\ncombinations_with_replacement('ABC', 2) --> ('A','A'), ('A','B'), ('A','C'), ('B','B'), ('B','C'), ('C','C')",
    Choice::REPLACEMENT_NEW, next_with_replacement, methods: &[Shared::METHODS], inline: true
}

fn next_with_replacement(vm: &mut Vm, this: &Typed<Choice>) -> PyResult<Option<Ref>> {
    Choice::advance(vm, this, |this| {
        let last = this.pool(0).len().saturating_sub(1);
        let indices = this.numbers();
        let place = indices.iter().rposition(|index| index.get() != last);
        let Some(place) = place else { return false };
        let first = indices[place].get() + 1;
        indices[place..].iter().for_each(|index| index.set(first));
        true
    })
}

#[methods(REPLACEMENT, owner = "itertools.combinations_with_replacement")]
impl Choice {
    #[constructor("combinations_with_replacement(iterable, r)")]
    fn with_replacement(vm: &mut Vm, class: &Typed<Type>, iterable: &Object, r: isize) -> PyResult {
        let (pool, length) = pool_and_length(vm, iterable, Some(r))?;
        let finished = pool.items().is_empty() && length > 0;
        Choice::allocate(vm, class, Head::new(pool, false, length, finished), length, |_| 0)
    }
}
