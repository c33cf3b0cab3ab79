//! The builtin functions, and the namespace of `builtins` that they share with the builtin types.
//!
//! A file declares its functions with `#[methods(owner = "builtins")]` on a unit struct and adds its table to
//! [`FUNCTIONS`]; a type that programs know by name is a line of [`PUBLIC_TYPES`].

mod attributes;
mod build_class;
mod compile;
pub(crate) mod import;
mod iteration;
mod namespace;
mod numbers;
mod printing;

use crate::builtins::{BuiltinFunction, Module};
use crate::object::{MethodDef, TypeLookup, Types, instance};
use crate::prelude::*;

/// The tables of the builtin functions.
static FUNCTIONS: &[&[MethodDef]] = &[
    attributes::Attributes::METHODS,
    build_class::Classes::METHODS,
    compile::Compile::METHODS,
    import::Import::METHODS,
    iteration::Iteration::METHODS,
    namespace::Namespace::METHODS,
    numbers::Numbers::METHODS,
    printing::Printing::METHODS,
];

/// The types in `builtins` that are not exceptions.
const PUBLIC_TYPES: &[&str] = &[
    "bool",
    "memoryview",
    "bytearray",
    "bytes",
    "classmethod",
    "complex",
    "dict",
    "enumerate",
    "filter",
    "float",
    "frozenset",
    "property",
    "int",
    "list",
    "map",
    "object",
    "range",
    "reversed",
    "set",
    "slice",
    "staticmethod",
    "str",
    "super",
    "tuple",
    "type",
    "zip",
];

const DOC: &str = "Built-in functions, types, exceptions, and other objects.\n\n\
    This module provides direct access to all 'built-in'\nidentifiers of Python; for example, \
    builtins.len is\nthe full name for the built-in function len().\n\n\
    This module is not normally accessed explicitly by most\napplications, but can be useful in \
    modules that provide\nobjects with the same name as a builtin and need the\nbuiltin of that name.";

impl Vm {
    /// The module `builtins`, filled; its namespace is [`Interpreter::builtins`](crate::object::Interpreter).
    pub fn create_builtins(&mut self) -> PyResult<Ref<Module>> {
        let module = Module::new(self, "builtins");
        let own = Module::dict(self, module.as_object());
        let builtins = self.builtins.clone();
        for (key, value) in own.iter().flat_map(|own| own.pairs(self)).collect::<Vec<_>>() {
            builtins.set(self, &key, value)?;
        }
        instance::set_dict(self, module.as_object(), Some(builtins));
        let doc = self.new_str(DOC).into_object();
        self.set_in_module(&module, "__doc__", doc)?;
        let name = self.names.builtins.clone();
        for definition in FUNCTIONS.iter().copied().flatten() {
            let receiver = Some(module.as_object().to_ref());
            let function = BuiltinFunction::of_module(self, definition, receiver, name.clone());
            self.set_in_module(&module, definition.name, function)?;
        }
        self.add_builtin_types(&module)?;
        self.add_constants(&module)?;
        Ok(module)
    }

    fn add_builtin_types(&mut self, module: &Typed<Module>) -> PyResult<()> {
        let base_exception = self.types.base_exception.clone();
        for (spec, class) in Types::SPECS.iter().zip(self.types.all()) {
            let exception = class.is_subclass_of(self, &base_exception);
            if spec.module == "builtins" && (exception || PUBLIC_TYPES.contains(&spec.name)) {
                self.set_in_module(module, spec.name, class.into_object())?;
            }
        }
        for alias in ["EnvironmentError", "IOError"] {
            let class = self.types.os_error.clone().into_object();
            self.set_in_module(module, alias, class)?;
        }
        Ok(())
    }

    fn add_constants(&mut self, module: &Typed<Module>) -> PyResult<()> {
        let optimized = self.settings.get(self).flags.optimize > 0;
        let constants = [
            ("None", self.none()),
            ("True", self.new_bool(true)),
            ("False", self.new_bool(false)),
            ("Ellipsis", self.ellipsis()),
            ("NotImplemented", self.not_implemented()),
            ("__debug__", self.new_bool(!optimized)),
        ];
        for (name, value) in constants {
            self.set_in_module(module, name, value)?;
        }
        Ok(())
    }
}
