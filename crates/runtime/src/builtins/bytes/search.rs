//! Searching, splitting and replacing in `bytes` and `bytearray`.

use std::ops::Range;

use pellucid_text::search::{self, Alphabet};
use pellucid_text::{OwnedText, Text};

use super::ByteString;
use super::arguments::byte_value;
use crate::builtins::str::BYTES_MAX;
use crate::object::{SearchBound, clamp_range};
use crate::prelude::*;

type Bounds = (Option<SearchBound>, Option<SearchBound>);

/// The part that bounds mean and where it starts.
fn bounded(bytes: &[u8], bounds: Bounds) -> Option<(usize, &[u8])> {
    let range = clamp_range(bounds.0, bounds.1, bytes.len());
    let start = range.start;
    Some((start, bytes.get(range)?))
}

pub(crate) fn count<T: ByteString>(
    vm: &Vm,
    this: &Typed<T>,
    sub: &[u8],
    start: Option<SearchBound>,
    end: Option<SearchBound>,
) -> usize {
    bounded(T::bytes(this, vm), (start, end))
        .map_or(0, |(_, part)| search::count(Text::Latin1(part), Text::Latin1(sub)))
}

pub(crate) fn find<T: ByteString>(
    vm: &Vm,
    this: &Typed<T>,
    sub: &[u8],
    bounds: Bounds,
    last: bool,
) -> i64 {
    let look = if last { search::rfind } else { search::find };
    bounded(T::bytes(this, vm), bounds)
        .and_then(|(start, part)| {
            look(Text::Latin1(part), Text::Latin1(sub)).map(|index| (start + index) as i64)
        })
        .unwrap_or(-1)
}

pub(crate) fn index<T: ByteString>(
    vm: &mut Vm,
    this: &Typed<T>,
    sub: &[u8],
    bounds: Bounds,
    last: bool,
) -> PyResult<i64> {
    match find(vm, this, sub, bounds, last) {
        -1 => Err(vm.value_error("subsection not found")),
        index => Ok(index),
    }
}

/// `item in bytes`: an integer or bytes.
pub(crate) fn contains<T: ByteString>(
    vm: &mut Vm,
    this: &Typed<T>,
    item: &Object,
) -> PyResult<bool> {
    if !vm.has_buffer(item) && item.class().slots(vm).index.is_some() {
        let byte = byte_value(vm, item, "byte must be in range(0, 256)")?;
        return Ok(T::bytes(this, vm).contains(&byte));
    }
    let needle = vm.bytes_of(item)?;
    Ok(search::contains(Text::Latin1(T::bytes(this, vm)), Text::Latin1(&needle)))
}

pub(crate) fn has_affix<T: ByteString>(
    vm: &mut Vm,
    this: &Typed<T>,
    affix: &Object,
    bounds: Bounds,
    method: &str,
) -> PyResult<bool> {
    let at_start = method == "startswith";
    let matches = |vm: &Vm, affix: &[u8]| {
        bounded(T::bytes(this, vm), bounds).is_some_and(|(_, part)| {
            if at_start { part.starts_with(affix) } else { part.ends_with(affix) }
        })
    };
    if let Some(tuple) = affix.downcast::<Tuple>() {
        for item in tuple.items() {
            let item = vm.bytes_of(item)?;
            if matches(vm, &item) {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    match vm.try_bytes_of(affix)? {
        Some(affix) => Ok(matches(vm, &affix)),
        None => {
            let class = affix.class().name(vm);
            Err(vm.type_error(format!(
                "{method} first arg must be bytes or a tuple of bytes, not {class}"
            )))
        }
    }
}

pub(crate) fn replace<T: ByteString>(
    vm: &mut Vm,
    this: &Typed<T>,
    old: &[u8],
    new: &[u8],
    count: Option<isize>,
) -> PyResult {
    let most = count.and_then(|count| usize::try_from(count).ok()).unwrap_or(usize::MAX);
    let bytes = Text::Latin1(T::bytes(this, vm));
    let places = match new.len() > old.len() {
        true => search::count(bytes, Text::Latin1(old)).min(most),
        false => 0,
    };
    let added = new.len().saturating_sub(old.len()).saturating_mul(places);
    let length = bytes.len().saturating_add(added);
    if length > BYTES_MAX {
        return Err(vm.overflow_error("replace bytes is too long"));
    }
    vm.check_room(length)?;
    let bytes = Text::Latin1(T::bytes(this, vm));
    match search::replace(bytes, Text::Latin1(old), Text::Latin1(new), most, BYTES_MAX) {
        Ok(Some(OwnedText::Latin1(replaced))) => T::make(vm, &replaced),
        Ok(_) => {
            let whole = 0..T::bytes(this, vm).len();
            T::part(vm, this, whole)
        }
        Err(_) => Err(vm.overflow_error("replace bytes is too long")),
    }
}

pub(crate) fn remove_affix<T: ByteString>(
    vm: &mut Vm,
    this: &Typed<T>,
    affix: &[u8],
    prefix: bool,
) -> PyResult {
    let bytes = T::bytes(this, vm);
    let range = match prefix {
        true if bytes.starts_with(affix) => affix.len()..bytes.len(),
        false if bytes.ends_with(affix) => 0..bytes.len() - affix.len(),
        _ => 0..bytes.len(),
    };
    T::part(vm, this, range)
}

pub(crate) fn partition<T: ByteString>(
    vm: &mut Vm,
    this: &Typed<T>,
    separator: &Object,
    last: bool,
) -> PyResult<(Ref, Ref, Ref)> {
    let needle = vm.bytes_of(separator)?;
    if needle.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let look = if last { search::rfind } else { search::find };
    let bytes = T::bytes(this, vm);
    let end = bytes.len();
    match look(Text::Latin1(bytes), Text::Latin1(&needle)) {
        Some(place) => {
            let before = T::part(vm, this, 0..place)?;
            let middle = if T::IMMUTABLE { separator.to_ref() } else { T::make(vm, &needle)? };
            let after = T::part(vm, this, place + needle.len()..end)?;
            Ok((before, middle, after))
        }
        None => {
            let whole = T::part(vm, this, 0..end)?;
            let (first, second) = (T::make(vm, &[])?, T::make(vm, &[])?);
            Ok(if last { (first, second, whole) } else { (whole, first, second) })
        }
    }
}

/// The pieces of an object.
fn pieces_of<T: ByteString>(
    vm: &mut Vm,
    this: &Typed<T>,
    pieces: Option<Vec<Range<usize>>>,
) -> PyResult<Vec<Ref>> {
    let Some(pieces) = pieces else { return Err(vm.memory_error()) };
    let mut items = Vec::new();
    items.try_reserve_exact(pieces.len()).map_err(|_| vm.memory_error())?;
    for piece in pieces {
        items.push(T::part(vm, this, piece)?);
    }
    Ok(items)
}

pub(crate) fn split<T: ByteString>(
    vm: &mut Vm,
    this: &Typed<T>,
    separator: Option<&Object>,
    most: Option<isize>,
    from_right: bool,
) -> PyResult<Ref<List>> {
    let most = most.and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX);
    let length = T::bytes(this, vm).len();
    let mut room = length.saturating_sub(1) / 2 + 1;
    let pieces = match separator {
        None => {
            let cut = if from_right { search::rsplit_whitespace } else { search::split_whitespace };
            cut(Text::Latin1(T::bytes(this, vm)), most, Alphabet::Bytes)
        }
        Some(separator) => {
            let needle = vm.bytes_of(separator)?;
            if needle.is_empty() {
                return Err(vm.value_error("empty separator"));
            }
            let cut = if from_right { search::rsplit } else { search::split };
            room = if length == 0 { 0 } else { length / needle.len() + 1 };
            cut(Text::Latin1(T::bytes(this, vm)), Text::Latin1(&needle), most)
        }
    };
    let items = pieces_of(vm, this, pieces)?;
    List::of_parts(vm, items, room.min(most))
}

pub(crate) fn split_lines<T: ByteString>(
    vm: &mut Vm,
    this: &Typed<T>,
    keep_ends: bool,
) -> PyResult<Vec<Ref>> {
    let pieces = search::split_lines(Text::Latin1(T::bytes(this, vm)), keep_ends, Alphabet::Bytes);
    pieces_of(vm, this, pieces)
}

pub(crate) fn strip<T: ByteString>(
    vm: &mut Vm,
    this: &Typed<T>,
    unwanted: Option<&Object>,
    (left, right): (bool, bool),
) -> PyResult {
    let range = match unwanted {
        None => {
            search::trim_whitespace(Text::Latin1(T::bytes(this, vm)), left, right, Alphabet::Bytes)
        }
        Some(unwanted) => {
            let unwanted = vm.bytes_of(unwanted)?;
            search::trim(Text::Latin1(T::bytes(this, vm)), Text::Latin1(&unwanted), left, right)
        }
    };
    T::part(vm, this, range)
}
