//! The memory of registers and frames: reserved once, so that nothing in it ever moves.
//!
//! Both are reservations of zeroed address space; the host gives memory only to the pages that are used.
//! Registers that are not in use are empty (zero), always.

use std::alloc::{Layout, alloc_zeroed, dealloc, handle_alloc_error};
use std::ptr::NonNull;

use pellucid_heap::Ref;

use crate::vm::frame::Frame;

/// One register.
pub(crate) type Register = Option<Ref>;

/// Registers of the main thread: 256 MiB of address space.
const REGISTERS: usize = 32 << 20;
/// Frames of the main thread.
const FRAMES: usize = 2 << 20;

/// Zeroed memory for `T`s that stays where it is.
struct Reservation<T> {
    first: NonNull<T>,
    capacity: usize,
}

impl<T> Reservation<T> {
    fn new(wanted: usize) -> Self {
        let mut capacity = wanted;
        loop {
            let layout =
                Layout::array::<T>(capacity).expect("a reservation fits the address space");
            // SAFETY: the layout is not empty.
            if let Some(first) = NonNull::new(unsafe { alloc_zeroed(layout) }.cast()) {
                return Reservation { first, capacity };
            }
            // A host that limits address space gives less.
            capacity /= 2;
            if capacity < 4096 {
                handle_alloc_error(layout);
            }
        }
    }
}

impl<T> Drop for Reservation<T> {
    fn drop(&mut self) {
        let layout = Layout::array::<T>(self.capacity).expect("it was allocated with this layout");
        // SAFETY: allocated in `new` with this layout; what was in it is gone with the frames.
        unsafe { dealloc(self.first.as_ptr().cast(), layout) }
    }
}

/// Registers and frames of one thread.
pub(crate) struct Stack {
    registers: Reservation<Register>,
    frames: Reservation<Frame>,
}

impl Stack {
    /// The main thread's.
    pub(crate) fn new() -> Stack {
        Stack { registers: Reservation::new(REGISTERS), frames: Reservation::new(FRAMES) }
    }

    /// That of a thread with a native stack of this size: who asks for a large one wants to call deeply.
    pub(crate) fn beside(native_bytes: usize) -> Stack {
        let registers = (native_bytes / size_of::<Register>()).clamp(1 << 20, REGISTERS);
        let frames = (registers / (REGISTERS / FRAMES)).max(1 << 16);
        Stack { registers: Reservation::new(registers), frames: Reservation::new(frames) }
    }

    /// The first register.
    pub(crate) fn first_register(&self) -> *mut Register {
        self.registers.first.as_ptr()
    }

    /// One past the last register.
    pub(crate) fn registers_end(&self) -> *mut Register {
        self.registers.first.as_ptr().wrapping_add(self.registers.capacity)
    }

    /// The record below the first frame: it stands for "no frame".
    pub(crate) fn no_frame(&self) -> *mut Frame {
        self.frames.first.as_ptr()
    }

    /// The last record.
    pub(crate) fn last_frame(&self) -> *mut Frame {
        self.frames.first.as_ptr().wrapping_add(self.frames.capacity - 1)
    }
}
