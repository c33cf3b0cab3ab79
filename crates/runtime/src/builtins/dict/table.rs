//! The table behind a dict: entries in insertion order, and an open-addressed index into them.
//!
//! Layout and growth are CPython's (compact dict): the index has a power of two of places of which two
//! thirds are usable; when they are used up, the table is rebuilt for three times the live entries. While
//! all keys are exact strings the entries do without hashes, which the strings remember.

use pellucid_heap::{Buffer, Heap, Label, LimitExceeded, Object, Ref, Trace, Tracer};
use pellucid_macros::Trace;

use super::index::{Index, Place};
use crate::builtins::Str;
use crate::object::SizesOf;

/// Key and value of an entry; a deleted entry has neither.
pub type Pair = Option<(Ref, Ref)>;

/// An entry whose key is an exact string.
pub struct StrEntry {
    pair: Pair,
}

/// Any other entry.
pub struct Entry {
    hash: i64,
    pair: Pair,
}

fn trace_pair(pair: &Pair, tracer: &mut Tracer<'_>) {
    if let Some((key, value)) = pair {
        tracer.edge(&**key, Label::Key);
        tracer.edge(&**value, Label::Value(key));
    }
}

impl Trace for StrEntry {
    fn trace_as(&self, _: Label<'_>, tracer: &mut Tracer<'_>) {
        trace_pair(&self.pair, tracer);
    }
}

impl Trace for Entry {
    fn trace_as(&self, _: Label<'_>, tracer: &mut Tracer<'_>) {
        trace_pair(&self.pair, tracer);
    }
}

#[derive(Trace)]
#[payload(none)]
enum Entries {
    Strings(Buffer<StrEntry>),
    General(Buffer<Entry>),
}

impl Drop for Entries {
    /// CPython drops the entries of a dict in their order.
    fn drop(&mut self) {
        match self {
            Entries::Strings(entries) => entries.clear_forward(),
            Entries::General(entries) => entries.clear_forward(),
        }
    }
}

/// The table.
#[derive(Trace)]
#[payload(none)]
pub struct Table {
    index: Index,
    entries: Entries,
    live: usize,
    /// How many more entries may be added before the table is rebuilt.
    usable: usize,
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

/// Where a search is.
#[derive(Clone, Copy)]
pub struct Search {
    place: usize,
    perturb: u64,
}

fn hash_of_string(pair: &Pair) -> i64 {
    let text = pair.as_ref().and_then(|(key, _)| key.downcast::<Str>());
    text.map_or(0, |text| text.known_hash())
}

/// How many entries an index of this many places takes.
fn usable_of(places: usize) -> usize {
    places * 2 / 3
}

impl Table {
    /// An empty table; allocates nothing.
    pub fn new(heap: &Heap) -> Table {
        Table {
            index: Index::empty(heap),
            entries: Entries::Strings(Buffer::new(heap)),
            live: 0,
            usable: 0,
            room: 0,
            changes: 0,
        }
    }

    /// Tells whether a search that ran Python code may go on: not in a table that has been rebuilt.
    pub fn index_address(&self) -> usize {
        self.index.address()
    }

    /// How many live entries.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.live
    }

    /// How many entries, deleted ones included.
    #[inline(always)]
    pub fn entry_count(&self) -> usize {
        match &self.entries {
            Entries::Strings(entries) => entries.len(),
            Entries::General(entries) => entries.len(),
        }
    }

    /// Key and value at a position, unless that is deleted or there is none.
    #[inline(always)]
    pub fn pair(&self, position: usize) -> Option<&(Ref, Ref)> {
        match &self.entries {
            Entries::Strings(entries) => entries.get(position)?.pair.as_ref(),
            Entries::General(entries) => entries.get(position)?.pair.as_ref(),
        }
    }

    /// The hash of the key at a position; 0 if that is deleted.
    #[inline(always)]
    pub fn hash_at(&self, position: usize) -> i64 {
        match &self.entries {
            Entries::Strings(entries) => {
                entries.get(position).map_or(0, |entry| hash_of_string(&entry.pair))
            }
            Entries::General(entries) => entries.get(position).map_or(0, |entry| entry.hash),
        }
    }

    #[inline(always)]
    fn pair_mut(&mut self, position: usize) -> Option<&mut Pair> {
        match &mut self.entries {
            Entries::Strings(entries) => entries.get_mut(position).map(|entry| &mut entry.pair),
            Entries::General(entries) => entries.get_mut(position).map(|entry| &mut entry.pair),
        }
    }

    /// What `dict.__sizeof__` counts besides the object itself.
    pub fn bytes(&self, sizes: SizesOf) -> usize {
        match (self.room, self.index.places()) {
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

    /// Starts a search.
    #[inline(always)]
    pub fn search(&self, hash: i64) -> Search {
        Search { place: hash as usize & self.index.places().wrapping_sub(1), perturb: hash as u64 }
    }

    #[inline(always)]
    fn advance(&self, search: &mut Search) {
        search.perturb >>= 5;
        let next =
            search.place.wrapping_mul(5).wrapping_add(search.perturb as usize).wrapping_add(1);
        search.place = next & (self.index.places() - 1);
    }

    /// Goes on with a search.
    pub fn probe(&self, search: &mut Search, key: &Object, hash: i64) -> Probe {
        if self.index.places() == 0 {
            return Probe::Absent;
        }
        loop {
            let found = self.index.get(search.place);
            self.advance(search);
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
        if self.index.places() == 0 {
            return Probe::Absent;
        }
        let only_strings = matches!(self.entries, Entries::Strings(_));
        let mut search = self.search(hash);
        loop {
            match self.index.get(search.place) {
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
            self.advance(&mut search);
        }
    }

    /// Whether there is room for one more entry, whose key is an exact string or not.
    #[inline]
    pub fn has_room(&self, is_str: bool) -> bool {
        self.usable > 0 && (is_str || matches!(self.entries, Entries::General(_)))
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
        if !is_str && self.is_of_strings() && self.index.places() == 0 {
            self.rebuild(heap, rule.dict_places(0), true)?;
        } else if !is_str && self.is_of_strings() {
            let places = match rule.converts_dicts_in_place() {
                true => self.index.places(),
                false => rule.dict_places(self.live * 3),
            };
            self.rebuild(heap, places, true)?;
        }
        if self.usable == 0 {
            let general = !self.is_of_strings();
            self.rebuild(heap, rule.dict_places(self.live * 3), general)?;
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
        let wanted = self.live.checked_add(more).ok_or(LimitExceeded)?;
        let minimum = wanted.checked_mul(3).ok_or(LimitExceeded)?.div_ceil(2);
        let general = !all_strings || matches!(self.entries, Entries::General(_));
        self.room = 0;
        self.rebuild(heap, rule.dict_places(minimum), general)
    }

    /// How many entries the index takes in all.
    pub fn usable_in_all(&self) -> usize {
        usable_of(self.index.places())
    }

    /// Whether all keys are known to be exact strings.
    pub fn is_of_strings(&self) -> bool {
        matches!(self.entries, Entries::Strings(_))
    }

    /// Builds the table anew with an index of `places`, leaving deleted entries out.
    fn rebuild(&mut self, heap: &Heap, places: usize, general: bool) -> Result<(), LimitExceeded> {
        let usable = usable_of(places);
        let index = Index::with_places(heap, places)?;
        match &mut self.entries {
            Entries::Strings(entries) if general => {
                let mut converted = Buffer::with_capacity(heap, usable)?;
                let length = entries.len();
                for entry in entries.drain(0..length).filter(|entry| entry.pair.is_some()) {
                    converted.push(Entry { hash: hash_of_string(&entry.pair), pair: entry.pair });
                }
                self.entries = Entries::General(converted);
            }
            Entries::Strings(entries) => compact(entries, usable, |entry| entry.pair.is_some())?,
            Entries::General(entries) => compact(entries, usable, |entry| entry.pair.is_some())?,
        }
        self.index = index;
        let most = if self.room > 0 { usable.min(self.room as usize) } else { usable };
        self.usable = most.saturating_sub(self.live);
        for position in 0..self.entry_count() {
            self.link(self.hash_at(position), position);
        }
        self.changes += 1;
        Ok(())
    }

    fn link(&mut self, hash: i64, position: usize) {
        let mut search = self.search(hash);
        while !matches!(self.index.get(search.place), Place::Empty) {
            self.advance(&mut search);
        }
        self.index.set(search.place, position);
    }

    /// Adds an entry for a key that is not there; `reserve` came before.
    pub fn insert(&mut self, hash: i64, key: Ref, value: Ref) {
        let position = self.entry_count();
        let pair = Some((key, value));
        match &mut self.entries {
            Entries::Strings(entries) => entries.push(StrEntry { pair }),
            Entries::General(entries) => entries.push(Entry { hash, pair }),
        }
        self.link(hash, position);
        self.live += 1;
        self.usable -= 1;
        self.changes += 1;
    }

    /// Replaces a value.
    #[inline]
    pub fn set_value(&mut self, position: usize, value: Ref) -> Option<Ref> {
        match self.pair_mut(position) {
            Some(Some((_, own))) => Some(std::mem::replace(own, value)),
            _ => Some(value),
        }
    }

    /// Removes an entry.
    pub fn remove(&mut self, position: usize) -> Pair {
        self.pair(position)?;
        let mut search = self.search(self.hash_at(position));
        while self.index.get(search.place) != Place::Entry(position) {
            self.advance(&mut search);
        }
        self.index.delete(search.place);
        self.live -= 1;
        self.changes += 1;
        self.pair_mut(position)?.take()
    }

    /// Removes the last entry. Its room is not given back, as in CPython: the index has a dead place for it.
    pub fn pop(&mut self) -> Pair {
        let position = (0..self.entry_count()).rev().find(|&at| self.pair(at).is_some())?;
        let pair = self.remove(position);
        match &mut self.entries {
            Entries::Strings(entries) => entries.truncate(position),
            Entries::General(entries) => entries.truncate(position),
        }
        pair
    }

    /// A table with the same layout and contents.
    pub fn duplicate(&self, heap: &Heap) -> Result<Table, LimitExceeded> {
        let usable = self.usable_in_all();
        let entries = match &self.entries {
            Entries::Strings(entries) => {
                let mut copied = Buffer::with_capacity(heap, usable)?;
                entries.iter().for_each(|entry| copied.push(StrEntry { pair: entry.pair.clone() }));
                Entries::Strings(copied)
            }
            Entries::General(entries) => {
                let mut copied = Buffer::with_capacity(heap, usable)?;
                for entry in entries.iter() {
                    copied.push(Entry { hash: entry.hash, pair: entry.pair.clone() });
                }
                Entries::General(copied)
            }
        };
        let index = self.index.duplicate(heap)?;
        let (live, usable, room) = (self.live, self.usable, self.room);
        Ok(Table { index, entries, live, usable, room, changes: 0 })
    }
}

/// Moves the live entries together and makes the capacity `usable`.
fn compact<E>(
    entries: &mut Buffer<E>,
    usable: usize,
    is_live: impl Fn(&E) -> bool,
) -> Result<(), LimitExceeded> {
    let mut kept = 0;
    for position in 0..entries.len() {
        if is_live(&entries[position]) {
            entries.swap(kept, position);
            kept += 1;
        }
    }
    entries.truncate(kept);
    entries.set_capacity(usable)
}
