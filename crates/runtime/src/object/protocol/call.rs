//! Calling objects from native code.

use pellucid_heap::{Object, Ref, Typed};

use crate::builtins::Str;
use crate::object::arguments::ArgumentValues;
use crate::object::{Args, ObjectExt, OwnedArgs, TypeFlags, TypeLookup};
use crate::{PyResult, Vm};

impl Vm {
    /// `callable(*args, **kwargs)`.
    pub fn call(&mut self, callable: &Object, args: Args<'_>) -> PyResult<Ref> {
        match callable.class().slots(self).call {
            Some(call) => {
                self.check_native_stack(" while calling a Python object")?;
                call(self, callable, args)
            }
            None => {
                let (class, hint) = (callable.class().name(self), self.callable_hint(callable)?);
                Err(self.type_error(format!("'{class}' object is not callable{hint}")))
            }
        }
    }

    /// A module is often called where what it is named after is meant.
    fn callable_hint(&mut self, object: &Object) -> PyResult<String> {
        if !object.class_is(&self.types.module) {
            return Ok(String::new());
        }
        let name = self.names.__name__.clone();
        let Some(name) = self.find_attribute(object, &name)? else { return Ok(String::new()) };
        let Some(name) = name.downcast::<Str>() else { return Ok(String::new()) };
        match self.find_attribute(object, name)? {
            Some(meant) if self.is_callable(&meant) => {
                Ok(format!(". Did you mean: '{name}.{name}(...)'?"))
            }
            _ => Ok(String::new()),
        }
    }

    /// `callable(*arguments)`.
    pub fn call_positional(&mut self, callable: &Object, arguments: &[&Object]) -> PyResult<Ref> {
        let values: ArgumentValues = arguments.iter().map(|argument| argument.to_ref()).collect();
        self.call(callable, Args::from_positional(&values))
    }

    /// `callable(first, *args, **kwargs)`.
    pub fn call_with_first(
        &mut self,
        callable: &Object,
        first: &Object,
        args: Args<'_>,
    ) -> PyResult<Ref> {
        let owned = OwnedArgs::with_first(first, args);
        self.call(callable, owned.as_args())
    }

    /// Calls `found`, an attribute of the class of `object`, as its method.
    pub fn call_bound(
        &mut self,
        found: &Object,
        object: &Object,
        arguments: &[&Object],
    ) -> PyResult<Ref> {
        let all = std::iter::once(object).chain(arguments.iter().copied());
        let values: ArgumentValues = all.map(|argument| argument.to_ref()).collect();
        if found.class().has(TypeFlags::METHOD_DESCRIPTOR) {
            return self.call(found, Args::from_positional(&values));
        }
        let bound = self.bind(found, object)?;
        self.call(&bound, Args::from_positional(&values[1..]))
    }

    /// As [`call_bound`](Self::call_bound), with arguments as they came.
    pub fn call_bound_args(
        &mut self,
        found: &Object,
        object: &Object,
        args: Args<'_>,
    ) -> PyResult<Ref> {
        if found.class().has(TypeFlags::METHOD_DESCRIPTOR) {
            return self.call_with_first(found, object, args);
        }
        let bound = self.bind(found, object)?;
        self.call(&bound, args)
    }

    /// `object.name(*arguments)`.
    pub fn call_method(
        &mut self,
        object: &Object,
        name: &Typed<Str>,
        arguments: &[&Object],
    ) -> PyResult<Ref> {
        let method = self.get_attribute(object, name)?;
        self.call_positional(&method, arguments)
    }

    /// The special method `name` of the class of `object`, called; `None` if there is none.
    pub fn call_special(
        &mut self,
        object: &Object,
        name: &Typed<Str>,
        arguments: &[&Object],
    ) -> PyResult<Option<Ref>> {
        match object.class().lookup(self, name) {
            Some(found) => self.call_bound(&found, object, arguments).map(Some),
            None => Ok(None),
        }
    }

    /// Whether `callable(object)` is true.
    pub fn is_callable(&self, object: &Object) -> bool {
        object.class().slots(self).call.is_some()
    }
}
