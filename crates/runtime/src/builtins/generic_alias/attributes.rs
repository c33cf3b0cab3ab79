//! Methods and computed attributes of `types.GenericAlias`.

use super::{GenericAlias, collect_parameters};
use crate::prelude::*;

/// Holds the rows.
pub struct Attributes;

impl GenericAlias {
    /// `__parameters__`
    pub(crate) fn parameters(&self, vm: &mut Vm) -> PyResult<Ref<Tuple>> {
        if let Some(parameters) = self.parameters.get() {
            return Ok(parameters);
        }
        let parameters = collect_parameters(vm, self.arguments.items())?;
        self.parameters.set(vm, Some(parameters.clone()));
        Ok(parameters)
    }
}

#[methods(owner = "types.GenericAlias")]
impl GenericAlias {
    #[constructor("GenericAlias(origin, args, /)")]
    fn new(vm: &mut Vm, class: &Typed<Type>, origin: &Object, args: &Object) -> PyResult {
        Ok(GenericAlias::create(vm, class, origin, args, false))
    }
}

#[methods(owner = "types.GenericAlias")]
impl Attributes {
    #[member("__origin__")]
    fn origin(_: &mut Vm, alias: &Typed<GenericAlias>) -> Ref {
        alias.origin.clone()
    }

    #[member("__args__")]
    fn arguments(_: &mut Vm, alias: &Typed<GenericAlias>) -> Ref<Tuple> {
        alias.arguments.clone()
    }

    #[getter("__parameters__")]
    fn parameters(vm: &mut Vm, alias: &Typed<GenericAlias>) -> PyResult<Ref<Tuple>> {
        alias.parameters(vm)
    }

    #[member("__unpacked__")]
    fn unpacked(_: &mut Vm, alias: &Typed<GenericAlias>) -> bool {
        alias.starred
    }

    #[getter("__typing_unpacked_tuple_args__")]
    fn unpacked_arguments(vm: &mut Vm, alias: &Typed<GenericAlias>) -> Option<Ref<Tuple>> {
        let tuple = alias.origin.is(vm.types.tuple.as_object());
        (alias.starred && tuple).then(|| alias.arguments.clone())
    }

    #[method("__mro_entries__(self, bases, /)")]
    fn mro_entries(vm: &mut Vm, alias: &Typed<GenericAlias>, _: &Object) -> Ref<Tuple> {
        vm.new_tuple(vec![alias.origin.clone()])
    }

    #[method("__instancecheck__(self, instance, /)")]
    fn instance_check(vm: &mut Vm, _: &Typed<GenericAlias>, _: &Object) -> PyResult<bool> {
        Err(vm.type_error("isinstance() argument 2 cannot be a parameterized generic"))
    }

    #[method("__subclasscheck__(self, subclass, /)")]
    fn subclass_check(vm: &mut Vm, _: &Typed<GenericAlias>, _: &Object) -> PyResult<bool> {
        Err(vm.type_error("issubclass() argument 2 cannot be a parameterized generic"))
    }

    #[method("__reduce__(self, /)")]
    fn reduce(vm: &mut Vm, alias: &Typed<GenericAlias>) -> PyResult {
        let plain = vm.new_tuple(vec![alias.origin.clone(), alias.arguments.clone().into_object()]);
        let class = vm.types.generic_alias.clone().into_object();
        if !alias.starred {
            return Ok(vm.new_tuple(vec![class, plain.into_object()]).into_object());
        }
        let inner = vm.call_positional(&class, &[&alias.origin, alias.arguments.as_object()])?;
        let iterator = vm.iterate(&inner)?;
        let next = vm.intern("next");
        let Some(next) = vm.builtins.get_str(vm, &next) else {
            return Err(vm.runtime_error("builtins.next is missing"));
        };
        let arguments = vm.new_tuple(vec![iterator]).into_object();
        Ok(vm.new_tuple(vec![next, arguments]).into_object())
    }

    #[method("__dir__(self, /)")]
    fn dir(vm: &mut Vm, alias: &Typed<GenericAlias>) -> PyResult<Vec<Ref>> {
        let name = vm.names.__dir__.clone();
        let origins = vm.call_special(&alias.origin, &name, &[])?;
        let mut names = origins.map_or_else(|| Ok(Vec::new()), |names| vm.collect(&names))?;
        for own in super::slots::OWN {
            let own = vm.intern(own);
            let mut known = false;
            for name in &names {
                known = known || vm.equal(name, own.as_object())?;
            }
            if !known && vm.find_attribute(alias.as_object(), &own)?.is_some() {
                names.push(own.into_object());
            }
        }
        Ok(names)
    }
}
