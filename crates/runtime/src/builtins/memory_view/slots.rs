//! The slots of `memoryview`.

use pellucid_bytecode::Comparison;

use super::MemoryView;
use super::elements::{field_of_view, packed, unpacked};
use super::iter::MemoryIterator;
use crate::object::{BufferFlags, BufferView, SliceRange, Slots, Subscript, SubscriptWording};
use crate::prelude::*;

pub(super) fn fill(slots: &mut Slots) {
    slots.new = Some(MemoryView::NEW);
    slots.repr = Some(repr);
    slots.hash = Some(hash);
    slots.compare = Some(compare);
    slots.length = Some(length);
    slots.get_item = Some(get_item);
    slots.set_item = Some(set_item);
    slots.iter = Some(|vm, object| {
        let memory = receiver(vm, object)?;
        MemoryIterator::create(vm, memory)
    });
    slots.buffer = Some(buffer);
}

fn receiver<'a>(vm: &mut Vm, object: &'a Object) -> PyResult<&'a Typed<MemoryView>> {
    match object.downcast::<MemoryView>() {
        Some(memory) => Ok(memory),
        None => {
            let class = object.class().name(vm);
            Err(vm.type_error(format!("expected memoryview, got {class}")))
        }
    }
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let released = receiver(vm, object)?.peek(vm).is_none();
    let what = if released { "released memory" } else { "memory" };
    Ok(vm.new_str(&format!("<{what} at {:#x}>", object.address())).into_object())
}

fn hash(vm: &mut Vm, object: &Object) -> PyResult<i64> {
    let memory = receiver(vm, object)?;
    if memory.hash.get() != 0 {
        return Ok(memory.hash.get());
    }
    let view = memory.view(vm)?.clone();
    if !view.readonly {
        return Err(vm.value_error("cannot hash writable memoryview object"));
    }
    if !matches!(view.format.strip_prefix('@').unwrap_or(&view.format), "B" | "b" | "c") {
        return Err(vm.value_error("memoryview: hashing is restricted to formats 'B', 'b' or 'c'"));
    }
    // An owner that cannot be hashed has a reason not to be.
    vm.hash(&view.owner)?;
    let bytes = view.to_vec(vm)?;
    let hash = vm.hash_key.hash_bytes(&bytes);
    memory.hash.set(hash);
    Ok(hash)
}

fn length(vm: &mut Vm, object: &Object) -> PyResult<usize> {
    let view = receiver(vm, object)?.view(vm)?;
    match view.shape.first().copied() {
        Some(length) => Ok(length),
        None => Err(vm.type_error("0-dim memory has no length")),
    }
}

fn buffer(vm: &mut Vm, object: &Object, flags: BufferFlags) -> PyResult<BufferView> {
    let memory = receiver(vm, object)?;
    let view = memory.view(vm)?.clone();
    if flags.contains(BufferFlags::WRITABLE) && view.readonly {
        return Err(vm.buffer_error("memoryview: underlying buffer is not writable"));
    }
    if !flags.contains(BufferFlags::STRIDES) && !view.is_c_contiguous() {
        return Err(vm.buffer_error("memoryview: underlying buffer is not C-contiguous"));
    }
    Ok(view.held_by(memory.exports.hold()))
}

fn compare(vm: &mut Vm, left: &Object, right: &Object, comparison: Comparison) -> PyResult<Ref> {
    let equal_wanted = match comparison {
        Comparison::Equal => true,
        Comparison::NotEqual => false,
        _ => return Ok(vm.not_implemented()),
    };
    let equal = match (viewed(vm, left)?, viewed(vm, right)?) {
        (Seen::Released, _) | (_, Seen::Released) => left.is(right),
        (Seen::Nothing, _) | (_, Seen::Nothing) => return Ok(vm.not_implemented()),
        (Seen::View(a), Seen::View(b)) => same_elements(vm, &a, &b)?,
    };
    Ok(vm.new_bool(equal == equal_wanted))
}

enum Seen {
    Released,
    Nothing,
    View(BufferView),
}

fn viewed(vm: &mut Vm, object: &Object) -> PyResult<Seen> {
    if let Some(memory) = object.downcast::<MemoryView>() {
        return Ok(memory.peek(vm).map_or(Seen::Released, |view| Seen::View(view.clone())));
    }
    if !vm.has_buffer(object) {
        return Ok(Seen::Nothing);
    }
    match vm.get_buffer(object, BufferFlags::FULL_RO) {
        Ok(view) => Ok(Seen::View(view)),
        Err(_) => Ok(Seen::Nothing),
    }
}

fn same_elements(vm: &mut Vm, a: &BufferView, b: &BufferView) -> PyResult<bool> {
    if a.shape != b.shape {
        return Ok(false);
    }
    let plain = |view: &BufferView| {
        matches!(
            view.format.strip_prefix('@').unwrap_or(&view.format),
            "B" | "b" | "c" | "h" | "H" | "i" | "I" | "l" | "L" | "q" | "Q" | "n" | "N"
        )
    };
    if a.format == b.format && plain(a) {
        let (first, second) = (a.to_vec(vm)?, b.to_vec(vm)?);
        return Ok(first == second);
    }
    let (Ok(first), Ok(second)) = (field_of_view(vm, a), field_of_view(vm, b)) else {
        return Ok(false);
    };
    let (left, right) = (a.offsets(), b.offsets());
    for (left, right) in left.into_iter().zip(right) {
        let (x, y) = (a.element(vm, left).to_vec(), b.element(vm, right).to_vec());
        let (x, y) = (unpacked(vm, &first, &x)?, unpacked(vm, &second, &y)?);
        if !vm.compare_is_true(&x, &y, Comparison::Equal)? {
            return Ok(false);
        }
    }
    Ok(true)
}

const WORDING: SubscriptWording = SubscriptWording {
    out_of_range: "index out of bounds on dimension 1",
    not_an_index: "memoryview: invalid slice key",
    class: |_| String::new(),
};

/// What a key means for a view.
enum Place {
    /// One element, by its offset.
    Element(usize),
    /// A part, along the first dimension.
    Slice(SliceRange),
    /// The view itself: `view[...]` of no dimensions.
    Whole,
}

fn place(vm: &mut Vm, view: &BufferView, key: &Object) -> PyResult<Place> {
    let is_ellipsis = key.is(&*vm.ellipsis());
    if view.dimensions() == 0 {
        let empty = key.downcast::<Tuple>().is_some_and(|tuple| tuple.items().is_empty());
        return match (is_ellipsis, empty) {
            (true, _) => Ok(Place::Whole),
            (_, true) => Ok(Place::Element(view.start)),
            _ => Err(vm.type_error("invalid indexing of 0-dim memory")),
        };
    }
    if let Some(tuple) = key.downcast::<Tuple>() {
        return element_by_tuple(vm, view, tuple.items());
    }
    let index = key.class().slots(vm).index.is_some();
    if index && view.dimensions() > 1 {
        return Err(vm.not_implemented_error("multi-dimensional sub-views are not implemented"));
    }
    match vm.subscript(key, &WORDING, |_| view.shape[0])? {
        Subscript::Index(index) => {
            Ok(Place::Element(view.start.wrapping_add_signed(view.strides[0] * index as isize)))
        }
        Subscript::Slice(range) => Ok(Place::Slice(range)),
    }
}

fn element_by_tuple(vm: &mut Vm, view: &BufferView, keys: &[Ref]) -> PyResult<Place> {
    let all_indices = keys.iter().all(|key| key.class().slots(vm).index.is_some());
    if !all_indices {
        let slices = keys.iter().all(|key| key.class().name(vm) == "slice");
        return Err(match slices && !keys.is_empty() {
            true => vm.not_implemented_error("multi-dimensional slicing is not implemented"),
            false => vm.type_error("memoryview: invalid slice key"),
        });
    }
    let dimensions = view.dimensions();
    if keys.len() < dimensions {
        return Err(vm.not_implemented_error("sub-views are not implemented"));
    }
    if keys.len() > dimensions {
        let given = keys.len();
        let message =
            format!("cannot index {dimensions}-dimension view with {given}-element tuple");
        return Err(vm.type_error(message));
    }
    let mut offset = view.start;
    for (dimension, key) in keys.iter().enumerate() {
        let index = vm.index_isize(key, |vm, message| vm.index_error(message))?;
        let length = view.shape[dimension] as isize;
        let index = if index < 0 { index + length } else { index };
        if !(0..length).contains(&index) {
            let number = dimension + 1;
            return Err(vm.index_error(format!("index out of bounds on dimension {number}")));
        }
        offset = offset.wrapping_add_signed(view.strides[dimension] * index);
    }
    Ok(Place::Element(offset))
}

/// A part of a view along its first dimension.
fn sliced(view: &BufferView, range: SliceRange) -> BufferView {
    let mut part = view.clone();
    part.start = view.start.wrapping_add_signed(view.strides[0] * range.start as isize);
    part.shape[0] = range.length;
    part.strides[0] = view.strides[0].wrapping_mul(range.step);
    part
}

fn get_item(vm: &mut Vm, object: &Object, key: &Object) -> PyResult<Ref> {
    let memory = receiver(vm, object)?;
    let view = memory.view(vm)?.clone();
    match place(vm, &view, key)? {
        Place::Element(offset) => {
            let field = field_of_view(vm, &view)?;
            memory.view(vm)?;
            let bytes = view.element(vm, offset).to_vec();
            unpacked(vm, &field, &bytes)
        }
        Place::Slice(range) => Ok(MemoryView::of_view(vm, sliced(&view, range)).into_object()),
        Place::Whole => Ok(object.to_ref()),
    }
}

fn set_item(vm: &mut Vm, object: &Object, key: &Object, value: Option<&Object>) -> PyResult<()> {
    let memory = receiver(vm, object)?;
    let view = memory.view(vm)?.clone();
    if view.readonly {
        return Err(vm.type_error("cannot modify read-only memory"));
    }
    let Some(value) = value else { return Err(vm.type_error("cannot delete memory")) };
    let field = field_of_view(vm, &view)?;
    match place(vm, &view, key)? {
        Place::Element(offset) => write_element(vm, memory, &view, &field, offset, value),
        Place::Whole => write_element(vm, memory, &view, &field, view.start, value),
        Place::Slice(range) => {
            if view.dimensions() > 1 {
                return Err(vm.not_implemented_error(
                    "memoryview slice assignments are currently restricted to ndim = 1",
                ));
            }
            write_slice(vm, &sliced(&view, range), value)
        }
    }
}

fn write_element(
    vm: &mut Vm,
    memory: &Typed<MemoryView>,
    view: &BufferView,
    field: &pellucid_text::structure::Field,
    offset: usize,
    value: &Object,
) -> PyResult<()> {
    let bytes = packed(vm, field, &view.format, value)?;
    // Converting the value may have released the view.
    memory.view(vm)?;
    match view.element_mut(vm, offset) {
        Some(target) => {
            target.copy_from_slice(&bytes);
            Ok(())
        }
        None => Err(vm.index_error("index out of bounds")),
    }
}

fn write_slice(vm: &mut Vm, target: &BufferView, value: &Object) -> PyResult<()> {
    let source = vm.get_buffer(value, BufferFlags::FULL_RO)?;
    let letter =
        |view: &BufferView| view.format.strip_prefix('@').unwrap_or(&view.format).to_owned();
    if letter(&source) != letter(target) || source.shape != target.shape {
        let message = "memoryview assignment: lvalue and rvalue have different structures";
        return Err(vm.value_error(message));
    }
    let bytes = source.to_vec(vm)?;
    for (offset, bytes) in
        target.offsets().into_iter().zip(bytes.chunks_exact(target.item_size.max(1)))
    {
        if let Some(place) = target.element_mut(vm, offset) {
            place.copy_from_slice(bytes);
        }
    }
    Ok(())
}
