//! `builtin_function_or_method`: a native function, bound or not.

use crate::object::{MethodDef, Slots, TypeFlags, TypeSpec};
use crate::prelude::*;

/// A native function. With `receiver`, that is its first argument.
#[derive(Trace)]
pub struct BuiltinFunction {
    #[trace(skip)]
    pub(crate) definition: &'static MethodDef,
    pub(crate) receiver: Option<Ref>,
    /// `__module__`, for functions of modules.
    pub(crate) module: Option<Ref<Str>>,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    flags: TypeFlags::IMMUTABLE,
    basic_size: 56,
    slots,
    ..TypeSpec::new::<BuiltinFunction>("builtin_function_or_method")
};

fn slots(slots: &mut Slots) {
    slots.call = Some(call);
}

impl BuiltinFunction {
    /// A function object.
    pub fn new(vm: &Vm, definition: &'static MethodDef, receiver: Option<Ref>, module: Option<Ref<Str>>) -> Ref {
        let function = BuiltinFunction { definition, receiver, module };
        vm.new_object(&vm.types.builtin_function, function).into_object()
    }
}

fn call(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult<Ref> {
    let Some(function) = object.downcast::<BuiltinFunction>() else {
        return Err(vm.type_error("not a builtin function"));
    };
    match &function.receiver {
        None => (function.definition.call)(vm, args),
        Some(receiver) => {
            let owned = crate::object::OwnedArgs::with_first(receiver, args);
            (function.definition.call)(vm, owned.as_args())
        }
    }
}
