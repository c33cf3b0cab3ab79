//! The storage of a table that keeps insertion order: pairs in a row and an index into them, in one block.

use std::ptr::{self, NonNull};

use crate::blocks::Blocks;
use crate::{Heap, Label, LimitExceeded, Ref, Trace, Tracer};

/// Key and value; a deleted entry has neither.
pub type Pair = Option<(Ref, Ref)>;

/// What stands at a place of the index.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// Nothing, and never anything since the index was made.
    Empty,
    /// An entry that is gone: a search must go on.
    Deleted,
    /// The entry at this position.
    Entry(usize),
}

const EMPTY: i32 = -1;
const DELETED: i32 = -2;
/// What has no places yet still has one to look at, which is empty.
static NOWHERE: u64 = u64::MAX;
const ALIGN: usize = align_of::<u64>();
const HASH_OFFSET: usize = size_of::<Pair>();
const LOG_PLACES_MAX: u32 = 31;

/// Pairs of references in the order of their insertion, each with or without a hash, and an index of a power of two of
/// places, of which two thirds can be used (CPython's compact dict). How places are searched is the owner's affair.
pub struct IndexedPairs {
    /// Where the pairs start. The index lies before them, numbered backwards, so that one pointer serves both.
    pairs: NonNull<u8>,
    heap: NonNull<Heap>,
    len: u32,
    /// Two to this power is the number of places; 0 stands for none.
    log_places: u8,
    hashes: bool,
}

impl IndexedPairs {
    /// Without places; allocates nothing.
    #[inline]
    pub fn new(heap: &Heap) -> Self {
        // SAFETY: one past the end of the constant.
        let pairs = unsafe { NonNull::from(&NOWHERE).add(1).cast() };
        IndexedPairs { pairs, heap: NonNull::from(heap), len: 0, log_places: 0, hashes: false }
    }

    /// With an index of empty places, a power of two of them, and room for two thirds as many pairs.
    pub fn with_places(heap: &Heap, places: usize, hashes: bool) -> Result<Self, LimitExceeded> {
        let mut new = Self::new(heap);
        new.hashes = hashes;
        if places > 1 {
            if !places.is_power_of_two() || places.ilog2() > LOG_PLACES_MAX {
                return Err(LimitExceeded);
            }
            new.log_places = places.ilog2() as u8;
            let index = new.index_bytes();
            let block = new.blocks().allocate(new.bytes());
            // What is dropped when there is none must not have places.
            let block = block.inspect_err(|_| new.log_places = 0)?;
            // SAFETY: the index lies within the block, and so do the pairs behind it.
            unsafe {
                block.write_bytes(u8::MAX, index);
                new.pairs = block.add(index);
            }
        }
        Ok(new)
    }

    /// The same places and pairs once more.
    pub fn duplicate(&self, heap: &Heap) -> Result<Self, LimitExceeded> {
        let mut copy = Self::with_places(heap, self.places(), self.hashes)?;
        if self.log_places != 0 {
            let index = self.index_bytes();
            // SAFETY: both have an index of this length before their pairs.
            unsafe { copy.pairs.sub(index).copy_from_nonoverlapping(self.pairs.sub(index), index) };
        }
        for position in 0..self.len() {
            copy.push(self.get(position).cloned(), self.hash(position).unwrap_or(0));
        }
        Ok(copy)
    }

    /// How many places the index has.
    #[inline(always)]
    pub fn places(&self) -> usize {
        if self.log_places == 0 { 0 } else { 1 << self.log_places }
    }

    /// How many pairs there is room for.
    #[inline(always)]
    pub fn capacity(&self) -> usize {
        self.places() * 2 / 3
    }

    /// How many pairs there are, deleted ones included.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.len as usize
    }

    /// Whether there are none.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Whether each pair has a hash.
    #[inline(always)]
    pub fn has_hashes(&self) -> bool {
        self.hashes
    }

    /// Where the block is: tells one index from the next.
    pub fn address(&self) -> usize {
        self.pairs.addr().get()
    }

    /// The pair at a position, unless that is deleted or there is none.
    #[inline(always)]
    pub fn get(&self, position: usize) -> Option<&(Ref, Ref)> {
        if position >= self.len() {
            return None;
        }
        // SAFETY: `len` pairs are initialised.
        unsafe { self.entry(position).cast::<Pair>().as_ref().as_ref() }
    }

    /// The pair at a position that there is, deleted or not, to be changed.
    #[inline(always)]
    pub fn get_mut(&mut self, position: usize) -> Option<&mut Pair> {
        if position >= self.len() {
            return None;
        }
        // SAFETY: as in `get`.
        Some(unsafe { self.entry(position).cast::<Pair>().as_mut() })
    }

    /// The hash of the pair at a position, if pairs have one.
    #[inline(always)]
    pub fn hash(&self, position: usize) -> Option<i64> {
        if !self.hashes || position >= self.len() {
            return None;
        }
        // SAFETY: `len` pairs are initialised, each with its hash behind it.
        Some(unsafe { self.entry(position).add(HASH_OFFSET).cast::<i64>().read() })
    }

    /// What stands at a place; places beyond the last begin again with the first.
    #[inline(always)]
    pub fn place(&self, at: usize) -> Place {
        let at = (at & self.mask()) + 1;
        // SAFETY: the index has that many places of this width before the pairs.
        let value = unsafe {
            match self.log_places {
                0..=7 => i32::from(self.pairs.cast::<i8>().sub(at).read()),
                8..=15 => i32::from(self.pairs.cast::<i16>().sub(at).read()),
                _ => self.pairs.cast::<i32>().sub(at).read(),
            }
        };
        match value {
            EMPTY => Place::Empty,
            DELETED => Place::Deleted,
            position => Place::Entry(position as u32 as usize),
        }
    }

    /// Lets a place stand for the entry at a position.
    ///
    /// # Panics
    /// If there are no places, or the position is beyond what they can name.
    #[inline(always)]
    pub fn set_place(&mut self, at: usize, position: usize) {
        assert!(position < self.capacity(), "positions are within the capacity");
        self.write_place(at, position as i32);
    }

    /// Marks a place as one whose entry is gone.
    ///
    /// # Panics
    /// If there are no places.
    pub fn delete_place(&mut self, at: usize) {
        assert!(self.log_places != 0, "there is a place");
        self.write_place(at, DELETED);
    }

    /// Writes a place of an index that has places.
    #[inline(always)]
    fn write_place(&mut self, at: usize, value: i32) {
        let at = (at & self.mask()) + 1;
        // SAFETY: as in `place`; the callers see to it that the index is not the shared one, and two thirds of its
        // places fit in its width.
        unsafe {
            match self.log_places {
                0..=7 => self.pairs.cast::<i8>().sub(at).write(value as i8),
                8..=15 => self.pairs.cast::<i16>().sub(at).write(value as i16),
                _ => self.pairs.cast::<i32>().sub(at).write(value),
            }
        }
    }

    /// Appends a pair; the hash is kept if pairs have one.
    ///
    /// # Panics
    /// If there is no room.
    #[inline(always)]
    pub fn push(&mut self, pair: Pair, hash: i64) {
        assert!(self.len() < self.capacity(), "push on a full table");
        let entry = self.entry(self.len());
        // SAFETY: there is room for one more, with its hash if there are hashes.
        unsafe {
            entry.cast::<Pair>().write(pair);
            if self.hashes {
                entry.add(HASH_OFFSET).cast::<i64>().write(hash);
            }
        }
        self.len += 1;
    }

    /// Drops the pairs from `length` on; their places stay as they are.
    pub fn truncate(&mut self, length: usize) {
        while self.len() > length {
            self.len -= 1;
            // SAFETY: the pair is initialised and no longer counted.
            unsafe { self.entry(self.len()).cast::<Pair>().drop_in_place() };
        }
    }

    #[inline(always)]
    fn mask(&self) -> usize {
        (1 << self.log_places) - 1
    }

    #[inline(always)]
    fn stride(&self) -> usize {
        HASH_OFFSET + if self.hashes { size_of::<i64>() } else { 0 }
    }

    /// Where the pair at a position would be; within the block for positions up to the capacity.
    #[inline(always)]
    fn entry(&self, position: usize) -> NonNull<u8> {
        let offset = position * self.stride();
        // SAFETY: the callers stay within the capacity.
        unsafe { self.pairs.add(offset) }
    }

    fn index_bytes(&self) -> usize {
        let width = match self.log_places {
            0..=7 => size_of::<i8>(),
            8..=15 => size_of::<i16>(),
            _ => size_of::<i32>(),
        };
        (self.places() * width).next_multiple_of(ALIGN)
    }

    /// Length of the block; at most 2^31 places of 20 bytes each, which fits.
    fn bytes(&self) -> usize {
        self.index_bytes() + self.capacity() * self.stride()
    }

    fn blocks(&self) -> Blocks<'_> {
        // SAFETY: a table lives in an object of this heap, or on the way into one.
        Blocks { heap: unsafe { self.heap.as_ref() }, align: ALIGN }
    }
}

impl Drop for IndexedPairs {
    /// Drops the pairs in their order, as CPython does, a key before its value.
    fn drop(&mut self) {
        for position in 0..std::mem::replace(&mut self.len, 0) as usize {
            // SAFETY: the pair is initialised, and as there are none any more nobody else drops it.
            unsafe { ptr::drop_in_place(self.entry(position).cast::<Pair>().as_ptr()) };
        }
        if self.log_places != 0 {
            // SAFETY: the block was allocated with this length, and nobody uses it any more.
            unsafe { self.blocks().free(self.pairs.sub(self.index_bytes()), self.bytes()) };
        }
    }
}

impl Trace for IndexedPairs {
    fn trace_as(&self, _: Label<'_>, tracer: &mut Tracer<'_>) {
        if self.log_places != 0 {
            tracer.held(self.blocks().counted(self.bytes()));
        }
        for (key, value) in (0..self.len()).filter_map(|position| self.get(position)) {
            tracer.edge(&**key, Label::Key);
            tracer.edge(&**value, Label::Value(key));
        }
    }
}
