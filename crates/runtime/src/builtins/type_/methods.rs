//! The methods of `type`.

use crate::object::{as_type, mro};
use crate::prelude::*;

/// Holds the rows.
pub struct TypeMethods;

#[methods(owner = "type")]
impl TypeMethods {
    /// Return a type's method resolution order.
    #[method("mro(self, /)")]
    fn mro(vm: &mut Vm, class: &Typed<Type>) -> PyResult<Vec<Ref>> {
        let bases = class.bases.get().and_then(|bases| crate::object::base_types(&bases));
        let order = mro::linearise(vm, class, &bases.unwrap_or_default())?;
        Ok(order.into_iter().map(|class| class.into_object()).collect())
    }

    /// Return a list of immediate subclasses.
    #[method("__subclasses__(self, /)")]
    fn subclasses(vm: &mut Vm, class: &Typed<Type>) -> Vec<Ref> {
        class.live_subclasses(vm).into_iter().map(|class| class.into_object()).collect()
    }

    /// Used to create the namespace for the class statement.
    #[class_method("__prepare__(cls, /, *args, **kwargs)")]
    fn prepare(vm: &mut Vm, _: &Object, _: &[Ref], _: Keywords<'_>) -> Ref<Dict> {
        vm.new_dict()
    }

    /// Check if an object is an instance.
    #[method("__instancecheck__(self, instance, /)")]
    fn instance_check(vm: &mut Vm, class: &Typed<Type>, instance: &Object) -> PyResult<bool> {
        vm.is_real_instance(instance, class.as_object())
    }

    /// Check if a class is a subclass.
    #[method("__subclasscheck__(self, subclass, /)")]
    fn subclass_check(vm: &mut Vm, class: &Typed<Type>, subclass: &Object) -> PyResult<bool> {
        vm.is_real_subclass(subclass, class.as_object())
    }

    /// Specialized __dir__ implementation for types.
    #[method("__dir__(self, /)")]
    fn dir(vm: &mut Vm, class: &Typed<Type>) -> PyResult<Vec<Ref>> {
        let names = vm.new_dict();
        let order = class.mro.get(vm).to_vec();
        for base in order.iter().rev() {
            for (key, value) in base.namespace().pairs(vm) {
                names.set(vm, &key, value)?;
            }
        }
        Ok(names.pairs(vm).into_iter().map(|(key, _)| key).collect())
    }

    /// Return memory consumption of the type object.
    #[method("__sizeof__(self, /)")]
    fn size_of(vm: &mut Vm, class: &Typed<Type>) -> usize {
        vm.size_of_type(class)
    }
}

impl Vm {
    /// `isinstance` by the class itself: its real class, then `__class__`.
    pub fn is_real_instance(&mut self, instance: &Object, class: &Object) -> PyResult<bool> {
        let Some(class_type) = as_type(class) else {
            return self.is_instance_by_bases(instance, class);
        };
        if instance.class().is_subclass_of(self, class_type) {
            return Ok(true);
        }
        let name = self.names.__class__.clone();
        match self.find_attribute(instance, &name)? {
            Some(claimed) => match as_type(&claimed) {
                Some(claimed) if !claimed.is(instance.class()) => {
                    Ok(claimed.is_subclass_of(self, class_type))
                }
                _ => Ok(false),
            },
            None => Ok(false),
        }
    }

    fn is_instance_by_bases(&mut self, instance: &Object, class: &Object) -> PyResult<bool> {
        self.check_has_bases(
            class,
            "isinstance() arg 2 must be a type, a tuple of types, or a union",
        )?;
        let name = self.names.__class__.clone();
        match self.find_attribute(instance, &name)? {
            Some(claimed) => self.derives_from(&claimed, class),
            None => Ok(false),
        }
    }

    /// `issubclass` by the classes themselves.
    pub fn is_real_subclass(&mut self, subclass: &Object, class: &Object) -> PyResult<bool> {
        if let (Some(subclass), Some(class)) = (as_type(subclass), as_type(class)) {
            return Ok(subclass.is_subclass_of(self, class));
        }
        self.check_has_bases(subclass, "issubclass() arg 1 must be a class")?;
        self.check_has_bases(
            class,
            "issubclass() arg 2 must be a class, a tuple of classes, or a union",
        )?;
        self.derives_from(subclass, class)
    }

    fn check_has_bases(&mut self, class: &Object, message: &str) -> PyResult<()> {
        match self.bases_attribute(class)? {
            Some(_) => Ok(()),
            None => Err(self.type_error(message)),
        }
    }

    fn bases_attribute(&mut self, class: &Object) -> PyResult<Option<Ref<Tuple>>> {
        let name = self.names.__bases__.clone();
        let bases = self.find_attribute(class, &name)?;
        Ok(bases.and_then(|bases| bases.downcast_ref::<Tuple>().ok()))
    }

    /// Whether `class` is reached from `derived` over `__bases__`.
    fn derives_from(&mut self, derived: &Object, class: &Object) -> PyResult<bool> {
        self.check_native_stack(" in __issubclass__")?;
        if derived.is(class) {
            return Ok(true);
        }
        let Some(bases) = self.bases_attribute(derived)? else { return Ok(false) };
        for base in bases.items() {
            if self.derives_from(base, class)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
