//! `typing.TypeAliasType`: what the `type` statement makes.

use pellucid_heap::WeakHead;

use super::{Lazy, ParamSpec, TypeVar, TypeVarTuple, fill_union, iterate_unpacked, unpack_tuples};
use crate::object::{Slots, TypeSpec};
use crate::prelude::*;

/// A name for a type.
#[derive(Trace)]
#[payload(weak = weak)]
pub struct TypeAliasType {
    weak: WeakHead,
    name: Ref<Str>,
    parameters: Ref<Tuple>,
    value: Lazy,
    module: Option<Ref>,
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    module: "typing",
    doc: "Type alias.\n\nType aliases are created through the type statement::\n\n    type Alias = int\n\nIn this example, Alias and int will be treated equivalently by static\ntype checkers.\n",
    slots,
    methods: &[TypeAliasType::METHODS],
    getsets: &[TypeAliasType::GETSETS],
    ..TypeSpec::new::<TypeAliasType>("TypeAliasType")
};

fn slots(slots: &mut Slots) {
    slots.new = Some(TypeAliasType::NEW);
    slots.iter = Some(iterate_unpacked);
    slots.get_item = Some(subscript);
    slots.repr = Some(|vm, object| {
        let Some(this) = object.downcast::<TypeAliasType>() else { return Ok(vm.none()) };
        Ok(this.name.clone().into_object())
    });
    fill_union(slots);
}

fn subscript(vm: &mut Vm, object: &Object, item: &Object) -> PyResult {
    let Some(this) = object.downcast::<TypeAliasType>() else { return Ok(vm.none()) };
    if this.parameters.items().is_empty() {
        return Err(vm.type_error("Only generic type aliases are subscriptable"));
    }
    vm.new_generic_alias(object, item)
}

/// TypeError unless all are type parameters and those without a default come first.
fn check_parameters(vm: &mut Vm, parameters: &Typed<Tuple>) -> PyResult<()> {
    let mut default_seen = false;
    for parameter in parameters.items() {
        let default = if let Some(variable) = parameter.downcast::<TypeVar>() {
            &variable.default
        } else if let Some(specification) = parameter.downcast::<ParamSpec>() {
            &specification.default
        } else if let Some(tuple) = parameter.downcast::<TypeVarTuple>() {
            &tuple.default
        } else {
            let shown = vm.repr(parameter)?;
            return Err(vm.type_error(format!("Expected a type param, got {shown}")));
        };
        if default.is_given(vm)? {
            default_seen = true;
        } else if default_seen {
            let shown = vm.repr(parameter)?;
            return Err(vm.type_error(format!(
                "non-default type parameter '{shown}' follows default type parameter"
            )));
        }
    }
    Ok(())
}

impl TypeAliasType {
    /// The alias of a `type` statement; `evaluate` gives the value.
    pub(crate) fn of_syntax(
        vm: &mut Vm,
        name: Ref<Str>,
        parameters: Option<Ref<Tuple>>,
        evaluate: Ref,
    ) -> PyResult {
        let class = vm.native_type(&SPEC)?;
        let payload = TypeAliasType {
            weak: WeakHead::new(),
            name,
            parameters: parameters.unwrap_or_else(|| vm.singletons.empty_tuple.clone()),
            value: Lazy::new(None, Some(evaluate)),
            module: vm.current_module_name(),
        };
        Ok(vm.new_object(&class, payload).into_object())
    }
}

#[methods(owner = "TypeAliasType")]
impl TypeAliasType {
    #[constructor("typealias(name, value, *, type_params=())")]
    fn create(
        vm: &mut Vm,
        class: &Typed<Type>,
        name: Ref<Str>,
        value: &Object,
        type_params: Option<&Object>,
    ) -> PyResult {
        let parameters = match type_params {
            None => vm.singletons.empty_tuple.clone(),
            Some(given) => match given.to_ref().downcast_ref::<Tuple>() {
                Ok(parameters) => parameters,
                Err(_) => return Err(vm.type_error("type_params must be a tuple")),
            },
        };
        check_parameters(vm, &parameters)?;
        let payload = TypeAliasType {
            weak: WeakHead::new(),
            name,
            parameters,
            value: Lazy::new(Some(value.to_ref()), None),
            module: vm.current_module_name(),
        };
        Ok(vm.new_object(class, payload).into_object())
    }

    #[member("__name__")]
    fn name(_: &mut Vm, this: &Typed<Self>) -> Ref<Str> {
        this.name.clone()
    }

    #[getter("__value__")]
    fn value(vm: &mut Vm, this: &Typed<Self>) -> PyResult<Option<Ref>> {
        this.value.get(vm)
    }

    #[getter("evaluate_value")]
    fn evaluate_value(vm: &mut Vm, this: &Typed<Self>) -> PyResult {
        this.value.evaluator(vm)
    }

    #[getter("__parameters__")]
    fn parameters(vm: &mut Vm, this: &Typed<Self>) -> PyResult<Ref<Tuple>> {
        unpack_tuples(vm, this.parameters.items())
    }

    #[getter("__type_params__")]
    fn type_parameters(_: &mut Vm, this: &Typed<Self>) -> Ref<Tuple> {
        this.parameters.clone()
    }

    #[getter("__module__")]
    fn module(_: &mut Vm, this: &Typed<Self>) -> Option<Ref> {
        this.module.clone()
    }

    #[method("__reduce__(self, /)")]
    fn reduce(_: &mut Vm, this: &Typed<Self>) -> Ref<Str> {
        this.name.clone()
    }
}
