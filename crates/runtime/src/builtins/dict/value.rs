//! The payload of dicts, and its operations for native code.

use pellucid_heap::LimitExceeded;

use super::table::{Probe, Table};
use crate::prelude::*;

/// A mapping in insertion order.
#[derive(Trace)]
#[repr(C)]
pub struct Dict {
    table: TokenCell<Table>,
}

impl Dict {
    /// An empty payload.
    pub fn empty(vm: &Vm) -> Dict {
        Dict { table: TokenCell::new(Table::new(vm.heap())) }
    }

    pub(crate) fn on_heap(heap: &pellucid_heap::Heap) -> Dict {
        Dict { table: TokenCell::new(Table::new(heap)) }
    }

    /// A `dict` object.
    pub fn new(vm: &Vm) -> Ref<Dict> {
        vm.new_object(&vm.types.dict, Dict::empty(vm))
    }

    /// How many keys.
    #[inline(always)]
    pub fn len(&self, vm: &Vm) -> usize {
        self.table.get(vm).len()
    }

    /// Changes with every insertion and deletion of a key.
    pub fn changes(&self, vm: &Vm) -> u64 {
        self.table.get(vm).changes
    }

    /// How many entries there are to walk over, deleted ones included.
    pub fn entry_count(&self, vm: &Vm) -> usize {
        self.table.get(vm).entries().len()
    }

    /// Key and value of an entry, unless it is deleted or there is none.
    #[inline]
    pub fn entry(&self, vm: &Vm, position: usize) -> Option<(Ref, Ref)> {
        let entry = self.table.get(vm).entries().get(position)?;
        Some((entry.key.clone()?, entry.value.clone()?))
    }

    /// The value of a string key, if all keys with its hash are exact strings; runs no Python code.
    #[inline]
    pub fn get_str(&self, vm: &Vm, key: &Typed<Str>) -> Option<Ref> {
        match self.find_str(vm, key) {
            Probe::Found(position) => self.table.get(vm).entries()[position].value.clone(),
            _ => None,
        }
    }

    fn find_str(&self, vm: &Vm, key: &Typed<Str>) -> Probe {
        let is_str = |object: &Object| object.class().is(&*vm.types.str);
        self.table.get(vm).probe_str(key.as_object(), key, key.hash(vm), is_str)
    }

    /// Sets the value of a string key. For namespaces; a key of a class derived from `str` with an `__eq__` of its own is
    /// not looked at.
    pub fn set_str(&self, vm: &mut Vm, key: &Typed<Str>, value: Ref) {
        let hash = key.hash(vm);
        let old = match self.find_str(vm, key) {
            Probe::Found(position) => self.table.get_mut(vm).set_value(position, value),
            _ => {
                let table = self.table.get_mut(vm);
                if table.reserve().is_ok() {
                    table.insert(hash, key.as_object().to_ref(), value);
                }
                None
            }
        };
        drop(old);
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

    /// The entry of a key.
    fn find(&self, vm: &mut Vm, key: &Object, hash: i64) -> PyResult<Option<usize>> {
        if key.class().is(&*vm.types.str)
            && let Some(text) = key.downcast::<Str>()
        {
            match self.find_str(vm, text) {
                Probe::Found(position) => return Ok(Some(position)),
                Probe::Absent => return Ok(None),
                Probe::Ask(_) => {}
            }
        }
        'again: loop {
            let table = self.table.get(vm);
            let changes = table.changes;
            let mut search = table.search(hash);
            loop {
                match self.table.get(vm).probe(&mut search, key, hash) {
                    Probe::Absent => return Ok(None),
                    Probe::Found(position) => return Ok(Some(position)),
                    Probe::Ask(position) => {
                        let Some((own, _)) = self.entry(vm, position) else { continue };
                        let equal = vm.equal(&own, key)?;
                        if self.changes(vm) != changes {
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
        let hash = vm.hash(key)?;
        self.get_hashed(vm, key, hash)
    }

    /// The value of a key whose hash is known.
    pub fn get_hashed(&self, vm: &mut Vm, key: &Object, hash: i64) -> PyResult<Option<Ref>> {
        let position = self.find(vm, key, hash)?;
        Ok(position.and_then(|position| self.table.get(vm).entries()[position].value.clone()))
    }

    /// Whether there is a key.
    pub fn contains(&self, vm: &mut Vm, key: &Object) -> PyResult<bool> {
        let hash = vm.hash(key)?;
        Ok(self.find(vm, key, hash)?.is_some())
    }

    /// Sets the value of a key.
    pub fn set(&self, vm: &mut Vm, key: &Object, value: Ref) -> PyResult<()> {
        let hash = vm.hash(key)?;
        self.set_hashed(vm, key, hash, value)
    }

    /// Sets the value of a key whose hash is known.
    pub fn set_hashed(&self, vm: &mut Vm, key: &Object, hash: i64, value: Ref) -> PyResult<()> {
        match self.find(vm, key, hash)? {
            Some(position) => drop(self.table.get_mut(vm).set_value(position, value)),
            None => {
                let table = self.table.get_mut(vm);
                if let Err(LimitExceeded) = table.reserve() {
                    return Err(vm.memory_error());
                }
                table.insert(hash, key.to_ref(), value);
            }
        }
        Ok(())
    }

    /// Removes a key and gives it with its value.
    pub fn remove(&self, vm: &mut Vm, key: &Object) -> PyResult<Option<(Ref, Ref)>> {
        let hash = vm.hash(key)?;
        let position = self.find(vm, key, hash)?;
        Ok(position.and_then(|position| self.table.get_mut(vm).remove(position)))
    }

    /// Removes everything.
    pub fn clear(&self, vm: &mut Vm) {
        let empty = Table::new(vm.heap());
        let changes = self.changes(vm);
        let old = self.table.replace(vm, empty);
        self.table.get_mut(vm).changes = changes + 1;
        drop(old);
    }

    /// Keys and values as they are now.
    pub fn pairs(&self, vm: &Vm) -> Vec<(Ref, Ref)> {
        let entries = self.table.get(vm).entries();
        entries.iter().filter_map(|entry| entry.key.clone().zip(entry.value.clone())).collect()
    }
}
