//! A `__builtins__` that is neither a dict nor a module: any object that is asked for names as `object[name]`.

use crate::object::{Slots, TypeFlags, TypeSpec};
use crate::prelude::*;

/// Stands where functions have the dict of their builtins. The dict is empty, so that no place in it is remembered; since
/// the class is not `dict`, names are looked up as items.
#[derive(Trace)]
#[repr(C)]
#[payload(extends = Dict)]
pub struct ForeignBuiltins {
    dict: Dict,
    object: Ref,
}

/// The type.
pub static FOREIGN_BUILTINS_SPEC: TypeSpec = TypeSpec {
    base: Some(&crate::builtins::dict::SPEC),
    flags: TypeFlags::NOT_INSTANTIABLE,
    slots,
    ..TypeSpec::new::<ForeignBuiltins>("foreign_builtins")
};

fn slots(slots: &mut Slots) {
    slots.get_item = Some(|vm, object, key| match object.downcast::<ForeignBuiltins>() {
        Some(this) => vm.get_item(&this.object.clone(), key),
        None => Ok(vm.not_implemented()),
    });
}

impl ForeignBuiltins {
    /// What stands for `object` as the builtins of functions.
    pub(crate) fn of(vm: &Vm, object: Ref) -> Ref<Dict> {
        let payload = ForeignBuiltins { dict: Dict::empty(vm), object };
        let made = vm.new_object(&vm.types.foreign_builtins, payload).into_object();
        made.downcast_ref::<Dict>().expect("the payload begins with a dict")
    }

    /// What programs see of the builtins of a function.
    pub(crate) fn shown(builtins: &Typed<Dict>) -> Ref {
        match builtins.as_object().downcast::<ForeignBuiltins>() {
            Some(this) => this.object.clone(),
            None => builtins.as_object().to_ref(),
        }
    }
}
