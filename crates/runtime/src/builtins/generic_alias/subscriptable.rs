//! `__class_getitem__` of the types that are generic in annotations alone (PEP 585): a table for any row.

use crate::prelude::*;

/// The methods of types that can be subscripted.
pub struct Subscriptable;

#[methods]
impl Subscriptable {
    /// See PEP 585
    #[class_method("__class_getitem__(cls, object, /)")]
    fn class_get_item(vm: &mut Vm, class: &Typed<Type>, object: &Object) -> PyResult {
        vm.new_generic_alias(class.as_object(), object)
    }
}
