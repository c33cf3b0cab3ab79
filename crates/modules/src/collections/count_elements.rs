//! `_count_elements`, the inner loop of `Counter`.

use pellucid_runtime::object::BinaryOperator;
use pellucid_runtime::prelude::*;

/// The functions of the module.
pub struct CountElements;

#[methods(owner = "_collections")]
impl CountElements {
    /// Count elements in the iterable, updating the mapping
    #[function("_count_elements(mapping, iterable, /)")]
    fn count_elements(vm: &mut Vm, mapping: &Object, iterable: &Object) -> PyResult<()> {
        let (one, zero) = (vm.new_int(1), vm.new_int(0));
        let plain = mapping.downcast::<Dict>().filter(|_| is_plain(vm, mapping));
        let get = vm.names.get.clone();
        vm.for_each(iterable, |vm, key| {
            let Some(dict) = plain else {
                let count = vm.call_method(mapping, &get, &[&key, &zero])?;
                let count = vm.binary(&BinaryOperator::ADD, &count, &one)?;
                return vm.set_item(mapping, &key, Some(&count));
            };
            let hash = vm.hash(&key)?;
            let count = match dict.get_hashed(vm, &key, hash)? {
                Some(count) => vm.binary(&BinaryOperator::ADD, &count, &one)?,
                None => one.clone(),
            };
            dict.set_hashed(vm, &key, hash, count)
        })
    }
}

/// Whether the mapping gets and sets items as `dict` does.
fn is_plain(vm: &mut Vm, mapping: &Object) -> bool {
    let names = [vm.names.get.clone(), vm.names.__setitem__.clone()];
    let dict = vm.types.dict.clone();
    names.iter().all(|name| match (mapping.class().lookup(vm, name), dict.lookup(vm, name)) {
        (Some(own), Some(plain)) => own.is(&*plain),
        _ => false,
    })
}
