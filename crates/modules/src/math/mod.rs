//! `math`

mod elementary;
mod integer;
mod sums;

use pellucid_runtime::builtins::Module;
use pellucid_runtime::object::ModuleSpec;
use pellucid_runtime::prelude::*;

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    doc: "This module provides access to the mathematical functions\ndefined by the C standard.",
    functions: &[elementary::Elementary::METHODS, integer::Integers::METHODS, sums::Sums::METHODS],
    initialise: Some(initialise),
    ..ModuleSpec::new("math")
};

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    for (name, value) in [
        ("pi", std::f64::consts::PI),
        ("e", std::f64::consts::E),
        ("tau", std::f64::consts::TAU),
        ("inf", f64::INFINITY),
        ("nan", f64::NAN),
    ] {
        let value = vm.new_float(value);
        vm.set_in_module(module, name, value)?;
    }
    Ok(())
}
