//! The payload of `mmap` objects, and how one is made.

use std::cell::Cell;
use std::io;
use std::os::fd::{AsFd, OwnedFd};

use nix::errno::Errno;
use nix::libc;
use pellucid_runtime::heap::{MapFlags, Mapping, MappingError, MappingRequest, WeakHead};
use pellucid_runtime::object::Exports;
use pellucid_runtime::prelude::*;
use pellucid_runtime::vm::descriptor_of;
use rustix::fs::FileType;

/// What may be done with the bytes, and whether the file sees it.
#[derive(Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // The constants of the module.
pub enum Access {
    Default,
    Read,
    Write,
    Copy,
}

impl Access {
    fn of(number: i32) -> Option<Access> {
        [Access::Default, Access::Read, Access::Write, Access::Copy]
            .into_iter()
            .find(|access| *access as i32 == number)
    }

    /// The constant's name.
    pub fn name(self) -> &'static str {
        match self {
            Access::Default => "ACCESS_DEFAULT",
            Access::Read => "ACCESS_READ",
            Access::Write => "ACCESS_WRITE",
            Access::Copy => "ACCESS_COPY",
        }
    }
}

/// The payload of `mmap` objects.
#[derive(Trace)]
#[payload(weak = weak)]
pub struct Mmap {
    /// Without bytes once it is closed.
    pub(super) mapping: Mapping,
    /// Where the next `read` or `write` begins; may lie behind the end after the mapping has become shorter.
    pub(super) position: Cell<usize>,
    /// Where in the file the mapping starts.
    pub(super) offset: u64,
    #[trace(skip)]
    pub(super) access: Access,
    /// Shared anonymous memory cannot grow.
    pub(super) is_private: bool,
    /// Whether `size` and `resize` may ask the file.
    pub(super) tracks_file: bool,
    #[trace(skip)]
    pub(super) exports: Exports,
    weak: WeakHead,
}

const SHARED_READ_WRITE: (i32, i32) = (libc::MAP_SHARED, libc::PROT_READ | libc::PROT_WRITE);
/// What may be asked of the host: nothing that names a place, or pages of another size.
const FLAGS_ALLOWED: i32 = libc::MAP_SHARED
    | libc::MAP_PRIVATE
    | libc::MAP_ANONYMOUS
    | libc::MAP_DENYWRITE
    | libc::MAP_EXECUTABLE
    | libc::MAP_NORESERVE
    | libc::MAP_POPULATE
    | libc::MAP_NONBLOCK
    | libc::MAP_LOCKED
    | libc::MAP_STACK;

/// OSError for what the host has said.
pub(super) fn host_error(vm: &mut Vm, error: &io::Error) -> Raised {
    vm.os_error(Errno::from_raw(error.raw_os_error().unwrap_or(0)), None)
}

pub(super) fn mapping_error(vm: &mut Vm, error: MappingError) -> Raised {
    match error {
        // Without a limit of the program's own it is the host that gives no more.
        MappingError::Limit if vm.heap().limit().is_none() => vm.os_error(Errno::ENOMEM, None),
        MappingError::Limit => vm.memory_error(),
        MappingError::Host(error) => host_error(vm, &error),
    }
}

/// Flags, protection and access as they are after each has had its say.
fn settle(
    vm: &mut Vm,
    flags: Option<i32>,
    protection: Option<i32>,
    access: Option<i32>,
) -> PyResult<(i32, i32, Access)> {
    let given = (flags.unwrap_or(SHARED_READ_WRITE.0), protection.unwrap_or(SHARED_READ_WRITE.1));
    let access = access.unwrap_or(Access::Default as i32);
    if access != Access::Default as i32 && given != SHARED_READ_WRITE {
        return Err(vm.value_error("mmap can't specify both access and flags, prot."));
    }
    let (shared, read_write) = SHARED_READ_WRITE;
    Ok(match Access::of(access) {
        None => return Err(vm.value_error("mmap invalid access parameter.")),
        Some(Access::Read) => (shared, libc::PROT_READ, Access::Read),
        Some(Access::Write) => (shared, read_write, Access::Write),
        Some(Access::Copy) => (libc::MAP_PRIVATE, read_write, Access::Copy),
        Some(Access::Default) => {
            let (flags, protection) = given;
            let access = match protection & read_write {
                both if both == read_write => Access::Default,
                libc::PROT_WRITE => Access::Write,
                _ => Access::Read,
            };
            (flags, protection, access)
        }
    })
}

/// A descriptor of our own for the file, and how many bytes of it are mapped.
fn open_file(vm: &mut Vm, number: i32, length: usize, offset: u64) -> PyResult<(OwnedFd, usize)> {
    let file = match descriptor_of(number).map(|file| file.as_fd().try_clone_to_owned()) {
        Ok(Ok(file)) => file,
        Ok(Err(error)) => return Err(host_error(vm, &error)),
        Err(errno) => return Err(vm.os_error(errno, None)),
    };
    let status = match rustix::fs::fstat(&file) {
        Ok(status) => status,
        Err(errno) => return Err(host_error(vm, &errno.into())),
    };
    if !FileType::from_raw_mode(status.st_mode).is_file() {
        return Ok((file, length));
    }
    let size = u64::try_from(status.st_size).unwrap_or(0);
    if length == 0 {
        if size == 0 {
            return Err(vm.value_error("cannot mmap an empty file"));
        }
        if offset >= size {
            return Err(vm.value_error("mmap offset is greater than file size"));
        }
        return match usize::try_from(size - offset) {
            Ok(rest) if rest <= isize::MAX as usize => Ok((file, rest)),
            _ => Err(vm.value_error("mmap length is too large")),
        };
    }
    if offset > size || size - offset < length as u64 {
        return Err(vm.value_error("mmap length is greater than file size"));
    }
    Ok((file, length))
}

#[methods(WHOLE, owner = "mmap")]
impl Mmap {
    #[constructor(
        "mmap(fileno, length, flags=MAP_SHARED, prot=PROT_WRITE|PROT_READ, access=ACCESS_DEFAULT, offset=0, *, trackfd=True)"
    )]
    #[allow(clippy::too_many_arguments)] // They are Python's.
    fn create(
        vm: &mut Vm,
        class: &Typed<Type>,
        file_number: i32,
        length: isize,
        flags: Option<i32>,
        protection: Option<i32>,
        access: Option<i32>,
        offset: Option<i64>,
        tracks_file: Option<bool>,
    ) -> PyResult {
        let Ok(length) = usize::try_from(length) else {
            return Err(vm.overflow_error("memory mapped length must be positive"));
        };
        let Ok(offset) = u64::try_from(offset.unwrap_or(0)) else {
            return Err(vm.overflow_error("memory mapped offset must be positive"));
        };
        let (flags, protection, access) = settle(vm, flags, protection, access)?;
        let (mut file, mut bytes) = (None, length);
        if file_number != -1 {
            let (own, mapped) = open_file(vm, file_number, length, offset)?;
            (file, bytes) = (Some((own, offset)), mapped);
        }
        file = file.filter(|_| flags & libc::MAP_ANONYMOUS == 0);
        let is_private = flags & libc::MAP_PRIVATE != 0;
        if bytes == 0 || flags & !FLAGS_ALLOWED != 0 {
            return Err(vm.os_error(Errno::EINVAL, None));
        }
        let flags = MapFlags::from_bits_retain((flags & !libc::MAP_ANONYMOUS) as u32);
        let writable = protection & libc::PROT_WRITE != 0;
        let executable = protection & libc::PROT_EXEC != 0;
        let request = MappingRequest { file, bytes, flags, writable, executable };
        let mapping = match Mapping::new(vm.heap(), request) {
            Ok(mapping) => mapping,
            Err(error) => return Err(mapping_error(vm, error)),
        };
        let made = Mmap {
            mapping,
            position: Cell::new(0),
            offset,
            access,
            is_private,
            tracks_file: tracks_file.unwrap_or(true),
            exports: Exports::default(),
            weak: WeakHead::new(),
        };
        Ok(vm.new_object(class, made).into_object())
    }
}

impl Mmap {
    /// The length; ValueError if it is closed.
    pub(super) fn length(&self, vm: &mut Vm) -> PyResult<usize> {
        match self.mapping.len() {
            0 => Err(vm.value_error("mmap closed or invalid")),
            length => Ok(length),
        }
    }

    /// The length of what can be read and written; ValueError if it is closed, or if the file has lost some of it.
    pub(super) fn whole_length(&self, vm: &mut Vm) -> PyResult<usize> {
        let length = self.length(vm)?;
        if !self.mapping.is_whole() {
            return Err(vm.value_error("the file has become shorter than its mmap"));
        }
        Ok(length)
    }

    /// The bytes, to be changed; TypeError if they must not be.
    pub(super) fn bytes_mut<'a>(&'a self, vm: &'a mut Vm) -> PyResult<&'a mut [u8]> {
        self.whole_length(vm)?;
        self.check_writable(vm)?;
        Ok(self.mapping.bytes_mut(vm).unwrap_or_default())
    }

    /// TypeError if the bytes must not be changed.
    pub(super) fn check_writable(&self, vm: &mut Vm) -> PyResult<()> {
        match self.access {
            Access::Read => Err(vm.type_error("mmap can't modify a readonly memory map.")),
            _ => Ok(()),
        }
    }
}
