//! The payload of lists.

use pellucid_heap::{Buffer, LimitExceeded};

use crate::object::kind_of;
use crate::prelude::*;

/// A mutable sequence. Capacity follows CPython's growth rule, which `sys.getsizeof` shows.
#[derive(Trace)]
pub struct List {
    items: TokenCell<Buffer<Ref>>,
}

impl List {
    /// A `list` object with exactly these items.
    pub fn from_vec(vm: &mut Vm, items: Vec<Ref>) -> PyResult<Ref<List>> {
        let mut buffer = Buffer::new(vm.heap());
        buffer.set_capacity(items.len()).map_err(|LimitExceeded| vm.memory_error())?;
        for item in items {
            buffer.push(item);
        }
        Ok(vm.heap.allocate(kind_of(&vm.types.list), List { items: TokenCell::new(buffer) }))
    }

    /// An empty payload.
    pub fn empty(vm: &Vm) -> List {
        List { items: TokenCell::new(Buffer::new(vm.heap())) }
    }

    /// The items.
    #[inline(always)]
    pub fn items<'a>(&'a self, vm: &'a Vm) -> &'a [Ref] {
        self.items.get(vm)
    }

    /// The items and their storage, to be changed.
    #[inline(always)]
    pub fn items_mut<'a>(&'a self, vm: &'a mut Vm) -> &'a mut Buffer<Ref> {
        self.items.get_mut(vm)
    }

    /// How many items.
    #[inline(always)]
    pub fn len(&self, vm: &Vm) -> usize {
        self.items.get(vm).len()
    }

    /// Appends an item.
    #[inline]
    pub fn push(&self, vm: &mut Vm, item: Ref) -> PyResult<()> {
        let items = self.items.get_mut(vm);
        if items.len() == items.capacity() && grow(items, 1).is_err() {
            return Err(vm.memory_error());
        }
        items.push(item);
        Ok(())
    }
}

/// Makes room for `more` items by CPython's rule: the new capacity is the new length, an eighth of it and six,
/// rounded down to a multiple of four.
pub(super) fn grow(items: &mut Buffer<Ref>, more: usize) -> Result<(), LimitExceeded> {
    let wanted = items.len().checked_add(more).ok_or(LimitExceeded)?;
    if wanted <= items.capacity() {
        return Ok(());
    }
    let mut capacity = (wanted + (wanted >> 3) + 6) & !3;
    if wanted - items.len() > capacity - wanted {
        capacity = (wanted + 3) & !3;
    }
    items.set_capacity(capacity)
}
