//! Getting and setting attributes: the descriptor protocol (Python data model, 3.3.2).

use pellucid_heap::{Object, Ref, Typed};

use crate::builtins::{Str, Tuple};
use crate::errors::AttributeError;
use crate::object::{ObjectExt, TypeLookup, instance};
use crate::{PyResult, Raised, Vm};

impl Vm {
    /// Whether an object says of itself that it is an abstract method (`__isabstractmethod__`).
    pub fn is_abstract(&mut self, object: &Object) -> PyResult<bool> {
        let name = self.names.__isabstractmethod__.clone();
        match self.find_attribute(object, &name)? {
            Some(flag) => self.is_true(&flag),
            None => Ok(false),
        }
    }

    /// `object.name`.
    pub fn get_attribute(&mut self, object: &Object, name: &Typed<Str>) -> PyResult<Ref> {
        let found = match object.class().slots(self).get_attribute {
            Some(get) => get(self, object, name),
            None => generic_get_attribute(self, object, name),
        };
        if let Err(raised) = &found {
            AttributeError::say_of_what(self, raised, object, name);
        }
        found
    }

    /// `object.name`, or `None` if that raises AttributeError.
    pub fn find_attribute(&mut self, object: &Object, name: &Typed<Str>) -> PyResult<Option<Ref>> {
        let get = object.class().slots(self).get_attribute;
        let generic =
            get.is_none_or(|get| get as usize == generic_get_attribute as *const () as usize);
        let found = match get {
            Some(get) if !generic => get(self, object, name).map(Some),
            // The common case makes no exception only to forget it.
            _ => generic_find(self, object, name),
        };
        // A getter may raise AttributeError, whichever way it was found.
        match found {
            Err(raised) if raised.is_attribute_error(self) => Ok(None),
            found => found,
        }
    }

    /// `object.name = value`, or `del object.name`.
    pub fn set_attribute(
        &mut self,
        object: &Object,
        name: &Typed<Str>,
        value: Option<&Object>,
    ) -> PyResult<()> {
        match object.class().slots(self).set_attribute {
            Some(set) => set(self, object, name, value),
            None => generic_set_attribute(self, object, name, value),
        }
    }

    /// A special method of the class of `object`, bound to it; `None` if there is none.
    pub fn find_special(&mut self, object: &Object, name: &Typed<Str>) -> PyResult<Option<Ref>> {
        match object.class().lookup(self, name) {
            None => Ok(None),
            Some(found) => self.bind(&found, object).map(Some),
        }
    }

    /// What `found`, an attribute of its class, is for `object`.
    pub fn bind(&mut self, found: &Object, object: &Object) -> PyResult<Ref> {
        match found.class().slots(self).descriptor_get {
            Some(get) => get(self, found, Some(object), Some(object.class().as_object())),
            None => Ok(found.to_ref()),
        }
    }

    /// `name` as the name of an attribute: TypeError unless it is a string.
    pub fn attribute_name(&mut self, name: &Object) -> PyResult<Ref<Str>> {
        match name.to_ref().downcast_ref::<Str>() {
            Ok(name) => Ok(name),
            Err(other) => {
                let class = other.class().name(self);
                Err(self.type_error(format!("attribute name must be string, not '{class}'")))
            }
        }
    }

    /// The AttributeError for `object.name`.
    pub fn no_attribute(&mut self, object: &Object, name: &Typed<Str>) -> Raised {
        let class = object.class().name(self);
        self.attribute_error_for(
            object,
            name,
            format!("'{class}' object has no attribute '{name}'"),
        )
    }
}

/// `object.__getattribute__`.
pub fn generic_get_attribute(vm: &mut Vm, object: &Object, name: &Typed<Str>) -> PyResult<Ref> {
    match generic_find(vm, object, name)? {
        Some(value) => Ok(value),
        None => Err(vm.no_attribute(object, name)),
    }
}

fn generic_find(vm: &mut Vm, object: &Object, name: &Typed<Str>) -> PyResult<Option<Ref>> {
    let found = object.class().lookup(vm, name);
    let getter = found.as_ref().and_then(|found| found.class().slots(vm).descriptor_get);
    if let (Some(found), Some(get)) = (&found, getter)
        && found.class().slots(vm).descriptor_set.is_some()
    {
        let owner = object.class().as_object();
        return get(vm, found, Some(object), Some(owner)).map(Some);
    }
    if let Some(value) = instance::find(vm, object, name)? {
        return Ok(Some(value));
    }
    match (found, getter) {
        (Some(found), Some(get)) => {
            let owner = object.class().as_object();
            get(vm, &found, Some(object), Some(owner)).map(Some)
        }
        (found, _) => Ok(found),
    }
}

/// `object.__setattr__` and `object.__delattr__`.
pub fn generic_set_attribute(
    vm: &mut Vm,
    object: &Object,
    name: &Typed<Str>,
    value: Option<&Object>,
) -> PyResult<()> {
    let found = object.class().lookup(vm, name);
    if let Some(found) = &found
        && let Some(set) = found.class().slots(vm).descriptor_set
    {
        return set(vm, found, object, value);
    }
    let done = match value {
        Some(value) => instance::set(vm, object, name, value.to_ref()),
        None => instance::delete(vm, object, name),
    };
    if done { Ok(()) } else { Err(cannot_set(vm, object, name, found.is_some())) }
}

fn cannot_set(vm: &mut Vm, object: &Object, name: &Typed<Str>, found: bool) -> Raised {
    let class = object.class().name(vm);
    if instance::has_attributes(object) {
        return vm.no_attribute(object, name);
    }
    let set = object.class().slots(vm).set_attribute.map(|function| function as usize);
    let generic = set.is_none_or(|set| set == generic_set_attribute as *const () as usize);
    let message = if found {
        format!("'{class}' object attribute '{name}' is read-only")
    } else if !generic {
        format!("'{class}' object has no attribute '{name}'")
    } else {
        format!(
            "'{class}' object has no attribute '{name}' and no __dict__ for setting new attributes"
        )
    };
    vm.attribute_error_for(object, name, message)
}

/// The bases of a class as types.
pub fn base_types(bases: &Typed<Tuple>) -> Option<Vec<Ref<crate::object::Type>>> {
    bases.items().iter().map(|base| base.clone().downcast_ref().ok()).collect()
}
