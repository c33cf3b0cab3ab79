//! `module`

use pellucid_heap::WeakHead;

use crate::builtins::type_::evaluate;
use crate::object::{Slots, TypeFlags, TypeSpec, generic_get_attribute, instance};
use crate::prelude::*;

/// A module; its namespace is its `__dict__`.
#[derive(Trace)]
#[payload(weak = weak)]
pub struct Module {
    weak: WeakHead,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "module(name, doc=None)\n--\n\nCreate a module object.\n\nThe name must be a string; the optional docstring can have any type.",
    flags: TypeFlags::BASE_TYPE,
    has_dict: true,
    slots,
    methods: &[Module::METHODS],
    getsets: &[Module::GETSETS],
    ..TypeSpec::new::<Module>("module")
};

impl Module {
    /// A module with its five standard names.
    pub fn new(vm: &mut Vm, name: &str) -> Ref<Module> {
        let module = vm.new_object(&vm.types.module, Module { weak: WeakHead::new() });
        let dict = vm.new_dict();
        let none = vm.none();
        let name = vm.intern(name).into_object();
        let names = &vm.names;
        let entries = [
            (names.__name__.clone(), name),
            (names.__doc__.clone(), none.clone()),
            (names.__package__.clone(), none.clone()),
            (names.__loader__.clone(), none.clone()),
            (names.__spec__.clone(), none),
        ];
        for (key, value) in entries {
            dict.set_str(vm, &key, value);
        }
        instance::set_dict(vm, module.as_object(), Some(dict));
        module
    }

    /// The namespace of a module.
    pub fn dict(vm: &mut Vm, module: &Object) -> Option<Ref<Dict>> {
        instance::dict(vm, module)
    }
}

fn slots(slots: &mut Slots) {
    slots.new = Some(|vm, class, _| {
        let module = vm.new_object(class, Module { weak: WeakHead::new() });
        let dict = vm.new_dict();
        instance::set_dict(vm, module.as_object(), Some(dict));
        Ok(module.into_object())
    });
    slots.init = Some(Module::INIT);
    slots.get_attribute = Some(get_attribute);
    slots.repr = Some(repr);
}

/// An attribute, then the module's own `__getattr__` (PEP 562).
pub(crate) fn get_attribute(vm: &mut Vm, object: &Object, name: &Typed<Str>) -> PyResult<Ref> {
    let raised = match generic_get_attribute(vm, object, name) {
        Err(raised) if raised.is_attribute_error(vm) => raised,
        found => return found,
    };
    let Some(dict) = Module::dict(vm, object) else { return Err(raised) };
    let fallback = vm.names.__getattr__.clone();
    if let Some(function) = dict.get_str(vm, &fallback) {
        return vm.call_positional(&function, &[name.as_object()]);
    }
    let key = vm.names.__name__.clone();
    let own = dict.get_str(vm, &key);
    let message = match own.as_ref().and_then(|own| own.downcast::<Str>()) {
        Some(own) => format!("module '{own}' has no attribute '{name}'"),
        None => format!("module has no attribute '{name}'"),
    };
    Err(vm.attribute_error_for(object, name, message))
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let bootstrap = vm.import("_frozen_importlib")?;
    let name = vm.intern("_module_repr");
    vm.call_method(&bootstrap, &name, &[object])
}

#[methods(owner = "module")]
impl Module {
    #[initializer("module(name, doc=None)")]
    fn init(
        vm: &mut Vm,
        module: &Typed<Self>,
        name: &Typed<Str>,
        doc: Option<&Object>,
    ) -> PyResult<()> {
        let Some(dict) = Module::dict(vm, module.as_object()) else { return Ok(()) };
        let none = vm.none();
        let doc = doc.map_or_else(|| none.clone(), |doc| doc.to_ref());
        let names = &vm.names;
        let entries = [
            (names.__name__.clone(), name.as_object().to_ref()),
            (names.__doc__.clone(), doc),
            (names.__package__.clone(), none.clone()),
            (names.__loader__.clone(), none.clone()),
            (names.__spec__.clone(), none),
        ];
        for (key, value) in entries {
            dict.set_str(vm, &key, value);
        }
        Ok(())
    }

    /// __dir__() -> list; specialized dir() implementation
    #[method("__dir__(self, /)")]
    fn dir(vm: &mut Vm, module: &Object) -> PyResult<Vec<Ref>> {
        let name = vm.names.__dict__.clone();
        let found = vm.get_attribute(module, &name)?;
        let Ok(dict) = found.downcast_ref::<Dict>() else {
            let class = module.class().name(vm);
            return Err(vm.type_error(format!("{class}.__dict__ is not a dictionary")));
        };
        let name = vm.names.__dir__.clone();
        if let Some(function) = dict.get_str(vm, &name) {
            let names = vm.call_positional(&function, &[])?;
            return vm.collect(&names);
        }
        Ok(dict.pairs(vm).into_iter().map(|(key, _)| key).collect())
    }
    #[member("__dict__")]
    fn namespace(vm: &mut Vm, module: &Typed<Self>) -> Option<Ref<Dict>> {
        Module::dict(vm, module.as_object())
    }

    #[getter("__annotate__")]
    fn annotate(vm: &mut Vm, module: &Typed<Self>) -> Option<Ref> {
        let dict = Module::dict(vm, module.as_object())?;
        let name = vm.names.__annotate__.clone();
        if let Some(annotate) = dict.get_str(vm, &name) {
            return Some(annotate);
        }
        let none = vm.none();
        dict.set_str(vm, &name, none);
        None
    }

    #[setter("__annotate__")]
    fn set_annotate(vm: &mut Vm, module: &Typed<Self>, value: Option<&Object>) -> PyResult<()> {
        let Some(value) = value else {
            return Err(vm.type_error("cannot delete __annotate__ attribute"));
        };
        if !vm.is_none(value) && !vm.is_callable(value) {
            return Err(vm.type_error("__annotate__ must be callable or None"));
        }
        let Some(dict) = Module::dict(vm, module.as_object()) else { return Ok(()) };
        let (name, known) = (vm.names.__annotate__.clone(), vm.names.__annotations__.clone());
        dict.set_str(vm, &name, value.to_ref());
        if !vm.is_none(value) {
            dict.remove_str(vm, &known);
        }
        Ok(())
    }

    /// What is found while the module is still being executed is not kept.
    #[getter("__annotations__")]
    fn annotations(vm: &mut Vm, module: &Typed<Self>) -> PyResult<Option<Ref>> {
        let Some(dict) = Module::dict(vm, module.as_object()) else { return Ok(None) };
        let (name, annotate) = (vm.names.__annotations__.clone(), vm.names.__annotate__.clone());
        if let Some(known) = dict.get_str(vm, &name) {
            return Ok(Some(known));
        }
        let annotate = dict.get_str(vm, &annotate).filter(|it| vm.is_callable(it));
        let annotations = match annotate {
            Some(annotate) => evaluate(vm, &annotate)?,
            None => vm.new_dict().into_object(),
        };
        if !is_initialising(vm, &dict)? {
            dict.set_str(vm, &name, annotations.clone());
        }
        Ok(Some(annotations))
    }

    #[setter("__annotations__")]
    fn set_annotations(vm: &mut Vm, module: &Typed<Self>, value: Option<&Object>) -> PyResult<()> {
        let Some(dict) = Module::dict(vm, module.as_object()) else { return Ok(()) };
        let (name, annotate) = (vm.names.__annotations__.clone(), vm.names.__annotate__.clone());
        match value {
            Some(value) => dict.set_str(vm, &name, value.to_ref()),
            None if dict.remove_str(vm, &name).is_some() => {}
            None => {
                return Err(vm.attribute_error_for(module.as_object(), &name, name.to_string()));
            }
        }
        dict.remove_str(vm, &annotate);
        Ok(())
    }
}

/// Whether the import of the module with this namespace is under way.
fn is_initialising(vm: &mut Vm, dict: &Typed<Dict>) -> PyResult<bool> {
    let (name, flag) = (vm.names.__spec__.clone(), vm.names._initializing.clone());
    let Some(specification) = dict.get_str(vm, &name) else { return Ok(false) };
    match vm.find_attribute(&specification, &flag)? {
        Some(flag) => vm.is_true(&flag),
        None => Ok(false),
    }
}
