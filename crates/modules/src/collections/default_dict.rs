//! `defaultdict`

use pellucid_runtime::builtins::dict;
use pellucid_runtime::object::{Slots, TypeFlags, TypeSpec, kind_of};
use pellucid_runtime::prelude::*;

/// A dict with a function that makes values for missing keys.
#[derive(Trace)]
#[repr(C)]
#[payload(extends = Dict)]
pub struct DefaultDict {
    dict: Dict,
    factory: Slot,
}

impl Drop for DefaultDict {
    /// The function goes before the entries, as in CPython.
    fn drop(&mut self) {
        self.factory = Slot::empty();
    }
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "collections",
    base: Some(&dict::SPEC),
    doc: "defaultdict(default_factory=None, /, [...]) --> dict with default factory\n\nThe default factory is called without arguments to produce\na new value when a key is not present, in __getitem__ only.\nA defaultdict compares equal to a dict with the same items.\nAll remaining arguments are treated the same as if they were\npassed to the dict constructor, including keyword arguments.",
    flags: TypeFlags::BASE_TYPE,
    slots,
    methods: &[DefaultDict::METHODS],
    getsets: &[DefaultDict::GETSETS],
    ..TypeSpec::new::<DefaultDict>("defaultdict")
};

fn slots(slots: &mut Slots) {
    slots.new = Some(|vm, class, _| {
        let payload = DefaultDict { dict: Dict::empty(vm), factory: Slot::empty() };
        let made = vm.heap.allocate(kind_of(class), payload);
        made.dict.begin(vm)?;
        Ok(made.into_object())
    });
    slots.init = Some(init);
    slots.repr = Some(repr);
    slots.or = Some(or);
}

fn init(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult<()> {
    let Some(this) = object.downcast::<DefaultDict>() else { return Ok(()) };
    let (factory, rest) = match args.split_first() {
        Some((factory, rest)) => (Some(factory), rest),
        None => (None, args),
    };
    if let Some(factory) = factory
        && !vm.is_none(factory)
        && !vm.is_callable(factory)
    {
        return Err(vm.type_error("first argument must be callable or None"));
    }
    this.factory.set(vm, factory.filter(|factory| !vm.is_none(factory)).cloned());
    this.dict.update_from_args(vm, rest, "dict")
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let Some(this) = object.downcast::<DefaultDict>() else { return Ok(vm.not_implemented()) };
    let base = vm.types.dict.slots(vm).repr;
    let dict = match base {
        Some(base) => base(vm, object)?,
        None => vm.new_str("{...}").into_object(),
    };
    let dict = vm.str(&dict)?;
    let factory = this.factory.get().unwrap_or_else(|| vm.none());
    // A factory that is a method of this very dict would show the dict again.
    let factory =
        vm.guarded_repr(&factory, "...", |vm| vm.repr(&factory).map(|text| text.into_object()))?;
    let pieces = [vm.str(&factory)?, dict];
    let open = format!("{}(", object.class().qualified_name(vm));
    vm.join_pieces(&open, &pieces, ", ", ")")
}

fn or(vm: &mut Vm, left: &Object, right: &Object) -> PyResult<Ref> {
    if !left.holds::<Dict>() || !right.holds::<Dict>() {
        return Ok(vm.not_implemented());
    }
    let default = if left.holds::<DefaultDict>() { left } else { right };
    let Some(this) = default.downcast::<DefaultDict>() else { return Ok(vm.not_implemented()) };
    let result = duplicate(vm, this, left)?;
    if let Some(dict) = result.downcast::<Dict>() {
        dict.update_from(vm, right)?;
    }
    Ok(result)
}

/// A new object of the same class and factory, with the entries of `source`.
fn duplicate(vm: &mut Vm, this: &Typed<DefaultDict>, source: &Object) -> PyResult {
    let factory = this.factory.get().unwrap_or_else(|| vm.none());
    vm.call_positional(this.class().as_object(), &[&factory, source])
}

#[methods(owner = "collections.defaultdict")]
impl DefaultDict {
    /// Factory for default value called by __missing__().
    #[getter("default_factory")]
    fn factory(_vm: &mut Vm, this: &Typed<DefaultDict>) -> Option<Ref> {
        this.factory.get()
    }

    #[setter("default_factory")]
    fn set_factory(vm: &mut Vm, this: &Typed<DefaultDict>, value: Option<&Object>) -> PyResult<()> {
        let value = value.filter(|value| !vm.is_none(value)).map(|value| value.to_ref());
        this.factory.set(vm, value);
        Ok(())
    }

    /// __missing__(key) # Called by __getitem__ for missing key; pseudo-code:
    ///   if self.default_factory is None: raise KeyError((key,))
    ///   self[key] = value = self.default_factory()
    ///   return value
    #[method("__missing__(self, key, /)", hidden)]
    fn missing(vm: &mut Vm, this: &Typed<DefaultDict>, key: &Object) -> PyResult {
        let Some(factory) = this.factory.get() else { return Err(vm.key_error(key)) };
        let value = vm.call(&factory, Args::EMPTY)?;
        vm.set_item(this.as_object(), key, Some(&value))?;
        Ok(value)
    }

    /// D.copy() -> a shallow copy of D.
    #[method("copy(self, /)", hidden)]
    #[method("__copy__(self, /)", hidden)]
    fn copy(vm: &mut Vm, this: &Typed<DefaultDict>) -> PyResult {
        duplicate(vm, this, this.as_object())
    }

    /// Return state information for pickling.
    #[method("__reduce__(self, /)", hidden)]
    fn reduce(vm: &mut Vm, this: &Typed<DefaultDict>) -> PyResult {
        let class = this.class().as_object().to_ref();
        let arguments = this.factory.get().into_iter().collect();
        let arguments = vm.new_tuple(arguments).into_object();
        let items = vm.names.items.clone();
        let items = vm.call_method(this.as_object(), &items, &[])?;
        let items = vm.iterate(&items)?;
        let none = vm.none();
        (class, arguments, none.clone(), none, items).into_result(vm)
    }

    /// See PEP 585
    #[class_method("__class_getitem__(cls, object, /)")]
    fn class_get_item(vm: &mut Vm, class: &Typed<Type>, object: &Object) -> PyResult {
        vm.new_generic_alias(class.as_object(), object)
    }
}
