//! The methods of `mmap`.

use nix::errno::Errno;
use nix::libc;
use pellucid_runtime::heap::Advice;
use pellucid_runtime::object::{BytesLike, Place, SearchBound, clamp_range};
use pellucid_runtime::prelude::*;

use super::Mmap;
use super::value::{Access, host_error, mapping_error};

/// What the host may be told about pages. Not here: what would make a child process end when it touches them, and what
/// makes pages faulty.
fn advice_of(number: i32) -> Option<Advice> {
    Some(match number {
        libc::MADV_NORMAL => Advice::Normal,
        libc::MADV_RANDOM => Advice::Random,
        libc::MADV_SEQUENTIAL => Advice::Sequential,
        libc::MADV_WILLNEED => Advice::WillNeed,
        libc::MADV_DONTNEED => Advice::LinuxDontNeed,
        libc::MADV_FREE => Advice::LinuxFree,
        libc::MADV_REMOVE => Advice::LinuxRemove,
        libc::MADV_DOFORK => Advice::LinuxDoFork,
        libc::MADV_MERGEABLE => Advice::LinuxMergeable,
        libc::MADV_UNMERGEABLE => Advice::LinuxUnmergeable,
        libc::MADV_HUGEPAGE => Advice::LinuxHugepage,
        libc::MADV_NOHUGEPAGE => Advice::LinuxNoHugepage,
        libc::MADV_DONTDUMP => Advice::LinuxDontDump,
        libc::MADV_DODUMP => Advice::LinuxDoDump,
        _ => return None,
    })
}

/// How many bytes `read` takes.
struct Count(Option<usize>);

impl<'a> FromArgument<'a> for Count {
    fn from_argument(vm: &mut Vm, value: &'a Object, _: Place) -> PyResult<Self> {
        if vm.is_none(value) {
            return Ok(Count(None));
        }
        if !value.holds::<Int>() && value.class().slots(vm).index.is_none() {
            let class = value.class().name(vm);
            let message = format!("argument should be integer or None, not '{class}'");
            return Err(vm.type_error(message));
        }
        Ok(Count(usize::try_from(vm.size_index(value)?).ok()))
    }
}

impl Mmap {
    /// The bytes from the position on, at most so many; the position moves behind them.
    fn take(&self, vm: &mut Vm, length: usize) -> PyResult<Ref<Bytes>> {
        vm.check_room(length)?;
        let start = self.position.get();
        let bytes = self.mapping.bytes(vm);
        let end = start.saturating_add(length).min(bytes.len());
        let taken = vm.new_bytes(bytes.get(start..end).unwrap_or_default());
        self.position.set(end.max(start));
        Ok(taken)
    }

    /// The bytes from the position on, and how many there are.
    fn rest<'a>(&'a self, vm: &'a mut Vm) -> PyResult<&'a [u8]> {
        self.whole_length(vm)?;
        Ok(self.mapping.bytes(vm).get(self.position.get()..).unwrap_or_default())
    }

    fn find_in(
        &self,
        vm: &mut Vm,
        wanted: &[u8],
        start: Option<SearchBound>,
        end: Option<SearchBound>,
        find: impl FnOnce(&[u8], &[u8]) -> Option<usize>,
    ) -> PyResult<i64> {
        let length = self.whole_length(vm)?;
        let start = start.unwrap_or(SearchBound(self.position.get() as isize));
        let range = clamp_range(Some(start), end, length);
        let begin = range.start.min(length);
        let range = begin..range.end.max(begin);
        let found = self.mapping.bytes(vm).get(range).and_then(|bytes| find(bytes, wanted));
        Ok(found.map_or(-1, |place| (begin + place) as i64))
    }

    fn size_of_file(&self, vm: &mut Vm) -> PyResult<i64> {
        let asked =
            self.mapping.with_file(|file| rustix::fs::fstat(file)).filter(|_| self.tracks_file);
        match asked {
            Some(Ok(status)) => Ok(status.st_size),
            Some(Err(errno)) => Err(host_error(vm, &errno.into())),
            None => Err(vm.os_error(Errno::EBADF, None)),
        }
    }
}

fn at_least_zero(number: isize) -> Option<usize> {
    usize::try_from(number).ok()
}

#[methods]
impl Mmap {
    #[method("close(self, /)")]
    fn close(vm: &mut Vm, mmap: &Typed<Mmap>) -> PyResult<()> {
        if mmap.exports.count() > 0 {
            return Err(vm.buffer_error("cannot close exported pointers exist"));
        }
        mmap.mapping.close(vm);
        Ok(())
    }

    #[getter("closed")]
    fn closed(_: &mut Vm, mmap: &Typed<Mmap>) -> bool {
        mmap.mapping.is_empty()
    }

    #[method("__enter__(self, /)")]
    fn enter<'a>(vm: &mut Vm, mmap: &'a Typed<Mmap>) -> PyResult<&'a Typed<Mmap>> {
        mmap.length(vm)?;
        Ok(mmap)
    }

    #[method("__exit__(self, exc_type, exc_value, traceback, /)")]
    fn exit(
        vm: &mut Vm,
        mmap: &Typed<Mmap>,
        _class: &Object,
        _value: &Object,
        _traceback: &Object,
    ) -> PyResult<()> {
        Mmap::close(vm, mmap)
    }

    #[method("find(self, view, start=None, end=None, /)")]
    fn find(
        vm: &mut Vm,
        mmap: &Typed<Mmap>,
        view: BytesLike<'_>,
        start: Option<SearchBound>,
        end: Option<SearchBound>,
    ) -> PyResult<i64> {
        mmap.find_in(vm, &view, start, end, memchr::memmem::find)
    }

    #[method("rfind(self, view, start=None, end=None, /)")]
    fn rfind(
        vm: &mut Vm,
        mmap: &Typed<Mmap>,
        view: BytesLike<'_>,
        start: Option<SearchBound>,
        end: Option<SearchBound>,
    ) -> PyResult<i64> {
        mmap.find_in(vm, &view, start, end, memchr::memmem::rfind)
    }

    #[method("flush(self, offset=0, size=None, /)")]
    fn flush(
        vm: &mut Vm,
        mmap: &Typed<Mmap>,
        offset: Option<isize>,
        size: Option<isize>,
    ) -> PyResult<()> {
        let length = mmap.length(vm)?;
        let offset = offset.unwrap_or(0);
        let size = size.unwrap_or_else(|| (length as isize).saturating_sub(offset));
        let (Some(offset), Some(size)) = (at_least_zero(offset), at_least_zero(size)) else {
            return Err(vm.value_error("flush values out of range"));
        };
        if offset.saturating_add(size) > length {
            return Err(vm.value_error("flush values out of range"));
        }
        if matches!(mmap.access, Access::Read | Access::Copy) {
            return Ok(());
        }
        let flushed = vm.blocking(|| mmap.mapping.flush(offset, size));
        flushed.map_err(|error| host_error(vm, &error))
    }

    #[method("madvise(self, option, start=0, length=None, /)")]
    fn advise(
        vm: &mut Vm,
        mmap: &Typed<Mmap>,
        option: i32,
        start: Option<isize>,
        length: Option<isize>,
    ) -> PyResult<()> {
        let all = mmap.length(vm)?;
        let start = start.unwrap_or(0);
        let length = length.unwrap_or(all as isize);
        let Some(start) = at_least_zero(start).filter(|start| *start < all) else {
            return Err(vm.value_error("madvise start out of bounds"));
        };
        let Some(length) = at_least_zero(length) else {
            return Err(vm.value_error("madvise length invalid"));
        };
        if start.saturating_add(length) > isize::MAX as usize {
            return Err(vm.overflow_error("madvise length too large"));
        }
        let length = length.min(all - start);
        let Some(advice) = advice_of(option) else {
            return Err(vm.os_error(Errno::EINVAL, None));
        };
        let advised = mmap.mapping.advise(vm, start, length, advice);
        advised.map_err(|error| host_error(vm, &error))
    }

    #[method("move(self, dest, src, count, /)")]
    fn move_bytes(
        vm: &mut Vm,
        mmap: &Typed<Mmap>,
        target: isize,
        source: isize,
        count: isize,
    ) -> PyResult<()> {
        let bytes = mmap.bytes_mut(vm)?;
        let fits = |start: isize| {
            let (start, count) = (at_least_zero(start)?, at_least_zero(count)?);
            let end = start.checked_add(count).filter(|end| *end <= bytes.len())?;
            Some(start..end)
        };
        match (fits(target), fits(source)) {
            (Some(target), Some(source)) => {
                bytes.copy_within(source, target.start);
                Ok(())
            }
            _ => Err(vm.value_error("source, destination, or count out of range")),
        }
    }

    #[method("read(self, n=None, /)")]
    fn read(vm: &mut Vm, mmap: &Typed<Mmap>, length: Option<Count>) -> PyResult<Ref<Bytes>> {
        let rest = mmap.rest(vm)?.len();
        let length = length.and_then(|count| count.0).unwrap_or(rest).min(rest);
        mmap.take(vm, length)
    }

    #[method("read_byte(self, /)")]
    fn read_byte(vm: &mut Vm, mmap: &Typed<Mmap>) -> PyResult<i64> {
        let Some(byte) = mmap.rest(vm)?.first().copied() else {
            return Err(vm.value_error("read byte out of range"));
        };
        mmap.position.set(mmap.position.get() + 1);
        Ok(i64::from(byte))
    }

    #[method("readline(self, /)")]
    fn read_line(vm: &mut Vm, mmap: &Typed<Mmap>) -> PyResult<Ref<Bytes>> {
        let rest = mmap.rest(vm)?;
        let length = memchr::memchr(b'\n', rest).map_or(rest.len(), |place| place + 1);
        mmap.take(vm, length)
    }

    #[method("resize(self, newsize, /)")]
    fn resize(vm: &mut Vm, mmap: &Typed<Mmap>, size: isize) -> PyResult<()> {
        let old = mmap.length(vm)?;
        if mmap.exports.count() > 0 {
            return Err(vm.buffer_error("mmap can't resize with extant buffers exported."));
        }
        if !mmap.tracks_file {
            return Err(vm.value_error("mmap can't resize with trackfd=False."));
        }
        if !matches!(mmap.access, Access::Write | Access::Default) {
            let message = "mmap can't resize a readonly or copy-on-write memory map.";
            return Err(vm.type_error(message));
        }
        let size = at_least_zero(size);
        let total = size.and_then(|size| (size as u64).checked_add(mmap.offset));
        let (Some(size), Some(total)) = (size, total.filter(|total| *total <= i64::MAX as u64))
        else {
            return Err(vm.value_error("new size out of range"));
        };
        let has_file = mmap.mapping.with_file(|_| ()).is_some();
        if !has_file && !mmap.is_private && size > old {
            return Err(vm.value_error("mmap: can't expand a shared anonymous mapping"));
        }
        if size == 0 {
            return Err(vm.os_error(Errno::EINVAL, None));
        }
        let set_length = |file: &std::os::fd::OwnedFd| rustix::fs::ftruncate(file, total);
        if let Some(Err(errno)) = mmap.mapping.with_file(set_length) {
            return Err(host_error(vm, &errno.into()));
        }
        let resized = mmap.mapping.resize(vm, size);
        resized.map_err(|error| mapping_error(vm, error))
    }

    #[method("seek(self, pos, whence=0, /)")]
    fn seek(
        vm: &mut Vm,
        mmap: &Typed<Mmap>,
        position: isize,
        whence: Option<i32>,
    ) -> PyResult<usize> {
        let length = mmap.length(vm)?;
        let base = match whence.unwrap_or(0) {
            0 => 0,
            1 => mmap.position.get(),
            2 => length,
            _ => return Err(vm.value_error("unknown seek type")),
        };
        match base.checked_add_signed(position).filter(|place| *place <= length) {
            Some(place) => {
                mmap.position.set(place);
                Ok(place)
            }
            None => Err(vm.value_error("seek out of range")),
        }
    }

    #[method("seekable(self, /)")]
    fn seekable(_: &mut Vm, _mmap: &Typed<Mmap>) -> bool {
        true
    }

    #[method("size(self, /)")]
    fn size(vm: &mut Vm, mmap: &Typed<Mmap>) -> PyResult<i64> {
        mmap.length(vm)?;
        mmap.size_of_file(vm)
    }

    #[method("tell(self, /)")]
    fn tell(vm: &mut Vm, mmap: &Typed<Mmap>) -> PyResult<usize> {
        mmap.length(vm)?;
        Ok(mmap.position.get())
    }

    #[method("write(self, bytes, /)")]
    fn write(vm: &mut Vm, mmap: &Typed<Mmap>, content: BytesLike<'_>) -> PyResult<usize> {
        let start = mmap.position.get();
        let end = start.saturating_add(content.len());
        let Some(place) = mmap.bytes_mut(vm)?.get_mut(start..end) else {
            return Err(vm.value_error("data out of range"));
        };
        place.copy_from_slice(&content);
        mmap.position.set(end);
        Ok(content.len())
    }

    #[method("write_byte(self, byte, /)")]
    fn write_byte(vm: &mut Vm, mmap: &Typed<Mmap>, byte: u8) -> PyResult<()> {
        let start = mmap.position.get();
        let Some(place) = mmap.bytes_mut(vm)?.get_mut(start) else {
            return Err(vm.value_error("write byte out of range"));
        };
        *place = byte;
        mmap.position.set(start + 1);
        Ok(())
    }
}
