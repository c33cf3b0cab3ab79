//! Directories: making, removing, listing and scanning them.

use std::cell::Cell;
use std::fs::{FileType, ReadDir};
use std::os::fd::RawFd;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::{DirEntryExt, FileTypeExt};
use std::path::{Path, PathBuf};

use nix::errno::Errno;
use nix::sys::stat::{self, Mode, SFlag};
use nix::unistd::{self, UnlinkatFlags};
use pellucid_runtime::object::Slots;
use pellucid_runtime::prelude::*;

use super::path_argument::{
    Descriptor, DirectoryDescriptor, DirectoryPath, HostPath, PathOnly, PathOrDescriptor, directory,
};
use super::status::{stat_result, status_of};

/// The error number of an error of the standard library.
pub fn errno_of(error: &std::io::Error) -> Errno {
    error.raw_os_error().map_or(Errno::EIO, Errno::from_raw)
}

/// Opens a directory for reading its entries; an open one is opened anew, which starts at its first entry.
fn read_directory(path: &HostPath) -> nix::Result<ReadDir> {
    let own = match path.descriptor {
        Some(descriptor) if descriptor < 0 => return Err(Errno::EBADF),
        Some(descriptor) => {
            let status = stat::fstat(descriptor)?;
            if status.st_mode & SFlag::S_IFMT.bits() != SFlag::S_IFDIR.bits() {
                return Err(Errno::ENOTDIR);
            }
            PathBuf::from(format!("/proc/self/fd/{descriptor}"))
        }
        None => path.path.clone(),
    };
    std::fs::read_dir(own).map_err(|error| errno_of(&error))
}

fn present_directory(vm: &mut Vm) -> HostPath {
    let object = vm.new_str(".").into_object();
    HostPath { object, path: PathBuf::from("."), descriptor: None, is_bytes: false }
}

/// The functions about directories.
pub struct Directories;

#[methods(owner = "posix")]
impl Directories {
    /// Return a list containing the names of the files in the directory.
    ///
    /// path can be specified as either str, bytes, or a path-like object.  If path is bytes,
    ///   the filenames returned will also be bytes; in all other circumstances
    ///   the filenames returned will be str.
    /// If path is None, uses the path='.'.
    /// On some platforms, path may also be specified as an open file descriptor;\
    ///   the file descriptor must refer to a directory.
    ///   If this functionality is unavailable, using it raises NotImplementedError.
    ///
    /// The list is in arbitrary order.  It does not include the special
    /// entries '.' and '..' even if they are present in the directory.
    #[function("listdir(path=None)")]
    fn listdir(vm: &mut Vm, path: Option<DirectoryPath>) -> PyResult {
        let path = path.map_or_else(|| present_directory(vm), |path| path.0);
        let entries = vm.system_call(Some(&path.object), || read_directory(&path))?;
        let mut names = Vec::new();
        for entry in entries {
            match entry {
                Ok(entry) => {
                    let name = path.name(vm, entry.file_name().as_bytes());
                    names.push(name);
                }
                Err(error) => return Err(vm.os_error(errno_of(&error), Some(&path.object))),
            }
        }
        Ok(vm.new_list(names)?.into_object())
    }

    /// Return an iterator of DirEntry objects for given path.
    ///
    /// path can be specified as either str, bytes, or a path-like object.  If path
    /// is bytes, the names of yielded DirEntry objects will also be bytes; in
    /// all other circumstances they will be str.
    ///
    /// If path is None, uses the path='.'.
    #[function("scandir(path=None)")]
    fn scandir(vm: &mut Vm, path: Option<DirectoryPath>) -> PyResult {
        let path = path.map_or_else(|| present_directory(vm), |path| path.0);
        let entries = vm.system_call(Some(&path.object), || read_directory(&path))?;
        let class = vm.native_type(&SCANDIR_ITERATOR)?;
        let iterator = ScandirIterator {
            entries: TokenCell::new(Some(entries)),
            object: path.object.clone(),
            path: path.path,
            descriptor: Cell::new(path.descriptor),
            is_bytes: Cell::new(path.is_bytes),
        };
        Ok(vm.new_object(&class, iterator).into_object())
    }

    /// Create a directory.
    ///
    /// If dir_fd is not None, it should be a file descriptor open to a directory,
    ///   and path should be relative; path will then be relative to that directory.
    /// dir_fd may not be implemented on your platform.
    ///   If it is unavailable, using it will raise a NotImplementedError.
    ///
    /// The mode argument is ignored on Windows. Where it is used, the current umask
    /// value is first masked out.
    #[function("mkdir(path, mode=511, *, dir_fd=None)")]
    fn mkdir(
        vm: &mut Vm,
        path: PathOnly,
        mode: Option<i32>,
        dir_fd: Option<DirectoryDescriptor>,
    ) -> PyResult<()> {
        let (path, mode) = (path.0, Mode::from_bits_truncate(mode.unwrap_or(0o777) as u32));
        vm.system_call(Some(&path.object), || {
            stat::mkdirat(directory(dir_fd), path.path.as_path(), mode)
        })
    }

    /// Remove a directory.
    ///
    /// If dir_fd is not None, it should be a file descriptor open to a directory,
    ///   and path should be relative; path will then be relative to that directory.
    /// dir_fd may not be implemented on your platform.
    ///   If it is unavailable, using it will raise a NotImplementedError.
    #[function("rmdir(path, *, dir_fd=None)")]
    fn rmdir(vm: &mut Vm, path: PathOnly, dir_fd: Option<DirectoryDescriptor>) -> PyResult<()> {
        let path = path.0;
        vm.system_call(Some(&path.object), || {
            unistd::unlinkat(directory(dir_fd), path.path.as_path(), UnlinkatFlags::RemoveDir)
        })
    }

    /// Change the current working directory to the specified path.
    ///
    /// path may always be specified as a string.
    /// On some platforms, path may also be specified as an open file descriptor.
    /// If this functionality is unavailable, using it raises an exception.
    #[function("chdir(path)")]
    fn chdir(vm: &mut Vm, path: PathOrDescriptor) -> PyResult<()> {
        let path = path.0;
        vm.system_call(Some(&path.object), || match path.descriptor {
            Some(descriptor) => unistd::fchdir(descriptor),
            None => unistd::chdir(path.path.as_path()),
        })
    }

    /// Change to the directory of the given file descriptor.
    ///
    /// fd must be opened on a directory, not a file.
    /// Equivalent to os.chdir(fd).
    #[function("fchdir(fd)")]
    fn fchdir(vm: &mut Vm, fd: Descriptor) -> PyResult<()> {
        vm.system_call(None, || unistd::fchdir(fd.0))
    }

    /// Change root directory to path.
    #[function("chroot(path)")]
    fn chroot(vm: &mut Vm, path: PathOnly) -> PyResult<()> {
        let path = path.0;
        vm.system_call(Some(&path.object), || unistd::chroot(path.path.as_path()))
    }

    /// Return a unicode string representing the current working directory.
    #[function("getcwd()")]
    fn getcwd(vm: &mut Vm) -> PyResult {
        let path = vm.system_call(None, unistd::getcwd)?;
        Ok(vm.decode_file_name(path.as_os_str().as_bytes()).into_object())
    }

    /// Return a bytes string representing the current working directory.
    #[function("getcwdb()")]
    fn getcwdb(vm: &mut Vm) -> PyResult {
        let path = vm.system_call(None, unistd::getcwd)?;
        Ok(vm.new_bytes(path.as_os_str().as_bytes()).into_object())
    }
}

/// What `scandir` gives: reads the directory as it goes.
#[derive(Trace)]
pub struct ScandirIterator {
    #[trace(skip)]
    entries: TokenCell<Option<ReadDir>>,
    object: Ref,
    #[trace(skip)]
    path: PathBuf,
    descriptor: Cell<Option<RawFd>>,
    is_bytes: Cell<bool>,
}

/// Its type.
pub static SCANDIR_ITERATOR: TypeSpec = TypeSpec {
    module: "posix",
    flags: TypeFlags::NOT_INSTANTIABLE,
    slots: |slots: &mut Slots| {
        slots.iter = Some(|_, iterator| Ok(iterator.to_ref()));
        slots.next = Some(next_entry);
    },
    methods: &[ScandirIterator::METHODS],
    ..TypeSpec::new::<ScandirIterator>("ScandirIterator")
};

fn next_entry(vm: &mut Vm, iterator: &Object) -> PyResult<Option<Ref>> {
    let Some(iterator) = iterator.downcast::<ScandirIterator>() else { return Ok(None) };
    let entry = match iterator.entries.get_mut(vm) {
        None => return Ok(None),
        Some(entries) => entries.next(),
    };
    let Some(entry) = entry else {
        iterator.entries.get_mut(vm).take();
        return Ok(None);
    };
    let found = match entry {
        Ok(found) => found,
        Err(error) => {
            iterator.entries.get_mut(vm).take();
            return Err(vm.os_error(errno_of(&error), Some(&iterator.object)));
        }
    };
    let host = HostPath {
        object: iterator.object.clone(),
        path: iterator.path.clone(),
        descriptor: iterator.descriptor.get(),
        is_bytes: iterator.is_bytes.get(),
    };
    let name = found.file_name();
    let (full, path) = match host.descriptor {
        Some(_) => (PathBuf::from(&name), host.name(vm, name.as_bytes())),
        None => {
            let mut joined = host.path.as_os_str().as_bytes().to_vec();
            if !joined.is_empty() && joined.last() != Some(&b'/') {
                joined.push(b'/');
            }
            joined.extend_from_slice(name.as_bytes());
            let path = host.name(vm, &joined);
            (PathBuf::from(std::ffi::OsString::from_vec(joined)), path)
        }
    };
    let entry = DirEntry {
        name: host.name(vm, name.as_bytes()),
        path,
        full,
        from: Cell::new(host.descriptor),
        inode: Cell::new(found.ino()),
        // A file system that does not tell costs a call, as asking later would.
        kind: found.file_type().ok(),
        status: Slot::empty(),
        own_status: Slot::empty(),
    };
    let class = vm.native_type(&DIR_ENTRY)?;
    Ok(Some(vm.new_object(&class, entry).into_object()))
}

#[methods]
impl ScandirIterator {
    /// Close the iterator and free acquired resources.
    #[method("close(self, /)", hidden)]
    fn close(vm: &mut Vm, this: &Typed<ScandirIterator>) {
        this.entries.get_mut(vm).take();
    }

    #[method("__enter__(self, /)", hidden)]
    fn enter(_: &mut Vm, this: &Typed<ScandirIterator>) -> Ref {
        this.as_object().to_ref()
    }

    #[method("__exit__(self, /, *args)", hidden)]
    fn exit(vm: &mut Vm, this: &Typed<ScandirIterator>, _args: &[Ref]) {
        this.entries.get_mut(vm).take();
    }
}

/// What is known of a file from the directory it lies in, and what has been asked since.
#[derive(Trace)]
pub struct DirEntry {
    name: Ref,
    path: Ref,
    #[trace(skip)]
    full: PathBuf,
    from: Cell<Option<RawFd>>,
    inode: Cell<u64>,
    #[trace(skip)]
    kind: Option<FileType>,
    status: Slot,
    own_status: Slot,
}

/// Its type.
pub static DIR_ENTRY: TypeSpec = TypeSpec {
    module: "posix",
    flags: TypeFlags::NOT_INSTANTIABLE,
    slots: |slots: &mut Slots| {
        slots.repr = Some(|vm, entry| {
            let Some(entry) = entry.downcast::<DirEntry>() else { return Ok(entry.to_ref()) };
            let name = vm.repr(&entry.name)?;
            let mut text = pellucid_text::TextBuilder::new();
            text.push_str("<DirEntry ");
            text.push_text(name.text());
            text.push_str(">");
            Ok(vm.new_text(&text.finish()).into_object())
        });
    },
    methods: &[DirEntry::METHODS],
    getsets: &[DirEntry::GETSETS],
    ..TypeSpec::new::<DirEntry>("DirEntry")
};

impl DirEntry {
    fn host_path(&self, path: &Path) -> HostPath {
        HostPath {
            object: self.path.clone(),
            path: path.to_owned(),
            descriptor: None,
            is_bytes: false,
        }
    }

    /// The status, asked for once.
    fn known_status(vm: &mut Vm, this: &Typed<DirEntry>, follow: bool) -> PyResult {
        let follow = follow && this.kind.is_none_or(|kind| kind.is_symlink());
        let slot = if follow { &this.status } else { &this.own_status };
        if let Some(known) = slot.get() {
            return Ok(known);
        }
        let (path, from) = (this.host_path(&this.full), this.from.get());
        let status = vm.system_call(Some(&this.path), || status_of(&path, from, follow))?;
        let result = stat_result(vm, &status)?;
        slot.set(vm, Some(result.clone()));
        Ok(result)
    }

    fn is_of(vm: &mut Vm, this: &Typed<DirEntry>, follow: bool, flag: SFlag) -> PyResult<bool> {
        if let Some(kind) = this.kind
            && !(follow && kind.is_symlink())
        {
            return Ok(match flag {
                SFlag::S_IFDIR => kind.is_dir(),
                SFlag::S_IFLNK => kind.is_symlink(),
                SFlag::S_IFIFO => kind.is_fifo(),
                _ => kind.is_file(),
            });
        }
        match Self::known_status(vm, this, follow) {
            Ok(status) => {
                let mode = status
                    .downcast::<Tuple>()
                    .and_then(|items| items.items().first()?.downcast::<Int>()?.to_i64());
                Ok(mode.is_some_and(|mode| mode as u32 & SFlag::S_IFMT.bits() == flag.bits()))
            }
            // The file has gone, or the link leads nowhere.
            Err(raised) if raised.is_instance(vm, &vm.types.file_not_found_error) => Ok(false),
            Err(raised) => Err(raised),
        }
    }
}

#[methods(owner = "DirEntry")]
impl DirEntry {
    /// the entry's base filename, relative to scandir() "path" argument
    #[getter("name")]
    fn name(_: &mut Vm, this: &Typed<DirEntry>) -> Ref {
        this.name.clone()
    }

    /// the entry's full path name; equivalent to os.path.join(scandir_path, entry.name)
    #[getter("path")]
    fn path(_: &mut Vm, this: &Typed<DirEntry>) -> Ref {
        this.path.clone()
    }

    /// Return True if the entry is a directory; cached per entry.
    #[method("is_dir(self, /, *, follow_symlinks=True)")]
    fn is_dir(
        vm: &mut Vm,
        this: &Typed<DirEntry>,
        follow_symlinks: Option<bool>,
    ) -> PyResult<bool> {
        Self::is_of(vm, this, follow_symlinks.unwrap_or(true), SFlag::S_IFDIR)
    }

    /// Return True if the entry is a file; cached per entry.
    #[method("is_file(self, /, *, follow_symlinks=True)")]
    fn is_file(
        vm: &mut Vm,
        this: &Typed<DirEntry>,
        follow_symlinks: Option<bool>,
    ) -> PyResult<bool> {
        Self::is_of(vm, this, follow_symlinks.unwrap_or(true), SFlag::S_IFREG)
    }

    /// Return True if the entry is a symbolic link; cached per entry.
    #[method("is_symlink(self, /)")]
    fn is_symlink(vm: &mut Vm, this: &Typed<DirEntry>) -> PyResult<bool> {
        Self::is_of(vm, this, false, SFlag::S_IFLNK)
    }

    /// Return True if the entry is a junction; cached per entry.
    #[method("is_junction(self, /)")]
    fn is_junction(_: &mut Vm, _this: &Typed<DirEntry>) -> bool {
        false
    }

    /// Return stat_result object for the entry; cached per entry.
    #[method("stat(self, /, *, follow_symlinks=True)")]
    fn stat(vm: &mut Vm, this: &Typed<DirEntry>, follow_symlinks: Option<bool>) -> PyResult {
        Self::known_status(vm, this, follow_symlinks.unwrap_or(true))
    }

    /// Return inode of the entry; cached per entry.
    #[method("inode(self, /)")]
    fn inode(_: &mut Vm, this: &Typed<DirEntry>) -> u64 {
        this.inode.get()
    }

    /// Returns the path for the entry.
    #[method("__fspath__(self, /)")]
    fn fs_path(_: &mut Vm, this: &Typed<DirEntry>) -> Ref {
        this.path.clone()
    }

    /// See PEP 585
    #[class_method("__class_getitem__(cls, object, /)", hidden)]
    fn class_item(vm: &mut Vm, class: &Typed<Type>, object: &Object) -> PyResult {
        vm.new_generic_alias(class.as_object(), object)
    }
}
