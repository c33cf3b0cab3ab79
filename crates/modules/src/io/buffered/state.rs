//! The state of a buffered stream: positions, locks, filling and flushing.

use std::time::Duration;

use pellucid_runtime::prelude::*;

use super::{Buffered, Busy, append, call_method, flag, unsupported};

impl Buffered {
    /// Begins a call, after the call of another thread has ended.
    pub(super) fn enter<'a>(&'a self, vm: &mut Vm, object: &Object) -> PyResult<Busy<'a>> {
        let own = vm.thread_number();
        let mut pause = Duration::from_micros(20);
        while let Some(holder) = self.busy.get() {
            if holder == own {
                let shown = vm.repr(object)?;
                return Err(vm.runtime_error(format!("reentrant call inside {shown}")));
            }
            if vm.other_threads() == 0 {
                // The other thread has been left behind.
                break;
            }
            vm.blocking(|| std::thread::sleep(pause));
            vm.check_signals()?;
            pause = (pause * 2).min(Duration::from_millis(2));
        }
        self.busy.set(Some(own));
        Ok(Busy(&self.busy))
    }

    pub(super) fn is_plain_reader(&self, vm: &Vm) -> bool {
        !self.can_write.get() || !self.pending.get(vm).is_empty()
    }

    /// The raw stream; ValueError when there is none any more.
    pub(super) fn raw(&self, vm: &mut Vm) -> PyResult {
        match self.raw.get() {
            Some(raw) => Ok(raw),
            None if self.detached.get() => Err(vm.value_error("raw stream has been detached")),
            None => Err(vm.value_error("I/O operation on uninitialized object")),
        }
    }

    pub(super) fn open_raw(&self, vm: &mut Vm, what: &str) -> PyResult {
        let raw = self.raw(vm)?;
        match flag(vm, &raw, "closed")? {
            true => Err(vm.value_error(format!("{what} of closed file"))),
            false => Ok(raw),
        }
    }

    pub(super) fn set_up(
        &self,
        vm: &mut Vm,
        raw: &Object,
        size: Option<isize>,
        read: bool,
        write: bool,
    ) -> PyResult<()> {
        let size = size.unwrap_or(crate::io::DEFAULT_BUFFER_SIZE as isize);
        let Some(size) = usize::try_from(size).ok().filter(|size| *size > 0) else {
            return Err(vm.value_error("buffer size must be strictly positive"));
        };
        vm.check_room(size)?;
        for (wanted, query, message) in [
            (read, "readable", "File or stream is not readable."),
            (write, "writable", "File or stream is not writable."),
        ] {
            if wanted {
                let answer = call_method(vm, raw, query, &[])?;
                if !vm.is_true(&answer)? {
                    return Err(unsupported(vm, message));
                }
            }
        }
        self.size.set(size);
        self.detached.set(false);
        self.base.closed.set(false);
        self.ahead.get_mut(vm).clear();
        self.position.set(0);
        self.pending.get_mut(vm).clear();
        self.can_read.set(read);
        self.can_write.set(write);
        self.raw.set(vm, Some(raw.to_ref()));
        Ok(())
    }

    /// What has been read ahead and not given out.
    pub(super) fn unread<'a>(&'a self, vm: &'a Vm) -> &'a [u8] {
        self.ahead.get(vm).get(self.position.get()..).unwrap_or_default()
    }

    /// Gives out up to `count` of the bytes read ahead.
    pub(super) fn give(&self, vm: &Vm, count: usize) -> Vec<u8> {
        let unread = self.unread(vm);
        let given = unread[..count.min(unread.len())].to_vec();
        self.position.set(self.position.get() + given.len());
        given
    }

    /// One read of the raw stream of up to `count` bytes; `None` if it would block.
    pub(super) fn read_raw(
        &self,
        vm: &mut Vm,
        raw: &Object,
        count: usize,
    ) -> PyResult<Option<Ref>> {
        let wanted = vm.new_int(count as i64);
        let data = call_method(vm, raw, "read", &[&wanted])?;
        if vm.is_none(&data) {
            return Ok(None);
        }
        match data.downcast::<Bytes>() {
            Some(bytes) if bytes.as_slice().len() <= count => Ok(Some(data)),
            Some(bytes) => {
                let got = bytes.as_slice().len();
                let class = vm.types.os_error.clone();
                Err(vm.raise_message(
                    &class,
                    &format!("raw readinto() returned invalid length {got} (should have been between 0 and {count})"),
                ))
            }
            None => {
                let class = data.class().name(vm);
                Err(vm.type_error(format!("raw read() should have returned bytes, not '{class}'")))
            }
        }
    }

    /// Fills the buffer by one read; gives how many bytes came, `None` if reading would block.
    pub(super) fn refill(&self, vm: &mut Vm, raw: &Object) -> PyResult<Option<usize>> {
        let Some(data) = self.read_raw(vm, raw, self.size.get())? else { return Ok(None) };
        let bytes = data.downcast::<Bytes>().map_or(&[][..], |bytes| bytes.value().as_slice());
        let ahead = self.ahead.get_mut(vm);
        ahead.clear();
        if append(ahead, bytes).is_err() {
            return Err(vm.memory_error());
        }
        self.position.set(0);
        Ok(Some(bytes.len()))
    }

    /// Writes what is pending. What the raw stream does not take stays.
    pub(super) fn flush_pending(&self, vm: &mut Vm, raw: &Object) -> PyResult<()> {
        while !self.pending.get(vm).is_empty() {
            let bytes = vm.new_bytes(self.pending.get(vm));
            let total = bytes.as_slice().len();
            let written = call_method(vm, raw, "write", &[bytes.as_object()])?;
            if vm.is_none(&written) {
                let class = vm.types.blocking_io_error.clone();
                let (errno, zero) = (vm.new_int(nix::errno::Errno::EAGAIN as i64), vm.new_int(0));
                let message = vm.new_str("write could not complete without blocking").into_object();
                return Err(vm.raise_with(&class, vec![errno, message, zero]));
            }
            let count = vm.index(&written)?;
            let Some(count) = count.to_usize().filter(|count| *count <= total) else {
                let class = vm.types.os_error.clone();
                let count = vm.repr(&written)?;
                return Err(vm.raise_message(
                    &class,
                    &format!("raw write() returned invalid length {count} (should have been between 0 and {total})"),
                ));
            };
            drop(self.pending.get_mut(vm).drain(0..count));
        }
        Ok(())
    }

    /// Gives back what was read ahead, by seeking, so that the raw position is the stream's.
    pub(super) fn forget_ahead(&self, vm: &mut Vm, raw: &Object) -> PyResult<()> {
        let unread = self.unread(vm).len();
        self.ahead.get_mut(vm).clear();
        self.position.set(0);
        if unread > 0 {
            let (back, whence) = (vm.new_int(-(unread as i64)), vm.new_int(1));
            call_method(vm, raw, "seek", &[&back, &whence])?;
        }
        Ok(())
    }

    pub(super) fn flush_all(&self, vm: &mut Vm, raw: &Object) -> PyResult<()> {
        if self.can_write.get() {
            self.flush_pending(vm, raw)?;
            if self.can_read.get() {
                self.forget_ahead(vm, raw)?;
            }
        }
        Ok(())
    }
}
