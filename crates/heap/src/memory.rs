//! The door for looking at memory by address.
//!
//! Whatever the heap owns may be read: objects, live or dead, and what lies in its pages. Written is only what has been
//! opened for it: blocks made for that, and windows on the buffers of objects. Every access is checked against what is
//! there at that moment, so no address can do harm.

use std::alloc::{self, Layout};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ptr::{self, NonNull};

use crate::layout::{HEAD_PAGES, PAGE_BYTES, segment_start};
use crate::segment::Segment;
use crate::{Heap, Label, LimitExceeded, Token, Trace, Tracer};

/// Blocks are aligned for any C type.
const BLOCK_ALIGN: usize = 16;

/// Memory outside of the pages that may be looked at: by its start, and a number that is never the same.
#[derive(Default)]
pub(crate) struct OpenMemory {
    regions: RefCell<BTreeMap<(usize, u64), Region>>,
    /// No region is longer.
    longest: Cell<usize>,
    opened: Cell<u64>,
}

#[derive(Clone, Copy)]
struct Region {
    bytes: usize,
    writable: bool,
}

impl OpenMemory {
    fn open(&self, start: usize, region: Region) -> u64 {
        let number = self.opened.get();
        self.opened.set(number + 1);
        self.longest.set(self.longest.get().max(region.bytes));
        self.regions.borrow_mut().insert((start, number), region);
        number
    }

    fn close(&self, start: usize, number: u64) {
        self.regions.borrow_mut().remove(&(start, number));
    }

    /// Whether a region holds all of these bytes.
    fn holds(&self, address: usize, bytes: usize, to_write: bool) -> bool {
        let regions = self.regions.borrow();
        let before = regions.range(..=(address, u64::MAX)).rev();
        before.take_while(|((start, _), _)| address - start <= self.longest.get()).any(
            |((start, _), region)| {
                let offset = address - start;
                let fits = region.bytes >= bytes && offset <= region.bytes - bytes;
                fits && (region.writable || !to_write)
            },
        )
    }
}

impl Heap {
    /// Copies the bytes at an address. `false`, with nothing copied, unless all of them are the heap's own or opened.
    pub fn read_memory(&self, _token: &impl Token, address: usize, into: &mut [u8]) -> bool {
        if !self.memory_is_known(address, into.len()) {
            return false;
        }
        for (offset, byte) in into.iter_mut().enumerate() {
            // SAFETY: the address lies in memory that this heap or an open region keeps alive; with the token nobody
            // writes it. What lies in a free slot may never have been written: volatile reads assume nothing of it.
            *byte = unsafe { ptr::with_exposed_provenance::<u8>(address + offset).read_volatile() };
        }
        true
    }

    /// Whether all of these bytes are the heap's own or opened; no bytes are so at every address.
    pub fn memory_is_known(&self, address: usize, bytes: usize) -> bool {
        if bytes == 0 {
            return true;
        }
        self.mapped_files.settle(address);
        address.checked_add(bytes).is_some()
            && (self.memory.holds(address, bytes, false) || self.pages_hold(address, bytes))
    }

    /// Writes bytes at an address. `false`, with nothing written, unless all of them have been opened for writing.
    pub fn write_memory(&self, _token: &mut impl Token, address: usize, from: &[u8]) -> bool {
        if from.is_empty() {
            return true;
        }
        if address.checked_add(from.len()).is_none()
            || !self.memory.holds(address, from.len(), true)
        {
            return false;
        }
        self.mapped_files.settle(address);
        let target = ptr::with_exposed_provenance_mut::<u8>(address);
        // SAFETY: an open region has these bytes, and with the token held exclusively nobody has borrowed them.
        unsafe { ptr::copy(from.as_ptr(), target, from.len()) };
        true
    }

    /// Whether all of these bytes lie behind the head of one segment.
    fn pages_hold(&self, address: usize, bytes: usize) -> bool {
        let registry = self.pages.registry.borrow();
        let fits = |segment: &NonNull<Segment>| {
            let start = segment.addr().get();
            // SAFETY: registered segments are alive.
            let length = unsafe { segment.as_ref() }.bytes.get();
            let first = start + HEAD_PAGES * PAGE_BYTES;
            first <= address && address + bytes <= start + length
        };
        match registry.get(&segment_start(address)) {
            Some(segment) => fits(segment),
            // In the middle of a long object.
            None => registry.values().any(fits),
        }
    }
}

/// Memory from the host, zero at first, that may be looked at and written by its address.
pub struct MemoryBlock {
    memory: NonNull<u8>,
    bytes: usize,
    number: u64,
    heap: NonNull<Heap>,
}

impl MemoryBlock {
    /// A block of this many bytes; a block of none has an address too.
    pub fn new(heap: &Heap, bytes: usize) -> Result<MemoryBlock, LimitExceeded> {
        let layout = MemoryBlock::layout(bytes).ok_or(LimitExceeded)?;
        heap.charge(layout.size())?;
        // SAFETY: the layout is not empty.
        let Some(memory) = NonNull::new(unsafe { alloc::alloc_zeroed(layout) }) else {
            heap.discharge(layout.size());
            return Err(LimitExceeded);
        };
        let start = memory.as_ptr().expose_provenance();
        let number = heap.memory.open(start, Region { bytes, writable: true });
        Ok(MemoryBlock { memory, bytes, number, heap: NonNull::from(heap) })
    }

    fn layout(bytes: usize) -> Option<Layout> {
        let layout = Layout::from_size_align(bytes.max(1), BLOCK_ALIGN).ok()?;
        Some(layout.pad_to_align())
    }

    /// Where it starts.
    pub fn address(&self) -> usize {
        self.memory.addr().get()
    }

    /// Its bytes.
    pub fn bytes<'a>(&'a self, _token: &'a impl Token) -> &'a [u8] {
        // SAFETY: the block has these bytes, all written; who writes them holds the token exclusively.
        unsafe { std::slice::from_raw_parts(self.memory.as_ptr(), self.bytes) }
    }

    /// Its bytes, to be changed.
    #[allow(clippy::mut_from_ref)] // The token is what is borrowed mutably.
    pub fn bytes_mut<'a>(&'a self, _token: &'a mut impl Token) -> &'a mut [u8] {
        // SAFETY: as above; every other borrow would borrow the token too.
        unsafe { std::slice::from_raw_parts_mut(self.memory.as_ptr(), self.bytes) }
    }
}

impl Drop for MemoryBlock {
    fn drop(&mut self) {
        let layout = MemoryBlock::layout(self.bytes).expect("the block was made with it");
        // SAFETY: a block lives in an object of this heap, or on the way into one; its memory came with this layout.
        unsafe {
            let heap = self.heap.as_ref();
            heap.memory.close(self.address(), self.number);
            heap.discharge(layout.size());
            alloc::dealloc(self.memory.as_ptr(), layout);
        }
    }
}

impl Trace for MemoryBlock {
    const CONTAINER: bool = false;
    fn trace_as(&self, _: Label<'_>, tracer: &mut Tracer<'_>) {
        tracer.held(MemoryBlock::layout(self.bytes).map_or(0, |layout| layout.size()));
    }
}

/// Memory that belongs to somebody else and may be looked at by its address while this lives.
pub struct MemoryWindow {
    start: usize,
    number: u64,
    heap: NonNull<Heap>,
}

impl MemoryWindow {
    /// Opens these bytes.
    ///
    /// # Safety
    /// While the window lives they must stay where they are, be borrowed only with the heap's token, and, if `writable`,
    /// be such that any value is valid.
    pub unsafe fn open(heap: &Heap, bytes: &[u8], writable: bool) -> MemoryWindow {
        let start = bytes.as_ptr().expose_provenance();
        let number = heap.memory.open(start, Region { bytes: bytes.len(), writable });
        MemoryWindow { start, number, heap: NonNull::from(heap) }
    }

    /// Where it starts.
    pub fn address(&self) -> usize {
        self.start
    }
}

impl Drop for MemoryWindow {
    fn drop(&mut self) {
        // SAFETY: as a block, a window lives in an object of this heap, or on the way into one.
        unsafe { self.heap.as_ref() }.memory.close(self.start, self.number);
    }
}
