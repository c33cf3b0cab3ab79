//! `posix`: the operating system, which `os` gives its Python face.
//!
//! `status`, `directory`, `names`, `descriptors`, `process`, `fork`, `environment` and `paths` have the functions;
//! `path_argument` what they take, `constants` the numbers.

mod constants;
mod descriptors;
mod directory;
pub(crate) mod environment;
pub(crate) mod fork;
mod names;
pub(crate) mod path_argument;
mod paths;
mod process;
mod status;

use pellucid_runtime::builtins::Module;
use pellucid_runtime::object::{ModuleSpec, StructSequence, StructSequenceSpec};
use pellucid_runtime::prelude::*;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "This module provides access to operating system functionality that is\nstandardized by the C Standard and the POSIX standard (a thinly\ndisguised Unix interface).  Refer to the library manual and\ncorresponding Unix manual entries for more information on calls.",
    functions: &[
        status::Status::METHODS,
        directory::Directories::METHODS,
        names::Names::METHODS,
        descriptors::Descriptors::METHODS,
        process::Processes::METHODS,
        fork::Forks::METHODS,
        environment::Environment::METHODS,
        paths::Paths::METHODS,
    ],
    types: &[&directory::DIR_ENTRY],
    initialise: Some(initialise),
    ..ModuleSpec::new("posix")
};

static SEQUENCES: &[&StructSequenceSpec] = &[
    &status::STAT_RESULT,
    &status::STATVFS_RESULT,
    &descriptors::TERMINAL_SIZE,
    &process::UNAME_RESULT,
    &process::TIMES_RESULT,
];

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    for (name, value) in constants::HOST.iter().chain(constants::OWN) {
        let value = vm.new_int(*value);
        vm.set_in_module(module, name, value)?;
    }
    for row in SEQUENCES {
        let class = StructSequence::class(vm, row)?;
        vm.set_in_module(module, row.spec.name, class.into_object())?;
    }
    let error = vm.types.os_error.clone().into_object();
    vm.set_in_module(module, "error", error)?;
    let environ = environment::dictionary(vm)?.into_object();
    vm.set_in_module(module, "environ", environ)?;
    let functions = constants::FUNCTIONS.iter().map(|name| vm.intern(name).into_object()).collect();
    let functions = vm.new_list(functions)?.into_object();
    vm.set_in_module(module, "_have_functions", functions)?;
    let names = vm.new_dict();
    for (name, variable) in process::SYSCONF_NAMES {
        let (name, value) = (vm.intern(name), vm.new_int(*variable as i64));
        names.set_str(vm, &name, value);
    }
    vm.set_in_module(module, "sysconf_names", names.into_object())
}
