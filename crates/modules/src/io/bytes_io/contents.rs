//! What a `BytesIO` holds: a bytes object that others may have too, or bytes of its own, with CPython's rule of growth.

use pellucid_heap::{LimitExceeded, ThinBytes};
use pellucid_runtime::prelude::*;

/// The bytes of a stream.
#[derive(Trace)]
#[payload(none)]
pub(super) struct Contents {
    storage: Storage,
    length: usize,
}

#[derive(Trace)]
#[payload(none)]
enum Storage {
    /// It stands for the contents, or begins with them, until they change.
    Shared(Ref<Bytes>),
    /// The contents, with CPython's room.
    Own(ThinBytes),
}

impl Contents {
    /// No bytes.
    pub(super) fn empty(vm: &Vm) -> Contents {
        Contents::sharing(&vm.singletons.empty_bytes)
    }

    /// Those of an object.
    pub(super) fn sharing(bytes: &Typed<Bytes>) -> Contents {
        Contents { storage: Storage::Shared(bytes.to_ref()), length: bytes.as_slice().len() }
    }

    /// The bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        match &self.storage {
            Storage::Shared(bytes) => &bytes.as_slice()[..self.length],
            Storage::Own(bytes) => bytes,
        }
    }

    /// The bytes, to be changed, if they are the stream's own.
    pub(super) fn bytes_mut(&mut self) -> Option<&mut [u8]> {
        match &mut self.storage {
            Storage::Shared(_) => None,
            Storage::Own(bytes) => Some(bytes),
        }
    }

    /// The object that has these bytes and no others.
    pub(super) fn shared(&self) -> Option<Ref<Bytes>> {
        match &self.storage {
            Storage::Shared(bytes) if bytes.as_slice().len() == self.length => Some(bytes.clone()),
            _ => None,
        }
    }

    /// How many bytes there are or could be: the length of CPython's bytes object.
    pub(super) fn room(&self) -> usize {
        match &self.storage {
            Storage::Shared(bytes) => bytes.as_slice().len(),
            Storage::Own(bytes) => bytes.capacity(),
        }
    }

    fn is_shared(&self) -> bool {
        matches!(&self.storage, Storage::Shared(bytes) if bytes.ref_count() > 1)
    }

    /// The room, if it is told as the stream's: nobody else has the bytes.
    pub(super) fn told(&self) -> Option<usize> {
        (!self.is_shared()).then(|| self.room())
    }

    /// Makes them the stream's own.
    pub(super) fn own(&mut self) -> Result<(), LimitExceeded> {
        self.make_own(if self.is_shared() { self.length } else { self.room() }).map(drop)
    }

    /// Makes them the stream's own, with room for so many, unless they are already.
    fn make_own(&mut self, room: usize) -> Result<&mut ThinBytes, LimitExceeded> {
        if let Storage::Shared(shared) = &self.storage {
            let mut own = ThinBytes::with_capacity(shared.heap(), room)?;
            own.set_len(self.length);
            own.copy_from_slice(&shared.as_slice()[..self.length]);
            self.storage = Storage::Own(own);
        }
        match &mut self.storage {
            Storage::Own(own) => Ok(own),
            Storage::Shared(_) => Err(LimitExceeded),
        }
    }

    /// Makes room for `size` bytes as CPython does it: a little more where it grows a little, exactly that and one where it
    /// changes much.
    fn resize(&mut self, size: usize) -> Result<(), LimitExceeded> {
        let room = self.room();
        let room = if size < room / 2 {
            size + 1
        } else if size < room {
            return Ok(());
        } else if size as f64 <= room as f64 * 1.125 {
            size + (size >> 3) + if size < 9 { 3 } else { 6 }
        } else {
            size + 1
        };
        self.make_own(room)?.set_capacity(room)
    }

    /// Writes at a position, which may lie beyond the end: there are zeros between then.
    pub(super) fn write(&mut self, position: usize, bytes: &[u8]) -> Result<(), LimitExceeded> {
        let end = position + bytes.len();
        if end > self.room() {
            self.resize(end)?;
        }
        let room = if self.is_shared() { end.max(self.length) } else { self.room() };
        let own = self.make_own(room)?;
        if end > own.len() {
            own.set_len(end);
        }
        own[position..end].copy_from_slice(bytes);
        self.length = own.len();
        Ok(())
    }

    /// Forgets the bytes from `length` on; the room stays.
    pub(super) fn shorten(&mut self, length: usize) {
        self.length = self.length.min(length);
        if let Storage::Own(own) = &mut self.storage {
            own.set_len(self.length);
        }
    }

    /// Forgets the bytes from `length` on, and gives back room.
    pub(super) fn truncate(&mut self, length: usize) -> Result<(), LimitExceeded> {
        self.shorten(length);
        self.resize(length)
    }
}
