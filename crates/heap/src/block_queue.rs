//! A queue with two ends in blocks, as CPython's `deque` has it: it never has room for many more items than it holds.

use std::ptr::NonNull;

use crate::blocks::Blocks;
use crate::{Buffer, Heap, Label, LimitExceeded, Trace, Tracer};

/// Items in a block.
const BLOCK_ITEMS: usize = 64;
/// Where the first item is put when there is no reason for another place.
const CENTRE: usize = BLOCK_ITEMS / 2;

/// A queue whose items lie in blocks of 64. The places of the items in their blocks are those that CPython gives them; what it
/// says of a deque's size depends on that. The blocks count as the heap's. Items are dropped from the first to the last.
pub struct BlockQueue<T> {
    /// The blocks, in a ring: so many places as there are items in it, of which `blocks` hold one.
    ring: Buffer<NonNull<T>>,
    /// Where in the ring the first block is.
    start: usize,
    blocks: usize,
    /// The first block and the last one, if there are any.
    left: NonNull<T>,
    right: NonNull<T>,
    /// The place of the first item in the first block.
    first: usize,
    len: usize,
}

impl<T> BlockQueue<T> {
    const BLOCK_BYTES: usize = BLOCK_ITEMS * size_of::<T>();

    /// An empty queue; allocates nothing.
    pub fn new(heap: &Heap) -> Self {
        let none = NonNull::dangling();
        let ring = Buffer::new(heap);
        BlockQueue { ring, start: 0, blocks: 0, left: none, right: none, first: CENTRE, len: 0 }
    }

    /// How many items there are.
    #[inline]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many blocks CPython has for these items: at least one.
    pub fn blocks(&self) -> usize {
        (self.first + self.len).div_ceil(BLOCK_ITEMS)
    }

    fn storage(&self) -> Blocks<'_> {
        Blocks { heap: self.ring.heap(), align: align_of::<T>() }
    }

    /// Where in the ring the block is that comes so many blocks after the first.
    #[inline]
    fn in_ring(&self, block: usize) -> usize {
        let at = self.start + block;
        if at < self.ring.len() { at } else { at - self.ring.len() }
    }

    /// Where an item lies or, one beyond the last, would lie in the last block.
    #[inline]
    fn place(&self, index: usize) -> NonNull<T> {
        self.slot(self.first + index)
    }

    /// A place, counted from the start of the first block.
    #[inline]
    fn slot(&self, at: usize) -> NonNull<T> {
        let block = self.ring[self.in_ring(at / BLOCK_ITEMS)];
        // SAFETY: the rest is within the block.
        unsafe { block.add(at % BLOCK_ITEMS) }
    }

    /// The place of the first item, or where it would be.
    #[inline]
    fn first_place(&self) -> NonNull<T> {
        // SAFETY: it is within the first block.
        unsafe { self.left.add(self.first) }
    }

    /// As [`place`](Self::place), where that is in the last block.
    #[inline]
    fn place_in_last(&self, index: usize) -> NonNull<T> {
        // SAFETY: the rest is within the block.
        unsafe { self.right.add((self.first + index) % BLOCK_ITEMS) }
    }

    /// Looks up the blocks at the ends, after one has come or gone.
    fn note_ends(&mut self) {
        self.left = self.ring[self.in_ring(0)];
        self.right = self.ring[self.in_ring(self.blocks - 1)];
    }

    /// How many blocks have items in them, or may get the next ones.
    #[inline]
    fn room(&self) -> usize {
        self.blocks * BLOCK_ITEMS
    }

    /// The item at a position.
    #[inline]
    pub fn get(&self, index: usize) -> Option<&T> {
        // SAFETY: an item of the queue is initialised.
        (index < self.len).then(|| unsafe { self.place(index).as_ref() })
    }

    /// The item at a position, to be replaced.
    #[inline]
    pub fn get_mut(&mut self, index: usize) -> Option<&mut T> {
        // SAFETY: as in `get`, and the queue is borrowed to be changed.
        (index < self.len).then(|| unsafe { self.place(index).as_mut() })
    }

    /// The items, the first one first.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        let end = self.first + self.len;
        let slices = (0..self.blocks()).map(move |block| {
            let start = self.first.max(block * BLOCK_ITEMS);
            let count = end.min((block + 1) * BLOCK_ITEMS).saturating_sub(start);
            match count {
                0 => &[],
                // SAFETY: so many items lie there, one behind the other.
                _ => unsafe { std::slice::from_raw_parts(self.slot(start).as_ptr(), count) },
            }
        });
        slices.flatten()
    }

    /// The place where the next items begin, if there are none: they are to be added at the right end.
    pub fn begin_left(&mut self) {
        if self.len == 0 {
            self.first = 1;
        }
    }

    /// As [`begin_left`](Self::begin_left), for items that are to be added at the left end.
    pub fn begin_right(&mut self) {
        if self.len == 0 {
            self.first = BLOCK_ITEMS - 1;
        }
    }

    /// Adds an item at the right end, if the limit allows the room for it.
    #[inline]
    pub fn push_back(&mut self, item: T) -> Result<(), LimitExceeded> {
        self.make_room_right(&mut None)?;
        // SAFETY: there is room in the last block, and nothing lies there.
        unsafe { self.place_in_last(self.len).write(item) };
        self.len += 1;
        Ok(())
    }

    /// Adds an item at the left end, if the limit allows the room for it.
    #[inline]
    pub fn push_front(&mut self, item: T) -> Result<(), LimitExceeded> {
        self.make_room_left(&mut None)?;
        self.first -= 1;
        self.len += 1;
        // SAFETY: the place before what was the first item is within its block, and nothing lies there.
        unsafe { self.first_place().write(item) };
        Ok(())
    }

    /// Takes the last item.
    #[inline]
    pub fn pop_back(&mut self) -> Option<T> {
        self.len = self.len.checked_sub(1)?;
        // SAFETY: the item is initialised and no longer counted as part of the queue.
        let item = unsafe { self.place_in_last(self.len).read() };
        self.take_last_if_empty().into_iter().for_each(|block| self.free(block));
        Some(item)
    }

    /// Takes the first item.
    #[inline]
    pub fn pop_front(&mut self) -> Option<T> {
        self.len = self.len.checked_sub(1)?;
        // SAFETY: as in `pop_back`.
        let item = unsafe { self.first_place().read() };
        self.first += 1;
        self.take_first_if_empty().into_iter().for_each(|block| self.free(block));
        Some(item)
    }

    /// Moves items from one end to the other: to the right, so that the last comes first, or to the left where `steps` is
    /// negative. Where the limit does not allow the room that it takes on the way, fewer are moved.
    pub fn rotate(&mut self, steps: isize) -> Result<(), LimitExceeded> {
        if self.len < 2 {
            return Ok(());
        }
        let (length, half) = (self.len as isize, (self.len / 2) as isize);
        let steps = match steps % length {
            steps if steps > half => steps - length,
            steps if steps < -half => steps + length,
            steps => steps,
        };
        let mut left = steps.unsigned_abs();
        // The block that gets empty at one end is the next one at the other.
        let mut spare = None;
        let mut moved = Ok(());
        while left > 0 {
            match self.move_some(left, steps > 0, &mut spare) {
                Ok(count) => left -= count,
                Err(refused) => {
                    moved = Err(refused);
                    break;
                }
            }
        }
        spare.into_iter().for_each(|block| self.free(block));
        moved
    }

    /// Moves at most so many items from one end to the other, as far as two blocks reach; says how many.
    fn move_some(
        &mut self,
        most: usize,
        to_left: bool,
        spare: &mut Option<NonNull<T>>,
    ) -> Result<usize, LimitExceeded> {
        let (count, emptied);
        if to_left {
            self.make_room_left(spare)?;
            count = most.min((self.first + self.len - 1) % BLOCK_ITEMS + 1).min(self.first);
            let from = self.place_in_last(self.len - count);
            self.first -= count;
            // SAFETY: so many items lie at the end of the last block, and so many places are free before the first one.
            unsafe { from.copy_to(self.first_place(), count) };
            emptied = self.take_last_if_empty();
        } else {
            self.make_room_right(spare)?;
            let free = self.room() - self.first - self.len;
            count = most.min(free).min(BLOCK_ITEMS - self.first);
            // SAFETY: so many items lie in the first block, and so many places are free behind the last one.
            unsafe { self.first_place().copy_to(self.place_in_last(self.len), count) };
            self.first += count;
            emptied = self.take_first_if_empty();
        }
        if let Some(unneeded) = emptied.and_then(|block| spare.replace(block)) {
            self.free(unneeded);
        }
        Ok(count)
    }

    /// Inserts before the item at `index`, which counts from the end where it is negative.
    pub fn insert(&mut self, index: isize, item: T) -> Result<(), LimitExceeded> {
        let length = self.len as isize;
        if index >= length {
            return self.push_back(item);
        }
        if index <= -length || index == 0 {
            return self.push_front(item);
        }
        let (at, steps) = (index.rem_euclid(length) as usize, index.unsigned_abs());
        // CPython turns the queue, adds the item at an end and turns it back: on the whole the shorter part moves by one place,
        // except where the way back is shorter in the other direction.
        if self.len % 2 == 1 && steps == self.len.div_ceil(2) {
            self.rotate(-index)?;
            if index < 0 {
                self.push_back(item)?
            } else {
                self.push_front(item)?
            }
            return self.rotate(index);
        }
        if (steps <= self.len / 2) == (index > 0) {
            self.make_room_left(&mut None)?;
            self.first -= 1;
            self.shift_left(self.first + 1, self.first + 1 + at);
        } else {
            self.make_room_right(&mut None)?;
            self.shift_right(self.first + at, self.first + self.len);
        }
        self.len += 1;
        // SAFETY: the items before or behind have made room.
        unsafe { self.place(at).write(item) };
        Ok(())
    }

    /// Removes the item at `index`.
    pub fn remove(&mut self, index: usize) -> Result<Option<T>, LimitExceeded> {
        if index >= self.len {
            return Ok(None);
        }
        // As for an insertion.
        if self.len == index * 2 {
            self.rotate(-(index as isize))?;
            let item = self.pop_front();
            self.rotate(index as isize)?;
            return Ok(item);
        }
        // SAFETY: the item is read once, and then others move over it.
        let item = unsafe { self.place(index).read() };
        let at = self.first + index;
        let end = self.first + self.len;
        self.len -= 1;
        let emptied = if index <= self.len / 2 {
            self.shift_right(self.first, at);
            self.first += 1;
            self.take_first_if_empty()
        } else {
            self.shift_left(at + 1, end);
            self.take_last_if_empty()
        };
        emptied.into_iter().for_each(|block| self.free(block));
        Ok(Some(item))
    }

    /// Moves what lies in these places by one place to the right.
    fn shift_right(&mut self, start: usize, mut end: usize) {
        while end > start {
            let from = match end % BLOCK_ITEMS {
                0 => end - 1,
                in_block => start.max(end - in_block),
            };
            // SAFETY: these places lie in blocks of the queue, one behind the other, and the last one's content has been moved.
            unsafe { self.slot(from).copy_to(self.slot(from + 1), end - from) };
            end = from;
        }
    }

    /// Moves what lies in these places by one place to the left.
    fn shift_left(&mut self, mut start: usize, end: usize) {
        while start < end {
            let to = match start % BLOCK_ITEMS {
                0 => start + 1,
                in_block => end.min(start - in_block + BLOCK_ITEMS),
            };
            // SAFETY: as in `shift_right`.
            unsafe { self.slot(start).copy_to(self.slot(start - 1), to - start) };
            start = to;
        }
    }

    /// Makes the last item the first.
    pub fn reverse(&mut self) {
        let (mut start, mut end) = (self.first, self.first + self.len);
        while end - start > 1 {
            let (in_first, in_last) =
                (BLOCK_ITEMS - start % BLOCK_ITEMS, (end - 1) % BLOCK_ITEMS + 1);
            let count = in_first.min(in_last).min((end - start) / 2);
            let (low, high) = (self.slot(start), self.slot(end - 1));
            for at in 0..count {
                // SAFETY: these are two different items, each in the block of the one before.
                unsafe { low.add(at).swap(high.sub(at)) };
            }
            start += count;
            end -= count;
        }
    }

    /// Makes room before the first item, in a spare block or a new one.
    #[inline]
    fn make_room_left(&mut self, spare: &mut Option<NonNull<T>>) -> Result<(), LimitExceeded> {
        if self.blocks == 0 {
            return self.add_block(0, spare);
        }
        if self.first == 0 {
            self.add_block(0, spare)?;
            self.first = BLOCK_ITEMS;
        }
        Ok(())
    }

    /// Makes room behind the last item.
    #[inline]
    fn make_room_right(&mut self, spare: &mut Option<NonNull<T>>) -> Result<(), LimitExceeded> {
        if self.first + self.len >= self.room() {
            self.add_block(self.blocks, spare)
        } else {
            Ok(())
        }
    }

    /// Adds a block before the first (0) or behind the last.
    #[cold]
    fn add_block(
        &mut self,
        at: usize,
        spare: &mut Option<NonNull<T>>,
    ) -> Result<(), LimitExceeded> {
        if self.blocks == self.ring.len() {
            self.resize_ring(self.blocks + self.blocks / 2 + 2)?;
        }
        let block = match spare.take() {
            Some(block) => block,
            None => self.storage().allocate(Self::BLOCK_BYTES)?.cast(),
        };
        if at == 0 && self.blocks > 0 {
            self.start = self.in_ring(self.ring.len() - 1);
        }
        let at = self.in_ring(at);
        self.ring[at] = block;
        self.blocks += 1;
        self.note_ends();
        Ok(())
    }

    /// Items have gone from the right end: takes the last block if it is empty and not the only one.
    #[inline]
    fn take_last_if_empty(&mut self) -> Option<NonNull<T>> {
        let used = self.first + self.len;
        if self.len == 0 {
            if used == 0 {
                self.first = CENTRE;
            }
            return None;
        }
        if used + BLOCK_ITEMS != self.room() {
            return None;
        }
        self.blocks -= 1;
        let block = self.right;
        self.shrink_ring();
        self.note_ends();
        Some(block)
    }

    /// Items have gone from the left end: takes the first block if it is empty and not the only one.
    #[inline]
    fn take_first_if_empty(&mut self) -> Option<NonNull<T>> {
        if self.first < BLOCK_ITEMS {
            return None;
        }
        if self.len == 0 {
            self.first = CENTRE;
            return None;
        }
        let block = self.left;
        self.first = 0;
        self.start = self.in_ring(1);
        self.blocks -= 1;
        self.shrink_ring();
        self.note_ends();
        Some(block)
    }

    #[cold]
    fn free(&self, block: NonNull<T>) {
        // SAFETY: the block came from there with this size, and nothing is left in it.
        unsafe { self.storage().free(block.cast(), Self::BLOCK_BYTES) };
    }

    /// Two words of the ring for each block are as much as the links of CPython's blocks; with more it is made smaller. It stays
    /// as it is where there is no room for another.
    fn shrink_ring(&mut self) {
        if self.ring.len() > self.blocks * 2 + 8 {
            let _ = self.resize_ring(self.blocks + self.blocks / 2 + 2);
        }
    }

    fn resize_ring(&mut self, places: usize) -> Result<(), LimitExceeded> {
        let mut ring = Buffer::with_capacity(self.ring.heap(), places)?;
        for block in 0..self.blocks {
            ring.push(self.ring[self.in_ring(block)]);
        }
        ring.fill_to(places, NonNull::dangling());
        self.ring = ring;
        self.start = 0;
        Ok(())
    }
}

impl<T> Drop for BlockQueue<T> {
    fn drop(&mut self) {
        while let Some(item) = self.pop_front() {
            drop(item);
        }
        if self.blocks > 0 {
            self.free(self.left);
        }
    }
}

impl<T: Trace> Trace for BlockQueue<T> {
    const CONTAINER: bool = T::CONTAINER;
    fn trace_as(&self, _: Label<'_>, tracer: &mut Tracer<'_>) {
        let ring = Blocks { heap: self.ring.heap(), align: align_of::<NonNull<T>>() };
        let blocks = self.blocks * self.storage().counted(Self::BLOCK_BYTES);
        tracer.held(blocks + ring.counted(self.ring.bytes()));
        for (index, item) in self.iter().enumerate() {
            item.trace_as(Label::Index(index), tracer);
        }
    }
}

#[cfg(test)]
#[path = "block_queue_tests.rs"]
mod tests;
