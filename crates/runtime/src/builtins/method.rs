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
    methods: &[BoundMethod::METHODS],
    getsets: &[BoundMethod::GETSETS],
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

#[methods(owner = "method")]
impl BoundMethod {
    #[getter("__self__")]
    fn receiver(_: &mut Vm, method: &Typed<Self>) -> Ref {
        method.receiver.clone()
    }

    #[getter("__func__")]
    fn function(_: &mut Vm, method: &Typed<Self>) -> Ref {
        method.function.clone()
    }

    #[getter("__doc__")]
    fn doc(vm: &mut Vm, method: &Typed<Self>) -> PyResult<Option<Ref>> {
        let name = vm.names.__doc__.clone();
        vm.find_attribute(&method.function, &name)
    }

    #[method("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, method: &Typed<Self>) -> PyResult {
        let name = vm.names.__name__.clone();
        let name = vm.get_attribute(&method.function, &name)?;
        let key = vm.intern("getattr");
        let Some(getattr) = vm.builtins.get_str(vm, &key) else {
            return Err(vm.runtime_error("builtins.getattr is missing"));
        };
        let arguments = vm.new_tuple(vec![method.receiver.clone(), name]).into_object();
        Ok(vm.new_tuple(vec![getattr, arguments]).into_object())
    }
}
