//! `_abc`: abstract base classes.

use std::cell::Cell;

use pellucid_runtime::builtins::weak_reference::WeakRef;
use pellucid_runtime::object::{ModuleSpec, TypeFlags, TypeSpec, as_type};
use pellucid_runtime::prelude::*;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "Module contains faster C implementation of abc.ABCMeta",
    functions: &[AbstractClasses::METHODS],
    ..ModuleSpec::new("_abc")
};

/// The functions of `_abc`.
pub struct AbstractClasses;

/// Classes, held weakly, found by their address.
#[derive(Trace, Default)]
#[payload(none)]
struct WeakTable {
    /// Sorted by address; a class counts only while its reference is alive.
    entries: Vec<(usize, Ref)>,
}

impl WeakTable {
    fn contains(&self, class: &Object) -> bool {
        let found = self.entries.binary_search_by_key(&class.address(), |entry| entry.0);
        found.is_ok_and(|position| {
            target(&self.entries[position].1).is_some_and(|own| own.is(class))
        })
    }

    /// Adds a class; gives what its entry has replaced.
    fn insert(&mut self, class: &Object, reference: Ref) -> Option<Ref> {
        match self.entries.binary_search_by_key(&class.address(), |entry| entry.0) {
            Ok(position) => Some(std::mem::replace(&mut self.entries[position].1, reference)),
            Err(position) => {
                self.entries.insert(position, (class.address(), reference));
                None
            }
        }
    }
}

fn target(reference: &Object) -> Option<Ref> {
    reference.downcast::<WeakRef>().and_then(|own| own.target())
}

/// What an abstract base class remembers (`_abc_impl`).
#[derive(Trace)]
pub struct AbcData {
    /// In the order of registration.
    registry: TokenCell<Vec<Ref>>,
    cache: TokenCell<WeakTable>,
    negative_cache: TokenCell<WeakTable>,
    #[trace(skip)]
    negative_version: Cell<u64>,
}

static DATA: TypeSpec = TypeSpec {
    module: "_abc",
    doc: "Internal state held by ABC machinery.",
    flags: TypeFlags::NOT_INSTANTIABLE,
    ..TypeSpec::new::<AbcData>("_abc_data")
};

/// The collection flags of CPython's types, as `__abc_tpflags__` has them.
const SEQUENCE: i64 = 1 << 5;
const MAPPING: i64 = 1 << 6;

/// Counts registrations: what is known of non-subclasses holds until the next one.
#[derive(Default)]
struct Invalidations(Cell<u64>);

impl Invalidations {
    fn get(vm: &Vm) -> u64 {
        vm.interpreter().native_state::<Invalidations>().0.get()
    }

    fn advance(vm: &Vm) {
        let counter = &vm.interpreter().native_state::<Invalidations>().0;
        counter.set(counter.get() + 1);
    }
}

fn data_of(vm: &mut Vm, class: &Object) -> PyResult<Ref<AbcData>> {
    let name = vm.intern("_abc_impl");
    match vm.get_attribute(class, &name)?.downcast_ref::<AbcData>() {
        Ok(data) => Ok(data),
        Err(_) => Err(vm.type_error("_abc_impl is set to a wrong type")),
    }
}

fn weak(vm: &mut Vm, class: &Object) -> PyResult<Ref> {
    let kind = vm.types.weak_reference.clone();
    WeakRef::create(vm, &kind, class, None)
}

fn remember(vm: &mut Vm, data: &AbcData, subclass: &Object, positive: bool) -> PyResult<()> {
    let reference = weak(vm, subclass)?;
    let table = if positive { &data.cache } else { &data.negative_cache };
    let old = table.get_mut(vm).insert(subclass, reference);
    drop(old);
    Ok(())
}

/// Names of the abstract methods that the class declares, or inherits and does not override.
fn abstract_names(vm: &mut Vm, class: &Typed<Type>) -> PyResult<Vec<Ref>> {
    let mut names: Vec<Ref> = Vec::new();
    for (key, value) in class.namespace().pairs(vm) {
        if vm.is_abstract(&value)? {
            names.push(key);
        }
    }
    let bases = vm.names.__bases__.clone();
    let bases = vm.get_attribute(class.as_object(), &bases)?;
    let inherited = vm.names.__abstractmethods__.clone();
    for base in vm.collect(&bases)? {
        let Some(set) = vm.find_attribute(&base, &inherited)? else { continue };
        for name in vm.collect(&set)? {
            let Some(key) = name.downcast::<Str>() else { continue };
            let Some(value) = vm.find_attribute(class.as_object(), key)? else { continue };
            if vm.is_abstract(&value)? {
                names.push(name);
            }
        }
    }
    Ok(names)
}

fn set_collection_flags(vm: &Vm, class: &Typed<Type>, flags: TypeFlags) {
    if class.has(TypeFlags::IMMUTABLE) || class.has(flags) {
        return;
    }
    class.add_flags(flags);
    for subclass in class.live_subclasses(vm) {
        set_collection_flags(vm, &subclass, flags);
    }
}

/// Takes `__abc_tpflags__` out of the class and sets what it says.
fn take_collection_flags(vm: &mut Vm, class: &Typed<Type>) -> PyResult<()> {
    let name = vm.intern("__abc_tpflags__");
    let Some(value) = class.namespace().get_str(vm, &name) else { return Ok(()) };
    let Some(bits) = value.downcast::<Int>().and_then(|bits| bits.to_i64()) else { return Ok(()) };
    if bits & SEQUENCE != 0 && bits & MAPPING != 0 {
        return Err(vm.type_error(
            "__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING",
        ));
    }
    for (bit, flag) in [(SEQUENCE, TypeFlags::SEQUENCE), (MAPPING, TypeFlags::MAPPING)] {
        if bits & bit != 0 {
            class.add_flags(flag);
        }
    }
    class.namespace().remove_str(vm, &name);
    Ok(())
}

#[methods]
impl AbstractClasses {
    /// Returns the current ABC cache token.
    ///
    /// The token is an opaque object (supporting equality testing) identifying the
    /// current version of the ABC cache for virtual subclasses. The token changes
    /// with every call to register() on any ABC.
    #[function("get_cache_token()")]
    fn get_cache_token(vm: &mut Vm) -> u64 {
        Invalidations::get(vm)
    }

    /// Internal ABC helper for class set-up. Should be never used outside abc module.
    #[function("_abc_init(self, /)")]
    fn init(vm: &mut Vm, class: &Typed<Type>) -> PyResult<()> {
        let names = abstract_names(vm, class)?;
        let names = vm.new_tuple(names).into_object();
        let key = vm.intern("frozenset");
        let Some(frozenset) = vm.builtins.get_str(vm, &key) else {
            return Err(vm.not_implemented_error("there is no builtin 'frozenset'"));
        };
        let set = vm.call_positional(&frozenset, &[&names])?;
        let name = vm.names.__abstractmethods__.clone();
        vm.set_attribute(class.as_object(), &name, Some(&set))?;
        let data = AbcData {
            registry: TokenCell::new(Vec::new()),
            cache: TokenCell::new(WeakTable::default()),
            negative_cache: TokenCell::new(WeakTable::default()),
            negative_version: Cell::new(Invalidations::get(vm)),
        };
        let kind = vm.native_type(&DATA)?;
        let data = vm.new_object(&kind, data).into_object();
        let name = vm.intern("_abc_impl");
        vm.set_attribute(class.as_object(), &name, Some(&data))?;
        take_collection_flags(vm, class)
    }

    /// Internal ABC helper for subclass registration. Should be never used outside abc module.
    #[function("_abc_register(self, subclass, /)")]
    fn register<'a>(vm: &mut Vm, class: &Object, subclass: &'a Object) -> PyResult<&'a Object> {
        let Some(kind) = as_type(subclass) else {
            return Err(vm.type_error("Can only register classes"));
        };
        if vm.is_subclass(subclass, class)? {
            return Ok(subclass);
        }
        if vm.is_subclass(class, subclass)? {
            return Err(vm.runtime_error("Refusing to create an inheritance cycle"));
        }
        let data = data_of(vm, class)?;
        let reference = weak(vm, subclass)?;
        data.registry.get_mut(vm).push(reference);
        Invalidations::advance(vm);
        if let Some(class) = as_type(class) {
            for flag in [TypeFlags::SEQUENCE, TypeFlags::MAPPING] {
                if class.has(flag) {
                    set_collection_flags(vm, kind, flag);
                }
            }
        }
        Ok(subclass)
    }

    /// Internal ABC helper for instance checks. Should be never used outside abc module.
    #[function("_abc_instancecheck(self, instance, /)")]
    fn instance_check(vm: &mut Vm, class: &Object, instance: &Object) -> PyResult {
        let data = data_of(vm, class)?;
        let name = vm.names.__class__.clone();
        let subclass = vm.get_attribute(instance, &name)?;
        if data.cache.get(vm).contains(&subclass) {
            return Ok(vm.new_bool(true));
        }
        let real = instance.class().as_object().to_ref();
        let check = vm.names.__subclasscheck__.clone();
        if real.is(&*subclass) {
            if data.negative_version.get() == Invalidations::get(vm)
                && data.negative_cache.get(vm).contains(&subclass)
            {
                return Ok(vm.new_bool(false));
            }
            return vm.call_method(class, &check, &[&subclass]);
        }
        let result = vm.call_method(class, &check, &[&subclass])?;
        if vm.is_true(&result)? {
            return Ok(result);
        }
        vm.call_method(class, &check, &[&real])
    }

    /// Internal ABC helper for subclass checks. Should be never used outside abc module.
    #[function("_abc_subclasscheck(self, subclass, /)")]
    fn subclass_check(vm: &mut Vm, class: &Object, subclass: &Object) -> PyResult<bool> {
        if as_type(subclass).is_none() {
            return Err(vm.type_error("issubclass() arg 1 must be a class"));
        }
        let data = data_of(vm, class)?;
        if data.cache.get(vm).contains(subclass) {
            return Ok(true);
        }
        if data.negative_version.get() < Invalidations::get(vm) {
            drop(data.negative_cache.replace(vm, WeakTable::default()));
            data.negative_version.set(Invalidations::get(vm));
        } else if data.negative_cache.get(vm).contains(subclass) {
            return Ok(false);
        }
        let hook = vm.names.__subclasshook__.clone();
        let answer = vm.call_method(class, &hook, &[subclass])?;
        if vm.is_true_object(&answer) {
            remember(vm, &data, subclass, true)?;
            return Ok(true);
        }
        if answer.is(&*vm.new_bool(false)) {
            remember(vm, &data, subclass, false)?;
            return Ok(false);
        }
        if !vm.is_not_implemented(&answer) {
            return Err(vm.assertion_error(
                "__subclasshook__ must return either False, True, or NotImplemented",
            ));
        }
        let positive = is_derived(vm, &data, class, subclass)?;
        remember(vm, &data, subclass, positive)?;
        Ok(positive)
    }

    /// Internal ABC helper for cache and registry debugging.
    ///
    /// Return shallow copies of registry, of both caches, and
    /// negative cache version. Don't call this function directly,
    /// instead use ABC._dump_registry() for a nice repr.
    #[function("_get_dump(self, /)")]
    fn get_dump(vm: &mut Vm, class: &Object) -> PyResult {
        let data = data_of(vm, class)?;
        let of = |table: &WeakTable| table.entries.iter().map(|entry| entry.1.clone()).collect();
        let registry = data.registry.get(vm).clone();
        let tables: [Vec<Ref>; 2] = [of(data.cache.get(vm)), of(data.negative_cache.get(vm))];
        let key = vm.intern("set");
        let Some(set) = vm.builtins.get_str(vm, &key) else {
            return Err(vm.not_implemented_error("there is no builtin 'set'"));
        };
        let mut parts = Vec::new();
        for references in std::iter::once(registry).chain(tables) {
            let references = vm.new_tuple(references).into_object();
            parts.push(vm.call_positional(&set, &[&references])?);
        }
        parts.push(vm.new_int(data.negative_version.get() as i64));
        Ok(vm.new_tuple(parts).into_object())
    }

    /// Internal ABC helper to reset registry of a given class.
    ///
    /// Should be only used by refleak.py
    #[function("_reset_registry(self, /)")]
    fn reset_registry(vm: &mut Vm, class: &Object) -> PyResult<()> {
        let data = data_of(vm, class)?;
        drop(data.registry.replace(vm, Vec::new()));
        Ok(())
    }

    /// Internal ABC helper to reset both caches of a given class.
    ///
    /// Should be only used by refleak.py
    #[function("_reset_caches(self, /)")]
    fn reset_caches(vm: &mut Vm, class: &Object) -> PyResult<()> {
        let data = data_of(vm, class)?;
        drop(data.cache.replace(vm, WeakTable::default()));
        drop(data.negative_cache.replace(vm, WeakTable::default()));
        Ok(())
    }
}

/// Whether the subclass derives from the class, from one that is registered, or from a subclass of it.
fn is_derived(vm: &mut Vm, data: &AbcData, class: &Object, subclass: &Object) -> PyResult<bool> {
    let (Some(own), Some(kind)) = (as_type(class), as_type(subclass)) else { return Ok(false) };
    if kind.is_subclass_of(vm, own) {
        return Ok(true);
    }
    for reference in data.registry.get(vm).clone() {
        let Some(registered) = target(&reference) else { continue };
        if vm.is_subclass(subclass, &registered)? {
            return Ok(true);
        }
    }
    let name = vm.intern("__subclasses__");
    let subclasses = vm.call_method(class, &name, &[])?;
    if !subclasses.holds::<List>() {
        return Err(vm.type_error("__subclasses__() must return a list"));
    }
    for derived in vm.collect(&subclasses)? {
        if vm.is_subclass(subclass, &derived)? {
            return Ok(true);
        }
    }
    Ok(false)
}
