//! How a native module is declared, and how it is made when it is imported.

use pellucid_heap::{Ref, Typed};

use crate::builtins::{BuiltinFunction, Module};
use crate::object::{MethodDef, ObjectExt, TypeLookup, TypeSpec};
use crate::{PyResult, Vm};

/// What completes a native module when it is imported.
pub type Initialise = fn(&mut Vm, &Typed<Module>) -> PyResult<()>;

/// A native module: one static row.
pub struct ModuleSpec {
    /// The name it is imported by.
    pub name: &'static str,
    /// `__doc__`
    pub doc: &'static str,
    /// Its functions.
    pub functions: &'static [&'static [MethodDef]],
    /// Its types, under their own names.
    pub types: &'static [&'static TypeSpec],
    /// Adds what is neither: constants, exceptions, builtin types under this module's names.
    pub initialise: Option<Initialise>,
}

impl ModuleSpec {
    /// An empty module; the rest is filled in with struct update syntax.
    pub const fn new(name: &'static str) -> ModuleSpec {
        ModuleSpec { name, doc: "", functions: &[], types: &[], initialise: None }
    }
}

impl Vm {
    /// Makes the module of a row. Each call makes a new one; `sys.modules` is the importer's business.
    pub fn create_native_module(&mut self, spec: &'static ModuleSpec) -> PyResult<Ref<Module>> {
        let module = Module::new(self, spec.name);
        if !spec.doc.is_empty() {
            let doc = self.new_str(spec.doc).into_object();
            self.set_in_module(&module, "__doc__", doc)?;
        }
        let module_name = self.intern(spec.name);
        for definition in spec.functions.iter().copied().flatten() {
            let receiver = Some(module.as_object().to_ref());
            let function =
                BuiltinFunction::of_module(self, definition, receiver, module_name.clone());
            self.set_in_module(&module, definition.name, function)?;
        }
        for row in spec.types {
            let class = self.native_type(row)?;
            self.set_in_module(&module, row.name, class.into_object())?;
        }
        if let Some(initialise) = spec.initialise {
            initialise(self, &module)?;
        }
        Ok(module)
    }

    /// `module.name = value`, for what a native module offers.
    pub fn set_in_module(
        &mut self,
        module: &Typed<Module>,
        name: &str,
        value: Ref,
    ) -> PyResult<()> {
        let name = self.intern(name);
        match Module::dict(self, module.as_object()) {
            Some(dict) => {
                dict.set_str(self, &name, value);
                Ok(())
            }
            None => {
                let class = module.class().name(self);
                Err(self.system_error(format!("'{class}' object has no namespace")))
            }
        }
    }

    /// Makes the native modules of `rows` importable (`sys.builtin_module_names`).
    pub fn register_native_modules(&mut self, rows: &'static [&'static ModuleSpec]) {
        self.interpreter().native_modules.get_mut(self).extend(rows);
    }

    /// The row of a native module.
    pub fn native_module(&self, name: &str) -> Option<&'static ModuleSpec> {
        self.native_modules.get(self).iter().copied().find(|row| row.name == name)
    }
}
