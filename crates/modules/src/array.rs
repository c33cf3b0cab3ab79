//! `array`: sequences of numbers of one machine type.
//!
//! Long: one type with the methods of a list and the buffer protocol; to be split by slots and methods.

use std::borrow::Cow;
use std::cell::Cell;

use pellucid_runtime::builtins::Module;
use pellucid_runtime::bytecode::Comparison;
use pellucid_runtime::heap::{Buffer, LimitExceeded, WeakHead};
use pellucid_runtime::object::{
    BufferFlags, BufferTable, BufferView, Exports, ModuleSpec, SearchBound, SliceRange, Slots,
    Subscript, SubscriptWording, TypeFlags, TypeSpec, clamp_range,
};
use pellucid_runtime::prelude::*;
use pellucid_runtime::text::structure::{Field, Kind, Layout, StructError, Value};
use pellucid_runtime::text::{Text, TextBuilder};

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
    vm.set_in_module(module, "ArrayType", class.into_object())
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
    field: Field,
    #[trace(skip)]
    exports: Exports,
    weak: WeakHead,
}

static SPEC: TypeSpec = TypeSpec {
    module: "array",
    doc: "array(typecode [, initializer]) -> array\n\nReturn a new array whose items are restricted by typecode, and\ninitialized from the optional initializer value, which must be a list,\nstring or iterable over elements of the appropriate type.",
    flags: TypeFlags::BASE_TYPE.union(TypeFlags::SEQUENCE),
    basic_size: 64,
    slots,
    methods: &[Array::METHODS],
    getsets: &[Array::GETSETS],
    ..TypeSpec::new::<Array>("array")
};

static ITERATOR_SPEC: TypeSpec = TypeSpec {
    module: "array",
    flags: TypeFlags::NOT_INSTANTIABLE,
    basic_size: 40,
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

fn is_text(code: char) -> bool {
    matches!(code, 'u' | 'w')
}

/// How the items of a type code lie in bytes.
fn field_of(code: char) -> Field {
    let letter = if is_text(code) { 'I' } else { code };
    let layout = Layout::parse(letter.to_string().as_bytes());
    let field = layout.ok().and_then(|layout| layout.fields().next().map(|(field, _)| *field));
    field.expect("every type code is a struct letter")
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

/// The longest item: a double, or eight bytes of an integer.
const ITEM_BYTES_MAX: usize = 8;

/// The bytes of one item.
struct Unit {
    bytes: [u8; ITEM_BYTES_MAX],
    size: usize,
}

impl Unit {
    fn of(bytes: &[u8]) -> Unit {
        let mut unit = Unit { bytes: [0; ITEM_BYTES_MAX], size: bytes.len() };
        unit.bytes[..bytes.len()].copy_from_slice(bytes);
        unit
    }

    fn bytes(&self) -> &[u8] {
        &self.bytes[..self.size]
    }
}

impl Array {
    fn empty(vm: &mut Vm, class: &Typed<Type>, code: char) -> Ref<Array> {
        let bytes = TokenCell::new(Buffer::new(vm.heap()));
        let weak = WeakHead::new();
        vm.new_object(
            class,
            Array { bytes, code, field: field_of(code), exports: Exports::default(), weak },
        )
    }

    fn size(&self) -> usize {
        self.field.size
    }

    fn len(&self, vm: &Vm) -> usize {
        self.bytes.get(vm).len() / self.size()
    }

    fn item(&self, vm: &mut Vm, index: usize) -> PyResult {
        let field = &self.field;
        let start = index * field.size;
        let Some(bytes) = self.bytes.get(vm).get(start..start + field.size) else {
            return Err(vm.index_error("array index out of range"));
        };
        let bytes = Unit::of(bytes);
        if is_text(self.code) {
            let code = bytes.bytes().first_chunk::<4>().map_or(0, |unit| u32::from_ne_bytes(*unit));
            if code >= 0x11_0000 {
                return Err(vm.value_error(format!(
                    "character U+{code:x} is not in range [U+0000; U+10ffff]"
                )));
            }
            return Ok(vm.try_text(Text::Ucs4(&[code]))?.into_object());
        }
        match field.unpack(bytes.bytes()) {
            Some(value) => vm.object_of_field(value),
            None => Err(vm.index_error("array index out of range")),
        }
    }

    fn packed(&self, vm: &mut Vm, value: &Object) -> PyResult<Unit> {
        let (code, field) = (self.code, &self.field);
        if is_text(code) {
            let Some(text) = value.downcast::<Str>() else {
                let class = value.class().name(vm);
                return Err(
                    vm.type_error(format!("array item must be a unicode character, not {class}"))
                );
            };
            let (1, Some(code)) = (text.len(), text.text().get(0)) else {
                let length = text.len();
                return Err(vm.type_error(format!(
                    "array item must be a string of length 1, not a string of length {length}"
                )));
            };
            return Ok(Unit::of(&code.to_ne_bytes()));
        }
        let packable = match field.kind {
            Kind::Float => match vm.as_f64(value) {
                Ok(number) => Value::Float(number),
                Err(raised) => return Err(raised),
            },
            _ => Value::Integer(vm.index(value)?.to_i128()),
        };
        let mut unit = Unit { bytes: [0; ITEM_BYTES_MAX], size: field.size };
        match field.pack(packable, &mut unit.bytes[..field.size]) {
            Ok(()) => Ok(unit),
            Err(StructError::Overflow(message)) => Err(vm.overflow_error(message)),
            Err(StructError::Struct(_)) => {
                let negative = matches!(packable, Value::Integer(Some(number)) if number < 0);
                Err(vm.overflow_error(range_message(code, negative)))
            }
        }
    }

    /// Puts bytes in place of a range of bytes.
    fn splice(&self, vm: &mut Vm, range: std::ops::Range<usize>, bytes: &[u8]) -> PyResult<()> {
        let old = self.bytes.get(vm).len();
        if bytes.len() == range.len() {
            self.bytes.get_mut(vm)[range].copy_from_slice(bytes);
            return Ok(());
        }
        if self.exports.count() > 0 {
            return Err(vm.buffer_error("cannot resize an array that is exporting buffers"));
        }
        let length = (old - range.len()).saturating_add(bytes.len());
        if length > isize::MAX as usize / 2 {
            return Err(vm.memory_error());
        }
        let size = self.size();
        let buffer = self.bytes.get_mut(vm);
        let mut done = Ok(());
        if length > old {
            if length > buffer.capacity() {
                let items = length / size;
                let spare = (items >> 4) + if old < 8 * size { 3 } else { 7 };
                let wanted = if old == 0 { items } else { items + spare };
                done = buffer.set_capacity(wanted.saturating_mul(size));
            }
            if done.is_ok() {
                buffer.fill_to(length, 0);
                buffer.copy_within(range.end..old, range.start + bytes.len());
                buffer[range.start..range.start + bytes.len()].copy_from_slice(bytes);
            }
        } else {
            buffer[range.start..range.start + bytes.len()].copy_from_slice(bytes);
            buffer.copy_within(range.end..old, range.start + bytes.len());
            buffer.truncate(length);
            if length == 0 {
                done = buffer.set_capacity(0);
            }
        }
        done.map_err(|LimitExceeded| vm.memory_error())
    }

    fn push(&self, vm: &mut Vm, value: &Object) -> PyResult<()> {
        let unit = self.packed(vm, value)?;
        let bytes = unit.bytes();
        let end = self.bytes.get(vm).len();
        self.splice(vm, end..end, bytes)
    }

    fn push_all(&self, vm: &mut Vm, iterable: &Object) -> PyResult<()> {
        if let Some(other) = iterable.downcast::<Array>() {
            if other.code != self.code {
                return Err(vm.type_error("can only extend with array of same kind"));
            }
            let bytes = other.bytes.get(vm).to_vec();
            let end = self.bytes.get(vm).len();
            return self.splice(vm, end..end, &bytes);
        }
        vm.for_each(iterable, |vm, item| self.push(vm, &item))
    }
}

/// The message for a number beyond a type code.
fn range_message(code: char, negative: bool) -> &'static str {
    match (code, negative) {
        ('b', true) => "signed char is less than minimum",
        ('b', false) => "signed char is greater than maximum",
        ('B', true) => "unsigned byte integer is less than minimum",
        ('B', false) => "unsigned byte integer is greater than maximum",
        ('h', true) => "signed short integer is less than minimum",
        ('h', false) => "signed short integer is greater than maximum",
        ('H', true) => "unsigned short is less than minimum",
        ('H', false) => "unsigned short is greater than maximum",
        ('i', true) => "signed integer is less than minimum",
        ('i', false) => "signed integer is greater than maximum",
        ('I' | 'L' | 'Q', true) => "can't convert negative value to unsigned int",
        ('I', false) => "unsigned int is greater than maximum",
        ('L', false) => "Python int too large to convert to C unsigned long",
        ('Q', false) => "int too big to convert",
        ('q', _) => "int too big to convert",
        _ => "Python int too large to convert to C long",
    }
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let array = receiver(vm, object)?;
    let class = object.class().qualified_name(vm);
    let code = array.code;
    if array.len(vm) == 0 {
        return Ok(vm.new_str(&format!("{class}('{code}')")).into_object());
    }
    let name = vm.intern(if is_text(code) { "tounicode" } else { "tolist" });
    let content = vm.call_method(object, &name, &[])?;
    let content = vm.repr(&content)?.into_object();
    let open = vm.new_str(&format!("{class}('{code}', ")).into_object();
    let close = vm.new_str(")").into_object();
    Ok(Str::concatenate(vm, &[open, content, close])?.into_object())
}

fn compare(vm: &mut Vm, left: &Object, right: &Object, comparison: Comparison) -> PyResult<Ref> {
    let (Some(a), Some(b)) = (left.downcast::<Array>(), right.downcast::<Array>()) else {
        return Ok(vm.not_implemented());
    };
    let mut index = 0;
    while index < a.len(vm) && index < b.len(vm) {
        let (x, y) = (a.item(vm, index)?, b.item(vm, index)?);
        if !vm.compare_is_true(&x, &y, Comparison::Equal)? {
            return match comparison {
                Comparison::Equal => Ok(vm.new_bool(false)),
                Comparison::NotEqual => Ok(vm.new_bool(true)),
                _ => vm.compare(&x, &y, comparison),
            };
        }
        index += 1;
    }
    let order = a.len(vm).cmp(&b.len(vm));
    let truth = match comparison {
        Comparison::Less => order.is_lt(),
        Comparison::LessEqual => order.is_le(),
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterEqual => order.is_ge(),
    };
    Ok(vm.new_bool(truth))
}

const WORDING: SubscriptWording = SubscriptWording {
    out_of_range: "array index out of range",
    not_an_index: "array indices must be integers",
    class: |_| String::new(),
};

const ASSIGNED: SubscriptWording = SubscriptWording {
    out_of_range: "array assignment index out of range",
    not_an_index: "array indices must be integers",
    class: |_| String::new(),
};

/// The bytes of the items of a slice.
fn slice_bytes(vm: &mut Vm, array: &Array, range: SliceRange) -> PyResult<Vec<u8>> {
    let size = array.size();
    vm.check_room(range.length.saturating_mul(size))?;
    let bytes = array.bytes.get(vm);
    let items = range.indices().filter_map(|index| bytes.get(index * size..index * size + size));
    Ok(items.flatten().copied().collect())
}

fn of_bytes(vm: &mut Vm, code: char, bytes: &[u8]) -> PyResult<Ref<Array>> {
    let class = vm.native_type(&SPEC)?;
    let made = Array::empty(vm, &class, code);
    made.splice(vm, 0..0, bytes)?;
    Ok(made)
}

fn get_item(vm: &mut Vm, object: &Object, key: &Object) -> PyResult<Ref> {
    let array = receiver(vm, object)?;
    match vm.subscript(key, &WORDING, |vm| array.len(vm))? {
        Subscript::Index(index) => array.item(vm, index),
        Subscript::Slice(range) => {
            let bytes = slice_bytes(vm, array, range)?;
            Ok(of_bytes(vm, array.code, &bytes)?.into_object())
        }
    }
}

fn set_item(vm: &mut Vm, object: &Object, key: &Object, value: Option<&Object>) -> PyResult<()> {
    let array = receiver(vm, object)?;
    let size = array.size();
    let range = match vm.subscript(key, &ASSIGNED, |vm| array.len(vm))? {
        Subscript::Index(index) => {
            let unit = value.map(|value| array.packed(vm, value)).transpose()?;
            let bytes = unit.as_ref().map_or(&[][..], Unit::bytes);
            if index >= array.len(vm) {
                return Err(vm.index_error(ASSIGNED.out_of_range));
            }
            return array.splice(vm, index * size..index * size + size, bytes);
        }
        Subscript::Slice(range) => range,
    };
    let bytes = match value {
        None => Vec::new(),
        Some(value) => match value.downcast::<Array>() {
            Some(other) if other.code == array.code => other.bytes.get(vm).to_vec(),
            Some(_) => return Err(vm.type_error("bad argument type for built-in operation")),
            None => {
                let class = value.class().name(vm);
                return Err(vm.type_error(format!(
                    "can only assign array (not \"{class}\") to array slice"
                )));
            }
        },
    };
    if range.step == 1 {
        return array.splice(vm, range.start * size..(range.start + range.length) * size, &bytes);
    }
    if value.is_none() {
        let mut unwanted: Vec<usize> = range.indices().collect();
        unwanted.sort_unstable();
        for index in unwanted.into_iter().rev() {
            array.splice(vm, index * size..index * size + size, &[])?;
        }
        return Ok(());
    }
    let given = bytes.len() / size;
    if given != range.length {
        let wanted = range.length;
        return Err(vm.value_error(format!(
            "attempt to assign array of size {given} to extended slice of size {wanted}"
        )));
    }
    for (index, item) in range.indices().zip(bytes.chunks_exact(size)) {
        array.splice(vm, index * size..index * size + size, item)?;
    }
    Ok(())
}

fn position_of(
    vm: &mut Vm,
    object: &Object,
    value: &Object,
    start: usize,
    stop: usize,
) -> PyResult<Option<usize>> {
    let array = receiver(vm, object)?;
    let mut index = start;
    while index < array.len(vm) && index < stop {
        let item = array.item(vm, index)?;
        if vm.equal(&item, value)? {
            return Ok(Some(index));
        }
        index += 1;
    }
    Ok(None)
}

fn concatenate(vm: &mut Vm, left: &Object, right: &Object) -> PyResult<Ref> {
    let array = receiver(vm, left)?;
    let Some(other) = right.downcast::<Array>() else {
        let class = right.class().name(vm);
        return Err(vm.type_error(format!("can only append array (not \"{class}\") to array")));
    };
    if other.code != array.code {
        return Err(vm.type_error("bad argument type for built-in operation"));
    }
    let bytes = [&array.bytes.get(vm)[..], &other.bytes.get(vm)[..]].concat();
    Ok(of_bytes(vm, array.code, &bytes)?.into_object())
}

fn in_place_concatenate(vm: &mut Vm, left: &Object, right: &Object) -> PyResult<Ref> {
    let array = receiver(vm, left)?;
    if !right.holds::<Array>() {
        let class = right.class().name(vm);
        return Err(vm.type_error(format!("can only extend with array (not \"{class}\")")));
    }
    array.push_all(vm, right)?;
    Ok(left.to_ref())
}

fn repeated(vm: &mut Vm, array: &Array, count: &Object) -> PyResult<Vec<u8>> {
    let count = usize::try_from(vm.repeat_count(count)?).unwrap_or(0);
    match array.bytes.get(vm).len().checked_mul(count) {
        Some(length) => vm.check_room(length)?,
        None => return Err(vm.memory_error()),
    }
    Ok(array.bytes.get(vm).repeat(count))
}

fn repeat(vm: &mut Vm, object: &Object, count: &Object) -> PyResult<Ref> {
    let array = receiver(vm, object)?;
    let bytes = repeated(vm, array, count)?;
    Ok(of_bytes(vm, array.code, &bytes)?.into_object())
}

fn in_place_repeat(vm: &mut Vm, object: &Object, count: &Object) -> PyResult<Ref> {
    let array = receiver(vm, object)?;
    let bytes = repeated(vm, array, count)?;
    let whole = 0..array.bytes.get(vm).len();
    array.splice(vm, whole, &bytes)?;
    Ok(object.to_ref())
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
