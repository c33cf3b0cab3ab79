//! `_socket`: connections between programs, here and on other machines.

mod address;
mod constants;
mod make;
mod names;
mod object;

use pellucid_runtime::builtins::Module;
use pellucid_runtime::object::ModuleSpec;
use pellucid_runtime::prelude::*;

use crate::exception::host_exception;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "Implementation module for socket operations.\n\nSee the socket module for documentation.",
    functions: &[make::Sockets::METHODS, names::Names::METHODS],
    types: &[&object::SOCKET, &names::LOOKUP_ERROR],
    initialise: Some(initialise),
    ..ModuleSpec::new("_socket")
};

static HOST_ERROR: TypeSpec = host_exception("herror", "socket");

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    for (name, number) in constants::NUMBERS {
        let number = vm.new_int(*number);
        vm.set_in_module(module, name, number)?;
    }
    let host_error = vm.native_type(&HOST_ERROR)?.into_object();
    let kind = vm.native_type(&object::SOCKET)?.into_object();
    let values = [
        ("error", vm.types.os_error.clone().into_object()),
        ("timeout", vm.types.timeout_error.clone().into_object()),
        ("herror", host_error),
        ("SocketType", kind),
        ("has_ipv6", vm.new_bool(true)),
    ];
    for (name, value) in values {
        vm.set_in_module(module, name, value)?;
    }
    Ok(())
}
