//! The slots of `type`: calling a class, its attributes, its repr.

use crate::builtins::Tuple;
use crate::object::class::{ClassParts, bases_of};
use crate::object::{Slots, as_type};
use crate::prelude::*;

pub(super) fn fill(slots: &mut Slots) {
    slots.call = Some(call);
    slots.new = Some(new);
    slots.init = Some(init);
    slots.repr = Some(repr);
    slots.get_attribute = Some(get_attribute);
    slots.set_attribute = Some(set_attribute);
    slots.or = Some(|vm, left, right| vm.new_union(left, right));
}

/// `Class(...)`: `__new__`, then `__init__` if that gave an instance.
fn call(vm: &mut Vm, object: &Object, args: Args<'_>) -> PyResult<Ref> {
    let Some(class) = as_type(object) else { return Err(vm.type_error("not a type")) };
    if class.is(&*vm.types.type_) {
        match (args.positional(), args.keywords_are_empty()) {
            ([single], true) => return Ok(single.class().as_object().to_ref()),
            ([_, _, _], _) => {}
            _ => return Err(vm.type_error("type() takes 1 or 3 arguments")),
        }
    }
    let new = match class.slots(vm).new {
        Some(new) if !class.has(TypeFlags::NOT_INSTANTIABLE) => new,
        _ => {
            let name = class.name(vm);
            return Err(vm.type_error(format!("cannot create '{name}' instances")));
        }
    };
    let instance = new(vm, class, args)?;
    if !instance.class().is_subclass_of(vm, class) {
        return Ok(instance);
    }
    if let Some(init) = instance.class().slots(vm).init {
        init(vm, &instance, args)?;
    }
    Ok(instance)
}

fn new(vm: &mut Vm, metaclass: &Typed<Type>, args: Args<'_>) -> PyResult<Ref> {
    let [name, bases, namespace] = args.positional() else {
        return Err(vm.type_error(format!(
            "type.__new__() takes exactly 3 arguments ({} given)",
            args.positional().len()
        )));
    };
    let Some(name) = name.downcast::<Str>() else { return Err(wrong_argument(vm, 1, "str", name)) };
    let Some(bases) = bases.downcast::<Tuple>() else {
        return Err(wrong_argument(vm, 2, "tuple", bases));
    };
    let Some(namespace) = namespace.downcast::<Dict>() else {
        return Err(wrong_argument(vm, 3, "dict", namespace));
    };
    if name.text().code_points().any(|code| code == 0) {
        return Err(vm.value_error("type name must not contain null characters"));
    }
    check_encodable(vm, name)?;
    let doc = vm.names.__doc__.clone();
    if let Some(doc) = namespace.get_str(vm, &doc)
        && let Some(doc) = doc.downcast::<Str>()
    {
        check_encodable(vm, doc)?;
    }
    check_mro_entries(vm, bases)?;
    let winner = vm.metaclass_of(metaclass, bases.items())?;
    if !winner.is(metaclass) {
        let theirs = winner.slots(vm).new;
        if theirs.map(|function| function as usize) != metaclass.slots(vm).new.map(|f| f as usize)
            && let Some(function) = theirs
        {
            return function(vm, &winner, args);
        }
    }
    let bases = bases_of(vm, bases)?;
    let parts = ClassParts { metaclass: &winner, name, bases, namespace };
    vm.new_class(parts, args).map(|class| class.into_object())
}

/// UnicodeEncodeError if there is a surrogate: CPython keeps names and docstrings in UTF-8 too.
pub(super) fn check_encodable(vm: &mut Vm, text: &Typed<Str>) -> PyResult<()> {
    vm.encode_text(text, None, None).map(|_| ())
}

fn wrong_argument(vm: &mut Vm, position: usize, expected: &str, given: &Object) -> Raised {
    let class = given.class().name(vm);
    vm.type_error(format!("type.__new__() argument {position} must be {expected}, not {class}"))
}

/// `type()` does not resolve `__mro_entries__`; `types.new_class` does.
fn check_mro_entries(vm: &mut Vm, bases: &Typed<Tuple>) -> PyResult<()> {
    let name = vm.names.__mro_entries__.clone();
    for base in bases.items() {
        if as_type(base).is_none() && vm.find_attribute(base, &name)?.is_some() {
            return Err(
                vm.type_error("type() doesn't support MRO entry resolution; use types.new_class()")
            );
        }
    }
    Ok(())
}

fn init(vm: &mut Vm, _: &Object, args: Args<'_>) -> PyResult<()> {
    match args.positional().len() {
        1 if !args.keywords_are_empty() => {
            Err(vm.type_error("type.__init__() takes no keyword arguments"))
        }
        1 | 3 => Ok(()),
        _ => Err(vm.type_error("type.__init__() takes 1 or 3 arguments")),
    }
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let Some(class) = as_type(object) else { return Err(vm.type_error("not a type")) };
    let shown = crate::builtins::object::shown_class(vm, class)?;
    vm.join_pieces("<class '", &[shown], "", "'>")
}

/// An attribute of a class: data descriptors of the metaclass, then the class and its bases, then the metaclass.
pub(crate) fn get_attribute(vm: &mut Vm, object: &Object, name: &Typed<Str>) -> PyResult<Ref> {
    let Some(class) = as_type(object) else { return Err(vm.type_error("not a type")) };
    let meta = object.class().lookup(vm, name);
    let getter = meta.as_ref().and_then(|found| found.class().slots(vm).descriptor_get);
    if let (Some(found), Some(get)) = (&meta, getter)
        && found.class().slots(vm).descriptor_set.is_some()
    {
        return get(vm, found, Some(object), Some(object.class().as_object()));
    }
    if let Some(found) = class.lookup(vm, name) {
        return match found.class().slots(vm).descriptor_get {
            Some(get) => get(vm, &found, None, Some(object)),
            None => Ok(found),
        };
    }
    match (meta, getter) {
        (Some(found), Some(get)) => get(vm, &found, Some(object), Some(object.class().as_object())),
        (Some(found), None) => Ok(found),
        (None, _) => {
            let class = class.name(vm);
            let message = format!("type object '{class}' has no attribute '{name}'");
            Err(vm.attribute_error_for(object, name, message))
        }
    }
}

fn set_attribute(
    vm: &mut Vm,
    object: &Object,
    name: &Typed<Str>,
    value: Option<&Object>,
) -> PyResult<()> {
    let Some(class) = as_type(object) else { return Err(vm.type_error("not a type")) };
    if class.has(TypeFlags::IMMUTABLE) {
        let class = class.name(vm);
        return Err(
            vm.type_error(format!("cannot set '{name}' attribute of immutable type '{class}'"))
        );
    }
    if let Some(found) = object.class().lookup(vm, name)
        && let Some(set) = found.class().slots(vm).descriptor_set
    {
        return set(vm, &found, object, value);
    }
    let name = vm.intern_str(name);
    let dict = class.namespace();
    match value {
        Some(value) => dict.set(vm, name.as_object(), value.to_ref())?,
        None => {
            if dict.remove(vm, name.as_object())?.is_none() {
                let class = class.name(vm);
                let message = format!("type object '{class}' has no attribute '{name}'");
                return Err(vm.attribute_error_for(object, &name, message));
            }
        }
    }
    vm.class_attribute_changed(class, &name);
    Ok(())
}
