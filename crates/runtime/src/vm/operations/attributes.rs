//! Attributes: loading, storing, deleting, methods; each with its inline cache.
//!
//! A site remembers the version of the type for which it holds. A type's version changes whenever anything that a
//! look-up in it depends on changes, so what was found in the type stays where it is as long as the version does.

use std::ptr;

use pellucid_bytecode::Word;
use pellucid_heap::{Object, Ref, Typed};

use super::calls;
use crate::builtins::member_descriptor::MemberPlace;
use crate::builtins::{MemberDescriptor, Property, StaticMethod, Str, module, type_};
use crate::errors::AttributeError;
use crate::object::instance::{self, AttributePlace};
use crate::object::slots::GetAttributeFn;
use crate::object::{
    ObjectExt, Type, TypeFlags, TypeLookup, as_type, generic_get_attribute, generic_set_attribute,
};
use crate::vm::call::Called;
use crate::vm::frame::Frame;
use crate::vm::registers::Registers;
use crate::vm::{Finding, Site};
use crate::{PyResult, Vm};

/// The inline value or slot at an offset, where there is one.
const INLINE: u8 = 1;
/// The value at a position of the instance's dict.
const IN_DICT: u8 = 2;
/// As `INLINE`, in stores to a slot, which may be empty.
const SLOT: u8 = 3;
/// An attribute of the type that is no descriptor.
const OF_TYPE: u8 = 4;
/// A method of the type (in `LOAD_METHOD`).
const METHOD: u8 = 5;
/// An attribute of the object, which is a type, or of its bases. `attributes` is the version of that type.
const OF_CLASS: u8 = 6;
/// The position that says of `OF_CLASS` that a static method was found, whose function is meant.
const WRAPPED: usize = 1;
/// A property of the type.
const PROPERTY: u8 = 7;
/// Another attribute of the type that native code computes.
const COMPUTED: u8 = 8;

/// The inline-cache site of the current instruction.
fn site_of(vm: &mut Vm, site: u16) -> PyResult<&'static Site> {
    match vm.current() {
        Some(frame) => Ok(&frame.code().sites[site as usize]),
        None => Err(vm.system_error("no frame")),
    }
}

/// What a site remembers of an attribute.
#[inline(always)]
pub(crate) fn cached(vm: &Vm, site: &Site, object: &Object) -> Option<Ref> {
    let finding = site.finding(object.class())?;
    let position = finding.position.get() as usize;
    match finding.kind.get() {
        // SAFETY: the offset was worked out for this class.
        INLINE => unsafe { instance::value_at_offset(object, position) }.map(Object::to_ref),
        IN_DICT => instance::dict_value(vm, object, position, site.name()),
        OF_TYPE if !may_have(vm, finding, site.name(), object) => {
            // SAFETY: the type is in the state that is remembered.
            Some(unsafe { finding.found() }.to_ref())
        }
        OF_CLASS => {
            // SAFETY: its class is the metaclass for which the site was filled.
            let class: &Typed<Type> = unsafe { object.downcast_unchecked() };
            if class.version.get() != finding.attributes.get() {
                return None;
            }
            // SAFETY: the type is in the state that is remembered.
            let found = unsafe { finding.found() };
            match position {
                WRAPPED => found.downcast::<StaticMethod>()?.function.get(),
                _ => Some(found.to_ref()),
            }
        }
        _ => None,
    }
}

/// Whether an instance may have an attribute of its own that hides the type's.
#[inline(always)]
fn may_have(vm: &Vm, finding: &Finding, name: &Typed<Str>, object: &Object) -> bool {
    let (offset, keys) = (finding.attributes.get() as usize, finding.position.get() as usize);
    // SAFETY: the offset was worked out for this class.
    unsafe { instance::may_have(vm, object, name, offset, keys) }
}

/// Remembers an attribute of the type, which an instance's own would hide.
fn remember_of_type(vm: &Vm, site: &Site, object: &Object, version: u32, kind: u8, found: &Object) {
    let Some(offset) = instance::attributes_offset(object) else { return };
    // Other instances have such an attribute: this one may get it without a new shared name.
    if instance::is_shared_name(vm, object.class(), site.name()) {
        return;
    }
    let keys = instance::shared_name_count(vm, object.class());
    let place = site.place(object.class());
    place.attributes.set(offset as u32);
    place.remember(version, kind, keys, ptr::from_ref(found));
}

/// `LOAD_ATTR`; the fast way is tried first.
#[inline(always)]
pub(crate) fn load_cached(vm: &mut Vm, frame: &Frame, r: Registers, word: Word) -> Option<()> {
    let site = &frame.code().sites[word.c() as usize];
    let value = cached(vm, site, r.operand(word.operand_b()))?;
    r.finish_unary(word, value);
    Some(())
}

/// `LOAD_ATTR` of a property whose getter is a Python function: enters it. `None` if it is none.
#[inline(always)]
pub(crate) fn enter_property(
    vm: &mut Vm,
    frame: &Frame,
    r: Registers,
    word: Word,
) -> Option<PyResult<Called>> {
    let site = &frame.code().sites[word.c() as usize];
    let finding = site.finding(r.operand(word.operand_b()).class())?;
    if finding.kind.get() != PROPERTY {
        return None;
    }
    // SAFETY: the type is in the state that is remembered, and a property was found in it.
    let property: &Typed<Property> = unsafe { finding.found().downcast_unchecked() };
    let getter = property.get.get()?;
    if !getter.class_is(&vm.types.function) {
        return None;
    }
    let receiver = r.take_operand(word.operand_b());
    Some(calls::enter(vm, getter, [receiver], &[], word.a()))
}

pub(super) fn load(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let site = site_of(vm, word.c())?;
    let object = r.operand(word.operand_b());
    let value = match computed(vm, site, object) {
        Some(value) => value?,
        None => {
            specialise(vm, site, object);
            vm.get_attribute(object, site.name())?
        }
    };
    r.finish_unary(word, value);
    Ok(())
}

/// What a descriptor that the site remembers gives for an object.
fn computed(vm: &mut Vm, site: &Site, object: &Object) -> Option<PyResult> {
    let class = object.class();
    let finding = site.finding(class)?;
    if !matches!(finding.kind.get(), PROPERTY | COMPUTED) {
        return None;
    }
    // SAFETY: the type is in the state that is remembered.
    let descriptor = unsafe { finding.found() }.to_ref();
    let get = descriptor.class().slots(vm).descriptor_get?;
    let value = get(vm, &descriptor, Some(object), Some(class.as_object()));
    if let Err(raised) = &value {
        AttributeError::say_of_what(vm, raised, object, site.name());
    }
    Some(value)
}

fn is_generic(vm: &Vm, class: &Typed<Type>) -> bool {
    is_get_attribute(vm, class, generic_get_attribute)
        // Differs where nothing is found only.
        || is_get_attribute(vm, class, module::get_attribute)
}

fn is_get_attribute(vm: &Vm, class: &Typed<Type>, function: GetAttributeFn) -> bool {
    class.slots(vm).get_attribute.is_some_and(|get| std::ptr::fn_addr_eq(get, function))
}

/// Remembers an attribute that a type has by itself or from a base, if getting it runs no code.
fn specialise_of_class(vm: &mut Vm, site: &Site, object: &Object) {
    let Some(class) = as_type(object) else { return };
    let (meta, version) = (object.class().version_number(vm), class.version_number(vm));
    if meta == 0 || version == 0 || object.class().lookup(vm, site.name()).is_some() {
        return;
    }
    let Some(found) = class.lookup(vm, site.name()) else { return };
    let kind = found.class();
    let wrapped = kind.is(&*vm.types.static_method);
    // A function is its own attribute of the class.
    if !wrapped && !kind.is(&*vm.types.function) && kind.slots(vm).descriptor_get.is_some() {
        return;
    }
    let place = site.place(object.class());
    place.attributes.set(version);
    let position = if wrapped { WRAPPED } else { 0 };
    place.remember(meta, OF_CLASS, position, ptr::from_ref(&*found));
}

/// Remembers where an attribute is found, if that is a simple place.
#[inline(never)]
fn specialise(vm: &mut Vm, site: &Site, object: &Object) {
    let class = object.class();
    if is_get_attribute(vm, class, type_::get_attribute) {
        return specialise_of_class(vm, site, object);
    }
    if !is_generic(vm, class) {
        return;
    }
    let version = class.version_number(vm);
    if version == 0 {
        return;
    }
    let Some(found) = class.lookup(vm, site.name()) else {
        return remember_own(vm, site, object, version);
    };
    let slots = found.class().slots(vm);
    if slots.descriptor_set.is_some() {
        if let Some(offset) =
            member_slot(vm, &found, class).and_then(|index| instance::slot_offset(object, index))
        {
            site.place(class).remember(version, INLINE, offset, ptr::null());
        } else if found.class().is(&*vm.types.property) {
            site.place(class).remember(version, PROPERTY, 0, ptr::from_ref(&*found));
        } else if slots.descriptor_get.is_some() && !found.class().has(TypeFlags::HEAP_TYPE) {
            site.place(class).remember(version, COMPUTED, 0, ptr::from_ref(&*found));
        }
        return;
    }
    let plain = slots.descriptor_get.is_none();
    if instance::place_of(vm, object, site.name()).is_some() {
        remember_own(vm, site, object, version);
    } else if plain {
        remember_of_type(vm, site, object, version, OF_TYPE, &found);
    }
}

fn remember_own(vm: &Vm, site: &Site, object: &Object, version: u32) {
    match instance::place_of(vm, object, site.name()) {
        Some(AttributePlace::Inline(position)) => {
            if let Some(offset) = instance::inline_offset(object, position) {
                site.place(object.class()).remember(version, INLINE, offset, ptr::null());
            }
        }
        Some(AttributePlace::InDict(position)) => {
            site.place(object.class()).remember(version, IN_DICT, position, ptr::null())
        }
        None => {}
    }
}

/// The slot of `__slots__` that a descriptor stands for, if the class has it.
fn member_slot(vm: &Vm, found: &Object, class: &Typed<Type>) -> Option<usize> {
    let member = found.downcast::<MemberDescriptor>()?;
    let MemberPlace::Slot(index) = member.place else { return None };
    let own = class.is_subclass_of(vm, &member.owner) && index < class.slot_count.get() as usize;
    own.then_some(index)
}

/// `STORE_ATTR`; the fast way. Gives whether it was gone.
#[inline(always)]
pub(crate) fn store_cached(frame: &Frame, r: Registers, word: Word) -> bool {
    let site = &frame.code().sites[word.c() as usize];
    let object = r.operand(word.operand_a());
    let Some(finding) = site.finding(object.class()) else { return false };
    let value = r.operand(word.operand_b()).to_ref();
    let position = finding.position.get() as usize;
    let old = match finding.kind.get() {
        // SAFETY: the offset was worked out for this class.
        INLINE => match unsafe { instance::replace_at_offset(object, position, value) } {
            Ok(old) => Ok(Some(old)),
            Err(value) => {
                let place = finding.attributes.get() as usize;
                // SAFETY: as above; the place is empty.
                unsafe { instance::fill_at_offset(object, position, place, value) }.map(|()| None)
            }
        },
        // SAFETY: as above.
        SLOT => Ok(unsafe { instance::put_at_offset(object, position, value) }),
        _ => return false,
    };
    let Ok(old) = old else { return false };
    let consumed = (r.consume(word.operand_a()), r.consume(word.operand_b()));
    drop(old);
    drop(consumed);
    true
}

pub(super) fn store(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let site = site_of(vm, word.c())?;
    let object = r.operand(word.operand_a());
    vm.set_attribute(object, site.name(), Some(r.operand(word.operand_b())))?;
    specialise_store(vm, site, object);
    let consumed = (r.consume(word.operand_a()), r.consume(word.operand_b()));
    drop(consumed);
    Ok(())
}

fn specialise_store(vm: &mut Vm, site: &Site, object: &Object) {
    let class = object.class();
    let set = class.slots(vm).set_attribute;
    if set.is_none_or(|set| set as usize != generic_set_attribute as *const () as usize) {
        return;
    }
    let version = class.version_number(vm);
    if version == 0 {
        return;
    }
    let found = class.lookup(vm, site.name());
    if let Some(found) = found.filter(|found| found.class().slots(vm).descriptor_set.is_some()) {
        if let Some(index) = member_slot(vm, &found, class)
            && let Some(offset) = instance::slot_offset(object, index)
        {
            site.place(class).remember(version, SLOT, offset, ptr::null());
        }
        return;
    }
    if version != 0
        && let Some(AttributePlace::Inline(position)) = instance::place_of(vm, object, site.name())
        && let Some(offset) = instance::inline_offset(object, position)
    {
        // For a store the other number is the position, which an empty place is filled by.
        let place = site.place(class);
        place.attributes.set(position as u32);
        place.remember(version, INLINE, offset, ptr::null());
    }
}

pub(super) fn delete(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let site = site_of(vm, word.c())?;
    vm.set_attribute(r.operand(word.operand_a()), site.name(), None)?;
    drop(r.consume(word.operand_a()));
    Ok(())
}

/// Writes a call window for a method: function and self, or the attribute alone.
#[inline(always)]
pub(super) fn write_window(r: Registers, window: u16, function: Ref, receiver: Option<Ref>) {
    let old = (r.replace(window, Some(function)), r.replace(window + 1, receiver));
    drop(old);
}

/// `LOAD_METHOD`; the fast way. Gives whether it was gone.
#[inline(always)]
pub(crate) fn load_method_cached(vm: &Vm, frame: &Frame, r: Registers, word: Word) -> bool {
    let site = &frame.code().sites[word.c() as usize];
    let object = r.operand(word.operand_b());
    let Some(finding) = site.finding(object.class()) else { return false };
    if finding.kind.get() == METHOD {
        if may_have(vm, finding, site.name(), object) {
            return false;
        }
        // SAFETY: the type is in the state that is remembered.
        let function = unsafe { finding.found() }.to_ref();
        let receiver = r.take_operand(word.operand_b());
        write_window(r, word.a(), function, Some(receiver));
        return true;
    }
    let Some(value) = cached(vm, site, object) else { return false };
    let consumed = r.consume(word.operand_b());
    write_window(r, word.a(), value, None);
    drop(consumed);
    true
}

pub(super) fn load_method(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let site = site_of(vm, word.c())?;
    let name = site.name();
    let object = r.operand(word.operand_b());
    if let Some(function) = find_method(vm, object, name) {
        let version = object.class().version_number(vm);
        if version != 0 {
            remember_of_type(vm, site, object, version, METHOD, &function);
        }
        let receiver = r.take_operand(word.operand_b());
        write_window(r, word.a(), function, Some(receiver));
        return Ok(());
    }
    specialise(vm, site, object);
    let value = vm.get_attribute(object, name)?;
    let consumed = r.consume(word.operand_b());
    write_window(r, word.a(), value, None);
    drop(consumed);
    Ok(())
}

/// The function of the class that `object.name(...)` calls, if no bound method has to be made.
fn find_method(vm: &mut Vm, object: &Object, name: &Typed<Str>) -> Option<Ref> {
    let class = object.class();
    if !is_generic(vm, class) {
        return None;
    }
    let found = class.lookup(vm, name)?;
    if !found.class().has(TypeFlags::METHOD_DESCRIPTOR) {
        return None;
    }
    if instance::has_attributes(object) && instance::get(vm, object, name).is_some() {
        return None;
    }
    Some(found)
}
