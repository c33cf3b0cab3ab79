//! The memory of registers and frames: reserved once, so that nothing in it ever moves.
//!
//! Both are reservations of zeroed address space; the host gives memory only to the pages that are used.
//! Registers that are not in use are empty (zero), always.

use std::alloc::{Layout, handle_alloc_error};
use std::ptr::NonNull;

use pellucid_heap::Ref;

use crate::vm::frame::Frame;

/// One register.
pub(crate) type Register = Option<Ref>;

/// Registers of the main thread: 256 MiB of address space.
const REGISTERS: usize = 32 << 20;
/// Frames of the main thread.
const FRAMES: usize = 2 << 20;

/// No reservation is shorter.
const CAPACITY_MIN: usize = 4096;
/// Where address space is limited, a reservation takes no more than this part of it.
const LIMIT_FRACTION: usize = 16;

/// The limit of the process's address space, in bytes; `usize::MAX` if there is none.
pub fn address_space_limit() -> usize {
    let mut limits = libc::rlimit { rlim_cur: libc::RLIM_INFINITY, rlim_max: libc::RLIM_INFINITY };
    // SAFETY: writes to the limits, which live here. Should it fail, they stay as they are.
    unsafe { libc::getrlimit(libc::RLIMIT_AS, &mut limits) };
    usize::try_from(limits.rlim_cur).unwrap_or(usize::MAX)
}

/// Zeroed memory for `T`s that stays where it is.
struct Reservation<T> {
    first: NonNull<T>,
    capacity: usize,
}

/// Address space that the host fills with zeros where it is touched. The allocator would zero it at once when it has
/// given away as much before, as it does for each thread that follows another.
fn map(bytes: usize) -> Option<NonNull<u8>> {
    let (access, kind) = (
        libc::PROT_READ | libc::PROT_WRITE,
        libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
    );
    // SAFETY: asks for new pages anywhere.
    let first = unsafe { libc::mmap(std::ptr::null_mut(), bytes, access, kind, -1, 0) };
    if first == libc::MAP_FAILED { None } else { NonNull::new(first.cast()) }
}

impl<T> Reservation<T> {
    fn new(wanted: usize) -> Self {
        let most = address_space_limit() / LIMIT_FRACTION / size_of::<T>();
        let mut capacity = wanted.min(most.max(CAPACITY_MIN));
        loop {
            if let Some(first) = map(capacity * size_of::<T>()) {
                return Reservation { first: first.cast(), capacity };
            }
            // A host that limits address space gives less.
            capacity /= 2;
            if capacity < CAPACITY_MIN {
                handle_alloc_error(Layout::new::<[T; CAPACITY_MIN]>());
            }
        }
    }
}

impl<T> Drop for Reservation<T> {
    fn drop(&mut self) {
        // SAFETY: mapped in `new` with this length; what was in it is gone with the frames.
        unsafe { libc::munmap(self.first.as_ptr().cast(), self.capacity * size_of::<T>()) };
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
