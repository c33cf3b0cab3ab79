//! The methods and attributes of `BaseException`.

use crate::builtins::{Dict, List, Traceback};
use crate::errors::BaseException;
use crate::errors::base::arguments;
use crate::object::instance;
use crate::prelude::*;

#[methods]
impl BaseException {
    #[method("__reduce__(self, /)")]
    fn python_reduce(vm: &mut Vm, this: &Typed<BaseException>) -> PyResult<Ref<Tuple>> {
        let (arguments, state) =
            (arguments(vm, this.as_object()), attributes(vm, this.as_object()));
        Ok(reduce(vm, this.as_object(), arguments, state))
    }

    #[method("__setstate__(self, state, /)")]
    fn set_state(vm: &mut Vm, this: &Typed<BaseException>, state: &Object) -> PyResult<()> {
        if vm.is_none(state) {
            return Ok(());
        }
        let Some(dict) = state.downcast::<Dict>() else {
            return Err(vm.type_error("state is not a dictionary"));
        };
        for (name, value) in dict.pairs(vm) {
            let name = vm.attribute_name(&name)?;
            let name = vm.intern_str(&name);
            vm.set_attribute(this.as_object(), &name, Some(&value))?;
        }
        Ok(())
    }

    /// Set self.__traceback__ to tb and return self.
    #[method("with_traceback(self, tb, /)")]
    fn with_traceback(vm: &mut Vm, this: &Typed<BaseException>, tb: &Object) -> PyResult {
        BaseException::set_traceback(vm, this, Some(tb))?;
        Ok(this.as_object().to_ref())
    }

    /// Add a note to the exception
    #[method("add_note(self, note, /)")]
    fn add_note(vm: &mut Vm, this: &Typed<BaseException>, note: &Typed<Str>) -> PyResult<()> {
        let name = vm.names.__notes__.clone();
        let notes = match vm.find_attribute(this.as_object(), &name)? {
            Some(notes) => notes,
            None => {
                let notes = vm.new_list(Vec::new())?.into_object();
                vm.set_attribute(this.as_object(), &name, Some(&notes))?;
                notes
            }
        };
        match notes.downcast::<List>() {
            Some(notes) => notes.push(vm, note.as_object().to_ref()),
            None => Err(vm.type_error("Cannot add note: __notes__ is not a list")),
        }
    }

    #[getter("args")]
    fn args(vm: &mut Vm, this: &Typed<BaseException>) -> Ref<Tuple> {
        arguments(vm, this.as_object())
    }

    #[setter("args")]
    fn set_args(vm: &mut Vm, this: &Typed<BaseException>, value: Option<&Object>) -> PyResult<()> {
        let Some(value) = value else {
            return Err(vm.type_error("args may not be deleted"));
        };
        let items = vm.collect(value)?;
        let items = vm.new_tuple(items);
        this.args.set(vm, Some(items));
        Ok(())
    }

    #[getter("__traceback__")]
    fn traceback(_vm: &mut Vm, this: &Typed<BaseException>) -> Option<Ref> {
        this.traceback.get()
    }

    #[setter("__traceback__")]
    fn set_traceback(
        vm: &mut Vm,
        this: &Typed<BaseException>,
        value: Option<&Object>,
    ) -> PyResult<()> {
        let Some(value) = value else {
            return Err(vm.type_error("__traceback__ may not be deleted"));
        };
        let none = vm.is_none(value);
        if !none && !value.holds::<Traceback>() {
            return Err(vm.type_error("__traceback__ must be a traceback or None"));
        }
        this.traceback.set(vm, (!none).then(|| value.to_ref()));
        Ok(())
    }

    /// exception context
    #[getter("__context__")]
    fn context(_vm: &mut Vm, this: &Typed<BaseException>) -> Option<Ref<BaseException>> {
        this.context.get()
    }

    #[setter("__context__")]
    fn set_context(
        vm: &mut Vm,
        this: &Typed<BaseException>,
        value: Option<&Object>,
    ) -> PyResult<()> {
        let context = exception_or_none(vm, value, "context")?;
        this.context.set(vm, context);
        Ok(())
    }

    /// exception cause
    #[getter("__cause__")]
    fn cause(_vm: &mut Vm, this: &Typed<BaseException>) -> Option<Ref<BaseException>> {
        this.cause.get()
    }

    #[setter("__cause__")]
    fn set_cause(vm: &mut Vm, this: &Typed<BaseException>, value: Option<&Object>) -> PyResult<()> {
        let cause = exception_or_none(vm, value, "cause")?;
        this.cause.set(vm, cause);
        this.suppress_context.set(true);
        Ok(())
    }

    #[getter("__suppress_context__")]
    fn suppress_context(_vm: &mut Vm, this: &Typed<BaseException>) -> bool {
        this.suppress_context.get()
    }

    #[setter("__suppress_context__")]
    fn set_suppress_context(
        vm: &mut Vm,
        this: &Typed<BaseException>,
        value: Option<&Object>,
    ) -> PyResult<()> {
        let Some(value) = value else {
            return Err(vm.type_error("can't delete numeric/char attribute"));
        };
        if !value.class_is(&vm.types.bool) {
            return Err(vm.type_error("attribute value type must be bool"));
        }
        this.suppress_context.set(vm.is_true_object(value));
        Ok(())
    }
}

fn exception_or_none(
    vm: &mut Vm,
    value: Option<&Object>,
    what: &str,
) -> PyResult<Option<Ref<BaseException>>> {
    let Some(value) = value else {
        return Err(vm.type_error(format!("__{what}__ may not be deleted")));
    };
    if vm.is_none(value) {
        return Ok(None);
    }
    match value.downcast::<BaseException>() {
        Some(exception) => Ok(Some(exception.to_ref())),
        None => {
            Err(vm
                .type_error(format!("exception {what} must be None or derive from BaseException")))
        }
    }
}

/// A copy of the `__dict__` of an exception, unless it is empty.
pub(in crate::errors) fn attributes(vm: &mut Vm, object: &Object) -> Option<Ref<Dict>> {
    let own = instance::dict(vm, object)?;
    let pairs = own.pairs(vm);
    if pairs.is_empty() {
        return None;
    }
    let copy = vm.new_dict();
    for (name, value) in pairs {
        if let Ok(name) = name.downcast_ref::<Str>() {
            copy.set_str(vm, &name, value);
        }
    }
    Some(copy)
}

/// What `__reduce__` gives: class, arguments, and the state if there is one.
pub(in crate::errors) fn reduce(
    vm: &mut Vm,
    object: &Object,
    arguments: Ref<Tuple>,
    state: Option<Ref<Dict>>,
) -> Ref<Tuple> {
    let mut parts = vec![object.class().as_object().to_ref(), arguments.into_object()];
    parts.extend(state.map(|state| state.into_object()));
    vm.new_tuple(parts)
}
