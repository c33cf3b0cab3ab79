//! Iterators that pass on items of others: all, some, or what becomes of them.

use std::cell::Cell;

use pellucid_runtime::object::{BinaryOperator, kind_of};
use pellucid_runtime::prelude::*;

use super::iterator_type;

/// Running totals.
#[derive(Trace)]
pub struct Accumulate {
    function: Option<Ref>,
    total: Slot,
    items: Ref,
    initial: Slot,
}

iterator_type! {
    /// `accumulate`
    ACCUMULATE: Accumulate = "accumulate",
    "accumulate(iterable, func=None, *, initial=None)\n--\n\nReturn series of accumulated sums (or other binary function results).",
    Accumulate::NEW, Accumulate::advance
}

#[methods(owner = "itertools.accumulate")]
impl Accumulate {
    #[constructor("accumulate(iterable, func=None, *, initial=None)")]
    fn create(
        vm: &mut Vm,
        class: &Typed<Type>,
        iterable: &Object,
        function: Option<&Object>,
        initial: Option<&Object>,
    ) -> PyResult {
        let items = vm.iterate(iterable)?;
        let payload = Accumulate {
            items,
            function: function.map(|function| function.to_ref()),
            total: Slot::empty(),
            initial: Slot::new(initial.map(|initial| initial.to_ref())),
        };
        Ok(vm.heap.allocate(kind_of(class), payload).into_object())
    }
}

impl Accumulate {
    fn advance(vm: &mut Vm, this: &Typed<Accumulate>) -> PyResult<Option<Ref>> {
        if let Some(initial) = this.initial.take(vm) {
            this.total.set(vm, Some(initial.clone()));
            return Ok(Some(initial));
        }
        let Some(item) = vm.next_or_stop(&this.items)? else { return Ok(None) };
        let total = match (this.total.get(), &this.function) {
            (None, _) => item,
            (Some(total), None) => vm.binary(&BinaryOperator::ADD, &total, &item)?,
            (Some(total), Some(function)) => vm.call_positional(function, &[&total, &item])?,
        };
        this.total.set(vm, Some(total.clone()));
        Ok(Some(total))
    }
}

/// The items of several iterables, one after another.
#[derive(Trace)]
pub struct Chain {
    /// The iterables that come next; nothing when finished.
    source: Slot,
    active: Slot,
}

iterator_type! {
    /// `chain`
    CHAIN: Chain = "chain",
    "chain(*iterables)\n--\n\nchain(*iterables) --> chain object\n\nReturn a chain object whose .__next__() method returns elements from the\nfirst iterable until it is exhausted, then elements from the next\niterable, until all of the iterables are exhausted.",
    Chain::NEW, Chain::advance, methods: &[Chain::METHODS]
}

#[methods(owner = "chain")]
impl Chain {
    #[constructor("chain(*iterables)")]
    fn create(vm: &mut Vm, class: &Typed<Type>, iterables: &[Ref]) -> PyResult {
        let iterables = vm.new_tuple(iterables.to_vec());
        let source = vm.iterate(iterables.as_object())?;
        let payload = Chain { source: Slot::new(Some(source)), active: Slot::empty() };
        Ok(vm.heap.allocate(kind_of(class), payload).into_object())
    }

    /// Alternative chain() constructor taking a single iterable argument that evaluates lazily.
    #[class_method("from_iterable(cls, iterable, /)")]
    fn from_iterable(vm: &mut Vm, class: &Typed<Type>, iterable: &Object) -> PyResult {
        let source = vm.iterate(iterable)?;
        let payload = Chain { source: Slot::new(Some(source)), active: Slot::empty() };
        Ok(vm.heap.allocate(kind_of(class), payload).into_object())
    }

    /// See PEP 585
    #[class_method("__class_getitem__(cls, object, /)")]
    fn class_get_item(vm: &mut Vm, class: &Typed<Type>, object: &Object) -> PyResult {
        vm.new_generic_alias(class.as_object(), object)
    }
}

impl Chain {
    fn advance(vm: &mut Vm, this: &Typed<Chain>) -> PyResult<Option<Ref>> {
        loop {
            if let Some(active) = this.active.get() {
                if let Some(item) = vm.next(&active)? {
                    return Ok(Some(item));
                }
                this.active.set(vm, None);
            }
            let Some(source) = this.source.get() else { return Ok(None) };
            let next = match vm.next(&source) {
                Ok(Some(iterable)) => vm.iterate(&iterable).map(Some),
                Ok(None) => Ok(None),
                Err(raised) => Err(raised),
            };
            match next {
                Ok(Some(active)) => this.active.set(vm, Some(active)),
                ended => {
                    this.source.set(vm, None);
                    return ended;
                }
            }
        }
    }
}

/// The items for which a selector is true.
#[derive(Trace)]
pub struct Compress {
    data: Ref,
    selectors: Ref,
}

iterator_type! {
    /// `compress`
    COMPRESS: Compress = "compress",
    "compress(data, selectors)\n--\n\nReturn data elements corresponding to true selector elements.\n\nForms a shorter iterator from selected data elements using the selectors to\nchoose the data elements.",
    Compress::NEW, Compress::advance
}

#[methods(owner = "itertools.compress")]
impl Compress {
    #[constructor("compress(data, selectors)")]
    fn create(vm: &mut Vm, class: &Typed<Type>, data: &Object, selectors: &Object) -> PyResult {
        let payload = Compress { data: vm.iterate(data)?, selectors: vm.iterate(selectors)? };
        Ok(vm.heap.allocate(kind_of(class), payload).into_object())
    }
}

impl Compress {
    fn advance(vm: &mut Vm, this: &Typed<Compress>) -> PyResult<Option<Ref>> {
        loop {
            let Some(item) = vm.next_or_stop(&this.data)? else { return Ok(None) };
            let Some(selector) = vm.next_or_stop(&this.selectors)? else { return Ok(None) };
            if vm.is_true(&selector)? {
                return Ok(Some(item));
            }
        }
    }
}

/// What `dropwhile`, `takewhile`, `filterfalse` and `starmap` hold.
#[derive(Trace)]
pub struct Applied {
    function: Ref,
    items: Ref,
    /// `dropwhile`: all items are passed on from now; `takewhile`: none is.
    decided: Cell<bool>,
}

impl Applied {
    fn create(vm: &mut Vm, class: &Typed<Type>, function: &Object, iterable: &Object) -> PyResult {
        let items = vm.iterate(iterable)?;
        let payload = Applied { function: function.to_ref(), items, decided: Cell::new(false) };
        Ok(vm.heap.allocate(kind_of(class), payload).into_object())
    }

    fn holds(vm: &mut Vm, this: &Typed<Applied>, item: &Ref) -> PyResult<bool> {
        let args = Args::from_positional(std::slice::from_ref(item));
        let answer = vm.call(&this.function, args)?;
        vm.is_true(&answer)
    }
}

/// Constructors that differ in the names of their parameters.
macro_rules! applied {
    ($($prefix:ident $signature:literal;)*) => { $(
        #[methods($prefix, owner = "itertools")]
        impl Applied {
            #[constructor($signature)]
            fn $prefix(
                vm: &mut Vm,
                class: &Typed<Type>,
                function: &Object,
                iterable: &Object,
            ) -> PyResult {
                Applied::create(vm, class, function, iterable)
            }
        }
    )* };
}

mod constructors {
    #![allow(non_snake_case)] // The names are also the prefixes of constants.
    use super::*;
    applied! {
        DROP "dropwhile(predicate, iterable, /)";
        TAKE "takewhile(predicate, iterable, /)";
        FILTER "filterfalse(function, iterable, /)";
        STAR "starmap(function, iterable, /)";
    }
}

iterator_type! {
    /// `dropwhile`
    DROPWHILE: Applied = "dropwhile",
    "dropwhile(predicate, iterable, /)\n--\n\nDrop items from the iterable while predicate(item) is true.\n\nAfterwards, return every element until the iterable is exhausted.",
    Applied::DROP_NEW, drop_while
}

fn drop_while(vm: &mut Vm, this: &Typed<Applied>) -> PyResult<Option<Ref>> {
    while let Some(item) = vm.next_or_stop(&this.items)? {
        if this.decided.get() || !Applied::holds(vm, this, &item)? {
            this.decided.set(true);
            return Ok(Some(item));
        }
    }
    Ok(None)
}

iterator_type! {
    /// `takewhile`
    TAKEWHILE: Applied = "takewhile",
    "takewhile(predicate, iterable, /)\n--\n\nReturn successive entries from an iterable as long as the predicate evaluates to true for each entry.",
    Applied::TAKE_NEW, take_while
}

fn take_while(vm: &mut Vm, this: &Typed<Applied>) -> PyResult<Option<Ref>> {
    if this.decided.get() {
        return Ok(None);
    }
    let Some(item) = vm.next_or_stop(&this.items)? else { return Ok(None) };
    if Applied::holds(vm, this, &item)? {
        return Ok(Some(item));
    }
    this.decided.set(true);
    Ok(None)
}

iterator_type! {
    /// `filterfalse`
    FILTERFALSE: Applied = "filterfalse",
    "filterfalse(function, iterable, /)\n--\n\nReturn those items of iterable for which function(item) is false.\n\nIf function is None, return the items that are false.",
    Applied::FILTER_NEW, filter_false
}

fn filter_false(vm: &mut Vm, this: &Typed<Applied>) -> PyResult<Option<Ref>> {
    let plain = vm.is_none(&this.function) || this.function.is(&*vm.types.bool);
    while let Some(item) = vm.next_or_stop(&this.items)? {
        let unwanted = if plain { vm.is_true(&item)? } else { Applied::holds(vm, this, &item)? };
        if !unwanted {
            return Ok(Some(item));
        }
    }
    Ok(None)
}

iterator_type! {
    /// `starmap`
    STARMAP: Applied = "starmap",
    "starmap(function, iterable, /)\n--\n\nReturn an iterator whose values are returned from the function evaluated with an argument tuple taken from the given sequence.",
    Applied::STAR_NEW, star_map
}

fn star_map(vm: &mut Vm, this: &Typed<Applied>) -> PyResult<Option<Ref>> {
    let Some(item) = vm.next_or_stop(&this.items)? else { return Ok(None) };
    let arguments = vm.collect(&item)?;
    vm.call(&this.function, Args::from_positional(&arguments)).map(Some)
}

/// Items at chosen positions.
#[derive(Trace)]
pub struct Islice {
    items: Slot,
    /// The position of the next item to pass on.
    next: Cell<usize>,
    #[trace(skip)]
    stop: Option<usize>,
    step: usize,
    /// How many items have been taken.
    taken: Cell<usize>,
}

iterator_type! {
    /// `islice`
    ISLICE: Islice = "islice",
    "islice(iterable, stop) --> islice object\nislice(iterable, start, stop[, step]) --> islice object\n\nReturn an iterator whose next() method returns selected values from an\niterable.  If start is specified, will skip all preceding elements;\notherwise, start defaults to zero.  Step defaults to one.  If\nspecified as another value, step determines how many values are\nskipped between successive calls.  Works like a slice() on a list\nbut returns an iterator.",
    Islice::create, Islice::advance
}

/// A bound of `islice`: nothing for None.
fn bound(vm: &mut Vm, value: &Object, message: &str) -> PyResult<Option<usize>> {
    if vm.is_none(value) {
        return Ok(None);
    }
    let number = match vm.index(value) {
        Ok(int) => int.to_usize().filter(|number| *number <= isize::MAX as usize),
        Err(_) => None,
    };
    number.map(Some).ok_or_else(|| vm.value_error(message))
}

impl Islice {
    fn create(vm: &mut Vm, class: &Typed<Type>, args: Args<'_>) -> PyResult {
        const STOP: &str =
            "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
        const INDICES: &str =
            "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
        const STEP: &str = "Step for islice() must be a positive integer or None.";
        if !args.keywords_are_empty() {
            return Err(vm.type_error("islice() takes no keyword arguments"));
        }
        let given = args.positional();
        let (start, stop, step) = match given {
            [_, stop] => (0, bound(vm, stop, STOP)?, 1),
            [_, start, stop, rest @ ..] if rest.len() <= 1 => {
                let stop = bound(vm, stop, STOP)?;
                let start = bound(vm, start, INDICES)?.unwrap_or(0);
                let step = match rest.first() {
                    Some(step) => bound(vm, step, STEP)?.unwrap_or(1),
                    None => 1,
                };
                if step == 0 {
                    return Err(vm.value_error(STEP));
                }
                (start, stop, step)
            }
            _ => {
                let count = given.len();
                let (word, limit) = if count < 2 { ("at least", 2) } else { ("at most", 4) };
                return Err(
                    vm.type_error(format!("islice expected {word} {limit} arguments, got {count}"))
                );
            }
        };
        let items = vm.iterate(&given[0])?;
        let payload = Islice {
            items: Slot::new(Some(items)),
            next: Cell::new(start),
            stop,
            step,
            taken: Cell::new(0),
        };
        Ok(vm.heap.allocate(kind_of(class), payload).into_object())
    }

    fn advance(vm: &mut Vm, this: &Typed<Islice>) -> PyResult<Option<Ref>> {
        let Some(items) = this.items.get() else { return Ok(None) };
        let found = this.find(vm, &items);
        if !matches!(found, Ok(Some(_))) {
            this.items.set(vm, None);
        }
        found
    }

    fn find(&self, vm: &mut Vm, items: &Object) -> PyResult<Option<Ref>> {
        while self.taken.get() < self.next.get() {
            if vm.next_or_stop(items)?.is_none() {
                return Ok(None);
            }
            self.taken.set(self.taken.get() + 1);
        }
        if self.stop.is_some_and(|stop| self.taken.get() >= stop) {
            return Ok(None);
        }
        let item = vm.next_or_stop(items)?;
        if item.is_some() {
            self.taken.set(self.taken.get() + 1);
            let following = self.next.get().saturating_add(self.step);
            self.next.set(self.stop.map_or(following, |stop| following.min(stop)));
        }
        Ok(item)
    }
}
