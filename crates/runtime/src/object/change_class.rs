//! `object.__class__ = class`: allowed between classes whose instances are laid out alike.

use pellucid_heap::{Object, Ref, Typed};

use crate::Vm;
use crate::builtins::MemberDescriptor;
use crate::builtins::member_descriptor::MemberPlace;
use crate::object::{ObjectExt, Type, TypeFlags, instance, kind_of};

/// The class, or the base that first gave instances this layout.
fn layout_of(class: &Typed<Type>) -> Ref<Type> {
    let mut class = class.to_ref();
    while class.has(TypeFlags::HEAP_TYPE)
        && let Some(base) = class.base.get()
        && base.slot_count.get() == class.slot_count.get()
        && base.has_dict.get() == class.has_dict.get()
        && kind_of(&base).tail().weak == kind_of(&class).tail().weak
    {
        class = base;
    }
    class
}

/// Whether two classes have their layout from one class, or add the same to that of one base.
fn same_additions(vm: &Vm, left: &Typed<Type>, right: &Typed<Type>) -> bool {
    let (left, right) = (layout_of(left), layout_of(right));
    if left.is(&*right) {
        return true;
    }
    let same_base = match (left.base.get(), right.base.get()) {
        (Some(left), Some(right)) => left.is(&*right),
        _ => false,
    };
    same_base && slot_names(vm, &left) == slot_names(vm, &right)
}

/// The names of the slots that a class adds, in order of their places.
fn slot_names(vm: &Vm, class: &Typed<Type>) -> Vec<String> {
    let mut names = Vec::new();
    for (_, value) in class.namespace().pairs(vm) {
        if let Some(member) = value.downcast::<MemberDescriptor>()
            && member.owner.is(class)
            && let MemberPlace::Slot(place) = member.place
        {
            names.push((place, member.name.to_string()));
        }
    }
    names.sort();
    names.into_iter().map(|(_, name)| name).collect()
}

/// Gives the object another class of the same layout; `false` if the layouts differ.
pub fn change_class(vm: &mut Vm, object: &Object, class: &Typed<Type>) -> bool {
    let old = object.class();
    let (own, theirs) = (kind_of(old), kind_of(class));
    let same_tail = own.tail().weak == theirs.tail().weak
        && old.slot_count.get() == class.slot_count.get()
        && old.has_dict.get() == class.has_dict.get();
    if !std::ptr::eq(own.vtable(), theirs.vtable()) || !same_tail {
        return false;
    }
    if !same_additions(vm, old, class) {
        return false;
    }
    // How many inline values there are is no concern of programs. The object stays where it is, so it has no room for
    // more than its old class gave it; and those it has are in the order of that class's names.
    if old.inline_values.get() < class.inline_values.get() && !instance::shorten(vm, class, old) {
        return false;
    }
    if old.has_dict.get() {
        instance::dict(vm, object);
    }
    // SAFETY: payload, weak word and slots are the same; there are no more inline values, and none is in use.
    unsafe { object.set_kind(theirs) };
    true
}
