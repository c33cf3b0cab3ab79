//! `_struct`: values in bytes, for the module `struct`.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use pellucid_runtime::builtins::Complex;
use pellucid_runtime::errors::hierarchy::EXCEPTION;
use pellucid_runtime::heap::Charge;
use pellucid_runtime::heap::WeakHead;
use pellucid_runtime::object::{
    BufferFlags, BufferView, BytesLike, ModuleSpec, Slots, TypeFlags, TypeSpec, WritableBuffer,
};
use pellucid_runtime::prelude::*;
use pellucid_runtime::text::structure::{Field, Kind, Layout, StructError, Value};

use crate::exception::{exception, raise_native};

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    doc: "Functions to convert between Python values and C structs.\nPython bytes objects are used to hold the data representing the C struct\nand also as format strings (explained below) to describe the layout of data\nin the C struct.",
    functions: &[Functions::METHODS],
    types: &[&STRUCT_SPEC, &ERROR],
    ..ModuleSpec::new("_struct")
};

/// A parsed format.
#[derive(Trace)]
#[payload(weak = weak)]
pub struct Struct {
    #[trace(skip)]
    layout: TokenCell<Option<(Rc<Layout>, String)>>,
    /// What the layout holds.
    memory: TokenCell<Option<Charge>>,
    weak: WeakHead,
}

static STRUCT_SPEC: TypeSpec = TypeSpec {
    module: "_struct",
    doc: "Struct(fmt) --> compiled struct object",
    flags: TypeFlags::BASE_TYPE,
    slots: struct_slots,
    methods: &[Struct::METHODS],
    getsets: &[Struct::GETSETS],
    ..TypeSpec::new::<Struct>("Struct")
};

fn struct_slots(slots: &mut Slots) {
    slots.new = Some(|vm, class, _| {
        let value = Struct {
            layout: TokenCell::new(None),
            memory: TokenCell::new(None),
            weak: WeakHead::new(),
        };
        Ok(vm.new_object(class, value).into_object())
    });
    slots.init = Some(Struct::INIT);
    slots.repr = Some(|vm, object| {
        let format = match object.downcast::<Struct>().and_then(|this| this.layout.get(vm).as_ref())
        {
            Some((_, format)) => format.clone(),
            None => String::new(),
        };
        let format = vm.new_str(&format);
        let shown = vm.repr(format.as_object())?;
        let class = object.class().name(vm);
        Ok(vm.new_str(&format!("{class}({shown})")).into_object())
    });
}

/// `struct.error`
static ERROR: TypeSpec = exception("error", "struct", &EXCEPTION);

/// The exception for what is wrong with a format, a value or a buffer.
fn raise(vm: &mut Vm, error: StructError) -> Raised {
    match error {
        StructError::Overflow(message) => vm.overflow_error(message),
        StructError::Struct(message) => raise_native(vm, &ERROR, &message),
    }
}

/// How many formats are remembered once they have been parsed, and how long these may be.
const FORMATS_MAX: usize = 100;
const FORMAT_LENGTH_MAX: usize = 64;

/// The formats that have been parsed.
#[derive(Default)]
struct Formats(RefCell<HashMap<Vec<u8>, Rc<Layout>>>);

fn parsed(vm: &mut Vm, format: &[u8]) -> PyResult<Rc<Layout>> {
    let known = vm.interpreter().native_state::<Formats>().0.borrow().get(format).cloned();
    if let Some(known) = known {
        return Ok(known);
    }
    let layout = Layout::parse(format).map_err(|error| raise(vm, error))?;
    let layout = Rc::new(layout);
    if format.len() <= FORMAT_LENGTH_MAX {
        let mut formats = vm.interpreter().native_state::<Formats>().0.borrow_mut();
        if formats.len() >= FORMATS_MAX {
            formats.clear();
        }
        formats.insert(format.to_vec(), layout.clone());
    }
    Ok(layout)
}

/// The layout of a format: a string, bytes or a `Struct`.
fn layout_of(vm: &mut Vm, format: &Object) -> PyResult<Rc<Layout>> {
    if let Some(known) = format.downcast::<Struct>() {
        return known.ready(vm);
    }
    if let Some(ascii) = format.downcast::<Str>().and_then(|text| text.as_ascii()) {
        return parsed(vm, ascii.as_bytes());
    }
    let text = format_text(vm, format)?;
    parsed(vm, &text.chars().map(|char| char as u8).collect::<Vec<u8>>())
}

/// The text of a format that is a string or bytes.
fn format_text(vm: &mut Vm, format: &Object) -> PyResult<String> {
    if let Some(text) = format.downcast::<Str>() {
        if let Some(ascii) = text.as_ascii() {
            return Ok(ascii.to_owned());
        }
        let ascii = vm.encode_text(text, Some("ascii"), None)?;
        Ok(String::from_utf8_lossy(ascii.as_slice()).into_owned())
    } else if let Some(bytes) = format.downcast::<Bytes>() {
        Ok(bytes.as_slice().iter().copied().map(char::from).collect())
    } else {
        let class = format.class().name(vm);
        Err(vm
            .type_error(format!("Struct() argument 1 must be a str or bytes object, not {class}")))
    }
}

/// Packs one object into the bytes of a field.
fn pack_object(vm: &mut Vm, field: &Field, object: &Object, out: &mut [u8]) -> PyResult<()> {
    let held: Vec<u8>;
    let value = match field.kind {
        Kind::Pad => return Ok(()),
        Kind::Character | Kind::Bytes | Kind::Pascal => {
            held = match (
                object.downcast::<Bytes>(),
                object.downcast::<pellucid_runtime::builtins::ByteArray>(),
            ) {
                (Some(bytes), _) => bytes.as_slice().to_vec(),
                (_, Some(array)) if field.kind != Kind::Character => array.items(vm).to_vec(),
                _ => return Err(raise(vm, field.type_error())),
            };
            if field.kind == Kind::Character && held.len() != 1 {
                return Err(raise(vm, field.type_error()));
            }
            Value::Bytes(&held)
        }
        Kind::Truth => Value::Truth(vm.is_true(object)?),
        Kind::Signed | Kind::Unsigned => {
            if !object.holds::<Int>() && object.class().slots(vm).index.is_none() {
                return Err(raise(vm, field.type_error()));
            }
            Value::Integer(vm.index(object)?.to_i128())
        }
        Kind::Float => match vm.as_f64(object) {
            Ok(number) => Value::Float(number),
            Err(raised) if raised.is_instance(vm, &vm.types.type_error) => {
                return Err(raise(vm, field.type_error()));
            }
            Err(raised) => return Err(raised),
        },
        Kind::Complex => match object.downcast::<Complex>() {
            Some(complex) => {
                let (real, imaginary) = complex.parts();
                Value::Complex(real, imaginary)
            }
            None => match vm.as_f64(object) {
                Ok(real) => Value::Complex(real, 0.0),
                Err(_) => return Err(raise(vm, field.type_error())),
            },
        },
    };
    field.pack(value, out).map_err(|error| raise(vm, error))
}

fn packed(vm: &mut Vm, layout: &Layout, function: &str, values: &[Ref]) -> PyResult<Vec<u8>> {
    layout.check_values(function, values.len()).map_err(|error| raise(vm, error))?;
    vm.check_room(layout.size())?;
    let mut out = vec![0; layout.size()];
    for ((field, offset), value) in layout.fields().zip(values) {
        let Some(place) = out.get_mut(offset..offset + field.size) else { break };
        pack_object(vm, field, value, place)?;
    }
    Ok(out)
}

fn unpacked(vm: &mut Vm, layout: &Layout, bytes: &[u8]) -> PyResult<Ref<Tuple>> {
    vm.check_room(layout.values().saturating_mul(8))?;
    let mut items = Vec::with_capacity(layout.values());
    for (field, offset) in layout.fields() {
        let value = bytes.get(offset..offset + field.size).and_then(|bytes| field.unpack(bytes));
        if let Some(value) = value {
            items.push(vm.object_of_field(value)?);
        }
    }
    Ok(vm.new_tuple(items))
}

fn pack_into(
    vm: &mut Vm,
    layout: &Layout,
    buffer: &BufferView,
    offset: isize,
    values: &[Ref],
) -> PyResult<()> {
    layout.check_values("pack_into", values.len()).map_err(|error| raise(vm, error))?;
    let length = buffer.byte_length();
    let start = layout.resolve_offset(offset, length, true).map_err(|error| raise(vm, error))?;
    let bytes = packed(vm, layout, "pack_into", values)?;
    buffer.write(vm, start, &bytes)
}

fn unpack_from(vm: &mut Vm, layout: &Layout, bytes: &[u8], offset: isize) -> PyResult<Ref<Tuple>> {
    let start =
        layout.resolve_offset(offset, bytes.len(), false).map_err(|error| raise(vm, error))?;
    unpacked(vm, layout, bytes.get(start..).unwrap_or(&[]))
}

fn unpack(vm: &mut Vm, layout: &Layout, bytes: &[u8]) -> PyResult<Ref<Tuple>> {
    layout.check_buffer(bytes.len()).map_err(|error| raise(vm, error))?;
    unpacked(vm, layout, bytes)
}

fn iter_unpack(vm: &mut Vm, layout: Rc<Layout>, buffer: &Object) -> PyResult {
    let view = vm.get_buffer(buffer, BufferFlags::empty())?;
    layout.check_repeated_buffer(view.byte_length()).map_err(|error| raise(vm, error))?;
    let class = vm.native_type(&ITERATOR_SPEC)?;
    let value = UnpackIterator { layout, view, position: Cell::new(0) };
    Ok(vm.new_object(&class, value).into_object())
}

#[methods]
impl Struct {
    /// S.__sizeof__() -> size of S in memory, in bytes
    #[method("__sizeof__(self, /)")]
    fn size_of(vm: &mut Vm, this: &Typed<Struct>) -> PyResult<usize> {
        // Four words a code, and as many to end them.
        let codes = this.ready(vm)?.codes() + 1;
        Ok(vm.basic_size(this.class()) + codes * 4 * vm.sizes_of().word())
    }

    #[initializer("Struct(format)")]
    fn initialize(vm: &mut Vm, this: &Typed<Struct>, format: &Object) -> PyResult<()> {
        let layout = layout_of(vm, format)?;
        let text = match format.downcast::<Struct>().and_then(|known| known.layout.get(vm).as_ref())
        {
            Some((_, text)) => text.clone(),
            None => format_text(vm, format)?,
        };
        let memory = vm.charge(layout.held_bytes() + text.capacity())?;
        this.layout.replace(vm, Some((layout, text)));
        this.memory.replace(vm, Some(memory));
        Ok(())
    }

    /// Pack values and return the packed bytes.
    #[method("pack(self, /, *values)", hidden)]
    fn pack(vm: &mut Vm, this: &Typed<Struct>, values: &[Ref]) -> PyResult<Ref<Bytes>> {
        let layout = this.ready(vm)?;
        let bytes = packed(vm, &layout, "pack", values)?;
        vm.try_bytes(&bytes)
    }

    /// Pack values and write the packed bytes into the buffer.
    #[method("pack_into(self, buffer, offset, /, *values)", hidden)]
    fn pack_into(
        vm: &mut Vm,
        this: &Typed<Struct>,
        buffer: WritableBuffer,
        offset: isize,
        values: &[Ref],
    ) -> PyResult<()> {
        let layout = this.ready(vm)?;
        pack_into(vm, &layout, &buffer.0, offset, values)
    }

    /// Return a tuple containing unpacked values.
    ///
    /// Unpack according to the format string Struct.format. The buffer's size
    /// in bytes must be Struct.size.
    #[method("unpack(self, buffer, /)")]
    fn unpack(vm: &mut Vm, this: &Typed<Struct>, buffer: BytesLike<'_>) -> PyResult<Ref<Tuple>> {
        let layout = this.ready(vm)?;
        unpack(vm, &layout, &buffer)
    }

    /// Return a tuple containing unpacked values.
    ///
    /// Values are unpacked according to the format string Struct.format.
    #[method("unpack_from(self, /, buffer, offset=0)")]
    fn unpack_from(
        vm: &mut Vm,
        this: &Typed<Struct>,
        buffer: BytesLike<'_>,
        offset: Option<isize>,
    ) -> PyResult<Ref<Tuple>> {
        let layout = this.ready(vm)?;
        unpack_from(vm, &layout, &buffer, offset.unwrap_or(0))
    }

    /// Return an iterator yielding tuples.
    #[method("iter_unpack(self, buffer, /)")]
    fn iter_unpack(vm: &mut Vm, this: &Typed<Struct>, buffer: &Object) -> PyResult {
        let layout = this.ready(vm)?;
        iter_unpack(vm, layout, buffer)
    }

    /// struct format string
    #[getter("format")]
    fn format(vm: &mut Vm, this: &Typed<Struct>) -> PyResult<String> {
        this.ready(vm)?;
        Ok(this.layout.get(vm).as_ref().map_or_else(String::new, |(_, format)| format.clone()))
    }

    /// struct size in bytes
    #[getter("size")]
    fn size(vm: &mut Vm, this: &Typed<Struct>) -> PyResult<usize> {
        Ok(this.ready(vm)?.size())
    }
}

impl Struct {
    fn ready(&self, vm: &mut Vm) -> PyResult<Rc<Layout>> {
        match self.layout.get(vm) {
            Some((layout, _)) => Ok(layout.clone()),
            None => Err(vm.runtime_error("Struct object is not initialized")),
        }
    }
}

/// The payload of what `iter_unpack` gives.
#[derive(Trace)]
pub struct UnpackIterator {
    #[trace(skip)]
    layout: Rc<Layout>,
    view: BufferView,
    position: Cell<usize>,
}

static ITERATOR_SPEC: TypeSpec = TypeSpec {
    module: "_struct",
    flags: TypeFlags::NOT_INSTANTIABLE,
    slots: iterator_slots,
    methods: &[UnpackIterator::METHODS],
    ..TypeSpec::new::<UnpackIterator>("unpack_iterator")
};

fn iterator_slots(slots: &mut Slots) {
    slots.iter = Some(|_, object| Ok(object.to_ref()));
    slots.next = Some(|vm, object| {
        let Some(this) = object.downcast::<UnpackIterator>() else { return Ok(None) };
        let start = this.position.get();
        let end = start + this.layout.size();
        let Some(bytes) =
            this.view.contiguous(vm).and_then(|bytes| bytes.get(start..end)).map(<[u8]>::to_vec)
        else {
            return Ok(None);
        };
        this.position.set(end);
        Ok(Some(unpacked(vm, &this.layout, &bytes)?.into_object()))
    });
}

#[methods(owner = "unpack_iterator")]
impl UnpackIterator {
    #[method("__length_hint__(self, /)")]
    fn length_hint(_: &mut Vm, this: &Typed<UnpackIterator>) -> usize {
        (this.view.byte_length() - this.position.get()) / this.layout.size().max(1)
    }
}

/// The functions of `_struct`.
pub struct Functions;

#[methods(owner = "_struct")]
impl Functions {
    /// Clear the internal cache.
    #[function("_clearcache()")]
    fn clear_cache(vm: &mut Vm) {
        vm.interpreter().native_state::<Formats>().0.borrow_mut().clear();
    }

    /// Return size in bytes of the struct described by the format string.
    #[function("calcsize(format, /)")]
    fn calculate_size(vm: &mut Vm, format: &Object) -> PyResult<usize> {
        Ok(layout_of(vm, format)?.size())
    }

    /// pack(format, v1, v2, ...) -> bytes
    ///
    /// Return a bytes object containing the values v1, v2, ... packed according
    /// to the format string.  See help(struct) for more on format strings.
    #[function("pack(format, /, *values)", hidden)]
    fn pack(vm: &mut Vm, format: &Object, values: &[Ref]) -> PyResult<Ref<Bytes>> {
        let layout = layout_of(vm, format)?;
        let bytes = packed(vm, &layout, "pack", values)?;
        vm.try_bytes(&bytes)
    }

    /// pack_into(format, buffer, offset, v1, v2, ...)
    ///
    /// Pack the values v1, v2, ... according to the format string and write
    /// the packed bytes into the writable buffer buf starting at offset.  Note
    /// that the offset is a required argument.  See help(struct) for more
    /// on format strings.
    #[function("pack_into(format, buffer, offset, /, *values)", hidden)]
    fn pack_into(
        vm: &mut Vm,
        format: &Object,
        buffer: WritableBuffer,
        offset: isize,
        values: &[Ref],
    ) -> PyResult<()> {
        let layout = layout_of(vm, format)?;
        pack_into(vm, &layout, &buffer.0, offset, values)
    }

    /// Return a tuple containing values unpacked according to the format string.
    ///
    /// The buffer's size in bytes must be calcsize(format).
    ///
    /// See help(struct) for more on format strings.
    #[function("unpack(format, buffer, /)")]
    fn unpack(vm: &mut Vm, format: &Object, buffer: BytesLike<'_>) -> PyResult<Ref<Tuple>> {
        let layout = layout_of(vm, format)?;
        unpack(vm, &layout, &buffer)
    }

    /// Return a tuple containing values unpacked according to the format string.
    ///
    /// The buffer's size, minus offset, must be at least calcsize(format).
    ///
    /// See help(struct) for more on format strings.
    #[function("unpack_from(format, /, buffer, offset=0)")]
    fn unpack_from(
        vm: &mut Vm,
        format: &Object,
        buffer: BytesLike<'_>,
        offset: Option<isize>,
    ) -> PyResult<Ref<Tuple>> {
        let layout = layout_of(vm, format)?;
        unpack_from(vm, &layout, &buffer, offset.unwrap_or(0))
    }

    /// Return an iterator yielding tuples unpacked from the given bytes.
    ///
    /// The bytes are unpacked according to the format string, like
    /// a repeated invocation of unpack_from().
    ///
    /// Requires that the bytes length be a multiple of the struct size.
    #[function("iter_unpack(format, buffer, /)")]
    fn iter_unpack(vm: &mut Vm, format: &Object, buffer: &Object) -> PyResult {
        let layout = layout_of(vm, format)?;
        iter_unpack(vm, layout, buffer)
    }
}
