//! Strings made of others: slices, concatenation, joining, appending in place.

use bytemuck::cast_slice_mut;
use pellucid_heap::LimitExceeded;
use pellucid_text::{CodeUnit, OwnedText, Text, with_units};

use super::value::{Head, Str};
use crate::prelude::*;

/// The longest text there may be, in bytes.
pub(crate) const BYTES_MAX: usize = isize::MAX as usize / 2;

impl Vm {
    /// A `str` of this text, or MemoryError.
    pub fn try_text(&mut self, text: Text<'_>) -> PyResult<Ref<Str>> {
        Str::try_from_text(self, text).map_err(|LimitExceeded| self.memory_error())
    }

    /// A `str` of this text, or MemoryError.
    pub fn try_owned_text(&mut self, text: &OwnedText) -> PyResult<Ref<Str>> {
        self.try_text(text.as_text())
    }

    /// As [`try_text`](Self::try_text), of a single character an object of its own.
    pub fn try_unshared_text(&mut self, text: Text<'_>) -> PyResult<Ref<Str>> {
        Str::try_unshared(self, text).map_err(|LimitExceeded| self.memory_error())
    }

    /// Adds to items of which there may be more than there is memory for.
    #[inline]
    pub fn push_item(&mut self, items: &mut Vec<Ref>, item: Ref) -> PyResult<()> {
        if items.len() == items.capacity() {
            let admitted = self.heap().admit(items.capacity() * size_of::<Ref>()).is_ok();
            if !admitted || items.try_reserve(1).is_err() {
                return Err(self.memory_error());
            }
        }
        items.push(item);
        Ok(())
    }

    /// MemoryError if so many bytes cannot be had for an intermediate result.
    pub fn check_room(&mut self, bytes: usize) -> PyResult<()> {
        const ALWAYS_THERE: usize = 1 << 20;
        if bytes <= ALWAYS_THERE {
            return Ok(());
        }
        let heap = self.heap();
        let allowed =
            bytes <= BYTES_MAX && heap.charge(bytes).map(|()| heap.discharge(bytes)).is_ok();
        if !allowed || Vec::<u8>::new().try_reserve_exact(bytes).is_err() {
            return Err(self.memory_error());
        }
        Ok(())
    }
}

/// Writes text into units of a width that holds it.
#[inline]
fn write_units(target: &mut [u8], width: usize, text: Text<'_>) {
    match (width, text) {
        (1, Text::Latin1(units)) => target.copy_from_slice(units),
        (1, text) => {
            target.iter_mut().zip(text.code_points()).for_each(|(unit, code)| *unit = code as u8);
        }
        (2, text) => {
            let target: &mut [u16] = cast_slice_mut(target);
            with_units!(text, units => target
                .iter_mut()
                .zip(units)
                .for_each(|(unit, code)| *unit = code.code_point() as u16));
        }
        (_, text) => {
            let target: &mut [u32] = cast_slice_mut(target);
            with_units!(text, units => target
                .iter_mut()
                .zip(units)
                .for_each(|(unit, code)| *unit = code.code_point()));
        }
    }
}

impl Str {
    /// A string of `len` characters of a width, written by `write` into bytes. The width must be the
    /// narrowest for what is written.
    fn written(
        vm: &mut Vm,
        width: usize,
        ascii: bool,
        len: usize,
        write: impl FnOnce(&mut [u8]),
    ) -> PyResult<Ref<Str>> {
        let Some(bytes) = len.checked_mul(width) else { return Err(vm.memory_error()) };
        if bytes <= 1 {
            let mut unit = [0];
            write(&mut unit[..bytes]);
            return vm.try_unshared_text(Text::Latin1(&unit[..bytes]));
        }
        let head = Head::new(width as u8, ascii);
        let kind = crate::object::kind_of(&vm.types.str);
        match vm.heap.allocate_zeroed::<Str>(kind, head, bytes) {
            Ok(mut fresh) => {
                write(fresh.items_mut());
                Ok(fresh.finish())
            }
            Err(LimitExceeded) => Err(vm.memory_error()),
        }
    }

    /// The string itself; a copy if it is of a subclass.
    pub fn unchanged(vm: &mut Vm, text: &Typed<Str>) -> PyResult<Ref<Str>> {
        if text.class_is(&vm.types.str) {
            return Ok(text.to_ref());
        }
        vm.try_unshared_text(text.text())
    }

    /// A part of a string; the whole is the string itself.
    pub fn part(
        vm: &mut Vm,
        text: &Typed<Str>,
        range: std::ops::Range<usize>,
    ) -> PyResult<Ref<Str>> {
        if range.start == 0 && range.end >= text.len() {
            return Str::unchanged(vm, text);
        }
        vm.try_text(text.text().slice(range))
    }

    /// `left + right`
    pub fn concatenate_two(
        vm: &mut Vm,
        left: &Typed<Str>,
        right: &Typed<Str>,
    ) -> PyResult<Ref<Str>> {
        if left.is_empty() {
            return Str::unchanged(vm, right);
        }
        if right.is_empty() {
            return Str::unchanged(vm, left);
        }
        let (a, b) = (left.text(), right.text());
        let width = a.width().max(b.width());
        let Some(len) = a.len().checked_add(b.len()).filter(|len| *len <= BYTES_MAX) else {
            return Err(vm.overflow_error("strings are too large to concat"));
        };
        let ascii = left.is_ascii() && right.is_ascii();
        Str::written(vm, width, ascii, len, |units| {
            let (first, second) = units.split_at_mut(a.len() * width);
            write_units(first, width, a);
            write_units(second, width, b);
        })
    }

    /// All of these strings in one: what `"".join` and f-strings make. Every part must be a `str`; a part
    /// that is not counts as empty.
    pub fn concatenate(vm: &mut Vm, parts: &[Ref]) -> PyResult<Ref<Str>> {
        Str::join(vm, Text::Latin1(&[]), parts)
    }

    /// The strings with a separator between them. What is not a `str` counts as empty: the caller has
    /// looked.
    pub fn join(vm: &mut Vm, separator: Text<'_>, parts: &[Ref]) -> PyResult<Ref<Str>> {
        let texts = || parts.iter().filter_map(|part| part.downcast::<Str>());
        if let [single] = parts
            && let Some(single) = single.downcast::<Str>()
        {
            return Str::unchanged(vm, single);
        }
        let gaps = parts.len().saturating_sub(1);
        let mut len = separator.len().checked_mul(gaps);
        let mut width = if gaps > 0 { separator.width() } else { 1 };
        let mut ascii = gaps == 0 || separator.is_ascii();
        for text in texts() {
            len = len.and_then(|len| len.checked_add(text.len()));
            width = width.max(text.text().width());
            ascii &= text.is_ascii();
        }
        // A separator may be a slice that is wider than it needs to be only if the caller made it so.
        let Some(len) = len.filter(|len| *len <= BYTES_MAX) else {
            return Err(vm.overflow_error("join() result is too long for a Python string"));
        };
        Str::written(vm, width, ascii, len, |units| {
            let mut rest = units;
            let mut put = |text: Text<'_>| {
                let (target, after) = std::mem::take(&mut rest).split_at_mut(text.len() * width);
                write_units(target, width, text);
                rest = after;
            };
            for (index, text) in texts().enumerate() {
                if index > 0 && !separator.is_empty() {
                    put(separator);
                }
                put(text.text());
            }
        })
    }

    /// `text * count`
    pub fn repeated(vm: &mut Vm, text: &Typed<Str>, count: isize) -> PyResult<Ref<Str>> {
        let count = usize::try_from(count).unwrap_or(0);
        if count == 1 {
            return Str::unchanged(vm, text);
        }
        if count == 0 || text.is_empty() {
            return Ok(vm.singletons.empty_str.clone());
        }
        let Some(len) = text.len().checked_mul(count).filter(|len| *len <= isize::MAX as usize)
        else {
            return Err(vm.overflow_error("repeated string is too long"));
        };
        let pattern = text.0.items();
        Str::written(vm, text.text().width(), text.is_ascii(), len, |units| {
            fill_with_pattern(units, pattern);
        })
    }

    /// Appends `right` to `left` where that lies, if it has room there, nobody else holds it, it is exactly a `str`, not
    /// interned, and wide enough. Gives whether it did; so appending again and again takes linear time.
    pub fn append(vm: &Vm, left: &mut Ref<Str>, right: &Typed<Str>) -> bool {
        let width = left.text().width();
        let fits = left.ref_count() == 1
            && left.class_is(&vm.types.str)
            && !left.is_empty()
            && !left.is_interned()
            && width >= right.text().width();
        if !fits {
            return false;
        }
        let widened;
        let more = if right.text().width() == width {
            right.0.items()
        } else {
            let mut units = vec![0; right.len() * width];
            widen(&mut units, width, right.text());
            widened = units;
            &widened[..]
        };
        let ascii = left.is_ascii() && right.is_ascii();
        if !left.append_in_place(more.iter().copied()) {
            return false;
        }
        left.0.head().hash.set(0);
        left.0.head().ascii.set(ascii);
        true
    }
}

/// Writes text into bytes that need not be aligned.
fn widen(target: &mut [u8], width: usize, text: Text<'_>) {
    for (unit, code) in target.chunks_exact_mut(width).zip(text.code_points()) {
        unit.copy_from_slice(
            &code.to_ne_bytes()[if cfg!(target_endian = "big") { 4 - width } else { 0 }..][..width],
        );
    }
}

/// Fills the target with copies of a pattern, whose length divides the target's.
pub(crate) fn fill_with_pattern(target: &mut [u8], pattern: &[u8]) {
    if let [single] = pattern {
        target.fill(*single);
        return;
    }
    let mut filled = pattern.len().min(target.len());
    target[..filled].copy_from_slice(&pattern[..filled]);
    while filled < target.len() {
        let more = filled.min(target.len() - filled);
        target.copy_within(..more, filled);
        filled += more;
    }
}
