//! From Python to native: the functions that fill the slots of classes with special methods.
//!
//! Each is generic over the row of the slot table, from which it takes the names of its methods.

use std::cmp::Ordering;

use pellucid_bytecode::Comparison;
use pellucid_heap::{Object, Ref, Typed};

use crate::builtins::{Int, MemoryView, Str};
use crate::object::slots::{BinaryFn, ROWS, SlotFn};
use crate::object::{
    Args, BufferFlags, BufferView, ObjectExt, SlotWrapper, Type, TypeFlags, TypeLookup,
    generic_get_attribute,
};
use crate::{PyResult, Raised, Vm};

/// The name of method `which` of a row, interned.
fn name(vm: &Vm, row: usize, which: usize) -> Ref<Str> {
    vm.names.slot(row, which)
}

/// Calls special method `which` of `object`'s class; `None` if the class has none.
fn try_method(
    vm: &mut Vm,
    row: usize,
    which: usize,
    object: &Object,
    arguments: &[&Object],
) -> PyResult<Option<Ref>> {
    let name = name(vm, row, which);
    match object.class().lookup(vm, &name) {
        None => Ok(None),
        Some(method) => vm.call_bound(&method, object, arguments).map(Some),
    }
}

fn method(
    vm: &mut Vm,
    row: usize,
    which: usize,
    object: &Object,
    arguments: &[&Object],
) -> PyResult<Ref> {
    match try_method(vm, row, which, object, arguments)? {
        Some(result) => Ok(result),
        None => Err(missing(vm, ROWS[row].methods[which])),
    }
}

/// The error of a slot whose method is not there: its name alone, as CPython has it.
fn missing(vm: &mut Vm, name: &str) -> Raised {
    vm.attribute_error(name)
}

pub fn unary<const ROW: usize>(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    method(vm, ROW, 0, object, &[])
}

/// `__iter__ = None` says that the class is not iterable although a base is.
pub fn iter<const ROW: usize>(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let name = name(vm, ROW, 0);
    match object.class().lookup(vm, &name) {
        Some(method) if !vm.is_none(&method) => vm.call_bound(&method, object, &[]),
        _ => {
            let class = object.class().name(vm);
            Err(vm.type_error(format!("'{class}' object is not iterable")))
        }
    }
}

pub fn hash<const ROW: usize>(vm: &mut Vm, object: &Object) -> PyResult<i64> {
    let name = name(vm, ROW, 0);
    let method = object.class().lookup(vm, &name).filter(|method| !vm.is_none(method));
    let Some(method) = method else { return vm.unhashable(object) };
    let result = vm.call_bound(&method, object, &[])?;
    let Some(number) = result.downcast::<Int>() else {
        return Err(vm.type_error("__hash__ method should return an integer"));
    };
    Ok(match number.hash_of_result() {
        -1 => -2,
        hash => hash,
    })
}

pub fn bool<const ROW: usize>(vm: &mut Vm, object: &Object) -> PyResult<bool> {
    let result = method(vm, ROW, 0, object, &[])?;
    if !result.class().is(&*vm.types.bool) {
        let class = result.class().name(vm);
        return Err(vm.type_error(format!("__bool__ should return bool, returned {class}")));
    }
    Ok(vm.is_true_object(&result))
}

pub fn length<const ROW: usize>(vm: &mut Vm, object: &Object) -> PyResult<usize> {
    let result = method(vm, ROW, 0, object, &[])?;
    let index = vm.index(&result)?;
    match (index.sign(), index.to_usize().filter(|length| *length <= isize::MAX as usize)) {
        (Ordering::Less, _) => Err(vm.value_error("__len__() should return >= 0")),
        (_, Some(length)) => Ok(length),
        (_, None) => Err(vm.overflow_error("cannot fit 'int' into an index-sized integer")),
    }
}

pub fn call<const ROW: usize>(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult<Ref> {
    let name = name(vm, ROW, 0);
    match object.class().lookup(vm, &name) {
        Some(method) => vm.call_bound_args(&method, object, args),
        None => Err(missing(vm, "__call__")),
    }
}

pub fn init<const ROW: usize>(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult<()> {
    let name = name(vm, ROW, 0);
    let Some(method) = object.class().lookup(vm, &name) else {
        return Err(missing(vm, "__init__"));
    };
    let result = vm.call_bound_args(&method, object, args)?;
    if !vm.is_none(&result) {
        let class = result.class().name(vm);
        return Err(vm.type_error(format!("__init__() should return None, not '{class}'")));
    }
    Ok(())
}

pub fn new<const ROW: usize>(vm: &mut Vm, class: &Typed<Type>, args: Args<'_>) -> PyResult<Ref> {
    let name = name(vm, ROW, 0);
    let function = vm.get_attribute(class.as_object(), &name)?;
    vm.call_with_first(&function, class.as_object(), args)
}

pub fn get_attribute<const ROW: usize>(
    vm: &mut Vm,
    object: &Object,
    attribute: &Typed<Str>,
) -> PyResult<Ref> {
    let (getattribute, getattr) = (name(vm, ROW, 0), name(vm, ROW, 1));
    // Before the attribute is asked for, which may change the class.
    let fallback = object.class().lookup(vm, &getattr);
    let is_native =
        |method: &Ref| method.downcast::<SlotWrapper>().is_some_and(|wrapper| wrapper.row == ROW);
    let found = match object.class().lookup(vm, &getattribute) {
        Some(method) if !is_native(&method) => {
            vm.call_bound(&method, object, &[attribute.as_object()])
        }
        _ => generic_or_native(vm, object, attribute),
    };
    match (found, fallback) {
        (Err(raised), Some(method)) if raised.is_attribute_error(vm) => {
            vm.call_bound(&method, object, &[attribute.as_object()])
        }
        (found, _) => found,
    }
}

/// What `get_attribute` would be without the class's own `__getattr__`: the nearest native slot.
fn generic_or_native(vm: &mut Vm, object: &Object, attribute: &Typed<Str>) -> PyResult<Ref> {
    let native = object.class().native_base(vm).slots(vm).get_attribute;
    native.unwrap_or(generic_get_attribute)(vm, object, attribute)
}

pub fn set_attribute<const ROW: usize>(
    vm: &mut Vm,
    object: &Object,
    attribute: &Typed<Str>,
    value: Option<&Object>,
) -> PyResult<()> {
    match value {
        Some(value) => method(vm, ROW, 0, object, &[attribute.as_object(), value])?,
        None => method(vm, ROW, 1, object, &[attribute.as_object()])?,
    };
    Ok(())
}

pub fn compare<const ROW: usize>(
    vm: &mut Vm,
    left: &Object,
    right: &Object,
    comparison: Comparison,
) -> PyResult<Ref> {
    let name = name(vm, ROW, comparison as usize);
    let Some(found) = left.class().lookup(vm, &name) else { return Ok(vm.not_implemented()) };
    if found.class().has(TypeFlags::METHOD_DESCRIPTOR) {
        return vm.call_bound(&found, left, &[right]);
    }
    // A method that cannot be had is as good as none.
    match vm.bind(&found, left) {
        Ok(method) => vm.call_positional(&method, &[right]),
        Err(_) => Ok(vm.not_implemented()),
    }
}

pub fn next<const ROW: usize>(vm: &mut Vm, object: &Object) -> PyResult<Option<Ref>> {
    match method(vm, ROW, 0, object, &[]) {
        Ok(item) => Ok(Some(item)),
        Err(raised) if raised.is_plain_stop_iteration(vm) => Ok(None),
        Err(raised) => Err(raised),
    }
}

pub fn descriptor_get<const ROW: usize>(
    vm: &mut Vm,
    descriptor: &Object,
    object: Option<&Object>,
    owner: Option<&Object>,
) -> PyResult<Ref> {
    // A descriptor that is its own `__get__` is bound for ever.
    vm.check_native_stack(" while calling a Python object")?;
    let none = vm.none();
    let arguments = [object.unwrap_or(&none), owner.unwrap_or(&none)];
    match try_method(vm, ROW, 0, descriptor, &arguments)? {
        Some(result) => Ok(result),
        None => Ok(descriptor.to_ref()),
    }
}

pub fn descriptor_set<const ROW: usize>(
    vm: &mut Vm,
    descriptor: &Object,
    object: &Object,
    value: Option<&Object>,
) -> PyResult<()> {
    let (which, arguments): (_, &[&Object]) = match value {
        Some(value) => (0, &[object, value]),
        None => (1, &[object]),
    };
    match try_method(vm, ROW, which, descriptor, arguments)? {
        Some(_) => Ok(()),
        None => {
            let name = ROWS[ROW].methods[which];
            let name = name.to_owned();
            Err(vm.attribute_error(name))
        }
    }
}

/// `left + right` where at least one of the two classes has `__add__` or `__radd__` in Python.
pub fn binary<const ROW: usize>(vm: &mut Vm, left: &Object, right: &Object) -> PyResult<Ref> {
    let own = binary::<ROW> as BinaryFn as usize;
    let is_own = |slot: Option<SlotFn>| slot.is_some_and(|function| function.address() == own);
    let left_is = is_own((ROWS[ROW].get)(left.class().slots(vm)));
    let same_class = left.class().is(right.class());
    let mut right_is = !same_class && is_own((ROWS[ROW].get)(right.class().slots(vm)));
    if left_is {
        if right_is
            && right.class().is_subclass_of(vm, left.class())
            && overrides(vm, ROW, left, right)
        {
            if let Some(result) = try_method(vm, ROW, 1, right, &[left])?
                && !vm.is_not_implemented(&result)
            {
                return Ok(result);
            }
            right_is = false;
        }
        if let Some(result) = try_method(vm, ROW, 0, left, &[right])?
            && (!vm.is_not_implemented(&result) || same_class)
        {
            return Ok(result);
        }
    }
    if right_is && let Some(result) = try_method(vm, ROW, 1, right, &[left])? {
        return Ok(result);
    }
    Ok(vm.not_implemented())
}

/// Whether the class of `right` has another reflected method than that of `left`.
fn overrides(vm: &mut Vm, row: usize, left: &Object, right: &Object) -> bool {
    let name = name(vm, row, 1);
    match (left.class().lookup(vm, &name), right.class().lookup(vm, &name)) {
        (Some(a), Some(b)) => !a.is(&*b),
        (None, Some(_)) => true,
        (_, None) => false,
    }
}

pub fn in_place<const ROW: usize>(vm: &mut Vm, left: &Object, right: &Object) -> PyResult<Ref> {
    let result = try_method(vm, ROW, 0, left, &[right])?;
    Ok(result.unwrap_or_else(|| vm.not_implemented()))
}

pub fn power<const ROW: usize>(
    vm: &mut Vm,
    base: &Object,
    exponent: &Object,
    modulus: Option<&Object>,
) -> PyResult<Ref> {
    match modulus {
        None => power_of_two::<ROW>(vm, base, exponent),
        Some(modulus) => {
            let result = try_method(vm, ROW, 0, base, &[exponent, modulus])?;
            Ok(result.unwrap_or_else(|| vm.not_implemented()))
        }
    }
}

fn power_of_two<const ROW: usize>(vm: &mut Vm, base: &Object, exponent: &Object) -> PyResult<Ref> {
    let same_class = base.class().is(exponent.class());
    let reflected_first = !same_class
        && exponent.class().is_subclass_of(vm, base.class())
        && overrides(vm, ROW, base, exponent);
    let order: [(&Object, usize, &Object); 2] = if reflected_first {
        [(exponent, 1, base), (base, 0, exponent)]
    } else {
        [(base, 0, exponent), (exponent, 1, base)]
    };
    for (position, (object, which, other)) in order.into_iter().enumerate() {
        if same_class && position == 1 {
            break;
        }
        if let Some(result) = try_method(vm, ROW, which, object, &[other])?
            && !vm.is_not_implemented(&result)
        {
            return Ok(result);
        }
    }
    Ok(vm.not_implemented())
}

pub fn get_item<const ROW: usize>(vm: &mut Vm, object: &Object, key: &Object) -> PyResult<Ref> {
    method(vm, ROW, 0, object, &[key])
}

pub fn set_item<const ROW: usize>(
    vm: &mut Vm,
    object: &Object,
    key: &Object,
    value: Option<&Object>,
) -> PyResult<()> {
    match value {
        Some(value) => method(vm, ROW, 0, object, &[key, value])?,
        None => method(vm, ROW, 1, object, &[key])?,
    };
    Ok(())
}

pub fn contains<const ROW: usize>(vm: &mut Vm, object: &Object, item: &Object) -> PyResult<bool> {
    let name = name(vm, ROW, 0);
    match object.class().lookup(vm, &name) {
        Some(method) if !vm.is_none(&method) => {
            let result = vm.call_bound(&method, object, &[item])?;
            vm.is_true(&result)
        }
        Some(_) => {
            let class = object.class().name(vm);
            Err(vm.type_error(format!("'{class}' object is not a container")))
        }
        None => vm.contains_by_iteration(object, item),
    }
}

/// The buffer of a Python class (PEP 688): what the memoryview shows that `__buffer__` gives.
pub fn buffer<const ROW: usize>(
    vm: &mut Vm,
    object: &Object,
    flags: BufferFlags,
) -> PyResult<BufferView> {
    let flags = vm.new_int(i64::from(flags.bits()));
    let shown = method(vm, ROW, 0, object, &[&flags])?;
    let Some(memory_view) = shown.downcast::<MemoryView>() else {
        return Err(vm.type_error("__buffer__ returned non-memoryview object"));
    };
    let mut view = memory_view.view(vm)?.clone();
    view.python = Some((object.to_ref(), shown.clone()));
    Ok(view)
}
