//! The six iterators over dicts: keys, values and items, forward and reverse.

use std::cell::Cell;

use super::Dict;
use super::views::Part;
use crate::builtins::tuple::LastTuple;
use crate::object::{Slots, TypeFlags, TypeSpec};
use crate::prelude::*;

/// Position in a dict; without a dict when finished.
#[derive(Trace)]
pub struct DictIterator {
    dict: Slot<Dict>,
    /// How many keys there were when the iteration began.
    used: Cell<usize>,
    /// The position of the next entry; going backwards, one more than that.
    position: Cell<usize>,
    /// How many items are still expected.
    left: Cell<usize>,
    #[trace(skip)]
    part: Part,
    reverse: bool,
    /// Of an iterator over items.
    last: LastTuple,
}

macro_rules! iterators {
    ($($(#[$doc:meta])* $name:ident = $python:literal;)*) => { $(
        $(#[$doc])*
        pub static $name: TypeSpec = TypeSpec {
            flags: TypeFlags::NOT_INSTANTIABLE,
            slots,
            methods: &[DictIterator::METHODS],
            ..TypeSpec::new::<DictIterator>($python)
        };
    )* };
}

iterators! {
    /// `iter(dict)`
    KEY_SPEC = "dict_keyiterator";
    /// `iter(dict.values())`
    VALUE_SPEC = "dict_valueiterator";
    /// `iter(dict.items())`
    ITEM_SPEC = "dict_itemiterator";
    /// `reversed(dict)`
    REVERSE_KEY_SPEC = "dict_reversekeyiterator";
    /// `reversed(dict.values())`
    REVERSE_VALUE_SPEC = "dict_reversevalueiterator";
    /// `reversed(dict.items())`
    REVERSE_ITEM_SPEC = "dict_reverseitemiterator";
}

fn slots(slots: &mut Slots) {
    slots.iter = Some(|_, object| Ok(object.to_ref()));
    slots.next = Some(|vm, object| match object.downcast::<DictIterator>() {
        Some(iterator) => iterator.advance(vm),
        None => Ok(None),
    });
}

impl DictIterator {
    /// An iterator over a dict.
    pub fn new(vm: &Vm, dict: &Typed<Dict>, part: Part, reverse: bool) -> Ref {
        let types = &vm.types;
        let class = match (part, reverse) {
            (Part::Keys, false) => &types.dict_key_iterator,
            (Part::Values, false) => &types.dict_value_iterator,
            (Part::Items, false) => &types.dict_item_iterator,
            (Part::Keys, true) => &types.dict_reverse_key_iterator,
            (Part::Values, true) => &types.dict_reverse_value_iterator,
            (Part::Items, true) => &types.dict_reverse_item_iterator,
        };
        let length = dict.len(vm);
        let position = if reverse { dict.entry_count(vm) } else { 0 };
        let iterator = DictIterator {
            dict: Slot::new(Some(dict.to_ref())),
            used: Cell::new(length),
            position: Cell::new(position),
            left: Cell::new(length),
            part,
            reverse,
            last: LastTuple::empty(),
        };
        vm.new_object(class, iterator).into_object()
    }

    /// The next entry, and what the position is after it.
    #[inline]
    fn following<'a>(
        &self,
        vm: &'a Vm,
        dict: &'a Dict,
    ) -> Option<((&'a Object, &'a Object), usize)> {
        let table = dict.table(vm);
        let mut position = self.position.get();
        if self.reverse {
            position = position.min(table.entry_count());
            loop {
                position = position.checked_sub(1)?;
                if let Some(pair) = table.pair(position) {
                    return Some((pair, position));
                }
            }
        }
        while position < table.entry_count() {
            position += 1;
            if let Some(pair) = table.pair(position - 1) {
                return Some((pair, position));
            }
        }
        None
    }

    /// The next item; RuntimeError if the dict has changed meanwhile.
    pub fn advance(&self, vm: &mut Vm) -> PyResult<Option<Ref>> {
        let Some((key, value)) = self.next_entry(vm)? else { return Ok(None) };
        Ok(Some(match self.part {
            Part::Items => self.last.pair(vm, [key, value]).into_object(),
            part => part.of(vm, (key, value)),
        }))
    }

    /// The key and the value of the next item; errors as for [`advance`](Self::advance).
    pub(crate) fn advance_pair(&self, vm: &mut Vm) -> PyResult<Option<(Ref, Ref)>> {
        let pair = self.next_entry(vm)?;
        if let Some((key, value)) = &pair {
            self.last.keep_pair(vm, [key.clone(), value.clone()]);
        }
        Ok(pair)
    }

    fn next_entry(&self, vm: &mut Vm) -> PyResult<Option<(Ref, Ref)>> {
        let Some(dict) = self.dict.borrow(vm) else { return Ok(None) };
        if self.used.get() != dict.len(vm) {
            // The error stays until the iterator is dropped: no dict has this many keys.
            self.used.set(usize::MAX);
            return Err(vm.runtime_error("dictionary changed size during iteration"));
        }
        let following = self.following(vm, dict);
        if let Some(((key, value), position)) = following
            && let Some(left) = self.left.get().checked_sub(1)
        {
            self.left.set(left);
            self.position.set(position);
            return Ok(Some((key.to_ref(), value.to_ref())));
        }
        let surplus = following.is_some();
        self.dict.set(vm, None);
        match surplus {
            true => Err(vm.runtime_error("dictionary keys changed during iteration")),
            false => Ok(None),
        }
    }
}

#[methods(owner = "dict_iterator")]
impl DictIterator {
    /// Private method returning an estimate of len(list(it)).
    #[method("__length_hint__(self, /)", hidden)]
    fn length_hint(vm: &mut Vm, this: &Typed<DictIterator>) -> usize {
        let Some(dict) = this.dict.borrow(vm) else { return 0 };
        if dict.len(vm) == this.used.get() { this.left.get() } else { 0 }
    }

    /// Return state information for pickling.
    #[method("__reduce__(self, /)", hidden)]
    fn reduce(vm: &mut Vm, this: &Typed<DictIterator>) -> PyResult {
        // The items that are left, taken by an iterator of its own.
        let copy = DictIterator {
            dict: Slot::new(this.dict.get()),
            used: this.used.clone(),
            position: this.position.clone(),
            left: this.left.clone(),
            part: this.part,
            reverse: this.reverse,
            last: LastTuple::empty(),
        };
        let mut items = Vec::new();
        while let Some(item) = copy.advance(vm)? {
            items.push(item);
        }
        crate::builtins::list::reduced_to_items(vm, items)
    }
}
