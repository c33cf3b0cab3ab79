//! `product`, `permutations` and the two `combinations`.

use std::cell::Cell;

use pellucid_heap::{Backwards, Charged};
use pellucid_runtime::object::kind_of;
use pellucid_runtime::prelude::*;

use super::iterator_type;

/// A position in one of the four series: for each place of the result, which item of its pool stands there.
#[derive(Trace)]
pub struct Choice {
    pools: Charged<Backwards<Charged<Backwards<Ref>>>>,
    indices: TokenCell<Charged<Vec<usize>>>,
    /// `permutations`: how many exchanges each place has yet to see.
    cycles: TokenCell<Charged<Vec<usize>>>,
    started: Cell<bool>,
    finished: Cell<bool>,
}

/// Indices of program-chosen length.
fn counted(vm: &mut Vm, length: usize, index: impl Fn(usize) -> usize) -> PyResult<Vec<usize>> {
    vm.check_room(length.saturating_mul(size_of::<usize>()))?;
    Ok((0..length).map(index).collect())
}

impl Choice {
    fn allocate(
        vm: &mut Vm,
        class: &Typed<Type>,
        pools: Vec<Charged<Backwards<Ref>>>,
        indices: Vec<usize>,
        cycles: Vec<usize>,
        finished: bool,
    ) -> PyResult {
        let payload = Choice {
            pools: vm.charged(pools.into())?,
            indices: TokenCell::new(vm.charged(indices)?),
            cycles: TokenCell::new(vm.charged(cycles)?),
            started: Cell::new(false),
            finished: Cell::new(finished),
        };
        Ok(vm.heap.allocate(kind_of(class), payload).into_object())
    }

    /// The pool of a place: they come round again.
    fn pool(&self, place: usize) -> &[Ref] {
        &self.pools[place % self.pools.len()]
    }

    /// The chosen items: from one pool, or from one for each place.
    fn chosen(&self, vm: &mut Vm, length: usize) -> PyResult {
        let indices = self.indices.get(vm);
        let mut items = Vec::new();
        if items.try_reserve_exact(length).is_ok() {
            for (place, &index) in indices.iter().take(length).enumerate() {
                items.push(self.pool(place)[index].clone());
            }
            return Ok(vm.new_tuple(items).into_object());
        }
        Err(vm.memory_error())
    }

    /// Steps with `step`, which gives `false` when the series is over.
    fn advance(
        vm: &mut Vm,
        this: &Typed<Choice>,
        length: usize,
        step: impl FnOnce(&mut Vm, &Choice) -> bool,
    ) -> PyResult<Option<Ref>> {
        if this.finished.get() {
            return Ok(None);
        }
        if this.started.replace(true) && !step(vm, this) {
            this.finished.set(true);
            return Ok(None);
        }
        this.chosen(vm, length).map(Some)
    }
}

iterator_type! {
    /// `product`
    PRODUCT: Choice = "product",
    "product(*iterables, repeat=1)\n--\n\nproduct(*iterables, repeat=1) --> product object\n\nCartesian product of input iterables.  Equivalent to nested for-loops.",
    Choice::PRODUCT_NEW, next_product, methods: &[Shared::METHODS]
}

fn next_product(vm: &mut Vm, this: &Typed<Choice>) -> PyResult<Option<Ref>> {
    let length = this.indices.get(vm).len();
    Choice::advance(vm, this, length, |vm, this| {
        let mut indices = this.indices.get_mut(vm).change();
        for place in (0..indices.len()).rev() {
            indices[place] += 1;
            if indices[place] < this.pool(place).len() {
                return true;
            }
            indices[place] = 0;
        }
        false
    })
}

/// What all four have.
struct Shared;

#[methods(owner = "itertools.product")]
impl Shared {
    /// Returns size in memory, in bytes.
    #[method("__sizeof__(self, /)")]
    fn size_of(vm: &mut Vm, choice: &Typed<Choice>) -> usize {
        let numbers = choice.indices.get(vm).len() + choice.cycles.get(vm).len();
        vm.basic_size(choice.class()) + numbers * vm.sizes_of().word()
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
        let mut pools: Vec<Charged<Backwards<Ref>>> = Vec::new();
        if repeat > 0 {
            for iterable in iterables {
                let pool = vm.collect(iterable)?;
                pools.push(vm.charged(pool.into())?);
            }
        }
        let Some(length) = pools.len().checked_mul(repeat) else {
            return Err(vm.overflow_error("repeat argument too large"));
        };
        let indices = counted(vm, length, |_| 0)?;
        let finished = pools.iter().any(|pool| pool.is_empty());
        Choice::allocate(vm, class, pools, indices, Vec::new(), finished)
    }
}

/// The pool and the length of what is chosen from it.
fn pool_and_length(
    vm: &mut Vm,
    iterable: &Object,
    length: Option<isize>,
) -> PyResult<(Charged<Backwards<Ref>>, usize)> {
    let pool = vm.collect(iterable)?;
    let pool = vm.charged(pool.into())?;
    match length.map(usize::try_from) {
        Some(Err(_)) => Err(vm.value_error("r must be non-negative")),
        Some(Ok(length)) => Ok((pool, length)),
        None => {
            let length = pool.len();
            Ok((pool, length))
        }
    }
}

iterator_type! {
    /// `permutations`
    PERMUTATIONS: Choice = "permutations",
    "permutations(iterable, r=None)\n--\n\nReturn successive r-length permutations of elements in the iterable.\n\npermutations(range(3), 2) --> (0,1), (0,2), (1,0), (1,2), (2,0), (2,1)",
    Choice::PERMUTATIONS_NEW, next_permutation, methods: &[Shared::METHODS]
}

fn next_permutation(vm: &mut Vm, this: &Typed<Choice>) -> PyResult<Option<Ref>> {
    let length = this.cycles.get(vm).len();
    Choice::advance(vm, this, length, |vm, this| {
        let mut indices = std::mem::take(&mut *this.indices.get_mut(vm).change());
        let mut cycles = this.cycles.get_mut(vm).change();
        let mut found = false;
        for place in (0..length).rev() {
            cycles[place] -= 1;
            if cycles[place] == 0 {
                indices[place..].rotate_left(1);
                cycles[place] = indices.len() - place;
            } else {
                let other = indices.len() - cycles[place];
                indices.swap(place, other);
                found = true;
                break;
            }
        }
        drop(cycles);
        *this.indices.get_mut(vm).change() = indices;
        found
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
        let count = pool.len();
        let finished = length > count;
        let indices = counted(vm, count, |index| index)?;
        let cycles = counted(vm, length, |index| count.saturating_sub(index))?;
        Choice::allocate(vm, class, vec![pool], indices, cycles, finished)
    }
}

iterator_type! {
    /// `combinations`
    COMBINATIONS: Choice = "combinations",
    "combinations(iterable, r)\n--\n\nReturn successive r-length combinations of elements in the iterable.\n\ncombinations(range(4), 3) --> (0,1,2), (0,1,3), (0,2,3), (1,2,3)",
    Choice::COMBINATIONS_NEW, next_combination, methods: &[Shared::METHODS]
}

fn next_combination(vm: &mut Vm, this: &Typed<Choice>) -> PyResult<Option<Ref>> {
    let length = this.indices.get(vm).len();
    Choice::advance(vm, this, length, |vm, this| {
        let count = this.pools[0].len();
        let mut indices = this.indices.get_mut(vm).change();
        let movable = |&place: &usize| indices[place] != place + count - length;
        let Some(place) = (0..length).rev().find(movable) else { return false };
        let first = indices[place] + 1;
        for (far, index) in indices[place..].iter_mut().enumerate() {
            *index = first + far;
        }
        true
    })
}

#[methods(COMBINATIONS, owner = "itertools.combinations")]
impl Choice {
    #[constructor("combinations(iterable, r)")]
    fn combinations(vm: &mut Vm, class: &Typed<Type>, iterable: &Object, r: isize) -> PyResult {
        let (pool, length) = pool_and_length(vm, iterable, Some(r))?;
        let finished = length > pool.len();
        let indices = counted(vm, length, |index| index)?;
        Choice::allocate(vm, class, vec![pool], indices, Vec::new(), finished)
    }
}

iterator_type! {
    /// `combinations_with_replacement`
    COMBINATIONS_WITH_REPLACEMENT: Choice = "combinations_with_replacement",
    "combinations_with_replacement(iterable, r)\n--\n\nReturn successive r-length combinations of elements in the iterable allowing individual elements to have successive repeats.\n\ncombinations_with_replacement('ABC', 2) --> ('A','A'), ('A','B'), ('A','C'), ('B','B'), ('B','C'), ('C','C')",
    Choice::REPLACEMENT_NEW, next_with_replacement, methods: &[Shared::METHODS]
}

fn next_with_replacement(vm: &mut Vm, this: &Typed<Choice>) -> PyResult<Option<Ref>> {
    let length = this.indices.get(vm).len();
    Choice::advance(vm, this, length, |vm, this| {
        let last = this.pools[0].len().saturating_sub(1);
        let mut indices = this.indices.get_mut(vm).change();
        let Some(place) = indices.iter().rposition(|&index| index != last) else { return false };
        let index = indices[place] + 1;
        indices[place..].fill(index);
        true
    })
}

#[methods(REPLACEMENT, owner = "itertools.combinations_with_replacement")]
impl Choice {
    #[constructor("combinations_with_replacement(iterable, r)")]
    fn with_replacement(vm: &mut Vm, class: &Typed<Type>, iterable: &Object, r: isize) -> PyResult {
        let (pool, length) = pool_and_length(vm, iterable, Some(r))?;
        let finished = pool.is_empty() && length > 0;
        let indices = counted(vm, length, |_| 0)?;
        Choice::allocate(vm, class, vec![pool], indices, Vec::new(), finished)
    }
}
