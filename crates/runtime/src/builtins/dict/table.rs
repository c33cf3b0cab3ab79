//! The table behind a dict: entries in insertion order, and an open-addressed index into them.
//!
//! Layout and growth are CPython's (compact dict): the index has a power of two of places of which two
//! thirds are usable; when they are used up, the table is rebuilt for three times the live entries.

use pellucid_heap::{Buffer, Heap, LimitExceeded, Object, Ref};
use pellucid_macros::Trace;

use crate::builtins::Str;

const EMPTY: u32 = u32::MAX;
const DUMMY: u32 = u32::MAX - 1;
const SMALLEST: usize = 8;

/// One key with its value; a deleted entry has neither.
#[derive(Trace)]
#[payload(none)]
pub struct Entry {
    pub hash: i64,
    pub key: Option<Ref>,
    pub value: Option<Ref>,
}

/// The table.
#[derive(Trace)]
#[payload(none)]
pub struct Table {
    index: Buffer<u32>,
    entries: Buffer<Entry>,
    live: usize,
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

impl Table {
    /// An empty table; allocates nothing.
    pub fn new(heap: &Heap) -> Table {
        Table { index: Buffer::new(heap), entries: Buffer::new(heap), live: 0, changes: 0 }
    }

    /// How many live entries.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.live
    }

    /// The entries, deleted ones included.
    #[inline(always)]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Places in the index.
    pub fn places(&self) -> usize {
        self.index.len()
    }

    /// Starts a search.
    #[inline(always)]
    pub fn search(&self, hash: i64) -> Search {
        Search { place: hash as usize & self.index.len().wrapping_sub(1), perturb: hash as u64 }
    }

    #[inline(always)]
    fn advance(&self, search: &mut Search) {
        search.perturb >>= 5;
        let next =
            search.place.wrapping_mul(5).wrapping_add(search.perturb as usize).wrapping_add(1);
        search.place = next & (self.index.len() - 1);
    }

    /// Goes on with a search for a key that is no exact string.
    pub fn probe(&self, search: &mut Search, key: &Object, hash: i64) -> Probe {
        if self.index.is_empty() {
            return Probe::Absent;
        }
        loop {
            let position = self.index[search.place];
            if position == EMPTY {
                return Probe::Absent;
            }
            let candidate = self.entries.get(position as usize);
            self.advance(search);
            if let Some(entry) = candidate
                && let Some(own) = &entry.key
            {
                if own.is(key) {
                    return Probe::Found(position as usize);
                }
                if entry.hash == hash {
                    return Probe::Ask(position as usize);
                }
            }
        }
    }

    /// Searches for a string where the keys that could be equal are exact strings; the first other key with the
    /// same hash ends the search with `Ask`.
    #[inline]
    pub fn probe_str(
        &self,
        key: &Object,
        text: &Str,
        hash: i64,
        is_str: impl Fn(&Object) -> bool,
    ) -> Probe {
        if self.index.is_empty() {
            return Probe::Absent;
        }
        let mut search = self.search(hash);
        loop {
            let position = self.index[search.place];
            if position == EMPTY {
                return Probe::Absent;
            }
            if let Some(entry) = self.entries.get(position as usize)
                && let Some(own) = &entry.key
            {
                if own.is(key) {
                    return Probe::Found(position as usize);
                }
                if entry.hash == hash {
                    if !is_str(own) {
                        return Probe::Ask(position as usize);
                    }
                    if own.downcast::<Str>().is_some_and(|own| own.same_text(text)) {
                        return Probe::Found(position as usize);
                    }
                }
            }
            self.advance(&mut search);
        }
    }

    /// Makes room for one more entry.
    pub fn reserve(&mut self) -> Result<(), LimitExceeded> {
        if self.entries.len() < self.entries.capacity() {
            return Ok(());
        }
        let mut places = SMALLEST;
        while places <= self.live * 3 {
            places *= 2;
        }
        self.rebuild(places)
    }

    /// Builds the table anew with an index of `places`, leaving deleted entries out.
    pub fn rebuild(&mut self, places: usize) -> Result<(), LimitExceeded> {
        let usable = places * 2 / 3;
        if u32::try_from(places).is_err() {
            return Err(LimitExceeded);
        }
        let mut kept = 0;
        for position in 0..self.entries.len() {
            if self.entries[position].key.is_some() {
                self.entries.swap(kept, position);
                kept += 1;
            }
        }
        self.entries.truncate(kept);
        self.entries.set_capacity(usable)?;
        self.index.truncate(0);
        self.index.set_capacity(places)?;
        for _ in 0..places {
            self.index.push(EMPTY);
        }
        for position in 0..kept {
            let hash = self.entries[position].hash;
            self.link(hash, position as u32);
        }
        self.changes += 1;
        Ok(())
    }

    fn link(&mut self, hash: i64, position: u32) {
        let mut search = self.search(hash);
        while self.index[search.place] != EMPTY {
            self.advance(&mut search);
        }
        self.index[search.place] = position;
    }

    /// Adds an entry for a key that is not there; `reserve` came before.
    pub fn insert(&mut self, hash: i64, key: Ref, value: Ref) {
        let position = self.entries.len() as u32;
        self.entries.push(Entry { hash, key: Some(key), value: Some(value) });
        self.link(hash, position);
        self.live += 1;
        self.changes += 1;
    }

    /// Replaces a value.
    #[inline]
    pub fn set_value(&mut self, position: usize, value: Ref) -> Option<Ref> {
        self.entries[position].value.replace(value)
    }

    /// Removes an entry.
    pub fn remove(&mut self, position: usize) -> Option<(Ref, Ref)> {
        let hash = self.entries[position].hash;
        let mut search = self.search(hash);
        while self.index[search.place] != position as u32 {
            self.advance(&mut search);
        }
        self.index[search.place] = DUMMY;
        self.live -= 1;
        self.changes += 1;
        let entry = &mut self.entries[position];
        entry.key.take().zip(entry.value.take())
    }
}
