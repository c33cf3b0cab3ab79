//! `_typing`: the types that `typing` builds on.

use pellucid_runtime::builtins::Module;
use pellucid_runtime::builtins::type_parameters::{
    ARGS_SPEC, GENERIC_SPEC, KWARGS_SPEC, PARAM_SPEC_SPEC, TYPE_ALIAS_TYPE_SPEC, TYPE_VAR_SPEC,
    TYPE_VAR_TUPLE_SPEC, no_default,
};
use pellucid_runtime::object::ModuleSpec;
use pellucid_runtime::prelude::*;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "Primitives and accelerators for the typing module.\n",
    functions: &[Typing::METHODS],
    types: &[
        &ARGS_SPEC,
        &GENERIC_SPEC,
        &KWARGS_SPEC,
        &PARAM_SPEC_SPEC,
        &TYPE_ALIAS_TYPE_SPEC,
        &TYPE_VAR_SPEC,
        &TYPE_VAR_TUPLE_SPEC,
    ],
    initialise: Some(initialise),
    ..ModuleSpec::new("_typing")
};

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    let default = no_default(vm)?;
    vm.set_in_module(module, "NoDefault", default)?;
    vm.set_in_module(module, "Union", vm.types.union.clone().into_object())
}

/// The functions of the module.
pub struct Typing;

#[methods(owner = "_typing")]
impl Typing {
    #[function("_idfunc(x, /)")]
    fn identity<'a>(_: &mut Vm, x: &'a Object) -> &'a Object {
        x
    }
}
