//! What is written: line ends, encoding, and what waits for the binary stream.

use pellucid_runtime::prelude::*;

use super::{Fast, Newline, TextWrapper, append, call_method, flag, text_codec, unsupported};

impl TextWrapper {
    /// The binary stream; ValueError when there is none any more.
    pub(in crate::io) fn binary(&self, vm: &mut Vm) -> PyResult {
        match self.buffer.get() {
            Some(buffer) => Ok(buffer),
            None if self.detached.get() => {
                Err(vm.value_error("underlying buffer has been detached"))
            }
            None => Err(vm.value_error("I/O operation on uninitialized object")),
        }
    }

    pub(in crate::io) fn open_binary(&self, vm: &mut Vm) -> PyResult {
        let buffer = self.binary(vm)?;
        match flag(vm, &buffer, "closed")? {
            true => Err(vm.value_error("I/O operation on closed file.")),
            false => Ok(buffer),
        }
    }

    /// Gives what is pending to the buffer.
    pub(in crate::io) fn write_pending(&self, vm: &mut Vm, buffer: &Object) -> PyResult<()> {
        if self.pending.get(vm).is_empty() {
            return Ok(());
        }
        let bytes = vm.new_bytes(self.pending.get(vm));
        self.pending.get_mut(vm).clear();
        call_method(vm, buffer, "write", &[bytes.as_object()]).map(drop)
    }

    /// The text with its line ends as they are to be written.
    pub(super) fn with_line_ends(&self, vm: &mut Vm, text: &Typed<Str>) -> PyResult<Ref<Str>> {
        let end = match self.newline.get() {
            Newline::Cr => "\r",
            Newline::CrLf => "\r\n",
            _ => return Ok(text.to_ref()),
        };
        let (line, end) = (vm.new_str("\n"), vm.new_str(end));
        let result =
            call_method(vm, text.as_object(), "replace", &[line.as_object(), end.as_object()])?;
        result.downcast_ref().map_err(|_| vm.type_error("replace() should return a string"))
    }

    /// Encodes text and adds it to what is pending.
    pub(super) fn encode(&self, vm: &mut Vm, text: &Typed<Str>) -> PyResult<()> {
        let plain = match (self.fast.get(), text.as_ascii()) {
            (Fast::None, _) | (Fast::Ascii, None) => None,
            (_, Some(ascii)) => Some(append(self.pending.get_mut(vm), ascii.as_bytes())),
            (Fast::Utf8, None) => {
                text.to_utf8().map(|utf8| append(self.pending.get_mut(vm), utf8.as_bytes()))
            }
        };
        match plain {
            Some(Ok(())) => return Ok(()),
            Some(Err(_)) => return Err(vm.memory_error()),
            None => {}
        }
        let Some(encoder) = self.encoder.get() else { return Err(unsupported(vm, "not writable")) };
        let bytes = call_method(vm, &encoder, "encode", &[text.as_object()])?;
        let Some(bytes) = bytes.downcast::<Bytes>() else {
            let class = bytes.class().name(vm);
            return Err(
                vm.type_error(format!("encoder should return a bytes object, not '{class}'"))
            );
        };
        let bytes = bytes.value().as_slice();
        append(self.pending.get_mut(vm), bytes).map_err(|_| vm.memory_error())
    }

    pub(in crate::io) fn forget_decoded(&self, vm: &mut Vm) {
        self.decoded.set(vm, None);
        self.used.set(0);
    }

    pub(super) fn set_up_codecs(&self, vm: &mut Vm, buffer: &Object) -> PyResult<()> {
        let (Some(encoding), Some(errors)) = (self.encoding.get(), self.errors.get()) else {
            return Err(vm.value_error("I/O operation on uninitialized object"));
        };
        self.fast.set(text_codec::fast(&encoding, &errors));
        let readable = call_method(vm, buffer, "readable", &[])?;
        let decoder = match vm.is_true(&readable)? {
            true => Some(text_codec::decoder(vm, &encoding, &errors, self.newline.get())?),
            false => None,
        };
        self.decoder.set(vm, decoder);
        let writable = call_method(vm, buffer, "writable", &[])?;
        let encoder = match vm.is_true(&writable)? {
            true => Some(text_codec::encoder(vm, &encoding, &errors)?),
            false => None,
        };
        self.encoder.set(vm, encoder);
        Ok(())
    }

    /// Appending in the middle of a file: no second byte-order mark.
    pub(super) fn skip_mark(&self, vm: &mut Vm, buffer: &Object) -> PyResult<()> {
        if !self.seekable.get() {
            return Ok(());
        }
        let Some(encoder) = self.encoder.get() else { return Ok(()) };
        let position = call_method(vm, buffer, "tell", &[])?;
        if vm.is_true(&position)? {
            let zero = vm.new_int(0);
            let name = vm.intern("setstate");
            if let Some(method) = vm.find_attribute(&encoder, &name)? {
                vm.call_positional(&method, &[&zero])?;
            }
        }
        Ok(())
    }
}
