//! The descriptor of a file: opening it, checking its modes, reading what is left.

use std::os::fd::RawFd;

use nix::errno::Errno;
use nix::fcntl::{OFlag, open};
use nix::sys::stat::{Mode, SFlag, fstat};
use nix::unistd;
use pellucid_runtime::prelude::*;

use super::{FileIo, os_error, retry, unsupported};

impl FileIo {
    pub(super) fn descriptor(&self, vm: &mut Vm) -> PyResult<RawFd> {
        match self.descriptor.get() {
            -1 => Err(vm.value_error("I/O operation on closed file")),
            descriptor => Ok(descriptor),
        }
    }

    pub(super) fn readable_descriptor(&self, vm: &mut Vm) -> PyResult<RawFd> {
        let descriptor = self.descriptor(vm)?;
        if !self.readable.get() {
            return Err(unsupported(vm, "File not open for reading"));
        }
        Ok(descriptor)
    }

    pub(super) fn writable_descriptor(&self, vm: &mut Vm) -> PyResult<RawFd> {
        let descriptor = self.descriptor(vm)?;
        if !self.writable.get() {
            return Err(unsupported(vm, "File not open for writing"));
        }
        Ok(descriptor)
    }

    pub(super) fn mode(&self) -> &'static str {
        match (self.created.get(), self.appending.get(), self.readable.get(), self.writable.get()) {
            (true, _, true, _) => "xb+",
            (true, _, false, _) => "xb",
            (_, true, true, _) => "ab+",
            (_, true, false, _) => "ab",
            (_, _, true, true) => "rb+",
            (_, _, true, false) => "rb",
            (_, _, false, _) => "wb",
        }
    }

    /// Sets what the mode string says; gives the flags for `open`.
    pub(super) fn set_mode(&self, vm: &mut Vm, mode: &str) -> PyResult<OFlag> {
        let wrong = "Must have exactly one of create/read/write/append mode and at most one plus";
        let (mut action, mut plus) = (None, false);
        for letter in mode.chars() {
            match letter {
                'x' | 'r' | 'w' | 'a' if action.is_none() => action = Some(letter),
                '+' if !plus => plus = true,
                'x' | 'r' | 'w' | 'a' | '+' => return Err(vm.value_error(wrong)),
                'b' => {}
                _ => return Err(vm.value_error(format!("invalid mode: {mode}"))),
            }
        }
        let Some(action) = action else { return Err(vm.value_error(wrong)) };
        self.created.set(action == 'x');
        self.readable.set(action == 'r' || plus);
        self.writable.set(action != 'r' || plus);
        self.appending.set(action == 'a');
        let access = match (self.readable.get(), self.writable.get()) {
            (true, true) => OFlag::O_RDWR,
            (true, false) => OFlag::O_RDONLY,
            _ => OFlag::O_WRONLY,
        };
        let creation = match action {
            'x' => OFlag::O_EXCL | OFlag::O_CREAT,
            'w' => OFlag::O_CREAT | OFlag::O_TRUNC,
            'a' => OFlag::O_APPEND | OFlag::O_CREAT,
            _ => OFlag::empty(),
        };
        Ok(access | creation | OFlag::O_CLOEXEC)
    }

    pub(super) fn open_by_name(
        vm: &mut Vm,
        file: &Object,
        flags: OFlag,
        opener: Option<&Object>,
    ) -> PyResult<RawFd> {
        if let Some(opener) = opener {
            let flags = vm.new_int(i64::from(flags.bits()));
            let result = vm.call_positional(opener, &[file, &flags])?;
            let Some(int) = result.downcast::<Int>() else {
                return Err(vm.type_error("expected integer from opener"));
            };
            return match int.to_i64().and_then(|value| RawFd::try_from(value).ok()) {
                Some(descriptor) if descriptor >= 0 => Ok(descriptor),
                _ => {
                    let value = vm.repr(&result)?;
                    Err(vm.value_error(format!("opener returned {value}")))
                }
            };
        }
        let path = vm.host_path(file)?;
        let mode = Mode::from_bits_truncate(0o666);
        retry(vm, Some(file), || open(path.as_path(), flags, mode))
    }

    /// A directory cannot be a file; the block size and where to append are learned here.
    pub(super) fn inspect(&self, vm: &mut Vm, file: &Object, opened: bool) -> PyResult<()> {
        let descriptor = self.descriptor.get();
        let status = fstat(descriptor).map_err(|errno| os_error(vm, errno, Some(file)))?;
        if status.st_mode & SFlag::S_IFMT.bits() == SFlag::S_IFDIR.bits() {
            if opened {
                // The error that is raised says more than one of closing could.
                let _ = unistd::close(descriptor);
            }
            self.descriptor.set(-1);
            return Err(os_error(vm, Errno::EISDIR, Some(file)));
        }
        if let Ok(size) = usize::try_from(status.st_blksize)
            && size > 1
        {
            self.block_size.set(size.max(crate::io::DEFAULT_BUFFER_SIZE));
        }
        if self.appending.get() {
            // A pipe cannot be positioned; appending to it is writing.
            let _ = unistd::lseek(descriptor, 0, unistd::Whence::SeekEnd);
        }
        Ok(())
    }

    /// Reads into a vector that grows to what the file is known to have left.
    pub(super) fn read_rest(&self, vm: &mut Vm, descriptor: RawFd) -> PyResult<Option<Vec<u8>>> {
        let mut all: Vec<u8> = Vec::new();
        let size = fstat(descriptor).map_or(0, |status| status.st_size);
        let position = unistd::lseek(descriptor, 0, unistd::Whence::SeekCur).unwrap_or(0);
        let mut step = usize::try_from(size - position).unwrap_or(0).saturating_add(1).max(8192);
        loop {
            vm.check_room(step)?;
            let start = all.len();
            if all.try_reserve(step).is_err() {
                return Err(vm.memory_error());
            }
            all.resize(start + step, 0);
            let read = match vm.blocking(|| unistd::read(descriptor, &mut all[start..])) {
                Ok(read) => read,
                Err(Errno::EINTR) => {
                    all.truncate(start);
                    vm.check_signals()?;
                    continue;
                }
                Err(Errno::EAGAIN) => {
                    all.truncate(start);
                    return Ok(if all.is_empty() { None } else { Some(all) });
                }
                Err(errno) => return Err(os_error(vm, errno, None)),
            };
            all.truncate(start + read);
            if read == 0 {
                return Ok(Some(all));
            }
            step = (all.len() / 2).clamp(8192, 1 << 26);
        }
    }
}
