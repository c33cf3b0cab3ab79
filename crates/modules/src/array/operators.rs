//! Subscripts, comparison, concatenation and repetition.

use pellucid_runtime::builtins::list::comparison_holds;
use pellucid_runtime::bytecode::Comparison;
use pellucid_runtime::object::{SliceRange, Subscript, SubscriptWording};
use pellucid_runtime::prelude::*;

use super::items::Unit;
use super::{Array, SPEC, is_text, receiver};

pub(super) fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
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

pub(super) fn compare(
    vm: &mut Vm,
    left: &Object,
    right: &Object,
    comparison: Comparison,
) -> PyResult<Ref> {
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
    Ok(vm.new_bool(comparison_holds(order, comparison)))
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
pub(super) fn slice_bytes(vm: &mut Vm, array: &Array, range: SliceRange) -> PyResult<Vec<u8>> {
    let size = array.size();
    vm.check_room(range.length.saturating_mul(size))?;
    let bytes = array.bytes.get(vm);
    let items = range.indices().filter_map(|index| bytes.get(index * size..index * size + size));
    Ok(items.flatten().copied().collect())
}

pub(super) fn of_bytes(vm: &mut Vm, code: char, bytes: &[u8]) -> PyResult<Ref<Array>> {
    let class = vm.native_type(&SPEC)?;
    let made = Array::empty(vm, &class, code);
    made.splice(vm, 0..0, bytes)?;
    Ok(made)
}

pub(super) fn get_item(vm: &mut Vm, object: &Object, key: &Object) -> PyResult<Ref> {
    let array = receiver(vm, object)?;
    match vm.subscript(key, &WORDING, |vm| array.len(vm))? {
        Subscript::Index(index) => array.item(vm, index),
        Subscript::Slice(range) => {
            let bytes = slice_bytes(vm, array, range)?;
            Ok(of_bytes(vm, array.code, &bytes)?.into_object())
        }
    }
}

pub(super) fn set_item(
    vm: &mut Vm,
    object: &Object,
    key: &Object,
    value: Option<&Object>,
) -> PyResult<()> {
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

pub(super) fn position_of(
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

pub(super) fn concatenate(vm: &mut Vm, left: &Object, right: &Object) -> PyResult<Ref> {
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

pub(super) fn in_place_concatenate(vm: &mut Vm, left: &Object, right: &Object) -> PyResult<Ref> {
    let array = receiver(vm, left)?;
    if !right.holds::<Array>() {
        let class = right.class().name(vm);
        return Err(vm.type_error(format!("can only extend with array (not \"{class}\")")));
    }
    array.push_all(vm, right)?;
    Ok(left.to_ref())
}

pub(super) fn repeated(vm: &mut Vm, array: &Array, count: &Object) -> PyResult<Vec<u8>> {
    let count = usize::try_from(vm.repeat_count(count)?).unwrap_or(0);
    match array.bytes.get(vm).len().checked_mul(count) {
        Some(length) => vm.check_room(length)?,
        None => return Err(vm.memory_error()),
    }
    Ok(array.bytes.get(vm).repeat(count))
}

pub(super) fn repeat(vm: &mut Vm, object: &Object, count: &Object) -> PyResult<Ref> {
    let array = receiver(vm, object)?;
    let bytes = repeated(vm, array, count)?;
    Ok(of_bytes(vm, array.code, &bytes)?.into_object())
}

pub(super) fn in_place_repeat(vm: &mut Vm, object: &Object, count: &Object) -> PyResult<Ref> {
    let array = receiver(vm, object)?;
    let bytes = repeated(vm, array, count)?;
    let whole = 0..array.bytes.get(vm).len();
    array.splice(vm, whole, &bytes)?;
    Ok(object.to_ref())
}
