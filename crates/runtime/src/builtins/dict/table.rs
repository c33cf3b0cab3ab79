//! The table behind a dict: entries in insertion order, and an open-addressed index into them.
//!
//! Layout and growth are CPython's (compact dict): the index has a power of two of places of which two
//! thirds are usable; when they are used up, the table is rebuilt for three times the live entries. While
//! all keys are exact strings the entries do without hashes, which the strings remember.

use pellucid_heap::{Heap, IndexedPairs, LimitExceeded, Object, Pair, Place, Ref};
use pellucid_macros::Trace;

use crate::builtins::Str;
use crate::object::SizesOf;

/// The table.
#[derive(Trace)]
#[payload(none)]
pub struct Table {
    entries: IndexedPairs,
    live: u32,
    /// How many more entries may be added before the table is rebuilt.
    usable: u32,
    /// For how many names there is room among the class's own, if that is where CPython would keep the keys (the dict is
    /// an instance's); else 0.
    room: u8,
    /// Changes with every insertion and deletion of a key, so that a search that ran Python code can tell.
    pub changes: u64,
}

/// What one step of a search found.
pub enum Probe {
    /// No entry can match.
    Absent,
    /// This entry has the very key (or an equal string).
    Found(usize),
    /// This entry has the hash; Python code must say whether the keys are equal.
    Ask(usize),
}

/// Where a search is: at this place of the index, counted beyond its end from the start again.
#[derive(Clone, Copy)]
pub struct Search {
    place: usize,
    perturb: u64,
}

impl Search {
    /// The start of a search.
    #[inline(always)]
    pub fn new(hash: i64) -> Search {
        Search { place: hash as usize, perturb: hash as u64 }
    }

    #[inline(always)]
    fn advance(&mut self) {
        self.perturb >>= 5;
        self.place = self.place.wrapping_mul(5).wrapping_add(self.perturb as usize).wrapping_add(1);
    }
}

/// Lets the first free place for a hash stand for the entry that comes next.
fn link_next(entries: &mut IndexedPairs, hash: i64) {
    let mut search = Search::new(hash);
    while entries.place(search.place) != Place::Empty {
        search.advance();
    }
    entries.set_place(search.place, entries.len());
}

impl Table {
    /// An empty table; allocates nothing.
    pub fn new(heap: &Heap) -> Table {
        Table { entries: IndexedPairs::new(heap), live: 0, usable: 0, room: 0, changes: 0 }
    }

    /// Tells whether a search that ran Python code may go on: not in a table that has been rebuilt.
    pub fn index_address(&self) -> usize {
        self.entries.address()
    }

    /// How many live entries.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.live as usize
    }

    /// How many entries, deleted ones included.
    #[inline(always)]
    pub fn entry_count(&self) -> usize {
        self.entries.len()
    }

    /// Key and value at a position, unless that is deleted or there is none.
    #[inline(always)]
    pub fn pair(&self, position: usize) -> Option<&(Ref, Ref)> {
        self.entries.get(position)
    }

    /// The hash of the key at a position; 0 if that is deleted.
    #[inline(always)]
    pub fn hash_at(&self, position: usize) -> i64 {
        if let Some(hash) = self.entries.hash(position) {
            return hash;
        }
        let text = self.pair(position).and_then(|(key, _)| key.downcast::<Str>());
        text.map_or(0, |text| text.known_hash())
    }

    /// What `dict.__sizeof__` counts besides the object itself.
    pub fn bytes(&self, sizes: SizesOf) -> usize {
        match (self.room, self.entries.places()) {
            (0, 0) => 0,
            (0, places) => sizes.dict_table_bytes(places, self.is_of_strings()),
            (room, _) => sizes.dict_values_bytes(self.entry_count(), room as usize),
        }
    }

    /// Says that the keys of this dict, which is empty, are names that a class has room for.
    pub fn share_keys(&mut self, room: usize) {
        self.room = room.min(u8::MAX as usize) as u8;
    }

    /// Whether CPython would keep the keys with a class.
    pub fn shares_keys(&self) -> bool {
        self.room > 0
    }

    /// Ends the sharing of keys; the table gets this many places.
    pub fn keep_own_keys(&mut self, heap: &Heap, places: usize) -> Result<(), LimitExceeded> {
        self.room = 0;
        let general = !self.is_of_strings();
        self.rebuild(heap, places, general)
    }

    /// Goes on with a search.
    pub fn probe(&self, search: &mut Search, key: &Object, hash: i64) -> Probe {
        loop {
            let found = self.entries.place(search.place);
            search.advance();
            let position = match found {
                Place::Empty => return Probe::Absent,
                Place::Deleted => continue,
                Place::Entry(position) => position,
            };
            if let Some((own, _)) = self.pair(position) {
                if own.is(key) {
                    return Probe::Found(position);
                }
                if self.hash_at(position) == hash {
                    return Probe::Ask(position);
                }
            }
        }
    }

    /// Searches for an exact string; the first key with the same hash that is no exact string ends the search with
    /// `Ask`.
    #[inline]
    pub fn probe_str(
        &self,
        key: &Object,
        text: &Str,
        hash: i64,
        is_str: impl Fn(&Object) -> bool,
    ) -> Probe {
        let only_strings = !self.entries.has_hashes();
        let mut search = Search::new(hash);
        loop {
            match self.entries.place(search.place) {
                Place::Empty => return Probe::Absent,
                Place::Deleted => {}
                Place::Entry(position) => {
                    if let Some((own, _)) = self.pair(position) {
                        if own.is(key) {
                            return Probe::Found(position);
                        }
                        if self.hash_at(position) == hash {
                            if !only_strings && !is_str(own) {
                                return Probe::Ask(position);
                            }
                            if own.downcast::<Str>().is_some_and(|own| own.same_text(text)) {
                                return Probe::Found(position);
                            }
                        }
                    }
                }
            }
            search.advance();
        }
    }

    /// Whether there is room for one more entry, whose key is an exact string or not.
    #[inline]
    pub fn has_room(&self, is_str: bool) -> bool {
        self.usable > 0 && (is_str || self.entries.has_hashes())
    }

    /// Makes room for one more entry, whose key is an exact string or not.
    #[cold]
    pub fn make_room(
        &mut self,
        heap: &Heap,
        rule: SizesOf,
        is_str: bool,
    ) -> Result<(), LimitExceeded> {
        if !is_str || self.entry_count() >= self.room as usize {
            self.room = 0;
        }
        if !is_str && self.is_of_strings() && self.entries.places() == 0 {
            self.rebuild(heap, rule.dict_places(0), true)?;
        } else if !is_str && self.is_of_strings() {
            let places = match rule.converts_dicts_in_place() {
                true => self.entries.places(),
                false => rule.dict_places(self.len() * 3),
            };
            self.rebuild(heap, places, true)?;
        }
        if self.usable == 0 {
            let general = !self.is_of_strings();
            self.rebuild(heap, rule.dict_places(self.len() * 3), general)?;
        }
        Ok(())
    }

    /// Makes room for `more` entries at once, as merging a dict of that size does.
    pub fn reserve_many(
        &mut self,
        heap: &Heap,
        rule: SizesOf,
        more: usize,
        all_strings: bool,
    ) -> Result<(), LimitExceeded> {
        let wanted = self.len().checked_add(more).ok_or(LimitExceeded)?;
        let minimum = wanted.checked_mul(3).ok_or(LimitExceeded)?.div_ceil(2);
        let general = !all_strings || self.entries.has_hashes();
        self.room = 0;
        self.rebuild(heap, rule.dict_places(minimum), general)
    }

    /// How many entries the index takes in all.
    pub fn usable_in_all(&self) -> usize {
        self.entries.capacity()
    }

    /// Whether all keys are known to be exact strings.
    pub fn is_of_strings(&self) -> bool {
        !self.entries.has_hashes()
    }

    /// Builds the table anew with an index of `places`, leaving deleted entries out.
    fn rebuild(&mut self, heap: &Heap, places: usize, general: bool) -> Result<(), LimitExceeded> {
        let mut entries = IndexedPairs::with_places(heap, places, general)?;
        for position in 0..self.entry_count() {
            let hash = self.hash_at(position);
            if let Some(pair) = self.entries.get_mut(position).and_then(Option::take) {
                link_next(&mut entries, hash);
                entries.push(Some(pair), hash);
            }
        }
        let most =
            entries.capacity().min(if self.room > 0 { self.room.into() } else { usize::MAX });
        self.usable = most.saturating_sub(entries.len()) as u32;
        self.entries = entries;
        self.changes += 1;
        Ok(())
    }

    /// Adds an entry for a key that is not there; `reserve` came before.
    pub fn insert(&mut self, hash: i64, key: Ref, value: Ref) {
        link_next(&mut self.entries, hash);
        self.entries.push(Some((key, value)), hash);
        self.live += 1;
        self.usable -= 1;
        self.changes += 1;
    }

    /// Replaces a value.
    #[inline]
    pub fn set_value(&mut self, position: usize, value: Ref) -> Option<Ref> {
        match self.entries.get_mut(position) {
            Some(Some((_, own))) => Some(std::mem::replace(own, value)),
            _ => Some(value),
        }
    }

    /// Removes an entry.
    pub fn remove(&mut self, position: usize) -> Pair {
        self.pair(position)?;
        let mut search = Search::new(self.hash_at(position));
        while self.entries.place(search.place) != Place::Entry(position) {
            search.advance();
        }
        self.entries.delete_place(search.place);
        self.live -= 1;
        self.changes += 1;
        self.entries.get_mut(position)?.take()
    }

    /// Removes the last entry. Its room is not given back, as in CPython: the index has a dead place for it.
    pub fn pop(&mut self) -> Pair {
        let position = (0..self.entry_count()).rev().find(|&at| self.pair(at).is_some())?;
        let pair = self.remove(position);
        self.entries.truncate(position);
        pair
    }

    /// A table with the same layout and contents.
    pub fn duplicate(&self, heap: &Heap) -> Result<Table, LimitExceeded> {
        let entries = self.entries.duplicate(heap)?;
        let (live, usable, room) = (self.live, self.usable, self.room);
        Ok(Table { entries, live, usable, room, changes: 0 })
    }
}
