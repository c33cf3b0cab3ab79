//! `isinstance` and `issubclass` (PEP 3119).

use pellucid_heap::{Object, Typed};

use crate::builtins::{Str, Tuple, Union};
use crate::object::{ObjectExt, as_type};
use crate::{PyResult, Ref, Vm};

impl Vm {
    /// `isinstance(object, class)`.
    pub fn is_instance(&mut self, object: &Object, class: &Object) -> PyResult<bool> {
        if object.class().as_object().is(class) {
            return Ok(true);
        }
        if class.class_is(&self.types.type_) {
            return self.is_real_instance(object, class);
        }
        let name = self.names.__instancecheck__.clone();
        self.check_class(object, class, &name, Vm::is_instance, Vm::is_real_instance)
    }

    /// `issubclass(subclass, class)`.
    pub fn is_subclass(&mut self, subclass: &Object, class: &Object) -> PyResult<bool> {
        if class.class_is(&self.types.type_) {
            return match subclass.is(class) {
                true => Ok(true),
                false => self.is_real_subclass(subclass, class),
            };
        }
        let name = self.names.__subclasscheck__.clone();
        self.check_class(subclass, class, &name, Vm::is_subclass, Vm::is_real_subclass)
    }

    /// The check by the members of a tuple, by the special method of the class, or by the class itself.
    fn check_class(
        &mut self,
        object: &Object,
        class: &Object,
        name: &Typed<Str>,
        again: fn(&mut Vm, &Object, &Object) -> PyResult<bool>,
        real: fn(&mut Vm, &Object, &Object) -> PyResult<bool>,
    ) -> PyResult<bool> {
        self.check_native_stack(" in __instancecheck__")?;
        let members: Option<Vec<Ref>> = match (class.downcast::<Tuple>(), class.downcast::<Union>())
        {
            (Some(tuple), _) => Some(tuple.items().to_vec()),
            (_, Some(union))
                if union.members.items().iter().all(|member| as_type(member).is_some()) =>
            {
                Some(union.members.items().to_vec())
            }
            _ => None,
        };
        if let Some(members) = members {
            for member in &members {
                if again(self, object, member)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        match self.call_special(class, name, &[object])? {
            Some(result) => self.is_true(&result),
            None => real(self, object, class),
        }
    }
}
