//! `_io.BufferedReader`, `_io.BufferedWriter`, `_io.BufferedRandom`.
//!
//! One buffer serves reading and writing: between `position` and the end of `ahead` stand bytes that were read but not
//! given out; `pending` are bytes that were taken but not written. Only one of both is ever not empty.

mod reading;
mod state;

use reading::{read_all, read_count, read_into};

use std::cell::Cell;

use pellucid_heap::{Buffer, LimitExceeded};
use pellucid_runtime::object::{BytesLike, Slots, kind_of};
use pellucid_runtime::prelude::*;
use pellucid_runtime::vm::ThreadNumber;

use super::base::{BUFFERED_IO_BASE, IoBase, writable};
use super::{append, attribute, both, call_method, flag, read_size, unsupported};

/// A raw stream with a buffer.
#[derive(Trace)]
#[payload(extends = IoBase)]
#[repr(C)]
pub struct Buffered {
    base: IoBase,
    raw: Slot,
    size: Cell<usize>,
    ahead: TokenCell<Buffer<u8>>,
    position: Cell<usize>,
    pending: TokenCell<Buffer<u8>>,
    detached: Cell<bool>,
    can_read: Cell<bool>,
    can_write: Cell<bool>,
    /// A call is under way: calls from signal handlers or finalizers in its midst are refused.
    busy: Cell<Option<ThreadNumber>>,
}

macro_rules! spec {
    ($name:ident, $python:literal, $doc:literal, $init:expr, $methods:expr) => {
        #[doc = concat!("`_io.", $python, "`")]
        pub static $name: TypeSpec = TypeSpec {
            module: "_io",
            doc: $doc,
            base: Some(&BUFFERED_IO_BASE),
            flags: TypeFlags::BASE_TYPE,
            slots: |slots| {
                fill(slots);
                slots.init = Some($init);
            },
            methods: $methods,
            getsets: &[Shared::GETSETS],
            ..TypeSpec::new::<Buffered>($python)
        };
    };
}

spec!(
    READER,
    "BufferedReader",
    "Create a new buffered reader using the given readable raw IO object.",
    Reader::INIT,
    &[Shared::METHODS, Reader::METHODS]
);
spec!(
    WRITER,
    "BufferedWriter",
    "A buffer for a writeable sequential RawIO object.\n\nThe constructor creates a BufferedWriter for the given writeable raw\nstream. If the buffer_size is not given, it defaults to\nDEFAULT_BUFFER_SIZE.",
    Writer::INIT,
    &[Shared::METHODS, Writer::METHODS]
);
spec!(
    RANDOM,
    "BufferedRandom",
    "A buffered interface to random access streams.\n\nThe constructor creates a reader and writer for a seekable stream,\nraw, given in the first argument. If the buffer_size is omitted it\ndefaults to DEFAULT_BUFFER_SIZE.",
    Random::INIT,
    &[Shared::METHODS, Reader::METHODS, Writer::METHODS]
);

fn fill(slots: &mut Slots) {
    slots.new = Some(|vm, class, _| {
        let stream = Buffered {
            base: IoBase::new(),
            raw: Slot::empty(),
            size: Cell::new(super::DEFAULT_BUFFER_SIZE),
            ahead: TokenCell::new(Buffer::new(vm.heap())),
            position: Cell::new(0),
            pending: TokenCell::new(Buffer::new(vm.heap())),
            detached: Cell::new(false),
            can_read: Cell::new(false),
            can_write: Cell::new(false),
            busy: Cell::new(None),
        };
        Ok(vm.heap.allocate(kind_of(class), stream).into_object())
    });
    slots.repr = Some(repr);
    slots.next = Some(|vm, object| {
        let Some(stream) = object.downcast::<Buffered>() else { return Ok(None) };
        let line = match stream.can_read.get() && stream.is_plain_reader(vm) {
            true => Reader::readline(vm, stream, None)?.into_object(),
            false => call_method(vm, object, "readline", &[])?,
        };
        Ok(if vm.length(&line)? == 0 { None } else { Some(line) })
    });
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let class = object.class().qualified_name(vm);
    let name = vm.names.name.clone();
    let text = match vm.find_attribute(object, &name) {
        Ok(Some(name)) => {
            let name = vm.repr(&name)?;
            format!("<_io.{class} name={name}>")
        }
        _ => format!("<_io.{class}>"),
    };
    Ok(vm.new_str(&text).into_object())
}

/// Clears the mark of a call under way.
struct Busy<'a>(&'a Cell<Option<ThreadNumber>>);

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.0.set(None);
    }
}

/// What all three have.
pub struct Shared;

#[methods(owner = "_io._Buffered")]
impl Shared {
    /// Size of object in memory, in bytes.
    #[method("__sizeof__(self, /)")]
    fn size_of(vm: &mut Vm, stream: &Typed<Buffered>) -> usize {
        vm.basic_size(stream.class()) + stream.size.get()
    }

    #[method("flush(self, /)")]
    fn flush(vm: &mut Vm, stream: &Typed<Buffered>) -> PyResult<()> {
        let raw = stream.open_raw(vm, "flush")?;
        let _busy = stream.enter(vm, stream.as_object())?;
        stream.flush_all(vm, &raw)?;
        call_method(vm, &raw, "flush", &[]).map(drop)
    }

    #[method("close(self, /)")]
    fn close(vm: &mut Vm, stream: &Typed<Buffered>) -> PyResult<()> {
        let Some(raw) = stream.raw.get() else { return Ok(()) };
        if flag(vm, &raw, "closed")? {
            return Ok(());
        }
        let finalizing = vm.intern("_finalizing");
        if vm.find_attribute(stream.as_object(), &finalizing)?.is_some() {
            let warn = vm.intern("_dealloc_warn");
            if let Some(warn) = vm.find_attribute(&raw, &warn)? {
                vm.call_positional(&warn, &[stream.as_object()])?;
            }
        }
        let flushed = call_method(vm, stream.as_object(), "flush", &[]);
        let closed = call_method(vm, &raw, "close", &[]);
        let empty = Buffer::new(vm.heap());
        drop(stream.ahead.replace(vm, empty));
        let empty = Buffer::new(vm.heap());
        drop(stream.pending.replace(vm, empty));
        stream.position.set(0);
        both(vm, flushed, closed)
    }

    #[method("detach(self, /)")]
    fn detach(vm: &mut Vm, stream: &Typed<Buffered>) -> PyResult {
        let raw = stream.raw(vm)?;
        call_method(vm, stream.as_object(), "flush", &[])?;
        stream.raw.set(vm, None);
        stream.detached.set(true);
        Ok(raw)
    }

    #[method("seekable(self, /)")]
    fn seekable(vm: &mut Vm, stream: &Typed<Buffered>) -> PyResult {
        let raw = stream.raw(vm)?;
        call_method(vm, &raw, "seekable", &[])
    }

    #[method("readable(self, /)")]
    fn readable(vm: &mut Vm, stream: &Typed<Buffered>) -> PyResult {
        let raw = stream.raw(vm)?;
        call_method(vm, &raw, "readable", &[])
    }

    #[method("writable(self, /)")]
    fn writable(vm: &mut Vm, stream: &Typed<Buffered>) -> PyResult {
        let raw = stream.raw(vm)?;
        call_method(vm, &raw, "writable", &[])
    }

    #[method("fileno(self, /)")]
    fn fileno(vm: &mut Vm, stream: &Typed<Buffered>) -> PyResult {
        let raw = stream.raw(vm)?;
        call_method(vm, &raw, "fileno", &[])
    }

    #[method("isatty(self, /)")]
    fn isatty(vm: &mut Vm, stream: &Typed<Buffered>) -> PyResult {
        let raw = stream.raw(vm)?;
        call_method(vm, &raw, "isatty", &[])
    }

    #[method("_dealloc_warn(self, source, /)")]
    fn dealloc_warn(vm: &mut Vm, stream: &Typed<Buffered>, source: &Object) -> PyResult<()> {
        if let Some(raw) = stream.raw.get() {
            call_method(vm, &raw, "_dealloc_warn", &[source])?;
        }
        Ok(())
    }

    #[method("seek(self, target, whence=0, /)")]
    fn seek(
        vm: &mut Vm,
        stream: &Typed<Buffered>,
        target: &Object,
        whence: Option<i32>,
    ) -> PyResult {
        let whence = whence.unwrap_or(0);
        if !(0..=4).contains(&whence) {
            return Err(vm.value_error(format!("whence value {whence} unsupported")));
        }
        let raw = stream.open_raw(vm, "seek")?;
        let seekable = call_method(vm, &raw, "seekable", &[])?;
        if !vm.is_true(&seekable)? {
            return Err(unsupported(vm, "File or stream is not seekable."));
        }
        let _busy = stream.enter(vm, stream.as_object())?;
        stream.flush_pending(vm, &raw)?;
        let mut target = target.to_ref();
        if whence == 1 {
            let unread = vm.new_int(stream.unread(vm).len() as i64);
            target =
                vm.binary(&pellucid_runtime::object::BinaryOperator::SUBTRACT, &target, &unread)?;
        }
        let whence = vm.new_int(i64::from(whence));
        let position = call_method(vm, &raw, "seek", &[&target, &whence])?;
        stream.ahead.get_mut(vm).clear();
        stream.position.set(0);
        Ok(position)
    }

    #[method("tell(self, /)")]
    fn tell(vm: &mut Vm, stream: &Typed<Buffered>) -> PyResult<i64> {
        let raw = stream.raw(vm)?;
        let position = call_method(vm, &raw, "tell", &[])?;
        let position = vm.index(&position)?.to_i64().unwrap_or(-1);
        if position < 0 {
            let class = vm.types.os_error.clone();
            return Err(vm.raise_message(
                &class,
                &format!("Raw stream returned invalid position {position}"),
            ));
        }
        let (unread, pending) = (stream.unread(vm).len(), stream.pending.get(vm).len());
        Ok(position - unread as i64 + pending as i64)
    }

    #[method("truncate(self, pos=None, /)")]
    fn truncate(vm: &mut Vm, stream: &Typed<Buffered>, pos: Option<&Object>) -> PyResult {
        let raw = stream.open_raw(vm, "truncate")?;
        if !stream.can_write.get() {
            return Err(unsupported(vm, "truncate"));
        }
        let _busy = stream.enter(vm, stream.as_object())?;
        stream.flush_all(vm, &raw)?;
        let none = vm.none();
        call_method(vm, &raw, "truncate", &[pos.unwrap_or(&none)])
    }

    #[method("__getstate__(self, /)")]
    fn get_state(vm: &mut Vm, stream: &Typed<Buffered>) -> PyResult<()> {
        let class = stream.class().name(vm);
        Err(vm.type_error(format!("cannot pickle '{class}' instances")))
    }

    #[getter("closed")]
    fn closed(vm: &mut Vm, stream: &Typed<Buffered>) -> PyResult {
        let raw = stream.raw(vm)?;
        attribute(vm, &raw, "closed")
    }

    #[getter("name")]
    fn name(vm: &mut Vm, stream: &Typed<Buffered>) -> PyResult {
        let raw = stream.raw(vm)?;
        attribute(vm, &raw, "name")
    }

    #[getter("mode")]
    fn mode(vm: &mut Vm, stream: &Typed<Buffered>) -> PyResult {
        let raw = stream.raw(vm)?;
        attribute(vm, &raw, "mode")
    }

    #[getter("raw")]
    fn raw(vm: &mut Vm, stream: &Typed<Buffered>) -> PyResult {
        stream.raw(vm)
    }
}

/// What reads.
pub struct Reader;

#[methods(owner = "BufferedReader")]
impl Reader {
    #[initializer("BufferedReader(raw, buffer_size=131072)")]
    fn init(
        vm: &mut Vm,
        stream: &Typed<Buffered>,
        raw: &Object,
        buffer_size: Option<isize>,
    ) -> PyResult<()> {
        stream.set_up(vm, raw, buffer_size, true, false)
    }

    #[method("read(self, size=-1, /)")]
    fn read(vm: &mut Vm, stream: &Typed<Buffered>, size: Option<NoneOr<isize>>) -> PyResult {
        if let Some(size) = size.and_then(NoneOr::value)
            && size < -1
        {
            return Err(vm.value_error("read length must be non-negative or -1"));
        }
        let raw = stream.open_raw(vm, "read")?;
        let _busy = stream.enter(vm, stream.as_object())?;
        stream.flush_pending(vm, &raw)?;
        match read_size(size) {
            None => read_all(vm, stream, &raw),
            Some(count) => read_count(vm, stream, &raw, count),
        }
    }

    #[method("read1(self, size=-1, /)")]
    fn read1(vm: &mut Vm, stream: &Typed<Buffered>, size: Option<isize>) -> PyResult<Ref<Bytes>> {
        let raw = stream.open_raw(vm, "read")?;
        let _busy = stream.enter(vm, stream.as_object())?;
        let count = usize::try_from(size.unwrap_or(-1)).unwrap_or(stream.size.get());
        stream.flush_pending(vm, &raw)?;
        if count > 0 && stream.unread(vm).is_empty() {
            stream.refill(vm, &raw)?;
        }
        let given = stream.give(vm, count);
        Ok(vm.new_bytes(&given))
    }

    #[method("peek(self, size=0, /)")]
    fn peek(vm: &mut Vm, stream: &Typed<Buffered>, _: Option<isize>) -> PyResult<Ref<Bytes>> {
        let raw = stream.open_raw(vm, "peek")?;
        let _busy = stream.enter(vm, stream.as_object())?;
        stream.flush_pending(vm, &raw)?;
        if stream.unread(vm).is_empty() {
            stream.refill(vm, &raw)?;
        }
        Ok(vm.new_bytes(stream.unread(vm)))
    }

    #[method("readinto(self, buffer, /)")]
    fn readinto(vm: &mut Vm, stream: &Typed<Buffered>, buffer: &Object) -> PyResult<Option<usize>> {
        read_into(vm, stream, buffer, false)
    }

    #[method("readinto1(self, buffer, /)")]
    fn readinto1(
        vm: &mut Vm,
        stream: &Typed<Buffered>,
        buffer: &Object,
    ) -> PyResult<Option<usize>> {
        read_into(vm, stream, buffer, true)
    }

    #[method("readline(self, size=-1, /)")]
    fn readline(
        vm: &mut Vm,
        stream: &Typed<Buffered>,
        size: Option<NoneOr<isize>>,
    ) -> PyResult<Ref<Bytes>> {
        let raw = stream.open_raw(vm, "readline")?;
        let _busy = stream.enter(vm, stream.as_object())?;
        stream.flush_pending(vm, &raw)?;
        let limit = read_size(size).unwrap_or(usize::MAX);
        let mut line: Vec<u8> = Vec::new();
        loop {
            let unread = stream.unread(vm);
            let unread = &unread[..unread.len().min(limit - line.len())];
            let end = memchr::memchr(b'\n', unread).map(|end| end + 1);
            let count = end.unwrap_or(unread.len());
            if line.try_reserve(count).is_err() {
                return Err(vm.memory_error());
            }
            line.extend(stream.give(vm, count));
            if end.is_some()
                || line.len() >= limit
                || !matches!(stream.refill(vm, &raw)?, Some(1..))
            {
                return Ok(vm.new_bytes(&line));
            }
        }
    }
}

/// What writes.
pub struct Writer;

#[methods(owner = "BufferedWriter")]
impl Writer {
    #[initializer("BufferedWriter(raw, buffer_size=131072)")]
    fn init(
        vm: &mut Vm,
        stream: &Typed<Buffered>,
        raw: &Object,
        buffer_size: Option<isize>,
    ) -> PyResult<()> {
        stream.set_up(vm, raw, buffer_size, false, true)
    }

    #[method("write(self, buffer, /)")]
    fn write(vm: &mut Vm, stream: &Typed<Buffered>, buffer: BytesLike<'_>) -> PyResult<usize> {
        write(vm, stream, &buffer)
    }
}

/// Takes bytes; writes when the buffer is full.
pub(super) fn write(vm: &mut Vm, stream: &Typed<Buffered>, bytes: &[u8]) -> PyResult<usize> {
    let raw = stream.open_raw(vm, "write")?;
    let _busy = stream.enter(vm, stream.as_object())?;
    if stream.can_read.get() {
        stream.forget_ahead(vm, &raw)?;
    }
    if stream.pending.get(vm).len() + bytes.len() > stream.size.get() {
        stream.flush_pending(vm, &raw)?;
    }
    if let Err(LimitExceeded) = append(stream.pending.get_mut(vm), bytes) {
        return Err(vm.memory_error());
    }
    if stream.pending.get(vm).len() > stream.size.get() {
        stream.flush_pending(vm, &raw)?;
    }
    Ok(bytes.len())
}

/// What does both.
pub struct Random;

#[methods(owner = "BufferedRandom")]
impl Random {
    #[initializer("BufferedRandom(raw, buffer_size=131072)")]
    fn init(
        vm: &mut Vm,
        stream: &Typed<Buffered>,
        raw: &Object,
        buffer_size: Option<isize>,
    ) -> PyResult<()> {
        let answer = call_method(vm, raw, "seekable", &[])?;
        if !vm.is_true(&answer)? {
            return Err(unsupported(vm, "File or stream is not seekable."));
        }
        stream.set_up(vm, raw, buffer_size, true, true)
    }
}
