//! The names of the attributes that the instances of a class, and their dicts, share.

use pellucid_heap::{Payload, Ref, SharedNames, Typed};

use crate::Vm;
use crate::builtins::{Str, Tuple};
use crate::object::{Instance, Type, TypeFlags, TypeSpec, kind_of};

/// The most names that are shared, as in CPython.
pub const SHARED_NAMES_MAX: usize = 30;

/// The row of the objects that keep the names. Programs never see one.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "The names of the attributes that the instances of a class share.",
    flags: TypeFlags::NOT_INSTANTIABLE,
    ..TypeSpec::new::<SharedNames>("shared_names")
};

/// The number of a name.
#[inline]
pub fn number_of(names: &SharedNames, name: &Typed<Str>) -> Option<usize> {
    let mut all = (0..).map_while(|number| names.get(number));
    all.position(|own| own.is(name)).or_else(|| number_of_text(names, name))
}

/// The number of a name by its text: one of two equal strings may not be interned.
#[inline(never)]
fn number_of_text(names: &SharedNames, name: &Typed<Str>) -> Option<usize> {
    let same = |own: &Typed<Str>| !(own.is_interned() && name.is_interned()) && own.same_text(name);
    let mut all = (0..).map_while(|number| names.get(number));
    all.position(|own| own.downcast::<Str>().is_some_and(same))
}

/// Adds a name if there is room for it in CPython.
pub fn add(names: &SharedNames, name: &Typed<Str>) -> Option<usize> {
    if names.room() == 0 {
        return None;
    }
    let number = names.push(name.to_ref().into_object())?;
    names.set_room(names.room() - 1);
    Some(number)
}

/// Notes that there is one more instance: CPython expects fewer new names the more instances there are.
#[inline(always)]
pub fn count_instance(vm: &mut Vm, class: &Typed<Type>) {
    match class.shared_names.borrow(vm) {
        Some(names) => narrow(names),
        None if class.inline_values.get() > 0 => narrow(&of_class(vm, class)),
        None => {}
    }
}

/// As [`count_instance`], where not the instance brings room for values but its `__dict__`.
pub fn count_dict(vm: &mut Vm, class: &Typed<Type>) {
    if !std::ptr::eq(class.kind.vtable(), Instance::VTABLE) {
        count_instance(vm, class);
    }
}

#[inline(always)]
fn narrow(names: &SharedNames) {
    if names.room() > 1 {
        names.set_room(names.room() - 1);
    }
}

/// The names that the instances of a class share. The first are those that its methods assign, as in CPython.
pub fn of_class(vm: &mut Vm, class: &Typed<Type>) -> Ref<SharedNames> {
    if let Some(names) = class.shared_names.get() {
        return names;
    }
    let names = SharedNames::new(&vm.heap, SHARED_NAMES_MAX as u8);
    let names = vm.heap.allocate(kind_of(&vm.types.shared_names), names);
    class.shared_names.set(vm, Some(names.clone()));
    let attribute = vm.names.__static_attributes__.clone();
    let assigned = class.namespace().get_str(vm, &attribute);
    if let Some(assigned) = assigned.as_ref().and_then(|assigned| assigned.downcast::<Tuple>()) {
        for name in assigned.items().iter().filter_map(|name| name.downcast::<Str>()) {
            if number_of(&names, name).is_none() {
                add(&names, name);
            }
        }
    }
    names
}
