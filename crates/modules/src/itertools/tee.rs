//! `tee`: iterators that share what they have taken, in blocks as CPython's: what is in a block lives as long as the block.

use std::cell::Cell;

use pellucid_runtime::object::{TypeFlags, TypeSpec, kind_of};
use pellucid_runtime::prelude::*;

use super::iterator_type;

/// Items in a block.
const BLOCK_ITEMS: usize = 57;

/// Items that the iterators of a `tee` share, and the way to the next.
#[derive(Trace)]
pub struct TeeBlock {
    source: Ref,
    values: [Slot; BLOCK_ITEMS],
    taken: Cell<u8>,
    running: Cell<bool>,
    next: Slot<TeeBlock>,
}

static BLOCK: TypeSpec = TypeSpec {
    module: "itertools",
    doc: "Data container common to multiple tee objects.",
    flags: TypeFlags::NOT_INSTANTIABLE,
    ..TypeSpec::new::<TeeBlock>("_tee_dataobject")
};

/// One of several iterators over the same items.
#[derive(Trace)]
pub struct Tee {
    block: Slot<TeeBlock>,
    place: Cell<usize>,
}

iterator_type! {
    /// `_tee`
    TEE: Tee = "_tee",
    "_tee(iterable, /)\n--\n\nIterator wrapped to make it copyable.",
    Tee::NEW, Tee::advance, methods: &[Tee::METHODS]
}

impl TeeBlock {
    fn create(vm: &mut Vm, source: Ref) -> PyResult<Ref<TeeBlock>> {
        let class = vm.native_type(&BLOCK)?;
        let block = TeeBlock {
            source,
            values: [const { Slot::empty() }; BLOCK_ITEMS],
            taken: Cell::new(0),
            running: Cell::new(false),
            next: Slot::empty(),
        };
        Ok(vm.heap.allocate(kind_of(&class), block))
    }

    /// The block behind this one.
    fn following(&self, vm: &mut Vm) -> PyResult<Ref<TeeBlock>> {
        if let Some(next) = self.next.get() {
            return Ok(next);
        }
        let next = TeeBlock::create(vm, self.source.clone())?;
        self.next.set(vm, Some(next.clone()));
        Ok(next)
    }

    fn item(&self, vm: &mut Vm, place: usize) -> PyResult<Option<Ref>> {
        let taken = usize::from(self.taken.get());
        if place < taken {
            return Ok(self.values[place].get());
        }
        if self.running.replace(true) {
            return Err(vm.runtime_error("cannot re-enter the tee iterator"));
        }
        let item = vm.next(&self.source);
        self.running.set(false);
        let item = item?;
        if item.is_some() {
            self.values[taken].set(vm, item.clone());
            self.taken.set(self.taken.get() + 1);
        }
        Ok(item)
    }
}

#[methods(owner = "itertools._tee")]
impl Tee {
    #[constructor("_tee(iterable, /)")]
    fn create(vm: &mut Vm, class: &Typed<Type>, iterable: &Object) -> PyResult {
        let items = vm.iterate(iterable)?;
        if let Some(tee) = items.downcast::<Tee>() {
            return Ok(tee.copied(vm, class).into_object());
        }
        let block = Slot::new(Some(TeeBlock::create(vm, items)?));
        Ok(vm.heap.allocate(kind_of(class), Tee { block, place: Cell::new(0) }).into_object())
    }

    /// Returns an independent iterator.
    #[method("__copy__(self, /)", hidden)]
    fn copy(vm: &mut Vm, this: &Typed<Tee>) -> Ref<Tee> {
        this.copied(vm, this.class())
    }
}

impl Tee {
    fn copied(&self, vm: &Vm, class: &Typed<Type>) -> Ref<Tee> {
        let copy = Tee { block: Slot::new(self.block.get()), place: self.place.clone() };
        vm.heap.allocate(kind_of(class), copy)
    }

    fn advance(vm: &mut Vm, this: &Typed<Tee>) -> PyResult<Option<Ref>> {
        let Some(mut block) = this.block.get() else { return Ok(None) };
        if this.place.get() >= BLOCK_ITEMS {
            block = block.following(vm)?;
            this.block.set(vm, Some(block.clone()));
            this.place.set(0);
        }
        let item = block.item(vm, this.place.get())?;
        if item.is_some() {
            this.place.set(this.place.get() + 1);
        }
        Ok(item)
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
