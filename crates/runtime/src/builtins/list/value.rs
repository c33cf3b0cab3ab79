//! The payload of lists, and CPython's growth rule.

use pellucid_heap::{Buffer, LimitExceeded};

use crate::builtins::slice::SliceRange;
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
        List::from_items(vm, items.into_iter())
    }

    /// A `list` object with these items.
    pub fn from_items(
        vm: &mut Vm,
        items: impl ExactSizeIterator<Item = Ref>,
    ) -> PyResult<Ref<List>> {
        let buffer = Buffer::from_items(vm.heap(), items);
        let buffer = buffer.map_err(|LimitExceeded| vm.memory_error())?;
        Ok(List::from_buffer(vm, buffer))
    }

    /// What splitting gives: first there is room for a few parts, of which there are at most one more than `separators`.
    pub(crate) fn of_parts(vm: &mut Vm, items: Vec<Ref>, separators: usize) -> PyResult<Ref<List>> {
        let capacity = vm.sizes_of().split_capacity(separators.saturating_add(1));
        let list = List::from_vec(vm, Vec::new())?;
        list.reserve(vm, capacity)?;
        list.append_all(vm, items)?;
        Ok(list)
    }

    /// A `list` object with these items and their storage.
    pub fn from_buffer(vm: &Vm, buffer: Buffer<Ref>) -> Ref<List> {
        vm.heap.allocate(kind_of(&vm.types.list), List { items: TokenCell::new(buffer) })
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

    /// Whether there are no items.
    pub fn is_empty(&self, vm: &Vm) -> bool {
        self.len(vm) == 0
    }

    /// How many items fit without another allocation.
    pub fn capacity(&self, vm: &Vm) -> usize {
        self.items.get(vm).capacity()
    }

    /// The item at a position, if there is one.
    #[inline]
    pub fn item(&self, vm: &Vm, position: usize) -> Option<Ref> {
        self.items.get(vm).get(position).cloned()
    }

    /// Sets for how many items there is room without moving.
    pub(super) fn set_capacity(&self, vm: &mut Vm, capacity: usize) -> Result<(), LimitExceeded> {
        self.items.get_mut(vm).set_capacity(capacity)
    }

    /// Takes all items out with their storage.
    pub fn take(&self, vm: &mut Vm) -> Buffer<Ref> {
        let empty = Buffer::new(vm.heap());
        self.items.replace(vm, empty)
    }

    /// Puts items in with their storage; what was there is dropped.
    pub fn put(&self, vm: &mut Vm, items: Buffer<Ref>) {
        drop(self.items.replace(vm, items));
    }

    /// Appends an item.
    #[inline]
    pub fn push(&self, vm: &mut Vm, item: Ref) -> PyResult<()> {
        let items = self.items.get_mut(vm);
        if items.len() == items.capacity() {
            self.grow(vm, 1)?;
        }
        self.items.get_mut(vm).push(item);
        Ok(())
    }

    /// Makes room for `more` items by CPython's rule.
    pub(super) fn grow(&self, vm: &mut Vm, more: usize) -> PyResult<()> {
        let rule = vm.sizes_of();
        let items = self.items.get_mut(vm);
        let wanted = items.len().saturating_add(more);
        if wanted > isize::MAX as usize / 16 {
            return Err(vm.memory_error());
        }
        let Some(capacity) = rule.list_capacity(wanted, more, items.capacity()) else {
            return Ok(());
        };
        items.set_capacity(capacity).map_err(|LimitExceeded| vm.memory_error())
    }

    /// Gives back storage when less than half of it is in use.
    pub(super) fn shrink(&self, vm: &mut Vm) {
        let rule = vm.sizes_of();
        let items = self.items.get_mut(vm);
        if let Some(capacity) = rule.list_capacity(items.len(), 0, items.capacity()) {
            // The list is whole with the storage it has, should a smaller one not be had.
            let _ = items.set_capacity(capacity);
        }
    }

    /// Gives back all storage if there are no items.
    pub(super) fn release_if_empty(&self, vm: &mut Vm) {
        if self.is_empty(vm) {
            drop(self.take(vm));
        }
    }

    /// The first storage of a list whose length is known.
    pub(super) fn reserve_exactly(&self, vm: &mut Vm, length: usize) -> PyResult<()> {
        let capacity = vm.sizes_of().list_capacity_of(length);
        self.reserve(vm, capacity)
    }

    /// Makes the capacity so large.
    pub(crate) fn reserve(&self, vm: &mut Vm, capacity: usize) -> PyResult<()> {
        self.items.get_mut(vm).set_capacity(capacity).map_err(|LimitExceeded| vm.memory_error())
    }

    /// Appends items one by one.
    pub fn append_all(&self, vm: &mut Vm, items: impl IntoIterator<Item = Ref>) -> PyResult<()> {
        items.into_iter().try_for_each(|item| self.push(vm, item))
    }

    /// Makes room for items that are to be appended at once.
    fn make_room(&self, vm: &mut Vm, more: usize) -> PyResult<()> {
        match self.capacity(vm) {
            0 if vm.sizes_of().extends_exactly() => self.reserve_exactly(vm, more),
            _ => self.grow(vm, more),
        }
    }

    /// Appends the items of a list, perhaps of this one.
    pub(super) fn extend_from_list(&self, vm: &mut Vm, other: &List) -> PyResult<()> {
        let more = other.len(vm);
        if more == 0 {
            return Ok(());
        }
        self.make_room(vm, more)?;
        for at in 0..more {
            let Some(item) = other.item(vm, at) else { break };
            self.items.get_mut(vm).push(item);
        }
        Ok(())
    }

    /// Appends items.
    pub fn extend_from(&self, vm: &mut Vm, more: &[Ref]) -> PyResult<()> {
        self.make_room(vm, more.len())?;
        let items = self.items.get_mut(vm);
        for item in more {
            items.push(item.clone());
        }
        Ok(())
    }

    /// A list of the items that a slice selects.
    pub fn slice(&self, vm: &mut Vm, range: SliceRange) -> PyResult<Ref<List>> {
        let (items, heap) = (self.items(vm), vm.heap());
        let buffer = if range.step == 1 {
            let start = range.start as usize;
            Buffer::from_items(heap, items[start..start + range.length].iter().cloned())
        } else {
            Buffer::from_items(heap, range.positions().map(|at| items[at].clone()))
        };
        match buffer {
            Ok(buffer) => Ok(List::from_buffer(vm, buffer)),
            Err(LimitExceeded) => Err(vm.memory_error()),
        }
    }

    /// Replaces the items in `range` by others.
    pub fn splice(&self, vm: &mut Vm, range: std::ops::Range<usize>, new: &[Ref]) -> PyResult<()> {
        let items = self.items.get_mut(vm);
        let end = range.end.min(items.len());
        let start = range.start.min(end);
        let removed = end - start;
        if new.len() > removed {
            self.grow(vm, new.len() - removed)?;
        }
        let items = self.items.get_mut(vm);
        let common = removed.min(new.len());
        // What is replaced goes from its end, as in CPython.
        if removed > new.len() {
            drop(items.drain(start + common..end));
        }
        for (own, new) in items[start..start + common].iter_mut().zip(new).rev() {
            own.clone_from(new);
        }
        if removed == new.len() {
            return Ok(());
        }
        let tail = items.len();
        for item in &new[common..] {
            items.push(item.clone());
        }
        items[start + common..].rotate_left(tail - start - common);
        self.shrink(vm);
        self.release_if_empty(vm);
        Ok(())
    }

    /// Replaces the items in `range` by those of another list.
    pub fn splice_list(
        &self,
        vm: &mut Vm,
        range: std::ops::Range<usize>,
        other: &List,
    ) -> PyResult<()> {
        if std::ptr::eq(self, other) {
            let new = other.items(vm).to_vec();
            return self.splice(vm, range, &new);
        }
        // Out of its list for a moment, so that both can be borrowed; nothing foreign runs meanwhile.
        let empty = Buffer::new(&vm.interpreter().heap);
        let new = other.items.replace(vm, empty);
        let result = self.splice(vm, range, &new);
        drop(other.items.replace(vm, new));
        result
    }

    /// Removes the item at a position.
    pub fn remove_at(&self, vm: &mut Vm, position: usize) -> Option<Ref> {
        let items = self.items.get_mut(vm);
        if position >= items.len() {
            return None;
        }
        let item = items.remove(position);
        self.shrink(vm);
        Some(item)
    }
}
