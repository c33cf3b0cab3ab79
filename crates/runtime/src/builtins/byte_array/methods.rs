//! The methods of `bytearray` that change it, and its construction.

use super::ByteArray;
use crate::builtins::bytes::{
    ByteString, FillByte, Source, byte_value, read_source, shared_methods,
};
use crate::prelude::*;

shared_methods!(ByteArray);

const RANGE: &str = "byte must be in range(0, 256)";

#[methods(LIST)]
impl ByteArray {
    #[initializer("bytearray(source=b'', encoding='utf-8', errors='strict')")]
    fn initialize(
        vm: &mut Vm,
        array: &Typed<ByteArray>,
        source: Option<&Object>,
        encoding: Option<&Typed<Str>>,
        errors: Option<&Typed<Str>>,
    ) -> PyResult<()> {
        array.resize(vm, 0)?;
        match read_source(vm, source, encoding, errors, "bytearray")? {
            Source::Zeros(count) => array.resize(vm, count),
            Source::Bytes(bytes) if source.is_some_and(|source| comes_one_by_one(vm, source)) => {
                bytes
                    .iter()
                    .enumerate()
                    .try_for_each(|(at, byte)| array.splice(vm, at..at, std::slice::from_ref(byte)))
            }
            Source::Bytes(bytes) => {
                let length = array.items(vm).len();
                array.splice(vm, 0..length, &bytes)
            }
        }
    }

    /// Append a single item to the end of the bytearray.
    ///
    ///   item
    ///     The item to be appended.
    #[method("append(self, item, /)")]
    fn append(vm: &mut Vm, array: &Typed<ByteArray>, item: &Object) -> PyResult<()> {
        let byte = byte_value(vm, item, RANGE)?;
        let end = array.items(vm).len();
        array.splice(vm, end..end, &[byte])
    }

    /// Append all the items from the iterator or sequence to the end of the bytearray.
    ///
    ///   iterable_of_ints
    ///     The iterable of items to append.
    #[method("extend(self, iterable_of_ints, /)")]
    fn extend(vm: &mut Vm, array: &Typed<ByteArray>, iterable: &Object) -> PyResult<()> {
        let bytes = match vm.try_bytes_of(iterable)? {
            Some(bytes) => bytes.into_owned(),
            None => {
                let slots = iterable.class().slots(vm);
                if slots.iter.is_none() && slots.get_item.is_none() {
                    let class = iterable.class().name(vm);
                    return Err(vm.type_error(format!("can't extend bytearray with {class}")));
                }
                if iterable.holds::<Str>() {
                    return Err(vm.type_error("expected iterable of integers; got: 'str'"));
                }
                match read_source(vm, Some(iterable), None, None, "bytearray")? {
                    Source::Bytes(bytes) => bytes,
                    Source::Zeros(_) => Vec::new(),
                }
            }
        };
        let end = array.items(vm).len();
        array.splice(vm, end..end, &bytes)
    }

    /// Insert a single item into the bytearray before the given index.
    ///
    ///   index
    ///     The index where the value is to be inserted.
    ///   item
    ///     The item to be inserted.
    #[method("insert(self, index, item, /)")]
    fn insert(vm: &mut Vm, array: &Typed<ByteArray>, index: isize, item: &Object) -> PyResult<()> {
        let byte = byte_value(vm, item, RANGE)?;
        let length = array.items(vm).len() as isize;
        let place = if index < 0 { index.saturating_add(length) } else { index };
        let place = place.clamp(0, length) as usize;
        array.splice(vm, place..place, &[byte])
    }

    /// Remove and return a single item from B.
    ///
    ///   index
    ///     The index from where to remove the item.
    ///     -1 (the default value) means remove the last item.
    ///
    /// If no index argument is given, will pop the last item.
    #[method("pop(self, index=-1, /)")]
    fn pop(vm: &mut Vm, array: &Typed<ByteArray>, index: Option<isize>) -> PyResult<u8> {
        let length = array.items(vm).len();
        if length == 0 {
            return Err(vm.index_error("pop from empty bytearray"));
        }
        let index = index.unwrap_or(-1);
        let place = if index < 0 { index.saturating_add(length as isize) } else { index };
        let Some((place, byte)) = usize::try_from(place)
            .ok()
            .and_then(|place| Some((place, *array.items(vm).get(place)?)))
        else {
            return Err(vm.index_error("pop index out of range"));
        };
        array.splice(vm, place..place + 1, &[])?;
        Ok(byte)
    }

    /// Remove the first occurrence of a value in the bytearray.
    ///
    ///   value
    ///     The value to remove.
    #[method("remove(self, value, /)")]
    fn remove(vm: &mut Vm, array: &Typed<ByteArray>, value: &Object) -> PyResult<()> {
        let byte = byte_value(vm, value, RANGE)?;
        match array.items(vm).iter().position(|item| *item == byte) {
            Some(place) => array.splice(vm, place..place + 1, &[]),
            None => Err(vm.value_error("value not found in bytearray")),
        }
    }

    /// Remove all items from the bytearray.
    #[method("clear(self, /)")]
    fn clear(vm: &mut Vm, array: &Typed<ByteArray>) -> PyResult<()> {
        array.resize(vm, 0)
    }

    /// Return a copy of B.
    #[method("copy(self, /)")]
    fn copy(vm: &mut Vm, array: &Typed<ByteArray>) -> PyResult {
        let whole = 0..array.items(vm).len();
        ByteArray::part(vm, array, whole)
    }

    /// Reverse the order of the values in B in place.
    #[method("reverse(self, /)")]
    fn reverse(vm: &mut Vm, array: &Typed<ByteArray>) {
        array.items_mut(vm).reverse();
    }

    /// Resize the internal buffer of bytearray to len.
    ///
    ///   size
    ///     New size to resize to..
    #[method("resize(self, size, /)")]
    fn resize_to(vm: &mut Vm, array: &Typed<ByteArray>, size: isize) -> PyResult<()> {
        match usize::try_from(size) {
            Ok(size) => array.resize(vm, size),
            Err(_) => {
                Err(vm
                    .value_error(format!("bytearray.resize(): new size must be >= 0, got {size}")))
            }
        }
    }

    /// B.__alloc__() -> int
    ///
    /// Return the number of bytes actually allocated.
    #[method("__alloc__(self, /)", hidden)]
    fn allocated_bytes(vm: &mut Vm, array: &Typed<ByteArray>) -> usize {
        array.allocated(vm)
    }

    /// Returns the size of the bytearray object in memory, in bytes.
    #[method("__sizeof__(self, /)")]
    fn size_of(vm: &mut Vm, array: &Typed<ByteArray>) -> usize {
        vm.basic_size(array.class()) + array.allocated(vm)
    }

    /// Return state information for pickling.
    #[method("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, array: &Typed<ByteArray>) -> PyResult {
        reduced(vm, array, 2)
    }

    /// Return state information for pickling.
    #[method("__reduce_ex__(self, proto=0, /)")]
    fn reduce_for(vm: &mut Vm, array: &Typed<ByteArray>, proto: Option<i32>) -> PyResult {
        reduced(vm, array, proto.unwrap_or(0))
    }
}

fn reduced(vm: &mut Vm, array: &Typed<ByteArray>, protocol: i32) -> PyResult {
    let bytes = array.items(vm).to_vec();
    let arguments = if protocol < 3 {
        let text = vm.try_text(pellucid_text::Text::Latin1(&bytes))?.into_object();
        let encoding = vm.new_str("latin-1").into_object();
        if bytes.is_empty() { Vec::new() } else { vec![text, encoding] }
    } else if bytes.is_empty() {
        Vec::new()
    } else {
        vec![vm.try_bytes(&bytes)?.into_object()]
    };
    let name = vm.names.__getstate__.clone();
    let state = vm.call_method(array.as_object(), &name, &[])?;
    let arguments = vm.new_tuple(arguments).into_object();
    let class = array.class().as_object().to_ref();
    Ok(vm.new_tuple(vec![class, arguments, state]).into_object())
}

/// Whether an initial value is an iterable of unknown length, with which the array grows byte by byte.
fn comes_one_by_one(vm: &Vm, source: &Object) -> bool {
    let slots = source.class().slots(vm);
    let list = source.holds::<List>() || source.holds::<Tuple>();
    let sized = list && !vm.sizes_of().grows_byte_arrays_singly() || source.holds::<Str>();
    !sized && slots.buffer.is_none() && slots.index.is_none()
}
