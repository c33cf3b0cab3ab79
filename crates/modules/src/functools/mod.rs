//! `_functools`

mod key_wrapper;
mod lru_cache;
mod lru_links;
mod partial;

use pellucid_runtime::object::ModuleSpec;
use pellucid_runtime::prelude::*;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "Tools that operate on functions.",
    functions: &[Functools::METHODS],
    types: &[&partial::SPEC, &partial::PLACEHOLDER_SPEC, &lru_cache::SPEC],
    initialise: Some(|vm, module| {
        let placeholder = partial::placeholder(vm)?;
        vm.set_in_module(module, "Placeholder", placeholder)
    }),
    ..ModuleSpec::new("_functools")
};

/// The functions of the module.
pub struct Functools;

#[methods(owner = "_functools")]
impl Functools {
    /// Convert a cmp= function into a key= function.
    ///
    ///   mycmp
    ///     Function that compares two objects.
    #[function("cmp_to_key(mycmp)")]
    fn cmp_to_key(vm: &mut Vm, compare: &Object) -> PyResult {
        key_wrapper::KeyWrapper::new(vm, compare, None)
    }

    /// Apply a function of two arguments cumulatively to the items of an iterable, from left to right.
    ///
    /// This effectively reduces the iterable to a single value.  If initial is present,
    /// it is placed before the items of the iterable in the calculation, and serves as
    /// a default when the iterable is empty.
    ///
    /// For example, reduce(lambda x, y: x+y, [1, 2, 3, 4, 5])
    /// calculates ((((1 + 2) + 3) + 4) + 5).
    #[function("reduce(function, iterable, /, initial=<unrepresentable>)", hidden)]
    fn reduce(
        vm: &mut Vm,
        function: &Object,
        iterable: &Object,
        initial: Option<&Object>,
    ) -> PyResult {
        let slots = iterable.class().slots(vm);
        if slots.iter.is_none() && slots.get_item.is_none() {
            return Err(vm.type_error("reduce() arg 2 must support iteration"));
        }
        let items = vm.iterate(iterable)?;
        let mut result = initial.map(|initial| initial.to_ref());
        while let Some(item) = vm.next(&items)? {
            result = Some(match result {
                None => item,
                Some(so_far) => vm.call_positional(function, &[&so_far, &item])?,
            });
        }
        result.ok_or_else(|| vm.type_error("reduce() of empty iterable with no initial value"))
    }
}
