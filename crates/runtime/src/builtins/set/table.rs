//! The table behind a set: open addressing as CPython's, so that iteration shows the same order.
//!
//! A search looks at ten neighbouring places, then jumps; a deleted place stays marked until the table is rebuilt.

use pellucid_heap::{Buffer, Heap, Label, LimitExceeded, Object, Ref, Trace, Tracer};
use pellucid_macros::Trace;

use crate::builtins::Str;
use crate::object::SizesOf;

const SMALLEST: usize = 8;
const LINEAR_PROBES: usize = 9;
const PERTURB_SHIFT: u32 = 5;
/// The hash of a deleted place; no object hashes to it.
const DELETED: i64 = -1;
/// Above this many members a set only doubles.
const LARGE: usize = 50_000;

/// A place of the table. Without a key it is free (hash 0) or deleted.
#[derive(Clone)]
pub struct Entry {
    hash: i64,
    key: Option<Ref>,
}

const FREE: Entry = Entry { hash: 0, key: None };

impl Trace for Entry {
    fn trace_as(&self, _: Label<'_>, tracer: &mut Tracer<'_>) {
        if let Some(key) = &self.key {
            tracer.edge(&**key, Label::Key);
        }
    }
}

/// The table.
#[derive(Trace)]
#[payload(none)]
pub struct Table {
    /// Empty, or a power of two of places.
    entries: Buffer<Entry>,
    /// Members and deleted places.
    fill: usize,
    used: usize,
    /// Where `pop` goes on.
    finger: usize,
    /// Changes whenever a member comes or goes.
    pub changes: u64,
}

/// What one step of a search found.
pub enum Probe {
    /// The key is not there; this is the place for it.
    Absent(usize),
    /// The key, or an equal string.
    Found(usize),
    /// This place has the hash; Python code must say whether the keys are equal.
    Ask(usize),
}

/// Where a search is.
#[derive(Clone, Copy)]
pub struct Search {
    start: usize,
    step: usize,
    perturb: u64,
}

impl Table {
    /// An empty table; allocates nothing.
    pub fn new(heap: &Heap) -> Table {
        Table { entries: Buffer::new(heap), fill: 0, used: 0, finger: 0, changes: 0 }
    }

    /// How many members.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.used
    }

    /// How many places there are to walk over.
    #[inline(always)]
    pub fn places(&self) -> usize {
        self.entries.len()
    }

    /// Key and hash at a place, if there is a member.
    #[inline(always)]
    pub fn member(&self, place: usize) -> Option<(&Ref, i64)> {
        let entry = self.entries.get(place)?;
        entry.key.as_ref().map(|key| (key, entry.hash))
    }

    /// Places as CPython counts them: the smallest table is part of the object.
    fn mask(&self) -> usize {
        self.entries.len().max(SMALLEST) - 1
    }

    /// What `set.__sizeof__` counts besides the object itself.
    pub fn bytes(&self, sizes: SizesOf) -> usize {
        sizes.set_table_bytes(self.entries.len())
    }

    /// Starts a search.
    #[inline(always)]
    pub fn search(&self, hash: i64) -> Search {
        Search { start: hash as usize & self.mask(), step: 0, perturb: hash as u64 }
    }

    /// The next place to look at.
    #[inline(always)]
    fn advance(&self, search: &mut Search) -> usize {
        let mask = self.mask();
        let probes = if search.start + LINEAR_PROBES <= mask { LINEAR_PROBES } else { 0 };
        if search.step > probes {
            search.perturb >>= PERTURB_SHIFT;
            let next = search.start.wrapping_mul(5).wrapping_add(1);
            search.start = next.wrapping_add(search.perturb as usize) & mask;
            search.step = 0;
        }
        search.step += 1;
        search.start + search.step - 1
    }

    /// Goes on with a search; `text` is the key if that is an exact string.
    #[inline]
    pub fn probe(
        &self,
        search: &mut Search,
        key: &Object,
        text: Option<&Str>,
        hash: i64,
        is_str: impl Fn(&Object) -> bool,
    ) -> Probe {
        loop {
            let place = self.advance(search);
            let Some(entry) = self.entries.get(place) else { return Probe::Absent(place) };
            match &entry.key {
                None if entry.hash == 0 => return Probe::Absent(place),
                Some(own) if own.is(key) => return Probe::Found(place),
                Some(own) if entry.hash == hash => match (text, own.downcast::<Str>()) {
                    (Some(text), Some(other)) if is_str(own) => {
                        if text.same_text(other) {
                            return Probe::Found(place);
                        }
                    }
                    _ => return Probe::Ask(place),
                },
                _ => {}
            }
        }
    }

    /// The first free place for a key that is not there. Deleted places are taken too: only for tables that
    /// have none, or are rebuilt.
    fn insert_clean(&mut self, hash: i64, key: Ref) {
        let mut search = self.search(hash);
        loop {
            let place = self.advance(&mut search);
            if self.entries[place].key.is_none() {
                self.entries[place] = Entry { hash, key: Some(key) };
                return;
            }
        }
    }

    /// Makes sure that the table has places at all, before `insert_at`.
    pub fn prepare(&mut self) -> Result<(), LimitExceeded> {
        if self.entries.is_empty() {
            self.entries.set_capacity(SMALLEST)?;
            self.entries.fill_to(SMALLEST, FREE);
        }
        Ok(())
    }

    /// Puts a new member where a search has found a free place.
    pub fn insert_at(&mut self, place: usize, hash: i64, key: Ref) -> Result<(), LimitExceeded> {
        self.prepare()?;
        self.entries[place] = Entry { hash, key: Some(key) };
        self.fill += 1;
        self.used += 1;
        self.changes += 1;
        if self.fill * 5 < self.mask() * 3 {
            return Ok(());
        }
        self.grow()
    }

    fn grow(&mut self) -> Result<(), LimitExceeded> {
        self.resize(if self.used > LARGE { self.used * 2 } else { self.used * 4 })
    }

    /// Rebuilds the table with more than `minimum` places.
    fn resize(&mut self, minimum: usize) -> Result<(), LimitExceeded> {
        let mut places = SMALLEST;
        while places <= minimum {
            places = places.checked_mul(2).ok_or(LimitExceeded)?;
        }
        let mut entries = Buffer::with_capacity(self.entries.heap(), places)?;
        entries.fill_to(places, FREE);
        let mut old = std::mem::replace(&mut self.entries, entries);
        self.fill = self.used;
        self.changes += 1;
        for entry in old.iter_mut() {
            if let Some(key) = entry.key.take() {
                self.insert_clean(entry.hash, key);
            }
        }
        Ok(())
    }

    /// Makes room before `more` members are merged in.
    pub fn reserve_many(&mut self, more: usize) -> Result<(), LimitExceeded> {
        if (self.fill + more) * 5 >= self.mask() * 3 {
            self.resize((self.used + more) * 2)?;
        }
        Ok(())
    }

    /// Takes over the members of another table into this one, which is empty.
    pub fn copy_from(&mut self, other: &Table) -> Result<(), LimitExceeded> {
        self.prepare()?;
        self.changes += 1;
        let same_layout = self.mask() == other.mask() && other.fill == other.used;
        for place in 0..other.entries.len() {
            let Some((key, hash)) = other.member(place) else { continue };
            if same_layout {
                self.entries[place] = Entry { hash, key: Some(key.clone()) };
            } else {
                self.insert_clean(hash, key.clone());
            }
        }
        self.fill = other.used;
        self.used = other.used;
        Ok(())
    }

    /// Whether nothing was ever put in since the table was made.
    pub fn is_fresh(&self) -> bool {
        self.fill == 0
    }

    /// Removes the member at a place.
    pub fn remove(&mut self, place: usize) -> Option<Ref> {
        let entry = self.entries.get_mut(place)?;
        let key = entry.key.take()?;
        entry.hash = DELETED;
        self.used -= 1;
        self.changes += 1;
        Some(key)
    }

    /// Rebuilds the table if more than a quarter of the places are deleted.
    pub fn tidy(&mut self) -> Result<(), LimitExceeded> {
        if self.fill - self.used <= self.mask() / 4 { Ok(()) } else { self.grow() }
    }

    /// Removes a member, going round.
    pub fn pop(&mut self) -> Option<(Ref, i64)> {
        if self.used == 0 {
            return None;
        }
        let mask = self.mask();
        let mut place = self.finger & mask;
        while self.member(place).is_none() {
            place = if place >= mask { 0 } else { place + 1 };
        }
        let hash = self.entries[place].hash;
        self.finger = place + 1;
        self.remove(place).map(|key| (key, hash))
    }
}
