//! The index of a dict's table: positions of entries, in one, two or four bytes each.

use pellucid_heap::{Buffer, Heap, LimitExceeded};
use pellucid_macros::Trace;

/// What stands at a place of the index.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Nothing, and never anything since the index was made.
    Empty,
    /// An entry that is gone: a search must go on.
    Deleted,
    /// The entry at this position.
    Entry(usize),
}

/// The index. All bits set mean empty; one less means deleted.
#[derive(Trace)]
#[payload(none)]
pub enum Index {
    Bytes(Buffer<u8>),
    Words(Buffer<u16>),
    Longs(Buffer<u32>),
}

macro_rules! with_buffer {
    ($index:expr, $buffer:ident => $body:expr) => {
        match $index {
            Index::Bytes($buffer) => $body,
            Index::Words($buffer) => $body,
            Index::Longs($buffer) => $body,
        }
    };
}

fn filled<T: Clone>(heap: &Heap, places: usize, value: T) -> Result<Buffer<T>, LimitExceeded> {
    let mut buffer = Buffer::with_capacity(heap, places)?;
    buffer.fill_to(places, value);
    Ok(buffer)
}

fn copied<T: Copy>(heap: &Heap, buffer: &Buffer<T>) -> Result<Buffer<T>, LimitExceeded> {
    Buffer::from_items(heap, buffer.iter().copied())
}

impl Index {
    /// An index without places; allocates nothing.
    pub fn empty(heap: &Heap) -> Index {
        Index::Bytes(Buffer::new(heap))
    }

    /// An index of empty places, a power of two of them.
    pub fn with_places(heap: &Heap, places: usize) -> Result<Index, LimitExceeded> {
        if places < 1 << 8 {
            filled(heap, places, u8::MAX).map(Index::Bytes)
        } else if places < 1 << 16 {
            filled(heap, places, u16::MAX).map(Index::Words)
        } else if u32::try_from(places).is_ok() {
            filled(heap, places, u32::MAX).map(Index::Longs)
        } else {
            Err(LimitExceeded)
        }
    }

    /// The same index once more.
    pub fn duplicate(&self, heap: &Heap) -> Result<Index, LimitExceeded> {
        Ok(match self {
            Index::Bytes(buffer) => Index::Bytes(copied(heap, buffer)?),
            Index::Words(buffer) => Index::Words(copied(heap, buffer)?),
            Index::Longs(buffer) => Index::Longs(copied(heap, buffer)?),
        })
    }

    /// How many places.
    #[inline(always)]
    pub fn places(&self) -> usize {
        with_buffer!(self, buffer => buffer.len())
    }

    /// Where the places lie: another index lies elsewhere.
    pub fn address(&self) -> usize {
        with_buffer!(self, buffer => buffer.as_ptr().addr())
    }

    /// What stands at a place.
    #[inline(always)]
    pub fn get(&self, place: usize) -> Place {
        // Sign extension makes the two special values the same in every width.
        let value = match self {
            Index::Bytes(buffer) => i32::from(buffer[place] as i8),
            Index::Words(buffer) => i32::from(buffer[place] as i16),
            Index::Longs(buffer) => buffer[place] as i32,
        };
        match value {
            -1 => Place::Empty,
            -2 => Place::Deleted,
            position => Place::Entry(position as u32 as usize),
        }
    }

    /// Puts the position of an entry in; two thirds of the places are usable, so it fits.
    #[inline(always)]
    pub fn set(&mut self, place: usize, position: usize) {
        match self {
            Index::Bytes(buffer) => buffer[place] = position as u8,
            Index::Words(buffer) => buffer[place] = position as u16,
            Index::Longs(buffer) => buffer[place] = position as u32,
        }
    }

    /// Marks a place as one whose entry is gone.
    pub fn delete(&mut self, place: usize) {
        match self {
            Index::Bytes(buffer) => buffer[place] = u8::MAX - 1,
            Index::Words(buffer) => buffer[place] = u16::MAX - 1,
            Index::Longs(buffer) => buffer[place] = u32::MAX - 1,
        }
    }
}
