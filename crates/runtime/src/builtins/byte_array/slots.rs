//! The slots of `bytearray`.

use super::ByteArray;
use super::iter::ByteArrayIterator;
use super::value::RESIZED_EXPORT;
use crate::builtins::bytes::{self, ByteString, byte_value};
use crate::object::{
    BufferFlags, BufferTable, BufferView, SliceRange, Slots, Subscript, SubscriptWording,
};
use crate::prelude::*;
use pellucid_bytecode::Comparison;

pub(super) fn fill(slots: &mut Slots) {
    slots.new = Some(|vm, class, _| Ok(vm.new_object(class, ByteArray::empty(vm)).into_object()));
    slots.init = Some(ByteArray::LIST_INIT);
    slots.repr = Some(repr);
    slots.str = Some(repr);
    slots.compare = Some(compare);
    slots.iter = Some(|vm, object| {
        let bytes = receiver(vm, object)?;
        Ok(ByteArrayIterator::create(vm, bytes))
    });
    slots.length = Some(|vm, object| {
        Ok(object.downcast::<ByteArray>().map_or(0, |array| array.items(vm).len()))
    });
    slots.get_item = Some(get_item);
    slots.set_item = Some(set_item);
    slots.contains = Some(|vm, object, item| {
        let array = receiver(vm, object)?;
        bytes::operations::contains(vm, array, item)
    });
    slots.concatenate = Some(concatenate);
    slots.in_place_concatenate = Some(in_place_concatenate);
    slots.repeat = Some(repeat);
    slots.in_place_repeat = Some(in_place_repeat);
    slots.remainder = Some(remainder);
    slots.buffer = Some(buffer);
}

fn receiver<'a>(vm: &mut Vm, object: &'a Object) -> PyResult<&'a Typed<ByteArray>> {
    match object.downcast::<ByteArray>() {
        Some(array) => Ok(array),
        None => {
            let class = object.class().name(vm);
            Err(vm.type_error(format!("expected bytearray, got {class}")))
        }
    }
}

static TABLE: BufferTable = BufferTable {
    bytes: |vm, object| object.downcast::<ByteArray>().map_or(&[], |array| array.value().items(vm)),
    bytes_mut: |vm, object| Some(object.downcast::<ByteArray>()?.value().items_mut(vm)),
};

fn buffer(vm: &mut Vm, object: &Object, _: BufferFlags) -> PyResult<BufferView> {
    let array = receiver(vm, object)?;
    let (hold, length) = (array.exports.hold(), array.items(vm).len());
    Ok(BufferView::of_bytes(object, &TABLE, Some(hold), length, false))
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let array = receiver(vm, object)?;
    let name = object.class().name(vm);
    vm.check_room(array.items(vm).len().saturating_mul(8))?;
    let repr = pellucid_text::repr::byte_array_repr(&name, array.items(vm));
    let text = pellucid_text::OwnedText::from(repr);
    Ok(vm.try_text(text.as_text())?.into_object())
}

fn compare(vm: &mut Vm, left: &Object, right: &Object, comparison: Comparison) -> PyResult<Ref> {
    let (Some(a), Some(b)) = (vm.try_bytes_of(left)?, vm.try_bytes_of(right)?) else {
        return Ok(vm.not_implemented());
    };
    let truth = bytes::compared(&a, &b, comparison);
    Ok(vm.new_bool(truth))
}

const WORDING: SubscriptWording = SubscriptWording {
    out_of_range: "bytearray index out of range",
    not_an_index: "bytearray indices must be integers or slices, not ",
    class: |class| class.to_owned(),
};

fn get_item(vm: &mut Vm, object: &Object, key: &Object) -> PyResult<Ref> {
    let array = receiver(vm, object)?;
    match vm.subscript(key, &WORDING, |vm| array.items(vm).len())? {
        Subscript::Index(index) => {
            let byte = array.items(vm).get(index).copied().unwrap_or(0);
            Ok(vm.new_int(i64::from(byte)))
        }
        Subscript::Slice(range) => {
            if let Some(range) = range.contiguous() {
                return ByteArray::part(vm, array, range);
            }
            vm.check_room(range.length)?;
            let items = array.items(vm);
            let part: Vec<u8> =
                range.indices().filter_map(|index| items.get(index).copied()).collect();
            ByteArray::make(vm, &part)
        }
    }
}

fn set_item(vm: &mut Vm, object: &Object, key: &Object, value: Option<&Object>) -> PyResult<()> {
    let array = receiver(vm, object)?;
    match vm.subscript(key, &WORDING, |vm| array.items(vm).len())? {
        Subscript::Index(index) => match value {
            Some(value) => {
                let byte = byte_value(vm, value, "byte must be in range(0, 256)")?;
                match array.items_mut(vm).get_mut(index) {
                    Some(place) => {
                        *place = byte;
                        Ok(())
                    }
                    None => Err(vm.index_error(WORDING.out_of_range)),
                }
            }
            None => array.splice(vm, index..index + 1, &[]),
        },
        Subscript::Slice(range) => {
            let bytes = match value {
                None => Vec::new(),
                Some(value) => match vm.try_bytes_of(value)? {
                    Some(bytes) => bytes.into_owned(),
                    None if value.holds::<Int>() || value.holds::<Str>() => {
                        return Err(vm.type_error(
                            "can assign only bytes, buffers, or iterables of ints in range(0, 256)",
                        ));
                    }
                    None => match bytes::read_source(vm, Some(value), None, None, "bytearray")? {
                        bytes::Source::Bytes(bytes) => bytes,
                        bytes::Source::Zeros(_) => Vec::new(),
                    },
                },
            };
            // Converting the value may have run code that changed the length.
            let length = array.items(vm).len();
            match vm.slice_range(key, |_| length)? {
                Some(fresh) => assign_slice(vm, array, fresh, &bytes, value.is_none()),
                None => assign_slice(vm, array, range, &bytes, value.is_none()),
            }
        }
    }
}

fn assign_slice(
    vm: &mut Vm,
    array: &Typed<ByteArray>,
    range: SliceRange,
    bytes: &[u8],
    delete: bool,
) -> PyResult<()> {
    if range.step == 1 {
        return array.splice(vm, range.start..range.start + range.length, bytes);
    }
    if delete || bytes.is_empty() {
        if range.length == 0 {
            return Ok(());
        }
        array.check_resizable(vm)?;
        let mut unwanted: Vec<usize> = range.indices().collect();
        unwanted.sort_unstable();
        let mut kept = Vec::with_capacity(array.items(vm).len());
        let mut next = unwanted.into_iter().peekable();
        for (index, byte) in array.items(vm).iter().enumerate() {
            if next.next_if_eq(&index).is_none() {
                kept.push(*byte);
            }
        }
        let whole = 0..array.items(vm).len();
        return array.splice(vm, whole, &kept);
    }
    if bytes.len() != range.length {
        let (given, wanted) = (bytes.len(), range.length);
        return Err(vm.value_error(format!(
            "attempt to assign bytes of size {given} to extended slice of size {wanted}"
        )));
    }
    let items = array.items_mut(vm);
    for (index, byte) in range.indices().zip(bytes) {
        if let Some(place) = items.get_mut(index) {
            *place = *byte;
        }
    }
    Ok(())
}

fn added(vm: &mut Vm, left: &Object, right: &Object) -> PyResult<Vec<u8>> {
    match vm.try_bytes_of(right)? {
        Some(bytes) => Ok(bytes.into_owned()),
        None => {
            let (own, other) = (left.class().name(vm), right.class().name(vm));
            Err(vm.type_error(format!("can't concat {other} to {own}")))
        }
    }
}

fn concatenate(vm: &mut Vm, left: &Object, right: &Object) -> PyResult<Ref> {
    let array = receiver(vm, left)?;
    let more = added(vm, left, right)?;
    let total = array.items(vm).len().saturating_add(more.len());
    vm.check_room(total)?;
    let joined = [array.items(vm), &more].concat();
    ByteArray::make(vm, &joined)
}

fn in_place_concatenate(vm: &mut Vm, left: &Object, right: &Object) -> PyResult<Ref> {
    let array = receiver(vm, left)?;
    let more = added(vm, left, right)?;
    if left.is(right) && !more.is_empty() {
        // CPython has the right side exported while it resizes the left.
        return Err(vm.buffer_error(RESIZED_EXPORT));
    }
    let end = array.items(vm).len();
    array.splice(vm, end..end, &more)?;
    Ok(left.to_ref())
}

/// The length of the repetition, if it is possible.
fn repeated_length(vm: &mut Vm, array: &ByteArray, count: &Object) -> PyResult<usize> {
    let count = usize::try_from(vm.repeat_count(count)?).unwrap_or(0);
    match array.items(vm).len().checked_mul(count) {
        Some(length) if length < isize::MAX as usize => {
            vm.check_room(length)?;
            Ok(length)
        }
        _ => Err(vm.memory_error()),
    }
}

fn repeat(vm: &mut Vm, object: &Object, count: &Object) -> PyResult<Ref> {
    let array = receiver(vm, object)?;
    let length = repeated_length(vm, array, count)?;
    let made = ByteArray::from_slice(vm, &[])?;
    made.resize(vm, length)?;
    let pattern = array.items(vm).to_vec();
    if length > 0 {
        crate::builtins::str::fill_with_pattern(made.items_mut(vm), &pattern);
    }
    Ok(made.into_object())
}

fn in_place_repeat(vm: &mut Vm, object: &Object, count: &Object) -> PyResult<Ref> {
    let array = receiver(vm, object)?;
    let length = repeated_length(vm, array, count)?;
    let pattern = array.items(vm).to_vec();
    array.resize(vm, length)?;
    if length > 0 {
        crate::builtins::str::fill_with_pattern(array.items_mut(vm), &pattern);
    }
    Ok(object.to_ref())
}

fn remainder(vm: &mut Vm, left: &Object, right: &Object) -> PyResult<Ref> {
    let Some(format) = left.downcast::<ByteArray>() else { return Ok(vm.not_implemented()) };
    let format = format.items(vm).to_vec();
    let made = bytes::formatted(vm, &format, right)?;
    ByteArray::make(vm, &made)
}
