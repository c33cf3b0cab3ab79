//! `property`

use std::cell::Cell;

use crate::object::{Slots, TypeFlags, TypeSpec};
use crate::prelude::*;

/// Functions that read, set and delete an attribute.
#[derive(Trace)]
pub struct Property {
    pub(crate) get: Slot,
    set: Slot,
    delete: Slot,
    doc: Slot,
    name: Slot,
    /// Whether `doc` came from the getter: a copy with another getter takes that one's.
    doc_from_getter: Cell<bool>,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "property(fget=None, fset=None, fdel=None, doc=None)\n--\n\nProperty attribute.\n\n  fget\n    function to be used for getting an attribute value\n  fset\n    function to be used for setting an attribute value\n  fdel\n    function to be used for del'ing an attribute\n  doc\n    docstring\n\nTypical use is to define a managed attribute x:\n\nclass C(object):\n    def getx(self): return self._x\n    def setx(self, value): self._x = value\n    def delx(self): del self._x\n    x = property(getx, setx, delx, \"I'm the 'x' property.\")\n\nDecorators make defining new properties or modifying existing ones easy:\n\nclass C(object):\n    @property\n    def x(self):\n        \"I am the 'x' property.\"\n        return self._x\n    @x.setter\n    def x(self, value):\n        self._x = value\n    @x.deleter\n    def x(self):\n        del self._x",
    flags: TypeFlags::BASE_TYPE,
    slots,
    methods: &[Property::METHODS],
    getsets: &[Property::GETSETS],
    ..TypeSpec::new::<Property>("property")
};

impl Property {
    /// The getter, for calls without native recursion.
    pub fn getter(&self) -> Option<Ref> {
        self.get.get()
    }
}

fn slots(slots: &mut Slots) {
    slots.new = Some(|vm, class, _| {
        let property = Property {
            get: Slot::empty(),
            set: Slot::empty(),
            delete: Slot::empty(),
            doc: Slot::empty(),
            name: Slot::empty(),
            doc_from_getter: Cell::new(false),
        };
        Ok(vm.new_object(class, property).into_object())
    });
    slots.init = Some(Property::INIT);
    slots.descriptor_get = Some(get);
    slots.descriptor_set = Some(set);
}

fn own(vm: &mut Vm, object: &Object) -> PyResult<Ref<Property>> {
    object.to_ref().downcast_ref().map_err(|_| vm.type_error("not a property"))
}

fn get(vm: &mut Vm, object: &Object, target: Option<&Object>, _: Option<&Object>) -> PyResult<Ref> {
    let Some(target) = target else { return Ok(object.to_ref()) };
    let property = own(vm, object)?;
    match property.get.get() {
        Some(function) => vm.call_positional(&function, &[target]),
        None => Err(missing(vm, &property, target, "getter")),
    }
}

fn set(vm: &mut Vm, object: &Object, target: &Object, value: Option<&Object>) -> PyResult<()> {
    let property = own(vm, object)?;
    let (function, what) = match value {
        Some(_) => (property.set.get(), "setter"),
        None => (property.delete.get(), "deleter"),
    };
    match (function, value) {
        (Some(function), Some(value)) => vm.call_positional(&function, &[target, value])?,
        (Some(function), None) => vm.call_positional(&function, &[target])?,
        (None, _) => return Err(missing(vm, &property, target, what)),
    };
    Ok(())
}

fn missing(vm: &mut Vm, property: &Typed<Property>, target: &Object, what: &str) -> Raised {
    let name = match name_of(vm, property) {
        Ok(name) => name,
        Err(raised) => return raised,
    };
    let class =
        target.class().qualified_name.get().map_or_else(String::new, |name| name.to_string());
    let message = match name {
        Some(name) => match vm.repr(&name) {
            Ok(name) => format!("property {name} of '{class}' object has no {what}"),
            Err(raised) => return raised,
        },
        None => format!("property of '{class}' object has no {what}"),
    };
    vm.attribute_error(message)
}

/// The name given by `__set_name__`, or that of the getter.
fn name_of(vm: &mut Vm, property: &Typed<Property>) -> PyResult<Option<Ref>> {
    if let Some(name) = property.name.get() {
        return Ok(Some(name));
    }
    let Some(getter) = property.get.get() else { return Ok(None) };
    let name = vm.names.__name__.clone();
    vm.find_attribute(&getter, &name)
}

#[methods(owner = "property")]
impl Property {
    #[initializer("property(fget=None, fset=None, fdel=None, doc=None)")]
    fn init(
        vm: &mut Vm,
        property: &Typed<Self>,
        fget: Option<&Object>,
        fset: Option<&Object>,
        fdel: Option<&Object>,
        doc: Option<&Object>,
    ) -> PyResult<()> {
        let keep = |value: Option<&Object>| value.map(|value| value.to_ref());
        property.get.set(vm, keep(fget));
        property.set.set(vm, keep(fset));
        property.delete.set(vm, keep(fdel));
        property.name.set(vm, None);
        property.doc_from_getter.set(false);
        let mut doc = keep(doc);
        if doc.is_none()
            && let Some(getter) = fget
        {
            let name = vm.names.__doc__.clone();
            doc = vm.find_attribute(getter, &name)?.filter(|doc| !vm.is_none(doc));
            property.doc_from_getter.set(doc.is_some());
        }
        if !property.class_is(&vm.types.property) {
            // A subclass keeps the docstring in its own attribute, so that its class's does not hide it.
            let name = vm.names.__doc__.clone();
            let value = doc.unwrap_or_else(|| vm.none());
            return match vm.set_attribute(property.as_object(), &name, Some(&value)) {
                // A given docstring that has no place is left out; one of the getter is missed.
                Err(raised) if !property.doc_from_getter.get() && raised.is_attribute_error(vm) => {
                    Ok(())
                }
                result => result,
            };
        }
        property.doc.set(vm, doc);
        Ok(())
    }

    /// Descriptor to obtain a copy of the property with a different getter.
    #[method("getter(self, object, /)")]
    fn with_getter(vm: &mut Vm, property: &Typed<Self>, object: &Object) -> PyResult {
        copy(vm, property, [Some(object), None, None])
    }

    /// Descriptor to obtain a copy of the property with a different setter.
    #[method("setter(self, object, /)")]
    fn with_setter(vm: &mut Vm, property: &Typed<Self>, object: &Object) -> PyResult {
        copy(vm, property, [None, Some(object), None])
    }

    /// Descriptor to obtain a copy of the property with a different deleter.
    #[method("deleter(self, object, /)")]
    fn with_deleter(vm: &mut Vm, property: &Typed<Self>, object: &Object) -> PyResult {
        copy(vm, property, [None, None, Some(object)])
    }

    /// Method to set name of a property.
    #[method("__set_name__(self, /, *args)", hidden)]
    fn set_name_from_class(vm: &mut Vm, property: &Typed<Self>, args: &[Ref]) -> PyResult<()> {
        let [_, name] = args else {
            return Err(vm.type_error(format!(
                "__set_name__() takes 2 positional arguments but {} were given",
                args.len()
            )));
        };
        property.name.set(vm, Some(name.clone()));
        Ok(())
    }

    #[member("fget")]
    fn fget(_: &mut Vm, property: &Typed<Self>) -> Option<Ref> {
        property.get.get()
    }

    #[member("fset")]
    fn fset(_: &mut Vm, property: &Typed<Self>) -> Option<Ref> {
        property.set.get()
    }

    #[member("fdel")]
    fn fdel(_: &mut Vm, property: &Typed<Self>) -> Option<Ref> {
        property.delete.get()
    }

    #[getter("__doc__")]
    fn doc(_: &mut Vm, property: &Typed<Self>) -> Option<Ref> {
        property.doc.get()
    }

    #[setter("__doc__")]
    fn set_doc(vm: &mut Vm, property: &Typed<Self>, value: Option<&Object>) -> PyResult<()> {
        property.doc.set(vm, value.map(|value| value.to_ref()));
        Ok(())
    }

    #[getter("__name__")]
    fn name(vm: &mut Vm, property: &Typed<Self>) -> PyResult {
        match name_of(vm, property)? {
            Some(name) => Ok(name),
            None => {
                let name = vm.names.__name__.clone();
                Err(vm.no_attribute(property.as_object(), &name))
            }
        }
    }

    #[setter("__name__")]
    fn set_name(vm: &mut Vm, property: &Typed<Self>, value: Option<&Object>) -> PyResult<()> {
        property.name.set(vm, value.map(|value| value.to_ref()));
        Ok(())
    }

    #[getter("__isabstractmethod__")]
    fn is_abstract(vm: &mut Vm, property: &Typed<Self>) -> PyResult<bool> {
        for function in [property.get.get(), property.set.get(), property.delete.get()] {
            let Some(function) = function else { continue };
            if vm.is_abstract(&function)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn copy(vm: &mut Vm, property: &Typed<Property>, changed: [Option<&Object>; 3]) -> PyResult {
    let own = [property.get.get(), property.set.get(), property.delete.get()];
    let mut arguments = Vec::new();
    for (own, changed) in own.into_iter().zip(changed) {
        let changed = changed.filter(|changed| !vm.is_none(changed));
        arguments
            .push(changed.map(|changed| changed.to_ref()).or(own).unwrap_or_else(|| vm.none()));
    }
    let keeps_doc = !property.doc_from_getter.get();
    arguments.push(match property.doc.get() {
        Some(doc) if keeps_doc => doc,
        _ => vm.none(),
    });
    let copy = vm.call(property.class().as_object(), Args::from_positional(&arguments))?;
    if let Some(copy) = copy.downcast::<Property>() {
        copy.name.set(vm, property.name.get());
    }
    Ok(copy)
}
