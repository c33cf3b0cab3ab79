//! `odict_iterator`: over keys, values or items, forward and reverse.

use std::cell::Cell;

use pellucid_runtime::builtins::dict::views::Part;
use pellucid_runtime::builtins::list::reduced_to_items;
use pellucid_runtime::object::{Slots, TypeFlags, TypeSpec};
use pellucid_runtime::prelude::*;

use super::OrderedDict;
use super::order::{End, Place};

/// A place in the order; without a dict when finished.
#[derive(Trace)]
pub struct OrderedDictIterator {
    dict: Slot<OrderedDict>,
    /// The next key.
    place: Cell<Option<Place>>,
    /// What the order and the number of keys were when the iteration began.
    changes: u64,
    length: Cell<usize>,
    #[trace(skip)]
    part: Part,
    /// The end to which it goes.
    #[trace(skip)]
    end: End,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::NOT_INSTANTIABLE,
    slots,
    methods: &[OrderedDictIterator::METHODS],
    ..TypeSpec::new::<OrderedDictIterator>("odict_iterator")
};

fn slots(slots: &mut Slots) {
    slots.iter = Some(|_, object| Ok(object.to_ref()));
    slots.next = Some(|vm, object| match object.downcast::<OrderedDictIterator>() {
        Some(iterator) => iterator.advance(vm),
        None => Ok(None),
    });
}

/// An iterator over an `OrderedDict`.
pub fn over(vm: &mut Vm, dict: &Typed<OrderedDict>, part: Part, reverse: bool) -> PyResult {
    let class = vm.native_type(&SPEC)?;
    let (start, end) = if reverse { (End::Last, End::First) } else { (End::First, End::Last) };
    let order = dict.order(vm);
    let iterator = OrderedDictIterator {
        dict: Slot::new(Some(dict.to_ref())),
        place: Cell::new(order.end(start)),
        changes: order.changes,
        length: Cell::new(dict.dict().len(vm)),
        part,
        end,
    };
    Ok(vm.new_object(&class, iterator).into_object())
}

impl OrderedDictIterator {
    fn next_key(&self, vm: &mut Vm, dict: &OrderedDict) -> PyResult<Option<Ref>> {
        let Some(place) = self.place.get() else { return Ok(None) };
        if dict.order(vm).changes != self.changes {
            return Err(vm.runtime_error("OrderedDict mutated during iteration"));
        }
        if dict.dict().len(vm) != self.length.get() {
            return Err(vm.runtime_error("OrderedDict changed size during iteration"));
        }
        let order = dict.order(vm);
        self.place.set(order.towards(self.end, place));
        let Some((key, _)) = order.key(place) else { return Ok(None) };
        if !key.class_is(&vm.types.str) && !key.class_is(&vm.types.int) {
            // Its hash may be another one now.
            let hash = vm.hash(&key)?;
            if dict.find(vm, &key, hash)?.is_none() {
                return Err(vm.key_error(&key));
            }
        }
        Ok(Some(key))
    }

    fn item(&self, vm: &mut Vm, dict: &OrderedDict) -> PyResult<Option<Ref>> {
        let Some(key) = self.next_key(vm, dict)? else { return Ok(None) };
        if self.part == Part::Keys {
            return Ok(Some(key));
        }
        let value = dict.value_of(vm, &key)?;
        Ok(Some(match self.part {
            Part::Items => vm.new_tuple(vec![key, value]).into_object(),
            _ => value,
        }))
    }

    /// The next item; RuntimeError if the dict has changed meanwhile.
    fn advance(&self, vm: &mut Vm) -> PyResult<Option<Ref>> {
        let Some(dict) = self.dict.get() else { return Ok(None) };
        let item = self.item(vm, &dict);
        let changed_size = dict.dict().len(vm) != self.length.get();
        match &item {
            Ok(Some(_)) => {}
            // This error stays: no dict has so many keys.
            Err(_) if changed_size && dict.order(vm).changes == self.changes => {
                self.length.set(usize::MAX);
            }
            _ => self.dict.set(vm, None),
        }
        item
    }
}

#[methods(owner = "odict_iterator")]
impl OrderedDictIterator {
    /// Return state information for pickling
    #[method("__reduce__(self, /)", hidden)]
    fn reduce(vm: &mut Vm, this: &Typed<OrderedDictIterator>) -> PyResult {
        // The items that are left, taken by an iterator of its own.
        let copy = OrderedDictIterator {
            dict: Slot::new(this.dict.get()),
            place: this.place.clone(),
            changes: this.changes,
            length: this.length.clone(),
            part: this.part,
            end: this.end,
        };
        let mut items = Vec::new();
        while let Some(item) = copy.advance(vm)? {
            items.push(item);
        }
        reduced_to_items(vm, items)
    }
}
