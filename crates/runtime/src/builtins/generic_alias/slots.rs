//! The slots of `types.GenericAlias`.

use pellucid_bytecode::Comparison;

use super::{GenericAlias, substitute};
use crate::object::{Slots, as_type, generic_get_attribute};
use crate::prelude::*;

/// Attributes that are the alias's own; all others are the origin's.
pub(super) const OWN: &[&str] = &[
    "__class__",
    "__origin__",
    "__args__",
    "__parameters__",
    "__unpacked__",
    "__typing_unpacked_tuple_args__",
    "__mro_entries__",
    "__reduce_ex__",
    "__reduce__",
    "__copy__",
    "__deepcopy__",
];

/// Dunders that are looked up on the alias only, so that it is not taken for its origin.
const BLOCKED: &[&str] = &["__bases__", "__copy__", "__deepcopy__"];

pub(super) fn fill(slots: &mut Slots) {
    slots.new = Some(GenericAlias::NEW);
    slots.repr = Some(repr);
    slots.call = Some(call);
    slots.hash = Some(|vm, object| {
        let alias = own(vm, object)?;
        let origin = vm.hash(&alias.origin)?;
        let arguments = vm.hash(alias.arguments.as_object())?;
        Ok(match origin ^ arguments {
            -1 => -2,
            hash => hash,
        })
    });
    slots.compare = Some(compare);
    slots.get_item = Some(get_item);
    slots.get_attribute = Some(get_attribute);
    slots.iter = Some(iter);
    slots.or = Some(|vm, left, right| vm.new_union(left, right));
}

fn own(vm: &mut Vm, object: &Object) -> PyResult<Ref<GenericAlias>> {
    object.to_ref().downcast_ref().map_err(|_| vm.type_error("not a GenericAlias"))
}

fn call(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult<Ref> {
    let alias = own(vm, object)?;
    let result = vm.call(&alias.origin, args)?;
    let name = vm.names.__orig_class__.clone();
    match vm.set_attribute(&result, &name, Some(object)) {
        Err(raised)
            if !raised.is_attribute_error(vm) && !raised.is_instance(vm, &vm.types.type_error) =>
        {
            Err(raised)
        }
        _ => Ok(result),
    }
}

fn compare(vm: &mut Vm, left: &Object, right: &Object, comparison: Comparison) -> PyResult<Ref> {
    let (Some(a), Some(b)) = (left.downcast::<GenericAlias>(), right.downcast::<GenericAlias>())
    else {
        return Ok(vm.not_implemented());
    };
    if !matches!(comparison, Comparison::Equal | Comparison::NotEqual) {
        return Ok(vm.not_implemented());
    }
    let equal = a.starred == b.starred
        && vm.equal(&a.origin, &b.origin)?
        && vm.equal(a.arguments.as_object(), b.arguments.as_object())?;
    Ok(vm.new_bool(equal == (comparison == Comparison::Equal)))
}

fn get_item(vm: &mut Vm, object: &Object, item: &Object) -> PyResult<Ref> {
    let alias = own(vm, object)?;
    let parameters = alias.parameters(vm)?;
    let arguments = substitute(vm, object, alias.arguments.items(), &parameters, item)?;
    let arguments = vm.new_tuple(arguments);
    let class = object.class().to_ref();
    Ok(GenericAlias::create(vm, &class, &alias.origin, arguments.as_object(), alias.starred))
}

fn get_attribute(vm: &mut Vm, object: &Object, name: &Typed<Str>) -> PyResult<Ref> {
    let alias = own(vm, object)?;
    let text = name.to_string();
    let own = OWN.contains(&text.as_str()) || BLOCKED.contains(&text.as_str());
    if !own && (object.class_is(&vm.types.generic_alias) || !text.starts_with("__")) {
        return vm.get_attribute(&alias.origin, name);
    }
    generic_get_attribute(vm, object, name)
}

/// Iterating gives the alias once, starred: `tuple[*list[int]]`.
fn iter(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let alias = own(vm, object)?;
    let class = object.class().to_ref();
    let starred =
        GenericAlias::create(vm, &class, &alias.origin, alias.arguments.as_object(), true);
    let single = vm.new_tuple(vec![starred]);
    vm.iterate(single.as_object())
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let alias = own(vm, object)?;
    let mut text = String::new();
    if alias.starred {
        text.push('*');
    }
    text.push_str(&show_argument(vm, &alias.origin)?);
    text.push('[');
    for (position, argument) in alias.arguments.items().iter().enumerate() {
        if position > 0 {
            text.push_str(", ");
        }
        match argument.downcast::<List>() {
            Some(list) => {
                let mut parts = Vec::new();
                for item in list.items(vm).to_vec() {
                    parts.push(show_argument(vm, &item)?);
                }
                text.push_str(&format!("[{}]", parts.join(", ")));
            }
            None => text.push_str(&show_argument(vm, argument)?),
        }
    }
    if alias.arguments.items().is_empty() {
        text.push_str("()");
    }
    text.push(']');
    Ok(vm.new_str(&text).into_object())
}

/// An argument as `repr` of an alias or union shows it: classes by their qualified names.
pub(crate) fn show_argument(vm: &mut Vm, argument: &Object) -> PyResult<String> {
    if argument.is(&*vm.singletons.ellipsis) {
        return Ok("...".into());
    }
    if argument.is(vm.types.none_type.as_object()) {
        return Ok("None".into());
    }
    let (origin, arguments) = (vm.names.__origin__.clone(), vm.names.__args__.clone());
    let is_alias = as_type(argument).is_none()
        && vm.find_attribute(argument, &origin)?.is_some()
        && vm.find_attribute(argument, &arguments)?.is_some();
    if is_alias {
        return vm.repr(argument).map(|text| text.to_string());
    }
    let (qualified, module) = (vm.names.__qualname__.clone(), vm.names.__module__.clone());
    let qualified = vm.find_attribute(argument, &qualified)?;
    let module = vm.find_attribute(argument, &module)?.filter(|module| !vm.is_none(module));
    match (qualified, module) {
        (Some(qualified), Some(module)) => {
            let (qualified, module) = (vm.str(&qualified)?, vm.str(&module)?);
            Ok(if *module.value() == *"builtins" {
                qualified.to_string()
            } else {
                format!("{module}.{qualified}")
            })
        }
        _ => vm.repr(argument).map(|text| text.to_string()),
    }
}
