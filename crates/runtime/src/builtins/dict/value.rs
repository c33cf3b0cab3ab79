//! The payload of dicts, and its operations for native code.

use pellucid_heap::{Heap, LimitExceeded, SharedNames};

use super::table::{Probe, Search, Table};
use crate::prelude::*;

/// Places of the table of names that the instances of a class share.
const SHARED_PLACES: usize = 64;

/// A mapping in insertion order.
#[derive(Trace)]
#[repr(C)]
pub struct Dict {
    table: TokenCell<Table>,
}

impl Dict {
    /// An empty payload.
    pub fn empty(vm: &Vm) -> Dict {
        Dict::on_heap(vm.heap())
    }

    pub(crate) fn on_heap(heap: &Heap) -> Dict {
        Dict { table: TokenCell::new(Table::new(heap)) }
    }

    /// A `dict` object.
    pub fn new(vm: &Vm) -> Ref<Dict> {
        vm.new_object(&vm.types.dict, Dict::empty(vm))
    }

    /// A `dict` object with room for this many keys, as dict displays make it.
    pub fn with_room(vm: &mut Vm, keys: usize, all_strings: bool) -> PyResult<Ref<Dict>> {
        let dict = Dict::new(vm);
        if keys > 5 {
            dict.reserve_many(vm, keys, all_strings)?;
        }
        Ok(dict)
    }

    pub(super) fn table<'a>(&'a self, vm: &'a Vm) -> &'a Table {
        self.table.get(vm)
    }

    /// Whether all keys are strings, so that looking one up runs no foreign code.
    pub fn holds_only_strings(&self, vm: &Vm) -> bool {
        self.table(vm).is_of_strings()
    }

    pub(super) fn replace_table(&self, vm: &mut Vm, mut table: Table) {
        table.changes = self.table.get(vm).changes + 1;
        drop(self.table.replace(vm, table));
    }

    pub(super) fn reserve_many(&self, vm: &mut Vm, more: usize, all_strings: bool) -> PyResult<()> {
        let (heap, rule) = (&vm.interpreter().heap, vm.sizes_of());
        let done = self.table.get_mut(vm).reserve_many(heap, rule, more, all_strings);
        done.map_err(|LimitExceeded| vm.memory_error())
    }

    /// What comes when the class of this new dict has been called.
    pub fn begin(&self, vm: &mut Vm) -> PyResult<()> {
        if vm.sizes_of().gives_dicts_a_table() { self.reserve_many(vm, 0, true) } else { Ok(()) }
    }

    /// How many keys.
    #[inline(always)]
    pub fn len(&self, vm: &Vm) -> usize {
        self.table.get(vm).len()
    }

    /// Whether there are no keys.
    pub fn is_empty(&self, vm: &Vm) -> bool {
        self.len(vm) == 0
    }

    /// Changes with every insertion and deletion of a key.
    #[inline(always)]
    pub fn changes(&self, vm: &Vm) -> u64 {
        self.table.get(vm).changes
    }

    /// A number that no other dict ever has, and this one only until a key is added or removed.
    pub(crate) fn keys_version(&self, vm: &mut Vm) -> u64 {
        let changes = self.table.get(vm).changes;
        if changes >> 32 != 0 {
            return changes;
        }
        let numbered = vm.next_type_serial() << 32 | changes;
        self.table.get_mut(vm).changes = numbered;
        numbered
    }

    /// How many entries there are to walk over, deleted ones included.
    pub fn entry_count(&self, vm: &Vm) -> usize {
        self.table.get(vm).entry_count()
    }

    /// Key and value of an entry, unless it is deleted or there is none.
    #[inline]
    pub fn entry(&self, vm: &Vm, position: usize) -> Option<(Ref, Ref)> {
        let (key, value) = self.table.get(vm).pair(position)?;
        Some((key.to_ref(), value.to_ref()))
    }

    /// Key, hash and value of the first entry at `position` or behind it, and the position after it.
    pub fn next_entry(&self, vm: &Vm, position: usize) -> Option<(usize, Ref, i64, Ref)> {
        let table = self.table.get(vm);
        let at = (position..table.entry_count()).find(|&at| table.pair(at).is_some())?;
        let (key, value) = table.pair(at)?;
        Some((at + 1, key.to_ref(), table.hash_at(at), value.to_ref()))
    }

    /// The value at a position, if the key there is this very object: what inline caches ask.
    #[inline(always)]
    pub fn value_at(&self, vm: &Vm, position: usize, key: &Object) -> Option<Ref> {
        let (own, value) = self.table.get(vm).pair(position)?;
        own.is(key).then(|| value.to_ref())
    }

    /// Replaces the value at a position, if the key there is this very object.
    #[inline(always)]
    pub fn set_value_at(
        &self,
        vm: &mut Vm,
        position: usize,
        key: &Object,
        value: Ref,
    ) -> Result<(), Ref> {
        let table = self.table.get_mut(vm);
        match table.pair(position) {
            Some((own, _)) if own.is(key) => {
                drop(table.set_value(position, value));
                Ok(())
            }
            _ => Err(value),
        }
    }

    /// The position of a string key, for inline caches.
    pub fn position_of(&self, vm: &Vm, key: &Typed<Str>) -> Option<usize> {
        match self.find_str(vm, key) {
            Probe::Found(position) => Some(position),
            _ => None,
        }
    }

    /// The value of a string key, if all keys with its hash are exact strings; runs no Python code.
    #[inline]
    pub fn get_str(&self, vm: &Vm, key: &Typed<Str>) -> Option<Ref> {
        match self.find_str(vm, key) {
            Probe::Found(position) => self.value(vm, position),
            _ => None,
        }
    }

    #[inline]
    fn find_str(&self, vm: &Vm, key: &Typed<Str>) -> Probe {
        let is_str = |object: &Object| object.class().is(&*vm.types.str);
        self.table.get(vm).probe_str(key, key.hash(vm), is_str)
    }

    #[inline]
    fn value(&self, vm: &Vm, position: usize) -> Option<Ref> {
        self.table.get(vm).pair(position).map(|(_, value)| value.to_ref())
    }

    /// Adds a key that is not there.
    fn add(&self, vm: &mut Vm, key: &Object, hash: i64, value: Ref) -> Result<(), LimitExceeded> {
        let is_str = key.class().is(&*vm.types.str);
        if !self.table.get(vm).has_room(is_str) {
            let name = key.downcast::<Str>().filter(|_| is_str);
            if let Some(number) = name.and_then(|name| self.table.get(vm).number_of_new(name)) {
                return self.table.get_mut(vm).push_named(number, value);
            }
            let (heap, rule) = (&vm.interpreter().heap, vm.sizes_of());
            self.table.get_mut(vm).make_room(heap, rule, is_str)?;
        }
        let table = self.table.get_mut(vm);
        table.insert(hash, key.to_ref(), value);
        Ok(())
    }

    /// Sets the value of a string key. For namespaces; a key of a class derived from `str` with an `__eq__` of its own is
    /// not looked at.
    pub fn set_str(&self, vm: &mut Vm, key: &Typed<Str>, value: Ref) {
        let hash = key.hash(vm);
        match self.find_str(vm, key) {
            Probe::Found(position) => drop(self.table.get_mut(vm).set_value(position, value)),
            // A namespace that does not fit the limit any more: the next allocation says so.
            _ => drop(self.add(vm, key.as_object(), hash, value)),
        }
    }

    /// Removes a string key.
    pub fn remove_str(&self, vm: &mut Vm, key: &Typed<Str>) -> Option<Ref> {
        match self.find_str(vm, key) {
            Probe::Found(position) => {
                self.table.get_mut(vm).remove(position).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// The position of a key.
    #[inline]
    pub fn find(&self, vm: &mut Vm, key: &Object, hash: i64) -> PyResult<Option<usize>> {
        if key.class().is(&*vm.types.str)
            && let Some(text) = key.downcast::<Str>()
        {
            match self.find_str(vm, text) {
                Probe::Found(position) => return Ok(Some(position)),
                Probe::Absent => return Ok(None),
                Probe::Ask(_) => {}
            }
        }
        self.find_asking(vm, key, hash)
    }

    fn find_asking(&self, vm: &mut Vm, key: &Object, hash: i64) -> PyResult<Option<usize>> {
        'again: loop {
            let table = self.table.get(vm);
            let index = table.index_address();
            let mut search = Search::new(hash);
            loop {
                match self.table.get(vm).probe(&mut search, key, hash) {
                    Probe::Absent => return Ok(None),
                    Probe::Found(position) => return Ok(Some(position)),
                    Probe::Ask(position) => {
                        let Some((own, _)) = self.entry(vm, position) else { continue };
                        let equal = match (own.downcast::<Int>(), key.downcast::<Int>()) {
                            // Plain integers are the most common keys after strings.
                            (Some(a), Some(b))
                                if own.class_is(&vm.types.int) && key.class_is(&vm.types.int) =>
                            {
                                a.order(b).is_eq()
                            }
                            _ => vm.equal(&own, key)?,
                        };
                        // As in CPython: what else has changed does not matter.
                        let table = self.table.get(vm);
                        let same = |(key, _): (&Object, &Object)| key.is(&*own);
                        if table.index_address() != index || !table.pair(position).is_some_and(same)
                        {
                            continue 'again;
                        }
                        if equal {
                            return Ok(Some(position));
                        }
                    }
                }
            }
        }
    }

    /// The value of a key.
    pub fn get(&self, vm: &mut Vm, key: &Object) -> PyResult<Option<Ref>> {
        let hash = super::slots::hash_of_key(vm, key)?;
        self.get_hashed(vm, key, hash)
    }

    /// The value of a key whose hash is known.
    pub fn get_hashed(&self, vm: &mut Vm, key: &Object, hash: i64) -> PyResult<Option<Ref>> {
        let position = self.find(vm, key, hash)?;
        Ok(position.and_then(|position| self.value(vm, position)))
    }

    /// Whether there is a key.
    pub fn contains(&self, vm: &mut Vm, key: &Object) -> PyResult<bool> {
        let hash = super::slots::hash_of_key(vm, key)?;
        Ok(self.find(vm, key, hash)?.is_some())
    }

    /// Sets the value of a key.
    pub fn set(&self, vm: &mut Vm, key: &Object, value: Ref) -> PyResult<()> {
        let hash = super::slots::hash_of_key(vm, key)?;
        self.set_hashed(vm, key, hash, value)
    }

    /// Sets the value of a key whose hash is known.
    pub fn set_hashed(&self, vm: &mut Vm, key: &Object, hash: i64, value: Ref) -> PyResult<()> {
        match self.find(vm, key, hash)? {
            Some(position) => drop(self.table.get_mut(vm).set_value(position, value)),
            None => {
                if let Err(LimitExceeded) = self.add(vm, key, hash, value) {
                    return Err(vm.memory_error());
                }
            }
        }
        Ok(())
    }

    /// The value of a key, which is set to `value` if it is not there.
    pub fn set_default(&self, vm: &mut Vm, key: &Object, value: &Object) -> PyResult<Ref> {
        let hash = super::slots::hash_of_key(vm, key)?;
        if let Some(position) = self.find(vm, key, hash)?
            && let Some(own) = self.value(vm, position)
        {
            return Ok(own);
        }
        match self.add(vm, key, hash, value.to_ref()) {
            Ok(()) => Ok(value.to_ref()),
            Err(LimitExceeded) => Err(vm.memory_error()),
        }
    }

    /// Removes a key and gives it with its value.
    pub fn remove(&self, vm: &mut Vm, key: &Object) -> PyResult<Option<(Ref, Ref)>> {
        let hash = super::slots::hash_of_key(vm, key)?;
        self.remove_hashed(vm, key, hash)
    }

    /// Removes a key whose hash is known.
    pub fn remove_hashed(
        &self,
        vm: &mut Vm,
        key: &Object,
        hash: i64,
    ) -> PyResult<Option<(Ref, Ref)>> {
        let position = self.find(vm, key, hash)?;
        Ok(position.and_then(|position| self.table.get_mut(vm).remove(position)))
    }

    /// Removes the last key and gives it with its value.
    pub fn pop_last(&self, vm: &mut Vm) -> Option<(Ref, Ref)> {
        if self.table.get(vm).shares_names() {
            let heap = &vm.interpreter().heap;
            // The table is whole as it is, should another not be had.
            let _ = self.table.get_mut(vm).keep_own_keys(heap, SHARED_PLACES);
        }
        self.table.get_mut(vm).pop()
    }

    /// Lets the keys of this dict, which is empty, be names that a class keeps; there is going to be a value of so many.
    pub(crate) fn share_names(&self, vm: &mut Vm, names: Ref<SharedNames>, room: usize) {
        // A dict that does not fit the limit any more has keys of its own: the next allocation says so.
        if let Ok(table) = Table::of_names(names, room) {
            self.replace_table(vm, table);
        }
    }

    /// Whether the keys of this dict are these names.
    #[inline(always)]
    pub(crate) fn shares(&self, vm: &Vm, names: &Typed<SharedNames>) -> bool {
        self.table(vm).shared().is_some_and(|values| values.names().is(names))
    }

    /// Removes everything.
    pub fn clear(&self, vm: &mut Vm) {
        let empty = self.table.get(vm).emptied(vm.heap());
        self.replace_table(vm, empty);
    }

    /// Keys and values as they are now.
    pub fn pairs(&self, vm: &Vm) -> Vec<(Ref, Ref)> {
        let table = self.table.get(vm);
        (0..table.entry_count()).filter_map(|position| self.entry(vm, position)).collect()
    }

    /// The keys as they are now.
    pub fn keys(&self, vm: &Vm) -> Vec<Ref> {
        self.pairs(vm).into_iter().map(|(key, _)| key).collect()
    }

    /// A new `dict` object with the same keys and values.
    pub fn duplicate(&self, vm: &mut Vm) -> PyResult<Ref<Dict>> {
        let copy = Dict::new(vm);
        let table = self.table.get(vm);
        if table.len() == 0 {
            return Ok(copy);
        }
        if table.len() >= table.entry_count() * 2 / 3 {
            let duplicate = table.duplicate(vm.heap());
            let Ok(duplicate) = duplicate else { return Err(vm.memory_error()) };
            copy.replace_table(vm, duplicate);
        } else {
            copy.merge_dict(vm, self, true)?;
        }
        Ok(copy)
    }

    /// What `dict.__sizeof__` counts besides the object itself.
    pub fn table_bytes(&self, vm: &Vm) -> usize {
        self.table.get(vm).bytes(vm.sizes_of())
    }
}
