//! `memoryview.cast`

use std::borrow::Cow;

use super::MemoryView;
use super::elements::field_of;
use crate::object::BufferView;
use crate::prelude::*;

const DIMENSIONS_MAX: usize = 64;

#[methods(CAST)]
impl MemoryView {
    /// Cast a memoryview to a new format or shape.
    #[method("cast(self, /, format, shape=<unrepresentable>)")]
    fn cast(
        vm: &mut Vm,
        memory: &Typed<MemoryView>,
        format: &Typed<Str>,
        shape: Option<&Object>,
    ) -> PyResult<Ref<MemoryView>> {
        let view = memory.view(vm)?.clone();
        if !view.is_c_contiguous() {
            return Err(vm.type_error("memoryview: casts are restricted to C-contiguous views"));
        }
        if (shape.is_some() || view.dimensions() != 1) && view.shape.contains(&0) {
            return Err(
                vm.type_error("memoryview: cannot cast view with zeros in shape or strides")
            );
        }
        let format = format.to_string();
        let cast = with_format(vm, view, &format)?;
        let Some(shape) = shape else { return Ok(MemoryView::of_view(vm, cast)) };
        let lengths = read_shape(vm, shape)?;
        if memory.view(vm)?.dimensions() != 1 && lengths.len() != 1 {
            return Err(vm.type_error("memoryview: cast must be 1D -> ND or ND -> 1D"));
        }
        let shaped = with_shape(vm, cast, lengths)?;
        Ok(MemoryView::of_view(vm, shaped))
    }
}

fn with_format(vm: &mut Vm, view: BufferView, format: &str) -> PyResult<BufferView> {
    let Some(field) = field_of(format) else {
        return Err(vm.value_error(
            "memoryview: destination format must be a native single character format prefixed with an optional '@'",
        ));
    };
    let is_byte = |letter: char| matches!(letter, 'b' | 'B' | 'c');
    // Anything can be seen as bytes, and bytes as anything.
    let from_bytes = field_of(&view.format).is_some_and(|source| is_byte(source.letter));
    if !is_byte(field.letter) && !from_bytes {
        return Err(vm.type_error("memoryview: cannot cast between two non-byte formats"));
    }
    if !view.byte_length().is_multiple_of(field.size) {
        return Err(vm.type_error("memoryview: length is not a multiple of itemsize"));
    }
    Ok(view.with_format(Cow::Owned(format.to_owned()), field.size))
}

fn read_shape(vm: &mut Vm, shape: &Object) -> PyResult<Vec<usize>> {
    if !shape.holds::<List>() && !shape.holds::<Tuple>() {
        return Err(vm.type_error("shape must be a list or a tuple"));
    }
    let items = vm.collect(shape)?;
    if items.len() > DIMENSIONS_MAX {
        return Err(vm.value_error("memoryview: number of dimensions must not exceed 64"));
    }
    let mut lengths = Vec::with_capacity(items.len());
    for item in items {
        let Some(int) = item.downcast::<Int>() else {
            return Err(vm.type_error("memoryview.cast(): elements of shape must be integers"));
        };
        match int.to_usize() {
            Some(length) if length > 0 => lengths.push(length),
            _ => {
                return Err(
                    vm.value_error("memoryview.cast(): elements of shape must be integers > 0")
                );
            }
        }
    }
    Ok(lengths)
}

fn with_shape(vm: &mut Vm, mut view: BufferView, lengths: Vec<usize>) -> PyResult<BufferView> {
    let bytes = lengths.iter().try_fold(view.item_size, |bytes, length| bytes.checked_mul(*length));
    match bytes {
        None => return Err(vm.value_error("memoryview.cast(): product(shape) > SSIZE_MAX")),
        Some(bytes) if bytes != view.byte_length() => {
            return Err(vm.type_error("memoryview: product(shape) * itemsize != buffer size"));
        }
        Some(_) => {}
    }
    let mut stride = view.item_size as isize;
    let mut strides = vec![0; lengths.len()];
    for (place, length) in strides.iter_mut().zip(&lengths).rev() {
        *place = stride;
        stride *= *length as isize;
    }
    view.shape = lengths;
    view.strides = strides;
    Ok(view)
}
