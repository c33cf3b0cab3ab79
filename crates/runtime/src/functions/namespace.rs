//! `globals`, `locals`, `vars`, `dir`.

use crate::prelude::*;

/// Functions about namespaces.
pub struct Namespace;

#[methods(owner = "builtins")]
impl Namespace {
    /// Return the dictionary containing the current scope's global variables.
    ///
    /// NOTE: Updates to this dictionary *will* affect name lookups in the current
    /// global scope and vice-versa.
    #[function("globals()")]
    fn globals(vm: &mut Vm) -> PyResult {
        match vm.current_globals() {
            Some(globals) => Ok(globals.into_object()),
            None => Ok(vm.none()),
        }
    }

    /// Show attributes of an object.
    ///
    /// If called without an argument, return the names in the current scope.
    /// Else, return an alphabetized list of names comprising (some of) the attributes
    /// of the given object, and of attributes reachable from it.
    /// If the object supplies a method named __dir__, it will be used; otherwise
    /// the default dir() logic is used and returns:
    ///   for a module object: the module's attributes.
    ///   for a class object:  its attributes, and recursively the attributes
    ///     of its bases.
    ///   for any other object: its attributes, its class's attributes, and
    ///     recursively the attributes of its class's base classes.
    #[function("dir(object=<unrepresentable>, /)", hidden)]
    fn dir(vm: &mut Vm, object: Option<&Object>) -> PyResult {
        let names = match object {
            Some(object) => {
                let method = vm.names.__dir__.clone();
                match vm.call_special(object, &method, &[])? {
                    Some(names) => names,
                    None => return Err(vm.type_error("object does not provide __dir__")),
                }
            }
            None => {
                let locals = vm.locals()?;
                let keys = vm.names.keys.clone();
                vm.call_method(&locals, &keys, &[])?
            }
        };
        let names = vm.collect(&names)?;
        let list = vm.new_list(names)?;
        let sort = vm.intern("sort");
        vm.call_method(list.as_object(), &sort, &[])?;
        Ok(list.into_object())
    }

    /// Return a dictionary containing the current scope's local variables.
    ///
    /// NOTE: Whether or not updates to this dictionary will affect name lookups in
    /// the local scope and vice-versa is *implementation dependent* and not
    /// covered by any backwards compatibility guarantees.
    #[function("locals()")]
    fn locals(vm: &mut Vm) -> PyResult {
        vm.locals()
    }

    /// Return the value of an object's __dict__ attribute.
    ///
    /// Without arguments, equivalent to locals().
    /// With an argument, equivalent to object.__dict__.
    #[function("vars(object=<unrepresentable>, /)", hidden)]
    fn vars(vm: &mut Vm, object: Option<&Object>) -> PyResult {
        let Some(object) = object else { return vm.locals() };
        let name = vm.names.__dict__.clone();
        match vm.find_attribute(object, &name)? {
            Some(dict) => Ok(dict),
            None => Err(vm.type_error("vars() argument must have __dict__ attribute")),
        }
    }
}
