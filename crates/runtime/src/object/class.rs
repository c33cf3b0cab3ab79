//! Making classes: `type.__new__` (Python data model, 3.3.3).

use std::cell::Cell;

use pellucid_heap::{KindData, KindFlags, Object, Ref, Slot, TokenCell, Typed, WeakHead};

use crate::builtins::{ClassMethod, Dict, MethodDescriptor, StaticMethod, Str, Tuple};
use crate::object::class_layout::{self, Layout};
use crate::object::interpreter::inherit_slots;
use crate::object::slots::{ROWS, SlotFn, Slots};
use crate::object::{
    Args, ObjectExt, SlotWrapper, Type, TypeFlags, TypeLookup, as_type, kind_of, mro,
};
use crate::{PyResult, Vm};

/// What a class statement gives to `type.__new__`.
pub struct ClassParts<'a> {
    /// The metaclass, already the most derived one.
    pub metaclass: &'a Typed<Type>,
    /// `__name__`
    pub name: &'a Typed<Str>,
    /// The bases; at least `object`.
    pub bases: Vec<Ref<Type>>,
    /// The namespace of the body; it is copied.
    pub namespace: &'a Typed<Dict>,
}

impl Vm {
    /// The most derived of `metaclass` and the metaclasses of the bases.
    pub fn metaclass_of(&mut self, metaclass: &Typed<Type>, bases: &[Ref]) -> PyResult<Ref<Type>> {
        let mut winner = metaclass.to_ref();
        for base in bases {
            let candidate = base.class();
            if winner.is_subclass_of(self, candidate) {
                continue;
            }
            if candidate.is_subclass_of(self, &winner) {
                winner = candidate.to_ref();
                continue;
            }
            return Err(self.type_error(
                "metaclass conflict: the metaclass of a derived class must be a (non-strict) \
                 subclass of the metaclasses of all its bases",
            ));
        }
        Ok(winner)
    }

    /// A new class; `keywords` go to `__init_subclass__`.
    pub fn new_class(&mut self, parts: ClassParts<'_>, keywords: Args<'_>) -> PyResult<Ref<Type>> {
        let layout = class_layout::of(self, &parts)?;
        let class = self.allocate_class(&parts, &layout);
        let dict = self.fill_class_dict(&class, &parts, &layout)?;
        class.dict.set(self, Some(dict));
        self.set_class_cell(&class)?;
        let bases: Vec<Ref> = parts.bases.iter().map(|base| base.clone().into_object()).collect();
        let bases = self.new_tuple(bases);
        class.bases.set(self, Some(bases));
        self.set_mro(&class, &parts.bases)?;
        class_layout::add_descriptors(self, &class, &layout);
        self.complete_class_dict(&class);
        self.add_subclass(&parts.bases, &class);
        self.fill_slots(&class);
        self.call_set_names(&class)?;
        self.call_init_subclass(&class, keywords)?;
        Ok(class)
    }

    fn allocate_class(&mut self, parts: &ClassParts<'_>, layout: &Layout) -> Ref<Type> {
        let base = &layout.base;
        let inherited = parts.bases.iter().fold(TypeFlags::empty(), |flags, base| {
            flags | (base.flags.get() & TypeFlags::INHERITED)
        });
        let flags = TypeFlags::HEAP_TYPE | TypeFlags::BASE_TYPE | inherited;
        let mut kind_flags = base.kind.flags() & (KindFlags::VARIABLE | KindFlags::FINALIZER);
        kind_flags |= KindFlags::CONTAINER;
        let class = Type {
            kind: KindData::new(base.kind.vtable(), kind_flags, layout.tail()),
            weak: WeakHead::new(),
            slots: TokenCell::new(Slots::default()),
            flags: Cell::new(flags),
            version: Cell::new(0),
            slot_count: Cell::new(layout.slot_count),
            inline_values: Cell::new(layout.inline_values),
            has_dict: Cell::new(layout.has_dict),
            specification: None,
            name: Slot::new(Some(parts.name.to_ref())),
            qualified_name: Slot::new(Some(parts.name.to_ref())),
            base: Slot::new(Some(base.clone())),
            bases: Slot::empty(),
            mro: mro::Order::unknown(),
            dict: Slot::empty(),
            shared_names: Slot::empty(),
            subclasses: TokenCell::new(Vec::new()),
            serial: self.interpreter().next_type_serial(),
        };
        self.heap.allocate(kind_of(parts.metaclass), class)
    }

    /// The dictionary of the class: a copy of the namespace with what classes have besides.
    fn fill_class_dict(
        &mut self,
        class: &Typed<Type>,
        parts: &ClassParts<'_>,
        layout: &Layout,
    ) -> PyResult<Ref<Dict>> {
        let dict = self.new_dict();
        dict.merge_mapping(self, parts.namespace.as_object(), true)?;
        if dict.keys(self).iter().any(|key| !key.holds::<Str>()) {
            let message = format!("non-string key in the __dict__ of class {}", parts.name);
            let category = self.types.runtime_warning.clone();
            self.warn(&category, &message, 1)?;
        }
        let name = self.names.__qualname__.clone();
        if let Some(qualified) = dict.remove_str(self, &name) {
            let Ok(qualified) = qualified.downcast_ref::<Str>() else {
                let class = parts.namespace.get_str(self, &name);
                let class = class.map_or_else(String::new, |value| value.class().name(self));
                return Err(
                    self.type_error(format!("type __qualname__ must be a str, not {class}"))
                );
            };
            class.qualified_name.set(self, Some(qualified));
        }
        let cells = [self.names.__classcell__.clone(), self.names.__classdictcell__.clone()];
        for slot in &layout.new_slots {
            let machinery = cells.iter().any(|cell| cell.is(&**slot));
            if !machinery && dict.get_str(self, slot).is_some() {
                return Err(self
                    .value_error(format!("'{slot}' in __slots__ conflicts with class variable")));
            }
        }
        let name = self.names.__module__.clone();
        if dict.get_str(self, &name).is_none()
            && let Some(globals) = self.current_globals()
            && let Some(module) = globals.get_str(self, &self.names.__name__.clone())
        {
            dict.set_str(self, &name, module);
        }
        self.convert_special_functions(&dict);
        Ok(dict)
    }

    /// What every class has of its own, after everything else: its documentation, and that its instances have no hash
    /// if they compare by value.
    fn complete_class_dict(&mut self, class: &Typed<Type>) {
        let dict = class.namespace();
        let doc = self.names.__doc__.clone();
        if dict.get_str(self, &doc).is_none() {
            let none = self.none();
            dict.set_str(self, &doc, none);
        }
        let (eq, hash) = (self.names.__eq__.clone(), self.names.__hash__.clone());
        if dict.get_str(self, &eq).is_some() && dict.get_str(self, &hash).is_none() {
            let none = self.none();
            dict.set_str(self, &hash, none);
        }
    }

    /// `__new__` is static, `__init_subclass__` and `__class_getitem__` are class methods without saying so.
    fn convert_special_functions(&mut self, dict: &Typed<Dict>) {
        let is_function = |value: &Ref| {
            value.class().has(TypeFlags::METHOD_DESCRIPTOR)
                && !value.holds::<MethodDescriptor>()
                && !value.holds::<SlotWrapper>()
        };
        let new = self.names.__new__.clone();
        if let Some(function) = dict.get_str(self, &new).filter(is_function) {
            let method = StaticMethod::new(self, function);
            dict.set_str(self, &new, method);
        }
        for name in [self.names.__init_subclass__.clone(), self.names.__class_getitem__.clone()] {
            if let Some(function) = dict.get_str(self, &name).filter(is_function) {
                let method = ClassMethod::new(self, function);
                dict.set_str(self, &name, method);
            }
        }
    }

    /// Computes the MRO, by the metaclass's own `mro` if it has one. Gives whether it was set: not if that method has
    /// set another one itself.
    pub(crate) fn set_mro(&mut self, class: &Typed<Type>, bases: &[Ref<Type>]) -> PyResult<bool> {
        let name = self.names.mro.clone();
        let own =
            class.class().lookup(self, &name).filter(|method| !method.holds::<MethodDescriptor>());
        let old = class.mro.get(self).to_vec();
        let order = match own {
            None => mro::linearise(self, class, bases)?,
            Some(method) => self.custom_mro(class, &method)?,
        };
        let now = class.mro.get(self);
        if now.len() != old.len() || now.iter().zip(&old).any(|(now, old)| !now.is(&**old)) {
            return Ok(false);
        }
        class.mro.replace(self, order);
        Ok(true)
    }

    /// What a metaclass's own `mro` gives, if instances of the class have the layout of all classes in it.
    fn custom_mro(&mut self, class: &Typed<Type>, method: &Object) -> PyResult<Vec<Ref<Type>>> {
        let result = self.call_bound(method, class.as_object(), &[])?;
        let solid = class_layout::solid_base(class);
        let mut order = Vec::new();
        for entry in self.collect(&result)? {
            let Some(entry) = as_type(&entry) else {
                let other = entry.class().name(self);
                return Err(self.type_error(format!("mro() returned a non-class ('{other}')")));
            };
            if !solid.is_subclass_of(self, &class_layout::solid_base(entry)) {
                let name = entry.name(self);
                return Err(self
                    .type_error(format!("mro() returned base with unsuitable layout ('{name}')")));
            }
            order.push(entry.to_ref());
        }
        Ok(order)
    }

    /// Works out all slots of a class from its dictionary and its bases.
    pub(crate) fn fill_slots(&mut self, class: &Typed<Type>) {
        class.slots.replace(self, Slots::default());
        for position in 1.. {
            let Some(base) = class.mro.get(self).get(position).cloned() else { break };
            inherit_slots(self, class, &base);
        }
        for row in 0..ROWS.len() {
            self.update_slot(class, row);
        }
        self.update_finalizer(class);
    }

    /// Sets slot `row` of a class to what its special methods now say.
    pub(crate) fn update_slot(&mut self, class: &Typed<Type>, row: usize) {
        let Some(dispatch) = ROWS[row].dispatch else { return };
        let mut native: Option<Option<SlotFn>> = None;
        let mut python = false;
        let mut any = false;
        for which in 0..ROWS[row].methods.len() {
            let name = self.names.slot(row, which);
            let Some(found) = class.lookup(self, &name) else { continue };
            any = true;
            match self.native_slot_behind(class, &found, row) {
                Some(function) => match native {
                    None => native = Some(function),
                    Some(other) if same(other, function) => {}
                    Some(_) => python = true,
                },
                None => python = true,
            }
        }
        let function = match (any, python, native) {
            (false, ..) => return,
            (true, false, Some(function)) => function,
            _ => Some(dispatch),
        };
        (ROWS[row].set)(class.slots.get_mut(self), function);
    }

    /// If `found` is a native type's own method for the slot, the function in that slot (`Some(None)`: the special
    /// method stands for an empty slot, as `__hash__ = None`).
    fn native_slot_behind(
        &mut self,
        class: &Typed<Type>,
        found: &Object,
        row: usize,
    ) -> Option<Option<SlotFn>> {
        if let Some(wrapper) = found.downcast::<SlotWrapper>() {
            let function = (ROWS[row].get)(wrapper.owner.slots(self));
            return (wrapper.row == row).then_some(function);
        }
        if let Some(method) = found.downcast::<MethodDescriptor>() {
            return (ROWS[row].get)(method.owner.slots(self)).map(Some);
        }
        if self.is_none(found) && ROWS[row].methods == ["__hash__"] {
            return Some(None);
        }
        if ROWS[row].methods == ["__new__"] {
            // Whose `__new__` it is makes no difference: instances are made as the base makes them.
            crate::builtins::BuiltinFunction::constructor_of(found)?;
            return Some((ROWS[row].get)(class.base.get()?.slots(self)));
        }
        None
    }

    pub(crate) fn update_finalizer(&mut self, class: &Typed<Type>) {
        let name = self.names.__del__.clone();
        let has = class.specification.is_none_or(|row| row.finalized)
            && class.lookup(self, &name).is_some();
        let mut flags = class.kind.flags();
        flags.set(KindFlags::FINALIZER, has);
        class.kind.set_flags(flags);
    }

    /// After `class.name = value`: slots and caches of the class and its subclasses.
    pub(crate) fn class_attribute_changed(&mut self, class: &Typed<Type>, name: &Typed<Str>) {
        class.changed(self);
        let rows = self.names.slot_rows(name);
        let finalizer = name.same_text(&self.names.__del__);
        if rows.is_empty() && !finalizer {
            return;
        }
        self.refill(class);
    }

    pub(crate) fn refill(&mut self, class: &Typed<Type>) {
        if class.has(TypeFlags::HEAP_TYPE) {
            self.fill_slots(class);
        }
        for subclass in class.live_subclasses(self) {
            self.refill(&subclass);
        }
    }

    fn set_class_cell(&mut self, class: &Typed<Type>) -> PyResult<()> {
        let dict = class.namespace();
        for name in [self.names.__classcell__.clone(), self.names.__classdictcell__.clone()] {
            let Some(cell) = dict.remove_str(self, &name) else { continue };
            let content = if name.same_text(&self.names.__classcell__) {
                class.as_object().to_ref()
            } else {
                dict.clone().into_object()
            };
            let contents = self.names.cell_contents.clone();
            if self.set_attribute(&cell, &contents, Some(&content)).is_err() {
                let other = cell.class().name(self);
                return Err(self.type_error(format!("{name} must be a nonlocal cell, not {other}")));
            }
        }
        Ok(())
    }

    fn call_set_names(&mut self, class: &Typed<Type>) -> PyResult<()> {
        let set_name = self.names.__set_name__.clone();
        for (key, value) in class.namespace().pairs(self) {
            let result = self.call_special(&value, &set_name, &[class.as_object(), &key]);
            if let Err(raised) = result {
                let (descriptor, owner) = (value.class().name(self), class.name(self));
                let key = self.repr(&key)?;
                let note = format!(
                    "Error calling __set_name__ on '{descriptor}' instance {key} in '{owner}'"
                );
                return Err(raised.with_note(self, &note));
            }
        }
        Ok(())
    }

    fn call_init_subclass(&mut self, class: &Typed<Type>, keywords: Args<'_>) -> PyResult<()> {
        let name = self.names.__init_subclass__.clone();
        let order = class.mro.get(self);
        let Some(own) = order.iter().position(|base| base.is(class)) else {
            let name = class.name(self);
            return Err(self.type_error(format!(
                "super(type, obj): obj (type {name}) is not an instance or subtype of type ({name})."
            )));
        };
        let order = order[own + 1..].to_vec();
        for base in order {
            let Some(found) = base.namespace_in(self).get_str(self, &name) else { continue };
            let bound = match found.class().slots(self).descriptor_get {
                Some(get) => get(self, &found, None, Some(class.as_object()))?,
                None => found,
            };
            let values = &keywords.values()[keywords.positional().len()..];
            self.call(&bound, Args::new(values, keywords.names()))?;
            break;
        }
        Ok(())
    }
}

/// Takes the descriptors of `__dict__` and `__weakref__` out of a namespace (`sys._clear_type_descriptors`).
pub fn remove_own_descriptors(vm: &mut Vm, class: &Typed<Type>) {
    let dict = class.namespace();
    for name in [vm.names.__dict__.clone(), vm.names.__weakref__.clone()] {
        drop(dict.remove_str(vm, &name));
    }
    class.changed(vm);
}

fn same(left: Option<SlotFn>, right: Option<SlotFn>) -> bool {
    left.map(SlotFn::address) == right.map(SlotFn::address)
}

/// The bases of a class statement as types: TypeError for anything else.
pub fn bases_of(vm: &mut Vm, bases: &Typed<Tuple>) -> PyResult<Vec<Ref<Type>>> {
    let mut types = Vec::new();
    for base in bases.items() {
        match as_type(base) {
            Some(class) if class.has(TypeFlags::BASE_TYPE) => types.push(class.to_ref()),
            Some(class) => {
                let name = class.name(vm);
                return Err(vm.type_error(format!("type '{name}' is not an acceptable base type")));
            }
            None => return Err(vm.type_error("bases must be types")),
        }
    }
    if types.is_empty() {
        types.push(vm.types.object.clone());
    }
    Ok(types)
}
