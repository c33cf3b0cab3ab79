//! `array`: sequences of numbers of one machine type.

mod items;
mod operators;

use operators::{
    compare, concatenate, get_item, in_place_concatenate, in_place_repeat, of_bytes, position_of,
    repeat, repr, set_item,
};

use std::borrow::Cow;
use std::cell::Cell;

use pellucid_runtime::builtins::Module;
use pellucid_runtime::builtins::generic_alias::Subscriptable;
use pellucid_runtime::heap::{Buffer, WeakHead};
use pellucid_runtime::object::{
    BufferFlags, BufferTable, BufferView, Exports, ModuleSpec, SearchBound, Slots, TypeFlags,
    TypeSpec, clamp_range,
};
use pellucid_runtime::prelude::*;
use pellucid_runtime::text::TextBuilder;
use pellucid_runtime::text::structure::Field;

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    doc: "This module defines an object type which can efficiently represent\nan array of basic values: characters, integers, floating-point\nnumbers.",
    functions: &[Functions::METHODS],
    types: &[&SPEC],
    initialise: Some(initialise),
    ..ModuleSpec::new("array")
};

const TYPE_CODES: &str = "bBuwhHiIlLqQfd";

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    let codes = vm.new_str(TYPE_CODES).into_object();
    vm.set_in_module(module, "typecodes", codes)?;
    let class = vm.native_type(&SPEC)?;
    vm.set_in_module(module, "ArrayType", class.clone().into_object())?;
    let sequence = vm.import_attribute("collections.abc", "MutableSequence")?;
    let register = vm.intern("register");
    vm.call_method(&sequence, &register, &[class.as_object()]).map(drop)
}

/// An array: the bytes of its items.
#[derive(Trace)]
#[payload(weak = weak)]
pub struct Array {
    bytes: TokenCell<Buffer<u8>>,
    #[trace(skip)]
    code: char,
    /// How an item lies in its bytes.
    #[trace(skip)]
    field: &'static Field,
    #[trace(skip)]
    exports: Exports,
    weak: WeakHead,
}

static SPEC: TypeSpec = TypeSpec {
    module: "array",
    doc: "array(typecode [, initializer]) -> array\n\nReturn a new array whose items are restricted by typecode, and\ninitialized from the optional initializer value, which must be a list,\nstring or iterable over elements of the appropriate type.",
    flags: TypeFlags::BASE_TYPE.union(TypeFlags::SEQUENCE),
    slots,
    methods: &[Array::METHODS, Subscriptable::METHODS],
    getsets: &[Array::GETSETS],
    ..TypeSpec::new::<Array>("array")
};

static ITERATOR_SPEC: TypeSpec = TypeSpec {
    module: "array",
    flags: TypeFlags::NOT_INSTANTIABLE,
    slots: iterator_slots,
    ..TypeSpec::new::<ArrayIterator>("arrayiterator")
};

/// The payload of iterators over arrays.
#[derive(Trace)]
pub struct ArrayIterator {
    array: Slot<Array>,
    position: Cell<usize>,
}

fn slots(slots: &mut Slots) {
    slots.new = Some(Array::NEW);
    slots.repr = Some(repr);
    slots.compare = Some(compare);
    slots.length = Some(|vm, object| Ok(receiver(vm, object)?.len(vm)));
    slots.get_item = Some(get_item);
    slots.set_item = Some(set_item);
    slots.contains =
        Some(|vm, object, item| Ok(position_of(vm, object, item, 0, usize::MAX)?.is_some()));
    slots.concatenate = Some(concatenate);
    slots.in_place_concatenate = Some(in_place_concatenate);
    slots.repeat = Some(repeat);
    slots.in_place_repeat = Some(in_place_repeat);
    slots.buffer = Some(buffer);
    slots.iter = Some(|vm, object| {
        let array = receiver(vm, object)?;
        let iterator =
            ArrayIterator { array: Slot::new(Some(array.to_ref())), position: Cell::new(0) };
        let class = vm.native_type(&ITERATOR_SPEC)?;
        Ok(vm.new_object(&class, iterator).into_object())
    });
}

fn iterator_slots(slots: &mut Slots) {
    slots.iter = Some(|_, object| Ok(object.to_ref()));
    slots.next = Some(|vm, object| {
        let Some(iterator) = object.downcast::<ArrayIterator>() else { return Ok(None) };
        let Some(array) = iterator.array.get() else { return Ok(None) };
        let position = iterator.position.get();
        if position >= array.len(vm) {
            iterator.array.set(vm, None);
            return Ok(None);
        }
        iterator.position.set(position + 1);
        array.item(vm, position).map(Some)
    });
}

fn receiver<'a>(vm: &mut Vm, object: &'a Object) -> PyResult<&'a Typed<Array>> {
    match object.downcast::<Array>() {
        Some(array) => Ok(array),
        None => Err(vm.type_error("expected an array")),
    }
}

const fn is_text(code: char) -> bool {
    matches!(code, 'u' | 'w')
}

/// How the items of each type code lie in bytes.
static FIELDS: [Field; TYPE_CODES.len()] = {
    let mut fields = [Field::native(b'I').expect("a letter of formats"); TYPE_CODES.len()];
    let mut index = 0;
    while index < fields.len() {
        // Characters are unsigned numbers.
        if !is_text(TYPE_CODES.as_bytes()[index] as char) {
            let field = Field::native(TYPE_CODES.as_bytes()[index]);
            fields[index] = field.expect("every other type code is a letter of formats");
        }
        index += 1;
    }
    fields
};

fn field_of(code: char) -> &'static Field {
    &FIELDS[TYPE_CODES.find(code).expect("arrays are made of type codes only")]
}

static TABLE: BufferTable = BufferTable {
    bytes: |vm, object| object.downcast::<Array>().map_or(&[], |array| array.value().bytes.get(vm)),
    bytes_mut: |vm, object| Some(object.downcast::<Array>()?.value().bytes.get_mut(vm)),
};

fn buffer(vm: &mut Vm, object: &Object, _: BufferFlags) -> PyResult<BufferView> {
    let array = receiver(vm, object)?;
    let (hold, length) = (array.exports.hold(), array.bytes.get(vm).len());
    let view = BufferView::of_bytes(object, &TABLE, Some(hold), length, false);
    Ok(view.with_format(Cow::Owned(array.code.to_string()), array.field.size))
}

#[methods]
impl Array {
    #[constructor("array(typecode, initializer=<unrepresentable>, /)")]
    fn create(
        vm: &mut Vm,
        class: &Typed<Type>,
        typecode: CodePoint,
        initializer: Option<&Object>,
    ) -> PyResult {
        let Some(code) = char::from_u32(typecode.0).filter(|code| TYPE_CODES.contains(*code))
        else {
            return Err(
                vm.value_error("bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)")
            );
        };
        let array = Array::empty(vm, class, code);
        let Some(initializer) = initializer else { return Ok(array.into_object()) };
        if initializer.holds::<Str>() && !is_text(code) {
            return Err(vm.type_error(format!(
                "cannot use a str to initialize an array with typecode '{code}'"
            )));
        }
        let raw = initializer.holds::<Bytes>()
            || initializer.holds::<pellucid_runtime::builtins::ByteArray>();
        if raw {
            let bytes = vm.bytes_of(initializer)?;
            from_bytes(vm, &array, &bytes)?;
        } else if let Some(other) =
            initializer.downcast::<Array>().filter(|other| is_text(other.code) && !is_text(code))
        {
            let other = other.code;
            return Err(vm.type_error(format!(
                "cannot use a unicode array to initialize an array with typecode '{code}' (not '{other}')"
            )));
        } else {
            let length = initializer.downcast::<List>().map(|list| list.len(vm));
            let length = length.or_else(|| Some(initializer.downcast::<Tuple>()?.items().len()));
            array.reserve(vm, length.unwrap_or(0))?;
            vm.for_each(initializer, |vm, item| array.push(vm, &item))?;
        }
        Ok(array.into_object())
    }

    /// the typecode character used to create the array
    #[getter("typecode")]
    fn type_code(_: &mut Vm, array: &Typed<Array>) -> char {
        array.code
    }

    /// the size, in bytes, of one array item
    #[getter("itemsize")]
    fn item_size(_: &mut Vm, array: &Typed<Array>) -> usize {
        array.size()
    }

    /// Append new value v to the end of the array.
    #[method("append(self, v, /)")]
    fn append(vm: &mut Vm, array: &Typed<Array>, v: &Object) -> PyResult<()> {
        array.push(vm, v)
    }

    /// Append items to the end of the array.
    #[method("extend(self, bb, /)")]
    fn extend(vm: &mut Vm, array: &Typed<Array>, bb: &Object) -> PyResult<()> {
        array.push_all(vm, bb)
    }

    /// Insert a new item v into the array before position i.
    #[method("insert(self, i, v, /)")]
    fn insert(vm: &mut Vm, array: &Typed<Array>, i: isize, v: &Object) -> PyResult<()> {
        let unit = array.packed(vm, v)?;
        let bytes = unit.bytes();
        let length = array.len(vm) as isize;
        let index = if i < 0 { i.saturating_add(length) } else { i }.clamp(0, length) as usize;
        let at = index * array.size();
        array.splice(vm, at..at, bytes)
    }

    /// Return the i-th element and delete it from the array.
    ///
    /// i defaults to -1.
    #[method("pop(self, i=-1, /)")]
    fn pop(vm: &mut Vm, array: &Typed<Array>, i: Option<isize>) -> PyResult {
        let length = array.len(vm);
        if length == 0 {
            return Err(vm.index_error("pop from empty array"));
        }
        let i = i.unwrap_or(-1);
        let index = if i < 0 { i.saturating_add(length as isize) } else { i };
        let Some(index) = usize::try_from(index).ok().filter(|index| *index < length) else {
            return Err(vm.index_error("pop index out of range"));
        };
        let item = array.item(vm, index)?;
        let at = index * array.size();
        array.splice(vm, at..at + array.size(), &[])?;
        Ok(item)
    }

    /// Remove the first occurrence of v in the array.
    #[method("remove(self, v, /)")]
    fn remove(vm: &mut Vm, array: &Typed<Array>, v: &Object) -> PyResult<()> {
        match position_of(vm, array.as_object(), v, 0, usize::MAX)? {
            Some(index) => {
                let at = index * array.size();
                array.splice(vm, at..at + array.size(), &[])
            }
            None => Err(vm.value_error("array.remove(x): x not in array")),
        }
    }

    /// Return index of first occurrence of v in the array.
    ///
    /// Raise ValueError if the value is not present.
    #[method("index(self, v, start=0, stop=sys.maxsize, /)")]
    fn index(
        vm: &mut Vm,
        array: &Typed<Array>,
        v: &Object,
        start: Option<SearchBound>,
        stop: Option<SearchBound>,
    ) -> PyResult<usize> {
        let range = clamp_range(start, stop, array.len(vm));
        match position_of(vm, array.as_object(), v, range.start, range.end)? {
            Some(index) => Ok(index),
            None => Err(vm.value_error("array.index(x): x not in array")),
        }
    }

    /// Return number of occurrences of v in the array.
    #[method("count(self, v, /)")]
    fn count(vm: &mut Vm, array: &Typed<Array>, v: &Object) -> PyResult<usize> {
        let mut count = 0;
        vm.for_each(array.as_object(), |vm, item| {
            count += usize::from(vm.equal(&item, v)?);
            Ok(())
        })?;
        Ok(count)
    }

    /// Remove all items from the array.
    #[method("clear(self, /)")]
    fn clear(vm: &mut Vm, array: &Typed<Array>) -> PyResult<()> {
        let whole = 0..array.bytes.get(vm).len();
        array.splice(vm, whole, &[])
    }

    /// Reverse the order of the items in the array.
    #[method("reverse(self, /)")]
    fn reverse(vm: &mut Vm, array: &Typed<Array>) {
        let size = array.size();
        let bytes = array.bytes.get_mut(vm);
        bytes.reverse();
        bytes.chunks_exact_mut(size).for_each(<[u8]>::reverse);
    }

    /// Byteswap all items of the array.
    ///
    /// If the items in the array are not 1, 2, 4, or 8 bytes in size, RuntimeError is
    /// raised.
    #[method("byteswap(self, /)")]
    fn byte_swap(vm: &mut Vm, array: &Typed<Array>) {
        let size = array.size();
        array.bytes.get_mut(vm).chunks_exact_mut(size).for_each(<[u8]>::reverse);
    }

    /// Convert array to an ordinary list with the same items.
    #[method("tolist(self, /)")]
    fn to_list(vm: &mut Vm, array: &Typed<Array>) -> PyResult<Vec<Ref>> {
        let length = array.len(vm);
        vm.check_room(length.saturating_mul(8))?;
        (0..length).map(|index| array.item(vm, index)).collect()
    }

    /// Append items to array from list.
    #[method("fromlist(self, list, /)")]
    fn from_list(vm: &mut Vm, array: &Typed<Array>, list: &Object) -> PyResult<()> {
        if !list.holds::<List>() {
            return Err(vm.type_error("arg must be list"));
        }
        let before = array.bytes.get(vm).len();
        let items = vm.collect(list)?;
        for item in items {
            if let Err(raised) = array.push(vm, &item) {
                let end = array.bytes.get(vm).len();
                array.splice(vm, before..end, &[])?;
                return Err(raised);
            }
        }
        Ok(())
    }

    /// Convert the array to an array of machine values and return the bytes representation.
    #[method("tobytes(self, /)")]
    fn to_bytes(vm: &mut Vm, array: &Typed<Array>) -> PyResult<Ref<Bytes>> {
        let bytes = vm.bytes_of(array.as_object())?;
        vm.try_bytes(&bytes)
    }

    /// Appends items from the string, interpreting it as an array of machine values, as if it had been read from a file using the fromfile() method.
    #[method("frombytes(self, buffer, /)")]
    fn from_bytes(
        vm: &mut Vm,
        array: &Typed<Array>,
        buffer: pellucid_runtime::object::BytesLike<'_>,
    ) -> PyResult<()> {
        from_bytes(vm, array, &buffer)
    }

    /// Read n objects from the file object f and append them to the end of the array.
    #[method("fromfile(self, f, n, /)")]
    fn from_file(vm: &mut Vm, array: &Typed<Array>, f: &Object, n: isize) -> PyResult<()> {
        let Ok(count) = usize::try_from(n) else { return Err(vm.value_error("negative count")) };
        let wanted = count.saturating_mul(array.size());
        let size = vm.new_int(i64::try_from(wanted).unwrap_or(i64::MAX));
        let read = vm.names.read.clone();
        let read = vm.call_method(f, &read, &[&size])?;
        let Some(bytes) = read.downcast::<Bytes>() else {
            return Err(vm.type_error("read() didn't return bytes"));
        };
        from_bytes(vm, array, bytes.as_slice())?;
        if bytes.as_slice().len() != wanted {
            return Err(vm.eof_error("read() didn't return enough bytes"));
        }
        Ok(())
    }

    /// Write all items (as machine values) to the file object f.
    #[method("tofile(self, f, /)")]
    fn to_file(vm: &mut Vm, array: &Typed<Array>, f: &Object) -> PyResult<()> {
        let bytes = Array::to_bytes(vm, array)?;
        let write = vm.names.write.clone();
        vm.call_method(f, &write, &[bytes.as_object()])?;
        Ok(())
    }

    /// Extends this array with data from the unicode string ustr.
    ///
    /// The array must be a unicode type array; otherwise a ValueError is raised.
    /// Use array.frombytes(ustr.encode(...)) to append Unicode data to an array of
    /// some other type.
    #[method("fromunicode(self, ustr, /)")]
    fn from_unicode(vm: &mut Vm, array: &Typed<Array>, ustr: &Typed<Str>) -> PyResult<()> {
        if !is_text(array.code) {
            return Err(vm.value_error(
                "fromunicode() may only be called on unicode type arrays ('u' or 'w')",
            ));
        }
        let bytes: Vec<u8> = ustr.text().code_points().flat_map(u32::to_ne_bytes).collect();
        from_bytes(vm, array, &bytes)
    }

    /// Extends this array with data from the unicode string ustr.
    ///
    /// Convert the array to a unicode string.  The array must be a unicode type array;
    /// otherwise a ValueError is raised.  Use array.tobytes().decode() to obtain a
    /// unicode string from an array of some other type.
    #[method("tounicode(self, /)")]
    fn to_unicode(vm: &mut Vm, array: &Typed<Array>) -> PyResult<Ref<Str>> {
        if !is_text(array.code) {
            return Err(vm.value_error(
                "tounicode() may only be called on unicode type arrays ('u' or 'w')",
            ));
        }
        let units = array.bytes.get(vm).chunks_exact(4);
        let text: TextBuilder =
            units.map(|unit| u32::from_ne_bytes([unit[0], unit[1], unit[2], unit[3]])).collect();
        vm.try_owned_text(&text.finish())
    }

    /// Return a tuple (address, length) giving the current memory address and the length in items of the buffer used to hold array's contents.
    ///
    /// The length should be multiplied by the itemsize attribute to calculate
    /// the buffer length in bytes.
    #[method("buffer_info(self, /)")]
    fn buffer_info(vm: &mut Vm, array: &Typed<Array>) -> (usize, usize) {
        (array.bytes.get(vm).as_ptr().addr(), array.len(vm))
    }

    /// Return a copy of the array.
    #[method("__copy__(self, /)")]
    fn copy(vm: &mut Vm, array: &Typed<Array>) -> PyResult<Ref<Array>> {
        let bytes = array.bytes.get(vm).to_vec();
        of_bytes(vm, array.code, &bytes)
    }

    /// Return a copy of the array.
    #[method("__deepcopy__(self, unused, /)")]
    fn deep_copy(vm: &mut Vm, array: &Typed<Array>, _unused: &Object) -> PyResult<Ref<Array>> {
        Array::copy(vm, array)
    }

    /// Size of the array in memory, in bytes.
    #[method("__sizeof__(self, /)")]
    fn size_of(vm: &mut Vm, array: &Typed<Array>) -> usize {
        vm.basic_size(array.class()) + array.bytes.get(vm).capacity()
    }

    /// Return state information for pickling.
    #[method("__reduce_ex__(self, value, /)")]
    fn reduce(vm: &mut Vm, array: &Typed<Array>, _value: &Object) -> PyResult {
        let list = Array::to_list(vm, array)?;
        let list = vm.new_list(list)?.into_object();
        let code = vm.new_str(&array.code.to_string()).into_object();
        let arguments = vm.new_tuple(vec![code, list]).into_object();
        let state = vm.none();
        let class = array.class().as_object().to_ref();
        Ok(vm.new_tuple(vec![class, arguments, state]).into_object())
    }
}

fn from_bytes(vm: &mut Vm, array: &Typed<Array>, bytes: &[u8]) -> PyResult<()> {
    if !bytes.len().is_multiple_of(array.size()) {
        return Err(vm.value_error("bytes length not a multiple of item size"));
    }
    let end = array.bytes.get(vm).len();
    array.splice(vm, end..end, bytes)
}

/// The functions of `array`.
pub struct Functions;

#[methods(owner = "array")]
impl Functions {
    /// Internal. Used for pickling support.
    #[function("_array_reconstructor(arraytype, typecode, mformat_code, items, /)")]
    fn reconstruct(
        vm: &mut Vm,
        arraytype: &Object,
        typecode: &Object,
        _mformat_code: i32,
        items: &Object,
    ) -> PyResult {
        vm.call_positional(arraytype, &[typecode, items])
    }
}
