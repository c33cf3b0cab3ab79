//! `_io.IncrementalNewlineDecoder`: universal newlines (PEP 278).

use std::cell::Cell;

use pellucid_runtime::object::{Slots, kind_of};
use pellucid_runtime::prelude::*;
use pellucid_text::{Text, TextBuilder};

use super::call_method;

/// Kinds of line ends that have been seen.
const CR: u8 = 1;
const LF: u8 = 2;
const CRLF: u8 = 4;

/// A decoder that translates line ends, around another decoder or none.
#[derive(Trace)]
pub struct NewlineDecoder {
    decoder: Slot,
    translate: Cell<bool>,
    pending_cr: Cell<bool>,
    seen: Cell<u8>,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "_io",
    doc: "IncrementalNewlineDecoder(decoder, translate, errors='strict')\n--\n\nCodec used when reading a file in universal newlines mode.\n\nIt wraps another incremental decoder, translating \\r\\n and \\r into \\n.\nIt also records the types of newlines encountered.  When used with\ntranslate=False, it ensures that the newline sequence is returned in\none piece. When used with decoder=None, it expects unicode strings as\ndecode input and translates newlines without first invoking an external\ndecoder.",
    flags: TypeFlags::BASE_TYPE,
    slots,
    methods: &[NewlineDecoder::METHODS],
    getsets: &[NewlineDecoder::GETSETS],
    ..TypeSpec::new::<NewlineDecoder>("IncrementalNewlineDecoder")
};

fn slots(slots: &mut Slots) {
    slots.new = Some(|vm, class, _| {
        let decoder = NewlineDecoder {
            decoder: Slot::empty(),
            translate: Cell::new(false),
            pending_cr: Cell::new(false),
            seen: Cell::new(0),
        };
        Ok(vm.heap.allocate(kind_of(class), decoder).into_object())
    });
    slots.init = Some(NewlineDecoder::INIT);
}

impl NewlineDecoder {
    /// Translates a piece of text; `last` says that no more will come.
    pub(super) fn translate(&self, vm: &mut Vm, text: &Typed<Str>, last: bool) -> Ref<Str> {
        const RETURN: u32 = '\r' as u32;
        const LINE: u32 = '\n' as u32;
        let plain = !self.pending_cr.get() && !contains(text.text(), RETURN);
        if plain {
            if self.seen.get() & LF == 0 && contains(text.text(), LINE) {
                self.seen.set(self.seen.get() | LF);
            }
            return text.to_ref();
        }
        let mut out = TextBuilder::new();
        let mut held = self.pending_cr.replace(false);
        let end_of_line = |out: &mut TextBuilder, kind: u8| {
            self.seen.set(self.seen.get() | kind);
            match (self.translate.get(), kind) {
                (true, _) | (_, LF) => out.push(LINE),
                (_, CR) => out.push(RETURN),
                _ => out.push_str("\r\n"),
            }
        };
        for code in text.text().code_points() {
            match (held, code) {
                (true, LINE) => {
                    held = false;
                    end_of_line(&mut out, CRLF);
                }
                (_, RETURN) => {
                    if held {
                        end_of_line(&mut out, CR);
                    }
                    held = true;
                }
                (_, code) => {
                    if std::mem::take(&mut held) {
                        end_of_line(&mut out, CR);
                    }
                    if code == LINE { end_of_line(&mut out, LF) } else { out.push(code) }
                }
            }
        }
        if held && last {
            end_of_line(&mut out, CR);
        } else {
            self.pending_cr.set(held);
        }
        let out = out.finish();
        vm.new_text(&out)
    }

    /// The line ends seen so far: None, a string, or a tuple of strings.
    pub(super) fn newlines_seen(&self, vm: &mut Vm) -> Ref {
        let kinds = [(CR, "\r"), (LF, "\n"), (CRLF, "\r\n")];
        let seen: Vec<Ref> = kinds
            .iter()
            .filter(|(kind, _)| self.seen.get() & kind != 0)
            .map(|(_, text)| vm.new_str(text).into_object())
            .collect();
        match seen.len() {
            0 => vm.none(),
            1 => seen[0].clone(),
            _ => vm.new_tuple(seen).into_object(),
        }
    }

    fn inner(&self, vm: &Vm) -> Option<Ref> {
        self.decoder.get().filter(|decoder| !vm.is_none(decoder))
    }
}

fn contains(text: Text<'_>, wanted: u32) -> bool {
    match text {
        Text::Latin1(units) => memchr::memchr(wanted as u8, units).is_some(),
        Text::Ucs2(units) => units.iter().any(|unit| u32::from(*unit) == wanted),
        Text::Ucs4(units) => units.contains(&wanted),
    }
}

#[methods(owner = "IncrementalNewlineDecoder")]
impl NewlineDecoder {
    #[initializer("IncrementalNewlineDecoder(decoder, translate, errors='strict')")]
    fn init(
        vm: &mut Vm,
        this: &Typed<Self>,
        decoder: &Object,
        translate: bool,
        _: Option<&Object>,
    ) -> PyResult<()> {
        this.decoder.set(vm, Some(decoder.to_ref()));
        this.translate.set(translate);
        this.pending_cr.set(false);
        this.seen.set(0);
        Ok(())
    }

    #[method("decode(self, input, final=False)")]
    fn decode(
        vm: &mut Vm,
        this: &Typed<Self>,
        input: &Object,
        r#final: Option<bool>,
    ) -> PyResult<Ref<Str>> {
        let last = r#final.unwrap_or(false);
        let decoded = match this.inner(vm) {
            Some(decoder) => {
                let flag = vm.new_bool(last);
                call_method(vm, &decoder, "decode", &[input, &flag])?
            }
            None => input.to_ref(),
        };
        let Some(text) = decoded.downcast::<Str>() else {
            let class = decoded.class().name(vm);
            return Err(
                vm.type_error(format!("decoder should return a string result, not '{class}'"))
            );
        };
        Ok(this.translate(vm, text, last))
    }

    #[method("getstate(self, /)")]
    fn getstate(vm: &mut Vm, this: &Typed<Self>) -> PyResult {
        let (bytes, flags) = match this.inner(vm) {
            Some(decoder) => {
                let state = call_method(vm, &decoder, "getstate", &[])?;
                match state.downcast::<Tuple>().map(|state| state.items()) {
                    Some([bytes, flags]) => (bytes.clone(), vm.index(flags)?.to_i64().unwrap_or(0)),
                    _ => return Err(vm.type_error("illegal decoder state")),
                }
            }
            None => (vm.new_bytes(b"").into_object(), 0),
        };
        let flags = vm.new_int(flags << 1 | i64::from(this.pending_cr.get()));
        Ok(vm.new_tuple(vec![bytes, flags]).into_object())
    }

    #[method("setstate(self, state, /)")]
    fn setstate(vm: &mut Vm, this: &Typed<Self>, state: &Typed<Tuple>) -> PyResult<()> {
        let [bytes, flags] = state.items() else {
            return Err(vm.type_error("illegal decoder state"));
        };
        let flags = vm.index(flags)?.to_i64().unwrap_or(0);
        this.pending_cr.set(flags & 1 != 0);
        if let Some(decoder) = this.inner(vm) {
            let flags = vm.new_int(flags >> 1);
            let state = vm.new_tuple(vec![bytes.clone(), flags]);
            call_method(vm, &decoder, "setstate", &[state.as_object()])?;
        }
        Ok(())
    }

    #[method("reset(self, /)")]
    fn reset(vm: &mut Vm, this: &Typed<Self>) -> PyResult<()> {
        this.seen.set(0);
        this.pending_cr.set(false);
        if let Some(decoder) = this.inner(vm) {
            call_method(vm, &decoder, "reset", &[])?;
        }
        Ok(())
    }

    #[getter("newlines")]
    fn newlines(vm: &mut Vm, this: &Typed<Self>) -> Ref {
        this.newlines_seen(vm)
    }
}
