//! `_io.FileIO`: a raw file, by its descriptor.

mod descriptor;

use std::cell::Cell;
use std::os::fd::RawFd;

use nix::errno::Errno;
use nix::unistd;
use pellucid_runtime::object::{BytesLike, Slots, kind_of};
use pellucid_runtime::prelude::*;
use pellucid_runtime::vm::descriptor_of;

use super::base::{IoBase, RAW_IO_BASE, writable};
use super::{call_method, unsupported};

/// An open file descriptor; -1 when closed.
#[derive(Trace)]
#[payload(extends = IoBase)]
#[repr(C)]
pub struct FileIo {
    base: IoBase,
    descriptor: Cell<RawFd>,
    created: Cell<bool>,
    readable: Cell<bool>,
    writable: Cell<bool>,
    appending: Cell<bool>,
    close_descriptor: Cell<bool>,
    seekable: Cell<Option<bool>>,
    block_size: Cell<usize>,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "_io",
    doc: "FileIO(file, mode='r', closefd=True, opener=None)\n--\n\nOpen a file.\n\nThe mode can be 'r' (default), 'w', 'x' or 'a' for reading, writing,\nexclusive creation or appending.  The file will be created if it doesn't\nexist when opened for writing or appending; it will be truncated when\nopened for writing.  A FileExistsError will be raised if it already\nexists when opened for creating. Opening a file for creating implies\nwriting so this mode behaves in a similar way to 'w'.Add a '+' to the mode\nto allow simultaneous reading and writing. A custom opener can be used by\npassing a callable as *opener*. The underlying file descriptor for the file\nobject is then obtained by calling opener with (*name*, *flags*).\n*opener* must return an open file descriptor (passing os.open as *opener*\nresults in functionality similar to passing None).",
    base: Some(&RAW_IO_BASE),
    flags: TypeFlags::BASE_TYPE,
    slots,
    methods: &[FileIo::METHODS],
    getsets: &[FileIo::GETSETS],
    ..TypeSpec::new::<FileIo>("FileIO")
};

fn slots(slots: &mut Slots) {
    slots.new = Some(|vm, class, _| {
        let file = FileIo {
            base: IoBase::new(),
            descriptor: Cell::new(-1),
            created: Cell::new(false),
            readable: Cell::new(false),
            writable: Cell::new(false),
            appending: Cell::new(false),
            close_descriptor: Cell::new(true),
            seekable: Cell::new(None),
            block_size: Cell::new(super::DEFAULT_BUFFER_SIZE),
        };
        Ok(vm.heap.allocate(kind_of(class), file).into_object())
    });
    slots.init = Some(FileIo::INIT);
    slots.repr = Some(repr);
}

/// OSError for a failed system call.
pub(crate) fn os_error(vm: &mut Vm, errno: Errno, file: Option<&Object>) -> Raised {
    let class = vm.types.os_error.clone();
    let mut arguments = vec![vm.new_int(errno as i64), vm.new_str(errno.desc()).into_object()];
    arguments.extend(file.map(|file| file.to_ref()));
    vm.raise_with(&class, arguments)
}

/// Runs a system call, again when a signal interrupts it.
pub(crate) fn retry<T>(
    vm: &mut Vm,
    file: Option<&Object>,
    mut call: impl FnMut() -> nix::Result<T>,
) -> PyResult<T> {
    loop {
        vm.check_signals()?;
        match vm.blocking(&mut call) {
            Err(Errno::EINTR) => {}
            Err(errno) => return Err(os_error(vm, errno, file)),
            Ok(value) => return Ok(value),
        }
    }
}

#[methods(owner = "FileIO")]
impl FileIo {
    #[initializer("FileIO(file, mode='r', closefd=True, opener=None)")]
    fn init(
        vm: &mut Vm,
        this: &Typed<FileIo>,
        file: &Object,
        mode: Option<&Typed<Str>>,
        closefd: Option<bool>,
        opener: Option<&Object>,
    ) -> PyResult<()> {
        if this.descriptor.get() >= 0 && this.close_descriptor.get() {
            // A second `__init__` gives up the first file.
            let _ = unistd::close(this.descriptor.replace(-1));
        }
        let mode = mode.map_or_else(|| "r".to_owned(), |mode| mode.to_string());
        let closes = closefd.unwrap_or(true);
        let by_number = if file.holds::<Int>() { Some(vm.index(file)?) } else { None };
        if by_number.as_ref().is_some_and(|number| number.is_negative()) {
            return Err(vm.value_error("negative file descriptor"));
        }
        if by_number.is_none() && !closes {
            return Err(vm.value_error("Cannot use closefd=False with file name"));
        }
        let flags = this.set_mode(vm, &mode)?;
        this.base.closed.set(false);
        this.seekable.set(None);
        this.close_descriptor.set(closes);
        let descriptor = match &by_number {
            Some(number) => match number.to_i64().and_then(|value| RawFd::try_from(value).ok()) {
                Some(descriptor) => descriptor,
                None => return Err(vm.overflow_error("Python int too large to convert to C int")),
            },
            None => FileIo::open_by_name(vm, file, flags, opener)?,
        };
        this.descriptor.set(descriptor);
        let inspected = this.inspect(vm, file, by_number.is_none());
        if inspected.is_err() {
            this.descriptor.set(-1);
            return inspected;
        }
        let name = vm.names.name.clone();
        vm.set_attribute(this.as_object(), &name, Some(file))
    }

    /// Read at most size bytes, returned as bytes.
    #[method("read(self, size=-1, /)")]
    fn read(vm: &mut Vm, this: &Typed<FileIo>, size: Option<NoneOr<isize>>) -> PyResult {
        let descriptor = this.readable_descriptor(vm)?;
        let Some(size) = super::read_size(size) else { return FileIo::readall(vm, this) };
        let size = size.min(isize::MAX as usize);
        vm.check_room(size)?;
        let mut bytes: Vec<u8> = Vec::new();
        if bytes.try_reserve_exact(size).is_err() {
            return Err(vm.memory_error());
        }
        bytes.resize(size, 0);
        match read_once(vm, descriptor, &mut bytes)? {
            Some(read) => Ok(vm.new_bytes(&bytes[..read]).into_object()),
            None => Ok(vm.none()),
        }
    }

    /// Read all data from the file, returned as bytes.
    #[method("readall(self, /)")]
    fn readall(vm: &mut Vm, this: &Typed<FileIo>) -> PyResult {
        let descriptor = this.descriptor(vm)?;
        match this.read_rest(vm, descriptor)? {
            Some(all) => Ok(vm.new_bytes(&all).into_object()),
            None => Ok(vm.none()),
        }
    }

    /// Same as RawIOBase.readinto().
    #[method("readinto(self, buffer, /)")]
    fn readinto(vm: &mut Vm, this: &Typed<FileIo>, buffer: &Object) -> PyResult<Option<usize>> {
        let descriptor = this.readable_descriptor(vm)?;
        let view = writable(vm, buffer)?;
        let mut bytes = vec![0; view.byte_length()];
        let read = read_once(vm, descriptor, &mut bytes)?;
        if let Some(read) = read {
            view.write(vm, 0, &bytes[..read])?;
        }
        vm.release_buffer(view)?;
        Ok(read)
    }

    /// Write buffer b to file, return number of bytes written.
    #[method("write(self, b, /)")]
    fn write(vm: &mut Vm, this: &Typed<FileIo>, b: BytesLike<'_>) -> PyResult<Option<usize>> {
        let descriptor = this.writable_descriptor(vm)?;
        write_once(vm, descriptor, &b)
    }

    /// Move to new file position and return the file position.
    #[method("seek(self, pos, whence=0, /)")]
    fn seek(vm: &mut Vm, this: &Typed<FileIo>, pos: i64, whence: Option<i32>) -> PyResult<i64> {
        let descriptor = this.descriptor(vm)?;
        seek(vm, descriptor, pos, whence.unwrap_or(0))
    }

    /// Current file position.
    #[method("tell(self, /)")]
    fn tell(vm: &mut Vm, this: &Typed<FileIo>) -> PyResult<i64> {
        let descriptor = this.descriptor(vm)?;
        seek(vm, descriptor, 0, 1)
    }

    /// Truncate the file to at most size bytes and return the truncated size.
    #[method("truncate(self, size=None, /)")]
    fn truncate(vm: &mut Vm, this: &Typed<FileIo>, size: Option<i64>) -> PyResult<i64> {
        let descriptor = this.writable_descriptor(vm)?;
        let size = match size {
            Some(size) => size,
            None => seek(vm, descriptor, 0, 1)?,
        };
        retry(vm, None, || nix::unistd::ftruncate(descriptor_of(descriptor)?, size))?;
        Ok(size)
    }

    /// Close the file.
    #[method("close(self, /)")]
    fn close(vm: &mut Vm, this: &Typed<FileIo>) -> PyResult<()> {
        let finalizing = vm.intern("_finalizing");
        if this.descriptor.get() >= 0
            && this.close_descriptor.get()
            && vm.find_attribute(this.as_object(), &finalizing)?.is_some()
        {
            call_method(vm, this.as_object(), "_dealloc_warn", &[this.as_object()])?;
        }
        this.base.closed.set(true);
        let descriptor = this.descriptor.replace(-1);
        if descriptor < 0 || !this.close_descriptor.get() {
            return Ok(());
        }
        // After EINTR the descriptor is gone as well (Linux): no second try.
        match vm.blocking(|| unistd::close(descriptor)) {
            Ok(()) | Err(Errno::EINTR) => Ok(()),
            Err(errno) => Err(os_error(vm, errno, None)),
        }
    }

    #[method("_dealloc_warn(self, source, /)")]
    fn dealloc_warn(vm: &mut Vm, this: &Typed<FileIo>, source: &Object) -> PyResult<()> {
        if this.descriptor.get() < 0 || !this.close_descriptor.get() {
            return Ok(());
        }
        let source = vm.repr(source)?;
        let category = vm.types.resource_warning.clone();
        vm.warn(&category, &format!("unclosed file {source}"), 1)
    }

    /// True if file supports random-access.
    #[method("seekable(self, /)")]
    fn seekable(vm: &mut Vm, this: &Typed<FileIo>) -> PyResult<bool> {
        let descriptor = this.descriptor(vm)?;
        if this.seekable.get().is_none() {
            let can = unistd::lseek(descriptor, 0, unistd::Whence::SeekCur).is_ok();
            this.seekable.set(Some(can));
        }
        Ok(this.seekable.get() == Some(true))
    }

    /// True if file was opened in a read mode.
    #[method("readable(self, /)")]
    fn readable(vm: &mut Vm, this: &Typed<FileIo>) -> PyResult<bool> {
        this.descriptor(vm)?;
        Ok(this.readable.get())
    }

    /// True if file was opened in a write mode.
    #[method("writable(self, /)")]
    fn writable(vm: &mut Vm, this: &Typed<FileIo>) -> PyResult<bool> {
        this.descriptor(vm)?;
        Ok(this.writable.get())
    }

    /// Return the underlying file descriptor (an integer).
    #[method("fileno(self, /)")]
    fn fileno(vm: &mut Vm, this: &Typed<FileIo>) -> PyResult<i32> {
        this.descriptor(vm)
    }

    /// True if the file is connected to a TTY device.
    #[method("isatty(self, /)")]
    fn isatty(vm: &mut Vm, this: &Typed<FileIo>) -> PyResult<bool> {
        let descriptor = this.descriptor(vm)?;
        Ok(unistd::isatty(descriptor).unwrap_or(false))
    }

    #[method("_isatty_open_only(self, /)")]
    fn isatty_open_only(vm: &mut Vm, this: &Typed<FileIo>) -> PyResult<bool> {
        FileIo::isatty(vm, this)
    }

    #[method("__getstate__(self, /)")]
    fn get_state(vm: &mut Vm, this: &Typed<FileIo>) -> PyResult<()> {
        let class = this.class().name(vm);
        Err(vm.type_error(format!("cannot pickle '{class}' instances")))
    }

    /// True if the file is closed
    #[getter("closed")]
    fn closed(_: &mut Vm, this: &Typed<FileIo>) -> bool {
        this.descriptor.get() < 0
    }

    #[getter("closefd")]
    fn closefd(_: &mut Vm, this: &Typed<FileIo>) -> bool {
        this.close_descriptor.get()
    }

    #[getter("mode")]
    fn mode_text(_: &mut Vm, this: &Typed<FileIo>) -> &'static str {
        this.mode()
    }

    #[getter("_blksize")]
    fn block_size(_: &mut Vm, this: &Typed<FileIo>) -> usize {
        this.block_size.get()
    }

    #[setter("_blksize")]
    fn set_block_size(vm: &mut Vm, this: &Typed<FileIo>, value: Option<&Object>) -> PyResult<()> {
        if let Some(value) = value
            && let Some(size) = vm.index(value)?.to_usize()
        {
            this.block_size.set(size);
        }
        Ok(())
    }
}

/// One `read`; `None` if it would block.
fn read_once(vm: &mut Vm, descriptor: RawFd, bytes: &mut [u8]) -> PyResult<Option<usize>> {
    loop {
        vm.check_signals()?;
        match vm.blocking(|| unistd::read(descriptor, bytes)) {
            Ok(read) => return Ok(Some(read)),
            Err(Errno::EAGAIN) => return Ok(None),
            Err(Errno::EINTR) => {}
            Err(errno) => return Err(os_error(vm, errno, None)),
        }
    }
}

/// One `write`; `None` if it would block.
pub(super) fn write_once(vm: &mut Vm, descriptor: RawFd, bytes: &[u8]) -> PyResult<Option<usize>> {
    loop {
        vm.check_signals()?;
        match vm.blocking(|| unistd::write(descriptor_of(descriptor)?, bytes)) {
            Ok(written) => return Ok(Some(written)),
            Err(Errno::EAGAIN) => return Ok(None),
            Err(Errno::EINTR) => {}
            Err(errno) => return Err(os_error(vm, errno, None)),
        }
    }
}

fn seek(vm: &mut Vm, descriptor: RawFd, offset: i64, whence: i32) -> PyResult<i64> {
    let whence = match whence {
        0 => unistd::Whence::SeekSet,
        1 => unistd::Whence::SeekCur,
        2 => unistd::Whence::SeekEnd,
        3 => unistd::Whence::SeekData,
        4 => unistd::Whence::SeekHole,
        _ => return Err(os_error(vm, Errno::EINVAL, None)),
    };
    unistd::lseek(descriptor, offset, whence).map_err(|errno| os_error(vm, errno, None))
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let Some(this) = object.downcast::<FileIo>() else { return Err(vm.type_error("not a FileIO")) };
    let class = object.class().qualified_name(vm);
    if this.descriptor.get() < 0 {
        return Ok(vm.new_str(&format!("<_io.{class} [closed]>")).into_object());
    }
    let closefd = if this.close_descriptor.get() { "True" } else { "False" };
    let name = vm.names.name.clone();
    let what = match vm.find_attribute(object, &name)? {
        Some(name) => {
            let name = vm.repr(&name)?;
            format!("name={name}")
        }
        None => format!("fd={}", this.descriptor.get()),
    };
    let mode = this.mode();
    Ok(vm.new_str(&format!("<_io.{class} {what} mode='{mode}' closefd={closefd}>")).into_object())
}
