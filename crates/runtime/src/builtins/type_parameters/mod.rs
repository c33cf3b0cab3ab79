//! Type parameters (PEP 484, 612, 646, 695, 696): `TypeVar`, `ParamSpec`, `TypeVarTuple`, and what belongs to them.
//!
//! The rules of substitution are in `typing.py`, which these types call as CPython's do.

mod const_evaluator;
mod generic;
mod lazy;
mod no_default;
mod param_spec;
mod param_spec_parts;
mod type_alias_type;
mod type_var;
mod type_var_tuple;

pub use generic::SPEC as GENERIC_SPEC;
pub use no_default::{SPEC as NO_DEFAULT_SPEC, no_default};
pub use param_spec::{ParamSpec, SPEC as PARAM_SPEC_SPEC};
pub use param_spec_parts::{ARGS_SPEC, KWARGS_SPEC};
pub use type_alias_type::{SPEC as TYPE_ALIAS_TYPE_SPEC, TypeAliasType};
pub use type_var::{SPEC as TYPE_VAR_SPEC, TypeVar};
pub use type_var_tuple::{SPEC as TYPE_VAR_TUPLE_SPEC, TypeVarTuple};

use crate::object::Slots;
use crate::prelude::*;
use lazy::Lazy;

impl Vm {
    /// Calls a function of `typing`.
    pub(crate) fn call_typing(&mut self, name: &str, arguments: &[&Object]) -> PyResult {
        let function = self.import_attribute("typing", name)?;
        self.call_positional(&function, arguments)
    }

    /// `parameter.__default__` shall be what `evaluate` gives (PEP 696).
    pub(crate) fn set_type_parameter_default(
        &mut self,
        parameter: &Object,
        evaluate: &Object,
    ) -> PyResult<()> {
        let default = if let Some(variable) = parameter.downcast::<TypeVar>() {
            &variable.default
        } else if let Some(specification) = parameter.downcast::<ParamSpec>() {
            &specification.default
        } else if let Some(tuple) = parameter.downcast::<TypeVarTuple>() {
            &tuple.default
        } else {
            return Err(self.type_error("Expected a type param"));
        };
        default.evaluate.set(self, Some(evaluate.to_ref()));
        Ok(())
    }

    /// `Generic[parameters]`, for a class with type parameters.
    pub(crate) fn subscript_generic(&mut self, parameters: &Typed<Tuple>) -> PyResult {
        let unpacked = unpack_tuples(self, parameters.items())?;
        let generic = self.native_type(&GENERIC_SPEC)?;
        self.call_typing("_GenericAlias", &[generic.as_object(), unpacked.as_object()])
    }
}

/// Type parameters where each TypeVarTuple stands unpacked.
fn unpack_tuples(vm: &mut Vm, parameters: &[Ref]) -> PyResult<Ref<Tuple>> {
    let mut unpacked = Vec::with_capacity(parameters.len());
    for parameter in parameters {
        unpacked.push(match parameter.holds::<TypeVarTuple>() {
            true => unpack(vm, parameter)?,
            false => parameter.clone(),
        });
    }
    Ok(vm.new_tuple(unpacked))
}

/// `typing.Unpack[object]`
fn unpack(vm: &mut Vm, object: &Object) -> PyResult {
    let unpack = vm.import_attribute("typing", "Unpack")?;
    vm.get_item(&unpack, object)
}

/// Iterating gives the object once, unpacked.
fn iterate_unpacked(vm: &mut Vm, object: &Object) -> PyResult {
    let unpacked = unpack(vm, object)?;
    let single = vm.new_tuple(vec![unpacked]);
    vm.iterate(single.as_object())
}

/// What stands for a type: `None` for its class; anything else is checked by `typing`.
fn check_type(vm: &mut Vm, object: &Object, message: &str) -> PyResult {
    if vm.is_none(object) {
        return Ok(vm.types.none_type.clone().into_object());
    }
    let message = vm.new_str(message);
    vm.call_typing("_type_check", &[object, message.as_object()])
}

/// `parameter.__module__` is the module of the code that made it.
fn set_module(vm: &mut Vm, parameter: Ref) -> PyResult {
    if let Some(module) = vm.current_module_name() {
        let name = vm.names.__module__.clone();
        vm.set_attribute(&parameter, &name, Some(&module))?;
    }
    Ok(parameter)
}

/// `left | right`, where strings are forward references.
fn fill_union(slots: &mut Slots) {
    slots.or = Some(|vm, left, right| vm.union_of(&[left.to_ref(), right.to_ref()]));
}

fn not_a_base(vm: &mut Vm, what: &str) -> Raised {
    vm.type_error(format!("Cannot subclass an instance of {what}"))
}

/// `covariant`, `contravariant` and `infer_variance` as they were given.
#[derive(Clone, Copy, Default)]
struct Variance {
    covariant: bool,
    contravariant: bool,
    inferred: bool,
}

impl Variance {
    fn new(
        vm: &mut Vm,
        covariant: Option<bool>,
        contravariant: Option<bool>,
        inferred: Option<bool>,
    ) -> PyResult<Variance> {
        let given = |flag: Option<bool>| flag.unwrap_or(false);
        let (covariant, contravariant) = (given(covariant), given(contravariant));
        let inferred = given(inferred);
        if covariant && contravariant {
            return Err(vm.value_error("Bivariant types are not supported."));
        }
        if inferred && (covariant || contravariant) {
            return Err(vm.value_error("Variance cannot be specified with infer_variance."));
        }
        Ok(Variance { covariant, contravariant, inferred })
    }

    const INFERRED: Variance = Variance { covariant: false, contravariant: false, inferred: true };

    /// What `repr` puts before the name.
    fn sign(self) -> &'static str {
        match self {
            Variance { inferred: true, .. } => "",
            Variance { covariant: true, .. } => "+",
            Variance { contravariant: true, .. } => "-",
            _ => "~",
        }
    }
}
