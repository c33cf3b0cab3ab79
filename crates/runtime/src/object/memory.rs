//! Windows on the buffers of objects, through which `ctypes` sees them by address.

use pellucid_heap::{Charge, Charged, LimitExceeded, MemoryWindow, Storage};
use pellucid_macros::Trace;

use crate::object::BufferView;
use crate::{PyResult, Vm};

/// The bytes of a buffer, open to be looked at by address.
#[derive(Trace)]
#[payload(none)]
pub struct BufferWindow {
    // Before the view, which keeps the bytes in place.
    #[trace(skip)]
    window: MemoryWindow,
    view: BufferView,
}

impl Vm {
    /// Storage that counts as the heap's; MemoryError if the limit does not allow it.
    pub fn charged<S: Storage>(&mut self, storage: S) -> PyResult<Charged<S>> {
        let charged = Charged::admitted(self.heap(), storage);
        charged.map_err(|LimitExceeded| self.memory_error())
    }

    /// Counts memory that is held elsewhere for as long as the result lives; MemoryError if the limit does not allow it.
    pub fn charge(&mut self, bytes: usize) -> PyResult<Charge> {
        let charge = Charge::admitted(self.heap(), bytes);
        charge.map_err(|LimitExceeded| self.memory_error())
    }

    /// Writes bytes at an address; `false` unless they have been opened for that.
    pub fn write_memory(&mut self, address: usize, bytes: &[u8]) -> bool {
        let heap: *const pellucid_heap::Heap = self.heap();
        // SAFETY: the machine keeps its heap as long as it lives itself, and writing memory makes no use of the machine.
        unsafe { &*heap }.write_memory(self, address, bytes)
    }
}

impl BufferWindow {
    /// Opens the bytes of a contiguous view from an offset on; BufferError if they could move.
    pub fn open(
        vm: &mut Vm,
        view: BufferView,
        offset: usize,
        length: usize,
    ) -> PyResult<BufferWindow> {
        if !view.stays_in_place() {
            return Err(vm.buffer_error("the buffer may move"));
        }
        let writable = !view.readonly;
        let range = offset..offset.saturating_add(length);
        let Some(bytes) = view.contiguous(vm).and_then(|bytes| bytes.get(range)) else {
            return Err(vm.value_error("the buffer is too small"));
        };
        // SAFETY: the view lives as long as the window and holds its owner and the bytes in place; the bytes of buffers
        // are borrowed with the token only, and any byte is valid in them.
        let window = unsafe { MemoryWindow::open(vm.heap(), bytes, writable) };
        Ok(BufferWindow { window, view })
    }

    /// Where the bytes start.
    pub fn address(&self) -> usize {
        self.window.address()
    }

    /// Whose bytes they are, and in what form.
    pub fn view(&self) -> &BufferView {
        &self.view
    }
}
