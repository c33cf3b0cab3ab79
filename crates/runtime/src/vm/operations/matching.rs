//! Pattern matching.

use pellucid_bytecode::Word;
use pellucid_heap::{Object, Ref, Typed};

use super::building::tuple_items;
use crate::builtins::{Dict, Str};
use crate::object::{ObjectExt, Type, TypeFlags, TypeLookup, as_type};
use crate::vm::registers::Registers;
use crate::{PyResult, Raised, Vm};

pub(super) fn sequence(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let result = vm.new_bool(r.operand(word.operand_b()).class().has(TypeFlags::SEQUENCE));
    r.finish_unary(word, result);
    Ok(())
}

pub(super) fn mapping(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let result = vm.new_bool(r.operand(word.operand_b()).class().has(TypeFlags::MAPPING));
    r.finish_unary(word, result);
    Ok(())
}

pub(super) fn length(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let length = vm.length(r.operand(word.operand_b()))?;
    let result = vm.new_int(length as i64);
    r.finish_unary(word, result);
    Ok(())
}

pub(super) fn keys(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let result = match key_values(
        vm,
        r.operand(word.operand_b()),
        tuple_items(r.operand(word.operand_c())),
    )? {
        Some(values) => vm.new_tuple(values).into_object(),
        None => vm.none(),
    };
    r.finish_binary(word, result);
    Ok(())
}

fn key_values(vm: &mut Vm, mapping: &Object, keys: &[Ref]) -> PyResult<Option<Vec<Ref>>> {
    let seen = vm.new_dict();
    let mut values = Vec::new();
    let missing = Typed::to_ref(&*vm.new_dict()).into_object();
    let name = vm.names.get.clone();
    for key in keys {
        if seen.contains(vm, key)? {
            let key = vm.repr(key)?;
            return Err(vm.value_error(format!("mapping pattern checks duplicate key ({key})")));
        }
        let none = vm.none();
        seen.set(vm, key, none)?;
        let value = match mapping.downcast::<Dict>().filter(|_| mapping.class_is(&vm.types.dict)) {
            Some(dict) => dict.get(vm, key)?,
            None => Some(vm.call_method(mapping, &name, &[key, &missing])?)
                .filter(|value| !value.is(&*missing)),
        };
        match value {
            Some(value) => values.push(value),
            None => return Ok(None),
        }
    }
    Ok(Some(values))
}

pub(super) fn class(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let window = word.b();
    let (subject, class) = (r.full(window), r.full(window + 1));
    let names = tuple_items(r.full(window + 2));
    let Some(class) = as_type(class) else {
        return Err(vm.type_error("called match pattern must be a class"));
    };
    let result = match attributes(vm, subject, class, word.x() as usize, names)? {
        Some(values) => vm.new_tuple(values).into_object(),
        None => vm.none(),
    };
    r.clear_window(window, 3);
    r.set(word.a(), result);
    Ok(())
}

fn attributes(
    vm: &mut Vm,
    subject: &Object,
    class: &Typed<Type>,
    positional: usize,
    names: &[Ref],
) -> PyResult<Option<Vec<Ref>>> {
    if !vm.is_instance(subject, class.as_object())? {
        return Ok(None);
    }
    let mut values = Vec::new();
    let mut seen: Vec<Ref> = Vec::new();
    if positional != 0 {
        let match_args = positional_names(vm, class)?;
        let allowed = match &match_args {
            Some(names) => names.len(),
            None => usize::from(class.has(TypeFlags::MATCH_SELF)),
        };
        if allowed < positional {
            return Err(too_many_patterns(vm, class, allowed, positional));
        }
        match match_args {
            None => values.push(subject.to_ref()),
            Some(match_args) => {
                for name in match_args.into_iter().take(positional) {
                    if !name.holds::<Str>() {
                        let other = name.class().name(vm);
                        return Err(vm.type_error(format!(
                            "__match_args__ elements must be strings (got {other})"
                        )));
                    }
                    match attribute(vm, subject, class, &name, &mut seen)? {
                        Some(value) => values.push(value),
                        None => return Ok(None),
                    }
                }
            }
        }
    }
    for name in names {
        match attribute(vm, subject, class, name, &mut seen)? {
            Some(value) => values.push(value),
            None => return Ok(None),
        }
    }
    Ok(Some(values))
}

fn positional_names(vm: &mut Vm, class: &Typed<Type>) -> PyResult<Option<Vec<Ref>>> {
    let name = vm.names.__match_args__.clone();
    match vm.find_attribute(class.as_object(), &name)? {
        None => Ok(None),
        Some(names) if names.class_is(&vm.types.tuple) => Ok(Some(tuple_items(&names).to_vec())),
        Some(other) => {
            let (class, other) = (class.name(vm), other.class().name(vm));
            Err(vm.type_error(format!("{class}.__match_args__ must be a tuple (got {other})")))
        }
    }
}

fn too_many_patterns(vm: &mut Vm, class: &Typed<Type>, allowed: usize, given: usize) -> Raised {
    let (class, plural) = (class.name(vm), if allowed == 1 { "" } else { "s" });
    vm.type_error(format!(
        "{class}() accepts {allowed} positional sub-pattern{plural} ({given} given)"
    ))
}

fn attribute(
    vm: &mut Vm,
    subject: &Object,
    class: &Typed<Type>,
    name: &Object,
    seen: &mut Vec<Ref>,
) -> PyResult<Option<Ref>> {
    let Some(text) = name.downcast::<Str>() else { return Ok(None) };
    if seen.iter().any(|other| other.downcast::<Str>().is_some_and(|other| other.same_text(text))) {
        let class = class.name(vm);
        return Err(
            vm.type_error(format!("{class}() got multiple sub-patterns for attribute '{text}'"))
        );
    }
    seen.push(name.to_ref());
    vm.find_attribute(subject, text)
}
