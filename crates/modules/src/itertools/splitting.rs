//! `batched`, `pairwise`, `zip_longest` and `tee`.

use std::cell::Cell;

use pellucid_heap::{Backwards, Charged};
use pellucid_runtime::object::{TypeFlags, kind_of};
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
        let payload = Pairwise { items: Slot::new(Some(items)), previous: Slot::empty() };
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
        let next = vm.next(&items)?;
        match (this.previous.take(vm), next) {
            (Some(previous), Some(next)) => {
                this.previous.set(vm, Some(next.clone()));
                Ok(Some(vm.new_tuple(vec![previous, next]).into_object()))
            }
            _ => {
                this.items.set(vm, None);
                Ok(None)
            }
        }
    }
}

/// Tuples of the items of several iterators, filled up to the longest.
#[derive(Trace)]
pub struct ZipLongest {
    iterators: TokenCell<Charged<Backwards<Option<Ref>>>>,
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
            iterators.push(Some(vm.iterate(iterable)?));
        }
        let fill = fillvalue.map_or_else(|| vm.none(), |fill| fill.to_ref());
        let iterators = vm.charged(iterators.into())?;
        let payload = ZipLongest { iterators: TokenCell::new(iterators), fill };
        Ok(vm.heap.allocate(kind_of(class), payload).into_object())
    }
}

impl ZipLongest {
    fn advance(vm: &mut Vm, this: &Typed<ZipLongest>) -> PyResult<Option<Ref>> {
        let iterators = this.iterators.get(vm).to_vec();
        if iterators.iter().all(Option::is_none) {
            return Ok(None);
        }
        let mut items = Vec::with_capacity(iterators.len());
        for (position, iterator) in iterators.iter().enumerate() {
            let item = match iterator {
                Some(iterator) => vm.next(iterator)?,
                None => None,
            };
            if item.is_none() && iterator.is_some() {
                this.iterators.get_mut(vm).change()[position] = None;
                if this.iterators.get(vm).iter().all(Option::is_none) {
                    return Ok(None);
                }
            }
            items.push(item.unwrap_or_else(|| this.fill.clone()));
        }
        Ok(Some(vm.new_tuple(items).into_object()))
    }
}

/// One item that the iterators of a `tee` share, and the way to the next.
#[derive(Trace)]
pub struct TeeNode {
    source: Ref,
    value: Slot,
    next: Slot<TeeNode>,
    running: Cell<bool>,
}

static NODE: pellucid_runtime::object::TypeSpec = pellucid_runtime::object::TypeSpec {
    module: "itertools",
    doc: "Data container common to multiple tee objects.",
    flags: TypeFlags::NOT_INSTANTIABLE,
    ..pellucid_runtime::object::TypeSpec::new::<TeeNode>("_tee_dataobject")
};

/// One of several iterators over the same items.
#[derive(Trace)]
pub struct Tee {
    node: Slot<TeeNode>,
}

iterator_type! {
    /// `_tee`
    TEE: Tee = "_tee",
    "_tee(iterable, /)\n--\n\nIterator wrapped to make it copyable.",
    Tee::NEW, Tee::advance, methods: &[Tee::METHODS]
}

fn new_node(vm: &mut Vm, source: Ref) -> PyResult<Ref<TeeNode>> {
    let class = vm.native_type(&NODE)?;
    let node =
        TeeNode { source, value: Slot::empty(), next: Slot::empty(), running: Cell::new(false) };
    Ok(vm.heap.allocate(kind_of(&class), node))
}

#[methods(owner = "itertools._tee")]
impl Tee {
    #[constructor("_tee(iterable, /)")]
    fn create(vm: &mut Vm, class: &Typed<Type>, iterable: &Object) -> PyResult {
        let items = vm.iterate(iterable)?;
        let node = match items.downcast::<Tee>() {
            Some(tee) => tee.node.get(),
            None => Some(new_node(vm, items)?),
        };
        Ok(vm.heap.allocate(kind_of(class), Tee { node: Slot::new(node) }).into_object())
    }

    /// Returns an independent iterator.
    #[method("__copy__(self, /)", hidden)]
    fn copy(vm: &mut Vm, this: &Typed<Tee>) -> Ref<Tee> {
        vm.heap.allocate(kind_of(this.class()), Tee { node: Slot::new(this.node.get()) })
    }
}

impl Tee {
    fn advance(vm: &mut Vm, this: &Typed<Tee>) -> PyResult<Option<Ref>> {
        let Some(node) = this.node.get() else { return Ok(None) };
        if node.value.is_empty() {
            if node.running.replace(true) {
                return Err(vm.runtime_error("cannot re-enter the tee iterator"));
            }
            let item = vm.next(&node.source);
            node.running.set(false);
            let Some(item) = item? else { return Ok(None) };
            let following = new_node(vm, node.source.clone())?;
            node.value.set(vm, Some(item));
            node.next.set(vm, Some(following));
        }
        this.node.set(vm, node.next.get());
        Ok(node.value.get())
    }
}

/// The functions of the module.
pub struct Splitting;

#[methods(owner = "itertools")]
impl Splitting {
    /// Returns a tuple of n independent iterators.
    #[function("tee(iterable, n=2, /)")]
    fn tee(vm: &mut Vm, iterable: &Object, n: Option<isize>) -> PyResult {
        let Ok(count) = usize::try_from(n.unwrap_or(2)) else {
            return Err(vm.value_error("n must be >= 0"));
        };
        let mut result = Vec::new();
        if result.try_reserve_exact(count).is_err() {
            return Err(vm.memory_error());
        }
        if count > 0 {
            let class = vm.native_type(&TEE)?;
            let first = Tee::create(vm, &class, iterable)?;
            while result.len() + 1 < count {
                result.push(Tee::create(vm, &class, &first)?);
            }
            result.insert(0, first);
        }
        Ok(vm.new_tuple(result).into_object())
    }
}
