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
}
