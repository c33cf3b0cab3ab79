//! `batched`, `pairwise` and `zip_longest`.

use pellucid_runtime::builtins::tuple::LastTuple;
use pellucid_runtime::object::kind_of;
use pellucid_runtime::prelude::*;

use super::iterator_type;

/// Tuples of so many items.
#[derive(Trace)]
pub struct Batched {
    items: Slot,
    size: usize,
    strict: bool,
}

iterator_type! {
    /// `batched`
    BATCHED: Batched = "batched",
    "batched(iterable, n, *, strict=False)\n--\n\nBatch data into tuples of length n. The last batch may be shorter than n.\n\nLoops over the input iterable and accumulates data into tuples\nup to size n.  The input is consumed lazily, just enough to\nfill a batch.  The result is yielded as soon as a batch is full\nor when the input iterable is exhausted.\n\n    >>> for batch in batched('ABCDEFG', 3):\n    ...     print(batch)\n    ...\n    ('A', 'B', 'C')\n    ('D', 'E', 'F')\n    ('G',)\n\nIf \"strict\" is True, raises a ValueError if the final batch is shorter\nthan n.",
    Batched::NEW, Batched::advance
}

#[methods(owner = "itertools.batched")]
impl Batched {
    #[constructor("batched(iterable, n, *, strict=False)")]
    fn create(
        vm: &mut Vm,
        class: &Typed<Type>,
        iterable: &Object,
        n: isize,
        strict: Option<bool>,
    ) -> PyResult {
        if n < 1 {
            return Err(vm.value_error("n must be at least one"));
        }
        let items = vm.iterate(iterable)?;
        let payload = Batched {
            items: Slot::new(Some(items)),
            size: n as usize,
            strict: strict.unwrap_or(false),
        };
        Ok(vm.heap.allocate(kind_of(class), payload).into_object())
    }
}

impl Batched {
    fn advance(vm: &mut Vm, this: &Typed<Batched>) -> PyResult<Option<Ref>> {
        let Some(items) = this.items.get() else { return Ok(None) };
        let mut batch = Vec::new();
        while batch.len() < this.size {
            match vm.next(&items)? {
                Some(item) => {
                    if batch.try_reserve(1).is_err() {
                        return Err(vm.memory_error());
                    }
                    batch.push(item);
                }
                None => {
                    this.items.set(vm, None);
                    break;
                }
            }
        }
        if batch.is_empty() {
            return Ok(None);
        }
        if this.strict && batch.len() < this.size {
            return Err(vm.value_error("batched(): incomplete batch"));
        }
        Ok(Some(vm.new_tuple(batch).into_object()))
    }
}

/// Overlapping pairs.
#[derive(Trace)]
pub struct Pairwise {
    previous: Slot,
    items: Slot,
    last: LastTuple,
}

iterator_type! {
    /// `pairwise`
    PAIRWISE: Pairwise = "pairwise",
    "pairwise(iterable, /)\n--\n\nReturn an iterator of overlapping pairs taken from the input iterator.\n\n    s -> (s0,s1), (s1,s2), (s2, s3), ...",
    Pairwise::NEW, Pairwise::advance
}

#[methods(owner = "itertools.pairwise")]
impl Pairwise {
    #[constructor("pairwise(iterable, /)")]
    fn create(vm: &mut Vm, class: &Typed<Type>, iterable: &Object) -> PyResult {
        let items = vm.iterate(iterable)?;
        let payload = Pairwise {
            items: Slot::new(Some(items)),
            previous: Slot::empty(),
            last: LastTuple::empty(),
        };
        Ok(vm.heap.allocate(kind_of(class), payload).into_object())
    }
}

impl Pairwise {
    fn advance(vm: &mut Vm, this: &Typed<Pairwise>) -> PyResult<Option<Ref>> {
        let Some(items) = this.items.get() else { return Ok(None) };
        if this.previous.is_empty() {
            let first = vm.next(&items)?;
            if first.is_none() {
                this.items.set(vm, None);
                return Ok(None);
            }
            this.previous.set(vm, first);
        }
        // Asking for the next item may step this iterator.
        let previous = this.previous.get();
        match (previous, vm.next(&items)?) {
            (Some(previous), Some(next)) => {
                let pair = this.last.pair(vm, [previous, next.clone()]);
                this.previous.set(vm, Some(next));
                Ok(Some(pair.into_object()))
            }
            _ => {
                this.items.set(vm, None);
                this.previous.set(vm, None);
                Ok(None)
            }
        }
    }
}

/// Tuples of the items of several iterators, filled up to the longest.
#[derive(Trace)]
pub struct ZipLongest {
    /// None in place of those that have ended.
    iterators: Slot<Tuple>,
    last: LastTuple,
    fill: Ref,
}

iterator_type! {
    /// `zip_longest`
    ZIP_LONGEST: ZipLongest = "zip_longest",
    "zip_longest(*iterables, fillvalue=None)\n--\n\nReturn a zip_longest object whose .__next__() method returns a tuple where\nthe i-th element comes from the i-th iterable argument.  The .__next__()\nmethod continues until the longest iterable in the argument sequence\nis exhausted and then it raises StopIteration.  When the shorter iterables\nare exhausted, the fillvalue is substituted in their place.  The fillvalue\ndefaults to None or can be specified by a keyword argument.",
    ZipLongest::NEW, ZipLongest::advance
}

#[methods(owner = "itertools.zip_longest")]
impl ZipLongest {
    #[constructor("zip_longest(*iterables, fillvalue=None)")]
    fn create(
        vm: &mut Vm,
        class: &Typed<Type>,
        iterables: &[Ref],
        fillvalue: Option<&Object>,
    ) -> PyResult {
        let mut iterators = Vec::with_capacity(iterables.len());
        for iterable in iterables {
            iterators.push(vm.iterate(iterable)?);
        }
        let fill = fillvalue.map_or_else(|| vm.none(), |fill| fill.to_ref());
        let iterators = Slot::new(Some(vm.new_tuple(iterators)));
        let payload = ZipLongest { iterators, last: LastTuple::empty(), fill };
        Ok(vm.heap.allocate(kind_of(class), payload).into_object())
    }
}

impl ZipLongest {
    fn advance(vm: &mut Vm, this: &Typed<ZipLongest>) -> PyResult<Option<Ref>> {
        let Some(mut iterators) = this.iterators.get() else { return Ok(None) };
        if iterators.items().iter().all(|iterator| vm.is_none(iterator)) {
            return Ok(None);
        }
        let count = iterators.items().len();
        let items = this.last.items(vm, count, |vm, position| {
            let iterator = &iterators.items()[position];
            if vm.is_none(iterator) {
                return Ok(Some(this.fill.clone()));
            }
            if let Some(item) = vm.next(iterator)? {
                return Ok(Some(item));
            }
            let mut left = iterators.items().to_vec();
            left[position] = vm.none();
            let all_ended = left.iter().all(|iterator| vm.is_none(iterator));
            iterators = vm.new_tuple(left);
            this.iterators.set(vm, Some(iterators.clone()));
            Ok((!all_ended).then(|| this.fill.clone()))
        })?;
        Ok(items.map(Ref::into_object))
    }
}
