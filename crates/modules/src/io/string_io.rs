//! `_io.StringIO`: a text stream in memory.

use std::cell::Cell;

use pellucid_heap::{Buffer, LimitExceeded};
use pellucid_runtime::object::{Slots, instance, kind_of};
use pellucid_runtime::prelude::*;
use pellucid_text::Text;

use super::base::{IoBase, TEXT_IO_BASE};
use super::newline;
use super::{call_method, read_size};

/// Code points and a position in them.
#[derive(Trace)]
#[payload(extends = IoBase)]
#[repr(C)]
pub struct StringIo {
    base: IoBase,
    text: TokenCell<Buffer<u32>>,
    position: Cell<usize>,
    ends: Cell<LineEnds>,
    decoder: Slot<newline::NewlineDecoder>,
}

/// What `newline` says of reading and writing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LineEnds {
    /// None: everything becomes `\n`.
    Universal,
    /// `''`: all kinds end a line, none is changed.
    Untouched,
    Lf,
    Cr,
    CrLf,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "_io",
    doc: "StringIO(initial_value='', newline='\\n')\n--\n\nText I/O implementation using an in-memory buffer.\n\nThe initial_value argument sets the value of object.  The newline\nargument is like the one of TextIOWrapper's constructor.",
    base: Some(&TEXT_IO_BASE),
    flags: TypeFlags::BASE_TYPE,
    finalized: false,
    slots,
    methods: &[StringIo::METHODS],
    getsets: &[StringIo::GETSETS],
    ..TypeSpec::new::<StringIo>("StringIO")
};

fn slots(slots: &mut Slots) {
    slots.new = Some(|vm, class, _| {
        let stream = StringIo {
            base: IoBase::new(),
            text: TokenCell::new(Buffer::new(vm.heap())),
            position: Cell::new(0),
            ends: Cell::new(LineEnds::Lf),
            decoder: Slot::empty(),
        };
        Ok(vm.heap.allocate(kind_of(class), stream).into_object())
    });
    slots.init = Some(StringIo::INIT);
    slots.iter = Some(|vm, object| {
        own(vm, object)?.check_open(vm)?;
        Ok(object.to_ref())
    });
    slots.next = Some(|vm, object| {
        let stream = own(vm, object)?;
        let line = match object.class().native_base(vm).is(object.class()) {
            true => {
                stream.check_open(vm)?;
                stream.take_line(vm, None).into_object()
            }
            false => call_method(vm, object, "readline", &[])?,
        };
        Ok(if vm.length(&line)? == 0 { None } else { Some(line) })
    });
}

fn own(vm: &mut Vm, object: &Object) -> PyResult<Ref<StringIo>> {
    object.to_ref().downcast_ref().map_err(|_| vm.type_error("not a StringIO"))
}

impl StringIo {
    fn check_open(&self, vm: &mut Vm) -> PyResult<()> {
        match self.base.closed.get() {
            true => Err(vm.value_error("I/O operation on closed file")),
            false => Ok(()),
        }
    }

    fn take(&self, vm: &Vm, count: usize) -> Ref<Str> {
        let text = self.text.get(vm);
        let start = self.position.get().min(text.len());
        let end = start.saturating_add(count).min(text.len());
        self.position.set(self.position.get() + (end - start));
        vm.new_text_slice(Text::Ucs4(&text[start..end]))
    }

    fn take_line(&self, vm: &Vm, limit: Option<usize>) -> Ref<Str> {
        let text = self.text.get(vm);
        let rest = text.get(self.position.get()..).unwrap_or_default();
        let rest = &rest[..limit.map_or(rest.len(), |limit| limit.min(rest.len()))];
        let end = line_end(rest, self.ends.get()).unwrap_or(rest.len());
        self.take(vm, end)
    }

    /// Writes text, its line ends translated.
    fn put(&self, vm: &mut Vm, text: &Typed<Str>) -> PyResult<()> {
        let text = match self.decoder.get() {
            Some(decoder) => decoder.translate(vm, text, true),
            None => text.to_ref(),
        };
        // Code points of four bytes; each may become two.
        vm.check_room(text.len().saturating_mul(8))?;
        let codes: Vec<u32> = match self.ends.get() {
            LineEnds::Cr => with_ends(text.text(), &[13]),
            LineEnds::CrLf => with_ends(text.text(), &[13, 10]),
            _ => text.text().code_points().collect(),
        };
        let position = self.position.get();
        let Some(end) = position.checked_add(codes.len()) else {
            return Err(vm.overflow_error("new position too large"));
        };
        let buffer = self.text.get_mut(vm);
        if end > buffer.capacity()
            && let Err(LimitExceeded) = buffer.set_capacity(end + end / 8 + 16)
        {
            return Err(vm.memory_error());
        }
        if end > buffer.len() {
            buffer.fill_to(end, 0);
        }
        buffer[position..end].copy_from_slice(&codes);
        self.position.set(end);
        Ok(())
    }
}

/// One past the first line end.
fn line_end(text: &[u32], ends: LineEnds) -> Option<usize> {
    match ends {
        LineEnds::Universal | LineEnds::Lf => {
            text.iter().position(|code| *code == 10).map(|at| at + 1)
        }
        LineEnds::Cr => text.iter().position(|code| *code == 13).map(|at| at + 1),
        LineEnds::CrLf => text.windows(2).position(|pair| pair == [13, 10]).map(|at| at + 2),
        LineEnds::Untouched => {
            let at = text.iter().position(|code| *code == 10 || *code == 13)?;
            Some(if text[at] == 13 && text.get(at + 1) == Some(&10) { at + 2 } else { at + 1 })
        }
    }
}

fn with_ends(text: Text<'_>, end: &[u32]) -> Vec<u32> {
    let mut codes = Vec::with_capacity(text.len());
    for code in text.code_points() {
        if code == 10 { codes.extend_from_slice(end) } else { codes.push(code) }
    }
    codes
}

#[methods(owner = "StringIO")]
impl StringIo {
    #[initializer("StringIO(initial_value='', newline='\\n')")]
    fn init(
        vm: &mut Vm,
        stream: &Typed<StringIo>,
        initial_value: Option<&Object>,
        newline: Option<&Object>,
    ) -> PyResult<()> {
        let ends = match newline {
            None => LineEnds::Lf,
            Some(newline) if vm.is_none(newline) => LineEnds::Universal,
            Some(newline) => {
                match newline.downcast::<Str>().map(|text| text.to_string()).as_deref() {
                    Some("") => LineEnds::Untouched,
                    Some("\n") => LineEnds::Lf,
                    Some("\r") => LineEnds::Cr,
                    Some("\r\n") => LineEnds::CrLf,
                    Some(_) => {
                        let shown = vm.repr(newline)?;
                        return Err(vm.value_error(format!("illegal newline value: {shown}")));
                    }
                    None => {
                        let class = newline.class().name(vm);
                        return Err(
                            vm.type_error(format!("newline must be str or None, not {class}"))
                        );
                    }
                }
            }
        };
        let initial = match initial_value {
            Some(value) if !vm.is_none(value) => match value.downcast::<Str>() {
                Some(text) => Some(text.to_ref()),
                None => {
                    let class = value.class().name(vm);
                    return Err(
                        vm.type_error(format!("initial_value must be str or None, not {class}"))
                    );
                }
            },
            _ => None,
        };
        stream.base.closed.set(false);
        stream.ends.set(ends);
        stream.text.get_mut(vm).clear();
        stream.position.set(0);
        let decoder = match ends {
            LineEnds::Universal | LineEnds::Untouched => {
                let class = vm.native_type(&newline::SPEC)?;
                let translate = vm.new_bool(ends == LineEnds::Universal);
                let none = vm.none();
                let decoder = vm.call_positional(class.as_object(), &[&none, &translate])?;
                decoder.downcast_ref().ok()
            }
            _ => None,
        };
        stream.decoder.set(vm, decoder);
        if let Some(initial) = initial {
            stream.put(vm, &initial)?;
            stream.position.set(0);
        }
        Ok(())
    }

    /// Retrieve the entire contents of the object.
    #[method("getvalue(self, /)")]
    fn getvalue(vm: &mut Vm, stream: &Typed<StringIo>) -> PyResult<Ref<Str>> {
        stream.check_open(vm)?;
        Str::try_from_text(vm, Text::Ucs4(stream.text.get(vm)))
            .map_err(|LimitExceeded| vm.memory_error())
    }

    /// Read at most size characters, returned as a string.
    #[method("read(self, size=-1, /)")]
    fn read(
        vm: &mut Vm,
        stream: &Typed<StringIo>,
        size: Option<NoneOr<isize>>,
    ) -> PyResult<Ref<Str>> {
        stream.check_open(vm)?;
        Ok(stream.take(vm, read_size(size).unwrap_or(usize::MAX)))
    }

    /// Read until newline or EOF.
    #[method("readline(self, size=-1, /)")]
    fn readline(
        vm: &mut Vm,
        stream: &Typed<StringIo>,
        size: Option<NoneOr<isize>>,
    ) -> PyResult<Ref<Str>> {
        stream.check_open(vm)?;
        Ok(stream.take_line(vm, read_size(size)))
    }

    /// Write string to file.
    #[method("write(self, s, /)")]
    fn write(vm: &mut Vm, stream: &Typed<StringIo>, s: &Object) -> PyResult<usize> {
        let Some(text) = s.downcast::<Str>() else {
            let class = s.class().name(vm);
            return Err(vm.type_error(format!("string argument expected, got '{class}'")));
        };
        stream.check_open(vm)?;
        if !text.is_empty() {
            stream.put(vm, text)?;
        }
        Ok(text.len())
    }

    /// Current file position, an integer.
    #[method("tell(self, /)")]
    fn tell(vm: &mut Vm, stream: &Typed<StringIo>) -> PyResult<usize> {
        stream.check_open(vm)?;
        Ok(stream.position.get())
    }

    /// Change stream position.
    #[method("seek(self, pos, whence=0, /)")]
    fn seek(
        vm: &mut Vm,
        stream: &Typed<StringIo>,
        pos: isize,
        whence: Option<i32>,
    ) -> PyResult<usize> {
        stream.check_open(vm)?;
        let position = match (whence.unwrap_or(0), pos) {
            (0, pos) => match usize::try_from(pos) {
                Ok(position) => position,
                Err(_) => return Err(vm.value_error(format!("Negative seek position {pos}"))),
            },
            (1, 0) => stream.position.get(),
            (2, 0) => stream.text.get(vm).len(),
            (1 | 2, _) => {
                let class = vm.types.os_error.clone();
                return Err(vm.raise_message(&class, "Can't do nonzero cur-relative seeks"));
            }
            (other, _) => {
                return Err(
                    vm.value_error(format!("Invalid whence ({other}, should be 0, 1 or 2)"))
                );
            }
        };
        stream.position.set(position);
        Ok(position)
    }

    /// Truncate size to pos.
    #[method("truncate(self, pos=None, /)")]
    fn truncate(vm: &mut Vm, stream: &Typed<StringIo>, pos: Option<isize>) -> PyResult<usize> {
        stream.check_open(vm)?;
        let size = match pos {
            None => stream.position.get(),
            Some(size) => match usize::try_from(size) {
                Ok(size) => size,
                Err(_) => return Err(vm.value_error(format!("Negative size value {size}"))),
            },
        };
        stream.text.get_mut(vm).truncate(size);
        Ok(size)
    }

    /// Close the IO object.
    #[method("close(self, /)")]
    fn close(vm: &mut Vm, stream: &Typed<StringIo>) {
        stream.base.closed.set(true);
        let empty = Buffer::new(vm.heap());
        drop(stream.text.replace(vm, empty));
    }

    #[method("readable(self, /)")]
    fn readable(vm: &mut Vm, stream: &Typed<StringIo>) -> PyResult<bool> {
        stream.check_open(vm).map(|()| true)
    }

    #[method("writable(self, /)")]
    fn writable(vm: &mut Vm, stream: &Typed<StringIo>) -> PyResult<bool> {
        stream.check_open(vm).map(|()| true)
    }

    #[method("seekable(self, /)")]
    fn seekable(vm: &mut Vm, stream: &Typed<StringIo>) -> PyResult<bool> {
        stream.check_open(vm).map(|()| true)
    }

    #[getter("closed")]
    fn closed(_: &mut Vm, stream: &Typed<StringIo>) -> bool {
        stream.base.closed.get()
    }

    #[getter("line_buffering")]
    fn line_buffering(vm: &mut Vm, stream: &Typed<StringIo>) -> PyResult<bool> {
        stream.check_open(vm).map(|()| false)
    }

    #[getter("newlines")]
    fn newlines(vm: &mut Vm, stream: &Typed<StringIo>) -> PyResult {
        stream.check_open(vm)?;
        Ok(match stream.decoder.get() {
            Some(decoder) => decoder.newlines_seen(vm),
            None => vm.none(),
        })
    }

    #[method("__getstate__(self, /)")]
    fn get_state(vm: &mut Vm, stream: &Typed<StringIo>) -> PyResult {
        let value = StringIo::getvalue(vm, stream)?.into_object();
        let newline = match stream.ends.get() {
            LineEnds::Universal => vm.none(),
            LineEnds::Untouched => vm.new_str("").into_object(),
            LineEnds::Lf => vm.new_str("\n").into_object(),
            LineEnds::Cr => vm.new_str("\r").into_object(),
            LineEnds::CrLf => vm.new_str("\r\n").into_object(),
        };
        let position = vm.new_int(stream.position.get() as i64);
        let dict = match instance::dict(vm, stream.as_object()) {
            Some(dict) if dict.len(vm) > 0 => dict.into_object(),
            _ => vm.none(),
        };
        Ok(vm.new_tuple(vec![value, newline, position, dict]).into_object())
    }

    #[method("__setstate__(self, state, /)")]
    fn set_state(vm: &mut Vm, stream: &Typed<StringIo>, state: &Object) -> PyResult<()> {
        let Some([value, newline, position, dict]) =
            state.downcast::<Tuple>().and_then(|state| state.items().first_chunk::<4>())
        else {
            return Err(vm.type_error("StringIO.__setstate__ argument should be 4-tuple"));
        };
        StringIo::init(vm, stream, Some(value), Some(newline))?;
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
