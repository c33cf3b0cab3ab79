//! `typing.NoDefault`: the default of type parameters that have none.

use crate::object::{TypeSpec, kind_of};
use crate::prelude::*;

/// The one object of its type.
#[derive(Trace)]
pub struct NoDefault;

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "typing",
    doc: "The type of the NoDefault singleton.",
    slots: |slots| {
        slots.new = Some(|vm, _, args| {
            if !args.is_empty() {
                return Err(vm.type_error("NoDefaultType takes no arguments"));
            }
            no_default(vm)
        });
        slots.repr = Some(|vm, _| Ok(vm.new_str("typing.NoDefault").into_object()));
    },
    methods: &[NoDefault::METHODS],
    ..TypeSpec::new::<NoDefault>("NoDefaultType")
};

#[methods(owner = "NoDefaultType")]
impl NoDefault {
    #[method("__reduce__(self, /)", hidden)]
    fn reduce(_: &mut Vm, _: &Typed<NoDefault>) -> &'static str {
        "NoDefault"
    }
}

/// `NoDefault`: made once for an interpreter.
pub fn no_default(vm: &mut Vm) -> PyResult {
    vm.native_singleton(&SPEC, |vm, class| {
        vm.heap.allocate(kind_of(class), NoDefault).into_object()
    })
}
