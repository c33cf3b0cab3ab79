//! The layout of a new class's instances: which base's payload they have, which slots, whether a `__dict__`.

use pellucid_heap::{Ref, Tail, Typed};

use crate::builtins::member_descriptor::MemberPlace;
use crate::builtins::{Bytes, GetSetDescriptor, MemberDescriptor, Str, Tuple};
use crate::object::class::ClassParts;
use crate::object::instance::{DICT_GETSET, WEAKREF_GETSET};
use crate::object::shared_names::SHARED_NAMES_MAX;
use crate::object::{ObjectExt, Type, TypeFlags, TypeLookup, inline_order};
use crate::{PyResult, Vm};

/// What instances of a class will carry.
pub(crate) struct Layout {
    /// The base whose payload and slots instances begin with.
    pub base: Ref<Type>,
    /// Names of the slots that this class adds, mangled and sorted.
    pub new_slots: Vec<Ref<Str>>,
    /// All slots, with those of the base.
    pub slot_count: u16,
    /// Values kept in the instance.
    pub inline_values: u16,
    /// Whether there is a `__dict__`.
    pub has_dict: bool,
    weak: bool,
    adds_dict: bool,
    adds_weak: bool,
}

impl Layout {
    /// The tail of the instances.
    pub fn tail(&self) -> Tail {
        let base = self.base.kind.tail();
        let order = inline_order::other_words(self.inline_values.into()) as u16;
        let attributes = if self.has_dict { 1 + self.inline_values + order } else { 0 };
        // The slots of each class are a part: CPython clears those of derived classes first.
        let inherited = self.base.slot_count.get();
        let (parts, parted) = match 1u32.checked_shl(inherited.into()) {
            Some(start) if inherited > 0 && inherited < self.slot_count => {
                (base.parts | start, self.slot_count)
            }
            _ => (base.parts, base.parted),
        };
        let references = self.slot_count + attributes;
        Tail { offset: base.offset, references, weak: self.weak, parts, parted }
    }
}

/// Works out the layout from the bases and `__slots__`.
pub(crate) fn of(vm: &mut Vm, parts: &ClassParts<'_>) -> PyResult<Layout> {
    let base = best_base(vm, &parts.bases)?;
    let declared = declared_slots(vm, parts)?;
    let own_weak = base.kind.vtable().weak_offset.is_some() || base.kind.tail().weak;
    let any_dict = parts.bases.iter().any(|base| base.has_dict.get());
    let any_weak = own_weak || parts.bases.iter().any(|base| has_weak(base));
    let (new_slots, wants_dict, wants_weak) = match declared {
        // A metaclass's instances are types, which have their own dictionary and weak references.
        None if base.has(TypeFlags::TYPE) => (Vec::new(), false, false),
        None => (Vec::new(), true, !has_items(vm, &base)),
        Some(names) => split_slots(vm, names, any_dict, own_weak)?,
    };
    if !new_slots.is_empty() && has_items(vm, &base) {
        let name = base.name(vm);
        return Err(
            vm.type_error(format!("nonempty __slots__ not supported for subtype of '{name}'"))
        );
    }
    let new_slots = mangle(vm, parts.name, new_slots);
    let has_dict = any_dict || wants_dict;
    let slot_count = base.slot_count.get() as usize + new_slots.len();
    let Ok(slot_count) = u16::try_from(slot_count) else {
        return Err(vm.type_error("too many slots"));
    };
    // Instances keep the layout that those of the native type have: only a word for the dict.
    let native_dict = base.payload_base().has_dict.get();
    let weak = base.kind.vtable().weak_offset.is_none() && (any_weak || wants_weak);
    Ok(Layout {
        adds_dict: has_dict && !base.has_dict.get(),
        adds_weak: weak && !base.kind.tail().weak,
        inline_values: if native_dict || !has_dict { 0 } else { inline_values(vm, parts, &base) },
        base,
        new_slots,
        slot_count,
        has_dict,
        weak,
    })
}

/// Whether instances have items behind their fields, as far as Python can tell.
fn has_items(vm: &Vm, class: &Typed<Type>) -> bool {
    let native = class.payload_base();
    !class.has(TypeFlags::TYPE)
        && native.specification.is_some_and(|spec| vm.layout_of(spec).item > 0)
}

fn has_weak(class: &Typed<Type>) -> bool {
    class.kind.vtable().weak_offset.is_some() || class.kind.tail().weak
}

/// How many values instances keep inline: as many as the class body assigns to `self`, and some more.
fn inline_values(vm: &mut Vm, parts: &ClassParts<'_>, base: &Typed<Type>) -> u16 {
    let name = vm.names.__static_attributes__.clone();
    let own = parts.namespace.get_str(vm, &name);
    let own = own.and_then(|names| names.downcast::<Tuple>().map(|names| names.items().len()));
    let inherited = base.inline_values.get() as usize;
    (own.unwrap_or(0) + inherited.max(2)).clamp(4, SHARED_NAMES_MAX) as u16
}

/// The class that first gave instances of `class` their payload and slots.
pub(crate) fn solid_base(class: &Typed<Type>) -> Ref<Type> {
    let mut class = class.to_ref();
    while let Some(base) = class.base.get() {
        let same_payload = std::ptr::eq(class.kind.vtable(), base.kind.vtable());
        if !same_payload || class.slot_count.get() != base.slot_count.get() {
            break;
        }
        class = base;
    }
    class
}

pub(crate) fn best_base(vm: &mut Vm, bases: &[Ref<Type>]) -> PyResult<Ref<Type>> {
    let mut best: Option<(Ref<Type>, Ref<Type>)> = None;
    for base in bases {
        let candidate = solid_base(base);
        best = Some(match best.take() {
            None => (candidate, base.clone()),
            Some((winner, chosen)) if winner.is_subclass_of(vm, &candidate) => (winner, chosen),
            Some((winner, _)) if candidate.is_subclass_of(vm, &winner) => (candidate, base.clone()),
            Some(_) => {
                return Err(vm.type_error("multiple bases have instance lay-out conflict"));
            }
        });
    }
    Ok(best.map_or_else(|| vm.types.object.clone(), |(_, base)| base))
}

/// The names in `__slots__`, if it is there.
fn declared_slots(vm: &mut Vm, parts: &ClassParts<'_>) -> PyResult<Option<Vec<Ref<Str>>>> {
    let name = vm.names.__slots__.clone();
    let Some(declared) = parts.namespace.get_str(vm, &name) else { return Ok(None) };
    let entries = match declared.downcast_ref::<Str>() {
        Ok(single) => vec![single.into_object()],
        Err(declared) if declared.holds::<Bytes>() => {
            return Err(vm.type_error("__slots__ items must be strings, not 'int'"));
        }
        Err(declared) => vm.collect(&declared)?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.downcast_ref::<Str>().map_err(|other| {
            let class = other.class().name(vm);
            vm.type_error(format!("__slots__ items must be strings, not '{class}'"))
        })?;
        if !pellucid_text::unicode::is_identifier(entry.text()) {
            return Err(vm.type_error("__slots__ must be identifiers"));
        }
        names.push(entry);
    }
    Ok(Some(names))
}

/// Takes `__dict__` and `__weakref__` out of the declared names.
fn split_slots(
    vm: &mut Vm,
    names: Vec<Ref<Str>>,
    any_dict: bool,
    own_weak: bool,
) -> PyResult<(Vec<Ref<Str>>, bool, bool)> {
    let (mut dict, mut weak, mut slots) = (false, false, Vec::new());
    for name in names {
        if name.same_text(&vm.names.__dict__) {
            if any_dict || dict {
                return Err(vm.type_error("__dict__ slot disallowed: we already got one"));
            }
            dict = true;
        } else if name.same_text(&vm.names.__weakref__) {
            if own_weak || weak {
                return Err(vm.type_error("__weakref__ slot disallowed: we already got one"));
            }
            weak = true;
        } else {
            slots.push(name);
        }
    }
    Ok((slots, dict, weak))
}

fn mangle(vm: &mut Vm, class: &Typed<Str>, names: Vec<Ref<Str>>) -> Vec<Ref<Str>> {
    let class = class.to_string();
    let class = class.trim_start_matches('_');
    let mut mangled: Vec<(String, Ref<Str>)> = Vec::new();
    for name in names {
        let text = name.to_string();
        let private = text.starts_with("__") && !text.ends_with("__") && !class.is_empty();
        let text = if private { format!("_{class}{text}") } else { text };
        mangled.push((text.clone(), vm.intern(&text)));
    }
    mangled.sort_by(|left, right| left.0.cmp(&right.0));
    mangled.into_iter().map(|(_, name)| name).collect()
}

/// Puts the descriptors of slots, `__dict__` and `__weakref__` into the class's dictionary.
pub(crate) fn add_descriptors(vm: &mut Vm, class: &Typed<Type>, layout: &Layout) {
    let dict = class.namespace();
    let first = layout.slot_count as usize - layout.new_slots.len();
    for (position, name) in layout.new_slots.iter().enumerate() {
        let member = MemberDescriptor {
            owner: class.to_ref(),
            name: name.clone(),
            place: MemberPlace::Slot(first + position),
        };
        let member = vm.new_object(&vm.types.member_descriptor, member).into_object();
        dict.set_str(vm, name, member);
    }
    let computed = [(layout.adds_dict, &DICT_GETSET), (layout.adds_weak, &WEAKREF_GETSET)];
    for (_, definition) in computed.into_iter().filter(|(adds, _)| *adds) {
        let name = vm.intern(definition.name);
        if dict.get_str(vm, &name).is_none() {
            let getset = GetSetDescriptor::of_row(vm, class, definition);
            dict.set_str(vm, &name, getset);
        }
    }
}
