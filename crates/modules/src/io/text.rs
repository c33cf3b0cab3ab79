//! `_io.TextIOWrapper`: characters and lines over a buffered binary stream.
//!
//! `text_codec` finds encoders and decoders, `text_read` holds the reading side and positions.

mod encoding;

use std::cell::Cell;

use pellucid_heap::Buffer;
use pellucid_runtime::object::{Slots, kind_of};
use pellucid_runtime::prelude::*;

use super::base::{IoBase, TEXT_IO_BASE};
use super::text_codec::{self, Fast};
use super::{append, attribute, both, call_method, flag, unsupported};

/// A text stream.
#[derive(Trace)]
#[payload(extends = IoBase)]
#[repr(C)]
pub struct TextWrapper {
    base: IoBase,
    pub(super) buffer: Slot,
    pub(super) encoding: Slot<Str>,
    pub(super) errors: Slot<Str>,
    pub(super) encoder: Slot,
    pub(super) decoder: Slot,
    /// Encodings whose ASCII text is its own bytes.
    #[trace(skip)]
    pub(super) fast: Cell<Fast>,
    line_buffering: Cell<bool>,
    write_through: Cell<bool>,
    pub(super) newline: Cell<Newline>,
    /// Encoded and not yet given to the buffer.
    pending: TokenCell<Buffer<u8>>,
    /// Decoded text, of which `used` characters have been given out.
    pub(super) decoded: Slot<Str>,
    pub(super) used: Cell<usize>,
    /// State of the decoder before the bytes in `snapshot_bytes` were decoded.
    pub(super) snapshot_flags: Cell<i64>,
    pub(super) snapshot_bytes: Slot<Bytes>,
    pub(super) seekable: Cell<bool>,
    pub(super) telling: Cell<bool>,
    pub(super) chunk_size: Cell<usize>,
    detached: Cell<bool>,
    ready: Cell<bool>,
}

/// What `newline` says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Newline {
    /// None: all kinds are read as `\n`; `\n` is written as it is (on this host).
    Universal,
    /// `''`: all kinds end a line, none is changed.
    Untouched,
    /// `'\n'`
    Lf,
    /// `'\r'`
    Cr,
    /// `'\r\n'`
    CrLf,
}

impl Newline {
    pub(super) fn is_universal(self) -> bool {
        matches!(self, Newline::Universal | Newline::Untouched)
    }

    fn parse(vm: &mut Vm, newline: Option<&Object>) -> PyResult<Newline> {
        let Some(newline) = newline.filter(|newline| !vm.is_none(newline)) else {
            return Ok(Newline::Universal);
        };
        let text = newline.downcast::<Str>().map(|text| text.to_string());
        match text.as_deref() {
            Some("") => Ok(Newline::Untouched),
            Some("\n") => Ok(Newline::Lf),
            Some("\r") => Ok(Newline::Cr),
            Some("\r\n") => Ok(Newline::CrLf),
            Some(_) => {
                let shown = vm.repr(newline)?;
                Err(vm.value_error(format!("illegal newline value: {shown}")))
            }
            None => {
                let class = newline.class().name(vm);
                Err(vm.type_error(format!(
                    "TextIOWrapper() argument 'newline' must be str or None, not {class}"
                )))
            }
        }
    }
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "_io",
    doc: "TextIOWrapper(buffer, encoding=None, errors=None, newline=None,\n              line_buffering=False, write_through=False)\n--\n\nCharacter and line based layer over a BufferedIOBase object, buffer.\n\nencoding gives the name of the encoding that the stream will be\ndecoded or encoded with. It defaults to locale.getencoding().\n\nerrors determines the strictness of encoding and decoding (see\nhelp(codecs.Codec) or the documentation for codecs.register) and\ndefaults to \"strict\".\n\nnewline controls how line endings are handled. It can be None, '',\n'\\n', '\\r', and '\\r\\n'.",
    base: Some(&TEXT_IO_BASE),
    flags: TypeFlags::BASE_TYPE,
    slots,
    methods: &[TextWrapper::METHODS, super::text_read::Reading::METHODS],
    getsets: &[TextWrapper::GETSETS],
    ..TypeSpec::new::<TextWrapper>("TextIOWrapper")
};

fn slots(slots: &mut Slots) {
    slots.new = Some(|vm, class, _| {
        let stream = TextWrapper {
            base: IoBase::new(),
            buffer: Slot::empty(),
            encoding: Slot::empty(),
            errors: Slot::empty(),
            encoder: Slot::empty(),
            decoder: Slot::empty(),
            fast: Cell::new(Fast::None),
            line_buffering: Cell::new(false),
            write_through: Cell::new(false),
            newline: Cell::new(Newline::Universal),
            pending: TokenCell::new(Buffer::new(vm.heap())),
            decoded: Slot::empty(),
            used: Cell::new(0),
            snapshot_flags: Cell::new(0),
            snapshot_bytes: Slot::empty(),
            seekable: Cell::new(false),
            telling: Cell::new(false),
            chunk_size: Cell::new(8192),
            detached: Cell::new(false),
            ready: Cell::new(false),
        };
        Ok(vm.heap.allocate(kind_of(class), stream).into_object())
    });
    slots.init = Some(TextWrapper::INIT);
    slots.repr = Some(repr);
    slots.next = Some(super::text_read::next);
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let Some(stream) = object.downcast::<TextWrapper>() else {
        return Err(vm.type_error("not a TextIOWrapper"));
    };
    let mut text = String::from("<_io.TextIOWrapper");
    for key in ["name", "mode"] {
        let name = vm.intern(key);
        if let Ok(Some(value)) = vm.find_attribute(object, &name) {
            let value = vm.repr(&value)?;
            text.push_str(&format!(" {key}={value}"));
        }
    }
    let encoding = stream.encoding.get().map_or_else(String::new, |encoding| encoding.to_string());
    text.push_str(&format!(" encoding='{encoding}'>"));
    Ok(vm.new_str(&text).into_object())
}

#[methods(owner = "TextIOWrapper")]
impl TextWrapper {
    #[initializer(
        "TextIOWrapper(buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)"
    )]
    #[allow(clippy::too_many_arguments)] // They are Python's.
    fn init(
        vm: &mut Vm,
        stream: &Typed<TextWrapper>,
        buffer: &Object,
        encoding: Option<&Typed<Str>>,
        errors: Option<&Typed<Str>>,
        newline: Option<&Object>,
        line_buffering: Option<bool>,
        write_through: Option<bool>,
    ) -> PyResult<()> {
        stream.ready.set(false);
        stream.detached.set(false);
        stream.newline.set(Newline::parse(vm, newline)?);
        let encoding = text_codec::encoding_name(vm, encoding)?;
        let errors = match errors {
            Some(errors) => errors.to_ref(),
            None => vm.intern("strict"),
        };
        text_codec::check(vm, &encoding, &errors)?;
        stream.encoding.set(vm, Some(encoding));
        stream.errors.set(vm, Some(errors));
        stream.line_buffering.set(line_buffering.unwrap_or(false));
        stream.write_through.set(write_through.unwrap_or(false));
        stream.pending.get_mut(vm).clear();
        stream.forget_decoded(vm);
        stream.snapshot_bytes.set(vm, None);
        stream.set_up_codecs(vm, buffer)?;
        stream.buffer.set(vm, Some(buffer.to_ref()));
        let seekable = call_method(vm, buffer, "seekable", &[])?;
        let seekable = vm.is_true(&seekable)?;
        stream.seekable.set(seekable);
        stream.telling.set(seekable);
        stream.skip_mark(vm, buffer)?;
        stream.ready.set(true);
        Ok(())
    }

    /// Write string s to stream.
    #[method("write(self, text, /)")]
    fn write(vm: &mut Vm, stream: &Typed<TextWrapper>, text: &Object) -> PyResult<usize> {
        let Some(text) = text.downcast::<Str>() else {
            let class = text.class().name(vm);
            return Err(vm.type_error(format!("write() argument must be str, not {class}")));
        };
        let buffer = stream.open_binary(vm)?;
        if stream.encoder.get().is_none() {
            return Err(unsupported(vm, "not writable"));
        }
        let has_line = stream.line_buffering.get() && {
            let codes = text.text();
            codes.code_points().any(|code| code == 10 || code == 13)
        };
        let written = stream.with_line_ends(vm, text)?;
        stream.encode(vm, &written)?;
        if stream.pending.get(vm).len() >= stream.chunk_size.get()
            || has_line
            || stream.write_through.get()
        {
            stream.write_pending(vm, &buffer)?;
        }
        if has_line {
            call_method(vm, &buffer, "flush", &[])?;
        }
        if stream.decoder.get().is_some() {
            stream.forget_decoded(vm);
            stream.snapshot_bytes.set(vm, None);
        }
        Ok(text.len())
    }

    #[method("flush(self, /)")]
    fn flush(vm: &mut Vm, stream: &Typed<TextWrapper>) -> PyResult<()> {
        let buffer = stream.open_binary(vm)?;
        stream.telling.set(stream.seekable.get());
        stream.write_pending(vm, &buffer)?;
        call_method(vm, &buffer, "flush", &[]).map(drop)
    }

    #[method("close(self, /)")]
    fn close(vm: &mut Vm, stream: &Typed<TextWrapper>) -> PyResult<()> {
        let buffer = stream.binary(vm)?;
        if flag(vm, &buffer, "closed")? {
            return Ok(());
        }
        let finalizing = vm.intern("_finalizing");
        if vm.find_attribute(stream.as_object(), &finalizing)?.is_some() {
            let warn = vm.intern("_dealloc_warn");
            if let Some(warn) = vm.find_attribute(&buffer, &warn)? {
                vm.call_positional(&warn, &[stream.as_object()])?;
            }
        }
        let flushed = call_method(vm, stream.as_object(), "flush", &[]);
        let closed = call_method(vm, &buffer, "close", &[]);
        both(vm, flushed, closed)
    }

    #[method("detach(self, /)")]
    fn detach(vm: &mut Vm, stream: &Typed<TextWrapper>) -> PyResult {
        let buffer = stream.binary(vm)?;
        call_method(vm, stream.as_object(), "flush", &[])?;
        stream.buffer.set(vm, None);
        stream.detached.set(true);
        Ok(buffer)
    }

    /// Reconfigure the text stream with new parameters.
    #[method(
        "reconfigure(self, *, encoding=None, errors=None, newline=..., line_buffering=None, write_through=None)"
    )]
    #[allow(clippy::too_many_arguments)] // They are Python's.
    fn reconfigure(
        vm: &mut Vm,
        stream: &Typed<TextWrapper>,
        encoding: Option<&Typed<Str>>,
        errors: Option<&Typed<Str>>,
        newline: Option<&Object>,
        line_buffering: Option<&Object>,
        write_through: Option<&Object>,
    ) -> PyResult<()> {
        let buffer = stream.open_binary(vm)?;
        let recodes = encoding.is_some() || errors.is_some() || newline.is_some();
        if recodes && stream.decoded.get().is_some() {
            return Err(unsupported(
                vm,
                "It is not possible to set the encoding or newline of stream after the first read",
            ));
        }
        call_method(vm, stream.as_object(), "flush", &[])?;
        if let Some(flag) = line_buffering {
            stream.line_buffering.set(vm.is_true(flag)?);
        }
        if let Some(flag) = write_through {
            stream.write_through.set(vm.is_true(flag)?);
        }
        if !recodes {
            return Ok(());
        }
        if let Some(newline) = newline {
            stream.newline.set(Newline::parse(vm, Some(newline))?);
        }
        if let Some(encoding) = encoding {
            let encoding = text_codec::encoding_name(vm, Some(encoding))?;
            stream.encoding.set(vm, Some(encoding));
        }
        let errors = match (errors, encoding) {
            (Some(errors), _) => Some(errors.to_ref()),
            (None, Some(_)) => Some(vm.intern("strict")),
            (None, None) => None,
        };
        if errors.is_some() {
            stream.errors.set(vm, errors);
        }
        stream.set_up_codecs(vm, &buffer)?;
        stream.skip_mark(vm, &buffer)
    }

    #[method("truncate(self, pos=None, /)")]
    fn truncate(vm: &mut Vm, stream: &Typed<TextWrapper>, pos: Option<&Object>) -> PyResult {
        let buffer = stream.binary(vm)?;
        call_method(vm, stream.as_object(), "flush", &[])?;
        let none = vm.none();
        call_method(vm, &buffer, "truncate", &[pos.unwrap_or(&none)])
    }

    #[method("fileno(self, /)")]
    fn fileno(vm: &mut Vm, stream: &Typed<TextWrapper>) -> PyResult {
        let buffer = stream.binary(vm)?;
        call_method(vm, &buffer, "fileno", &[])
    }

    #[method("seekable(self, /)")]
    fn seekable(vm: &mut Vm, stream: &Typed<TextWrapper>) -> PyResult {
        let buffer = stream.binary(vm)?;
        call_method(vm, &buffer, "seekable", &[])
    }

    #[method("readable(self, /)")]
    fn readable(vm: &mut Vm, stream: &Typed<TextWrapper>) -> PyResult {
        let buffer = stream.binary(vm)?;
        call_method(vm, &buffer, "readable", &[])
    }

    #[method("writable(self, /)")]
    fn writable(vm: &mut Vm, stream: &Typed<TextWrapper>) -> PyResult {
        let buffer = stream.binary(vm)?;
        call_method(vm, &buffer, "writable", &[])
    }

    #[method("isatty(self, /)")]
    fn isatty(vm: &mut Vm, stream: &Typed<TextWrapper>) -> PyResult {
        let buffer = stream.binary(vm)?;
        call_method(vm, &buffer, "isatty", &[])
    }

    #[method("__getstate__(self, /)")]
    fn get_state(vm: &mut Vm, stream: &Typed<TextWrapper>) -> PyResult<()> {
        let class = stream.class().name(vm);
        Err(vm.type_error(format!("cannot pickle '{class}' instances")))
    }

    #[getter("buffer")]
    fn buffer(vm: &mut Vm, stream: &Typed<TextWrapper>) -> PyResult {
        stream.binary(vm)
    }

    #[getter("encoding")]
    fn encoding(_: &mut Vm, stream: &Typed<TextWrapper>) -> Option<Ref<Str>> {
        stream.encoding.get()
    }

    #[getter("errors")]
    fn errors(_: &mut Vm, stream: &Typed<TextWrapper>) -> Option<Ref<Str>> {
        stream.errors.get()
    }

    #[getter("line_buffering")]
    fn line_buffering(_: &mut Vm, stream: &Typed<TextWrapper>) -> bool {
        stream.line_buffering.get()
    }

    #[getter("write_through")]
    fn write_through(_: &mut Vm, stream: &Typed<TextWrapper>) -> bool {
        stream.write_through.get()
    }

    #[getter("closed")]
    fn closed(vm: &mut Vm, stream: &Typed<TextWrapper>) -> PyResult {
        let buffer = stream.binary(vm)?;
        attribute(vm, &buffer, "closed")
    }

    #[getter("name")]
    fn name(vm: &mut Vm, stream: &Typed<TextWrapper>) -> PyResult {
        let buffer = stream.binary(vm)?;
        attribute(vm, &buffer, "name")
    }

    #[getter("newlines")]
    fn newlines(vm: &mut Vm, stream: &Typed<TextWrapper>) -> PyResult {
        let Some(decoder) = stream.decoder.get() else { return Ok(vm.none()) };
        let name = vm.intern("newlines");
        let found = vm.find_attribute(&decoder, &name)?;
        Ok(found.unwrap_or_else(|| vm.none()))
    }

    #[getter("_CHUNK_SIZE")]
    fn chunk_size(_: &mut Vm, stream: &Typed<TextWrapper>) -> usize {
        stream.chunk_size.get()
    }

    #[setter("_CHUNK_SIZE")]
    fn set_chunk_size(
        vm: &mut Vm,
        stream: &Typed<TextWrapper>,
        value: Option<&Object>,
    ) -> PyResult<()> {
        let Some(value) = value else {
            return Err(vm.attribute_error("cannot delete attribute"));
        };
        match vm.index(value)?.to_usize().filter(|size| *size > 0) {
            Some(size) => {
                stream.chunk_size.set(size);
                Ok(())
            }
            None => Err(vm.value_error("a strictly positive integer is required")),
        }
    }
}
