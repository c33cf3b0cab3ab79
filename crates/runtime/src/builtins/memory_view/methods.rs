//! The methods and attributes of `memoryview`.

use pellucid_bytecode::Comparison;

use super::MemoryView;
use super::elements::{field_of_view, unpacked};
use crate::object::{BufferFlags, BufferView};
use crate::prelude::*;

/// The elements of a view as nested lists.
fn listed(vm: &mut Vm, view: &BufferView) -> PyResult {
    let field = field_of_view(vm, view)?;
    nested(vm, view, &field, view.start, 0)
}

fn nested(
    vm: &mut Vm,
    view: &BufferView,
    field: &pellucid_text::structure::Field,
    offset: usize,
    dimension: usize,
) -> PyResult {
    let Some((&length, &stride)) = view.shape.get(dimension).zip(view.strides.get(dimension))
    else {
        let bytes = view.element(vm, offset).to_vec();
        return unpacked(vm, field, &bytes);
    };
    vm.check_room(length.saturating_mul(8))?;
    let mut items = Vec::with_capacity(length);
    for index in 0..length {
        let place = offset.wrapping_add_signed(stride * index as isize);
        items.push(nested(vm, view, field, place, dimension + 1)?);
    }
    Ok(vm.new_list(items)?.into_object())
}

fn sizes(vm: &mut Vm, sizes: impl Iterator<Item = i64>) -> Ref<Tuple> {
    let items = sizes.map(|size| vm.new_int(size)).collect();
    vm.new_tuple(items)
}

/// The elements in column-major order.
fn fortran_bytes(vm: &mut Vm, view: &BufferView) -> PyResult<Vec<u8>> {
    let mut reversed = view.clone();
    reversed.shape.reverse();
    reversed.strides.reverse();
    let mut bytes = Vec::with_capacity(view.byte_length());
    vm.check_room(view.byte_length().saturating_mul(9))?;
    for offset in reversed.offsets() {
        bytes.extend_from_slice(reversed.element(vm, offset));
    }
    Ok(bytes)
}

#[methods]
impl MemoryView {
    #[constructor("memoryview(object)")]
    fn create(vm: &mut Vm, _class: &Typed<Type>, object: &Object) -> PyResult<Ref<MemoryView>> {
        MemoryView::of_object(vm, object, BufferFlags::FULL_RO)
    }

    #[class_method("_from_flags(cls, /, object, flags)")]
    fn from_flags(
        vm: &mut Vm,
        _class: &Typed<Type>,
        object: &Object,
        flags: i32,
    ) -> PyResult<Ref<MemoryView>> {
        let flags = BufferFlags::from_bits_retain(flags);
        let made = MemoryView::of_object(vm, object, flags)?;
        if flags.contains(BufferFlags::WRITABLE) && made.view(vm)?.readonly {
            return Err(vm.buffer_error("Object is not writable."));
        }
        Ok(made)
    }

    /// A reference to the memory's owner.
    #[getter("obj")]
    fn owner(vm: &mut Vm, memory: &Typed<MemoryView>) -> PyResult {
        Ok(memory.view(vm)?.owner.clone())
    }

    /// The amount of space in bytes that the array would use in
    ///  a contiguous representation.
    #[getter("nbytes")]
    fn byte_count(vm: &mut Vm, memory: &Typed<MemoryView>) -> PyResult<usize> {
        Ok(memory.view(vm)?.byte_length())
    }

    /// A bool indicating whether the memory is read only.
    #[getter("readonly")]
    fn readonly(vm: &mut Vm, memory: &Typed<MemoryView>) -> PyResult<bool> {
        Ok(memory.view(vm)?.readonly)
    }

    /// The size in bytes of each element of the memoryview.
    #[getter("itemsize")]
    fn item_size(vm: &mut Vm, memory: &Typed<MemoryView>) -> PyResult<usize> {
        Ok(memory.view(vm)?.item_size)
    }

    /// A string containing the format (in struct module style)
    ///  for each element in the view.
    #[getter("format")]
    fn format(vm: &mut Vm, memory: &Typed<MemoryView>) -> PyResult<String> {
        Ok(memory.view(vm)?.format.to_string())
    }

    /// An integer indicating how many dimensions of a multi-dimensional
    ///  array the memory represents.
    #[getter("ndim")]
    fn dimensions(vm: &mut Vm, memory: &Typed<MemoryView>) -> PyResult<usize> {
        Ok(memory.view(vm)?.dimensions())
    }

    /// A tuple of ndim integers giving the shape of the memory
    ///  as an N-dimensional array.
    #[getter("shape")]
    fn shape(vm: &mut Vm, memory: &Typed<MemoryView>) -> PyResult<Ref<Tuple>> {
        let shape = memory.view(vm)?.shape.clone();
        Ok(sizes(vm, shape.into_iter().map(|length| length as i64)))
    }

    /// A tuple of ndim integers giving the size in bytes to access
    ///  each element for each dimension of the array.
    #[getter("strides")]
    fn strides(vm: &mut Vm, memory: &Typed<MemoryView>) -> PyResult<Ref<Tuple>> {
        let strides = memory.view(vm)?.strides.clone();
        Ok(sizes(vm, strides.into_iter().map(|stride| stride as i64)))
    }

    /// A tuple of integers used internally for PIL-style arrays.
    #[getter("suboffsets")]
    fn sub_offsets(vm: &mut Vm, memory: &Typed<MemoryView>) -> PyResult<Ref<Tuple>> {
        memory.view(vm)?;
        Ok(vm.singletons.empty_tuple.clone())
    }

    /// A bool indicating whether the memory is C contiguous.
    #[getter("c_contiguous")]
    fn c_contiguous(vm: &mut Vm, memory: &Typed<MemoryView>) -> PyResult<bool> {
        Ok(memory.view(vm)?.is_c_contiguous())
    }

    /// A bool indicating whether the memory is Fortran contiguous.
    #[getter("f_contiguous")]
    fn f_contiguous(vm: &mut Vm, memory: &Typed<MemoryView>) -> PyResult<bool> {
        Ok(memory.view(vm)?.is_f_contiguous())
    }

    /// A bool indicating whether the memory is contiguous.
    #[getter("contiguous")]
    fn contiguous(vm: &mut Vm, memory: &Typed<MemoryView>) -> PyResult<bool> {
        let view = memory.view(vm)?;
        Ok(view.is_c_contiguous() || view.is_f_contiguous())
    }

    /// Release the underlying buffer exposed by the memoryview object.
    #[method("release(self, /)")]
    fn release(vm: &mut Vm, memory: &Typed<MemoryView>) -> PyResult<()> {
        memory.release_view(vm)
    }

    #[method("__enter__(self, /)")]
    fn enter<'a>(vm: &mut Vm, memory: &'a Typed<MemoryView>) -> PyResult<&'a Typed<MemoryView>> {
        memory.view(vm)?;
        Ok(memory)
    }

    /// Release the underlying buffer exposed by the memoryview object.
    #[method("__exit__(self, /, *exc_info)")]
    fn exit(vm: &mut Vm, memory: &Typed<MemoryView>, _exc_info: &[Ref]) -> PyResult<()> {
        memory.release_view(vm)
    }

    /// Return the data in the buffer as a byte string.
    ///
    /// Order can be {'C', 'F', 'A'}. When order is 'C' or 'F', the data of the
    /// original array is converted to C or Fortran order. For contiguous views,
    /// 'A' returns an exact copy of the physical memory. In particular, in-memory
    /// Fortran order is preserved. For non-contiguous views, the data is converted
    /// to C first. order=None is the same as order='C'.
    #[method("tobytes(self, /, order='C')")]
    fn to_bytes(
        vm: &mut Vm,
        memory: &Typed<MemoryView>,
        order: Option<NoneOr<&Typed<Str>>>,
    ) -> PyResult<Ref<Bytes>> {
        let order = match order.and_then(NoneOr::value).map(|order| order.to_string()).as_deref() {
            None | Some("C") => 'C',
            Some("F") => 'F',
            Some("A") => 'A',
            Some(_) => return Err(vm.value_error("order must be 'C', 'F' or 'A'")),
        };
        let view = memory.view(vm)?.clone();
        let fortran =
            order == 'F' || (order == 'A' && view.is_f_contiguous() && !view.is_c_contiguous());
        let bytes = if fortran { fortran_bytes(vm, &view)? } else { view.to_vec(vm)? };
        Bytes::unshared(vm, &bytes)
    }

    /// Return the data in the buffer as a list of elements.
    #[method("tolist(self, /)")]
    fn to_list(vm: &mut Vm, memory: &Typed<MemoryView>) -> PyResult {
        let view = memory.view(vm)?.clone();
        listed(vm, &view)
    }

    /// Return the data in the buffer as a str of hexadecimal numbers.
    ///
    ///   sep
    ///     An optional single character or byte to separate hex bytes.
    ///   bytes_per_sep
    ///     How many bytes between separators.  Positive values count from the
    ///     right, negative values count from the left.
    ///
    /// Example:
    /// >>> value = memoryview(b'\xb9\x01\xef')
    /// >>> value.hex()
    /// 'b901ef'
    /// >>> value.hex(':')
    /// 'b9:01:ef'
    /// >>> value.hex(':', 2)
    /// 'b9:01ef'
    /// >>> value.hex(':', -2)
    /// 'b901:ef'
    #[method("hex(self, /, sep=<unrepresentable>, bytes_per_sep=1)")]
    fn hex(
        vm: &mut Vm,
        memory: &Typed<MemoryView>,
        sep: Option<&Object>,
        bytes_per_sep: Option<i32>,
    ) -> PyResult<Ref<Str>> {
        let view = memory.view(vm)?.clone();
        let bytes = view.to_vec(vm)?;
        crate::builtins::bytes::hexadecimal(vm, &bytes, sep, bytes_per_sep)
    }

    /// Return a readonly version of the memoryview.
    #[method("toreadonly(self, /)")]
    fn to_readonly(vm: &mut Vm, memory: &Typed<MemoryView>) -> PyResult<Ref<MemoryView>> {
        let mut view = memory.view(vm)?.clone();
        view.readonly = true;
        Ok(MemoryView::of_view(vm, view))
    }

    /// Count the number of occurrences of a value.
    #[method("count(self, value, /)")]
    fn count(vm: &mut Vm, memory: &Typed<MemoryView>, value: &Object) -> PyResult<usize> {
        let mut count = 0;
        vm.for_each(memory.as_object(), |vm, item| {
            count += usize::from(vm.equal(&item, value)?);
            Ok(())
        })?;
        Ok(count)
    }

    /// Return the index of the first occurrence of a value.
    ///
    /// Raises ValueError if the value is not present.
    #[method("index(self, value, start=0, stop=sys.maxsize, /)")]
    fn index(
        vm: &mut Vm,
        memory: &Typed<MemoryView>,
        value: &Object,
        start: Option<crate::object::SearchBound>,
        stop: Option<crate::object::SearchBound>,
    ) -> PyResult<usize> {
        let length = vm.length(memory.as_object())?;
        if memory.view(vm)?.dimensions() != 1 {
            return Err(vm.not_implemented_error("multi-dimensional lookup is not implemented"));
        }
        let range = crate::object::clamp_range(start, stop, length);
        for index in range {
            let key = vm.new_int(index as i64);
            let item = vm.get_item(memory.as_object(), &key)?;
            if item.is(value) || vm.compare_is_true(&item, value, Comparison::Equal)? {
                return Ok(index);
            }
        }
        Err(vm.value_error("memoryview.index(x): x not found"))
    }
}
