//! Building containers and strings.

use pellucid_bytecode::Word;
use pellucid_heap::{Object, Ref, Typed};
use pellucid_text::TextBuilder;

use crate::builtins::{Dict, List, Set, Slice, Str, Tuple};
use crate::object::{Args, ObjectExt, TypeLookup};
use crate::vm::registers::Registers;
use crate::{PyResult, Vm};

pub(super) fn tuple(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let items = r.take_window(word.b(), word.c() as usize);
    let tuple = Tuple::of_class(vm, &vm.types.tuple, items);
    r.set(word.a(), tuple.into_object());
    Ok(())
}

pub(super) fn list(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let items = r.take_window(word.b(), word.c() as usize);
    let list = match vm.sizes_of().display_capacity(items.len(), false) {
        Some(_) => List::from_items(vm, items)?,
        None => {
            let list = vm.new_list(Vec::new())?;
            list.append_all(vm, items)?;
            list
        }
    };
    r.set(word.a(), list.into_object());
    Ok(())
}

pub(super) fn set(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let set = Set::new(vm);
    for item in r.take_window(word.b(), word.c() as usize) {
        set.add(vm, &item)?;
    }
    r.set(word.a(), set.into_object());
    Ok(())
}

pub(super) fn map(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let dict = vm.new_dict();
    let mut items = r.take_window(word.b(), word.c() as usize * 2);
    while let (Some(key), Some(value)) = (items.next(), items.next()) {
        dict.set(vm, &key, value)?;
    }
    r.set(word.a(), dict.into_object());
    Ok(())
}

pub(super) fn string(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let mut builder = TextBuilder::new();
    for part in r.window(word.b(), word.c() as usize) {
        if let Some(text) = part.downcast::<Str>() {
            builder.push_text(text.text());
        }
    }
    let text = vm.try_unshared_text(builder.finish().as_text())?;
    r.clear_window(word.b(), word.c() as usize);
    r.set(word.a(), text.into_object());
    Ok(())
}

pub(super) fn slice(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let parts = [0, 1, 2].map(|index| r.take(word.b() + index));
    let [Some(start), Some(stop), Some(step)] = parts else {
        return Err(vm.system_error("a slice has three parts"));
    };
    let slice = Slice::new(vm, start, stop, step);
    r.set(word.a(), slice.into_object());
    Ok(())
}

fn list_in(vm: &mut Vm, r: Registers, register: u16) -> PyResult<&'static Typed<List>> {
    match r.full(register).downcast::<List>() {
        Some(list) => Ok(list),
        None => Err(vm.system_error("not a list")),
    }
}

fn dict_in(vm: &mut Vm, r: Registers, register: u16) -> PyResult<&'static Typed<Dict>> {
    match r.full(register).downcast::<Dict>() {
        Some(dict) => Ok(dict),
        None => Err(vm.system_error("not a dict")),
    }
}

pub(super) fn list_append(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let list = list_in(vm, r, word.a())?;
    let value = r.take_operand(word.operand_b());
    list.push(vm, value)
}

pub(super) fn list_extend(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let list = list_in(vm, r, word.a())?;
    let iterable = r.operand(word.operand_b());
    let slots = iterable.class().slots(vm);
    if slots.iter.is_none() && slots.get_item.is_none() {
        let class = iterable.class().name(vm);
        return Err(vm.type_error(format!("Value after * must be an iterable, not {class}")));
    }
    if word.operand_b().is_constant() {
        let items = vm.collect(iterable)?;
        if let Some(capacity) = vm.sizes_of().display_capacity(items.len(), true) {
            list.reserve(vm, capacity)?;
        }
        list.append_all(vm, items)?;
    } else {
        list.extend(vm, iterable)?;
    }
    drop(r.consume(word.operand_b()));
    Ok(())
}

pub(super) fn list_to_tuple(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let items = match r.operand(word.operand_b()).downcast::<List>() {
        Some(list) => list.items(vm).to_vec(),
        None => return Err(vm.system_error("not a list")),
    };
    let tuple = vm.new_tuple(items);
    r.finish_unary(word, tuple.into_object());
    Ok(())
}

fn set_in(vm: &mut Vm, r: Registers, register: u16) -> PyResult<&'static Typed<Set>> {
    match r.full(register).downcast::<Set>() {
        Some(set) => Ok(set),
        None => Err(vm.system_error("not a set")),
    }
}

pub(super) fn set_add(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    set_in(vm, r, word.a())?.add(vm, r.operand(word.operand_b()))?;
    drop(r.consume(word.operand_b()));
    Ok(())
}

pub(super) fn set_update(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let set = set_in(vm, r, word.a())?;
    let items = r.operand(word.operand_b());
    let (constant, rule) = (word.operand_b().is_constant(), vm.sizes_of());
    match items.downcast::<Set>() {
        Some(items) if constant && rule.adds_display_items_singly(items.len(vm)) => {
            items.members(vm).iter().try_for_each(|item| set.add(vm, item))?;
        }
        _ => set.update(vm, items)?,
    }
    drop(r.consume(word.operand_b()));
    Ok(())
}

pub(super) fn map_add(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let dict = dict_in(vm, r, word.a())?;
    dict.set(vm, r.operand(word.operand_b()), r.operand(word.operand_c()).to_ref())?;
    let consumed = (r.consume(word.operand_b()), r.consume(word.operand_c()));
    drop(consumed);
    Ok(())
}

/// Keys and values of a mapping.
pub(super) fn pairs(vm: &mut Vm, mapping: &Object) -> PyResult<Option<Vec<(Ref, Ref)>>> {
    if mapping.class_is(&vm.types.dict)
        && let Some(dict) = mapping.downcast::<Dict>()
    {
        return Ok(Some(dict.pairs(vm)));
    }
    let name = vm.names.keys.clone();
    let Some(keys) = vm.find_attribute(mapping, &name)? else { return Ok(None) };
    let keys = vm.call(&keys, Args::EMPTY)?;
    let mut pairs = Vec::new();
    for key in vm.collect(&keys)? {
        let value = vm.get_item(mapping, &key)?;
        pairs.push((key, value));
    }
    Ok(Some(pairs))
}

pub(super) fn dict_update(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let dict = dict_in(vm, r, word.a())?;
    let mapping = r.operand(word.operand_b());
    if mapping.class_is(&vm.types.dict)
        && let Some(other) = mapping.downcast::<Dict>()
    {
        dict.merge_dict(vm, other, true)?;
        drop(r.consume(word.operand_b()));
        return Ok(());
    }
    let Some(pairs) = pairs(vm, mapping)? else {
        let class = mapping.class().name(vm);
        return Err(vm.type_error(format!("'{class}' object is not a mapping")));
    };
    for (key, value) in pairs {
        dict.set(vm, &key, value)?;
    }
    drop(r.consume(word.operand_b()));
    Ok(())
}

/// What a callable is called in messages about its arguments.
pub(super) fn callable_text(vm: &mut Vm, callable: &Object) -> PyResult<String> {
    let name = vm.names.__qualname__.clone();
    let Some(qualified) = vm.find_attribute(callable, &name)? else {
        return Ok(vm.str(callable)?.to_string());
    };
    let qualified = vm.str(&qualified)?.to_string();
    let name = vm.names.__module__.clone();
    let module = match vm.find_attribute(callable, &name)? {
        Some(module) if !vm.is_none(&module) => vm.str(&module)?.to_string(),
        _ => "builtins".to_owned(),
    };
    Ok(if module == "builtins" {
        format!("{qualified}()")
    } else {
        format!("{module}.{qualified}()")
    })
}

pub(super) fn dict_merge(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let dict = dict_in(vm, r, word.a())?;
    let mapping = r.operand(word.operand_b());
    let Some(pairs) = pairs(vm, mapping)? else {
        let (callable, class) = (callable_text(vm, r.full(word.c()))?, mapping.class().name(vm));
        return Err(
            vm.type_error(format!("{callable} argument after ** must be a mapping, not {class}"))
        );
    };
    for (key, value) in pairs {
        if dict.contains(vm, &key)? {
            let callable = callable_text(vm, r.full(word.c()))?;
            let Some(key) = key.downcast::<Str>() else {
                return Err(vm.type_error(format!("{callable} keywords must be strings")));
            };
            return Err(vm.type_error(format!(
                "{callable} got multiple values for keyword argument '{key}'"
            )));
        }
        dict.set(vm, &key, value)?;
    }
    drop(r.consume(word.operand_b()));
    Ok(())
}

pub(super) fn format(vm: &mut Vm, r: Registers, word: Word) -> PyResult<()> {
    let value = r.operand(word.operand_b());
    let converted: Ref = match word.x() {
        0 => value.to_ref(),
        1 => vm.str(value)?.into_object(),
        2 => vm.repr(value)?.into_object(),
        _ => vm.ascii(value)?.into_object(),
    };
    let specification = r.optional(word.operand_c());
    let empty =
        specification.is_none_or(|text| text.downcast::<Str>().is_some_and(|text| text.is_empty()));
    let result = if empty && converted.class_is(&vm.types.str) {
        converted
    } else if empty && (converted.class_is(&vm.types.int) || converted.class_is(&vm.types.float)) {
        vm.str(&converted)?.into_object()
    } else {
        let nothing = vm.singletons.empty_str.clone();
        let specification = specification.unwrap_or(nothing.as_object());
        vm.format(&converted, specification)?.into_object()
    };
    let consumed = (r.consume(word.operand_b()), r.consume_optional(word.operand_c()));
    r.set(word.a(), result);
    drop(consumed);
    Ok(())
}

/// A tuple in a register.
pub(super) fn tuple_items(object: &Object) -> &[Ref] {
    object.downcast::<Tuple>().map_or(&[], |tuple| tuple.items())
}
