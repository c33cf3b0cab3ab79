//! The methods of exception groups.

use super::split::Matcher;
use crate::errors::ExceptionGroup;
use crate::prelude::*;

#[methods(owner = "BaseExceptionGroup")]
impl ExceptionGroup {
    #[method("derive(self, excs, /)")]
    fn derive(vm: &mut Vm, this: &Typed<ExceptionGroup>, excs: &Object) -> PyResult {
        let class = vm.types.base_exception_group.clone();
        let message = this.message.get().unwrap_or_else(|| vm.none());
        vm.call_positional(class.as_object(), &[&message, excs])
    }

    #[method("split(self, matcher_value, /)")]
    fn split(
        vm: &mut Vm,
        this: &Typed<ExceptionGroup>,
        matcher_value: &Object,
    ) -> PyResult<(Option<Ref>, Option<Ref>)> {
        let matcher = Matcher::new(vm, matcher_value)?;
        matcher.split(vm, this.as_object(), true)
    }

    #[method("subgroup(self, matcher_value, /)")]
    fn subgroup(
        vm: &mut Vm,
        this: &Typed<ExceptionGroup>,
        matcher_value: &Object,
    ) -> PyResult<Option<Ref>> {
        let matcher = Matcher::new(vm, matcher_value)?;
        Ok(matcher.split(vm, this.as_object(), false)?.0)
    }

    /// See PEP 585
    #[class_method("__class_getitem__(cls, object, /)")]
    fn class_get_item(vm: &mut Vm, class: &Typed<Type>, object: &Object) -> PyResult {
        vm.new_generic_alias(class.as_object(), object)
    }
}
