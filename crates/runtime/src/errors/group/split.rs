//! Splitting a group into what matches and the rest, keeping its structure.

use crate::builtins::List;
use crate::errors::{BaseException, ExceptionGroup};
use crate::object::{TypeFlags, as_type};
use crate::prelude::*;

/// What `split` and `subgroup` look for.
pub(in crate::errors) enum Matcher<'a> {
    /// Instances of these classes.
    Classes(Vec<Ref<Type>>),
    /// Exceptions for which the callable gives something true.
    Predicate(&'a Object),
}

/// A matching part and a rest; nothing where it would be empty.
pub(in crate::errors) type Parts = (Option<Ref>, Option<Ref>);

impl<'a> Matcher<'a> {
    pub(super) fn new(vm: &mut Vm, object: &'a Object) -> PyResult<Matcher<'a>> {
        let classes: Option<Vec<Ref<Type>>> = match object.downcast::<Tuple>() {
            Some(tuple) => tuple.items().iter().map(|item| exception_class(item)).collect(),
            None => exception_class(object).map(|class| vec![class]),
        };
        match classes {
            Some(classes) => Ok(Matcher::Classes(classes)),
            None if as_type(object).is_none() && vm.is_callable(object) => {
                Ok(Matcher::Predicate(object))
            }
            None => Err(vm.type_error(
                "expected an exception type, a tuple of exception types, or a callable (other than a class)",
            )),
        }
    }

    fn matches(&self, vm: &mut Vm, exception: &Object) -> PyResult<bool> {
        match self {
            Matcher::Classes(classes) => {
                Ok(classes.iter().any(|class| exception.class().is_subclass_of(vm, class)))
            }
            Matcher::Predicate(callable) => {
                let result = vm.call_positional(callable, &[exception])?;
                vm.is_true(&result)
            }
        }
    }

    /// Splits an exception; the rest is made only if it is wanted.
    pub(super) fn split(
        &self,
        vm: &mut Vm,
        exception: &Object,
        with_rest: bool,
    ) -> PyResult<Parts> {
        vm.check_native_stack(" in exceptiongroup_split_recursive")?;
        if self.matches(vm, exception)? {
            return Ok((Some(exception.to_ref()), None));
        }
        let Some(group) = exception.downcast::<ExceptionGroup>() else {
            return Ok((None, with_rest.then(|| exception.to_ref())));
        };
        let (mut matching, mut rest) = (Vec::new(), Vec::new());
        for nested in group.exceptions(vm) {
            let (matches, others) = self.split(vm, &nested, with_rest)?;
            matching.extend(matches);
            rest.extend(others);
        }
        let matching = derived(vm, group, matching)?;
        Ok((matching, derived(vm, group, rest)?))
    }
}

fn exception_class(object: &Object) -> Option<Ref<Type>> {
    as_type(object).filter(|class| class.has(TypeFlags::EXCEPTION)).map(|class| class.to_ref())
}

/// A group like `group` with other exceptions: made by its `derive`, with its traceback, cause, context and notes.
fn derived(
    vm: &mut Vm,
    group: &Typed<ExceptionGroup>,
    exceptions: Vec<Ref>,
) -> PyResult<Option<Ref>> {
    if exceptions.is_empty() {
        return Ok(None);
    }
    let name = vm.intern("derive");
    let exceptions = vm.new_list(exceptions)?;
    let made = vm.call_method(group.as_object(), &name, &[exceptions.as_object()])?;
    if made.downcast::<ExceptionGroup>().is_none() {
        return Err(vm.type_error("derive must return an instance of BaseExceptionGroup"));
    }
    copy_circumstances(vm, group.as_object(), &made)?;
    Ok(Some(made))
}

fn copy_circumstances(vm: &mut Vm, from: &Object, to: &Object) -> PyResult<()> {
    let pair = (from.downcast::<BaseException>(), to.downcast::<BaseException>());
    if let (Some(own), Some(new)) = pair {
        let (traceback, context, cause) = (own.traceback.get(), own.context.get(), own.cause.get());
        new.traceback.set(vm, traceback);
        new.context.set(vm, context);
        new.cause.set(vm, cause);
        new.suppress_context.set(own.suppress_context.get());
    }
    let name = vm.names.__notes__.clone();
    let Some(notes) = vm.find_attribute(from, &name)? else { return Ok(()) };
    // Whatever else a program may have put there is not copied.
    if notes.downcast::<List>().is_some() || notes.downcast::<Tuple>().is_some() {
        let copy = vm.collect(&notes)?;
        let copy = vm.new_list(copy)?;
        vm.set_attribute(to, &name, Some(copy.as_object()))?;
    }
    Ok(())
}
