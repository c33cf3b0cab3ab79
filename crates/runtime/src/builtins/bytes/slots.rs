//! The slots of `bytes`.

use pellucid_bytecode::Comparison;
use pellucid_text::Text;

use super::arguments::FillByte;
use super::iter::BytesIterator;
use super::{ByteString, percent, search, shared_methods};
use crate::object::{BufferFlags, BufferTable, BufferView, Slots, Subscript, SubscriptWording};
use crate::prelude::*;

shared_methods!(Bytes);

pub(super) fn fill(slots: &mut Slots) {
    slots.new = Some(Bytes::OBJECT_NEW);
    slots.hash =
        Some(|vm, object| Ok(object.downcast::<Bytes>().map_or(0, |bytes| bytes.hash(vm))));
    slots.repr = Some(repr);
    slots.str = Some(repr);
    slots.compare = Some(compare);
    slots.iter = Some(|vm, object| {
        let bytes = receiver(vm, object)?;
        Ok(BytesIterator::create(vm, bytes))
    });
    slots.length =
        Some(|_, object| Ok(object.downcast::<Bytes>().map_or(0, |bytes| bytes.as_slice().len())));
    slots.get_item = Some(get_item);
    slots.contains = Some(|vm, object, item| {
        let bytes = receiver(vm, object)?;
        search::contains(vm, bytes, item)
    });
    slots.concatenate = Some(concatenate);
    slots.repeat = Some(repeat);
    slots.remainder = Some(remainder);
    slots.buffer = Some(buffer);
}

fn receiver<'a>(vm: &mut Vm, object: &'a Object) -> PyResult<&'a Typed<Bytes>> {
    match object.downcast::<Bytes>() {
        Some(bytes) => Ok(bytes),
        None => {
            let class = object.class().name(vm);
            Err(vm.type_error(format!("expected bytes, got {class}")))
        }
    }
}

static TABLE: BufferTable = BufferTable {
    bytes: |_, object| object.downcast::<Bytes>().map_or(&[], |bytes| bytes.value().as_slice()),
    bytes_mut: |_, _| None,
};

fn buffer(vm: &mut Vm, object: &Object, flags: BufferFlags) -> PyResult<BufferView> {
    if flags.contains(BufferFlags::WRITABLE) {
        return Err(vm.buffer_error("Object is not writable."));
    }
    let length = receiver(vm, object)?.as_slice().len();
    Ok(BufferView::of_bytes(object, &TABLE, None, length, true))
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let bytes = receiver(vm, object)?;
    vm.check_room(bytes.as_slice().len().saturating_mul(8))?;
    let repr = pellucid_text::repr::bytes_repr(bytes.as_slice());
    Ok(vm.try_text(Text::Latin1(repr.as_bytes()))?.into_object())
}

fn compare(vm: &mut Vm, left: &Object, right: &Object, comparison: Comparison) -> PyResult<Ref> {
    let (Some(a), Some(b)) = (left.downcast::<Bytes>(), right.downcast::<Bytes>()) else {
        return Ok(vm.not_implemented());
    };
    let truth = compared(a.as_slice(), b.as_slice(), comparison);
    Ok(vm.new_bool(truth))
}

/// Whether the comparison of two byte strings holds.
pub(crate) fn compared(a: &[u8], b: &[u8], comparison: Comparison) -> bool {
    match comparison {
        Comparison::Equal => a == b,
        Comparison::NotEqual => a != b,
        Comparison::Less => a < b,
        Comparison::LessEqual => a <= b,
        Comparison::Greater => a > b,
        Comparison::GreaterEqual => a >= b,
    }
}

const WORDING: SubscriptWording = SubscriptWording {
    out_of_range: "index out of range",
    not_an_index: "byte indices must be integers or slices, not ",
    class: |class| class.to_owned(),
};

fn get_item(vm: &mut Vm, object: &Object, key: &Object) -> PyResult<Ref> {
    let bytes = receiver(vm, object)?;
    match vm.subscript(key, &WORDING, |_| bytes.as_slice().len())? {
        Subscript::Index(index) => {
            let byte = bytes.as_slice().get(index).copied().unwrap_or(0);
            Ok(vm.new_int(i64::from(byte)))
        }
        Subscript::Slice(range) => {
            if let Some(range) = range.contiguous() {
                return Bytes::part(vm, bytes, range);
            }
            let source = bytes.as_slice();
            let made = Bytes::written(vm, range.length, |target| {
                for (place, index) in target.iter_mut().zip(range.indices()) {
                    *place = source.get(index).copied().unwrap_or(0);
                }
            })?;
            Ok(made.into_object())
        }
    }
}

fn concatenate(vm: &mut Vm, left: &Object, right: &Object) -> PyResult<Ref> {
    let bytes = receiver(vm, left)?;
    let Some(more) = vm.try_bytes_of(right)? else {
        let (own, other) = (left.class().name(vm), right.class().name(vm));
        return Err(vm.type_error(format!("can't concat {other} to {own}")));
    };
    let own = bytes.as_slice();
    if more.is_empty() && bytes.class_is(&vm.types.bytes) {
        return Ok(left.to_ref());
    }
    if own.is_empty() && right.class_is(&vm.types.bytes) {
        return Ok(right.to_ref());
    }
    let made = Bytes::written(vm, own.len().saturating_add(more.len()), |target| {
        let (first, second) = target.split_at_mut(own.len());
        first.copy_from_slice(own);
        second.copy_from_slice(&more);
    })?;
    Ok(made.into_object())
}

fn repeat(vm: &mut Vm, object: &Object, count: &Object) -> PyResult<Ref> {
    let bytes = receiver(vm, object)?;
    let count = vm.repeat_count(count)?;
    Ok(Bytes::repeated(vm, bytes, count)?.into_object())
}

fn remainder(vm: &mut Vm, left: &Object, right: &Object) -> PyResult<Ref> {
    let Some(format) = left.downcast::<Bytes>() else { return Ok(vm.not_implemented()) };
    let made = percent::formatted(vm, format.as_slice(), right)?;
    Ok(vm.try_bytes(&made)?.into_object())
}
