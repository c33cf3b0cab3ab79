//! The slots of `mmap`: subscripts, length, buffer.

use std::cell::Cell;

use pellucid_runtime::heap::Any;
use pellucid_runtime::object::{BufferTable, BufferView, Slots, Subscript, SubscriptWording};
use pellucid_runtime::prelude::*;

use super::Mmap;
use super::value::Access;

pub(super) fn fill(slots: &mut Slots) {
    slots.new = Some(Mmap::WHOLE_NEW);
    slots.repr = Some(repr);
    slots.length = Some(|vm, object| receiver(vm, object)?.length(vm));
    slots.get_item = Some(get_item);
    // Subscripts are numbers, but what is iterated over are bytes of length 1.
    slots.iter = Some(|vm, object| {
        let iterator = MmapIterator { mmap: Slot::new(Some(object.to_ref())), next: Cell::new(0) };
        let class = vm.native_type(&ITERATOR)?;
        Ok(vm.new_object(&class, iterator).into_object())
    });
    slots.set_item = Some(set_item);
    slots.buffer = Some(|vm, object, _| {
        let mmap = receiver(vm, object)?;
        let length = mmap.length(vm)?;
        let hold = mmap.exports.hold();
        let readonly = mmap.access == Access::Read;
        Ok(BufferView::of_bytes(object, &TABLE, Some(hold), length, readonly))
    });
}

/// The payload of iterators over `mmap` objects.
#[derive(Trace)]
pub struct MmapIterator {
    mmap: Slot<Any>,
    next: Cell<usize>,
}

static ITERATOR: TypeSpec = TypeSpec {
    module: "mmap",
    basic_size: 32,
    flags: TypeFlags::NOT_INSTANTIABLE,
    slots: iterator_slots,
    ..TypeSpec::new::<MmapIterator>("mmap_iterator")
};

fn iterator_slots(slots: &mut Slots) {
    slots.iter = Some(|_, object| Ok(object.to_ref()));
    slots.next = Some(|vm, object| {
        let Some(iterator) = object.downcast::<MmapIterator>() else { return Ok(None) };
        let Some(mmap) = iterator.mmap.get().map(|mmap| mmap.to_ref()) else { return Ok(None) };
        let mmap = receiver(vm, &mmap)?;
        mmap.whole_length(vm)?;
        let place = iterator.next.get();
        let Some(byte) = mmap.mapping.bytes(vm).get(place).copied() else {
            iterator.mmap.set(vm, None);
            return Ok(None);
        };
        iterator.next.set(place + 1);
        Ok(Some(vm.new_bytes(&[byte]).into_object()))
    });
}

static TABLE: BufferTable = BufferTable {
    bytes: |vm, object| {
        object.downcast::<Mmap>().map_or(&[], |mmap| mmap.value().mapping.bytes(vm))
    },
    bytes_mut: |vm, object| object.downcast::<Mmap>()?.value().mapping.bytes_mut(vm),
};

const WORDING: SubscriptWording = SubscriptWording {
    out_of_range: "mmap index out of range",
    not_an_index: "mmap indices must be integers",
    class: |_| String::new(),
};

fn receiver<'a>(vm: &mut Vm, object: &'a Object) -> PyResult<&'a Typed<Mmap>> {
    match object.downcast::<Mmap>() {
        Some(mmap) => Ok(mmap),
        None => Err(vm.type_error("expected an mmap")),
    }
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let mmap = receiver(vm, object)?;
    let own = vm.native_type(&super::SPEC)?;
    let class = match object.class_is(&own) {
        true => "mmap.mmap".to_owned(),
        false => object.class().name(vm),
    };
    let text = match mmap.mapping.len() {
        0 => format!("<{class} closed=True>"),
        length => format!(
            "<{class} closed=False, access={}, length={length}, pos={}, offset={}>",
            mmap.access.name(),
            mmap.position.get(),
            mmap.offset
        ),
    };
    Ok(vm.new_str(&text).into_object())
}

/// What a subscript means; ValueError if asking for it has closed the mapping.
fn subscript(vm: &mut Vm, mmap: &Mmap, key: &Object) -> PyResult<Subscript> {
    mmap.whole_length(vm)?;
    let meant = vm.subscript(key, &WORDING, |_| mmap.mapping.len());
    mmap.whole_length(vm)?;
    meant
}

fn get_item(vm: &mut Vm, object: &Object, key: &Object) -> PyResult<Ref> {
    let mmap = receiver(vm, object)?;
    let range = match subscript(vm, mmap, key)? {
        Subscript::Index(index) => {
            let byte = mmap.mapping.bytes(vm).get(index).copied();
            return match byte {
                Some(byte) => Ok(vm.new_int(i64::from(byte))),
                None => Err(vm.index_error(WORDING.out_of_range)),
            };
        }
        Subscript::Slice(range) => range,
    };
    vm.check_room(range.length)?;
    let bytes = mmap.mapping.bytes(vm);
    let taken: Vec<u8> = match range.contiguous() {
        Some(range) => bytes.get(range).unwrap_or_default().to_vec(),
        None => range.indices().filter_map(|index| bytes.get(index).copied()).collect(),
    };
    Ok(vm.new_bytes(&taken).into_object())
}

fn set_item(vm: &mut Vm, object: &Object, key: &Object, value: Option<&Object>) -> PyResult<()> {
    let mmap = receiver(vm, object)?;
    mmap.whole_length(vm)?;
    mmap.check_writable(vm)?;
    match subscript(vm, mmap, key)? {
        Subscript::Index(index) => {
            let Some(value) = value else {
                return Err(vm.type_error("mmap doesn't support item deletion"));
            };
            if !value.holds::<Int>() && value.class().slots(vm).index.is_none() {
                return Err(vm.type_error("mmap item value must be an int"));
            }
            let Ok(byte) = u8::try_from(vm.size_index(value)?) else {
                return Err(vm.value_error("mmap item value must be in range(0, 256)"));
            };
            match mmap.bytes_mut(vm)?.get_mut(index) {
                Some(place) => *place = byte,
                None => return Err(vm.index_error(WORDING.out_of_range)),
            }
        }
        Subscript::Slice(range) => {
            let Some(value) = value else {
                return Err(vm.type_error("mmap object doesn't support slice deletion"));
            };
            let content = vm.bytes_of(value)?;
            if content.len() != range.length {
                return Err(vm.index_error("mmap slice assignment is wrong size"));
            }
            let bytes = mmap.bytes_mut(vm)?;
            for (index, byte) in range.indices().zip(content.iter()) {
                // The bytes of the value may come from Python code that has made the mapping shorter.
                if let Some(place) = bytes.get_mut(index) {
                    *place = *byte;
                }
            }
        }
    }
    Ok(())
}
