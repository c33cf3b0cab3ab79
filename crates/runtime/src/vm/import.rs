//! Importing from native code. The import system itself is `importlib`, in Python.

use pellucid_heap::Ref;

use crate::{PyResult, Vm};

impl Vm {
    /// The module of this (dotted) name, imported if it is not there yet.
    pub fn import(&mut self, name: &str) -> PyResult<Ref> {
        let name = self.intern(name);
        if let Some(module) = self.modules.get_str(self, &name) {
            return Ok(module);
        }
        let function = self.names.__import__.clone();
        let Some(function) = self.builtins.get_str(self, &function) else {
            return Err(self.import_error_message("__import__ not found"));
        };
        self.call_positional(&function, &[name.as_object()])?;
        match self.modules.get_str(self, &name) {
            Some(module) => Ok(module),
            None => Err(self.key_error(name.as_object())),
        }
    }

    /// An attribute of a module, which is imported if it is not there yet.
    pub fn import_attribute(&mut self, module: &str, name: &str) -> PyResult<Ref> {
        let module = self.import(module)?;
        let name = self.intern(name);
        self.get_attribute(&module, &name)
    }

    /// An attribute of `sys`, if it is there.
    pub fn sys_attribute(&mut self, name: &str) -> PyResult<Option<Ref>> {
        let sys = self.names.sys.clone();
        let Some(sys) = self.modules.get_str(self, &sys) else { return Ok(None) };
        let name = self.intern(name);
        self.find_attribute(&sys, &name)
    }

    fn import_error_message(&mut self, message: &str) -> crate::Raised {
        let class = self.types.import_error.clone();
        self.raise_message(&class, message)
    }
}
