//! The attributes of functions, and making one by hand.

use pellucid_bytecode::CodeFlags;

use super::{ForeignBuiltins, Function};
use crate::builtins::{BoundMethod, Cell, Code};
use crate::object::{Slots, instance};
use crate::prelude::*;

pub(super) fn fill(slots: &mut Slots) {
    slots.call = Some(|vm, function, args| vm.call_python(function, args));
    slots.descriptor_get = Some(get);
    slots.repr = Some(repr);
    slots.new = Some(Function::NEW);
}

fn get(
    vm: &mut Vm,
    function: &Object,
    instance: Option<&Object>,
    _: Option<&Object>,
) -> PyResult<Ref> {
    match instance {
        Some(instance) if !vm.is_none(instance) => {
            Ok(BoundMethod::new(vm, function.to_ref(), instance.to_ref()))
        }
        _ => Ok(function.to_ref()),
    }
}

fn repr(vm: &mut Vm, object: &Object) -> PyResult<Ref> {
    let name =
        object.downcast::<Function>().map_or_else(String::new, |it| it.qualified_name_text());
    Ok(vm.new_str(&format!("<function {name} at {:#x}>", object.address())).into_object())
}

#[methods]
impl Function {
    #[constructor(
        "function(code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)"
    )]
    fn create(
        vm: &mut Vm,
        class: &Typed<Type>,
        code: &Typed<Code>,
        globals: &Typed<Dict>,
        name: Option<&Object>,
        argdefs: Option<&Object>,
        closure: Option<&Object>,
        kwdefaults: Option<&Object>,
    ) -> PyResult<Ref> {
        let _ = class;
        let closure = check_closure(vm, code, closure)?;
        let function = Function::new(vm, code.to_ref(), globals.to_ref(), closure);
        if let Some(name) = name {
            let Some(name) = name.downcast::<Str>() else {
                return Err(vm.type_error("arg 3 (name) must be None or string"));
            };
            function.name.set(vm, Some(name.to_ref()));
        }
        if let Some(defaults) = argdefs {
            let Some(defaults) = defaults.downcast::<Tuple>() else {
                return Err(vm.type_error("arg 4 (defaults) must be None or tuple"));
            };
            function.defaults.set(vm, Some(defaults.to_ref()));
        }
        if let Some(defaults) = kwdefaults {
            let Some(defaults) = defaults.downcast::<Dict>() else {
                return Err(vm.type_error("arg 6 (kwdefaults) must be None or dict"));
            };
            function.keyword_defaults.set(vm, Some(defaults.to_ref()));
        }
        Ok(function.into_object())
    }

    #[getter("__code__")]
    fn code_of(vm: &mut Vm, function: &Typed<Function>) -> Ref<Code> {
        let _ = vm;
        function.code()
    }

    #[setter("__code__")]
    fn set_code(vm: &mut Vm, function: &Typed<Function>, value: Option<&Object>) -> PyResult<()> {
        let Some(code) = value.and_then(|value| value.downcast::<Code>()) else {
            return Err(vm.type_error("__code__ must be set to a code object"));
        };
        let cells = function.closure.as_ref().map_or(0, |closure| closure.items().len());
        if code.free_count() != cells {
            let (name, wanted) = (function.qualified_name_text(), code.free_count());
            return Err(vm.value_error(format!(
                "{name}() requires a code object with {cells} free vars, not {wanted}"
            )));
        }
        let kinds = CodeFlags::GENERATOR | CodeFlags::COROUTINE | CodeFlags::ASYNC_GENERATOR;
        if function.code().flags() & kinds != code.flags() & kinds {
            let category = vm.types.deprecation_warning.clone();
            let message = "Assigning a code object of non-matching type is deprecated (e.g., from a generator to a plain function)";
            vm.warn(&category, message, 1)?;
        }
        if let Some(former) = function.code.replace(vm, Some(code.to_ref())) {
            function.former_codes.get_mut(vm).push(former);
        }
        Ok(())
    }

    #[member("__globals__")]
    fn globals_of(vm: &mut Vm, function: &Typed<Function>) -> Ref<Dict> {
        let _ = vm;
        function.globals.clone()
    }

    #[member("__builtins__")]
    fn builtins_of(vm: &mut Vm, function: &Typed<Function>) -> Ref {
        let _ = vm;
        ForeignBuiltins::shown(&function.builtins)
    }

    #[member("__closure__")]
    fn closure_of(vm: &mut Vm, function: &Typed<Function>) -> Option<Ref<Tuple>> {
        let _ = vm;
        function.closure.clone()
    }

    #[getter("__name__")]
    fn name_of(vm: &mut Vm, function: &Typed<Function>) -> Option<Ref<Str>> {
        let _ = vm;
        function.name.get()
    }

    #[setter("__name__")]
    fn set_name(vm: &mut Vm, function: &Typed<Function>, value: Option<&Object>) -> PyResult<()> {
        let Some(name) = value.and_then(|value| value.downcast::<Str>()) else {
            return Err(vm.type_error("__name__ must be set to a string object"));
        };
        function.name.set(vm, Some(name.to_ref()));
        Ok(())
    }

    #[getter("__qualname__")]
    fn qualified_name_of(vm: &mut Vm, function: &Typed<Function>) -> Option<Ref<Str>> {
        let _ = vm;
        function.qualified_name.get()
    }

    #[setter("__qualname__")]
    fn set_qualified_name(
        vm: &mut Vm,
        function: &Typed<Function>,
        value: Option<&Object>,
    ) -> PyResult<()> {
        let Some(name) = value.and_then(|value| value.downcast::<Str>()) else {
            return Err(vm.type_error("__qualname__ must be set to a string object"));
        };
        function.qualified_name.set(vm, Some(name.to_ref()));
        Ok(())
    }

    #[getter("__doc__")]
    fn doc_of(vm: &mut Vm, function: &Typed<Function>) -> Option<Ref> {
        let _ = vm;
        function.doc.get()
    }

    #[setter("__doc__")]
    fn set_doc(vm: &mut Vm, function: &Typed<Function>, value: Option<&Object>) -> PyResult<()> {
        function.doc.set(vm, value.map(Object::to_ref));
        Ok(())
    }

    #[getter("__module__")]
    fn module_of(vm: &mut Vm, function: &Typed<Function>) -> Option<Ref> {
        let _ = vm;
        function.module.get()
    }

    #[setter("__module__")]
    fn set_module(vm: &mut Vm, function: &Typed<Function>, value: Option<&Object>) -> PyResult<()> {
        function.module.set(vm, value.map(Object::to_ref));
        Ok(())
    }

    #[getter("__defaults__")]
    fn defaults_of(vm: &mut Vm, function: &Typed<Function>) -> Option<Ref<Tuple>> {
        let _ = vm;
        function.defaults.get()
    }

    #[setter("__defaults__")]
    fn set_defaults(
        vm: &mut Vm,
        function: &Typed<Function>,
        value: Option<&Object>,
    ) -> PyResult<()> {
        let value = match value {
            Some(value) if !vm.is_none(value) => match value.downcast::<Tuple>() {
                Some(defaults) => Some(defaults.to_ref()),
                None => return Err(vm.type_error("__defaults__ must be set to a tuple object")),
            },
            _ => None,
        };
        function.defaults.set(vm, value);
        Ok(())
    }

    #[getter("__kwdefaults__")]
    fn keyword_defaults_of(vm: &mut Vm, function: &Typed<Function>) -> Option<Ref<Dict>> {
        let _ = vm;
        function.keyword_defaults.get()
    }

    #[setter("__kwdefaults__")]
    fn set_keyword_defaults(
        vm: &mut Vm,
        function: &Typed<Function>,
        value: Option<&Object>,
    ) -> PyResult<()> {
        let value = match value {
            Some(value) if !vm.is_none(value) => match value.downcast::<Dict>() {
                Some(defaults) => Some(defaults.to_ref()),
                None => return Err(vm.type_error("__kwdefaults__ must be set to a dict object")),
            },
            _ => None,
        };
        function.keyword_defaults.set(vm, value);
        Ok(())
    }

    #[getter("__annotate__")]
    fn annotate_of(vm: &mut Vm, function: &Typed<Function>) -> Option<Ref> {
        let _ = vm;
        function.annotate.get()
    }

    #[setter("__annotate__")]
    fn set_annotate(
        vm: &mut Vm,
        function: &Typed<Function>,
        value: Option<&Object>,
    ) -> PyResult<()> {
        let Some(value) = value else {
            return Err(vm.type_error("__annotate__ cannot be deleted"));
        };
        if vm.is_none(value) {
            function.annotate.set(vm, None);
        } else if vm.is_callable(value) {
            function.annotate.set(vm, Some(value.to_ref()));
            function.annotations.set(vm, None);
        } else {
            return Err(vm.type_error("__annotate__ must be callable or None"));
        }
        Ok(())
    }

    #[getter("__annotations__")]
    fn annotations_of(vm: &mut Vm, function: &Typed<Function>) -> PyResult<Ref> {
        if let Some(annotations) = function.annotations.get() {
            return Ok(annotations);
        }
        let annotations = match function.annotate.get() {
            None => vm.new_dict().into_object(),
            Some(annotate) => crate::builtins::type_::evaluate(vm, &annotate)?,
        };
        function.annotations.set(vm, Some(annotations.clone()));
        Ok(annotations)
    }

    #[setter("__annotations__")]
    fn set_annotations(
        vm: &mut Vm,
        function: &Typed<Function>,
        value: Option<&Object>,
    ) -> PyResult<()> {
        let value = value.filter(|value| !vm.is_none(value));
        if value.is_some_and(|value| !value.holds::<Dict>()) {
            return Err(vm.type_error("__annotations__ must be set to a dict object"));
        }
        function.annotations.set(vm, value.map(Object::to_ref));
        function.annotate.set(vm, None);
        Ok(())
    }

    #[getter("__type_params__")]
    fn type_parameters_of(vm: &mut Vm, function: &Typed<Function>) -> Ref<Tuple> {
        function.type_parameters.get().unwrap_or_else(|| vm.new_tuple(Vec::new()))
    }

    #[setter("__type_params__")]
    fn set_type_parameters(
        vm: &mut Vm,
        function: &Typed<Function>,
        value: Option<&Object>,
    ) -> PyResult<()> {
        let Some(parameters) = value.and_then(|value| value.downcast::<Tuple>()) else {
            return Err(vm.type_error("__type_params__ must be set to a tuple"));
        };
        function.type_parameters.set(vm, Some(parameters.to_ref()));
        Ok(())
    }

    #[getter("__dict__")]
    fn dict_of(vm: &mut Vm, function: &Typed<Function>) -> Option<Ref<Dict>> {
        instance::dict(vm, function.as_object())
    }

    #[setter("__dict__")]
    fn set_dict(vm: &mut Vm, function: &Typed<Function>, value: Option<&Object>) -> PyResult<()> {
        match value.and_then(|value| value.downcast::<Dict>()) {
            Some(dict) => {
                instance::set_dict(vm, function.as_object(), Some(dict.to_ref()));
                Ok(())
            }
            None => {
                let class = value.map_or_else(String::new, |value| value.class().name(vm));
                Err(vm.type_error(format!("__dict__ must be set to a dictionary, not a '{class}'")))
            }
        }
    }
}

fn check_closure(
    vm: &mut Vm,
    code: &Typed<Code>,
    closure: Option<&Object>,
) -> PyResult<Option<Ref<Tuple>>> {
    let wanted = code.free_count();
    let closure = match closure.filter(|closure| !vm.is_none(closure)) {
        None if wanted != 0 => return Err(vm.type_error("arg 5 (closure) must be tuple")),
        None => return Ok(None),
        Some(closure) => match closure.downcast::<Tuple>() {
            Some(closure) => closure,
            None => return Err(vm.type_error("arg 5 (closure) must be None or tuple")),
        },
    };
    if closure.items().len() != wanted {
        let (name, given) = (code.name.to_string(), closure.items().len());
        return Err(
            vm.value_error(format!("{name} requires closure of length {wanted}, not {given}"))
        );
    }
    if let Some(other) = closure.items().iter().find(|cell| !cell.holds::<Cell>()) {
        let class = other.class().name(vm);
        return Err(vm.type_error(format!("arg 5 (closure) expected cell, found {class}")));
    }
    Ok((wanted != 0).then(|| closure.to_ref()))
}
