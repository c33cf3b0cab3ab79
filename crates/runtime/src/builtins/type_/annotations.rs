//! `__annotations__` and `__annotate__` of classes (PEP 649): found when somebody asks, and kept in the dictionary.

use super::attributes::set_in_dict;
use crate::prelude::*;

/// Holds the rows.
pub struct TypeAnnotations;

/// `annotate(1)`: the annotations themselves.
pub(crate) fn evaluate(vm: &mut Vm, annotate: &Object) -> PyResult {
    let format = vm.new_int(1);
    let annotations = vm.call_positional(annotate, &[&format])?;
    if !annotations.holds::<Dict>() {
        let class = annotations.class().name(vm);
        return Err(vm.type_error(format!("__annotate__() must return a dict, not {class}")));
    }
    Ok(annotations)
}

/// The first of these names that the class itself has, bound to the class.
fn own(vm: &mut Vm, class: &Typed<Type>, names: [&str; 2]) -> PyResult<Option<Ref>> {
    for name in names {
        let name = vm.intern(name);
        let Some(found) = class.namespace().get_str(vm, &name) else { continue };
        return match found.class().slots(vm).descriptor_get {
            Some(get) => get(vm, &found, None, Some(class.as_object())).map(Some),
            None => Ok(Some(found)),
        };
    }
    Ok(None)
}

fn set(vm: &mut Vm, class: &Typed<Type>, name: &str, value: Option<&Object>) {
    let name = vm.intern(name);
    set_in_dict(vm, class, &name, value);
}

fn check_python_class(vm: &mut Vm, class: &Typed<Type>, name: &str) -> PyResult<()> {
    if class.has(TypeFlags::HEAP_TYPE) {
        return Ok(());
    }
    let (own, name) = (class.name(vm), vm.intern(name));
    let message = format!("type object '{own}' has no attribute '{name}'");
    Err(vm.attribute_error_for(class.as_object(), &name, message))
}

fn check_mutable(vm: &mut Vm, class: &Typed<Type>, name: &str) -> PyResult<()> {
    if !class.has(TypeFlags::IMMUTABLE) {
        return Ok(());
    }
    let own = class.name(vm);
    Err(vm.type_error(format!("cannot set '{name}' attribute of immutable type '{own}'")))
}

#[methods(owner = "type")]
impl TypeAnnotations {
    #[getter("__annotate__")]
    fn annotate(vm: &mut Vm, class: &Typed<Type>) -> PyResult {
        check_python_class(vm, class, "__annotate__")?;
        match own(vm, class, ["__annotate__", "__annotate_func__"])? {
            Some(annotate) => Ok(annotate),
            None => {
                let none = vm.none();
                set(vm, class, "__annotate_func__", Some(&none));
                Ok(none)
            }
        }
    }

    #[setter("__annotate__")]
    fn set_annotate(vm: &mut Vm, class: &Typed<Type>, value: Option<&Object>) -> PyResult<()> {
        let Some(value) = value else {
            return Err(vm.type_error("cannot delete __annotate__ attribute"));
        };
        check_mutable(vm, class, "__annotate__")?;
        if !vm.is_none(value) && !vm.is_callable(value) {
            return Err(vm.type_error("__annotate__ must be callable or None"));
        }
        set(vm, class, "__annotate_func__", Some(value));
        if !vm.is_none(value) {
            set(vm, class, "__annotations_cache__", None);
        }
        Ok(())
    }

    #[getter("__annotations__")]
    fn annotations(vm: &mut Vm, class: &Typed<Type>) -> PyResult {
        check_python_class(vm, class, "__annotations__")?;
        if let Some(known) = own(vm, class, ["__annotations__", "__annotations_cache__"])? {
            return Ok(known);
        }
        let annotate = TypeAnnotations::annotate(vm, class)?;
        let annotations = match vm.is_callable(&annotate) {
            true => evaluate(vm, &annotate)?,
            false => vm.new_dict().into_object(),
        };
        set(vm, class, "__annotations_cache__", Some(&annotations));
        Ok(annotations)
    }

    #[setter("__annotations__")]
    fn set_annotations(vm: &mut Vm, class: &Typed<Type>, value: Option<&Object>) -> PyResult<()> {
        check_mutable(vm, class, "__annotations__")?;
        let (given, cached) = (vm.names.__annotations__.clone(), "__annotations_cache__");
        let stands = class.namespace().get_str(vm, &given).is_some();
        let known = vm.intern(cached);
        if value.is_none() && !stands && class.namespace().get_str(vm, &known).is_none() {
            return Err(vm.attribute_error_for(class.as_object(), &given, given.to_string()));
        }
        set(vm, class, if stands { "__annotations__" } else { cached }, value);
        set(vm, class, "__annotate_func__", None);
        set(vm, class, "__annotate__", None);
        Ok(())
    }
}
