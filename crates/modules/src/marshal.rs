//! `marshal`: values as bytes. Code is in Pellucid's own format, so the bytes are not CPython's.

use pellucid_runtime::builtins::{Code, Module};
use pellucid_runtime::object::ModuleSpec;
use pellucid_runtime::prelude::*;

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "This module contains functions that can read and write Python values in\n\
          a binary format. The format is specific to Pellucid.",
    functions: &[Marshal::METHODS],
    initialise: Some(initialise),
    ..ModuleSpec::new("marshal")
};

/// The functions of `marshal`.
pub struct Marshal;

/// The version of the format that `marshal.version` names.
const VERSION: i64 = 5;

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    let version = vm.new_int(VERSION);
    vm.set_in_module(module, "version", version)
}

#[methods]
impl Marshal {
    /// Convert the bytes-like object to a value.
    ///
    /// If no valid value is found, raise EOFError, ValueError or TypeError.  Extra
    /// bytes in the input are ignored.
    #[function("loads(bytes, /, *, allow_code=True)")]
    fn loads(vm: &mut Vm, bytes: &Object, allow_code: Option<bool>) -> PyResult {
        let _ = allow_code;
        let bytes = match bytes.downcast::<Bytes>() {
            Some(bytes) => bytes.to_ref(),
            None => {
                let class = vm.types.bytes.clone();
                let copy = vm.call_positional(class.as_object(), &[bytes])?;
                copy.downcast_ref::<Bytes>()
                    .map_err(|_| vm.type_error("a bytes-like object is required"))?
            }
        };
        let Some(packed) = bytes.as_slice().strip_prefix(b"c") else {
            return Err(vm.not_implemented_error("marshal.loads() of anything but code"));
        };
        match pellucid_bytecode::deserialise(packed) {
            Ok(unit) => Ok(Code::from_unit(vm, unit)?.into_object()),
            Err(_) => Err(vm.value_error("bad marshal data (malformed code)")),
        }
    }
}
