//! `fcntl`: control of open files.

use std::borrow::Cow;
use std::os::fd::RawFd;

use nix::errno::Errno;
use nix::libc;
use pellucid_runtime::builtins::Module;
use pellucid_runtime::object::{BufferFlags, ModuleSpec};
use pellucid_runtime::prelude::*;
use pellucid_runtime::vm::{
    HOST_BUFFER_MAX, fcntl_buffer, fcntl_number, ioctl_buffer, ioctl_number,
};

use crate::posix::path_argument::Descriptor;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "This module performs file control and I/O control on file\ndescriptors.  It is an interface to the fcntl() and ioctl() Unix\nroutines.  File descriptors can be obtained with the fileno() method of\na file or socket object.",
    functions: &[Controls::METHODS],
    initialise: Some(initialise),
    ..ModuleSpec::new("fcntl")
};

macro_rules! numbers {
    ($($name:ident),* $(,)?) => {
        &[$((stringify!($name), libc::$name as i64)),*]
    };
}

const NUMBERS: &[(&str, i64)] = numbers![
    FD_CLOEXEC,
    F_ADD_SEALS,
    F_DUPFD,
    F_DUPFD_CLOEXEC,
    F_GETFD,
    F_GETFL,
    F_GETLEASE,
    F_GETLK,
    F_GETOWN,
    F_GETPIPE_SZ,
    F_GET_SEALS,
    F_NOTIFY,
    F_OFD_GETLK,
    F_OFD_SETLK,
    F_OFD_SETLKW,
    F_RDLCK,
    F_SEAL_FUTURE_WRITE,
    F_SEAL_GROW,
    F_SEAL_SEAL,
    F_SEAL_SHRINK,
    F_SEAL_WRITE,
    F_SETFD,
    F_SETFL,
    F_SETLEASE,
    F_SETLK,
    F_SETLKW,
    F_SETOWN,
    F_SETPIPE_SZ,
    F_UNLCK,
    F_WRLCK,
    LOCK_EX,
    LOCK_NB,
    LOCK_SH,
    LOCK_UN,
];

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    let others = [
        ("FASYNC", i64::from(libc::O_ASYNC)),
        ("F_GETLK64", i64::from(libc::F_GETLK)),
        ("F_SETLK64", i64::from(libc::F_SETLK)),
        ("F_SETLKW64", i64::from(libc::F_SETLKW)),
    ];
    for (name, number) in NUMBERS.iter().copied().chain(others) {
        let number = vm.new_int(number);
        vm.set_in_module(module, name, number)?;
    }
    Ok(())
}

/// An argument of `fcntl` or `ioctl`: a number or bytes.
enum Argument<'a> {
    Number(i64),
    Bytes(Cow<'a, [u8]>),
}

fn argument<'a>(vm: &mut Vm, function: &str, value: Option<&'a Object>) -> PyResult<Argument<'a>> {
    let Some(value) = value else { return Ok(Argument::Number(0)) };
    if let Some(text) = value.downcast::<Str>() {
        return Ok(Argument::Bytes(Cow::Owned(text.to_string().into_bytes())));
    }
    if let Some(bytes) = vm.try_bytes_of(value)? {
        return Ok(Argument::Bytes(bytes));
    }
    if !value.holds::<Int>() && value.class().slots(vm).index.is_none() {
        let class = value.class().name(vm);
        return Err(vm.type_error(format!(
            "{function}() argument 3 must be an integer, a bytes-like object, or a string, not {class}"
        )));
    }
    match vm.index(value)?.to_i64() {
        Some(number) => Ok(Argument::Number(number)),
        None => Err(vm.overflow_error("Python int too large to convert to C long")),
    }
}

/// A buffer of the host's with these bytes at its start.
fn host_buffer(vm: &mut Vm, function: &str, bytes: &[u8]) -> PyResult<[u8; HOST_BUFFER_MAX]> {
    let mut buffer = [0; HOST_BUFFER_MAX];
    match buffer.get_mut(..bytes.len()) {
        Some(start) => start.copy_from_slice(bytes),
        None => return Err(vm.value_error(format!("{function} argument 3 is too long"))),
    }
    Ok(buffer)
}

/// The functions of `fcntl`.
pub struct Controls;

#[methods(owner = "fcntl")]
impl Controls {
    /// Perform the operation `cmd` on file descriptor fd.
    ///
    /// The values used for `cmd` are operating system dependent, and are available
    /// as constants in the fcntl module, using the same names as used in
    /// the relevant C header files.  The argument arg is optional, and
    /// defaults to 0; it may be an int or a string.  If arg is given as a string,
    /// the return value of fcntl is a string of that length, containing the
    /// resulting value put in the arg buffer by the operating system.  The length
    /// of the arg string is not allowed to exceed 1024 bytes.  If the arg given
    /// is an integer or if none is specified, the result value is an integer
    /// corresponding to the return value of the fcntl call in the C code.
    #[function("fcntl(fd, cmd, arg=0, /)")]
    fn fcntl(vm: &mut Vm, fd: Descriptor, cmd: i32, arg: Option<&Object>) -> PyResult {
        match argument(vm, "fcntl", arg)? {
            Argument::Number(number) => {
                let result = vm.system_call(None, || fcntl_number(fd.0, cmd, number))?;
                Ok(vm.new_int(i64::from(result)))
            }
            Argument::Bytes(bytes) => {
                let mut buffer = host_buffer(vm, "fcntl", &bytes)?;
                vm.system_call(None, || fcntl_buffer(fd.0, cmd, &mut buffer))?;
                Ok(vm.new_bytes(&buffer[..bytes.len()]).into_object())
            }
        }
    }

    /// Perform the operation request on file descriptor fd.
    ///
    /// The values used for request are operating system dependent, and are available
    /// as constants in the fcntl or termios library modules, using the same names as
    /// used in the relevant C header files.
    ///
    /// The argument arg is optional, and defaults to 0; it may be an int or a
    /// buffer containing character data (most likely a string or an array).
    ///
    /// If the argument is a mutable buffer (such as an array) and if the
    /// mutate_flag argument (which is only allowed in this case) is true then the
    /// buffer is (in effect) passed to the operating system and changes made by
    /// the OS will be reflected in the contents of the buffer after the call has
    /// returned.  The return value is the integer returned by the ioctl system
    /// call.
    #[function("ioctl(fd, request, arg=0, mutate_flag=True, /)")]
    fn ioctl(
        vm: &mut Vm,
        fd: Descriptor,
        request: Index,
        arg: Option<&Object>,
        mutate_flag: Option<bool>,
    ) -> PyResult {
        let Some(request) = request.0.to_i64() else {
            return Err(vm.overflow_error("int too big to convert"));
        };
        // Negative numbers are those of requests that do not fit a C int.
        let request = u64::from(request as u32);
        match argument(vm, "ioctl", arg)? {
            Argument::Number(number) => {
                let result = vm.system_call(None, || ioctl_number(fd.0, request, number))?;
                Ok(vm.new_int(i64::from(result)))
            }
            Argument::Bytes(bytes) => {
                let mut buffer = host_buffer(vm, "ioctl", &bytes)?;
                let result = vm.system_call(None, || ioctl_buffer(fd.0, request, &mut buffer))?;
                let changed = &buffer[..bytes.len()];
                if mutate_flag.unwrap_or(true)
                    && let Some(target) = arg.filter(|arg| !arg.holds::<Str>())
                {
                    let view = vm.get_buffer(target, BufferFlags::empty())?;
                    if !view.readonly {
                        view.write(vm, 0, changed)?;
                        vm.release_buffer(view)?;
                        return Ok(vm.new_int(i64::from(result)));
                    }
                    vm.release_buffer(view)?;
                }
                Ok(vm.new_bytes(changed).into_object())
            }
        }
    }

    /// Perform the lock operation `operation` on file descriptor `fd`.
    ///
    /// See the Unix manual page for flock(2) for details (On some systems, this
    /// function is emulated using fcntl()).
    #[function("flock(fd, operation, /)")]
    #[allow(deprecated)] // What replaces it owns the file.
    fn flock(vm: &mut Vm, fd: Descriptor, operation: i32) -> PyResult<()> {
        use nix::fcntl::FlockArg;
        let waiting = operation & libc::LOCK_NB == 0;
        let how = match (operation & !libc::LOCK_NB, waiting) {
            (libc::LOCK_SH, true) => FlockArg::LockShared,
            (libc::LOCK_SH, false) => FlockArg::LockSharedNonblock,
            (libc::LOCK_EX, true) => FlockArg::LockExclusive,
            (libc::LOCK_EX, false) => FlockArg::LockExclusiveNonblock,
            (libc::LOCK_UN, true) => FlockArg::Unlock,
            (libc::LOCK_UN, false) => FlockArg::UnlockNonblock,
            _ => return Err(vm.os_error(Errno::EINVAL, None)),
        };
        vm.system_call(None, || nix::fcntl::flock(fd.0, how))
    }

    /// A wrapper around the fcntl() locking calls.
    ///
    /// `fd` is the file descriptor of the file to lock or unlock, and operation is one
    /// of the following values:
    ///
    ///     LOCK_UN - unlock
    ///     LOCK_SH - acquire a shared lock
    ///     LOCK_EX - acquire an exclusive lock
    ///
    /// When operation is LOCK_SH or LOCK_EX, it can also be bitwise ORed with
    /// LOCK_NB to avoid blocking on lock acquisition.  If LOCK_NB is used and the
    /// lock cannot be acquired, an OSError will be raised and the exception will
    /// have an errno attribute set to EACCES or EAGAIN (depending on the operating
    /// system -- for portability, check for either value).
    ///
    /// `len` is the number of bytes to lock, with the default meaning to lock to
    /// EOF.  `start` is the byte offset, relative to `whence`, to that the lock
    /// starts.  `whence` is as with fileobj.seek(), specifically:
    ///
    ///     0 - relative to the start of the file (SEEK_SET)
    ///     1 - relative to the current buffer position (SEEK_CUR)
    ///     2 - relative to the end of the file (SEEK_END)
    #[function("lockf(fd, cmd, len=0, start=0, whence=0, /)")]
    fn lockf(
        vm: &mut Vm,
        fd: Descriptor,
        cmd: i32,
        len: Option<i64>,
        start: Option<i64>,
        whence: Option<i32>,
    ) -> PyResult<()> {
        let kind = if cmd == libc::LOCK_UN {
            libc::F_UNLCK
        } else if cmd & libc::LOCK_SH != 0 {
            libc::F_RDLCK
        } else if cmd & libc::LOCK_EX != 0 {
            libc::F_WRLCK
        } else {
            return Err(vm.value_error("unrecognized lockf argument"));
        };
        let lock = libc::flock {
            l_type: kind as i16,
            l_whence: whence.unwrap_or(0) as i16,
            l_start: start.unwrap_or(0),
            l_len: len.unwrap_or(0),
            l_pid: 0,
        };
        vm.system_call(None, || lock_record(fd.0, cmd & libc::LOCK_NB != 0, &lock))
    }
}

fn lock_record(fd: RawFd, at_once: bool, lock: &libc::flock) -> nix::Result<()> {
    use nix::fcntl::{FcntlArg, fcntl};
    let how = if at_once { FcntlArg::F_SETLK(lock) } else { FcntlArg::F_SETLKW(lock) };
    fcntl(fd, how).map(drop)
}
