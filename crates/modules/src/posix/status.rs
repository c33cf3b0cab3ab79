//! `stat`, `statvfs` and their results.

use std::os::fd::RawFd;

use nix::fcntl::AtFlags;
use nix::sys::stat::{self, FileStat};
use nix::sys::statvfs::{self, Statvfs};
use pellucid_runtime::object::{StructSequence, StructSequenceSpec};
use pellucid_runtime::prelude::*;
use pellucid_runtime::vm::descriptor_of;

use super::path_argument::{DirectoryDescriptor, HostPath, PathOnly, PathOrDescriptor, directory};

/// `os.stat_result`
pub static STAT_RESULT: StructSequenceSpec = StructSequenceSpec::new(
    "os",
    "stat_result",
    "stat_result: Result from stat, fstat, or lstat.\n\nThis object may be accessed either as a tuple of\n  (mode, ino, dev, nlink, uid, gid, size, atime, mtime, ctime)\nor via the attributes st_mode, st_ino, st_dev, st_nlink, st_uid, and so on.",
    &[
        ("st_mode", "protection bits"),
        ("st_ino", "inode"),
        ("st_dev", "device"),
        ("st_nlink", "number of hard links"),
        ("st_uid", "user ID of owner"),
        ("st_gid", "group ID of owner"),
        ("st_size", "total size, in bytes"),
        ("", "integer time of last access"),
        ("", "integer time of last modification"),
        ("", "integer time of last change"),
        ("st_atime", "time of last access"),
        ("st_mtime", "time of last modification"),
        ("st_ctime", "time of last change"),
        ("st_atime_ns", "time of last access in nanoseconds"),
        ("st_mtime_ns", "time of last modification in nanoseconds"),
        ("st_ctime_ns", "time of last change in nanoseconds"),
        ("st_blksize", "blocksize for filesystem I/O"),
        ("st_blocks", "number of blocks allocated"),
        ("st_rdev", "device type (if inode device)"),
    ],
    10,
);

/// `os.statvfs_result`
pub static STATVFS_RESULT: StructSequenceSpec = StructSequenceSpec::new(
    "os",
    "statvfs_result",
    "statvfs_result: Result from statvfs or fstatvfs.",
    &[
        ("f_bsize", ""),
        ("f_frsize", ""),
        ("f_blocks", ""),
        ("f_bfree", ""),
        ("f_bavail", ""),
        ("f_files", ""),
        ("f_ffree", ""),
        ("f_favail", ""),
        ("f_flag", ""),
        ("f_namemax", ""),
        ("f_fsid", ""),
    ],
    10,
);

/// Makes a `stat_result`.
pub fn stat_result(vm: &mut Vm, status: &FileStat) -> PyResult {
    use pellucid_runtime::object::ToObject;
    let times = [
        (status.st_atime, status.st_atime_nsec),
        (status.st_mtime, status.st_mtime_nsec),
        (status.st_ctime, status.st_ctime_nsec),
    ];
    let mut values = vec![
        vm.new_int(i64::from(status.st_mode)),
        status.st_ino.to_object(vm)?,
        status.st_dev.to_object(vm)?,
        status.st_nlink.to_object(vm)?,
        vm.new_int(i64::from(status.st_uid)),
        vm.new_int(i64::from(status.st_gid)),
        vm.new_int(status.st_size),
    ];
    values.extend(times.map(|(seconds, _)| vm.new_int(seconds)));
    values.extend(times.map(|(seconds, nanos)| vm.new_float(seconds as f64 + 1e-9 * nanos as f64)));
    for (seconds, nanos) in times {
        let nanoseconds = i128::from(seconds) * 1_000_000_000 + i128::from(nanos);
        values.push(nanoseconds.to_object(vm)?);
    }
    values.push(vm.new_int(status.st_blksize));
    values.push(vm.new_int(status.st_blocks));
    values.push(status.st_rdev.to_object(vm)?);
    Ok(StructSequence::instance(vm, &STAT_RESULT, values)?.into_object())
}

/// The status of a path, of an open file, or of a path from a directory.
pub fn status_of(path: &HostPath, from: Option<RawFd>, follow: bool) -> nix::Result<FileStat> {
    match path.descriptor {
        Some(descriptor) => stat::fstat(descriptor),
        None if from.is_none() && follow => stat::stat(path.path.as_path()),
        None => {
            let flags = if follow { AtFlags::empty() } else { AtFlags::AT_SYMLINK_NOFOLLOW };
            stat::fstatat(from, path.path.as_path(), flags)
        }
    }
}

fn statvfs_result(vm: &mut Vm, status: &Statvfs) -> PyResult {
    use pellucid_runtime::object::ToObject;
    let numbers = [
        status.block_size(),
        status.fragment_size(),
        status.blocks(),
        status.blocks_free(),
        status.blocks_available(),
        status.files(),
        status.files_free(),
        status.files_available(),
        status.flags().bits(),
        status.name_max(),
        status.filesystem_id(),
    ];
    let mut values = Vec::new();
    for number in numbers {
        values.push(number.to_object(vm)?);
    }
    Ok(StructSequence::instance(vm, &STATVFS_RESULT, values)?.into_object())
}

/// The functions that ask what a file is.
pub struct Status;

#[methods(owner = "posix")]
impl Status {
    /// Perform a stat system call on the given path.
    #[function("stat(path, *, dir_fd=None, follow_symlinks=True)")]
    fn stat(
        vm: &mut Vm,
        path: PathOrDescriptor,
        dir_fd: Option<DirectoryDescriptor>,
        follow_symlinks: Option<bool>,
    ) -> PyResult {
        let (path, from, follow) = (path.0, directory(dir_fd), follow_symlinks.unwrap_or(true));
        check_combination(vm, "stat", &path, from, follow)?;
        let status = vm.system_call(Some(&path.object), || status_of(&path, from, follow))?;
        stat_result(vm, &status)
    }

    /// Perform a stat system call on the given path, without following symbolic links.
    ///
    /// Like stat(), but do not follow symbolic links.
    /// Equivalent to stat(path, follow_symlinks=False).
    #[function("lstat(path, *, dir_fd=None)")]
    fn lstat(vm: &mut Vm, path: PathOnly, dir_fd: Option<DirectoryDescriptor>) -> PyResult {
        let (path, from) = (path.0, directory(dir_fd));
        let status = vm.system_call(Some(&path.object), || status_of(&path, from, false))?;
        stat_result(vm, &status)
    }

    /// Perform a stat system call on the given file descriptor.
    ///
    /// Like stat(), but for an open file descriptor.
    /// Equivalent to os.stat(fd).
    #[function("fstat(fd)")]
    fn fstat(vm: &mut Vm, fd: RawFd) -> PyResult {
        let status = vm.system_call(None, || stat::fstat(fd))?;
        stat_result(vm, &status)
    }

    /// Perform a statvfs system call on the given path.
    ///
    /// path may always be specified as a string.
    /// On some platforms, path may also be specified as an open file descriptor.
    ///   If this functionality is unavailable, using it raises an exception.
    #[function("statvfs(path)")]
    fn statvfs(vm: &mut Vm, path: PathOrDescriptor) -> PyResult {
        let path = path.0;
        let status = vm.system_call(Some(&path.object), || match path.descriptor {
            Some(descriptor) => statvfs::fstatvfs(descriptor_of(descriptor)?),
            None => statvfs::statvfs(path.path.as_path()),
        })?;
        statvfs_result(vm, &status)
    }

    /// Perform an fstatvfs system call on the given fd.
    ///
    /// Equivalent to statvfs(fd).
    #[function("fstatvfs(fd, /)")]
    fn fstatvfs(vm: &mut Vm, fd: RawFd) -> PyResult {
        let status = vm.system_call(None, || statvfs::fstatvfs(descriptor_of(fd)?))?;
        statvfs_result(vm, &status)
    }
}

/// ValueError for arguments that make no sense together.
pub fn check_combination(
    vm: &mut Vm,
    function: &str,
    path: &HostPath,
    from: Option<RawFd>,
    follow: bool,
) -> PyResult<()> {
    if path.descriptor.is_some() && from.is_some() {
        return Err(
            vm.value_error(format!("{function}: can't specify dir_fd without matching path"))
        );
    }
    if path.descriptor.is_some() && !follow {
        return Err(
            vm.value_error(format!("{function}: cannot use fd and follow_symlinks together"))
        );
    }
    Ok(())
}
