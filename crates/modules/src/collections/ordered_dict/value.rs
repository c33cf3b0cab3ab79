//! The payload of `OrderedDict`, and its operations for native code.

use std::cell::Cell;

use pellucid_heap::{LimitExceeded, WeakHead};
use pellucid_runtime::prelude::*;

use super::order::{End, Order, Place};

/// A dict that has the order of its keys beside it.
#[derive(Trace)]
#[repr(C)]
#[payload(extends = Dict, weak = weak)]
pub struct OrderedDict {
    dict: Dict,
    weak: WeakHead,
    order: TokenCell<Order>,
    /// Places of CPython's table from entries to nodes, which is made when a node is looked for.
    node_places: Cell<usize>,
}

impl Drop for OrderedDict {
    /// The order goes before the entries, as in CPython.
    fn drop(&mut self) {
        self.order.exclusive().forget();
    }
}

impl OrderedDict {
    /// An empty payload.
    pub fn empty(vm: &Vm) -> OrderedDict {
        OrderedDict {
            dict: Dict::empty(vm),
            weak: WeakHead::new(),
            order: TokenCell::new(Order::new(vm.heap())),
            node_places: Cell::new(0),
        }
    }

    /// The entries, in the order in which they were added.
    pub fn dict(&self) -> &Dict {
        &self.dict
    }

    /// The order of the keys.
    pub fn order<'a>(&'a self, vm: &'a Vm) -> &'a Order {
        self.order.get(vm)
    }

    /// The node of the entry at a position of the dict.
    fn place_at(&self, vm: &mut Vm, position: usize) -> PyResult<Option<Place>> {
        let Some((key, _)) = self.dict.entry(vm, position) else { return Ok(None) };
        if let Some(place) = self.order(vm).at(position, &key) {
            return Ok(Some(place));
        }
        if self.order(vm).follows(position) {
            return Ok(None);
        }
        let empty = Order::new(vm.heap());
        let mut order = self.order.replace(vm, empty);
        let done = order.find_positions(vm, &self.dict);
        drop(self.order.replace(vm, order));
        match done {
            Ok(()) => Ok(self.order(vm).at(position, &key)),
            Err(LimitExceeded) => Err(vm.memory_error()),
        }
    }

    /// The node of a key and the position of its entry.
    pub fn find(&self, vm: &mut Vm, key: &Object, hash: i64) -> PyResult<Option<(Place, usize)>> {
        if self.order(vm).is_empty() {
            return Ok(None);
        }
        self.node_places.set(self.dict.index_places(vm));
        let Some(position) = self.dict.find(vm, key, hash)? else { return Ok(None) };
        Ok(self.place_at(vm, position)?.map(|place| (place, position)))
    }

    /// Sets the value of a key; a new one comes to the end.
    pub fn set(&self, vm: &mut Vm, key: &Object, hash: i64, value: Ref) -> PyResult<()> {
        self.dict.set_hashed(vm, key, hash, value)?;
        if let Err(raised) = self.append(vm, key, hash) {
            self.dict.remove_hashed(vm, key, hash)?;
            return Err(raised);
        }
        Ok(())
    }

    /// Adds the key, which the dict has, to the order, if it is not there.
    fn append(&self, vm: &mut Vm, key: &Object, hash: i64) -> PyResult<()> {
        self.node_places.set(self.dict.index_places(vm));
        let newest = self.dict.entry_count(vm).wrapping_sub(1);
        let is_newest = self.dict.entry(vm, newest).is_some_and(|(own, _)| own.is(key));
        let position = match is_newest {
            true => newest,
            false => match self.dict.find(vm, key, hash)? {
                Some(position) => position,
                None => return Err(vm.key_error(key)),
            },
        };
        if self.place_at(vm, position)?.is_some() {
            return Ok(());
        }
        let room = self.dict.entry_room(vm);
        let done = self.order.get_mut(vm).append((key, hash), position, room);
        done.map_err(|LimitExceeded| vm.memory_error())
    }

    /// Takes a key out of the order, if it is there.
    pub fn unlink(&self, vm: &mut Vm, key: &Object, hash: i64) -> PyResult<()> {
        if let Some((place, position)) = self.find(vm, key, hash)? {
            drop(self.order.get_mut(vm).remove(place, position));
        }
        Ok(())
    }

    /// Removes a key and gives its value.
    pub fn remove(&self, vm: &mut Vm, key: &Object, hash: i64) -> PyResult<Option<Ref>> {
        self.unlink(vm, key, hash)?;
        Ok(self.dict.remove_hashed(vm, key, hash)?.map(|(_, value)| value))
    }

    /// Moves a key to an end.
    pub fn move_to(&self, vm: &mut Vm, place: Place, end: End) {
        self.order.get_mut(vm).move_to(place, end);
    }

    /// Removes everything.
    pub fn clear(&self, vm: &mut Vm) {
        self.dict.clear(vm);
        let mut order = Order::new(vm.heap());
        order.changes = self.order(vm).changes + 1;
        drop(self.order.replace(vm, order));
        self.node_places.set(0);
    }

    /// The value of a key that is in the order; KeyError if the dict does not find it: somebody took it out, or its
    /// hash is another one now.
    pub fn value_of(&self, vm: &mut Vm, key: &Object) -> PyResult<Ref> {
        let hash = vm.hash(key)?;
        match self.dict.get_hashed(vm, key, hash)? {
            Some(value) => Ok(value),
            None => Err(vm.key_error(key)),
        }
    }

    /// Runs `visit` with each key and its hash; RuntimeError if the order has changed meanwhile.
    pub fn for_each_key(
        &self,
        vm: &mut Vm,
        mut visit: impl FnMut(&mut Vm, &Ref, i64) -> PyResult<()>,
    ) -> PyResult<()> {
        let changes = self.order(vm).changes;
        let mut place = self.order(vm).end(End::First);
        while let Some(at) = place {
            let Some((key, hash)) = self.order(vm).key(at) else { break };
            visit(vm, &key, hash)?;
            if self.order(vm).changes != changes {
                return Err(vm.runtime_error("OrderedDict mutated during iteration"));
            }
            place = self.order(vm).towards(End::Last, at);
        }
        Ok(())
    }

    /// What CPython's object has besides the dict.
    pub fn order_bytes(&self, vm: &Vm) -> usize {
        let nodes = if self.order(vm).is_empty() { 0 } else { self.dict.len(vm) * 4 };
        (nodes + self.node_places.get()) * vm.sizes_of().word()
    }
}
