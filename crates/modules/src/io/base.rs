//! The abstract streams: `_IOBase`, `_RawIOBase`, `_BufferedIOBase`, `_TextIOBase`.

use std::cell::Cell;

use pellucid_heap::WeakHead;
use pellucid_runtime::object::{Slots, kind_of};
use pellucid_runtime::prelude::*;

use super::{call_method, flag, read_size, unsupported};

/// What every stream begins with.
#[derive(Trace)]
#[payload(weak = weak)]
#[repr(C)]
pub struct IoBase {
    /// Whether `close` has run.
    pub closed: Cell<bool>,
    weak: WeakHead,
}

impl IoBase {
    /// An open stream.
    pub fn new() -> IoBase {
        IoBase { closed: Cell::new(false), weak: WeakHead::new() }
    }
}

/// `_io._IOBase`
pub static IO_BASE: TypeSpec = TypeSpec {
    module: "_io",
    doc: "The abstract base class for all I/O classes.\n\nThis class provides dummy implementations for many methods that\nderived classes can override selectively; the default implementations\nrepresent a file that cannot be read, written or seeked.",
    flags: TypeFlags::BASE_TYPE,
    has_dict: true,
    slots,
    methods: &[IoBase::METHODS],
    getsets: &[IoBase::GETSETS],
    ..TypeSpec::new::<IoBase>("_IOBase")
};

/// `_io._RawIOBase`
pub static RAW_IO_BASE: TypeSpec = TypeSpec {
    module: "_io",
    doc: "Base class for raw binary I/O.",
    base: Some(&IO_BASE),
    flags: TypeFlags::BASE_TYPE,
    methods: &[Raw::METHODS],
    ..TypeSpec::new::<IoBase>("_RawIOBase")
};

/// `_io._BufferedIOBase`
pub static BUFFERED_IO_BASE: TypeSpec = TypeSpec {
    module: "_io",
    doc: "Base class for buffered IO objects.",
    base: Some(&IO_BASE),
    flags: TypeFlags::BASE_TYPE,
    methods: &[Buffered::METHODS],
    ..TypeSpec::new::<IoBase>("_BufferedIOBase")
};

/// `_io._TextIOBase`
pub static TEXT_IO_BASE: TypeSpec = TypeSpec {
    module: "_io",
    doc: "Base class for text I/O.\n\nThis class provides a character and line based interface to stream\nI/O. There is no readinto method because Python's character strings\nare immutable.",
    base: Some(&IO_BASE),
    flags: TypeFlags::BASE_TYPE,
    methods: &[Text::METHODS],
    getsets: &[Text::GETSETS],
    ..TypeSpec::new::<IoBase>("_TextIOBase")
};

fn slots(slots: &mut Slots) {
    slots.new =
        Some(|vm, class, _| Ok(vm.heap.allocate(kind_of(class), IoBase::new()).into_object()));
    slots.iter = Some(|vm, object| {
        check_closed(vm, object)?;
        Ok(object.to_ref())
    });
    slots.next = Some(|vm, object| {
        let line = call_method(vm, object, "readline", &[])?;
        Ok(if vm.length(&line)? == 0 { None } else { Some(line) })
    });
}

/// ValueError if the stream is closed (by its `closed` attribute, which a subclass may define).
pub(crate) fn check_closed(vm: &mut Vm, stream: &Object) -> PyResult<()> {
    match flag(vm, stream, "closed")? {
        true => Err(vm.value_error("I/O operation on closed file.")),
        false => Ok(()),
    }
}

/// Raises UnsupportedOperation unless `stream.query()` is true.
fn check_can(vm: &mut Vm, stream: &Object, query: &str, message: &str) -> PyResult<bool> {
    let answer = call_method(vm, stream, query, &[])?;
    match vm.is_true(&answer)? {
        true => Ok(true),
        false => Err(unsupported(vm, message)),
    }
}

#[methods(owner = "_io._IOBase")]
impl IoBase {
    /// Change the stream position to the given byte offset.
    #[method("seek(self, offset, whence=0, /)")]
    fn seek(vm: &mut Vm, _: &Object, _: &Object, _: Option<i32>) -> PyResult<()> {
        Err(unsupported(vm, "seek"))
    }

    /// Return current stream position.
    #[method("tell(self, /)")]
    fn tell(vm: &mut Vm, stream: &Object) -> PyResult {
        let (zero, one) = (vm.new_int(0), vm.new_int(1));
        call_method(vm, stream, "seek", &[&zero, &one])
    }

    /// Truncate file to size bytes.
    #[method("truncate(self, size=None, /)")]
    fn truncate(vm: &mut Vm, _: &Object, _: Option<&Object>) -> PyResult<()> {
        Err(unsupported(vm, "truncate"))
    }

    /// Flush write buffers, if applicable.
    #[method("flush(self, /)")]
    fn flush(vm: &mut Vm, stream: &Typed<IoBase>) -> PyResult<()> {
        match stream.closed.get() {
            true => Err(vm.value_error("I/O operation on closed file.")),
            false => Ok(()),
        }
    }

    /// Flush and close the IO object.
    #[method("close(self, /)")]
    fn close(vm: &mut Vm, stream: &Typed<IoBase>) -> PyResult<()> {
        if stream.closed.get() {
            return Ok(());
        }
        let flushed = call_method(vm, stream.as_object(), "flush", &[]);
        stream.closed.set(true);
        flushed.map(drop)
    }

    #[getter("closed")]
    fn closed(_: &mut Vm, stream: &Typed<IoBase>) -> bool {
        stream.closed.get()
    }

    /// Called when the stream is about to be freed: closes it.
    #[method("__del__(self, /)")]
    fn del(vm: &mut Vm, stream: &Object) -> PyResult<()> {
        let closed = flag(vm, stream, "closed").unwrap_or(true);
        if closed {
            return Ok(());
        }
        let finalizing = vm.intern("_finalizing");
        let yes = vm.new_bool(true);
        // A stream without a place for the mark is closed all the same.
        let _ = vm.set_attribute(stream, &finalizing, Some(&yes));
        if let Err(raised) = call_method(vm, stream, "close", &[]) {
            let shown = match vm.repr(stream) {
                Ok(shown) => shown.to_string(),
                Err(_) => "<object repr() failed>".to_owned(),
            };
            vm.report_unraisable_with(
                raised,
                &format!("Exception ignored while finalizing file {shown}"),
            );
        }
        Ok(())
    }

    /// Return whether object supports random access.
    #[method("seekable(self, /)")]
    fn seekable(_: &mut Vm, _: &Object) -> bool {
        false
    }

    /// Return whether object was opened for reading.
    #[method("readable(self, /)")]
    fn readable(_: &mut Vm, _: &Object) -> bool {
        false
    }

    /// Return whether object was opened for writing.
    #[method("writable(self, /)")]
    fn writable(_: &mut Vm, _: &Object) -> bool {
        false
    }

    #[method("_checkClosed(self, msg=None, /)")]
    fn check_closed(vm: &mut Vm, stream: &Object, _: Option<&Object>) -> PyResult<()> {
        check_closed(vm, stream)
    }

    #[method("_checkSeekable(self, msg=None, /)")]
    fn check_seekable(vm: &mut Vm, stream: &Object, _: Option<&Object>) -> PyResult<bool> {
        check_can(vm, stream, "seekable", "File or stream is not seekable.")
    }

    #[method("_checkReadable(self, msg=None, /)")]
    fn check_readable(vm: &mut Vm, stream: &Object, _: Option<&Object>) -> PyResult<bool> {
        check_can(vm, stream, "readable", "File or stream is not readable.")
    }

    #[method("_checkWritable(self, msg=None, /)")]
    fn check_writable(vm: &mut Vm, stream: &Object, _: Option<&Object>) -> PyResult<bool> {
        check_can(vm, stream, "writable", "File or stream is not writable.")
    }

    /// Return underlying file descriptor if one exists.
    #[method("fileno(self, /)")]
    fn fileno(vm: &mut Vm, _: &Object) -> PyResult<()> {
        Err(unsupported(vm, "fileno"))
    }

    /// Return whether this is an 'interactive' stream.
    #[method("isatty(self, /)")]
    fn isatty(vm: &mut Vm, stream: &Object) -> PyResult<bool> {
        check_closed(vm, stream)?;
        Ok(false)
    }

    #[method("__enter__(self, /)")]
    fn enter(vm: &mut Vm, stream: &Object) -> PyResult {
        check_closed(vm, stream)?;
        Ok(stream.to_ref())
    }

    #[method("__exit__(self, *args)")]
    fn exit(vm: &mut Vm, stream: &Object, _: &[Ref]) -> PyResult {
        call_method(vm, stream, "close", &[])
    }

    /// Read and return a line from the stream.
    #[method("readline(self, size=-1, /)")]
    fn readline(vm: &mut Vm, stream: &Object, size: Option<NoneOr<isize>>) -> PyResult {
        let limit = read_size(size);
        let name = vm.intern("peek");
        let peek = vm.find_attribute(stream, &name)?;
        let mut line: Vec<u8> = Vec::new();
        while limit.is_none_or(|limit| line.len() < limit) {
            let wanted = match &peek {
                Some(peek) => ahead(vm, peek, limit.map(|limit| limit - line.len()))?,
                None => 1,
            };
            let wanted = vm.new_int(wanted as i64);
            let piece = call_method(vm, stream, "read", &[&wanted])?;
            let Some(piece) = piece.downcast::<Bytes>() else {
                let class = piece.class().name(vm);
                return Err(vm.type_error(format!(
                    "read() should have returned a bytes object, not '{class}'"
                )));
            };
            let piece = piece.value().as_slice();
            if line.try_reserve(piece.len()).is_err() {
                return Err(vm.memory_error());
            }
            line.extend_from_slice(piece);
            if piece.is_empty() || line.last() == Some(&b'\n') {
                break;
            }
        }
        Ok(vm.new_bytes(&line).into_object())
    }

    /// Return a list of lines from the stream.
    #[method("readlines(self, hint=-1, /)")]
    fn readlines(vm: &mut Vm, stream: &Object, hint: Option<NoneOr<isize>>) -> PyResult<Ref<List>> {
        let hint = read_size(hint).filter(|hint| *hint > 0);
        let lines = vm.new_list(Vec::new())?;
        let iterator = vm.iterate(stream)?;
        let mut total = 0;
        while let Some(line) = vm.next(&iterator)? {
            total += vm.length(&line)?;
            lines.push(vm, line)?;
            if hint.is_some_and(|hint| total >= hint) {
                break;
            }
        }
        Ok(lines)
    }

    /// Write a list of lines to stream.
    #[method("writelines(self, lines, /)")]
    fn writelines(vm: &mut Vm, stream: &Object, lines: &Object) -> PyResult<()> {
        check_closed(vm, stream)?;
        vm.for_each(lines, |vm, line| call_method(vm, stream, "write", &[&line]).map(drop))
    }
}

/// How many bytes of a line can be taken at once: up to and with the end of the line that `peek` shows.
fn ahead(vm: &mut Vm, peek: &Object, limit: Option<usize>) -> PyResult<usize> {
    let one = vm.new_int(1);
    let shown = vm.call_positional(peek, &[&one])?;
    let Some(shown) = shown.downcast::<Bytes>() else {
        let class = shown.class().name(vm);
        return Err(
            vm.type_error(format!("peek() should have returned a bytes object, not '{class}'"))
        );
    };
    let shown = shown.value().as_slice();
    if shown.is_empty() {
        return Ok(1);
    }
    let end = shown.iter().position(|byte| *byte == b'\n').map_or(shown.len(), |end| end + 1);
    Ok(limit.map_or(end, |limit| end.min(limit)))
}

/// The methods of `_RawIOBase`.
pub struct Raw;

#[methods(owner = "_io._RawIOBase")]
impl Raw {
    #[method("read(self, size=-1, /)")]
    fn read(vm: &mut Vm, stream: &Object, size: Option<isize>) -> PyResult {
        let Ok(size) = usize::try_from(size.unwrap_or(-1)) else {
            return call_method(vm, stream, "readall", &[]);
        };
        let count = vm.new_int(size as i64);
        let class = vm.types.bytearray.clone();
        let target = vm.call_positional(class.as_object(), &[&count])?;
        let read = call_method(vm, stream, "readinto", &[&target])?;
        if vm.is_none(&read) {
            return Ok(read);
        }
        let read = vm.index(&read)?.to_usize().filter(|read| *read <= size);
        let Some(read) = read else {
            return Err(vm.value_error("readinto() returned an invalid number of bytes"));
        };
        let bytes = vm.bytes_of(&target)?;
        Ok(vm.new_bytes(&bytes[..read]).into_object())
    }

    /// Read until EOF, using multiple read() call.
    #[method("readall(self, /)")]
    fn readall(vm: &mut Vm, stream: &Object) -> PyResult {
        let mut all: Vec<u8> = Vec::new();
        let size = vm.new_int(super::DEFAULT_BUFFER_SIZE as i64);
        loop {
            let piece = call_method(vm, stream, "read", &[&size])?;
            if vm.is_none(&piece) {
                return Ok(if all.is_empty() { piece } else { vm.new_bytes(&all).into_object() });
            }
            let Some(piece) = piece.downcast::<Bytes>() else {
                return Err(vm.type_error("read() should return bytes"));
            };
            let piece = piece.value().as_slice();
            if piece.is_empty() {
                return Ok(vm.new_bytes(&all).into_object());
            }
            if all.try_reserve(piece.len()).is_err() {
                return Err(vm.memory_error());
            }
            all.extend_from_slice(piece);
        }
    }

    #[method("readinto(self, buffer, /)")]
    fn readinto(vm: &mut Vm, _: &Object, _: &Object) -> PyResult<()> {
        Err(unsupported(vm, "readinto"))
    }

    #[method("write(self, b, /)")]
    fn write(vm: &mut Vm, _: &Object, _: &Object) -> PyResult<()> {
        Err(unsupported(vm, "write"))
    }
}

/// The methods of `_BufferedIOBase`.
pub struct Buffered;

#[methods(owner = "_io._BufferedIOBase")]
impl Buffered {
    /// Disconnect this buffer from its underlying raw stream and return it.
    #[method("detach(self, /)")]
    fn detach(vm: &mut Vm, _: &Object) -> PyResult<()> {
        Err(unsupported(vm, "detach"))
    }

    /// Read and return up to n bytes.
    #[method("read(self, size=-1, /)")]
    fn read(vm: &mut Vm, _: &Object, _: Option<&Object>) -> PyResult<()> {
        Err(unsupported(vm, "read"))
    }

    /// Read and return up to size bytes, with at most one read() call to the underlying raw stream.
    #[method("read1(self, size=-1, /)")]
    fn read1(vm: &mut Vm, _: &Object, _: Option<&Object>) -> PyResult<()> {
        Err(unsupported(vm, "read1"))
    }

    /// Write buffer b to the IO stream.
    #[method("write(self, b, /)")]
    fn write(vm: &mut Vm, _: &Object, _: &Object) -> PyResult<()> {
        Err(unsupported(vm, "write"))
    }

    #[method("readinto(self, buffer, /)")]
    fn readinto(vm: &mut Vm, stream: &Object, buffer: &Object) -> PyResult<usize> {
        read_into(vm, stream, "read", buffer)
    }

    #[method("readinto1(self, buffer, /)")]
    fn readinto1(vm: &mut Vm, stream: &Object, buffer: &Object) -> PyResult<usize> {
        read_into(vm, stream, "read1", buffer)
    }
}

fn read_into(vm: &mut Vm, stream: &Object, method: &str, buffer: &Object) -> PyResult<usize> {
    let view = writable(vm, buffer)?;
    let length = view.byte_length();
    let count = vm.new_int(length as i64);
    let data = call_method(vm, stream, method, &[&count])?;
    let Some(data) = data.downcast::<Bytes>() else {
        return Err(vm.type_error(format!("{method}() should return bytes")));
    };
    let data = data.value().as_slice();
    if data.len() > length {
        return Err(vm.value_error(format!(
            "{method}() returned too much data: {length} bytes requested, {} returned",
            data.len()
        )));
    }
    view.write(vm, 0, data)?;
    vm.release_buffer(view)?;
    Ok(data.len())
}

/// The buffer of an argument that is read into.
pub(crate) fn writable(
    vm: &mut Vm,
    buffer: &Object,
) -> PyResult<pellucid_runtime::object::BufferView> {
    use pellucid_runtime::object::BufferFlags;
    let wrong = |vm: &mut Vm| {
        let class = buffer.class().name(vm);
        vm.type_error(format!(
            "readinto() argument must be read-write bytes-like object, not {class}"
        ))
    };
    if !vm.has_buffer(buffer) {
        return Err(wrong(vm));
    }
    match vm.get_buffer(buffer, BufferFlags::WRITABLE) {
        Ok(view) => Ok(view),
        Err(raised) if raised.is_instance(vm, &vm.types.buffer_error) => Err(wrong(vm)),
        Err(raised) => Err(raised),
    }
}

/// The methods of `_TextIOBase`.
pub struct Text;

#[methods(owner = "_io._TextIOBase")]
impl Text {
    /// Separate the underlying buffer from the TextIOBase and return it.
    #[method("detach(self, /)")]
    fn detach(vm: &mut Vm, _: &Object) -> PyResult<()> {
        Err(unsupported(vm, "detach"))
    }

    /// Read at most size characters from stream.
    #[method("read(self, size=-1, /)")]
    fn read(vm: &mut Vm, _: &Object, _: Option<&Object>) -> PyResult<()> {
        Err(unsupported(vm, "read"))
    }

    /// Read until newline or EOF.
    #[method("readline(self, size=-1, /)")]
    fn readline(vm: &mut Vm, _: &Object, _: Option<&Object>) -> PyResult<()> {
        Err(unsupported(vm, "readline"))
    }

    /// Write string s to stream.
    #[method("write(self, s, /)")]
    fn write(vm: &mut Vm, _: &Object, _: &Object) -> PyResult<()> {
        Err(unsupported(vm, "write"))
    }

    #[getter("encoding")]
    fn encoding(vm: &mut Vm, _: &Object) -> Ref {
        vm.none()
    }

    #[getter("newlines")]
    fn newlines(vm: &mut Vm, _: &Object) -> Ref {
        vm.none()
    }

    #[getter("errors")]
    fn errors(vm: &mut Vm, _: &Object) -> Ref {
        vm.none()
    }
}
