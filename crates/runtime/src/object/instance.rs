//! What instances carry behind their payload: slots, and their attributes, inline or in a dict.
//!
//! The reference words of an instance's tail are, in this order: one for each of `__slots__`; then, if the class
//! gives instances a `__dict__`, the *attributes word*; then the inline values, which lie in the order of the class's
//! shared names; then, if there are many, further words that say in which order they were set. The attributes word
//! is either the first of these words or a reference to the instance's dict, and then the inline values are empty.

use std::cell::Cell;

pub use super::instance_descriptors::{DICT_GETSET, WEAKREF_GETSET};
use pellucid_heap::{Object, Ref, Typed};
use pellucid_macros::Trace;

use crate::builtins::{Dict, Str};
use crate::object::inline_order::InlineOrder;
use crate::object::{ObjectExt, Type, TypeLookup, kind_of, shared_names};
use crate::{PyResult, Vm};

/// The payload of instances of plain Python classes: everything is in the tail.
#[derive(Trace)]
pub struct Instance;

/// A view of the attributes word and the inline values of an instance.
struct Attributes<'a> {
    values: &'a [Cell<usize>],
    order: InlineOrder<'a>,
}

impl<'a> Attributes<'a> {
    #[inline(always)]
    fn of(object: &'a Object) -> Option<Attributes<'a>> {
        let class = object.class();
        if !class.has_dict.get() {
            return None;
        }
        // SAFETY: only this file writes the words behind the slots, as its first lines say.
        let words = unsafe { object.tail_words() };
        let (first, words) = words[class.slot_count.get() as usize..].split_first()?;
        let (values, others) = words.split_at_checked(class.inline_values.get() as usize)?;
        Some(Attributes { values, order: InlineOrder { first, others } })
    }

    /// The dict, if there is one.
    #[inline(always)]
    fn dict(&self) -> Option<&'a Typed<Dict>> {
        match self.order.first.get() {
            word if word & 1 == 1 => None,
            // SAFETY: an untagged attributes word is null or a counted reference to a dict.
            word => unsafe { (word as *const Typed<Dict>).as_ref() },
        }
    }

    #[inline(always)]
    fn value(&self, position: usize) -> Option<&'a Object> {
        // SAFETY: an inline value is null or a counted reference.
        unsafe { (self.values.get(position)?.get() as *const Object).as_ref() }
    }

    fn replace(&self, position: usize, value: Option<Ref>) -> Option<Ref> {
        let word = value.map_or(0, |value| value.into_raw().as_ptr() as usize);
        let old = std::ptr::NonNull::new(self.values[position].replace(word) as *mut Object);
        // SAFETY: the word was a counted reference, which moves out.
        old.map(|old| unsafe { Ref::from_raw(old) })
    }
}

/// Whether instances can have a `__dict__`.
pub fn has_attributes(object: &Object) -> bool {
    object.class().has_dict.get()
}

/// The instance attribute `name`.
pub fn get(vm: &Vm, object: &Object, name: &Typed<Str>) -> Option<Ref> {
    let attributes = Attributes::of(object)?;
    match attributes.dict() {
        None => attributes.value(inline_position(vm, object, name)?).map(|value| value.to_ref()),
        Some(dict) => dict.get_str(vm, name),
    }
}

/// Where instances keep the attribute `name`, if they keep it inline.
fn inline_position(vm: &Vm, object: &Object, name: &Typed<Str>) -> Option<usize> {
    shared_names::number_of(object.class().shared_names.borrow(vm)?, name)
}

/// The instance attribute `name`, where keys that are no strings may compare equal to it by code of theirs.
pub fn find(vm: &mut Vm, object: &Object, name: &Typed<Str>) -> PyResult<Option<Ref>> {
    if let Some(dict) = existing_dict(object)
        && !dict.holds_only_strings(vm)
    {
        return dict.get(vm, name.as_object());
    }
    Ok(get(vm, object, name))
}

/// Sets the instance attribute `name`; `false` if the instance has no `__dict__`.
pub fn set(vm: &mut Vm, object: &Object, name: &Typed<Str>, value: Ref) -> bool {
    let Some(attributes) = Attributes::of(object) else { return false };
    if attributes.dict().is_none() {
        if let Some(position) = position_for(vm, object, &attributes, name) {
            let old = attributes.replace(position, Some(value));
            if old.is_none() {
                attributes.order.append(position);
            }
            drop(old);
            return true;
        }
        materialise(vm, object);
    }
    if let Some(dict) = attributes.dict() {
        let dict = dict.to_ref();
        dict.set_str(vm, name, value);
    }
    true
}

/// Where the value of `name` may be put inline.
fn position_for(
    vm: &mut Vm,
    object: &Object,
    attributes: &Attributes<'_>,
    name: &Typed<Str>,
) -> Option<usize> {
    if attributes.values.is_empty() {
        return None;
    }
    if attributes.order.first.get() == 0 {
        shared_names::count_dict(vm, object.class());
    }
    let names = shared_names::of_class(vm, object.class());
    let position = match shared_names::number_of(&names, name) {
        None if names.len() < attributes.values.len() => shared_names::add(&names, name)?,
        position => position?,
    };
    (position < attributes.values.len()).then_some(position)
}

/// Deletes the instance attribute `name`; `false` if there is none.
pub fn delete(vm: &mut Vm, object: &Object, name: &Typed<Str>) -> bool {
    let Some(attributes) = Attributes::of(object) else { return false };
    let Some(dict) = attributes.dict() else {
        let position = inline_position(vm, object, name);
        let position = position.filter(|&position| attributes.value(position).is_some());
        let Some(position) = position else { return false };
        let old = attributes.replace(position, None);
        attributes.order.remove(position);
        drop(old);
        return true;
    };
    let dict = dict.to_ref();
    dict.remove_str(vm, name).is_some()
}

/// The `__dict__` of an instance. From now on the attributes are kept there.
pub fn dict(vm: &mut Vm, object: &Object) -> Option<Ref<Dict>> {
    let attributes = Attributes::of(object)?;
    if attributes.dict().is_none() {
        materialise(vm, object);
    }
    attributes.dict().map(|dict| dict.to_ref())
}

/// The `__dict__`, if it has been made.
pub fn existing_dict(object: &Object) -> Option<Ref<Dict>> {
    Attributes::of(object)?.dict().map(|dict| dict.to_ref())
}

/// Replaces the `__dict__` of an instance; `None` leaves it without attributes.
pub fn set_dict(vm: &mut Vm, object: &Object, dict: Option<Ref<Dict>>) -> bool {
    let Some(attributes) = Attributes::of(object) else { return false };
    if attributes.dict().is_none() {
        materialise(vm, object);
    }
    let word = dict.map_or(0, |dict| dict.into_raw().as_ptr() as usize);
    let old = std::ptr::NonNull::new(attributes.order.first.replace(word) as *mut Typed<Dict>);
    // SAFETY: `materialise` has left a counted reference in the word, which moves out.
    drop(old.map(|old| unsafe { Ref::from_raw(old) }));
    true
}

fn materialise(vm: &mut Vm, object: &Object) {
    let Some(attributes) = Attributes::of(object) else { return };
    let dict = vm.new_dict();
    if !attributes.values.is_empty() {
        if attributes.order.first.get() == 0 {
            shared_names::count_dict(vm, object.class());
        }
        let names = shared_names::of_class(vm, object.class());
        dict.share_names(vm, names.clone(), attributes.order.len());
        for position in attributes.order.positions() {
            if let (Some(value), Some(name)) =
                (attributes.replace(position, None), names.get(position))
                && let Some(name) = name.downcast::<Str>()
            {
                dict.set_str(vm, name, value);
            }
        }
        attributes.order.clear();
    }
    attributes.order.first.set(dict.into_raw().as_ptr() as usize);
}

/// Lets the instances of a class have no more inline values than those of another, so that one of these can become one
/// of those. `false` if there is no memory for that.
pub(crate) fn shorten(vm: &mut Vm, class: &Typed<Type>, other: &Typed<Type>) -> bool {
    let mut instances: Vec<Ref> = Vec::new();
    let mut has_room = true;
    vm.heap().for_each_object(|object| {
        if object.class().is(class) {
            has_room = has_room && instances.try_reserve(1).is_ok();
            if has_room {
                instances.push(object.to_ref());
            }
        }
    });
    if !has_room {
        return false;
    }
    for object in instances {
        dict(vm, &object);
    }
    class.inline_values.set(other.inline_values.get());
    // SAFETY: instances with a dict have nothing behind the attributes word, which stays.
    unsafe { kind_of(class).shorten_tail(kind_of(other).tail().references) };
    class.changed(vm);
    true
}

/// The value in slot `index` of `__slots__`.
pub fn slot(object: &Object, index: usize) -> Option<Ref> {
    // SAFETY: nothing is written here.
    let word = unsafe { object.tail_words() }.get(index)?.get();
    // SAFETY: the words of `__slots__` are null or counted references.
    unsafe { (word as *const Object).as_ref() }.map(|value| value.to_ref())
}

/// Puts a value into slot `index` of `__slots__` and gives back what was there.
pub fn replace_slot(
    _vm: &mut Vm,
    object: &Object,
    index: usize,
    value: Option<Ref>,
) -> Option<Ref> {
    let word = value.map_or(0, |value| value.into_raw().as_ptr() as usize);
    // SAFETY: a counted reference or null goes in, and what was there is taken over.
    let old = unsafe { object.tail_words() }.get(index)?.replace(word);
    // SAFETY: as in `slot`; the reference moves out.
    std::ptr::NonNull::new(old as *mut Object).map(|old| unsafe { Ref::from_raw(old) })
}

/// A new instance of a class whose payload is [`Instance`].
pub fn new_instance(vm: &mut Vm, class: &Typed<Type>) -> PyResult<Ref> {
    shared_names::count_instance(vm, class);
    Ok(vm.heap.allocate(kind_of(class), Instance).into_object())
}

/// Where an attribute of an instance is, for inline caches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum AttributePlace {
    /// Position among the inline values.
    Inline(usize),
    /// Position in the instance's dict.
    InDict(usize),
}

/// Where the attribute `name` of an instance is.
pub(crate) fn place_of(vm: &Vm, object: &Object, name: &Typed<Str>) -> Option<AttributePlace> {
    let attributes = Attributes::of(object)?;
    match attributes.dict() {
        None => {
            let position = inline_position(vm, object, name)?;
            attributes.value(position).map(|_| AttributePlace::Inline(position))
        }
        Some(dict) => dict.position_of(vm, name).map(AttributePlace::InDict),
    }
}

/// Where a word of the tail of an object lies, in bytes from the start of the object; the same for all instances of its
/// class. `None` if that depends on the instance.
fn word_offset(object: &Object, index: usize) -> Option<usize> {
    if object.kind().flags().contains(pellucid_heap::KindFlags::VARIABLE) {
        return None;
    }
    // SAFETY: nothing is written here.
    let words = unsafe { object.tail_words() };
    Some(std::ptr::from_ref(words.get(index)?).addr() - object.address())
}

/// The offset of the attributes word of the instances of the class of `object`; 0 if they have none.
pub(crate) fn attributes_offset(object: &Object) -> Option<usize> {
    let class = object.class();
    if !class.has_dict.get() {
        return Some(0);
    }
    word_offset(object, class.slot_count.get() as usize)
}

/// The offset of the inline value at a position.
pub(crate) fn inline_offset(object: &Object, position: usize) -> Option<usize> {
    word_offset(object, object.class().slot_count.get() as usize + 1 + position)
}

/// The offset of a slot of `__slots__`.
pub(crate) fn slot_offset(object: &Object, index: usize) -> Option<usize> {
    word_offset(object, index)
}

/// A word of the tail by its offset.
///
/// # Safety
/// The offset must have been worked out for the class of `object`, by one of the functions above.
#[inline(always)]
unsafe fn word_at(object: &Object, offset: usize) -> &Cell<usize> {
    // SAFETY: as the caller states; cells may be shared.
    unsafe { &*std::ptr::from_ref(object).cast::<u8>().add(offset).cast() }
}

/// The inline value or slot at an offset.
///
/// # Safety
/// As for `word_at`; the offset must be that of an inline value or slot.
#[inline(always)]
pub(crate) unsafe fn value_at_offset(object: &Object, offset: usize) -> Option<&Object> {
    // SAFETY: such words are null or counted references.
    unsafe { (word_at(object, offset).get() as *const Object).as_ref() }
}

/// Replaces the inline value or slot at an offset, if there is one; otherwise the value comes back.
///
/// # Safety
/// As for `value_at_offset`.
#[inline(always)]
pub(crate) unsafe fn replace_at_offset(
    object: &Object,
    offset: usize,
    value: Ref,
) -> Result<Ref, Ref> {
    // SAFETY: as the caller states: what is there is null or a counted reference, which moves out.
    unsafe {
        let word = word_at(object, offset);
        match std::ptr::NonNull::new(word.get() as *mut Object) {
            None => Err(value),
            Some(old) => {
                word.set(value.into_raw().as_ptr() as usize);
                Ok(Ref::from_raw(old))
            }
        }
    }
}

/// Puts a value at a position, and its offset, where there is none; if it may not stand there it comes back.
///
/// # Safety
/// As for `value_at_offset`; the place must be empty.
#[inline(always)]
pub(crate) unsafe fn fill_at_offset(
    object: &Object,
    offset: usize,
    position: usize,
    value: Ref,
) -> Result<(), Ref> {
    // SAFETY: the attributes word lies before the first inline value, and the place holds nothing, as the caller states.
    unsafe {
        let first = word_at(object, offset - (position + 1) * size_of::<usize>());
        let Some(appended) = InlineOrder::appended(first.get(), position) else {
            return fill_late(object, position, value);
        };
        first.set(appended);
        word_at(object, offset).set(value.into_raw().as_ptr() as usize);
    }
    Ok(())
}

/// As `fill_at_offset`, where the attributes word does not say the order of so many values, or is a dict.
#[inline(never)]
fn fill_late(object: &Object, position: usize, value: Ref) -> Result<(), Ref> {
    match Attributes::of(object) {
        Some(attributes) if attributes.dict().is_none() && position < attributes.values.len() => {
            let old = attributes.replace(position, Some(value));
            attributes.order.append(position);
            drop(old);
            Ok(())
        }
        _ => Err(value),
    }
}

/// Puts a value into the slot at an offset and gives what was there.
///
/// # Safety
/// As for `value_at_offset`.
#[inline(always)]
pub(crate) unsafe fn put_at_offset(object: &Object, offset: usize, value: Ref) -> Option<Ref> {
    // SAFETY: as the caller states: what is there is null or a counted reference, which moves out.
    unsafe {
        let old = word_at(object, offset).replace(value.into_raw().as_ptr() as usize);
        std::ptr::NonNull::new(old as *mut Object).map(|old| Ref::from_raw(old))
    }
}

/// The value at a position of an instance's dict, if the key there is `name`.
#[inline(always)]
pub(crate) fn dict_value(
    vm: &Vm,
    object: &Object,
    position: usize,
    name: &Typed<Str>,
) -> Option<Ref> {
    Attributes::of(object)?.dict()?.value_at(vm, position, name.as_object())
}

/// Whether an instance may have an attribute `name` of its own. `offset` is that of its attributes word, `keys` how many
/// shared keys there were when `name` was not among them.
///
/// # Safety
/// The offset must have been worked out for the class of `object` by `attributes_offset`.
#[inline(always)]
pub(crate) unsafe fn may_have(
    vm: &Vm,
    object: &Object,
    name: &Typed<Str>,
    offset: usize,
    keys: usize,
) -> bool {
    if offset == 0 {
        return false;
    }
    // SAFETY: as the caller states.
    let word = unsafe { word_at(object, offset) }.get();
    if word == 0 || word & 1 == 1 {
        return shared_name_count(vm, object.class()) != keys;
    }
    // SAFETY: an untagged attributes word is a counted reference to a dict.
    let dict = unsafe { &*(word as *const Typed<Dict>) };
    let shared = object.class().shared_names.borrow(vm);
    match shared.filter(|names| dict.shares(vm, names)) {
        Some(names) => names.len() != keys,
        None => dict.position_of(vm, name).is_some(),
    }
}

/// Whether instances of a class keep an attribute of this name inline.
pub(crate) fn is_shared_name(vm: &Vm, class: &Type, name: &Typed<Str>) -> bool {
    let names = class.shared_names.borrow(vm);
    names.is_some_and(|names| shared_names::number_of(names, name).is_some())
}

/// How many names the instances of a class share.
#[inline(always)]
pub(crate) fn shared_name_count(vm: &Vm, class: &Type) -> usize {
    class.shared_names.borrow(vm).map_or(0, |names| names.len())
}
