//! Looking names up along a type's method resolution order, with a cache.

use pellucid_heap::{Object, Ref, Typed};

use crate::Vm;
use crate::builtins::{Dict, Str};
use crate::object::type_object::as_kind;
use crate::object::{Slots, Type, TypeFlags, TypeSpec, as_type};

const CACHE_ENTRIES: usize = 2048;

/// One remembered look-up. `value` is not counted: while a type has this version, its dictionary (or a
/// base's) holds it. Nor is the name: another one may lie where it was, so its hash has to agree as well.
#[derive(Clone, Copy)]
struct Entry {
    version: u32,
    name: *const Typed<Str>,
    hash: i64,
    value: *const Object,
}

/// Results of look-ups by type version and name.
pub struct LookupCache {
    entries: Box<[Entry]>,
    next_version: u32,
}

impl LookupCache {
    pub(crate) fn new() -> Self {
        let empty = Entry { version: 0, name: std::ptr::null(), hash: 0, value: std::ptr::null() };
        LookupCache { entries: vec![empty; CACHE_ENTRIES].into_boxed_slice(), next_version: 1 }
    }
}

fn index(version: u32, name: &Typed<Str>) -> usize {
    (version as usize ^ (name.address() >> 4)) % CACHE_ENTRIES
}

impl Type {
    /// The number of this state of the type: it changes when the type or a base changes. 0 when the numbers
    /// have run out, or where a change of a base would not be heard of.
    pub(crate) fn version_number(&self, vm: &mut Vm) -> u32 {
        if self.version.get() == 0 && self.namespaces_hold_only_strings(vm) {
            self.give_version(vm);
        }
        self.version.get()
    }

    /// Numbers this type and, before it, its bases: [`changed`](TypeLookup::changed) tells subclasses only of a type
    /// that has a number.
    fn give_version(&self, vm: &mut Vm) {
        for position in (0..self.mro.get(vm).len()).rev() {
            let Some(base) = self.mro.get(vm).get(position).cloned() else { return };
            if base.version.get() != 0 {
                continue;
            }
            let cache = vm.interpreter().lookups.get(vm);
            if cache.next_version == u32::MAX || !base.hears_of_changes(vm) {
                return;
            }
            let cache = vm.interpreter().lookups.get_mut(vm);
            base.version.set(cache.next_version);
            cache.next_version += 1;
        }
    }

    /// Whether every class of the method resolution order is reached through numbered bases: an `mro()` of a metaclass
    /// may name others.
    fn hears_of_changes(&self, vm: &Vm) -> bool {
        let Some(bases) = self.bases.borrow(vm) else { return true };
        let bases: Vec<&Typed<Type>> = bases.items().iter().filter_map(|it| as_type(it)).collect();
        let reached = |class: &Ref<Type>| {
            std::ptr::eq::<Type>(&***class, self)
                || bases
                    .iter()
                    .any(|base| base.version.get() != 0 && base.is_subclass_of(vm, class))
        };
        self.mro.get(vm).iter().all(reached)
    }

    /// Whether looking a name up in the class runs no code of keys that may say that they equal it.
    pub(crate) fn namespaces_hold_only_strings(&self, vm: &Vm) -> bool {
        let strings = |base: &Ref<Type>| {
            base.dict.borrow(vm).is_none_or(|namespace| namespace.holds_only_strings(vm))
        };
        self.mro.get(vm).iter().all(strings)
    }

    /// Whether this is the native type of a row.
    #[inline]
    pub fn is_native(&self, spec: &'static TypeSpec) -> bool {
        self.specification.is_some_and(|own| std::ptr::eq(own, spec))
    }

    /// The slots.
    #[inline(always)]
    pub fn slots<'a>(&'a self, vm: &'a Vm) -> &'a Slots {
        self.slots.get(vm)
    }

    /// The dictionary of the type.
    #[inline]
    pub fn namespace(&self) -> Ref<Dict> {
        self.dict.get().expect("a type has its dictionary from its creation on")
    }

    /// The dictionary of the type, borrowed.
    #[inline]
    pub fn namespace_in<'a>(&'a self, vm: &'a Vm) -> &'a Typed<Dict> {
        self.dict.borrow(vm).expect("a type has its dictionary from its creation on")
    }
}

/// Operations that need the type as an object.
pub trait TypeLookup {
    /// The attribute `name` of the type or the first base that has it, without binding.
    fn lookup(&self, vm: &mut Vm, name: &Typed<Str>) -> Option<Ref>;
    /// Forgets what was looked up in the type and its subclasses: a subclass without a number has none below it that has one.
    fn changed(&self, vm: &mut Vm);
    /// The direct subclasses that are alive, in order of creation.
    fn live_subclasses(&self, vm: &Vm) -> Vec<Ref<Type>>;
    /// Whether this is `base` or derived from it (by the MRO).
    fn is_subclass_of(&self, vm: &Vm, base: &Typed<Type>) -> bool;
    /// The nearest base that is no Python class.
    fn native_base(&self, vm: &Vm) -> Ref<Type>;
    /// The native type whose payload the instances have.
    fn payload_base(&self) -> Ref<Type>;
    /// The names of the native types among its bases, in the order of resolution.
    fn native_names(&self, vm: &Vm) -> Vec<&'static str>;
    /// The name for messages: `__name__`, with the module in front for native types of modules.
    fn name(&self, vm: &Vm) -> String;
    /// The qualified name behind its module, unless that is `builtins` or `__main__`.
    fn full_name(&self, vm: &mut Vm) -> String;
    /// `__qualname__` as text.
    fn qualified_name(&self, vm: &Vm) -> String;
}

impl TypeLookup for Typed<Type> {
    fn lookup(&self, vm: &mut Vm, name: &Typed<Str>) -> Option<Ref> {
        let interned = name.is_interned();
        let version = if interned { self.version_number(vm) } else { 0 };
        if version != 0 {
            let entry = &vm.interpreter().lookups.get(vm).entries[index(version, name)];
            if entry.version == version
                && std::ptr::eq(entry.name, name)
                && entry.hash == name.known_hash()
            {
                // SAFETY: the type still has this version, so its dictionary holds the value.
                return unsafe { entry.value.as_ref() }.map(|value| value.to_ref());
            }
        }
        let found = walk(vm, self, name);
        if version != 0 && self.version.get() == version {
            let value = found.as_deref().map_or(std::ptr::null(), std::ptr::from_ref);
            let entry = Entry { version, name, hash: name.known_hash(), value };
            vm.interpreter().lookups.get_mut(vm).entries[index(version, name)] = entry;
        }
        found
    }

    fn changed(&self, vm: &mut Vm) {
        if self.version.replace(0) != 0 {
            for subclass in self.live_subclasses(vm) {
                subclass.changed(vm);
            }
        }
    }

    fn live_subclasses(&self, vm: &Vm) -> Vec<Ref<Type>> {
        let entries = self.subclasses.get(vm);
        let live = entries.iter().filter_map(|&(address, serial)| {
            let class = vm.heap.object_at(address)?.downcast_ref::<Type>().ok()?;
            (class.serial == serial).then_some(class)
        });
        live.collect()
    }

    fn is_subclass_of(&self, vm: &Vm, base: &Typed<Type>) -> bool {
        self.is(base) || self.mro.get(vm).iter().any(|class| class.is(base))
    }

    fn native_base(&self, vm: &Vm) -> Ref<Type> {
        let native = |class: &&Ref<Type>| !class.has(TypeFlags::HEAP_TYPE);
        self.mro.get(vm).iter().find(native).unwrap_or(&vm.types.object).clone()
    }

    fn native_names(&self, vm: &Vm) -> Vec<&'static str> {
        let rows = self.mro.get(vm).iter().filter_map(|class| class.specification);
        rows.map(|row| row.name).collect()
    }

    fn payload_base(&self) -> Ref<Type> {
        let mut class = self.to_ref();
        while class.has(TypeFlags::HEAP_TYPE)
            && let Some(base) = class.base.get()
        {
            class = base;
        }
        class
    }

    fn name(&self, _vm: &Vm) -> String {
        let name = self.name.get().map_or_else(String::new, |name| name.to_string());
        match self.specification {
            Some(spec) if spec.module != "builtins" => format!("{}.{name}", spec.module),
            _ => name,
        }
    }

    fn full_name(&self, vm: &mut Vm) -> String {
        let name = self.qualified_name(vm);
        let module = crate::builtins::type_::module_of(vm, self);
        match module.as_ref().and_then(|module| module.downcast::<Str>()) {
            Some(module) if *module.value() != *"builtins" && *module.value() != *"__main__" => {
                format!("{module}.{name}")
            }
            _ => name,
        }
    }

    fn qualified_name(&self, _vm: &Vm) -> String {
        self.qualified_name.get().map_or_else(String::new, |name| name.to_string())
    }
}

fn walk(vm: &mut Vm, class: &Typed<Type>, name: &Typed<Str>) -> Option<Ref> {
    for position in 0.. {
        let Some(base) = class.mro.get(vm).get(position).cloned() else { break };
        let Some(dict) = base.dict.borrow(vm) else { continue };
        let found = dict.get_str(vm, name);
        if found.is_some() {
            return found;
        }
        if !dict.holds_only_strings(vm) {
            let order = class.mro.get(vm).get(position..)?.to_vec();
            return walk_asking(vm, order, name);
        }
    }
    None
}

/// Searches the namespaces of classes of which some have keys that are no strings and may say that they equal the name.
/// That runs Python code, which may change the order of the bases; the search keeps the one that it has begun with.
#[cold]
pub(crate) fn walk_asking(vm: &mut Vm, order: Vec<Ref<Type>>, name: &Typed<Str>) -> Option<Ref> {
    for base in order {
        let Some(dict) = base.dict.get() else { continue };
        // A look-up raises nothing, as in CPython.
        if let found @ Some(_) = dict.get(vm, name.as_object()).ok()? {
            return found;
        }
    }
    None
}

/// The kind of a type, for allocation.
pub fn kind_of(class: &Typed<Type>) -> &pellucid_heap::Kind {
    as_kind(class)
}
