//! Type parameters of an alias, and putting arguments in their place.

use crate::object::as_type;
use crate::prelude::*;

/// The type parameters among `arguments`, in order of first appearance.
pub(crate) fn collect_parameters(vm: &mut Vm, arguments: &[Ref]) -> PyResult<Ref<Tuple>> {
    let mut found = Vec::new();
    add_parameters(vm, arguments, &mut found)?;
    Ok(vm.new_tuple(found))
}

fn add_parameters(vm: &mut Vm, arguments: &[Ref], found: &mut Vec<Ref>) -> PyResult<()> {
    vm.check_native_stack(" while looking for type parameters")?;
    let (substitutes, nested) =
        (vm.names.__typing_subst__.clone(), vm.names.__parameters__.clone());
    for argument in arguments {
        if as_type(argument).is_some() {
            continue;
        }
        if let Some(tuple) = argument.downcast::<Tuple>() {
            add_parameters(vm, tuple.items(), found)?;
            continue;
        }
        if let Some(list) = argument.downcast::<List>() {
            let items = list.items(vm).to_vec();
            add_parameters(vm, &items, found)?;
            continue;
        }
        if vm.find_attribute(argument, &substitutes)?.is_some() {
            push_new(found, argument);
        } else if let Some(parameters) = vm.find_attribute(argument, &nested)?
            && let Some(parameters) = parameters.downcast::<Tuple>()
        {
            parameters.items().iter().for_each(|parameter| push_new(found, parameter));
        }
    }
    Ok(())
}

fn push_new(found: &mut Vec<Ref>, parameter: &Ref) {
    if !found.iter().any(|own| own.is(&**parameter)) {
        found.push(parameter.clone());
    }
}

/// The arguments of `alias[item]`: `arguments` with each of `parameters` replaced by what `item` gives for it.
pub(crate) fn substitute(
    vm: &mut Vm,
    alias: &Object,
    arguments: &[Ref],
    parameters: &Typed<Tuple>,
    item: &Object,
) -> PyResult<Vec<Ref>> {
    let count = parameters.items().len();
    if count == 0 {
        let alias = vm.repr(alias)?;
        return Err(vm.type_error(format!("{alias} is not a generic class")));
    }
    let given = prepare(vm, alias, parameters, item)?;
    if given.len() != count {
        let many = if given.len() > count { "many" } else { "few" };
        let alias = vm.repr(alias)?;
        return Err(vm.type_error(format!(
            "Too {many} arguments for {alias}; actual {}, expected {count}",
            given.len()
        )));
    }
    replace(vm, arguments, parameters, &given)
}

/// The given arguments as a list, after each parameter has had its say (`__typing_prepare_subst__`).
fn prepare(
    vm: &mut Vm,
    alias: &Object,
    parameters: &Typed<Tuple>,
    item: &Object,
) -> PyResult<Vec<Ref>> {
    let mut item = match item.downcast::<Tuple>() {
        Some(tuple) => {
            let unpacked = unpack(vm, tuple.items())?;
            vm.new_tuple(unpacked).into_object()
        }
        None => {
            let unpacked = unpack(vm, &[item.to_ref()])?;
            match &unpacked[..] {
                [single] => single.clone(),
                _ => vm.new_tuple(unpacked).into_object(),
            }
        }
    };
    let name = vm.names.__typing_prepare_subst__.clone();
    for parameter in parameters.items() {
        if let Some(function) = vm.find_attribute(parameter, &name)?
            && !vm.is_none(&function)
        {
            let arguments = match item.downcast::<Tuple>() {
                Some(tuple) => tuple.to_ref(),
                None => vm.new_tuple(vec![item.clone()]),
            };
            item = vm.call_positional(&function, &[alias, arguments.as_object()])?;
        }
    }
    Ok(match item.downcast::<Tuple>() {
        Some(tuple) => tuple.items().to_vec(),
        None => vec![item],
    })
}

/// `*tuple[int, str]` among the arguments stands for `int, str`.
fn unpack(vm: &mut Vm, items: &[Ref]) -> PyResult<Vec<Ref>> {
    let name = vm.names.__typing_unpacked_tuple_args__.clone();
    let mut all = Vec::new();
    for item in items {
        let inner = if as_type(item).is_some() { None } else { vm.find_attribute(item, &name)? };
        match inner.as_ref().and_then(|inner| inner.downcast::<Tuple>()) {
            Some(inner) if !inner.items().last().is_some_and(|last| last.is(&*vm.ellipsis())) => {
                all.extend(inner.items().iter().cloned());
            }
            _ => all.push(item.clone()),
        }
    }
    Ok(all)
}

fn replace(
    vm: &mut Vm,
    arguments: &[Ref],
    parameters: &Typed<Tuple>,
    given: &[Ref],
) -> PyResult<Vec<Ref>> {
    vm.check_native_stack(" while replacing type parameters")?;
    let substitutes = vm.names.__typing_subst__.clone();
    let unpacked = vm.names.__typing_is_unpacked_typevartuple__.clone();
    let mut result = Vec::new();
    for argument in arguments {
        if as_type(argument).is_some() {
            result.push(argument.clone());
            continue;
        }
        if let Some(tuple) = argument.downcast::<Tuple>() {
            let inner = replace(vm, tuple.items(), parameters, given)?;
            result.push(vm.new_tuple(inner).into_object());
            continue;
        }
        if let Some(list) = argument.downcast::<List>() {
            let items = list.items(vm).to_vec();
            let inner = replace(vm, &items, parameters, given)?;
            result.push(vm.new_list(inner)?.into_object());
            continue;
        }
        let spread = match vm.find_attribute(argument, &unpacked)? {
            Some(flag) => vm.is_true(&flag)?,
            None => false,
        };
        let new = match vm.find_attribute(argument, &substitutes)? {
            Some(function) => {
                let position = parameters.items().iter().position(|own| own.is(&**argument));
                match position.and_then(|position| given.get(position)) {
                    Some(value) => vm.call_positional(&function, &[value])?,
                    None => argument.clone(),
                }
            }
            None => replace_nested(vm, argument, parameters, given)?,
        };
        match new.downcast::<Tuple>() {
            Some(tuple) if spread => result.extend(tuple.items().iter().cloned()),
            _ => result.push(new),
        }
    }
    Ok(result)
}

/// `argument[...]` with what is given for the parameters that it has itself.
fn replace_nested(
    vm: &mut Vm,
    argument: &Object,
    parameters: &Typed<Tuple>,
    given: &[Ref],
) -> PyResult<Ref> {
    let name = vm.names.__parameters__.clone();
    let own = vm.find_attribute(argument, &name)?;
    let Some(own) = own.as_ref().and_then(|own| own.downcast::<Tuple>()) else {
        return Ok(argument.to_ref());
    };
    if own.items().is_empty() {
        return Ok(argument.to_ref());
    }
    let mut inner = Vec::new();
    for parameter in own.items() {
        let position = parameters.items().iter().position(|other| other.is(&**parameter));
        match position.and_then(|position| given.get(position)) {
            Some(value) => match value.downcast::<Tuple>() {
                Some(tuple) if parameter.class().slots(vm).iter.is_some() => {
                    inner.extend(tuple.items().iter().cloned());
                }
                _ => inner.push(value.clone()),
            },
            None => inner.push(parameter.clone()),
        }
    }
    let inner = vm.new_tuple(inner);
    vm.get_item(argument, inner.as_object())
}
