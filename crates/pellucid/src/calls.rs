//! Calls between the embedding program and Python, in both directions.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use pellucid_modules::sys;
use pellucid_runtime::object::ModuleSpec;
use pellucid_runtime::prelude::*;

use crate::{Interpreter, Value};

/// A function of the embedding program. Any of Python's threads may call it.
type HostFunction = Arc<dyn Fn(&[Value]) -> Result<Value, String> + Send + Sync>;

/// What the embedding program offers to Python.
#[derive(Default)]
struct HostFunctions(RefCell<HashMap<&'static str, HostFunction>>);

/// `_pellucid_host`
static SPEC: ModuleSpec = ModuleSpec {
    doc: "What the program offers that this interpreter is embedded in.",
    functions: &[EmbeddingHost::METHODS],
    ..ModuleSpec::new("_pellucid_host")
};

/// The native modules of this crate.
pub(crate) static MODULES: &[&ModuleSpec] = &[&SPEC];

/// The functions of `_pellucid_host`.
struct EmbeddingHost;

#[methods(owner = "_pellucid_host")]
impl EmbeddingHost {
    /// Call a function of the embedding program with plain data; gives plain data.
    ///
    /// Other threads run meanwhile.
    #[function("call(name, /, *arguments)")]
    fn call(vm: &mut Vm, name: &Typed<Str>, arguments: &[Ref]) -> PyResult {
        let name = name.to_string();
        let functions = &vm.interpreter().native_state::<HostFunctions>().0;
        let function = functions.borrow().get(name.as_str()).cloned();
        let Some(function) = function else {
            let message = format!("the embedding program has no function '{name}'");
            return Err(vm.runtime_error(message));
        };
        let values: PyResult<Vec<Value>> =
            arguments.iter().map(|argument| Value::from_object(vm, argument)).collect();
        let values = values?;
        match vm.blocking(|| function(&values)) {
            Ok(value) => value.into_object(vm),
            Err(message) => Err(vm.runtime_error(message)),
        }
    }

    /// Makes the live bytes the peak.
    #[function("reset_peak()")]
    fn reset_peak(vm: &mut Vm) {
        vm.heap().reset_peak();
    }
}

impl Interpreter {
    /// Lets Python call a function: `_pellucid_host.call(name, ...)`. An error is a RuntimeError there.
    pub fn add_function(
        &mut self,
        name: &'static str,
        function: impl Fn(&[Value]) -> Result<Value, String> + Send + Sync + 'static,
    ) {
        let functions = &self.vm.interpreter().native_state::<HostFunctions>().0;
        functions.borrow_mut().insert(name, Arc::new(function));
    }

    /// Calls a function of a module, which is imported if it has not been. An exception is shown on the interpreter's
    /// standard error stream, and is its text here.
    pub fn call(
        &mut self,
        module: &str,
        function: &str,
        arguments: Vec<Value>,
    ) -> Result<Value, String> {
        let result = self.call_inside(module, function, arguments);
        result.map_err(|raised| {
            let vm = &mut *self.vm;
            sys::display_exception(vm, raised.0.as_object());
            let text = vm.str(raised.0.as_object()).map(|text| text.to_string());
            let class = raised.0.class().name(vm);
            format!("{class}: {}", text.unwrap_or_default())
        })
    }

    fn call_inside(
        &mut self,
        module: &str,
        function: &str,
        arguments: Vec<Value>,
    ) -> PyResult<Value> {
        let vm = &mut *self.vm;
        let module = vm.import(module)?;
        let objects: PyResult<Vec<Ref>> =
            arguments.into_iter().map(|argument| argument.into_object(vm)).collect();
        let objects = objects?;
        let borrowed: Vec<&Object> = objects.iter().map(|object| &**object).collect();
        let name = vm.intern(function);
        let result = vm.call_method(&module, &name, &borrowed)?;
        Value::from_object(vm, &result)
    }

    /// Waits for something outside while Python's other threads run.
    pub fn blocking<T>(&mut self, wait: impl FnOnce() -> T) -> T {
        self.vm.blocking(wait)
    }
}
