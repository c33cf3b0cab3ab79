//! The payload of `set` and `frozenset`, and its operations for native code.

use std::cell::Cell;

use pellucid_heap::{LimitExceeded, WeakHead};

use super::table::{Probe, Table};
use crate::object::kind_of;
use crate::prelude::*;

/// Stands for a hash that nobody has asked for; no hash is -1.
const UNKNOWN: i64 = -1;

/// An unordered collection without duplicates.
#[derive(Trace)]
#[payload(weak = weak)]
pub struct Set {
    weak: WeakHead,
    table: TokenCell<Table>,
    /// The hash of a frozenset, once it is known.
    hash: Cell<i64>,
}

/// TypeError that says what an unhashable key was wanted for; other exceptions stay.
pub fn explain_unhashable(vm: &mut Vm, raised: Raised, key: &Object, role: &str) -> Raised {
    if !raised.0.class().is(&*vm.types.type_error) {
        return raised;
    }
    let text = match vm.str(raised.0.as_object()) {
        Ok(text) => text,
        Err(other) => return other,
    };
    let class = key.class().name(vm);
    vm.type_error(format!("cannot use '{class}' as {role} ({text})"))
}

/// The hash of something that is to be a member.
pub fn hash_of_member(vm: &mut Vm, key: &Object) -> PyResult<i64> {
    match vm.hash(key) {
        Err(raised) => Err(explain_unhashable(vm, raised, key, "a set element")),
        hash => hash,
    }
}

impl Set {
    /// An empty payload.
    pub fn empty(vm: &Vm) -> Set {
        let table = TokenCell::new(Table::new(vm.heap()));
        Set { weak: WeakHead::new(), table, hash: Cell::new(UNKNOWN) }
    }

    /// An empty `set` object.
    pub fn new(vm: &Vm) -> Ref<Set> {
        Set::of_class(vm, &vm.types.set)
    }

    /// An empty object of `set`, `frozenset` or a subclass.
    pub fn of_class(vm: &Vm, class: &Typed<Type>) -> Ref<Set> {
        vm.heap.allocate(kind_of(class), Set::empty(vm))
    }

    /// A `set` of the items of an iterable.
    pub fn from_iterable(vm: &mut Vm, iterable: &Object) -> PyResult<Ref<Set>> {
        let set = Set::new(vm);
        set.update(vm, iterable)?;
        Ok(set)
    }

    /// How many members.
    #[inline(always)]
    pub fn len(&self, vm: &Vm) -> usize {
        self.table.get(vm).len()
    }

    /// Whether there are no members.
    pub fn is_empty(&self, vm: &Vm) -> bool {
        self.len(vm) == 0
    }

    /// Member, hash and following place of the first member at `place` or behind it.
    #[inline]
    pub fn next_member(&self, vm: &Vm, place: usize) -> Option<(usize, Ref, i64)> {
        let table = self.table.get(vm);
        (place..table.places())
            .find_map(|at| table.member(at).map(|(key, hash)| (at + 1, key.clone(), hash)))
    }

    /// The members as they are now.
    pub fn members(&self, vm: &Vm) -> Vec<Ref> {
        let table = self.table.get(vm);
        (0..table.places()).filter_map(|at| table.member(at).map(|(key, _)| key.clone())).collect()
    }

    /// Whether all members are exact strings.
    pub fn all_strings(&self, vm: &Vm) -> bool {
        let table = self.table.get(vm);
        let mut members = (0..table.places()).filter_map(|at| table.member(at));
        members.all(|(key, _)| key.class_is(&vm.types.str))
    }

    /// What `__sizeof__` counts besides the object itself.
    pub fn table_bytes(&self, vm: &Vm) -> usize {
        self.table.get(vm).bytes(vm.sizes_of())
    }

    /// The hash, if it has been computed.
    pub fn known_hash(&self) -> Option<i64> {
        Some(self.hash.get()).filter(|hash| *hash != UNKNOWN)
    }

    /// The hash of the members in any order.
    pub fn frozen_hash(&self, vm: &Vm) -> i64 {
        let table = self.table.get(vm);
        let members = (0..table.places()).filter_map(|at| table.member(at));
        pellucid_text::hash::hash_frozenset(members.map(|(_, hash)| hash))
    }

    pub(super) fn set_hash(&self, hash: i64) {
        self.hash.set(hash);
    }

    /// Where a key is (`Ok`), or the place for it (`Err`).
    fn find(&self, vm: &mut Vm, key: &Object, hash: i64) -> PyResult<Result<usize, usize>> {
        'again: loop {
            let table = self.table.get(vm);
            let changes = table.changes;
            let mut search = table.search(hash);
            loop {
                let types = &vm.types;
                let is_str = |object: &Object| object.class_is(&types.str);
                let text = if is_str(key) { key.downcast::<Str>() } else { None };
                let text = text.map(|text| &**text);
                match self.table.get(vm).probe(&mut search, key, text, hash, is_str) {
                    Probe::Absent(place) => return Ok(Err(place)),
                    Probe::Found(place) => return Ok(Ok(place)),
                    Probe::Ask(place) => {
                        let Some((own, _)) = self.table.get(vm).member(place) else { continue };
                        let own = own.clone();
                        let equal = vm.equal(&own, key)?;
                        if self.table.get(vm).changes != changes {
                            continue 'again;
                        }
                        if equal {
                            return Ok(Ok(place));
                        }
                    }
                }
            }
        }
    }

    /// Whether a key whose hash is known is a member.
    pub fn contains_hashed(&self, vm: &mut Vm, key: &Object, hash: i64) -> PyResult<bool> {
        Ok(self.find(vm, key, hash)?.is_ok())
    }

    /// Whether a key is a member. A set is looked for as the frozenset of its members.
    pub fn contains(&self, vm: &mut Vm, key: &Object) -> PyResult<bool> {
        let hash = hash_to_look_for(vm, key)?;
        self.contains_hashed(vm, key, hash)
    }

    /// Adds a member.
    pub fn add(&self, vm: &mut Vm, key: &Object) -> PyResult<()> {
        let hash = hash_of_member(vm, key)?;
        self.add_hashed(vm, key, hash)
    }

    /// Adds a member whose hash is known.
    pub fn add_hashed(&self, vm: &mut Vm, key: &Object, hash: i64) -> PyResult<()> {
        if let Err(place) = self.find(vm, key, hash)? {
            let added = self.table.get_mut(vm).insert_at(place, hash, key.to_ref());
            return added.map_err(|LimitExceeded| vm.memory_error());
        }
        Ok(())
    }

    /// Removes a member; `false` if there is none.
    pub fn discard(&self, vm: &mut Vm, key: &Object) -> PyResult<bool> {
        let hash = hash_to_look_for(vm, key)?;
        self.discard_hashed(vm, key, hash)
    }

    /// Removes a member whose hash is known; `false` if there is none.
    pub fn discard_hashed(&self, vm: &mut Vm, key: &Object, hash: i64) -> PyResult<bool> {
        match self.find(vm, key, hash)? {
            Ok(place) => {
                drop(self.table.get_mut(vm).remove(place));
                Ok(true)
            }
            Err(_) => Ok(false),
        }
    }

    /// Removes some member.
    pub fn pop(&self, vm: &mut Vm) -> Option<Ref> {
        self.table.get_mut(vm).pop().map(|(key, _)| key)
    }

    /// Removes all members.
    pub fn clear(&self, vm: &mut Vm) {
        let empty = Table::new(vm.heap());
        self.replace_table(vm, empty);
    }

    fn replace_table(&self, vm: &mut Vm, mut table: Table) {
        table.changes = self.table.get(vm).changes + 1;
        drop(self.table.replace(vm, table));
    }

    /// Exchanges the members of two sets.
    pub fn take_members(&self, vm: &mut Vm, other: &Set) {
        let empty = Table::new(vm.heap());
        let table = other.table.replace(vm, empty);
        self.replace_table(vm, table);
    }

    pub(super) fn reserve_many(&self, vm: &mut Vm, more: usize) -> PyResult<()> {
        let done = self.table.get_mut(vm).reserve_many(more);
        done.map_err(|LimitExceeded| vm.memory_error())
    }

    /// Gives up deleted places when they are many.
    pub(super) fn tidy(&self, vm: &mut Vm) -> PyResult<()> {
        let done = self.table.get_mut(vm).tidy();
        done.map_err(|LimitExceeded| vm.memory_error())
    }

    /// Adds the members of another set.
    pub fn merge(&self, vm: &mut Vm, other: &Set) -> PyResult<()> {
        if std::ptr::eq(self, other) || other.is_empty(vm) {
            return Ok(());
        }
        self.reserve_many(vm, other.len(vm))?;
        if self.table.get(vm).is_fresh() {
            // The other table cannot be borrowed while this one is written, so it is lent for that long.
            let empty = Table::new(vm.heap());
            let theirs = other.table.replace(vm, empty);
            let done = self.table.get_mut(vm).copy_from(&theirs);
            drop(other.table.replace(vm, theirs));
            return done.map_err(|LimitExceeded| vm.memory_error());
        }
        let mut place = 0;
        while let Some((next, key, hash)) = other.next_member(vm, place) {
            place = next;
            self.add_hashed(vm, &key, hash)?;
        }
        Ok(())
    }
}

/// The hash under which a key is looked for: that of a set is the hash of the frozenset with its members.
fn hash_to_look_for(vm: &mut Vm, key: &Object) -> PyResult<i64> {
    match vm.hash(key) {
        Ok(hash) => Ok(hash),
        Err(raised) => match key.downcast::<Set>() {
            Some(set) if raised.is_instance(vm, &vm.types.type_error) => Ok(set.frozen_hash(vm)),
            _ => Err(explain_unhashable(vm, raised, key, "a set element")),
        },
    }
}
