//! `_io.BufferedRWPair`: a reader and a writer on two streams.

use pellucid_runtime::object::{Slots, kind_of};
use pellucid_runtime::prelude::*;

use super::base::{BUFFERED_IO_BASE, IoBase};
use super::{attribute, both, call_method};

/// Two buffered streams.
#[derive(Trace)]
#[payload(extends = IoBase)]
#[repr(C)]
pub struct Pair {
    base: IoBase,
    reader: Slot,
    writer: Slot,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "_io",
    doc: "BufferedRWPair(reader, writer, buffer_size=DEFAULT_BUFFER_SIZE, /)\n--\n\nA buffered reader and writer object together.\n\nA buffered reader object and buffered writer object put together to\nform a sequential IO object that can read and write. This is typically\nused with a socket or two-way pipe.\n\nreader and writer are RawIOBase objects that are readable and\nwriteable respectively. If the buffer_size is omitted it defaults to\nDEFAULT_BUFFER_SIZE.",
    base: Some(&BUFFERED_IO_BASE),
    flags: TypeFlags::BASE_TYPE,
    slots,
    methods: &[Pair::METHODS],
    getsets: &[Pair::GETSETS],
    ..TypeSpec::new::<Pair>("BufferedRWPair")
};

fn slots(slots: &mut Slots) {
    slots.new = Some(|vm, class, _| {
        let pair = Pair { base: IoBase::new(), reader: Slot::empty(), writer: Slot::empty() };
        Ok(vm.heap.allocate(kind_of(class), pair).into_object())
    });
    slots.init = Some(Pair::INIT);
}

fn half(vm: &mut Vm, slot: &Slot) -> PyResult {
    match slot.get() {
        Some(half) => Ok(half),
        None => Err(vm.value_error("I/O operation on uninitialized object")),
    }
}

macro_rules! forward {
    ($vm:ident, $pair:ident . $half:ident . $name:literal ($($argument:expr),*)) => {{
        let half = half($vm, &$pair.$half)?;
        call_method($vm, &half, $name, &[$($argument),*])
    }};
}

#[methods(owner = "BufferedRWPair")]
impl Pair {
    #[initializer("BufferedRWPair(reader, writer, buffer_size=131072, /)")]
    fn init(
        vm: &mut Vm,
        pair: &Typed<Pair>,
        reader: &Object,
        writer: &Object,
        buffer_size: Option<&Object>,
    ) -> PyResult<()> {
        for (stream, query, message) in [
            (reader, "readable", "File or stream is not readable."),
            (writer, "writable", "File or stream is not writable."),
        ] {
            let answer = call_method(vm, stream, query, &[])?;
            if !vm.is_true(&answer)? {
                return Err(super::unsupported(vm, message));
            }
        }
        let size = match buffer_size {
            Some(size) => size.to_ref(),
            None => vm.new_int(super::DEFAULT_BUFFER_SIZE as i64),
        };
        let class = vm.native_type(&super::buffered::READER)?;
        let reader = vm.call_positional(class.as_object(), &[reader, &size])?;
        let class = vm.native_type(&super::buffered::WRITER)?;
        let writer = vm.call_positional(class.as_object(), &[writer, &size])?;
        pair.reader.set(vm, Some(reader));
        pair.writer.set(vm, Some(writer));
        Ok(())
    }

    #[method("read(self, *args)")]
    fn read(vm: &mut Vm, pair: &Typed<Pair>, args: &[Ref]) -> PyResult {
        let arguments: Vec<&Object> = args.iter().map(|argument| &**argument).collect();
        let half = half(vm, &pair.reader)?;
        call_method(vm, &half, "read", &arguments)
    }

    #[method("read1(self, *args)")]
    fn read1(vm: &mut Vm, pair: &Typed<Pair>, args: &[Ref]) -> PyResult {
        let arguments: Vec<&Object> = args.iter().map(|argument| &**argument).collect();
        let half = half(vm, &pair.reader)?;
        call_method(vm, &half, "read1", &arguments)
    }

    #[method("peek(self, *args)")]
    fn peek(vm: &mut Vm, pair: &Typed<Pair>, args: &[Ref]) -> PyResult {
        let arguments: Vec<&Object> = args.iter().map(|argument| &**argument).collect();
        let half = half(vm, &pair.reader)?;
        call_method(vm, &half, "peek", &arguments)
    }

    #[method("readinto(self, buffer, /)")]
    fn readinto(vm: &mut Vm, pair: &Typed<Pair>, buffer: &Object) -> PyResult {
        forward!(vm, pair.reader."readinto"(buffer))
    }

    #[method("readinto1(self, buffer, /)")]
    fn readinto1(vm: &mut Vm, pair: &Typed<Pair>, buffer: &Object) -> PyResult {
        forward!(vm, pair.reader."readinto1"(buffer))
    }

    #[method("write(self, b, /)")]
    fn write(vm: &mut Vm, pair: &Typed<Pair>, b: &Object) -> PyResult {
        forward!(vm, pair.writer."write"(b))
    }

    #[method("flush(self, /)")]
    fn flush(vm: &mut Vm, pair: &Typed<Pair>) -> PyResult {
        forward!(vm, pair.writer."flush"())
    }

    #[method("readable(self, /)")]
    fn readable(vm: &mut Vm, pair: &Typed<Pair>) -> PyResult {
        forward!(vm, pair.reader."readable"())
    }

    #[method("writable(self, /)")]
    fn writable(vm: &mut Vm, pair: &Typed<Pair>) -> PyResult {
        forward!(vm, pair.writer."writable"())
    }

    #[method("isatty(self, /)")]
    fn isatty(vm: &mut Vm, pair: &Typed<Pair>) -> PyResult {
        let answer = forward!(vm, pair.writer."isatty"())?;
        if vm.is_true(&answer)? {
            return Ok(answer);
        }
        forward!(vm, pair.reader."isatty"())
    }

    #[method("close(self, /)")]
    fn close(vm: &mut Vm, pair: &Typed<Pair>) -> PyResult<()> {
        let written = forward!(vm, pair.writer."close"());
        let read = forward!(vm, pair.reader."close"());
        both(vm, written, read)
    }

    #[getter("closed")]
    fn closed(vm: &mut Vm, pair: &Typed<Pair>) -> PyResult {
        let writer = half(vm, &pair.writer)?;
        attribute(vm, &writer, "closed")
    }
}
