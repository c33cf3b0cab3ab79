//! The computed attributes of `type`.

use crate::builtins::Tuple;
use crate::object::split_documentation;
use crate::prelude::*;

/// `__module__` of a class: of its declaration, or from its dictionary.
pub(crate) fn module_of(vm: &mut Vm, class: &Typed<Type>) -> Option<Ref> {
    if let Some(spec) = class.specification {
        return Some(vm.intern(spec.module).into_object());
    }
    let name = vm.names.__module__.clone();
    class.namespace().get_str(vm, &name)
}

/// Holds the rows.
pub struct TypeAttributes;

#[methods]
impl TypeAttributes {
    #[getter("__name__")]
    fn name(_: &mut Vm, class: &Typed<Type>) -> Option<Ref<Str>> {
        class.name.get()
    }

    #[setter("__name__")]
    fn set_name(vm: &mut Vm, class: &Typed<Type>, value: Option<&Object>) -> PyResult<()> {
        let name = text(vm, class, "__name__", value)?;
        if name.text().code_points().any(|code| code == 0) {
            return Err(vm.value_error("type name must not contain null characters"));
        }
        super::slots::check_encodable(vm, &name)?;
        class.name.set(vm, Some(name));
        Ok(())
    }

    #[getter("__qualname__")]
    fn qualified_name(_: &mut Vm, class: &Typed<Type>) -> Option<Ref<Str>> {
        class.qualified_name.get()
    }

    #[setter("__qualname__")]
    fn set_qualified_name(
        vm: &mut Vm,
        class: &Typed<Type>,
        value: Option<&Object>,
    ) -> PyResult<()> {
        let name = text(vm, class, "__qualname__", value)?;
        class.qualified_name.set(vm, Some(name));
        Ok(())
    }

    #[getter("__module__")]
    fn module(vm: &mut Vm, class: &Typed<Type>) -> PyResult {
        match module_of(vm, class) {
            Some(module) => Ok(module),
            None => Ok(vm.intern("builtins").into_object()),
        }
    }

    #[setter("__module__")]
    fn set_module(vm: &mut Vm, class: &Typed<Type>, value: Option<&Object>) -> PyResult<()> {
        check_mutable(vm, class, "__module__", value)?;
        let (name, line) = (vm.names.__module__.clone(), vm.names.__firstlineno__.clone());
        set_in_dict(vm, class, &name, value);
        drop(class.namespace().remove_str(vm, &line));
        Ok(())
    }

    #[getter("__bases__")]
    fn bases(_: &mut Vm, class: &Typed<Type>) -> Option<Ref<Tuple>> {
        class.bases.get()
    }

    #[setter("__bases__")]
    fn set_bases(vm: &mut Vm, class: &Typed<Type>, value: Option<&Object>) -> PyResult<()> {
        check_mutable(vm, class, "__bases__", value)?;
        let own = class.name(vm);
        let Some(bases) = value.and_then(|value| value.downcast::<Tuple>()) else {
            let given = value.map_or_else(String::new, |value| value.class().name(vm));
            return Err(
                vm.type_error(format!("can only assign tuple to {own}.__bases__, not {given}"))
            );
        };
        if bases.items().is_empty() {
            return Err(vm.type_error(format!(
                "can only assign non-empty tuple to {own}.__bases__, not ()"
            )));
        }
        vm.change_bases(class, bases)
    }

    #[member("__base__")]
    fn base(_: &mut Vm, class: &Typed<Type>) -> Option<Ref<Type>> {
        class.base.get()
    }

    #[getter("__mro__")]
    fn mro(_: &mut Vm, class: &Typed<Type>) -> Option<Ref<Tuple>> {
        // While a metaclass works it out for a new class there is none.
        class.mro.tuple()
    }

    #[getter("__dict__")]
    fn dict(vm: &mut Vm, class: &Typed<Type>) -> PyResult {
        let dict = class.namespace();
        vm.new_mapping_proxy(dict.into_object())
    }

    #[getter("__doc__")]
    fn doc(vm: &mut Vm, class: &Typed<Type>) -> PyResult {
        if let Some(spec) = class.specification {
            return Ok(match spec.documentation().is_empty() {
                true => vm.none(),
                false => vm.new_str(spec.documentation()).into_object(),
            });
        }
        let name = vm.names.__doc__.clone();
        let Some(found) = class.namespace().get_str(vm, &name) else { return Ok(vm.none()) };
        match found.class().slots(vm).descriptor_get {
            Some(get) => get(vm, &found, None, Some(class.as_object())),
            None => Ok(found),
        }
    }

    #[getter("__text_signature__")]
    fn text_signature(vm: &mut Vm, class: &Typed<Type>) -> Option<Ref<Str>> {
        if let Some(spec) = class.specification {
            return spec.text_signature().map(|signature| vm.new_str(signature));
        }
        let name = vm.names.__doc__.clone();
        let doc = class.namespace().get_str(vm, &name)?;
        let doc = doc.downcast::<Str>()?.to_string();
        let (signature, _) = split_documentation(&class.name(vm), &doc);
        signature.map(|signature| vm.new_str(signature))
    }

    #[setter("__doc__")]
    fn set_doc(vm: &mut Vm, class: &Typed<Type>, value: Option<&Object>) -> PyResult<()> {
        check_mutable(vm, class, "__doc__", value)?;
        let name = vm.names.__doc__.clone();
        set_in_dict(vm, class, &name, value);
        Ok(())
    }

    #[member("__basicsize__")]
    fn basic_size(vm: &mut Vm, class: &Typed<Type>) -> i64 {
        vm.basic_size(class) as i64
    }

    #[member("__itemsize__")]
    fn item_size(vm: &mut Vm, class: &Typed<Type>) -> i64 {
        vm.item_size(class) as i64
    }

    #[member("__flags__")]
    fn flags(vm: &mut Vm, class: &Typed<Type>) -> i64 {
        vm.python_flags(class)
    }

    #[member("__dictoffset__")]
    fn dict_offset(vm: &mut Vm, class: &Typed<Type>) -> i64 {
        match (class.has_dict.get(), class.has(TypeFlags::HEAP_TYPE)) {
            (false, _) => 0,
            // Managed dictionaries have no offset of their own.
            (true, true) => -1,
            (true, false) => class.specification.map_or(0, |spec| match spec.dict_offset {
                0 => vm.layout_of(spec).basic as i64 - 8,
                offset => offset as i64,
            }),
        }
    }

    #[member("__weakrefoffset__")]
    fn weak_offset(vm: &mut Vm, class: &Typed<Type>) -> i64 {
        // Managed weak references lie before the object, always at this place.
        const MANAGED: i64 = -32;
        if class.kind.tail().weak {
            return MANAGED;
        }
        let native = class.native_base(vm);
        native.specification.map_or(0, |spec| match spec.weak_offset {
            // Where a row says nothing, it is the last field.
            0 if spec.vtable.weak_offset.is_some() => vm.layout_of(spec).basic as i64 - 8,
            offset => offset as i64,
        })
    }

    #[getter("__abstractmethods__")]
    fn abstract_methods(vm: &mut Vm, class: &Typed<Type>) -> PyResult {
        let name = vm.names.__abstractmethods__.clone();
        match class.namespace().get_str(vm, &name) {
            Some(found) if !class.is(&*vm.types.type_) => Ok(found),
            _ => Err(vm.attribute_error_for(class.as_object(), &name, name.to_string())),
        }
    }

    #[setter("__abstractmethods__")]
    fn set_abstract_methods(
        vm: &mut Vm,
        class: &Typed<Type>,
        value: Option<&Object>,
    ) -> PyResult<()> {
        let abstract_now = match value {
            Some(value) => vm.is_true(value)?,
            None => false,
        };
        let name = vm.names.__abstractmethods__.clone();
        if value.is_none() && class.namespace().get_str(vm, &name).is_none() {
            return Err(vm.attribute_error_for(class.as_object(), &name, name.to_string()));
        }
        set_in_dict(vm, class, &name, value);
        let mut flags = class.type_flags();
        flags.set(TypeFlags::ABSTRACT, abstract_now);
        class.flags.set(flags);
        Ok(())
    }

    #[getter("__type_params__")]
    fn type_parameters(vm: &mut Vm, class: &Typed<Type>) -> PyResult {
        let name = vm.names.__type_params__.clone();
        // What `type` itself has under this name is this very attribute.
        let own = class.namespace().get_str(vm, &name).filter(|_| !class.is(&*vm.types.type_));
        Ok(own.unwrap_or_else(|| vm.singletons.empty_tuple.clone().into_object()))
    }

    #[setter("__type_params__")]
    fn set_type_parameters(
        vm: &mut Vm,
        class: &Typed<Type>,
        value: Option<&Object>,
    ) -> PyResult<()> {
        check_mutable(vm, class, "__type_params__", value)?;
        let name = vm.names.__type_params__.clone();
        set_in_dict(vm, class, &name, value);
        Ok(())
    }
}

pub(super) fn set_in_dict(
    vm: &mut Vm,
    class: &Typed<Type>,
    name: &Typed<Str>,
    value: Option<&Object>,
) {
    let dict = class.namespace();
    match value {
        Some(value) => dict.set_str(vm, name, value.to_ref()),
        None => drop(dict.remove_str(vm, name)),
    }
    vm.class_attribute_changed(class, name);
}

/// TypeError unless the class may be changed and the attribute is not being deleted.
fn check_mutable(
    vm: &mut Vm,
    class: &Typed<Type>,
    name: &str,
    value: Option<&Object>,
) -> PyResult<()> {
    let own = class.name(vm);
    if class.has(TypeFlags::IMMUTABLE) {
        return Err(
            vm.type_error(format!("cannot set '{name}' attribute of immutable type '{own}'"))
        );
    }
    if value.is_none() {
        return Err(
            vm.type_error(format!("cannot delete '{name}' attribute of immutable type '{own}'"))
        );
    }
    Ok(())
}

fn text(
    vm: &mut Vm,
    class: &Typed<Type>,
    name: &str,
    value: Option<&Object>,
) -> PyResult<Ref<Str>> {
    check_mutable(vm, class, name, value)?;
    match value.and_then(|value| value.downcast::<Str>()) {
        Some(text) => Ok(text.to_ref()),
        None => {
            let own = class.name(vm);
            let given = value.map_or_else(String::new, |value| value.class().name(vm));
            Err(vm.type_error(format!("can only assign string to {own}.{name}, not '{given}'")))
        }
    }
}
