//! Items, lengths and membership.

use pellucid_heap::{Object, Ref};

use crate::object::type_object::as_type;
use crate::object::{ObjectExt, TypeFlags, TypeLookup};
use crate::{PyResult, Vm};

impl Vm {
    /// `object[key]`.
    pub fn get_item(&mut self, object: &Object, key: &Object) -> PyResult<Ref> {
        if let Some(function) = object.class().slots(self).get_item {
            return function(self, object, key);
        }
        if as_type(object).is_some() {
            return self.subscript_class(object, key);
        }
        let class = object.class().name(self);
        Err(self.type_error(format!("'{class}' object is not subscriptable")))
    }

    /// `Class[key]` by `__class_getitem__`.
    fn subscript_class(&mut self, class: &Object, key: &Object) -> PyResult<Ref> {
        if class.is(self.types.type_.as_object()) {
            return self.new_generic_alias(class, key);
        }
        let name = self.names.__class_getitem__.clone();
        if let Some(method) = self.find_attribute(class, &name)?
            && !self.is_none(&method)
        {
            return self.call_positional(&method, &[key]);
        }
        let name = as_type(class).map_or_else(String::new, |class| class.name(self));
        Err(self.type_error(format!("type '{name}' is not subscriptable")))
    }

    /// `object[key] = value`, or `del object[key]`.
    pub fn set_item(
        &mut self,
        object: &Object,
        key: &Object,
        value: Option<&Object>,
    ) -> PyResult<()> {
        if let Some(function) = object.class().slots(self).set_item {
            return function(self, object, key, value);
        }
        let class = object.class().name(self);
        let slots = object.class().slots(self);
        let is_sequence = object.class().has(TypeFlags::HEAP_TYPE)
            || slots.length.is_some()
            || slots.contains.is_some();
        let message = match (value, key.class().slots(self).index) {
            (Some(_), _) => format!("'{class}' object does not support item assignment"),
            (None, Some(_)) if is_sequence => {
                format!("'{class}' object doesn't support item deletion")
            }
            _ => format!("'{class}' object does not support item deletion"),
        };
        Err(self.type_error(message))
    }

    /// `len(object)`.
    pub fn length(&mut self, object: &Object) -> PyResult<usize> {
        match object.class().slots(self).length {
            Some(function) => function(self, object),
            None => {
                let class = object.class().name(self);
                Err(self.type_error(format!("object of type '{class}' has no len()")))
            }
        }
    }

    /// `item in container`.
    pub fn contains(&mut self, container: &Object, item: &Object) -> PyResult<bool> {
        match container.class().slots(self).contains {
            Some(function) => function(self, container, item),
            None => self.contains_by_iteration(container, item),
        }
    }

    /// `item in container` for what can only be iterated.
    pub fn contains_by_iteration(&mut self, container: &Object, item: &Object) -> PyResult<bool> {
        let slots = container.class().slots(self);
        if slots.iter.is_none() && slots.get_item.is_none() {
            let class = container.class().name(self);
            return Err(self
                .type_error(format!("argument of type '{class}' is not a container or iterable")));
        }
        let iterator = self.iterate(container)?;
        while let Some(candidate) = self.next(&iterator)? {
            if self.equal(&candidate, item)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
