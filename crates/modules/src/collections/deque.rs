//! `deque`: the payload and the slots.

use std::cell::Cell;

use pellucid_heap::{BlockQueue, LimitExceeded, WeakHead};
use pellucid_runtime::builtins::list::{comparison_holds, position};
use pellucid_runtime::object::{Comparison, Slots, TypeFlags, TypeSpec, kind_of};
use pellucid_runtime::prelude::*;

use super::deque_iter;

/// A double-ended queue, perhaps of limited length.
#[derive(Trace)]
#[payload(weak = weak)]
pub struct Deque {
    weak: WeakHead,
    items: TokenCell<BlockQueue<Ref>>,
    #[trace(skip)]
    pub(super) limit: Cell<Option<usize>>,
    /// Changes whenever an item comes or goes.
    pub(super) changes: Cell<u64>,
}

/// Words of one of CPython's blocks: its items and two links.
const BLOCK_WORDS: usize = 64 + 2;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "collections",
    doc: "deque([iterable[, maxlen]])\n--\n\nA list-like sequence optimized for data accesses near its endpoints.",
    flags: TypeFlags::BASE_TYPE.union(TypeFlags::SEQUENCE).union(TypeFlags::ITEMS_BY_POSITION),
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
            items: TokenCell::new(BlockQueue::new(vm.heap())),
            limit: Cell::new(limit),
            changes: Cell::new(0),
        }
    }

    /// The items.
    pub fn items<'a>(&'a self, vm: &'a Vm) -> &'a BlockQueue<Ref> {
        self.items.get(vm)
    }

    /// The items, to be changed: iterators notice.
    pub fn items_mut<'a>(&'a self, vm: &'a mut Vm) -> &'a mut BlockQueue<Ref> {
        self.changes.set(self.changes.get().wrapping_add(1));
        self.items.get_mut(vm)
    }

    /// The items, to be replaced one by one.
    pub(super) fn items_in_place<'a>(&'a self, vm: &'a mut Vm) -> &'a mut BlockQueue<Ref> {
        self.items.get_mut(vm)
    }

    /// The item at a position.
    #[inline]
    pub fn item(&self, vm: &Vm, position: usize) -> Option<Ref> {
        self.items(vm).get(position).cloned()
    }

    /// Changes the items as the limit of memory allows it.
    pub(super) fn change<R>(
        &self,
        vm: &mut Vm,
        change: impl FnOnce(&mut BlockQueue<Ref>) -> Result<R, LimitExceeded>,
    ) -> PyResult<R> {
        let changed = change(self.items_mut(vm));
        changed.map_err(|LimitExceeded| vm.memory_error())
    }

    /// Adds an item at the right end; at the limit the leftmost goes.
    pub fn push_back(&self, vm: &mut Vm, item: Ref) -> PyResult<()> {
        let limit = self.limit.get().unwrap_or(usize::MAX);
        let surplus = self.change(vm, |items| {
            items.push_back(item)?;
            Ok(if items.len() > limit { items.pop_front() } else { None })
        })?;
        drop(surplus);
        Ok(())
    }

    /// Adds an item at the left end; at the limit the rightmost goes.
    pub fn push_front(&self, vm: &mut Vm, item: Ref) -> PyResult<()> {
        let limit = self.limit.get().unwrap_or(usize::MAX);
        let surplus = self.change(vm, |items| {
            items.push_front(item)?;
            Ok(if items.len() > limit { items.pop_back() } else { None })
        })?;
        drop(surplus);
        Ok(())
    }

    /// Adds the items of an iterable at the right end.
    pub fn extend(&self, vm: &mut Vm, iterable: &Object) -> PyResult<()> {
        self.take_all(vm, iterable, BlockQueue::begin_left, Deque::push_back)
    }

    /// Puts in the items of an iterable, which begin at a place of their own where there are none.
    pub(super) fn take_all(
        &self,
        vm: &mut Vm,
        iterable: &Object,
        begin: fn(&mut BlockQueue<Ref>),
        push: impl Fn(&Deque, &mut Vm, Ref) -> PyResult<()>,
    ) -> PyResult<()> {
        if iterable.downcast::<Deque>().is_some_and(|other| std::ptr::eq(&**other, self)) {
            let items = vm.collect(iterable)?;
            let items = vm.new_list(items)?;
            return self.take_all(vm, items.as_object(), begin, push);
        }
        let iterator = vm.iterate(iterable)?;
        if self.limit.get() != Some(0) {
            begin(self.items_in_place(vm));
        }
        while let Some(item) = vm.next(&iterator)? {
            push(self, vm, item)?;
            vm.heed_memory_limit()?;
        }
        Ok(())
    }

    /// Removes all items.
    pub(super) fn remove_all(&self, vm: &mut Vm) {
        if !self.items(vm).is_empty() {
            let empty = BlockQueue::new(vm.heap());
            drop(std::mem::replace(self.items_mut(vm), empty));
        }
    }

    /// The size that CPython's blocks would have.
    pub(super) fn block_bytes(&self, vm: &Vm) -> usize {
        vm.sizes_of().words(self.items(vm).blocks() * BLOCK_WORDS)
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
            deque.extend(vm, other)?;
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
            let item = deque.items_in_place(vm).get_mut(at);
            item.map(|item| std::mem::replace(item, value.to_ref()))
        }
        None => deque.change(vm, |items| items.remove(at))?,
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
    let length = deque.items(vm).len();
    if count == 0 {
        deque.remove_all(vm);
    }
    if length == 0 || count < 2 {
        return Ok(());
    }
    let Some(wanted) = length.checked_mul(count) else { return Err(vm.memory_error()) };
    let items: Vec<Ref> = deque.items(vm).iter().cloned().collect();
    // Of one item no more are put in than there is room for, of more the last round is put in whole.
    let rounds = match deque.limit.get().filter(|limit| *limit < wanted) {
        Some(limit) => limit.div_ceil(length),
        None => count,
    };
    let more = (rounds - 1) * length;
    let bytes = more.checked_mul(size_of::<Ref>()).ok_or_else(|| vm.memory_error())?;
    vm.heap.admit(bytes).map_err(|LimitExceeded| vm.memory_error())?;
    items.iter().cycle().take(more).try_for_each(|item| {
        deque.push_back(vm, item.clone())?;
        vm.heed_memory_limit()
    })
}
