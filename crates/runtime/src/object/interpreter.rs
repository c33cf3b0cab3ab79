//! What the threads of one interpreter share, and how it comes to life.

use std::cell::Cell;

use pellucid_heap::{Heap, KindData, KindFlags, Ref, Slot, Tail, TokenCell, Typed, WeakHead};
use pellucid_macros::Trace;
use pellucid_text::hash::HashKey;

use crate::builtins::ellipsis::EllipsisObject;
use crate::builtins::none::NoneObject;
use crate::builtins::not_implemented::NotImplementedObject;
use crate::builtins::{
    BuiltinFunction, Bytes, Dict, GetSetDescriptor, Int, MethodDescriptor, StaticMethod, Str, Tuple,
};
use crate::object::by_row::ByRow;
use crate::object::interned;
use crate::object::lookup::LookupCache;
use crate::object::native_state::NativeState;
use crate::object::slot_wrapper::wrap_slots;
use crate::object::slots::{ROWS, SlotFn};
use crate::object::{MethodKind, Names, Slots, Type, TypeFlags, TypeSpec, Types, kind_of, mro};
use crate::{PyResult, Vm};

/// Objects of which there is one.
#[derive(Trace)]
#[payload(none)]
#[allow(missing_docs)]
pub struct Singletons {
    pub none: Ref,
    pub true_: Ref,
    pub false_: Ref,
    pub ellipsis: Ref,
    pub not_implemented: Ref,
    pub empty_tuple: Ref<Tuple>,
    pub empty_str: Ref<Str>,
    pub empty_bytes: Ref<Bytes>,
    /// The bytes objects of one byte.
    pub bytes1: Vec<Ref<Bytes>>,
    /// -5 to 256.
    pub small_ints: Vec<Ref<Int>>,
    /// One-character strings U+0000 to U+00FF.
    pub latin1: Vec<Ref<Str>>,
}

/// What all threads of an interpreter share.
#[derive(Trace)]
#[payload(none)]
pub struct Interpreter {
    // The fields before `heap` hold references and are dropped before it.
    /// The builtin types.
    pub types: Types,
    /// The singletons.
    pub singletons: Singletons,
    /// Interned names.
    pub names: Names,
    #[trace(skip)]
    pub(crate) lookups: TokenCell<LookupCache>,
    /// Types of native modules.
    pub(crate) native_types: TokenCell<ByRow<Ref<Type>>>,
    /// The only objects of native types, by the type's row.
    pub(crate) native_singletons: TokenCell<ByRow<Ref>>,
    /// The classes of the module `ast`, once somebody has asked for them.
    pub(crate) tree_classes: TokenCell<Option<crate::syntax_tree::Classes>>,
    /// The native modules that can be imported.
    #[trace(skip)]
    pub native_modules: TokenCell<Vec<&'static crate::object::ModuleSpec>>,
    /// `sys.modules`
    pub modules: Ref<Dict>,
    /// The module `sys`. Streams and hooks are found in it whatever a program puts into `sys.modules`.
    pub(crate) system: Slot,
    /// `importlib`'s bootstrap, once it has been asked for.
    pub(crate) import_system: Slot,
    /// Filters and registries of warnings.
    pub(crate) warnings: crate::errors::warnings::WarningState,
    /// `sys.get_int_max_str_digits()`; 0 means that there is no limit.
    pub int_digits_max: Cell<usize>,
    /// Whether the program has asked for the `id()` of a number: from then on results are always new objects.
    pub number_ids_seen: Cell<bool>,
    /// The namespace of `builtins`.
    pub builtins: Ref<Dict>,
    /// What it held before any program ran.
    pub(crate) first_builtins: Slot<Dict>,
    /// The types that `object/struct_sequence.rs` has made, by address.
    #[trace(skip)]
    pub(crate) struct_sequences:
        TokenCell<Vec<(usize, &'static crate::object::StructSequenceSpec)>>,
    /// What `sys.addaudithook` has added.
    pub audit_hooks: TokenCell<Vec<Ref>>,
    /// The tools of `sys.monitoring`.
    pub(crate) monitoring: TokenCell<crate::vm::Monitoring>,
    /// What `atexit` will call: function, positional arguments, keywords.
    pub exit_callbacks: TokenCell<Vec<(Ref, Ref, Ref)>>,
    /// What `gc` has been told, and what it tells.
    pub collector: crate::vm::CollectorState,
    /// What checks of the heap under stress have found wrong.
    pub heap_problems: TokenCell<Vec<String>>,
    #[trace(skip)]
    native_state: NativeState,
    /// Whether the interpreter is being taken down.
    pub finalizing: Cell<bool>,
    /// What the interpreter was told before it started.
    #[trace(skip)]
    pub settings: TokenCell<crate::vm::Settings>,
    /// The packed standard library, if there is one.
    #[trace(skip)]
    pub library: TokenCell<Option<Box<dyn crate::vm::Library>>>,
    /// The machine around it.
    #[trace(skip)]
    pub host: TokenCell<Box<dyn crate::vm::Host>>,
    /// The registry of codecs and their error handlers.
    pub codecs: crate::codecs::Registry,
    next_type_serial: Cell<u64>,
    /// The layouts that CPython gives native types.
    #[trace(skip)]
    pub(crate) layouts: crate::object::sizes::LayoutTable,
    /// The key of string hashes.
    #[trace(skip)]
    pub hash_key: HashKey,
    /// The heap.
    #[trace(skip)]
    pub heap: Box<Heap>,
}

impl Interpreter {
    /// A new interpreter with its builtin types; no module is imported yet.
    pub fn new(hash_key: HashKey) -> Box<Interpreter> {
        let heap = Heap::new();
        let types = allocate_types(&heap);
        let singletons = Singletons::new(&heap, &types);
        let names = Names::new(|name| intern_first(&heap, &types, &hash_key, name));
        let new_dict = || heap.allocate(kind_of(&types.dict), Dict::on_heap(&heap));
        let (modules, builtins) = (new_dict(), new_dict());
        // SAFETY: a Str does something when it is dropped only if it is interned, which is what these bits say.
        unsafe { kind_of(&types.str).drop_only_if_set(Str::DROP_WORD, Str::DROP_MASK) };
        for class in types.all() {
            // SAFETY: no virtual machine exists yet, so nobody holds a borrow.
            unsafe { class.dict.initialise(new_dict()) };
        }
        Box::new(Interpreter {
            layouts: Default::default(),
            next_type_serial: Cell::new(Types::SPECS.len() as u64 + 1),
            types,
            singletons,
            names,
            lookups: TokenCell::new(LookupCache::new()),
            native_types: TokenCell::new(ByRow::new()),
            native_singletons: TokenCell::new(ByRow::new()),
            tree_classes: TokenCell::new(None),
            native_modules: TokenCell::new(Vec::new()),
            modules,
            system: Slot::empty(),
            import_system: Slot::empty(),
            number_ids_seen: Cell::new(false),
            builtins,
            first_builtins: Slot::empty(),
            warnings: crate::errors::warnings::WarningState::new(),
            int_digits_max: Cell::new(pellucid_text::integer::DIGITS_MAX_DEFAULT),
            struct_sequences: TokenCell::new(Vec::new()),
            audit_hooks: TokenCell::new(Vec::new()),
            monitoring: TokenCell::new(crate::vm::Monitoring::default()),
            exit_callbacks: TokenCell::new(Vec::new()),
            collector: crate::vm::CollectorState::default(),
            native_state: NativeState::default(),
            heap_problems: TokenCell::new(Vec::new()),
            finalizing: Cell::new(false),
            settings: TokenCell::new(crate::vm::Settings::default()),
            library: TokenCell::new(None),
            host: TokenCell::new(Box::new(crate::vm::NoHost)),
            codecs: crate::codecs::Registry::default(),
            hash_key,
            heap,
        })
    }

    /// What a native module keeps for this interpreter, by its type: cells, without references to objects.
    pub fn native_state<T: std::any::Any + Default>(&self) -> &T {
        self.native_state.get()
    }

    pub(crate) fn next_type_serial(&self) -> u64 {
        let serial = self.next_type_serial.get();
        self.next_type_serial.set(serial + 1);
        serial
    }
}

/// Makes one of the names that native code knows: interned and immortal, as CPython's are.
fn intern_first(heap: &Heap, types: &Types, key: &HashKey, name: &str) -> Ref<Str> {
    let text = Str::bootstrap(heap, &types.str, name.as_bytes());
    let text = interned::share(heap, text, key);
    text.make_immortal();
    text
}

fn allocate_types(heap: &Heap) -> Types {
    let mut made: Vec<(&'static TypeSpec, Ref<Type>)> = Vec::new();
    let root_spec = &crate::builtins::type_::SPEC;
    let root = heap.allocate_root_kind(
        flags_of(root_spec),
        tail_of(root_spec, false),
        Type::native(root_spec, 0, None),
    );
    for (serial, &spec) in Types::SPECS.iter().enumerate() {
        let base = match spec.base {
            Some(base) => {
                made.iter().find(|(own, _)| std::ptr::eq(*own, base)).map(|(_, class)| class)
            }
            None => made.first().map(|(_, class)| class),
        };
        let class = if std::ptr::eq(spec, root_spec) {
            // SAFETY: no virtual machine exists yet, so nobody holds a borrow.
            unsafe { root.base.initialise(made[0].1.clone()) };
            root.clone()
        } else {
            heap.allocate(kind_of(&root), Type::native(spec, serial as u64, base))
        };
        class.make_immortal();
        made.push((spec, class));
    }
    Types::from_list(made.into_iter().map(|(_, class)| class).collect())
}

fn flags_of(spec: &TypeSpec) -> KindFlags {
    let mut flags = KindFlags::empty();
    flags.set(KindFlags::CONTAINER, spec.container || spec.has_dict);
    flags.set(KindFlags::VARIABLE, spec.inline);
    flags
}

pub(crate) fn tail_of(spec: &TypeSpec, base_has_dict: bool) -> Tail {
    let offset = if spec.inline { 0 } else { spec.vtable.basic_size.next_multiple_of(8) as u32 };
    let references = u16::from(spec.has_dict || base_has_dict);
    Tail { offset, references, ..Tail::default() }
}

impl Type {
    /// The payload of a native type, without dictionary, MRO and slots.
    pub(crate) fn native(spec: &'static TypeSpec, serial: u64, base: Option<&Ref<Type>>) -> Type {
        let base_has_dict = base.is_some_and(|base| base.has_dict.get());
        let inherited =
            base.map_or(TypeFlags::empty(), |base| base.flags.get() & TypeFlags::INHERITED);
        Type {
            kind: KindData::new(spec.vtable, flags_of(spec), tail_of(spec, base_has_dict)),
            weak: WeakHead::new(),
            slots: TokenCell::new(Slots::default()),
            flags: Cell::new(spec.flags | inherited | TypeFlags::IMMUTABLE),
            version: Cell::new(0),
            slot_count: Cell::new(0),
            inline_values: Cell::new(0),
            has_dict: Cell::new(spec.has_dict || base_has_dict),
            specification: Some(spec),
            name: Slot::empty(),
            qualified_name: Slot::empty(),
            base: Slot::new(base.cloned()),
            bases: Slot::empty(),
            mro: mro::Order::unknown(),
            dict: Slot::empty(),
            shared_names: Slot::empty(),
            subclasses: TokenCell::new(Vec::new()),
            serial,
        }
    }
}

impl Singletons {
    fn new(heap: &Heap, types: &Types) -> Singletons {
        let int = |value| Int::allocate_small(heap, &types.int, value);
        let bool = |value| Int::allocate_small(heap, &types.bool, value).into_object();
        let single = |unit| Str::bootstrap(heap, &types.str, &[unit]);
        let single_byte = |byte| {
            Bytes::allocate(heap, &types.bytes, &[byte])
                .expect("the first bytes of an interpreter fit its heap")
        };
        let singletons = Singletons {
            none: heap.allocate(kind_of(&types.none_type), NoneObject).into_object(),
            true_: bool(1),
            false_: bool(0),
            ellipsis: heap.allocate(kind_of(&types.ellipsis_type), EllipsisObject).into_object(),
            not_implemented: heap
                .allocate(kind_of(&types.not_implemented_type), NotImplementedObject)
                .into_object(),
            empty_tuple: Tuple::allocate(heap, &types.tuple, std::iter::empty()),
            empty_str: Str::bootstrap(heap, &types.str, b""),
            empty_bytes: Bytes::allocate(heap, &types.bytes, b"")
                .expect("the empty bytes fit an empty heap"),
            bytes1: (0..=255).map(single_byte).collect(),
            small_ints: crate::builtins::int::SMALL.map(int).collect(),
            latin1: (0..=255).map(single).collect(),
        };
        singletons.make_immortal();
        singletons
    }

    fn make_immortal(&self) {
        let single = [&self.none, &self.true_, &self.false_, &self.ellipsis, &self.not_implemented];
        single.into_iter().for_each(|object| object.make_immortal());
        self.empty_tuple.make_immortal();
        self.empty_str.make_immortal();
        self.empty_bytes.make_immortal();
        self.bytes1.iter().for_each(|bytes| bytes.make_immortal());
        self.small_ints.iter().for_each(|int| int.make_immortal());
        self.latin1.iter().for_each(|text| text.make_immortal());
    }
}

impl Vm {
    /// Finishes the builtin types: names, MRO, slots, methods. Comes before anything else.
    pub(crate) fn ready_builtin_types(&mut self) -> PyResult<()> {
        for class in self.types.all() {
            self.ready_native_type(&class)?;
        }
        Ok(())
    }

    /// The type of a native module's row; made at the first call.
    pub fn native_type(&mut self, spec: &'static TypeSpec) -> PyResult<Ref<Type>> {
        if let Some(class) = self.interpreter().native_types.get(self).get(spec) {
            return Ok(class.clone());
        }
        self.make_native_type(spec)
    }

    #[cold]
    fn make_native_type(&mut self, spec: &'static TypeSpec) -> PyResult<Ref<Type>> {
        let base = match spec.base {
            None => self.types.object.clone(),
            Some(base) => match Types::SPECS.iter().position(|own| std::ptr::eq(*own, base)) {
                Some(position) => self.types.all()[position].clone(),
                None => self.native_type(base)?,
            },
        };
        let serial = self.interpreter().next_type_serial();
        let class = self.new_object(&self.types.type_, Type::native(spec, serial, Some(&base)));
        let dict = self.new_dict();
        class.dict.set(self, Some(dict));
        self.ready_native_type(&class)?;
        if spec.module != "builtins" {
            let (name, module) = (self.names.__module__.clone(), self.intern(spec.module));
            if class.namespace().get_str(self, &name).is_none() {
                class.namespace().set_str(self, &name, module.into_object());
            }
        }
        self.interpreter().native_types.get_mut(self).insert(spec, class.clone());
        Ok(class)
    }

    /// The only object of a native module's type; `make` makes it at the first call.
    pub fn native_singleton(
        &mut self,
        spec: &'static TypeSpec,
        make: impl FnOnce(&mut Vm, &Typed<Type>) -> Ref,
    ) -> PyResult<Ref> {
        if let Some(object) = self.interpreter().native_singletons.get(self).get(spec) {
            return Ok(object.clone());
        }
        let class = self.native_type(spec)?;
        let object = make(self, &class);
        self.interpreter().native_singletons.get_mut(self).insert(spec, object.clone());
        Ok(object)
    }

    fn builtin_types_of(&self, rows: &[&'static TypeSpec]) -> Vec<Ref<Type>> {
        let all = self.types.all();
        let positions = rows
            .iter()
            .filter_map(|row| Types::SPECS.iter().position(|own| std::ptr::eq(*own, *row)));
        positions.map(|position| all[position].clone()).collect()
    }

    pub(crate) fn ready_native_type(&mut self, class: &Typed<Type>) -> PyResult<()> {
        let spec = class.specification.expect("a native type has its row");
        let name = self.intern(spec.name);
        class.name.set(self, Some(name.clone()));
        // Pickles tell the same text twice from two that are equal.
        let qualified = if spec.name == spec.module { self.new_str(spec.name) } else { name };
        class.qualified_name.set(self, Some(qualified));
        let base = class.base.get();
        let bases: Vec<Ref<Type>> =
            base.iter().cloned().chain(self.builtin_types_of(spec.extra_bases)).collect();
        for base in &bases {
            base.subclasses.get_mut(self).push((class.address(), class.serial));
        }
        let mro = mro::linearise(self, class, &bases)?;
        let bases = bases.into_iter().map(|base| base.into_object()).collect();
        let bases = self.new_tuple(bases);
        class.bases.set(self, Some(bases));
        class.mro.replace(self, mro);
        let mut slots = Slots::default();
        (spec.slots)(&mut slots);
        class.slots.replace(self, slots);
        self.add_native_attributes(class, spec)?;
        wrap_slots(self, class)?;
        self.update_finalizer(class);
        if let Some(base) = &base {
            let constructs = class.slots(self).new.is_some();
            inherit_slots(self, class, base);
            // `object.__new__` makes plain instances: a type with insides of its own and no `__new__` cannot be called.
            let own_payload = !std::ptr::eq(spec.vtable, crate::builtins::object::SPEC.vtable);
            if !constructs && own_payload && base.is(&*self.types.object) {
                class.slots.get_mut(self).new = None;
            }
        }
        Ok(())
    }

    fn add_native_attributes(&mut self, class: &Typed<Type>, spec: &TypeSpec) -> PyResult<()> {
        let dict = class.namespace();
        for definition in spec.methods.iter().copied().flatten() {
            let name = self.intern(definition.name);
            let method = match definition.kind {
                MethodKind::Static => {
                    let owner = Some(class.as_object().to_ref());
                    let function = BuiltinFunction::new_static(self, definition, owner);
                    StaticMethod::new(self, function)
                }
                _ => MethodDescriptor::new(self, class, definition),
            };
            dict.set_str(self, &name, method);
        }
        for definition in spec.getsets.iter().copied().flatten() {
            let name = self.intern(definition.name);
            let getset = GetSetDescriptor::of_row(self, class, definition);
            dict.set_str(self, &name, getset);
        }
        let dict_name = self.names.__dict__.clone();
        let inherited = class.base.get().is_some_and(|base| base.has_dict.get());
        if spec.has_dict && !inherited && dict.get_str(self, &dict_name).is_none() {
            let definition = &crate::object::instance::DICT_GETSET;
            let getset = GetSetDescriptor::of_row(self, class, definition);
            dict.set_str(self, &dict_name, getset);
        }
        if class.slots(self).new.is_some() {
            let name = self.names.__new__.clone();
            let function = BuiltinFunction::new_constructor(self, class);
            dict.set_str(self, &name, function);
        }
        let name = self.names.__doc__.clone();
        if dict.get_str(self, &name).is_none() {
            let doc = if spec.documentation().is_empty() {
                self.none()
            } else {
                self.new_str(spec.documentation()).into_object()
            };
            dict.set_str(self, &name, doc);
        }
        let slots = class.slots(self);
        if slots.compare.is_some() && slots.hash.is_none() {
            let (name, none) = (self.names.__hash__.clone(), self.none());
            dict.set_str(self, &name, none);
        }
        Ok(())
    }
}

/// Fills the slots that a type leaves empty from its base.
pub(crate) fn inherit_slots(vm: &mut Vm, class: &Typed<Type>, base: &Typed<Type>) {
    let theirs = base.slots(vm).clone();
    let own = class.slots.get_mut(vm);
    let inherits_hash = own.compare.is_none() && own.hash.is_none();
    for row in ROWS {
        let function = (row.get)(&theirs);
        let by_pair = matches!(function, Some(SlotFn::Hash(_) | SlotFn::Compare(_)));
        if (row.get)(own).is_none() && (!by_pair || inherits_hash) {
            (row.set)(own, function);
        }
    }
}
