//! Padding, joining and translating `bytes` and `bytearray`.

use super::ByteString;
use super::arguments::FillByte;
use crate::builtins::str::BYTES_MAX;
use crate::prelude::*;

fn padded<T: ByteString>(
    vm: &mut Vm,
    this: &Typed<T>,
    left: usize,
    right: usize,
    fill: u8,
) -> PyResult {
    let length = T::bytes(this, vm).len();
    if left == 0 && right == 0 {
        return T::part(vm, this, 0..length);
    }
    let total = left.saturating_add(right).saturating_add(length);
    vm.check_room(total)?;
    let mut bytes = Vec::with_capacity(total);
    bytes.resize(left, fill);
    bytes.extend_from_slice(T::bytes(this, vm));
    bytes.resize(total, fill);
    T::make(vm, &bytes)
}

fn lacking<T: ByteString>(vm: &Vm, this: &Typed<T>, width: isize) -> usize {
    usize::try_from(width).unwrap_or(0).saturating_sub(T::bytes(this, vm).len())
}

pub(crate) fn center<T: ByteString>(
    vm: &mut Vm,
    this: &Typed<T>,
    width: isize,
    fill: Option<FillByte>,
) -> PyResult {
    let pad = lacking(vm, this, width);
    let left = pad / 2 + (pad & width as usize & 1);
    padded(vm, this, left, pad - left, fill.map_or(b' ', |fill| fill.0))
}

pub(crate) fn justify<T: ByteString>(
    vm: &mut Vm,
    this: &Typed<T>,
    width: isize,
    fill: Option<FillByte>,
    right: bool,
) -> PyResult {
    let pad = lacking(vm, this, width);
    let (before, after) = if right { (pad, 0) } else { (0, pad) };
    padded(vm, this, before, after, fill.map_or(b' ', |fill| fill.0))
}

pub(crate) fn zfill<T: ByteString>(vm: &mut Vm, this: &Typed<T>, width: isize) -> PyResult {
    let pad = lacking(vm, this, width);
    let sign = T::bytes(this, vm).first().copied().filter(|byte| matches!(byte, b'+' | b'-'));
    let Some(sign) = sign.filter(|_| pad > 0) else { return padded(vm, this, pad, 0, b'0') };
    let total = pad.saturating_add(T::bytes(this, vm).len());
    vm.check_room(total)?;
    let mut bytes = vec![sign];
    bytes.resize(pad + 1, b'0');
    bytes.extend_from_slice(&T::bytes(this, vm)[1..]);
    T::make(vm, &bytes)
}

pub(crate) fn expand_tabs<T: ByteString>(
    vm: &mut Vm,
    this: &Typed<T>,
    tab_size: Option<i32>,
) -> PyResult {
    let size = usize::try_from(tab_size.unwrap_or(8)).unwrap_or(0);
    let bytes = T::bytes(this, vm);
    let tabs = bytes.iter().filter(|byte| **byte == b'\t').count();
    let length = tabs.saturating_mul(size).saturating_add(bytes.len());
    if length > BYTES_MAX {
        return Err(vm.overflow_error("result too long"));
    }
    vm.check_room(length)?;
    let mut expanded = Vec::with_capacity(length);
    let mut column = 0;
    for &byte in T::bytes(this, vm) {
        if byte == b'\t' {
            let pad = if size == 0 { 0 } else { size - column % size };
            expanded.resize(expanded.len() + pad, b' ');
            column += pad;
        } else {
            column = if matches!(byte, b'\n' | b'\r') { 0 } else { column + 1 };
            expanded.push(byte);
        }
    }
    T::make(vm, &expanded)
}

/// The bytes-like items of an iterable with a separator between them.
pub(crate) fn join<T: ByteString>(
    vm: &mut Vm,
    separator: &Typed<T>,
    iterable: &Object,
) -> PyResult {
    let slots = iterable.class().slots(vm);
    if slots.iter.is_none() && slots.get_item.is_none() {
        return Err(vm.type_error("can only join an iterable"));
    }
    let items = vm.collect(iterable)?;
    if let [single] = &items[..]
        && T::IMMUTABLE
        && single.class_is(&vm.types.bytes)
    {
        return Ok(single.clone());
    }
    let separator = T::bytes(separator, vm).to_vec();
    let mut joined = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let Some(bytes) = vm.try_bytes_of(item)? else {
            let class = item.class().name(vm);
            return Err(vm.type_error(format!(
                "sequence item {index}: expected a bytes-like object, {class} found"
            )));
        };
        let more = bytes.len() + if index > 0 { separator.len() } else { 0 };
        if joined.capacity() - joined.len() < more {
            vm.check_room(joined.len().saturating_add(more).saturating_mul(2))?;
        }
        if index > 0 {
            joined.extend_from_slice(&separator);
        }
        joined.extend_from_slice(&bytes);
    }
    T::make(vm, &joined)
}

pub(crate) fn translate<T: ByteString>(
    vm: &mut Vm,
    this: &Typed<T>,
    table: &Object,
    delete: Option<&Object>,
) -> PyResult {
    let table = match vm.is_none(table) {
        true => None,
        false => Some(vm.bytes_of(table)?),
    };
    if table.as_ref().is_some_and(|table| table.len() != 256) {
        return Err(vm.value_error("translation table must be 256 characters long"));
    }
    let mut deleted = [false; 256];
    if let Some(delete) = delete {
        vm.bytes_of(delete)?.iter().for_each(|byte| deleted[usize::from(*byte)] = true);
    }
    let length = T::bytes(this, vm).len();
    vm.check_room(length)?;
    let kept = T::bytes(this, vm).iter().filter(|byte| !deleted[usize::from(**byte)]);
    let translated: Vec<u8> = match &table {
        Some(table) => kept.map(|byte| table[usize::from(*byte)]).collect(),
        None => kept.copied().collect(),
    };
    if translated == T::bytes(this, vm) {
        return T::part(vm, this, 0..length);
    }
    T::make(vm, &translated)
}
