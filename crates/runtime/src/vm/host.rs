//! What native code needs around calls to the operating system.

use std::os::fd::{BorrowedFd, RawFd};
use std::os::unix::ffi::OsStringExt;
use std::path::PathBuf;

use nix::errno::Errno;
use pellucid_heap::Object;

use crate::builtins::{Bytes, Str};
use crate::object::{ObjectExt, TypeLookup};
use crate::{PyResult, Raised, Vm};

/// A descriptor number as the safe system-call interface wants it; EBADF for numbers that can be none.
pub fn descriptor_of(raw: RawFd) -> nix::Result<BorrowedFd<'static>> {
    if raw < 0 {
        return Err(Errno::EBADF);
    }
    // SAFETY: the number is not -1. In a Python program descriptors are plain numbers, and the kernel checks
    // each one: a closed one is EBADF, as the program expects.
    Ok(unsafe { BorrowedFd::borrow_raw(raw) })
}

/// What the host says of an error number (`os.strerror`).
pub fn error_text(number: i32) -> String {
    let text = std::io::Error::from_raw_os_error(number).to_string();
    text.rsplit_once(" (os error").map_or_else(|| text.clone(), |(text, _)| text.to_owned())
}

impl Vm {
    /// OSError, or the subclass that stands for the error number, about a file if there is one.
    #[cold]
    pub fn os_error(&mut self, errno: Errno, file: Option<&Object>) -> Raised {
        let class = self.types.os_error.clone();
        let mut arguments =
            vec![self.new_int(errno as i64), self.new_str(&error_text(errno as i32)).into_object()];
        arguments.extend(file.map(|file| file.to_ref()));
        self.raise_with(&class, arguments)
    }

    /// The same about two files, as `rename` has them.
    #[cold]
    pub fn os_error_between(&mut self, errno: Errno, from: &Object, to: &Object) -> Raised {
        let class = self.types.os_error.clone();
        let number = self.new_int(errno as i64);
        let text = self.new_str(&error_text(errno as i32)).into_object();
        let arguments = vec![number, text, from.to_ref(), self.none(), to.to_ref()];
        self.raise_with(&class, arguments)
    }

    /// Runs a system call, again when a signal interrupts it and the signal's handler does not raise.
    pub fn system_call<T>(
        &mut self,
        file: Option<&Object>,
        mut call: impl FnMut() -> nix::Result<T>,
    ) -> PyResult<T> {
        loop {
            // A signal that came before the call would not interrupt it.
            self.check_signals()?;
            match self.blocking(&mut call) {
                Err(Errno::EINTR) => {}
                Err(errno) => return Err(self.os_error(errno, file)),
                Ok(value) => return Ok(value),
            }
        }
    }

    /// After EINTR: lets the handlers of signals run.
    pub fn check_signals(&mut self) -> PyResult<()> {
        self.check_interrupts()
    }

    /// A path argument: `str`, `bytes` or an object with `__fspath__`, as the host wants it.
    pub fn host_path(&mut self, path: &Object) -> PyResult<PathBuf> {
        let path = self.fs_path(path)?;
        let bytes = match (path.downcast::<Str>(), path.downcast::<Bytes>()) {
            (Some(text), _) => self.encode_file_name(text)?,
            (_, Some(bytes)) => bytes.as_slice().to_vec(),
            _ => Vec::new(),
        };
        if bytes.contains(&0) {
            return Err(self.value_error("embedded null byte"));
        }
        Ok(PathBuf::from(std::ffi::OsString::from_vec(bytes)))
    }

    /// `os.fspath(path)`.
    pub fn fs_path(&mut self, path: &Object) -> PyResult<crate::Ref> {
        if path.holds::<Str>() || path.holds::<Bytes>() {
            return Ok(path.to_ref());
        }
        let name = self.names.__fspath__.clone();
        let class = path.class().name(self);
        let Some(result) = self.call_special(path, &name, &[])? else {
            return Err(
                self.type_error(format!("expected str, bytes or os.PathLike object, not {class}"))
            );
        };
        if result.holds::<Str>() || result.holds::<Bytes>() {
            return Ok(result);
        }
        let other = result.class().name(self);
        Err(self.type_error(format!(
            "expected {class}.__fspath__() to return str or bytes, not {other}"
        )))
    }

    /// A file name in the host's bytes: UTF-8, with the bytes that were no UTF-8 as they were (PEP 383).
    pub fn encode_file_name(&mut self, name: &Str) -> PyResult<Vec<u8>> {
        let mut bytes = Vec::with_capacity(name.len());
        for code in name.text().code_points() {
            match char::from_u32(code) {
                Some(char) => bytes.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes()),
                None if (0xdc80..0xdd00).contains(&code) => bytes.push((code - 0xdc00) as u8),
                None => {
                    return Err(self.value_error(format!(
                        "'utf-8' codec can't encode character '\\u{code:04x}': surrogates not allowed"
                    )));
                }
            }
        }
        Ok(bytes)
    }

    /// A file name of the host as text; bytes that are no UTF-8 become surrogates (PEP 383).
    pub fn decode_file_name(&mut self, name: &[u8]) -> crate::Ref<Str> {
        let mut text = pellucid_text::TextBuilder::new();
        for chunk in name.utf8_chunks() {
            text.push_str(chunk.valid());
            chunk.invalid().iter().for_each(|byte| text.push(0xdc00 + u32::from(*byte)));
        }
        let text = text.finish();
        self.new_text(&text)
    }
}
