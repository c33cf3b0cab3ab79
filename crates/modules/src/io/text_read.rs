//! Reading text: chunks, lines, and positions that can be returned to.
//!
//! A position in the middle of decoded text is a *cookie*: the byte position before the last chunk, the decoder's
//! flags there, how many bytes of the chunk to feed it again, and how many characters of the result to skip. Packed into
//! one integer, 64 bits each, least first, as `tell` and `seek` of every CPython do.

use dashu_int::IBig;
use pellucid_runtime::prelude::*;
use pellucid_text::Text;

use super::text::{Newline, TextWrapper};
use super::{call_method, read_size, unsupported};

/// The parts of a cookie.
#[derive(Default)]
struct Cookie {
    position: u64,
    flags: i64,
    feed: u64,
    skip: u64,
    need_end: bool,
}

impl Cookie {
    fn pack(&self, vm: &Vm) -> Ref {
        let parts =
            [self.position, self.flags as u64, self.feed, self.skip, u64::from(self.need_end)];
        let mut value = IBig::ZERO;
        for (index, part) in parts.into_iter().enumerate() {
            value += IBig::from(part) << (64 * index);
        }
        Int::from_big(vm, value).into_object()
    }

    fn unpack(value: &Int) -> Cookie {
        let big = value.to_big();
        let part = |index: usize| -> u64 {
            let shifted: IBig = big.clone() >> (64 * index);
            let low: IBig = shifted & IBig::from(u64::MAX);
            u64::try_from(low).unwrap_or(0)
        };
        Cookie {
            position: part(0),
            flags: part(1) as i64,
            feed: part(2),
            skip: part(3),
            need_end: part(4) != 0,
        }
    }
}

/// State of a decoder: bytes not yet decoded, flags.
fn decoder_state(vm: &mut Vm, decoder: &Object) -> PyResult<(Ref<Bytes>, i64)> {
    let state = call_method(vm, decoder, "getstate", &[])?;
    let Some([bytes, flags]) = state.downcast::<Tuple>().map(|state| state.items()) else {
        return Err(vm.type_error("illegal decoder state"));
    };
    let Some(bytes) = bytes.downcast::<Bytes>() else {
        let class = bytes.class().name(vm);
        return Err(vm.type_error(format!(
            "illegal decoder state: the first item should be a bytes object, not '{class}'"
        )));
    };
    Ok((bytes.to_ref(), vm.index(flags)?.to_i64().unwrap_or(0)))
}

fn set_decoder_state(vm: &mut Vm, decoder: &Object, bytes: &[u8], flags: i64) -> PyResult<()> {
    if bytes.is_empty() && flags == 0 {
        return call_method(vm, decoder, "reset", &[]).map(drop);
    }
    let state = vec![vm.new_bytes(bytes).into_object(), vm.new_int(flags)];
    let state = vm.new_tuple(state);
    call_method(vm, decoder, "setstate", &[state.as_object()]).map(drop)
}

fn decode(vm: &mut Vm, decoder: &Object, bytes: &Object, last: bool) -> PyResult<Ref<Str>> {
    let last = vm.new_bool(last);
    call_method(vm, decoder, "decode", &[bytes, &last])?.downcast_ref().map_err(|other| {
        let class = other.class().name(vm);
        vm.type_error(format!("decoder should return a string result, not '{class}'"))
    })
}

/// The pieces in one, or the only one that is not empty.
fn joined(vm: &mut Vm, pieces: &[Ref]) -> PyResult<Ref<Str>> {
    let is_full = |piece: &&Ref| piece.downcast::<Str>().is_some_and(|piece| !piece.is_empty());
    let full: Vec<Ref> = pieces.iter().filter(is_full).cloned().collect();
    Str::concatenate(vm, &full)
}

impl TextWrapper {
    fn reader(&self, vm: &mut Vm) -> PyResult {
        match self.decoder.get() {
            Some(decoder) => Ok(decoder),
            None => Err(unsupported(vm, "not readable")),
        }
    }

    /// Decoded characters that have not been given out.
    fn unread(&self, vm: &Vm) -> usize {
        self.decoded.borrow(vm).map_or(0, |text| text.len() - self.used.get().min(text.len()))
    }

    fn give(&self, vm: &Vm, count: usize) -> Ref<Str> {
        let Some(text) = self.decoded.get() else { return vm.singletons.empty_str.clone() };
        let start = self.used.get().min(text.len());
        let end = start.saturating_add(count).min(text.len());
        self.used.set(end);
        if start == 0 && end == text.len() {
            return text;
        }
        vm.new_text_slice(text.text().slice(start..end))
    }

    /// Decodes another chunk; `false` at the end of the stream.
    fn read_chunk(&self, vm: &mut Vm, buffer: &Object, hint: usize) -> PyResult<bool> {
        let decoder = self.reader(vm)?;
        let before = match self.telling.get() {
            true => Some(decoder_state(vm, &decoder)?),
            false => None,
        };
        let size = vm.new_int(hint.max(self.chunk_size.get()) as i64);
        let chunk = call_method(vm, buffer, "read1", &[&size])?;
        let Some(bytes) = chunk.downcast::<Bytes>() else {
            let class = chunk.class().name(vm);
            return Err(vm.type_error(format!(
                "underlying read1() should have returned a bytes-like object, not '{class}'"
            )));
        };
        let end = bytes.value().as_slice().is_empty();
        let text = decode(vm, &decoder, &chunk, end)?;
        let more = !end || !text.is_empty();
        self.decoded.set(vm, Some(text));
        self.used.set(0);
        if let Some((mut held, flags)) = before {
            self.snapshot_flags.set(flags);
            if held.as_slice().is_empty() {
                held = bytes.to_ref();
            } else {
                let joined = [held.as_slice(), bytes.value().as_slice()].concat();
                held = vm.new_bytes(&joined);
            }
            self.snapshot_bytes.set(vm, Some(held));
        }
        Ok(more)
    }

    fn read_text(&self, vm: &mut Vm, count: Option<usize>) -> PyResult<Ref<Str>> {
        let buffer = self.open_binary(vm)?;
        let decoder = self.reader(vm)?;
        self.write_pending(vm, &buffer)?;
        let Some(count) = count else {
            let bytes = call_method(vm, &buffer, "read", &[])?;
            let rest = decode(vm, &decoder, &bytes, true)?;
            let first = self.give(vm, usize::MAX);
            self.forget_decoded(vm);
            self.snapshot_bytes.set(vm, None);
            return joined(vm, &[first.into_object(), rest.into_object()]);
        };
        let first = self.give(vm, count);
        let mut have = first.len();
        let mut pieces = vec![first.into_object()];
        while have < count {
            if !self.read_chunk(vm, &buffer, count - have)? {
                break;
            }
            let piece = self.give(vm, count - have);
            have += piece.len();
            pieces.push(piece.into_object());
        }
        joined(vm, &pieces)
    }

    pub(super) fn read_line(&self, vm: &mut Vm, limit: Option<usize>) -> PyResult<Ref<Str>> {
        let buffer = self.open_binary(vm)?;
        self.write_pending(vm, &buffer)?;
        let mut pieces: Vec<Ref> = Vec::new();
        let (mut have, mut after_cr) = (0, false);
        loop {
            if self.unread(vm) == 0 && !self.read_chunk(vm, &buffer, 0)? {
                self.forget_decoded(vm);
                self.snapshot_bytes.set(vm, None);
                break;
            }
            let Some(text) = self.decoded.get() else { break };
            let rest = text.text().slice(self.used.get()..usize::MAX);
            let room = limit.map_or(usize::MAX, |limit| limit - have);
            let rest = rest.slice(0..room);
            let end = line_end(rest, self.newline.get(), after_cr);
            let piece = self.give(vm, end.unwrap_or(rest.len()));
            have += piece.len();
            after_cr = piece.text().code_points().next_back() == Some(13);
            pieces.push(piece.into_object());
            if end.is_some() || limit.is_some_and(|limit| have >= limit) {
                break;
            }
        }
        Str::concatenate(vm, &pieces)
    }
}

/// One past the first line end of `text`. `after_cr`: the text before ended with `\r`.
fn line_end(text: Text<'_>, newline: Newline, after_cr: bool) -> Option<usize> {
    let find = |wanted: u8| match text {
        Text::Latin1(units) => memchr::memchr(wanted, units),
        Text::Ucs2(units) => units.iter().position(|unit| *unit == u16::from(wanted)),
        Text::Ucs4(units) => units.iter().position(|unit| *unit == u32::from(wanted)),
    };
    match newline {
        Newline::Universal | Newline::Lf => find(b'\n').map(|at| at + 1),
        Newline::Cr => find(b'\r').map(|at| at + 1),
        Newline::CrLf => {
            if after_cr && text.get(0) == Some(10) {
                return Some(1);
            }
            let mut codes = text.code_points().enumerate().peekable();
            while let Some((_, code)) = codes.next() {
                if code == 13
                    && let Some((at, 10)) = codes.peek()
                {
                    return Some(at + 1);
                }
            }
            None
        }
        Newline::Untouched => {
            let at = match (find(b'\n'), find(b'\r')) {
                (Some(line), Some(carriage)) => line.min(carriage),
                (line, carriage) => line.or(carriage)?,
            };
            let pair = text.get(at) == Some(13) && text.get(at + 1) == Some(10);
            Some(if pair { at + 2 } else { at + 1 })
        }
    }
}

/// `next(stream)`: positions cannot be told while iterating, which makes it fast.
pub(super) fn next(vm: &mut Vm, object: &Object) -> PyResult<Option<Ref>> {
    let Some(stream) = object.downcast::<TextWrapper>() else { return Ok(None) };
    stream.telling.set(false);
    let native = object.class().native_base(vm).is(object.class());
    let line = match native {
        true => stream.read_line(vm, None)?.into_object(),
        false => call_method(vm, object, "readline", &[])?,
    };
    if vm.length(&line)? == 0 {
        stream.snapshot_bytes.set(vm, None);
        stream.telling.set(stream.seekable.get());
        return Ok(None);
    }
    Ok(Some(line))
}

/// The reading methods.
pub struct Reading;

#[methods(owner = "TextIOWrapper")]
impl Reading {
    /// Read at most size characters from stream.
    #[method("read(self, size=-1, /)")]
    fn read(
        vm: &mut Vm,
        stream: &Typed<TextWrapper>,
        size: Option<NoneOr<isize>>,
    ) -> PyResult<Ref<Str>> {
        stream.read_text(vm, read_size(size))
    }

    /// Read until newline or EOF.
    #[method("readline(self, size=-1, /)")]
    fn readline(
        vm: &mut Vm,
        stream: &Typed<TextWrapper>,
        size: Option<isize>,
    ) -> PyResult<Ref<Str>> {
        stream.reader(vm)?;
        stream.read_line(vm, usize::try_from(size.unwrap_or(-1)).ok())
    }

    /// Return the stream position as an opaque number.
    #[method("tell(self, /)")]
    fn tell(vm: &mut Vm, stream: &Typed<TextWrapper>) -> PyResult {
        let buffer = stream.open_binary(vm)?;
        let class = vm.types.os_error.clone();
        if !stream.seekable.get() {
            return Err(unsupported(vm, "underlying stream is not seekable"));
        }
        if !stream.telling.get() {
            return Err(vm.raise_message(&class, "telling position disabled by next() call"));
        }
        call_method(vm, stream.as_object(), "flush", &[])?;
        let position = call_method(vm, &buffer, "tell", &[])?;
        let (Some(decoder), Some(bytes)) = (stream.decoder.get(), stream.snapshot_bytes.get())
        else {
            return Ok(position);
        };
        let position = vm.index(&position)?.to_usize().unwrap_or(0);
        let start = (position as u64).saturating_sub(bytes.as_slice().len() as u64);
        let cookie = find_cookie(vm, stream, &decoder, bytes.as_slice(), start)?;
        Ok(cookie.pack(vm))
    }

    /// Set the stream position, and return the new stream position.
    #[method("seek(self, cookie, whence=0, /)")]
    fn seek(
        vm: &mut Vm,
        stream: &Typed<TextWrapper>,
        cookie: &Object,
        whence: Option<i32>,
    ) -> PyResult {
        let buffer = stream.open_binary(vm)?;
        if !stream.seekable.get() {
            return Err(unsupported(vm, "underlying stream is not seekable"));
        }
        let target = vm.index(cookie)?;
        let is_zero = target.to_i64() == Some(0);
        let target = match whence.unwrap_or(0) {
            0 => target,
            1 if is_zero => {
                call_method(vm, stream.as_object(), "flush", &[])?;
                let here = call_method(vm, stream.as_object(), "tell", &[])?;
                vm.index(&here)?
            }
            2 if is_zero => return seek_end(vm, stream, &buffer),
            1 => return Err(unsupported(vm, "can't do nonzero cur-relative seeks")),
            2 => return Err(unsupported(vm, "can't do nonzero end-relative seeks")),
            other => {
                return Err(
                    vm.value_error(format!("invalid whence ({other}, should be 0, 1 or 2)"))
                );
            }
        };
        if target.is_negative() {
            return Err(vm.value_error(format!("negative seek position {}", target.to_big())));
        }
        call_method(vm, stream.as_object(), "flush", &[])?;
        go_to(vm, stream, &buffer, &Cookie::unpack(&target))?;
        Ok(target.into_object())
    }
}

/// The safest place to start from to arrive where the reader is: the furthest byte at which the decoder holds nothing back.
fn find_cookie(
    vm: &mut Vm,
    stream: &Typed<TextWrapper>,
    decoder: &Object,
    bytes: &[u8],
    start: u64,
) -> PyResult<Cookie> {
    let wanted = stream.used.get();
    let first = Cookie { position: start, flags: stream.snapshot_flags.get(), ..Cookie::default() };
    if wanted == 0 {
        return Ok(first);
    }
    let (saved_bytes, saved_flags) = decoder_state(vm, decoder)?;
    let found = walk_chunk(vm, decoder, bytes, wanted, &first);
    set_decoder_state(vm, decoder, saved_bytes.as_slice(), saved_flags)?;
    found
}

fn walk_chunk(
    vm: &mut Vm,
    decoder: &Object,
    bytes: &[u8],
    wanted: usize,
    first: &Cookie,
) -> PyResult<Cookie> {
    let mut best = Cookie { position: first.position, flags: first.flags, ..Cookie::default() };
    let (mut decoded, mut fed) = (0, 0);
    set_decoder_state(vm, decoder, b"", first.flags)?;
    // Feeding one byte at a time finds the last clean point before the wanted character.
    for (index, byte) in bytes.iter().enumerate() {
        let piece = vm.new_bytes(&[*byte]);
        let text = decode(vm, decoder, piece.as_object(), false)?;
        decoded += text.len();
        fed = index + 1;
        let (held, flags) = decoder_state(vm, decoder)?;
        if held.as_slice().is_empty() && decoded <= wanted {
            best = Cookie {
                position: first.position + fed as u64,
                flags,
                skip: 0,
                ..Cookie::default()
            };
            best.skip = (wanted - decoded) as u64;
        }
        if decoded >= wanted {
            break;
        }
    }
    let mut need_end = false;
    if decoded < wanted {
        let empty = vm.new_bytes(b"");
        decoded += decode(vm, decoder, empty.as_object(), true)?.len();
        need_end = true;
        if decoded < wanted {
            let class = vm.types.os_error.clone();
            return Err(vm.raise_message(&class, "can't reconstruct logical file position"));
        }
    }
    if best.skip > 0 {
        best.feed = first.position + fed as u64 - best.position;
        best.need_end = need_end;
    }
    Ok(best)
}

fn seek_end(vm: &mut Vm, stream: &Typed<TextWrapper>, buffer: &Object) -> PyResult {
    call_method(vm, stream.as_object(), "flush", &[])?;
    stream.forget_decoded(vm);
    stream.snapshot_bytes.set(vm, None);
    if let Some(decoder) = stream.decoder.get() {
        call_method(vm, &decoder, "reset", &[])?;
    }
    let (zero, two) = (vm.new_int(0), vm.new_int(2));
    let position = call_method(vm, buffer, "seek", &[&zero, &two])?;
    let at_start = vm.index(&position)?.to_i64() == Some(0);
    reset_encoder(vm, stream, at_start)?;
    Ok(position)
}

fn go_to(
    vm: &mut Vm,
    stream: &Typed<TextWrapper>,
    buffer: &Object,
    cookie: &Cookie,
) -> PyResult<()> {
    let position = Int::from_big(vm, IBig::from(cookie.position)).into_object();
    call_method(vm, buffer, "seek", &[&position])?;
    stream.forget_decoded(vm);
    stream.snapshot_bytes.set(vm, None);
    if let Some(decoder) = stream.decoder.get() {
        set_decoder_state(vm, &decoder, b"", cookie.flags)?;
        if cookie.skip > 0 {
            let count = vm.new_int(cookie.feed as i64);
            let bytes = call_method(vm, buffer, "read", &[&count])?;
            let text = decode(vm, &decoder, &bytes, cookie.need_end)?;
            if (text.len() as u64) < cookie.skip {
                let class = vm.types.os_error.clone();
                return Err(vm.raise_message(&class, "can't restore logical file position"));
            }
            stream.decoded.set(vm, Some(text));
            stream.used.set(cookie.skip as usize);
            stream.snapshot_flags.set(cookie.flags);
            let bytes = bytes.downcast_ref::<Bytes>().ok();
            stream.snapshot_bytes.set(vm, bytes);
        }
    }
    reset_encoder(vm, stream, cookie.position == 0 && cookie.skip == 0)
}

/// At the start of a file an encoder writes its mark again; elsewhere it does not.
fn reset_encoder(vm: &mut Vm, stream: &Typed<TextWrapper>, at_start: bool) -> PyResult<()> {
    let Some(encoder) = stream.encoder.get() else { return Ok(()) };
    if at_start {
        return call_method(vm, &encoder, "reset", &[]).map(drop);
    }
    let zero = vm.new_int(0);
    let name = vm.intern("setstate");
    match vm.find_attribute(&encoder, &name)? {
        Some(method) => vm.call_positional(&method, &[&zero]).map(drop),
        None => Ok(()),
    }
}
