//! `method`: a function bound to an instance.

use crate::object::{OwnedArgs, Slots, TypeFlags, TypeSpec};
use crate::prelude::*;
use pellucid_heap::WeakHead;

/// A callable with its first argument.
#[derive(Trace)]
#[payload(weak = weak)]
pub struct BoundMethod {
    pub(crate) function: Ref,
    pub(crate) receiver: Ref,
    weak: WeakHead,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    doc: "Create a bound instance method object.",
    flags: TypeFlags::IMMUTABLE,
    basic_size: 40,
    slots,
    ..TypeSpec::new::<BoundMethod>("method")
};

impl BoundMethod {
    /// A method object.
    pub fn new(vm: &Vm, function: Ref, receiver: Ref) -> Ref {
        let method = BoundMethod { function, receiver, weak: WeakHead::new() };
        vm.new_object(&vm.types.method, method).into_object()
    }
}

fn slots(slots: &mut Slots) {
    slots.call = Some(|vm, object, args| match object.downcast::<BoundMethod>() {
        Some(method) => {
            let owned = OwnedArgs::with_first(&method.receiver, args);
            vm.call(&method.function, owned.as_args())
        }
        None => Err(vm.type_error("not a method")),
    });
}
