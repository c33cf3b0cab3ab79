//! Filling an `OrderedDict`: everything goes through `__setitem__`, which a derived class may have of its own.

use pellucid_runtime::prelude::*;

/// `__init__` and `update`.
pub(super) fn from_args(vm: &mut Vm, this: &Object, args: Args<'_>) -> PyResult<()> {
    if let [source] = args.positional() {
        from_source(vm, this, source)?;
    }
    for (name, value) in args.keywords().iter() {
        vm.set_item(this, name.as_object(), Some(value))?;
    }
    Ok(())
}

/// `update(source)`: a mapping if it has `keys`, else its `items()` if it has these, else pairs.
pub(super) fn from_source(vm: &mut Vm, this: &Object, source: &Object) -> PyResult<()> {
    if source.class_is(&vm.types.dict)
        && let Some(dict) = source.downcast::<Dict>()
    {
        for (key, value) in dict.pairs(vm) {
            vm.set_item(this, &key, Some(&value))?;
        }
        return Ok(());
    }
    let (keys, items) = (vm.names.keys.clone(), vm.names.items.clone());
    if let Some(keys) = vm.find_attribute(source, &keys)? {
        let keys = vm.call(&keys, Args::EMPTY)?;
        return vm.for_each(&keys, |vm, key| {
            let value = vm.get_item(source, &key)?;
            vm.set_item(this, &key, Some(&value))
        });
    }
    match vm.find_attribute(source, &items)? {
        Some(items) => {
            let items = vm.call(&items, Args::EMPTY)?;
            from_pairs(vm, this, &items)
        }
        None => from_pairs(vm, this, source),
    }
}

fn from_pairs(vm: &mut Vm, this: &Object, pairs: &Object) -> PyResult<()> {
    vm.for_each(pairs, |vm, pair| {
        let iterator = vm.iterate(&pair)?;
        let mut parts = [None, None];
        for (index, part) in parts.iter_mut().enumerate() {
            *part = vm.next(&iterator)?;
            if part.is_none() {
                let plural = if index == 0 { "s" } else { "" };
                return Err(
                    vm.value_error(format!("need more than {index} value{plural} to unpack"))
                );
            }
        }
        if vm.next(&iterator)?.is_some() {
            return Err(vm.value_error("too many values to unpack (expected 2)"));
        }
        match &parts {
            [Some(key), Some(value)] => vm.set_item(this, key, Some(value)),
            _ => Ok(()),
        }
    })
}
