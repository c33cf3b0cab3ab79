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

    /// The module `sys`, while the interpreter has it.
    pub fn system_module(&self) -> Option<Ref> {
        self.system.get()
    }

    /// Makes a module the interpreter's `sys`, or takes it and the import system away at the end.
    pub fn set_system_module(&mut self, module: Option<Ref>) {
        let interpreter = self.interpreter();
        if module.is_none() {
            interpreter.import_system.set(self, None);
        }
        interpreter.system.set(self, module);
    }

    /// An attribute of `sys`, if it is there.
    pub fn sys_attribute(&mut self, name: &str) -> PyResult<Option<Ref>> {
        let Some(sys) = self.system_module() else { return Ok(None) };
        let name = self.intern(name);
        self.find_attribute(&sys, &name)
    }

    fn import_error_message(&mut self, message: &str) -> crate::Raised {
        let class = self.types.import_error.clone();
        self.raise_message(&class, message)
    }
}
