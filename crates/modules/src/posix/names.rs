//! Names in directories: renaming, linking, removing; and what belongs to a file: mode, owner, times.

use std::os::fd::RawFd;
use std::os::unix::ffi::OsStrExt;

use nix::fcntl::{self, AtFlags};
use nix::sys::stat::{self, FchmodatFlags, Mode, SFlag, UtimensatFlags};
use nix::sys::time::TimeSpec;
use nix::unistd::{self, AccessFlags, Gid, Uid, UnlinkatFlags};
use pellucid_runtime::prelude::*;

use super::path_argument::{DirectoryDescriptor, HostPath, PathOnly, PathOrDescriptor, directory};
use super::status::check_combination;

fn remove(vm: &mut Vm, path: &HostPath, from: Option<DirectoryDescriptor>) -> PyResult<()> {
    vm.system_call(Some(&path.object), || {
        unistd::unlinkat(directory(from), path.path.as_path(), UnlinkatFlags::NoRemoveDir)
    })
}

fn between(
    vm: &mut Vm,
    from: &HostPath,
    to: &HostPath,
    call: impl FnOnce() -> nix::Result<()>,
) -> PyResult<()> {
    vm.blocking(call).map_err(|errno| vm.os_error_between(errno, &from.object, &to.object))
}

fn rename(
    vm: &mut Vm,
    from: HostPath,
    to: HostPath,
    from_directory: Option<DirectoryDescriptor>,
    to_directory: Option<DirectoryDescriptor>,
) -> PyResult<()> {
    between(vm, &from, &to, || {
        let (start, end) = (directory(from_directory), directory(to_directory));
        fcntl::renameat(start, from.path.as_path(), end, to.path.as_path())
    })
}

/// An owner or group: -1 leaves it as it is.
fn identifier(vm: &mut Vm, value: &Object, what: &str) -> PyResult<Option<u32>> {
    let index = vm.names.__index__.clone();
    if value.class().lookup(vm, &index).is_none() {
        let class = value.class().name(vm);
        return Err(vm.type_error(format!("{what} should be integer, not {class}")));
    }
    let int = vm.index(value)?;
    match int.to_i128() {
        Some(-1) => Ok(None),
        Some(number) if number < 0 => {
            Err(vm.overflow_error(format!("{what} is less than minimum")))
        }
        Some(number) if number <= i128::from(u32::MAX) => Ok(Some(number as u32)),
        _ if int.is_negative() => Err(vm.overflow_error(format!("{what} is less than minimum"))),
        _ => Err(vm.overflow_error(format!("{what} is greater than maximum"))),
    }
}

fn change_owner(
    vm: &mut Vm,
    path: &HostPath,
    (owner, group): (&Object, &Object),
    from: Option<RawFd>,
    follow: bool,
) -> PyResult<()> {
    let owner = identifier(vm, owner, "uid")?.map(Uid::from_raw);
    let group = identifier(vm, group, "gid")?.map(Gid::from_raw);
    let flags = if follow { AtFlags::empty() } else { AtFlags::AT_SYMLINK_NOFOLLOW };
    vm.system_call(Some(&path.object), || match path.descriptor {
        Some(descriptor) => unistd::fchown(descriptor, owner, group),
        None => unistd::fchownat(from, path.path.as_path(), owner, group, flags),
    })
}

/// A time in seconds, rounded down to a nanosecond.
fn time_of_seconds(vm: &mut Vm, value: &Object) -> PyResult<TimeSpec> {
    let Some(float) = value.downcast::<Float>() else {
        let int = vm.index(value)?;
        return match int.to_i64() {
            Some(seconds) => Ok(TimeSpec::new(seconds, 0)),
            None => Err(vm.overflow_error("timestamp out of range for platform time_t")),
        };
    };
    let value = float.to_f64();
    if value.is_nan() {
        return Err(vm.value_error("Invalid value NaN (not a number)"));
    }
    let whole = value.floor();
    if !(-9.2e18..9.2e18).contains(&whole) {
        return Err(vm.overflow_error("timestamp out of range for platform time_t"));
    }
    let nanos = ((value - whole) * 1e9).floor();
    let carry = nanos >= 1e9;
    let nanos = if carry { 0 } else { nanos as i64 };
    Ok(TimeSpec::new(whole as i64 + i64::from(carry), nanos))
}

fn time_of_nanoseconds(vm: &mut Vm, value: &Object) -> PyResult<TimeSpec> {
    let int = vm.index(value)?;
    let total = int.to_i128();
    let parts =
        total.map(|total| (total.div_euclid(1_000_000_000), total.rem_euclid(1_000_000_000)));
    match parts.and_then(|(seconds, nanos)| Some((i64::try_from(seconds).ok()?, nanos as i64))) {
        Some((seconds, nanos)) => Ok(TimeSpec::new(seconds, nanos)),
        None => Err(vm.overflow_error("timestamp out of range for platform time_t")),
    }
}

/// The two items of a tuple; none if it is something else.
fn pair(value: &Object) -> Option<(Ref, Ref)> {
    match value.downcast::<Tuple>()?.items() {
        [first, second] => Some((first.clone(), second.clone())),
        _ => None,
    }
}

/// The times that `utime` sets; none means now.
fn utime_times(
    vm: &mut Vm,
    times: Option<&Object>,
    ns: Option<&Object>,
) -> PyResult<[TimeSpec; 2]> {
    match (times, ns) {
        (Some(_), Some(_)) => {
            Err(vm.value_error("utime: you may specify either 'times' or 'ns' but not both"))
        }
        (Some(times), None) => match pair(times) {
            Some((access, change)) => {
                Ok([time_of_seconds(vm, &access)?, time_of_seconds(vm, &change)?])
            }
            None => Err(vm.type_error("utime: 'times' must be either a tuple of two ints or None")),
        },
        (None, Some(ns)) => match pair(ns) {
            Some((access, change)) => {
                Ok([time_of_nanoseconds(vm, &access)?, time_of_nanoseconds(vm, &change)?])
            }
            None => Err(vm.type_error("utime: 'ns' must be a tuple of two ints")),
        },
        (None, None) => Ok([TimeSpec::UTIME_NOW, TimeSpec::UTIME_NOW]),
    }
}

/// The functions about names.
pub struct Names;

#[methods(owner = "posix")]
impl Names {
    /// Remove a file (same as remove()).
    ///
    /// If dir_fd is not None, it should be a file descriptor open to a directory,
    ///   and path should be relative; path will then be relative to that directory.
    /// dir_fd may not be implemented on your platform.
    ///   If it is unavailable, using it will raise a NotImplementedError.
    #[function("unlink(path, *, dir_fd=None)")]
    fn unlink(vm: &mut Vm, path: PathOnly, dir_fd: Option<DirectoryDescriptor>) -> PyResult<()> {
        remove(vm, &path.0, dir_fd)
    }

    /// Remove a file (same as unlink()).
    ///
    /// If dir_fd is not None, it should be a file descriptor open to a directory,
    ///   and path should be relative; path will then be relative to that directory.
    /// dir_fd may not be implemented on your platform.
    ///   If it is unavailable, using it will raise a NotImplementedError.
    #[function("remove(path, *, dir_fd=None)")]
    fn remove(vm: &mut Vm, path: PathOnly, dir_fd: Option<DirectoryDescriptor>) -> PyResult<()> {
        remove(vm, &path.0, dir_fd)
    }

    /// Rename a file or directory.
    ///
    /// If either src_dir_fd or dst_dir_fd is not None, it should be a file
    ///   descriptor open to a directory, and the respective path string (src or dst)
    ///   should be relative; the path will then be relative to that directory.
    /// src_dir_fd and dst_dir_fd, may not be implemented on your platform.
    ///   If they are unavailable, using them will raise a NotImplementedError.
    #[function("rename(src, dst, *, src_dir_fd=None, dst_dir_fd=None)")]
    fn rename(
        vm: &mut Vm,
        src: PathOnly,
        dst: PathOnly,
        src_dir_fd: Option<DirectoryDescriptor>,
        dst_dir_fd: Option<DirectoryDescriptor>,
    ) -> PyResult<()> {
        rename(vm, src.0, dst.0, src_dir_fd, dst_dir_fd)
    }

    /// Rename a file or directory, overwriting the destination.
    ///
    /// If either src_dir_fd or dst_dir_fd is not None, it should be a file
    ///   descriptor open to a directory, and the respective path string (src or dst)
    ///   should be relative; the path will then be relative to that directory.
    /// src_dir_fd and dst_dir_fd, may not be implemented on your platform.
    ///   If they are unavailable, using them will raise a NotImplementedError.
    #[function("replace(src, dst, *, src_dir_fd=None, dst_dir_fd=None)")]
    fn replace(
        vm: &mut Vm,
        src: PathOnly,
        dst: PathOnly,
        src_dir_fd: Option<DirectoryDescriptor>,
        dst_dir_fd: Option<DirectoryDescriptor>,
    ) -> PyResult<()> {
        rename(vm, src.0, dst.0, src_dir_fd, dst_dir_fd)
    }

    /// Create a hard link to a file.
    ///
    /// If either src_dir_fd or dst_dir_fd is not None, it should be a file
    ///   descriptor open to a directory, and the respective path string (src or dst)
    ///   should be relative; the path will then be relative to that directory.
    /// If follow_symlinks is False, and the last element of src is a symbolic
    ///   link, link will create a link to the symbolic link itself instead of the
    ///   file the link points to.
    /// src_dir_fd, dst_dir_fd, and follow_symlinks may not be implemented on your
    ///   platform.  If they are unavailable, using them will raise a
    ///   NotImplementedError.
    #[function(
        "link(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=<unrepresentable>)",
        hidden
    )]
    fn link(
        vm: &mut Vm,
        src: PathOnly,
        dst: PathOnly,
        src_dir_fd: Option<DirectoryDescriptor>,
        dst_dir_fd: Option<DirectoryDescriptor>,
        follow_symlinks: Option<bool>,
    ) -> PyResult<()> {
        let (from, to) = (src.0, dst.0);
        // Not told otherwise, the host's link() links the symbolic link.
        let follow = follow_symlinks.unwrap_or(false);
        let flags = if follow { AtFlags::AT_SYMLINK_FOLLOW } else { AtFlags::empty() };
        between(vm, &from, &to, || {
            let (start, end) = (directory(src_dir_fd), directory(dst_dir_fd));
            unistd::linkat(start, from.path.as_path(), end, to.path.as_path(), flags)
        })
    }

    /// Create a symbolic link pointing to src named dst.
    ///
    /// target_is_directory is required on Windows if the target is to be
    ///   interpreted as a directory.  (On Windows, symlink requires
    ///   Windows 6.0 or greater, and raises a NotImplementedError otherwise.)
    ///   target_is_directory is ignored on non-Windows platforms.
    ///
    /// If dir_fd is not None, it should be a file descriptor open to a directory,
    ///   and path should be relative; path will then be relative to that directory.
    /// dir_fd may not be implemented on your platform.
    ///   If it is unavailable, using it will raise a NotImplementedError.
    #[function("symlink(src, dst, target_is_directory=False, *, dir_fd=None)")]
    fn symlink(
        vm: &mut Vm,
        src: PathOnly,
        dst: PathOnly,
        _target_is_directory: Option<bool>,
        dir_fd: Option<DirectoryDescriptor>,
    ) -> PyResult<()> {
        let (from, to) = (src.0, dst.0);
        between(vm, &from, &to, || {
            unistd::symlinkat(from.path.as_path(), directory(dir_fd), to.path.as_path())
        })
    }

    /// Return a string representing the path to which the symbolic link points.
    ///
    /// If dir_fd is not None, it should be a file descriptor open to a directory,
    /// and path should be relative; path will then be relative to that directory.
    ///
    /// dir_fd may not be implemented on your platform.  If it is unavailable,
    /// using it will raise a NotImplementedError.
    #[function("readlink(path, *, dir_fd=None)")]
    fn readlink(vm: &mut Vm, path: PathOnly, dir_fd: Option<DirectoryDescriptor>) -> PyResult {
        let path = path.0;
        let target = vm.system_call(Some(&path.object), || match dir_fd {
            Some(from) => fcntl::readlinkat(Some(from.0), path.path.as_path()),
            None => fcntl::readlink(path.path.as_path()),
        })?;
        Ok(path.name(vm, target.as_bytes()))
    }

    /// Create a "fifo" (a POSIX named pipe).
    ///
    /// If dir_fd is not None, it should be a file descriptor open to a directory,
    ///   and path should be relative; path will then be relative to that directory.
    /// dir_fd may not be implemented on your platform.
    ///   If it is unavailable, using it will raise a NotImplementedError.
    #[function("mkfifo(path, mode=438, *, dir_fd=None)")]
    fn mkfifo(
        vm: &mut Vm,
        path: PathOnly,
        mode: Option<i32>,
        dir_fd: Option<DirectoryDescriptor>,
    ) -> PyResult<()> {
        let (path, mode) = (path.0, Mode::from_bits_truncate(mode.unwrap_or(0o666) as u32));
        vm.system_call(Some(&path.object), || {
            unistd::mkfifoat(directory(dir_fd), path.path.as_path(), mode)
        })
    }

    /// Create a node in the file system.
    ///
    /// Create a node in the file system (file, device special file or named pipe)
    /// at path.  mode specifies both the permissions to use and the
    /// type of node to be created, being combined (bitwise OR) with one of
    /// S_IFREG, S_IFCHR, S_IFBLK, and S_IFIFO.
    #[function("mknod(path, mode=384, device=0)")]
    fn mknod(vm: &mut Vm, path: PathOnly, mode: Option<i32>, device: Option<u64>) -> PyResult<()> {
        let (path, bits) = (path.0, mode.unwrap_or(0o600) as u32);
        let kind = SFlag::from_bits_truncate(bits & SFlag::S_IFMT.bits());
        let mode = Mode::from_bits_truncate(bits);
        vm.system_call(Some(&path.object), || {
            stat::mknod(path.path.as_path(), kind, mode, device.unwrap_or(0))
        })
    }

    /// Change the access permissions of a file.
    ///
    ///   path
    ///     Path to be modified.  May always be specified as a str, bytes, or a path-like object.
    ///     On some platforms, path may also be specified as an open file descriptor.
    ///     If this functionality is unavailable, using it raises an exception.
    ///   mode
    ///     Operating-system mode bitfield.
    ///   dir_fd
    ///     If not None, it should be a file descriptor open to a directory,
    ///     and path should be relative; path will then be relative to that
    ///     directory.
    ///   follow_symlinks
    ///     If False, and the last element of the path is a symbolic link,
    ///     chmod will modify the symbolic link itself instead of the file
    ///     the link points to.
    #[function("chmod(path, mode, *, dir_fd=None, follow_symlinks=True)")]
    fn chmod(
        vm: &mut Vm,
        path: PathOrDescriptor,
        mode: i32,
        dir_fd: Option<DirectoryDescriptor>,
        follow_symlinks: Option<bool>,
    ) -> PyResult<()> {
        let (path, from) = (path.0, directory(dir_fd));
        let mode = Mode::from_bits_truncate(mode as u32);
        let follow = match follow_symlinks.unwrap_or(true) {
            true => FchmodatFlags::FollowSymlink,
            false => FchmodatFlags::NoFollowSymlink,
        };
        vm.system_call(Some(&path.object), || match path.descriptor {
            Some(descriptor) => stat::fchmod(descriptor, mode),
            None => stat::fchmodat(from, path.path.as_path(), mode, follow),
        })
    }

    /// Change the access permissions of the file given by file descriptor.
    ///
    ///   fd
    ///     The file descriptor of the file to be modified.
    ///   mode
    ///     Operating-system mode bitfield.
    ///
    /// Equivalent to os.chmod(fd, mode).
    #[function("fchmod(fd, mode)")]
    fn fchmod(vm: &mut Vm, fd: i32, mode: i32) -> PyResult<()> {
        vm.system_call(None, || stat::fchmod(fd, Mode::from_bits_truncate(mode as u32)))
    }

    /// Change the owner and group id of path to the numeric uid and gid.
    #[function("chown(path, uid, gid, *, dir_fd=None, follow_symlinks=True)")]
    fn chown(
        vm: &mut Vm,
        path: PathOrDescriptor,
        uid: &Object,
        gid: &Object,
        dir_fd: Option<DirectoryDescriptor>,
        follow_symlinks: Option<bool>,
    ) -> PyResult<()> {
        let (path, from, follow) = (path.0, directory(dir_fd), follow_symlinks.unwrap_or(true));
        check_combination(vm, "chown", &path, from, follow)?;
        change_owner(vm, &path, (uid, gid), from, follow)
    }

    /// Change the owner and group id of the file specified by file descriptor.
    ///
    /// Equivalent to os.chown(fd, uid, gid).
    #[function("fchown(fd, uid, gid)")]
    fn fchown(vm: &mut Vm, fd: i32, uid: &Object, gid: &Object) -> PyResult<()> {
        let owner = identifier(vm, uid, "uid")?.map(Uid::from_raw);
        let group = identifier(vm, gid, "gid")?.map(Gid::from_raw);
        vm.system_call(None, || unistd::fchown(fd, owner, group))
    }

    /// Change the owner and group id of path to the numeric uid and gid.
    ///
    /// This function will not follow symbolic links.
    /// Equivalent to os.chown(path, uid, gid, follow_symlinks=False).
    #[function("lchown(path, uid, gid)")]
    fn lchown(vm: &mut Vm, path: PathOnly, uid: &Object, gid: &Object) -> PyResult<()> {
        change_owner(vm, &path.0, (uid, gid), None, false)
    }

    /// Set the access and modified time of path.
    ///
    /// path may always be specified as a string.
    /// On some platforms, path may also be specified as an open file descriptor.
    ///   If this functionality is unavailable, using it raises an exception.
    ///
    /// If times is not None, it must be a tuple (atime, mtime);
    ///     atime and mtime should be expressed as float seconds since the epoch.
    /// If ns is specified, it must be a tuple (atime_ns, mtime_ns);
    ///     atime_ns and mtime_ns should be expressed as integer nanoseconds
    ///     since the epoch.
    /// If times is None and ns is unspecified, utime uses the current time.
    /// Specifying tuples for both times and ns is an error.
    #[function(
        "utime(path, times=None, *, ns=<unrepresentable>, dir_fd=None, follow_symlinks=True)",
        hidden
    )]
    fn utime(
        vm: &mut Vm,
        path: PathOrDescriptor,
        times: Option<&Object>,
        ns: Option<&Object>,
        dir_fd: Option<DirectoryDescriptor>,
        follow_symlinks: Option<bool>,
    ) -> PyResult<()> {
        let (path, from, follow) = (path.0, directory(dir_fd), follow_symlinks.unwrap_or(true));
        let [access, change] = utime_times(vm, times, ns)?;
        check_combination(vm, "utime", &path, from, follow)?;
        let flags =
            if follow { UtimensatFlags::FollowSymlink } else { UtimensatFlags::NoFollowSymlink };
        vm.system_call(Some(&path.object), || match path.descriptor {
            Some(descriptor) => stat::futimens(descriptor, &access, &change),
            None => stat::utimensat(from, path.path.as_path(), &access, &change, flags),
        })
    }

    /// Use the real uid/gid to test for access to a path.
    ///
    ///   path
    ///     Path to be tested; can be string, bytes, or a path-like object.
    ///   mode
    ///     Operating-system mode bitfield.  Can be F_OK to test existence,
    ///     or the inclusive-OR of R_OK, W_OK, and X_OK.
    ///   dir_fd
    ///     If not None, it should be a file descriptor open to a directory,
    ///     and path should be relative; path will then be relative to that
    ///     directory.
    ///   effective_ids
    ///     If True, access will use the effective uid/gid instead of
    ///     the real uid/gid.
    ///   follow_symlinks
    ///     If False, and the last element of the path is a symbolic link,
    ///     access will examine the symbolic link itself instead of the file
    ///     the link points to.
    #[function("access(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)")]
    fn access(
        vm: &mut Vm,
        path: PathOnly,
        mode: i32,
        dir_fd: Option<DirectoryDescriptor>,
        effective_ids: Option<bool>,
        follow_symlinks: Option<bool>,
    ) -> bool {
        let mut flags = AtFlags::empty();
        flags.set(AtFlags::AT_EACCESS, effective_ids.unwrap_or(false));
        flags.set(AtFlags::AT_SYMLINK_NOFOLLOW, !follow_symlinks.unwrap_or(true));
        let Some(mode) = AccessFlags::from_bits(mode) else { return false };
        vm.blocking(|| unistd::faccessat(directory(dir_fd), path.0.path.as_path(), mode, flags))
            .is_ok()
    }

    /// Set the current numeric umask and return the previous umask.
    #[function("umask(mask, /)")]
    fn umask(_vm: &mut Vm, mask: i32) -> u32 {
        stat::umask(Mode::from_bits_truncate(mask as u32)).bits()
    }
}
