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
        let buffer = Buffer::from_items(vm.heap(), items.into_iter());
        let buffer = buffer.map_err(|LimitExceeded| vm.memory_error())?;
        Ok(List::from_buffer(vm, buffer))
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
        if items.len() == items.capacity() && grow(items, 1).is_err() {
            return Err(vm.memory_error());
        }
        items.push(item);
        Ok(())
    }

    /// Appends items.
    pub fn extend_from(&self, vm: &mut Vm, more: &[Ref]) -> PyResult<()> {
        let items = self.items.get_mut(vm);
        let room = match items.capacity() {
            0 => reserve_exactly(items, more.len()),
            _ => grow(items, more.len()),
        };
        if room.is_err() {
            return Err(vm.memory_error());
        }
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
        if new.len() > removed && grow(items, new.len() - removed).is_err() {
            return Err(vm.memory_error());
        }
        let common = removed.min(new.len());
        items[start..start + common].clone_from_slice(&new[..common]);
        if removed == new.len() {
            return Ok(());
        }
        drop(items.drain(start + common..end));
        let tail = items.len();
        for item in &new[common..] {
            items.push(item.clone());
        }
        items[start + common..].rotate_left(tail - start - common);
        shrink(items);
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
        shrink(items);
        Some(item)
    }
}

/// Makes room for `more` items by CPython's rule: the new capacity is the new length, an eighth of it and six,
/// rounded down to a multiple of four; without the surplus if that would be less than what is added.
pub(super) fn grow(items: &mut Buffer<Ref>, more: usize) -> Result<(), LimitExceeded> {
    let wanted = items.len().checked_add(more).ok_or(LimitExceeded)?;
    if wanted <= items.capacity() && wanted >= items.capacity() >> 1 {
        return Ok(());
    }
    if wanted > isize::MAX as usize / 16 {
        return Err(LimitExceeded);
    }
    let mut capacity = (wanted + (wanted >> 3) + 6) & !3;
    if more > capacity - wanted {
        capacity = (wanted + 3) & !3;
    }
    items.set_capacity(if wanted == 0 { 0 } else { capacity })
}

/// Gives back storage when less than half of it is in use.
pub(super) fn shrink(items: &mut Buffer<Ref>) {
    let length = items.len();
    if length >= items.capacity() >> 1 {
        return;
    }
    let capacity = if length == 0 { 0 } else { (length + (length >> 3) + 6) & !3 };
    // The list is whole with the storage it has, should a smaller one not be had.
    let _ = items.set_capacity(capacity);
}

/// The first storage of a list whose length is known: an even number of items.
pub(super) fn reserve_exactly(items: &mut Buffer<Ref>, length: usize) -> Result<(), LimitExceeded> {
    items.set_capacity(length.checked_add(1).ok_or(LimitExceeded)? & !1)
}
