//! `deque`: the payload and the slots.

use std::cell::Cell;
use std::collections::VecDeque;

use pellucid_heap::{Change, Charged, LimitExceeded, WeakHead};
use pellucid_runtime::builtins::list::{comparison_holds, position};
use pellucid_runtime::object::{Comparison, Slots, TypeFlags, TypeSpec, kind_of};
use pellucid_runtime::prelude::*;

use super::deque_iter;

/// A double-ended queue, perhaps of limited length.
#[derive(Trace)]
#[payload(weak = weak)]
pub struct Deque {
    weak: WeakHead,
    items: TokenCell<Charged<VecDeque<Ref>>>,
    #[trace(skip)]
    pub(super) limit: Cell<Option<usize>>,
    /// The place of the first item in CPython's first block; the size depends on it.
    first: Cell<u8>,
    /// Changes whenever an item comes or goes.
    pub(super) changes: Cell<u64>,
}

/// Items in one of CPython's blocks, and where the first one is put.
const BLOCK_ITEMS: usize = 64;
const CENTRE: u8 = 32;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "collections",
    doc: "deque([iterable[, maxlen]])\n--\n\nA list-like sequence optimized for data accesses near its endpoints.",
    flags: TypeFlags::BASE_TYPE.union(TypeFlags::SEQUENCE),
    slots,
    methods: &[Deque::METHODS, Deque::MORE_METHODS],
    getsets: &[Deque::GETSETS],
    ..TypeSpec::new::<Deque>("deque")
};

impl Deque {
    /// An empty payload.
    pub fn empty(vm: &Vm, limit: Option<usize>) -> Deque {
        Deque {
            weak: WeakHead::new(),
            items: TokenCell::new(Charged::new(vm.heap(), VecDeque::new())),
            limit: Cell::new(limit),
            first: Cell::new(CENTRE),
            changes: Cell::new(0),
        }
    }

    /// The items.
    pub fn items<'a>(&'a self, vm: &'a Vm) -> &'a VecDeque<Ref> {
        self.items.get(vm)
    }

    /// The items, to be changed: iterators notice.
    pub fn items_mut<'a>(&'a self, vm: &'a mut Vm) -> Change<'a, VecDeque<Ref>> {
        self.changes.set(self.changes.get().wrapping_add(1));
        self.items.get_mut(vm).change()
    }

    /// The items, to be replaced one by one.
    pub(super) fn items_in_place<'a>(&'a self, vm: &'a mut Vm) -> Change<'a, VecDeque<Ref>> {
        self.items.get_mut(vm).change()
    }

    /// The item at a position.
    pub fn item(&self, vm: &Vm, position: usize) -> Option<Ref> {
        self.items(vm).get(position).cloned()
    }

    pub(super) fn make_room(&self, vm: &mut Vm, additional: usize) -> PyResult<()> {
        self.items.get_mut(vm).reserve(additional).map_err(|LimitExceeded| vm.memory_error())
    }

    /// Adds an item at the right end; at the limit the leftmost goes.
    pub fn push_back(&self, vm: &mut Vm, item: Ref) -> PyResult<()> {
        self.make_room(vm, 1)?;
        let limit = self.limit.get();
        let mut items = self.items_mut(vm);
        items.push_back(item);
        let surplus =
            if limit.is_some_and(|limit| items.len() > limit) { items.pop_front() } else { None };
        drop(items);
        self.moved(vm, isize::from(surplus.is_some()));
        drop(surplus);
        Ok(())
    }

    /// Adds an item at the left end; at the limit the rightmost goes.
    pub fn push_front(&self, vm: &mut Vm, item: Ref) -> PyResult<()> {
        self.make_room(vm, 1)?;
        let limit = self.limit.get();
        let mut items = self.items_mut(vm);
        items.push_front(item);
        let surplus =
            if limit.is_some_and(|limit| items.len() > limit) { items.pop_back() } else { None };
        drop(items);
        self.moved(vm, -1);
        drop(surplus);
        Ok(())
    }

    /// Adds the items of an iterable at the right end.
    pub fn extend(&self, vm: &mut Vm, iterable: &Object) -> PyResult<()> {
        self.begin_at(vm, 1);
        vm.for_each(iterable, |vm, item| self.push_back(vm, item))
    }

    /// The size that CPython's blocks would have, each with its items and two links.
    pub(super) fn block_bytes(&self, vm: &Vm) -> usize {
        let length = self.items(vm).len();
        let last = (self.first.get() as usize + length).saturating_sub(1);
        let blocks = if length == 0 { 1 } else { last / BLOCK_ITEMS + 1 };
        vm.sizes_of().words(blocks * (BLOCK_ITEMS + 2))
    }

    /// Notes that items came or went at the left end.
    pub(super) fn moved(&self, vm: &Vm, places: isize) {
        let first = (self.first.get() as isize + places).rem_euclid(BLOCK_ITEMS as isize);
        self.first.set(if self.items(vm).is_empty() { CENTRE } else { first as u8 });
    }

    /// Where the next items would begin, if there are none: at one end of a block.
    pub(super) fn begin_at(&self, vm: &Vm, first: u8) {
        if self.items(vm).is_empty() {
            self.first.set(first);
        }
    }
}

fn slots(slots: &mut Slots) {
    slots.new = Some(|vm, class, _| {
        Ok(vm.heap.allocate(kind_of(class), Deque::empty(vm, None)).into_object())
    });
    slots.init = Some(Deque::INIT);
    slots.repr = Some(repr);
    slots.compare = Some(compare);
    slots.iter = Some(|vm, object| match object.downcast::<Deque>() {
        Some(deque) => deque_iter::over(vm, deque, false),
        None => Ok(vm.not_implemented()),
    });
    slots.length =
        Some(|vm, object| Ok(object.downcast::<Deque>().map_or(0, |deque| deque.items(vm).len())));
    slots.get_item = Some(get_item);
    slots.set_item = Some(set_item);
    slots.contains = Some(contains);
    slots.concatenate = Some(concatenate);
    slots.in_place_concatenate = Some(|vm, object, other| {
        if let Some(deque) = object.downcast::<Deque>() {
            let more = vm.collect(other)?;
            more.into_iter().try_for_each(|item| deque.push_back(vm, item))?;
        }
        Ok(object.to_ref())
    });
    slots.repeat = Some(|vm, object, count| {
        let Some(deque) = object.downcast::<Deque>() else { return Ok(vm.not_implemented()) };
        let result = deque.duplicate(vm, object)?;
        repeat(vm, &result, count)?;
        Ok(result)
    });
    slots.in_place_repeat = Some(|vm, object, count| {
        repeat(vm, object, count)?;
        Ok(object.to_ref())
    });
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let Some(deque) = object.downcast::<Deque>() else { return Ok(vm.not_implemented()) };
    vm.guarded_repr(object, "[...]", |vm| {
        let items = vm.collect(object)?;
        let items = vm.new_list(items)?;
        let mut pieces = vec![vm.repr(items.as_object())?];
        if let Some(limit) = deque.limit.get() {
            pieces.push(vm.new_str(&format!("maxlen={limit}")));
        }
        let open = format!("{}(", object.class().qualified_name(vm));
        vm.join_pieces(&open, &pieces, ", ", ")")
    })
}

fn compare(vm: &mut Vm, left: &Object, right: &Object, comparison: Comparison) -> PyResult<Ref> {
    let (Some(a), Some(b)) = (left.downcast::<Deque>(), right.downcast::<Deque>()) else {
        return Ok(vm.not_implemented());
    };
    let decided = match comparison {
        Comparison::Equal => Some(false),
        Comparison::NotEqual => Some(true),
        _ => None,
    };
    if let Some(answer) = decided
        && a.items(vm).len() != b.items(vm).len()
    {
        return Ok(vm.new_bool(answer));
    }
    let mut at = 0;
    while let (Some(x), Some(y)) = (a.item(vm, at), b.item(vm, at)) {
        if !vm.equal(&x, &y)? {
            return match decided {
                Some(answer) => Ok(vm.new_bool(answer)),
                None => vm.compare(&x, &y, comparison),
            };
        }
        at += 1;
    }
    let order = a.items(vm).len().cmp(&b.items(vm).len());
    Ok(vm.new_bool(comparison_holds(order, comparison)))
}

fn place(vm: &mut Vm, deque: &Deque, key: &Object) -> PyResult<usize> {
    if key.class().slots(vm).index.is_none() {
        let class = key.class().name(vm);
        let message = format!("sequence index must be integer, not '{class}'");
        return Err(vm.type_error(message));
    }
    let index = vm.subscript_index(key)?;
    let found = position(index, deque.items(vm).len());
    found.ok_or_else(|| vm.index_error("deque index out of range"))
}

fn get_item(vm: &mut Vm, object: &Object, key: &Object) -> PyResult<Ref> {
    let Some(deque) = object.downcast::<Deque>() else { return Ok(vm.not_implemented()) };
    let at = place(vm, deque, key)?;
    deque.item(vm, at).ok_or_else(|| vm.index_error("deque index out of range"))
}

fn set_item(vm: &mut Vm, object: &Object, key: &Object, value: Option<&Object>) -> PyResult<()> {
    let Some(deque) = object.downcast::<Deque>() else { return Ok(()) };
    let at = place(vm, deque, key)?;
    let old = match value {
        Some(value) => {
            let mut items = deque.items_in_place(vm);
            items.get_mut(at).map(|item| std::mem::replace(item, value.to_ref()))
        }
        None => deque.items_mut(vm).remove(at),
    };
    drop(old);
    Ok(())
}

fn contains(vm: &mut Vm, object: &Object, item: &Object) -> PyResult<bool> {
    let Some(deque) = object.downcast::<Deque>() else { return Ok(false) };
    let changes = deque.changes.get();
    let mut at = 0;
    while let Some(own) = deque.item(vm, at) {
        let equal = vm.equal(&own, item)?;
        if deque.changes.get() != changes {
            return Err(vm.runtime_error("deque mutated during iteration"));
        }
        if equal {
            return Ok(true);
        }
        at += 1;
    }
    Ok(false)
}

fn concatenate(vm: &mut Vm, left: &Object, right: &Object) -> PyResult<Ref> {
    let Some(deque) = left.downcast::<Deque>() else { return Ok(vm.not_implemented()) };
    if !right.holds::<Deque>() {
        let class = right.class().name(vm);
        let message = format!("can only concatenate deque (not \"{class}\") to deque");
        return Err(vm.type_error(message));
    }
    let result = deque.duplicate(vm, left)?;
    if let Some(result) = result.downcast::<Deque>() {
        result.extend(vm, right)?;
    }
    Ok(result)
}

fn repeat(vm: &mut Vm, object: &Object, count: &Object) -> PyResult<()> {
    let count = vm.size_index(count)?.max(0) as usize;
    let Some(deque) = object.downcast::<Deque>() else { return Ok(()) };
    let items: Vec<Ref> = deque.items(vm).iter().cloned().collect();
    if count == 0 {
        let old = std::mem::take(&mut *deque.items_mut(vm));
        drop(old);
        return Ok(());
    }
    let Some(wanted) = items.len().checked_mul(count) else { return Err(vm.memory_error()) };
    // What would fall out again on the left need not be put in.
    let length = deque.limit.get().map_or(wanted, |limit| wanted.min(limit));
    let skipped = wanted - length;
    deque.make_room(vm, length)?;
    let mut own = deque.items_mut(vm);
    own.clear();
    own.extend((skipped..wanted).map(|at| items[at % items.len()].clone()));
    Ok(())
}
