//! From native to Python: a filled slot of a native type seen as a method (`int.__add__`).

use pellucid_bytecode::Comparison;
use pellucid_heap::{Object, Ref, Typed};
use pellucid_macros::Trace;

use crate::builtins::{Generator, MemoryView, Str};
use crate::object::slots::{BufferFn, ROWS, SlotFn};
use crate::object::{Args, BufferFlags, ObjectExt, Type, TypeLookup};
use crate::{PyResult, Vm};

/// The payload of `wrapper_descriptor` objects.
#[derive(Trace)]
pub struct SlotWrapper {
    /// The type whose slot this is.
    pub owner: Ref<Type>,
    /// The name, interned.
    pub name: Ref<Str>,
    /// Row of the slot table.
    pub row: usize,
    /// Which of the row's methods.
    pub which: usize,
}

impl SlotWrapper {
    /// The function in the slot of the owner.
    pub fn function(&self, vm: &Vm) -> Option<SlotFn> {
        (ROWS[self.row].get)(self.owner.slots(vm))
    }

    /// `__doc__`: of the row, reworded for the reflected or deleting method.
    pub fn doc(&self) -> String {
        let doc = ROWS[self.row].doc.trim();
        match ROWS[self.row].methods[self.which] {
            "__lt__" => "Return self<value.".into(),
            "__le__" => "Return self<=value.".into(),
            "__eq__" => "Return self==value.".into(),
            "__ne__" => "Return self!=value.".into(),
            "__gt__" => "Return self>value.".into(),
            "__ge__" => "Return self>=value.".into(),
            "__delattr__" => "Implement delattr(self, name).".into(),
            "__delitem__" => "Delete self[key].".into(),
            "__delete__" => "Delete an attribute of instance.".into(),
            "__release_buffer__" => {
                "Release the buffer object that exposes the underlying memory of the object.".into()
            }
            _ if self.which == 0 => doc.into(),
            // The two operands change places.
            _ => doc.replace("self", "\0").replace("value", "self").replace('\0', "value"),
        }
    }

    /// `__text_signature__`: by the shape of the slot.
    pub fn text_signature(&self) -> Option<&'static str> {
        use SlotFn::*;
        let Some(shape) = ROWS[self.row].dispatch else { return Some("($self, value, /)") };
        Some(match (shape, self.which) {
            (Unary(_) | Hash(_) | Bool(_) | Length(_) | Next(_), _) => "($self, /)",
            (Binary(_) | InPlace(_) | Compare(_), _) => "($self, value, /)",
            (Power(_), _) => "($self, value, mod=None, /)",
            (GetItem(_) | Contains(_), _) | (SetItem(_), 1) => "($self, key, /)",
            (SetItem(_), _) => "($self, key, value, /)",
            (GetAttribute(_), _) | (SetAttribute(_), 1) => "($self, name, /)",
            (SetAttribute(_), _) => "($self, name, value, /)",
            (DescriptorGet(_), _) => "($self, instance, owner=None, /)",
            (DescriptorSet(_), 1) => "($self, instance, /)",
            (DescriptorSet(_), _) => "($self, instance, value, /)",
            (Init(_) | Call(_) | New(_), _) => "($self, /, *args, **kwargs)",
            (Buffer(_), 0) => "($self, flags, /)",
            (Buffer(_), _) => "($self, buffer, /)",
        })
    }

    /// Calls the method on `object`, which must be an instance of the owner.
    pub fn call(&self, vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult<Ref> {
        let Some(function) = self.function(vm) else {
            return Err(vm.type_error("slot of a native type is empty"));
        };
        if !args.keywords_are_empty() && !matches!(function, SlotFn::Call(_) | SlotFn::Init(_)) {
            let name = self.name.to_string();
            return Err(vm.type_error(format!("wrapper {name}() takes no keyword arguments")));
        }
        call_slot(vm, function, self.which, object, args)
    }
}

fn exactly<'a>(vm: &mut Vm, args: Args<'a>, count: usize) -> PyResult<&'a [Ref]> {
    between(vm, args, count, count)
}

fn between<'a>(vm: &mut Vm, args: Args<'a>, least: usize, most: usize) -> PyResult<&'a [Ref]> {
    let given = args.positional();
    if (least..=most).contains(&given.len()) {
        return Ok(given);
    }
    let expected = if given.len() < least { least } else { most };
    let plural = if expected == 1 { "" } else { "s" };
    Err(vm.type_error(if least == most {
        format!("expected {expected} argument{plural}, got {}", given.len())
    } else {
        let bound = if given.len() < least { "at least" } else { "at most" };
        format!("expected {bound} {expected} argument{plural}, got {}", given.len())
    }))
}

/// Calls the function of a slot as method `which` of its row.
fn call_slot(
    vm: &mut Vm,
    function: SlotFn,
    which: usize,
    object: &Object,
    args: Args<'_>,
) -> PyResult<Ref> {
    match function {
        SlotFn::Unary(f) => {
            exactly(vm, args, 0)?;
            f(vm, object)
        }
        SlotFn::Binary(f) => match (exactly(vm, args, 1)?, which) {
            (given, 0) => f(vm, object, &given[0]),
            (given, _) => f(vm, &given[0], object),
        },
        SlotFn::GetItem(f) | SlotFn::InPlace(f) => {
            let given = exactly(vm, args, 1)?;
            f(vm, object, &given[0])
        }
        SlotFn::Power(f) => {
            let given = between(vm, args, 1, 2)?;
            let modulus = given.get(1).filter(|modulus| !vm.is_none(modulus)).cloned();
            if which == 0 {
                f(vm, object, &given[0], modulus.as_deref())
            } else {
                f(vm, &given[0], object, modulus.as_deref())
            }
        }
        SlotFn::Compare(f) => {
            let given = exactly(vm, args, 1)?;
            f(vm, object, &given[0], Comparison::ALL[which])
        }
        SlotFn::Hash(f) => {
            exactly(vm, args, 0)?;
            let hash = f(vm, object)?;
            Ok(vm.new_int(hash))
        }
        SlotFn::Bool(f) => {
            exactly(vm, args, 0)?;
            let truth = f(vm, object)?;
            Ok(vm.new_bool(truth))
        }
        SlotFn::Length(f) => {
            exactly(vm, args, 0)?;
            let length = f(vm, object)?;
            Ok(vm.new_int(length as i64))
        }
        SlotFn::Contains(f) => {
            let given = exactly(vm, args, 1)?;
            let truth = f(vm, object, &given[0])?;
            Ok(vm.new_bool(truth))
        }
        SlotFn::Next(f) => {
            exactly(vm, args, 0)?;
            // What a generator has returned is for who asks by name.
            let item = match object.holds::<Generator>() {
                true => vm.next_or_stop(object)?,
                false => f(vm, object)?,
            };
            match item {
                Some(item) => Ok(item),
                None => Err(vm.stop_iteration(None)),
            }
        }
        SlotFn::Buffer(f) => buffer_method(vm, f, which, object, args),
        SlotFn::Call(f) => f(vm, object, args),
        SlotFn::Init(f) => f(vm, object, args).map(|()| vm.none()),
        _ => call_attribute_slot(vm, function, which, object, args),
    }
}

/// `__buffer__(flags)` and `__release_buffer__(view)` of a native type.
fn buffer_method(
    vm: &mut Vm,
    function: BufferFn,
    which: usize,
    object: &Object,
    args: Args<'_>,
) -> PyResult<Ref> {
    let given = exactly(vm, args, 1)?;
    if which == 0 {
        let flags = vm.index_saturating(&given[0])?;
        let view = function(vm, object, BufferFlags::from_bits_retain(flags as i32))?;
        return Ok(MemoryView::of_view(vm, view).into_object());
    }
    let Some(view) = given[0].downcast::<MemoryView>() else {
        return Err(vm.type_error("expected a memoryview object"));
    };
    if !view.is_of(vm, object) {
        return Err(vm.value_error("memoryview's buffer is not this object"));
    }
    view.release_view(vm)?;
    Ok(vm.none())
}

fn call_attribute_slot(
    vm: &mut Vm,
    function: SlotFn,
    which: usize,
    object: &Object,
    args: Args<'_>,
) -> PyResult<Ref> {
    match function {
        SlotFn::SetItem(f) => {
            let given = exactly(vm, args, 2 - which)?;
            f(vm, object, &given[0], given.get(1).map(|value| &**value))?;
        }
        SlotFn::GetAttribute(f) => {
            let given = exactly(vm, args, 1)?;
            let name = vm.attribute_name(&given[0])?;
            return f(vm, object, &name);
        }
        SlotFn::SetAttribute(f) => {
            let given = exactly(vm, args, 2 - which)?;
            let name = vm.attribute_name(&given[0])?;
            refuse_carlo_verre(vm, f as usize, which, object)?;
            f(vm, object, &name, given.get(1).map(|value| &**value))?;
        }
        SlotFn::DescriptorGet(f) => {
            let given = between(vm, args, 1, 2)?;
            let present = |vm: &Vm, index: usize| {
                given.get(index).filter(|value| !vm.is_none(value)).map(|value| &**value)
            };
            let (instance, owner) = (present(vm, 0), present(vm, 1));
            if instance.is_none() && owner.is_none() {
                return Err(vm.type_error("__get__(None, None) is invalid"));
            }
            return f(vm, object, instance, owner);
        }
        SlotFn::DescriptorSet(f) => {
            let given = exactly(vm, args, 2 - which)?;
            f(vm, object, &given[0], given.get(1).map(|value| &**value))?;
        }
        _ => return Err(vm.type_error("this slot has no method")),
    }
    Ok(vm.none())
}

/// `object.__setattr__(a_type, ...)` must not get around the checks of `type.__setattr__`.
fn refuse_carlo_verre(vm: &mut Vm, address: usize, which: usize, object: &Object) -> PyResult<()> {
    let native = object.class().native_base(vm);
    let own = native.slots(vm).set_attribute.map(|function| function as usize);
    if own.is_none_or(|own| own == address) {
        return Ok(());
    }
    let name = if which == 0 { "__setattr__" } else { "__delattr__" };
    let class = object.class().name(vm);
    Err(vm.type_error(format!("can't apply this {name} to {class} object")))
}

/// Makes a wrapper for every filled slot of a native type that has no method of that name yet.
pub fn wrap_slots(vm: &mut Vm, class: &Typed<Type>) -> PyResult<()> {
    let dict = class.namespace();
    for (row, slot) in ROWS.iter().enumerate() {
        let Some(function) = (slot.get)(class.slots(vm)) else { continue };
        if matches!(function, SlotFn::New(_)) {
            continue;
        }
        for which in 0..slot.methods.len() {
            // The slots of `object` serve `__getattribute__` alone: `__getattr__` is never native.
            if matches!(function, SlotFn::GetAttribute(_)) && which == 1 {
                continue;
            }
            let name = vm.names.slot(row, which);
            if dict.get_str(vm, &name).is_some() {
                continue;
            }
            let wrapper = SlotWrapper { owner: class.to_ref(), name: name.clone(), row, which };
            let wrapper = vm.new_object(&vm.types.wrapper_descriptor, wrapper);
            dict.set_str(vm, &name, wrapper.into_object());
        }
    }
    Ok(())
}
