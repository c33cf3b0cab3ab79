//! `_io.BytesIO`: a binary stream in memory. What it holds is in `bytes_io/contents`.

mod contents;

use std::cell::Cell;

use pellucid_heap::LimitExceeded;
use pellucid_runtime::object::{
    BufferFlags, BufferTable, BufferView, BytesLike, Exports, Slots, instance, kind_of,
};
use pellucid_runtime::prelude::*;

use super::base::{BUFFERED_IO_BASE, IoBase, writable};
use super::read_size;
use contents::Contents;

/// Bytes and a position in them.
#[derive(Trace)]
#[payload(extends = IoBase)]
#[repr(C)]
pub struct BytesIo {
    base: IoBase,
    contents: TokenCell<Contents>,
    position: Cell<usize>,
    #[trace(skip)]
    exports: Exports,
}

/// What `getbuffer` shows: the stream's bytes, held in place while it lives.
#[derive(Trace)]
pub struct BytesIoBuffer {
    stream: Ref<BytesIo>,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "_io",
    doc: "BytesIO(initial_bytes=b'')\n--\n\nBuffered I/O implementation using an in-memory bytes buffer.",
    base: Some(&BUFFERED_IO_BASE),
    flags: TypeFlags::BASE_TYPE,
    finalized: false,
    slots,
    methods: &[BytesIo::METHODS],
    getsets: &[BytesIo::GETSETS],
    ..TypeSpec::new::<BytesIo>("BytesIO")
};

/// The type of `getbuffer`'s owner.
pub static BUFFER_SPEC: TypeSpec = TypeSpec {
    module: "_io",
    flags: TypeFlags::NOT_INSTANTIABLE,
    slots: |slots| slots.buffer = Some(buffer),
    ..TypeSpec::new::<BytesIoBuffer>("_BytesIOBuffer")
};

static TABLE: BufferTable = BufferTable {
    bytes: |vm, object| match object.downcast::<BytesIoBuffer>() {
        Some(owner) => owner.stream.contents.get(vm).bytes(),
        None => &[],
    },
    bytes_mut: |vm, object| match object.downcast::<BytesIoBuffer>() {
        Some(owner) => owner.stream.contents.get_mut(vm).bytes_mut(),
        None => None,
    },
};

fn slots(slots: &mut Slots) {
    slots.new = Some(|vm, class, _| {
        let stream = BytesIo {
            base: IoBase::new(),
            contents: TokenCell::new(Contents::empty(vm)),
            position: Cell::new(0),
            exports: Exports::default(),
        };
        Ok(vm.heap.allocate(kind_of(class), stream).into_object())
    });
    slots.init = Some(BytesIo::INIT);
    slots.iter = Some(|vm, object| {
        own(vm, object)?.check_open(vm)?;
        Ok(object.to_ref())
    });
    slots.next = Some(|vm, object| {
        let stream = own(vm, object)?;
        stream.check_open(vm)?;
        let line = stream.take_line(vm, None)?;
        Ok(if line.as_slice().is_empty() { None } else { Some(line.into_object()) })
    });
}

fn own(vm: &mut Vm, object: &Object) -> PyResult<Ref<BytesIo>> {
    object.to_ref().downcast_ref().map_err(|_| vm.type_error("not a BytesIO"))
}

fn buffer(vm: &mut Vm, object: &Object, _: BufferFlags) -> PyResult<BufferView> {
    let Some(owner) = object.downcast::<BytesIoBuffer>() else {
        return Err(vm.type_error("not a BytesIO buffer"));
    };
    let stream = owner.stream.clone();
    if stream.exports.count() == 0 {
        stream.change(vm, Contents::own)?;
    }
    let length = stream.contents.get(vm).bytes().len();
    let hold = stream.exports.hold();
    Ok(BufferView::of_bytes(object, &TABLE, Some(hold), length, false))
}

impl BytesIo {
    fn check_open(&self, vm: &mut Vm) -> PyResult<()> {
        match self.base.closed.get() {
            true => Err(vm.value_error("I/O operation on closed file.")),
            false => Ok(()),
        }
    }

    fn check_resizable(&self, vm: &mut Vm) -> PyResult<()> {
        match self.exports.count() {
            0 => Ok(()),
            _ => Err(vm.buffer_error("Existing exports of data: object cannot be re-sized")),
        }
    }

    /// Changes the contents as the limit of memory allows it.
    fn change<R>(
        &self,
        vm: &mut Vm,
        change: impl FnOnce(&mut Contents) -> Result<R, LimitExceeded>,
    ) -> PyResult<R> {
        change(self.contents.get_mut(vm)).map_err(|LimitExceeded| vm.memory_error())
    }

    fn rest<'a>(&'a self, vm: &'a Vm) -> &'a [u8] {
        self.contents.get(vm).bytes().get(self.position.get()..).unwrap_or_default()
    }

    /// How many bytes are to be read if `size` are wanted, or all.
    fn readable_bytes(&self, vm: &Vm, size: Option<usize>) -> usize {
        let rest = self.rest(vm).len();
        size.map_or(rest, |size| size.min(rest))
    }

    /// The next bytes, so many as there are; moves behind them.
    fn take(&self, vm: &mut Vm, count: usize) -> PyResult<Ref<Bytes>> {
        let start = self.position.replace(self.position.get() + count);
        if count > 1
            && start == 0
            && count == self.contents.get(vm).room()
            && self.exports.count() == 0
        {
            return self.share(vm);
        }
        let taken = self.contents.get(vm).bytes().get(start..start + count).unwrap_or_default();
        made(vm, Bytes::try_from_slice(vm, &vm.types.bytes, taken))
    }

    /// All bytes in an object that stands for them until they change.
    fn share(&self, vm: &mut Vm) -> PyResult<Ref<Bytes>> {
        if let Some(bytes) = self.contents.get(vm).shared() {
            return Ok(bytes);
        }
        let bytes = self.contents.get(vm).bytes();
        let bytes = made(vm, Bytes::try_from_slice(vm, &vm.types.bytes, bytes))?;
        let shared = Contents::sharing(&bytes);
        drop(self.contents.replace(vm, shared));
        Ok(bytes)
    }

    fn take_line(&self, vm: &mut Vm, limit: Option<usize>) -> PyResult<Ref<Bytes>> {
        let count = self.readable_bytes(vm, limit);
        let line = &self.rest(vm)[..count];
        let end = memchr::memchr(b'\n', line).map_or(count, |end| end + 1);
        self.take(vm, end)
    }

    fn put(&self, vm: &mut Vm, bytes: &[u8]) -> PyResult<()> {
        self.check_resizable(vm)?;
        if bytes.is_empty() {
            return Ok(());
        }
        let position = self.position.get();
        let end = position.checked_add(bytes.len()).filter(|end| *end < isize::MAX as usize);
        let Some(end) = end else { return Err(vm.overflow_error("new buffer size too large")) };
        self.change(vm, |contents| contents.write(position, bytes))?;
        self.position.set(end);
        Ok(())
    }
}

fn made(vm: &mut Vm, bytes: Result<Ref<Bytes>, LimitExceeded>) -> PyResult<Ref<Bytes>> {
    bytes.map_err(|LimitExceeded| vm.memory_error())
}

#[methods(owner = "BytesIO")]
impl BytesIo {
    /// Size of object in memory, in bytes.
    #[method("__sizeof__(self, /)")]
    fn size_of(vm: &mut Vm, stream: &Typed<BytesIo>) -> usize {
        // The bytes are an object of their own in CPython, counted where nobody else has it.
        let own =
            stream.contents.get(vm).told().map_or(0, |room| {
                vm.layout_of(&pellucid_runtime::builtins::bytes::SPEC).basic + room
            });
        vm.basic_size(stream.class()) + own
    }

    #[initializer("BytesIO(initial_bytes=b'')")]
    fn init(vm: &mut Vm, stream: &Typed<BytesIo>, initial_bytes: Option<&Object>) -> PyResult<()> {
        stream.check_resizable(vm)?;
        stream.base.closed.set(false);
        stream.contents.get_mut(vm).shorten(0);
        stream.position.set(0);
        let Some(initial) = initial_bytes.filter(|initial| !vm.is_none(initial)) else {
            return Ok(());
        };
        if let Some(bytes) = initial.downcast::<Bytes>()
            && initial.class_is(&vm.types.bytes)
        {
            drop(stream.contents.replace(vm, Contents::sharing(bytes)));
            return Ok(());
        }
        let bytes = vm.bytes_of(initial)?;
        stream.put(vm, &bytes)?;
        stream.position.set(0);
        Ok(())
    }

    /// Read at most size bytes, returned as a bytes object.
    #[method("read(self, size=-1, /)")]
    fn read(
        vm: &mut Vm,
        stream: &Typed<BytesIo>,
        size: Option<NoneOr<isize>>,
    ) -> PyResult<Ref<Bytes>> {
        stream.check_open(vm)?;
        let count = stream.readable_bytes(vm, read_size(size));
        stream.take(vm, count)
    }

    /// Read at most size bytes, returned as a bytes object.
    #[method("read1(self, size=-1, /)")]
    fn read1(
        vm: &mut Vm,
        stream: &Typed<BytesIo>,
        size: Option<NoneOr<isize>>,
    ) -> PyResult<Ref<Bytes>> {
        BytesIo::read(vm, stream, size)
    }

    /// Next line from the file, as a bytes object.
    #[method("readline(self, size=-1, /)")]
    fn readline(
        vm: &mut Vm,
        stream: &Typed<BytesIo>,
        size: Option<NoneOr<isize>>,
    ) -> PyResult<Ref<Bytes>> {
        stream.check_open(vm)?;
        stream.take_line(vm, read_size(size))
    }

    /// List of bytes objects, each a line from the file.
    #[method("readlines(self, size=None, /)")]
    fn readlines(vm: &mut Vm, stream: &Typed<BytesIo>, size: Option<isize>) -> PyResult<Vec<Ref>> {
        stream.check_open(vm)?;
        let limit = size.filter(|size| *size > 0);
        let (mut lines, mut total) = (Vec::new(), 0);
        loop {
            let line = stream.take_line(vm, None)?;
            if line.as_slice().is_empty() {
                return Ok(lines);
            }
            total += line.as_slice().len() as isize;
            lines.push(line.into_object());
            if limit.is_some_and(|limit| total >= limit) {
                return Ok(lines);
            }
        }
    }

    /// Read bytes into buffer.
    #[method("readinto(self, buffer, /)")]
    fn readinto(vm: &mut Vm, stream: &Typed<BytesIo>, buffer: &Object) -> PyResult<usize> {
        stream.check_open(vm)?;
        let view = writable(vm, buffer)?;
        let count = stream.readable_bytes(vm, Some(view.byte_length()));
        let taken = stream.rest(vm)[..count].to_vec();
        stream.position.set(stream.position.get() + count);
        view.write(vm, 0, &taken)?;
        vm.release_buffer(view)?;
        Ok(count)
    }

    /// Write bytes to file.
    #[method("write(self, b, /)")]
    fn write(vm: &mut Vm, stream: &Typed<BytesIo>, b: BytesLike<'_>) -> PyResult<usize> {
        stream.check_open(vm)?;
        stream.put(vm, &b)?;
        Ok(b.len())
    }

    /// Write lines to the file.
    #[method("writelines(self, lines, /)")]
    fn writelines(vm: &mut Vm, stream: &Typed<BytesIo>, lines: &Object) -> PyResult<()> {
        stream.check_open(vm)?;
        vm.for_each(lines, |vm, line| {
            let bytes = vm.bytes_of(&line)?;
            stream.put(vm, &bytes)
        })
    }

    /// Change stream position.
    #[method("seek(self, pos, whence=0, /)")]
    fn seek(
        vm: &mut Vm,
        stream: &Typed<BytesIo>,
        pos: isize,
        whence: Option<i32>,
    ) -> PyResult<usize> {
        stream.check_open(vm)?;
        let from = match whence.unwrap_or(0) {
            0 if pos < 0 => return Err(vm.value_error(format!("negative seek value {pos}"))),
            0 => 0,
            1 => stream.position.get(),
            2 => stream.contents.get(vm).bytes().len(),
            other => {
                return Err(
                    vm.value_error(format!("invalid whence ({other}, should be 0, 1 or 2)"))
                );
            }
        };
        let Some(position) = (from as isize).checked_add(pos) else {
            return Err(vm.overflow_error("new position too large"));
        };
        let position = position.max(0) as usize;
        stream.position.set(position);
        Ok(position)
    }

    /// Current file position, an integer.
    #[method("tell(self, /)")]
    fn tell(vm: &mut Vm, stream: &Typed<BytesIo>) -> PyResult<usize> {
        stream.check_open(vm)?;
        Ok(stream.position.get())
    }

    /// Truncate the file to at most size bytes.
    #[method("truncate(self, size=None, /)")]
    fn truncate(
        vm: &mut Vm,
        stream: &Typed<BytesIo>,
        size: Option<NoneOr<isize>>,
    ) -> PyResult<usize> {
        stream.check_open(vm)?;
        stream.check_resizable(vm)?;
        let size = match size.and_then(NoneOr::value) {
            None => stream.position.get(),
            Some(size) => match usize::try_from(size) {
                Ok(size) => size,
                Err(_) => return Err(vm.value_error(format!("negative size value {size}"))),
            },
        };
        if size < stream.contents.get(vm).bytes().len() {
            stream.change(vm, |contents| contents.truncate(size))?;
        }
        Ok(size)
    }

    /// Retrieve the entire contents of the BytesIO object.
    #[method("getvalue(self, /)")]
    fn getvalue(vm: &mut Vm, stream: &Typed<BytesIo>) -> PyResult<Ref<Bytes>> {
        stream.check_open(vm)?;
        let bytes = stream.contents.get(vm).bytes();
        if bytes.len() <= 1 || stream.exports.count() > 0 {
            return made(vm, Bytes::try_from_slice(vm, &vm.types.bytes, bytes));
        }
        stream.share(vm)
    }

    /// Get a read-write view over the contents of the BytesIO object.
    #[method("getbuffer(self, /)")]
    fn getbuffer(vm: &mut Vm, stream: &Typed<BytesIo>) -> PyResult {
        stream.check_open(vm)?;
        let class = vm.native_type(&BUFFER_SPEC)?;
        let owner = vm.new_object(&class, BytesIoBuffer { stream: stream.to_ref() });
        let view = vm.types.memoryview.clone();
        vm.call_positional(view.as_object(), &[owner.as_object()])
    }

    /// Disable all I/O operations.
    #[method("close(self, /)")]
    fn close(vm: &mut Vm, stream: &Typed<BytesIo>) -> PyResult<()> {
        stream.check_resizable(vm)?;
        stream.base.closed.set(true);
        let empty = Contents::empty(vm);
        drop(stream.contents.replace(vm, empty));
        Ok(())
    }

    #[getter("closed")]
    fn closed(_: &mut Vm, stream: &Typed<BytesIo>) -> bool {
        stream.base.closed.get()
    }

    /// Does nothing.
    #[method("flush(self, /)")]
    fn flush(vm: &mut Vm, stream: &Typed<BytesIo>) -> PyResult<()> {
        stream.check_open(vm)
    }

    /// Always returns False.
    #[method("isatty(self, /)")]
    fn isatty(vm: &mut Vm, stream: &Typed<BytesIo>) -> PyResult<bool> {
        stream.check_open(vm).map(|()| false)
    }

    /// Returns True if the IO object can be read.
    #[method("readable(self, /)")]
    fn readable(vm: &mut Vm, stream: &Typed<BytesIo>) -> PyResult<bool> {
        stream.check_open(vm).map(|()| true)
    }

    /// Returns True if the IO object can be written.
    #[method("writable(self, /)")]
    fn writable(vm: &mut Vm, stream: &Typed<BytesIo>) -> PyResult<bool> {
        stream.check_open(vm).map(|()| true)
    }

    /// Returns True if the IO object can be seeked.
    #[method("seekable(self, /)")]
    fn seekable(vm: &mut Vm, stream: &Typed<BytesIo>) -> PyResult<bool> {
        stream.check_open(vm).map(|()| true)
    }

    #[method("__getstate__(self, /)")]
    fn get_state(vm: &mut Vm, stream: &Typed<BytesIo>) -> PyResult {
        let value = BytesIo::getvalue(vm, stream)?.into_object();
        let position = vm.new_int(stream.position.get() as i64);
        let dict = match instance::dict(vm, stream.as_object()) {
            Some(dict) if dict.len(vm) > 0 => dict.into_object(),
            _ => vm.none(),
        };
        Ok(vm.new_tuple(vec![value, position, dict]).into_object())
    }

    #[method("__setstate__(self, state, /)")]
    fn set_state(vm: &mut Vm, stream: &Typed<BytesIo>, state: &Object) -> PyResult<()> {
        let Some([value, position, dict]) =
            state.downcast::<Tuple>().and_then(|state| state.items().first_chunk::<3>())
        else {
            return Err(vm.type_error("BytesIO.__setstate__ argument should be 3-tuple"));
        };
        BytesIo::init(vm, stream, Some(value))?;
        let Some(position) = vm.index(position)?.to_usize() else {
            return Err(vm.value_error("position value cannot be negative"));
        };
        stream.position.set(position);
        if let (Some(given), Some(own)) =
            (dict.downcast::<Dict>(), instance::dict(vm, stream.as_object()))
        {
            for (key, value) in given.pairs(vm) {
                own.set(vm, &key, value)?;
            }
        }
        Ok(())
    }
}
