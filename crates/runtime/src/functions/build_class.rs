//! `__build_class__`: what a class statement calls.

use crate::builtins::{Cell, Function};
use crate::object::{Keywords, OwnedArgs, as_type};
use crate::prelude::*;

/// Class statements.
pub struct Classes;

#[methods(owner = "builtins")]
impl Classes {
    /// __build_class__(func, name, /, *bases, [metaclass], **kwds) -> class
    ///
    /// Internal helper function used by the class statement.
    #[function("__build_class__(func, name, /, *bases, **kwds)", hidden)]
    fn build_class(
        vm: &mut Vm,
        func: &Object,
        name: &Object,
        bases: &[Ref],
        kwds: Keywords<'_>,
    ) -> PyResult {
        let Ok(body) = func.to_ref().downcast_ref::<Function>() else {
            return Err(vm.type_error("__build_class__: func must be a function"));
        };
        let Some(name) = name.downcast::<Str>() else {
            return Err(vm.type_error("__build_class__: name is not a string"));
        };
        let resolved = resolve_bases(vm, bases)?;
        let changed = resolved.is_some();
        let original = bases;
        let bases = resolved.unwrap_or_else(|| original.to_vec());
        let mut arguments = OwnedArgs::new();
        let mut metaclass = None;
        for (key, value) in kwds.iter() {
            if key.text() == *"metaclass" {
                metaclass = Some(value.to_ref());
            } else {
                let _ = arguments.push_keyword(key.to_ref(), value.to_ref());
            }
        }
        let metaclass = choose_metaclass(vm, metaclass, &bases)?;
        let own_bases = vm.new_tuple(bases).into_object();
        arguments.push(name.as_object().to_ref());
        arguments.push(own_bases);
        let namespace = prepare(vm, &metaclass, &arguments)?;
        let cell = vm.run_function(&body, Some(namespace.clone()))?;
        if changed {
            let key = vm.names.__orig_bases__.clone().into_object();
            let original = vm.new_tuple(original.to_vec()).into_object();
            vm.set_item(&namespace, &key, Some(&original))?;
        }
        arguments.push(namespace);
        let class = vm.call(&metaclass, arguments.as_args())?;
        check_class_cell(vm, &class, &cell, name)?;
        Ok(class)
    }
}

/// The bases with `__mro_entries__` asked; `None` if nothing has changed.
fn resolve_bases(vm: &mut Vm, bases: &[Ref]) -> PyResult<Option<Vec<Ref>>> {
    let name = vm.names.__mro_entries__.clone();
    let mut resolved = Vec::with_capacity(bases.len());
    let mut changed = false;
    let mut all = None;
    for base in bases {
        let method = match as_type(base) {
            Some(_) => None,
            None => vm.find_attribute(base, &name)?,
        };
        let Some(method) = method else {
            resolved.push(base.clone());
            continue;
        };
        let given = match &all {
            Some(given) => Ref::clone(given),
            None => all.insert(vm.new_tuple(bases.to_vec()).into_object()).clone(),
        };
        let entries = vm.call_positional(&method, &[&given])?;
        let Some(entries) = entries.downcast::<Tuple>() else {
            return Err(vm.type_error("__mro_entries__ must return a tuple"));
        };
        resolved.extend(entries.items().iter().cloned());
        changed = true;
    }
    Ok(changed.then_some(resolved))
}

/// The metaclass: the one that is given, or that of the first base; of real metaclasses the most derived.
fn choose_metaclass(vm: &mut Vm, given: Option<Ref>, bases: &[Ref]) -> PyResult<Ref> {
    let candidate = match (given, bases.first()) {
        (Some(given), _) => given,
        (None, Some(base)) => base.class().as_object().to_ref(),
        (None, None) => vm.types.type_.clone().into_object(),
    };
    match as_type(&candidate) {
        Some(class) => {
            let class = class.to_ref();
            Ok(vm.metaclass_of(&class, bases)?.into_object())
        }
        None => Ok(candidate),
    }
}

/// The namespace of the class body.
fn prepare(vm: &mut Vm, metaclass: &Object, arguments: &OwnedArgs) -> PyResult {
    let name = vm.names.__prepare__.clone();
    let Some(method) = vm.find_attribute(metaclass, &name)? else {
        return Ok(vm.new_dict().into_object());
    };
    let namespace = vm.call(&method, arguments.as_args())?;
    if namespace.class().slots(vm).get_item.is_none() {
        let owner = match as_type(metaclass) {
            Some(class) => class.name(vm),
            None => "<metaclass>".to_owned(),
        };
        let other = namespace.class().name(vm);
        return Err(
            vm.type_error(format!("{owner}.__prepare__() must return a mapping, not {other}"))
        );
    }
    Ok(namespace)
}

/// The body's `__class__` cell must by now hold the class.
fn check_class_cell(vm: &mut Vm, class: &Object, cell: &Object, name: &Typed<Str>) -> PyResult<()> {
    let (Some(_), Some(cell)) = (as_type(class), cell.downcast::<Cell>()) else { return Ok(()) };
    match cell.contents.get() {
        Some(own) if own.is(class) => Ok(()),
        None => {
            let (name, class) = (vm.repr(name.as_object())?, vm.repr(class)?);
            Err(vm.runtime_error(format!(
                "__class__ not set defining {name} as {class}. Was __classcell__ propagated to type.__new__?"
            )))
        }
        Some(own) => {
            let (own, name) = (vm.repr(&own)?, vm.repr(name.as_object())?);
            let class = vm.repr(class)?;
            Err(vm.type_error(format!("__class__ set to {own} defining {name} as {class}")))
        }
    }
}
