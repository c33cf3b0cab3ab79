//! System calls that no safe interface offers in the generality that Python programs want: numbers in, bytes in and
//! out. Each takes and gives plain values, and none touches memory that is not its own.

use std::os::fd::RawFd;
use std::sync::atomic::{AtomicU8, Ordering};

use nix::errno::Errno;

fn checked(result: libc::c_int) -> nix::Result<i32> {
    Errno::result(result)
}

/// The most that `fcntl` and `ioctl` take or give by address.
pub const HOST_BUFFER_MAX: usize = 1024;

/// `fcntl(2)` with a number. The commands that take an address are refused.
pub fn fcntl_number(descriptor: RawFd, command: i32, argument: i64) -> nix::Result<i32> {
    if takes_address(command) {
        return Err(Errno::EINVAL);
    }
    // SAFETY: the command takes a number.
    checked(unsafe { libc::fcntl(descriptor, command, argument) })
}

/// `fcntl(2)` with the address of a buffer; no command knows a structure longer than the buffer.
pub fn fcntl_buffer(
    descriptor: RawFd,
    command: i32,
    buffer: &mut [u8; HOST_BUFFER_MAX],
) -> nix::Result<i32> {
    // SAFETY: the buffer is longer than anything that a command reads or writes.
    checked(unsafe { libc::fcntl(descriptor, command, buffer.as_mut_ptr()) })
}

fn takes_address(command: i32) -> bool {
    let own_and_locks = [
        libc::F_GETLK,
        libc::F_SETLK,
        libc::F_SETLKW,
        libc::F_OFD_GETLK,
        libc::F_OFD_SETLK,
        libc::F_OFD_SETLKW,
    ];
    // F_SETOWN_EX, F_GETOWN_EX, F_GETOWNER_UIDS; F_GET_RW_HINT to F_SET_FILE_RW_HINT.
    own_and_locks.contains(&command)
        || (15..=17).contains(&command)
        || (1035..=1038).contains(&command)
}

/// `ioctl(2)` with the address of a buffer. A request that takes a number gets an address that means nothing to it;
/// use [`ioctl_number`] for these.
pub fn ioctl_buffer(
    descriptor: RawFd,
    request: u64,
    buffer: &mut [u8; HOST_BUFFER_MAX],
) -> nix::Result<i32> {
    // Requests say how many bytes lie at their address (the 14 bits from bit 16 on), except old ones, all short.
    if (request >> 16 & 0x3fff) as usize > HOST_BUFFER_MAX {
        return Err(Errno::EINVAL);
    }
    // SAFETY: the buffer is as long as the request says.
    checked(unsafe { libc::ioctl(descriptor, request as _, buffer.as_mut_ptr()) })
}

/// `ioctl(2)` with a number. The kernel checks an address that a number is taken for.
pub fn ioctl_number(descriptor: RawFd, request: u64, argument: i64) -> nix::Result<i32> {
    // Below the first page there is no memory: a request that takes an address finds EFAULT, and changes nothing.
    if !(0..4096).contains(&argument) {
        return Err(Errno::EFAULT);
    }
    // SAFETY: as above.
    checked(unsafe { libc::ioctl(descriptor, request as _, argument) })
}

/// `setsockopt(2)`
pub fn set_socket_option(
    descriptor: RawFd,
    level: i32,
    name: i32,
    value: &[u8],
) -> nix::Result<()> {
    // SAFETY: the kernel reads at most the given length.
    let result = unsafe {
        libc::setsockopt(descriptor, level, name, value.as_ptr().cast(), value.len() as u32)
    };
    checked(result).map(drop)
}

/// `getsockopt(2)`: fills the buffer and says how far.
pub fn socket_option(
    descriptor: RawFd,
    level: i32,
    name: i32,
    value: &mut [u8],
) -> nix::Result<usize> {
    let mut length = value.len() as libc::socklen_t;
    // SAFETY: the kernel writes at most the given length.
    let result = unsafe {
        libc::getsockopt(descriptor, level, name, value.as_mut_ptr().cast(), &raw mut length)
    };
    checked(result).map(|_| length as usize)
}

/// Closes all descriptors from `first` to `last` that are open.
pub fn close_range(first: u32, last: u32) -> nix::Result<()> {
    // SAFETY: numbers in; as `close(2)`, which the safe interface offers for one.
    let result = unsafe { libc::syscall(libc::SYS_close_range, first, last, 0) };
    checked(result as libc::c_int).map(drop)
}

/// Lets the arrival of a signal that is handled end system calls that wait, with EINTR, rather than begin them again.
pub fn interrupt_system_calls(signal: i32, interrupt: bool) -> nix::Result<()> {
    let mut action = std::mem::MaybeUninit::<libc::sigaction>::uninit();
    // SAFETY: the first call fills the action, and the second sets the same one with one flag changed.
    unsafe {
        checked(libc::sigaction(signal, std::ptr::null(), action.as_mut_ptr()))?;
        let mut action = action.assume_init();
        match interrupt {
            true => action.sa_flags &= !libc::SA_RESTART,
            false => action.sa_flags |= libc::SA_RESTART,
        }
        checked(libc::sigaction(signal, &action, std::ptr::null_mut())).map(drop)
    }
}

/// An interval timer: when it runs out next, and every how many seconds from then on.
#[derive(Clone, Copy, Default)]
pub struct IntervalTimer {
    /// Seconds until it runs out; 0 for never.
    pub next: f64,
    /// Seconds from one time to the next; 0 for once.
    pub interval: f64,
}

impl IntervalTimer {
    fn to_host(self) -> libc::itimerval {
        let time = |seconds: f64| libc::timeval {
            tv_sec: seconds.trunc() as libc::time_t,
            tv_usec: (seconds.fract() * 1e6) as libc::suseconds_t,
        };
        libc::itimerval { it_interval: time(self.interval), it_value: time(self.next) }
    }

    fn from_host(timer: &libc::itimerval) -> IntervalTimer {
        let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 * 1e-6;
        IntervalTimer { next: seconds(timer.it_value), interval: seconds(timer.it_interval) }
    }
}

/// `setitimer(2)`; gives what was set before.
pub fn set_interval_timer(which: i32, timer: IntervalTimer) -> nix::Result<IntervalTimer> {
    let new = timer.to_host();
    let mut old = IntervalTimer::default().to_host();
    // SAFETY: the host reads one structure and writes the other.
    checked(unsafe { libc::setitimer(which as _, &new, &mut old) })?;
    Ok(IntervalTimer::from_host(&old))
}

/// `getitimer(2)`
pub fn interval_timer(which: i32) -> nix::Result<IntervalTimer> {
    let mut timer = IntervalTimer::default().to_host();
    // SAFETY: the host writes the structure.
    checked(unsafe { libc::getitimer(which as _, &mut timer) })?;
    Ok(IntervalTimer::from_host(&timer))
}

/// Gives a signal the host's own action again, for a child process on its way to another program.
pub fn default_signal(signal: i32) {
    // SAFETY: the host's own action runs no code of ours.
    unsafe { libc::signal(signal, libc::SIG_DFL) };
}

/// Which of the standard descriptors (bit 0 for input) were closed when the process started. The runtime of Rust opens
/// them, so this has to be found out before it runs.
static CLOSED_AT_START: AtomicU8 = AtomicU8::new(0);

extern "C" fn look_at_standard_descriptors() {
    for descriptor in 0..3 {
        // SAFETY: numbers in, a number out.
        if unsafe { libc::fcntl(descriptor, libc::F_GETFD) } == -1 {
            CLOSED_AT_START.fetch_or(1 << descriptor, Ordering::Relaxed);
        }
    }
}

// SAFETY: the loader calls what this section lists, once, before `main`; the function needs nothing to be set up.
#[used]
#[unsafe(link_section = ".init_array")]
static LOOK_AT_START: extern "C" fn() = look_at_standard_descriptors;

/// Whether a standard descriptor was closed when the process started.
pub fn was_closed_at_start(descriptor: RawFd) -> bool {
    (0..3).contains(&descriptor) && CLOSED_AT_START.load(Ordering::Relaxed) & 1 << descriptor != 0
}
