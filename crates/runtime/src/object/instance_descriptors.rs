//! `__dict__` and `__weakref__`, as classes show them of their instances.

use pellucid_heap::{Object, Ref};

use crate::builtins::member_descriptor::MemberPlace;
use crate::builtins::{Dict, GetSetDescriptor, MemberDescriptor};
use crate::object::instance::{dict, set_dict};
use crate::object::{GetSetDef, ObjectExt, TypeLookup};
use crate::{PyResult, Vm};

/// `__dict__` of the instances of a class.
pub static DICT_GETSET: GetSetDef = GetSetDef {
    name: "__dict__",
    doc: "dictionary for instance variables",
    get: |vm, object| match native_dict_row(vm, object) {
        Some(row) => (row.get)(vm, object),
        None => own_dict(vm, object),
    },
    set: Some(|vm, object, value| match native_dict_row(vm, object) {
        Some(GetSetDef { set: Some(set), .. }) => set(vm, object, value),
        Some(_) => {
            let class = object.class().name(vm);
            let message = format!("attribute '__dict__' of '{class}' objects is not writable");
            Err(vm.attribute_error(message))
        }
        None => set_own_dict(vm, object, value),
    }),
    is_member: false,
};

/// The row of `__dict__` of the native type that instances derive from, if it has one of its own.
fn native_dict_row(vm: &mut Vm, object: &Object) -> Option<&'static GetSetDef> {
    let native = object.class().payload_base();
    let name = vm.names.__dict__.clone();
    let found = native.namespace().get_str(vm, &name)?;
    let row = match found.downcast::<GetSetDescriptor>() {
        Some(computed) => computed.definition,
        None => match found.downcast::<MemberDescriptor>()?.place {
            MemberPlace::Native(row) => row,
            _ => return None,
        },
    };
    (!std::ptr::eq(row, &DICT_GETSET)).then_some(row)
}

fn own_dict(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    match dict(vm, object) {
        Some(dict) => Ok(dict.into_object()),
        None => {
            let name = vm.names.__dict__.clone();
            Err(vm.no_attribute(object, &name))
        }
    }
}

fn set_own_dict(vm: &mut Vm, object: &Object, value: Option<&Object>) -> PyResult<()> {
    let Some(value) = value else {
        let name = vm.names.__dict__.clone();
        if object.class().payload_base().namespace().get_str(vm, &name).is_some() {
            return Err(vm.type_error("cannot delete __dict__"));
        }
        set_dict(vm, object, None);
        return Ok(());
    };
    match value.to_ref().downcast_ref::<Dict>() {
        Ok(dict) => {
            set_dict(vm, object, Some(dict));
            Ok(())
        }
        Err(other) => {
            let class = other.class().name(vm);
            Err(vm.type_error(format!("__dict__ must be set to a dictionary, not a '{class}'")))
        }
    }
}

/// `__weakref__` of the instances of a class: the first weak reference to the instance, or None.
pub static WEAKREF_GETSET: GetSetDef = GetSetDef {
    name: "__weakref__",
    doc: "list of weak references to the object",
    get: |vm, object| {
        let first = object.weak_references().into_iter().next();
        Ok(first.unwrap_or_else(|| vm.none()))
    },
    set: None,
    is_member: false,
};
