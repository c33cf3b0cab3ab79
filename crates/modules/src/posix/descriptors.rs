//! Open files by their descriptors.

use std::os::fd::{IntoRawFd, RawFd};

use nix::errno::Errno;
use nix::fcntl::{self, FcntlArg, FdFlag, OFlag};
use nix::sys::stat::{self, Mode};
use nix::unistd::{self, Whence};
use pellucid_runtime::object::{StructSequence, StructSequenceSpec};
use pellucid_runtime::prelude::*;
use pellucid_runtime::vm::descriptor_of;

use super::path_argument::{
    Descriptor, DirectoryDescriptor, PathOnly, PathOrDescriptor, buffer_bytes,
};

/// `os.terminal_size`
pub static TERMINAL_SIZE: StructSequenceSpec = StructSequenceSpec::new(
    "os",
    "terminal_size",
    "A tuple of (columns, lines) for holding terminal window size",
    &[
        ("columns", "width of the terminal window in characters"),
        ("lines", "height of the terminal window in characters"),
    ],
    2,
);

/// More than this is not read at once (the host's own limit).
const READ_MAX: usize = 0x7fff_f000;

/// A buffer for reading at most `length` bytes: no larger than what can come.
fn read_buffer(vm: &mut Vm, fd: RawFd, length: isize) -> PyResult<Vec<u8>> {
    let Ok(length) = usize::try_from(length) else {
        return Err(vm.os_error(Errno::EINVAL, None));
    };
    let known = stat::fstat(fd).map_or(0, |status| usize::try_from(status.st_size).unwrap_or(0));
    let size = length.min(READ_MAX).min(known.saturating_add(1).max(1 << 20));
    let mut buffer = Vec::new();
    if buffer.try_reserve_exact(size).is_err() {
        return Err(vm.memory_error());
    }
    buffer.resize(size, 0);
    Ok(buffer)
}

fn seek_from(vm: &mut Vm, whence: i32) -> PyResult<Whence> {
    Ok(match whence {
        0 => Whence::SeekSet,
        1 => Whence::SeekCur,
        2 => Whence::SeekEnd,
        3 => Whence::SeekData,
        4 => Whence::SeekHole,
        _ => return Err(vm.os_error(Errno::EINVAL, None)),
    })
}

fn set_close_on_exec(fd: RawFd, close: bool) -> nix::Result<()> {
    let flags = FdFlag::from_bits_retain(fcntl::fcntl(fd, FcntlArg::F_GETFD)?);
    let wanted = if close { flags | FdFlag::FD_CLOEXEC } else { flags - FdFlag::FD_CLOEXEC };
    if wanted != flags {
        fcntl::fcntl(fd, FcntlArg::F_SETFD(wanted))?;
    }
    Ok(())
}

/// The functions that open, read, write and close.
pub struct Descriptors;

#[methods(owner = "posix")]
impl Descriptors {
    /// Open a file for low level IO.  Returns a file descriptor (integer).
    ///
    /// If dir_fd is not None, it should be a file descriptor open to a directory,
    ///   and path should be relative; path will then be relative to that directory.
    /// dir_fd may not be implemented on your platform.
    ///   If it is unavailable, using it will raise a NotImplementedError.
    #[function("open(path, flags, mode=511, *, dir_fd=None)")]
    fn open(
        vm: &mut Vm,
        path: PathOnly,
        flags: i32,
        mode: Option<i32>,
        dir_fd: Option<DirectoryDescriptor>,
    ) -> PyResult<RawFd> {
        let path = path.0;
        let flags = OFlag::from_bits_retain(flags) | OFlag::O_CLOEXEC;
        let mode = Mode::from_bits_truncate(mode.unwrap_or(0o777) as u32);
        vm.system_call(Some(&path.object), || match dir_fd {
            Some(from) => fcntl::openat(Some(from.0), path.path.as_path(), flags, mode),
            None => fcntl::open(path.path.as_path(), flags, mode),
        })
    }

    /// Close a file descriptor.
    #[function("close(fd)")]
    fn close(vm: &mut Vm, fd: RawFd) -> PyResult<()> {
        // After EINTR the descriptor is closed nevertheless.
        match vm.blocking(|| unistd::close(fd)) {
            Ok(()) | Err(Errno::EINTR) => Ok(()),
            Err(errno) => Err(vm.os_error(errno, None)),
        }
    }

    /// Closes all file descriptors in [fd_low, fd_high), ignoring errors.
    #[function("closerange(fd_low, fd_high, /)")]
    fn closerange(vm: &mut Vm, fd_low: i32, fd_high: i32) {
        let limit = nix::sys::resource::getrlimit(nix::sys::resource::Resource::RLIMIT_NOFILE)
            .map_or(i32::MAX, |(soft, _)| i32::try_from(soft).unwrap_or(i32::MAX));
        vm.blocking(|| {
            (fd_low.max(0)..fd_high.min(limit)).for_each(|fd| {
                let _ = unistd::close(fd);
            })
        });
    }

    /// Read from a file descriptor.  Returns a bytes object.
    #[function("read(fd, length, /)")]
    fn read(vm: &mut Vm, fd: RawFd, length: isize) -> PyResult {
        let mut buffer = read_buffer(vm, fd, length)?;
        let count = vm.system_call(None, || unistd::read(fd, &mut buffer))?;
        Ok(vm.new_bytes(&buffer[..count]).into_object())
    }

    /// Write a bytes object to a file descriptor.
    #[function("write(fd, data, /)")]
    fn write(vm: &mut Vm, fd: RawFd, data: &Object) -> PyResult<usize> {
        let data = buffer_bytes(vm, data)?;
        vm.system_call(None, || unistd::write(descriptor_of(fd)?, &data))
    }

    /// Read a number of bytes from a file descriptor starting at a particular offset.
    ///
    /// Read length bytes from file descriptor fd, starting at offset bytes from
    /// the beginning of the file.  The file offset remains unchanged.
    #[function("pread(fd, length, offset, /)")]
    fn pread(vm: &mut Vm, fd: RawFd, length: isize, offset: i64) -> PyResult {
        let mut buffer = read_buffer(vm, fd, length)?;
        let count =
            vm.system_call(None, || nix::sys::uio::pread(descriptor_of(fd)?, &mut buffer, offset))?;
        Ok(vm.new_bytes(&buffer[..count]).into_object())
    }

    /// Write bytes to a file descriptor starting at a particular offset.
    ///
    /// Write buffer to fd, starting at offset bytes from the beginning of
    /// the file.  Returns the number of bytes written.  Does not change the
    /// current file offset.
    #[function("pwrite(fd, buffer, offset, /)")]
    fn pwrite(vm: &mut Vm, fd: RawFd, buffer: &Object, offset: i64) -> PyResult<usize> {
        let data = buffer_bytes(vm, buffer)?;
        vm.system_call(None, || nix::sys::uio::pwrite(descriptor_of(fd)?, &data, offset))
    }

    /// Set the position of a file descriptor.  Return the new position.
    ///
    ///   fd
    ///     An open file descriptor, as returned by os.open().
    ///   position
    ///     Position, interpreted relative to 'whence'.
    ///   whence
    ///     The relative position to seek from. Valid values are:
    ///     - SEEK_SET: seek from the start of the file.
    ///     - SEEK_CUR: seek from the current file position.
    ///     - SEEK_END: seek from the end of the file.
    ///
    /// The return value is the number of bytes relative to the beginning of the file.
    #[function("lseek(fd, position, whence, /)")]
    fn lseek(vm: &mut Vm, fd: RawFd, position: i64, whence: i32) -> PyResult<i64> {
        let whence = seek_from(vm, whence)?;
        vm.system_call(None, || unistd::lseek(fd, position, whence))
    }

    /// Copy count bytes from file descriptor in_fd to file descriptor out_fd.
    #[function("sendfile(out_fd, in_fd, offset, count)")]
    fn sendfile(
        vm: &mut Vm,
        out_fd: i32,
        in_fd: i32,
        offset: NoneOr<i64>,
        count: isize,
    ) -> PyResult<usize> {
        let Ok(count) = usize::try_from(count) else {
            return Err(vm.os_error(Errno::EINVAL, None));
        };
        let mut offset = offset.value();
        vm.system_call(None, || {
            nix::sys::sendfile::sendfile(
                descriptor_of(out_fd)?,
                descriptor_of(in_fd)?,
                offset.as_mut(),
                count,
            )
        })
    }

    /// Create a pipe.
    ///
    /// Returns a tuple of two file descriptors:
    ///   (read_fd, write_fd)
    #[function("pipe()")]
    fn pipe(vm: &mut Vm) -> PyResult<(RawFd, RawFd)> {
        let (read, write) = vm.system_call(None, || unistd::pipe2(OFlag::O_CLOEXEC))?;
        Ok((read.into_raw_fd(), write.into_raw_fd()))
    }

    /// Create a pipe with flags set atomically.
    ///
    /// Returns a tuple of two file descriptors:
    ///   (read_fd, write_fd)
    ///
    /// flags can be constructed by ORing together one or more of these values:
    /// O_NONBLOCK, O_CLOEXEC.
    #[function("pipe2(flags, /)")]
    fn pipe2(vm: &mut Vm, flags: i32) -> PyResult<(RawFd, RawFd)> {
        let flags = OFlag::from_bits_retain(flags);
        let (read, write) = vm.system_call(None, || unistd::pipe2(flags))?;
        Ok((read.into_raw_fd(), write.into_raw_fd()))
    }

    /// Return a duplicate of a file descriptor.
    #[function("dup(fd, /)")]
    fn dup(vm: &mut Vm, fd: i32) -> PyResult<RawFd> {
        vm.system_call(None, || fcntl::fcntl(fd, FcntlArg::F_DUPFD_CLOEXEC(0)))
    }

    /// Duplicate file descriptor.
    #[function("dup2(fd, fd2, inheritable=True)")]
    fn dup2(vm: &mut Vm, fd: i32, fd2: i32, inheritable: Option<bool>) -> PyResult<RawFd> {
        let inheritable = inheritable.unwrap_or(true);
        vm.system_call(None, || {
            if inheritable || fd == fd2 {
                let result = unistd::dup2(fd, fd2)?;
                set_close_on_exec(result, !inheritable)?;
                return Ok(result);
            }
            unistd::dup3(fd, fd2, OFlag::O_CLOEXEC)
        })
    }

    /// Return True if the fd is connected to a terminal.
    ///
    /// Return True if the file descriptor is an open file descriptor
    /// connected to the slave end of a terminal.
    #[function("isatty(fd, /)")]
    fn isatty(_vm: &mut Vm, fd: i32) -> bool {
        unistd::isatty(fd).unwrap_or(false)
    }

    /// Return the name of the terminal device connected to 'fd'.
    ///
    ///   fd
    ///     Integer file descriptor handle.
    #[function("ttyname(fd, /)")]
    fn ttyname(vm: &mut Vm, fd: i32) -> PyResult {
        use std::os::unix::ffi::OsStrExt;
        let name = vm.system_call(None, || unistd::ttyname(descriptor_of(fd)?))?;
        Ok(vm.decode_file_name(name.as_os_str().as_bytes()).into_object())
    }

    /// Force write of fd to disk.
    #[function("fsync(fd)")]
    fn fsync(vm: &mut Vm, fd: Descriptor) -> PyResult<()> {
        vm.system_call(None, || unistd::fsync(fd.0))
    }

    /// Force write of fd to disk without forcing update of metadata.
    #[function("fdatasync(fd)")]
    fn fdatasync(vm: &mut Vm, fd: Descriptor) -> PyResult<()> {
        vm.system_call(None, || unistd::fdatasync(fd.0))
    }

    /// Force write of everything to disk.
    #[function("sync()")]
    fn sync(vm: &mut Vm) {
        vm.blocking(unistd::sync);
    }

    /// Truncate a file, specified by file descriptor, to a specific length.
    #[function("ftruncate(fd, length, /)")]
    fn ftruncate(vm: &mut Vm, fd: i32, length: i64) -> PyResult<()> {
        vm.system_call(None, || unistd::ftruncate(descriptor_of(fd)?, length))
    }

    /// Truncate a file, specified by path, to a specific length.
    ///
    /// On some platforms, path may also be specified as an open file descriptor.
    /// If this functionality is unavailable, using it raises an exception.
    #[function("truncate(path, length)")]
    fn truncate(vm: &mut Vm, path: PathOrDescriptor, length: i64) -> PyResult<()> {
        let path = path.0;
        vm.system_call(Some(&path.object), || match path.descriptor {
            Some(descriptor) => unistd::ftruncate(descriptor_of(descriptor)?, length),
            None => unistd::truncate(path.path.as_path(), length),
        })
    }

    /// Ensure a file has allocated at least a particular number of bytes on disk.
    ///
    /// Ensure that the file specified by fd encompasses a range of bytes
    /// starting at offset bytes from the beginning and continuing for length bytes.
    #[function("posix_fallocate(fd, offset, length, /)")]
    fn posix_fallocate(vm: &mut Vm, fd: i32, offset: i64, length: i64) -> PyResult<()> {
        vm.system_call(None, || fcntl::posix_fallocate(fd, offset, length))
    }

    /// Get the close-on-exe flag of the specified file descriptor.
    #[function("get_inheritable(fd, /)")]
    fn get_inheritable(vm: &mut Vm, fd: i32) -> PyResult<bool> {
        let flags = vm.system_call(None, || fcntl::fcntl(fd, FcntlArg::F_GETFD))?;
        Ok(flags & FdFlag::FD_CLOEXEC.bits() == 0)
    }

    /// Set the inheritable flag of the specified file descriptor.
    #[function("set_inheritable(fd, inheritable, /)")]
    fn set_inheritable(vm: &mut Vm, fd: i32, inheritable: i32) -> PyResult<()> {
        vm.system_call(None, || set_close_on_exec(fd, inheritable == 0))
    }

    /// Get the blocking mode of the file descriptor.
    ///
    /// Return False if the O_NONBLOCK flag is set, True if the flag is cleared.
    #[function("get_blocking(fd, /)")]
    fn get_blocking(vm: &mut Vm, fd: i32) -> PyResult<bool> {
        let flags = vm.system_call(None, || fcntl::fcntl(fd, FcntlArg::F_GETFL))?;
        Ok(flags & OFlag::O_NONBLOCK.bits() == 0)
    }

    /// Set the blocking mode of the specified file descriptor.
    ///
    /// Set the O_NONBLOCK flag if blocking is False,
    /// clear the O_NONBLOCK flag otherwise.
    #[function("set_blocking(fd, blocking, /)")]
    fn set_blocking(vm: &mut Vm, fd: i32, blocking: bool) -> PyResult<()> {
        vm.system_call(None, || {
            let flags = OFlag::from_bits_retain(fcntl::fcntl(fd, FcntlArg::F_GETFL)?);
            let wanted =
                if blocking { flags - OFlag::O_NONBLOCK } else { flags | OFlag::O_NONBLOCK };
            fcntl::fcntl(fd, FcntlArg::F_SETFL(wanted)).map(drop)
        })
    }

    /// Return a string describing the encoding of a terminal's file descriptor.
    ///
    /// The file descriptor must be attached to a terminal.
    /// If the device is not a terminal, return None.
    #[function("device_encoding(fd)")]
    fn device_encoding(_vm: &mut Vm, fd: i32) -> Option<&'static str> {
        unistd::isatty(fd).unwrap_or(false).then_some("utf-8")
    }

    /// Return the size of the terminal window as (columns, lines).
    ///
    /// The optional argument fd (default standard output) specifies
    /// which file descriptor should be queried.
    ///
    /// If the file descriptor is not connected to a terminal, an OSError
    /// is thrown.
    ///
    /// This function will only be defined if an implementation is
    /// available for this system.
    ///
    /// shutil.get_terminal_size is the high-level function which should
    /// normally be used, os.get_terminal_size is the low-level implementation.
    #[function("get_terminal_size(fd=<unrepresentable>, /)", hidden)]
    fn get_terminal_size(vm: &mut Vm, fd: Option<i32>) -> PyResult {
        let size = vm.system_call(None, || {
            let size = rustix::termios::tcgetwinsize(descriptor_of(fd.unwrap_or(1))?);
            size.map_err(|errno| Errno::from_raw(errno.raw_os_error()))
        })?;
        let values = vec![vm.new_int(i64::from(size.ws_col)), vm.new_int(i64::from(size.ws_row))];
        Ok(StructSequence::instance(vm, &TERMINAL_SIZE, values)?.into_object())
    }
}
