//! The table behind a dict: entries in insertion order, and an open-addressed index into them.
//!
//! Layout and growth are CPython's (compact dict): the index has a power of two of places of which two
//! thirds are usable; when they are used up, the table is rebuilt for three times the live entries. While
//! all keys are exact strings the entries do without hashes, which the strings remember.

use pellucid_heap::{
    Heap, IndexedPairs, LimitExceeded, NamedValues, Object, Pair, Place, Ref, SharedNames, Typed,
};
use pellucid_macros::Trace;

use crate::builtins::Str;
use crate::object::{SizesOf, shared_names};

/// The table.
#[derive(Trace)]
#[payload(none)]
pub struct Table {
    entries: Entries,
    live: u32,
    /// How many more entries may be added before the table is rebuilt.
    usable: u32,
    /// Changes with every insertion and deletion of a key, so that a search that ran Python code can tell.
    pub changes: u64,
}

const _: () = assert!(size_of::<Table>() <= 48, "a dict takes what CPython's does");

#[derive(Trace)]
#[payload(none)]
enum Entries {
    Own(IndexedPairs),
    /// Of an instance: the keys are names that its class keeps.
    Shared(NamedValues),
}

/// How many entries CPython's table of shared keys could index.
const SHARED_USABLE: usize = 42;

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
    /// The next position, where there is no index.
    next: usize,
}

impl Search {
    /// The start of a search.
    #[inline(always)]
    pub fn new(hash: i64) -> Search {
        Search { place: hash as usize, perturb: hash as u64, next: 0 }
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
        Table { entries: Entries::Own(IndexedPairs::new(heap)), live: 0, usable: 0, changes: 0 }
    }

    /// An empty table, with room for some values of names that a class keeps.
    pub fn of_names(names: Ref<SharedNames>, room: usize) -> Result<Table, LimitExceeded> {
        let entries = Entries::Shared(NamedValues::with_capacity(names, room)?);
        Ok(Table { entries, live: 0, usable: 0, changes: 0 })
    }

    /// An empty table for the dict of this one.
    pub fn emptied(&self, heap: &Heap) -> Table {
        let names = self.shared().map(|values| values.names().clone());
        names.and_then(|names| Table::of_names(names, 0).ok()).unwrap_or_else(|| Table::new(heap))
    }

    /// The entries, if the keys are names that a class keeps.
    #[inline(always)]
    pub fn shared(&self) -> Option<&NamedValues> {
        match &self.entries {
            Entries::Own(_) => None,
            Entries::Shared(values) => Some(values),
        }
    }

    /// Tells whether a search that ran Python code may go on: not in a table that has been rebuilt.
    pub fn index_address(&self) -> usize {
        match &self.entries {
            Entries::Own(entries) => entries.address(),
            Entries::Shared(values) => values.address(),
        }
    }

    /// How many live entries.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.live as usize
    }

    /// How many entries, deleted ones included.
    #[inline(always)]
    pub fn entry_count(&self) -> usize {
        match &self.entries {
            Entries::Own(entries) => entries.len(),
            Entries::Shared(values) => values.len(),
        }
    }

    /// Key and value at a position, unless that is deleted or there is none.
    #[inline(always)]
    pub fn pair(&self, position: usize) -> Option<(&Object, &Object)> {
        match &self.entries {
            Entries::Own(entries) => entries.get(position).map(|(key, value)| (&**key, &**value)),
            Entries::Shared(values) => values.get(position),
        }
    }

    /// The hash of the key at a position; 0 if that is deleted.
    #[inline(always)]
    pub fn hash_at(&self, position: usize) -> i64 {
        if let Entries::Own(entries) = &self.entries
            && let Some(hash) = entries.hash(position)
        {
            return hash;
        }
        let text = self.pair(position).and_then(|(key, _)| key.downcast::<Str>());
        text.map_or(0, |text| text.known_hash())
    }

    /// What `dict.__sizeof__` counts besides the object itself.
    pub fn bytes(&self, sizes: SizesOf) -> usize {
        match &self.entries {
            Entries::Own(entries) if entries.places() == 0 => 0,
            Entries::Own(entries) => sizes.dict_table_bytes(entries.places(), self.is_of_strings()),
            Entries::Shared(values) => {
                let room = values.names().len() + usize::from(values.names().room());
                sizes.dict_values_bytes(values.len(), room)
            }
        }
    }

    /// Whether the keys are names that a class keeps.
    pub fn shares_names(&self) -> bool {
        self.shared().is_some()
    }

    /// Appends the value of a shared name that has none.
    pub fn push_named(&mut self, number: usize, value: Ref) -> Result<(), LimitExceeded> {
        if let Entries::Shared(values) = &mut self.entries {
            values.push(number, value)?;
            self.live += 1;
            self.changes += 1;
        }
        Ok(())
    }

    /// The number that this key, which is an exact string and not there, has or gets among the names that a class keeps.
    #[cold]
    pub fn number_of_new(&self, key: &Typed<Str>) -> Option<usize> {
        let names = self.shared()?.names();
        shared_names::number_of(names, key).or_else(|| shared_names::add(names, key))
    }

    /// Gives the table keys of its own and this many places.
    pub fn keep_own_keys(&mut self, heap: &Heap, places: usize) -> Result<(), LimitExceeded> {
        let general = !self.is_of_strings();
        self.rebuild(heap, places, general)
    }

    /// Goes on with a search.
    pub fn probe(&self, search: &mut Search, key: &Object, hash: i64) -> Probe {
        loop {
            let position = match &self.entries {
                Entries::Shared(values) if search.next >= values.len() => return Probe::Absent,
                Entries::Shared(_) => {
                    search.next += 1;
                    search.next - 1
                }
                Entries::Own(entries) => {
                    let found = entries.place(search.place);
                    search.advance();
                    match found {
                        Place::Empty => return Probe::Absent,
                        Place::Deleted => continue,
                        Place::Entry(position) => position,
                    }
                }
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
        text: &Typed<Str>,
        hash: i64,
        is_str: impl Fn(&Object) -> bool,
    ) -> Probe {
        let key = text.as_object();
        let entries = match &self.entries {
            Entries::Own(entries) => entries,
            Entries::Shared(values) => return find_named(values, text),
        };
        let only_strings = !entries.has_hashes();
        let mut search = Search::new(hash);
        loop {
            match entries.place(search.place) {
                Place::Empty => return Probe::Absent,
                Place::Deleted => {}
                Place::Entry(position) => {
                    if let Some((own, _)) = entries.get(position) {
                        if own.is(key) {
                            return Probe::Found(position);
                        }
                        let own_hash = match entries.hash(position) {
                            Some(hash) => hash,
                            None => own.downcast::<Str>().map_or(0, |own| own.known_hash()),
                        };
                        if own_hash == hash {
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
        self.usable > 0 && (is_str || !self.is_of_strings())
    }

    /// Makes room for one more entry, whose key is an exact string or not, in a table of its own.
    #[cold]
    pub fn make_room(
        &mut self,
        heap: &Heap,
        rule: SizesOf,
        is_str: bool,
    ) -> Result<(), LimitExceeded> {
        let places = match &self.entries {
            Entries::Own(entries) => entries.places(),
            Entries::Shared(_) => {
                return self.rebuild(heap, rule.dict_places(self.len() * 3), !is_str);
            }
        };
        if !is_str && self.is_of_strings() && places == 0 {
            self.rebuild(heap, rule.dict_places(0), true)?;
        } else if !is_str && self.is_of_strings() {
            let places = match rule.converts_dicts_in_place() {
                true => places,
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
        let general = !all_strings || !self.is_of_strings();
        self.rebuild(heap, rule.dict_places(minimum), general)
    }

    /// How many entries the index takes in all.
    pub fn usable_in_all(&self) -> usize {
        match &self.entries {
            Entries::Own(entries) => entries.capacity(),
            Entries::Shared(_) => SHARED_USABLE,
        }
    }

    /// Whether all keys are known to be exact strings.
    #[inline(always)]
    pub fn is_of_strings(&self) -> bool {
        match &self.entries {
            Entries::Own(entries) => !entries.has_hashes(),
            Entries::Shared(_) => true,
        }
    }

    /// Builds the table anew with an index of `places`, leaving deleted entries out.
    fn rebuild(&mut self, heap: &Heap, places: usize, general: bool) -> Result<(), LimitExceeded> {
        let mut entries = IndexedPairs::with_places(heap, places, general)?;
        for position in 0..self.entry_count() {
            let hash = self.hash_at(position);
            if let Some((key, value)) = self.pair(position) {
                link_next(&mut entries, hash);
                entries.push(Some((key.to_ref(), value.to_ref())), hash);
            }
        }
        self.usable = entries.capacity().saturating_sub(entries.len()) as u32;
        self.entries = Entries::Own(entries);
        self.changes += 1;
        Ok(())
    }

    /// Adds an entry for a key that is not there; `make_room` came before.
    pub fn insert(&mut self, hash: i64, key: Ref, value: Ref) {
        if let Entries::Own(entries) = &mut self.entries {
            link_next(entries, hash);
            entries.push(Some((key, value)), hash);
            self.live += 1;
            self.usable -= 1;
            self.changes += 1;
        }
    }

    /// Replaces a value.
    #[inline]
    pub fn set_value(&mut self, position: usize, value: Ref) -> Option<Ref> {
        match &mut self.entries {
            Entries::Own(entries) => match entries.get_mut(position) {
                Some(Some((_, own))) => Some(std::mem::replace(own, value)),
                _ => Some(value),
            },
            Entries::Shared(values) => Some(values.replace(position, value)),
        }
    }

    /// Removes an entry.
    pub fn remove(&mut self, position: usize) -> Pair {
        let hash = self.hash_at(position);
        let entries = match &mut self.entries {
            Entries::Own(entries) => entries,
            Entries::Shared(values) => {
                let pair = values.remove(position)?;
                self.live -= 1;
                self.changes += 1;
                return Some(pair);
            }
        };
        entries.get(position)?;
        let mut search = Search::new(hash);
        while entries.place(search.place) != Place::Entry(position) {
            search.advance();
        }
        entries.delete_place(search.place);
        self.live -= 1;
        self.changes += 1;
        entries.get_mut(position)?.take()
    }

    /// Removes the last entry. Its room is not given back, as in CPython: the index has a dead place for it.
    pub fn pop(&mut self) -> Pair {
        let position = (0..self.entry_count()).rev().find(|&at| self.pair(at).is_some())?;
        let pair = self.remove(position);
        if let Entries::Own(entries) = &mut self.entries {
            entries.truncate(position);
        }
        pair
    }

    /// A table with the same layout and contents.
    pub fn duplicate(&self, heap: &Heap) -> Result<Table, LimitExceeded> {
        let entries = match &self.entries {
            Entries::Own(entries) => Entries::Own(entries.duplicate(heap)?),
            Entries::Shared(values) => Entries::Shared(values.duplicate()?),
        };
        Ok(Table { entries, live: self.live, usable: self.usable, changes: 0 })
    }
}

fn find_named(values: &NamedValues, name: &Typed<Str>) -> Probe {
    let number = shared_names::number_of(values.names(), name);
    number.and_then(|number| values.position_of(number)).map_or(Probe::Absent, Probe::Found)
}
