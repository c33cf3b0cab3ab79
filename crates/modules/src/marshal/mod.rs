//! `marshal`: values as bytes. Data are as CPython's; code is in Pellucid's own format.

mod read;
mod write;

use std::collections::HashMap;

use pellucid_runtime::builtins::Module;
use pellucid_runtime::object::{BytesLike, ModuleSpec};
use pellucid_runtime::prelude::*;

use read::{Input, Reader};
use write::{Unwritten, Writer};

/// The module.
pub static SPEC: ModuleSpec = ModuleSpec {
    doc: "This module contains functions that can read and write Python values in\n\
          a binary format. Data are written as CPython writes them; the format of code is\n\
          specific to Pellucid.",
    functions: &[Marshal::METHODS],
    initialise: Some(initialise),
    ..ModuleSpec::new("marshal")
};

/// The functions of `marshal`.
pub struct Marshal;

/// The newest version of the format.
const VERSION: i32 = 5;
/// How deep values may be nested.
const DEPTH_MAX: usize = 2000;
/// Set in the type of a value that others refer to.
const FLAG_REFERENCE: u8 = 0x80;

fn initialise(vm: &mut Vm, module: &Typed<Module>) -> PyResult<()> {
    let version = vm.new_int(i64::from(VERSION));
    vm.set_in_module(module, "version", version)
}

fn written(vm: &mut Vm, value: &Object, version: i32, allow_code: bool) -> PyResult<Vec<u8>> {
    let mut buffers = HashMap::new();
    loop {
        let mut writer = Writer::new(version, allow_code, &buffers);
        let unwritten = match writer.object(vm, value, 0) {
            Ok(()) => return Ok(writer.bytes),
            Err(unwritten) => unwritten,
        };
        match unwritten {
            Unwritten::TooDeep => {
                return Err(vm.value_error("object too deeply nested to marshal"));
            }
            Unwritten::Code => {
                return Err(vm.value_error("marshalling code objects is disallowed"));
            }
            Unwritten::Memory => return Err(vm.memory_error()),
            // Asking for the bytes of a buffer may run Python code, so it is done in between.
            Unwritten::Other(object) => match vm.try_bytes_of(&object)? {
                Some(bytes) => {
                    let bytes = bytes.into_owned();
                    buffers.insert(object.address(), (object, bytes));
                }
                None => return Err(vm.value_error("unmarshallable object")),
            },
        }
    }
}

#[methods]
impl Marshal {
    /// Write the value on the open file.
    ///
    ///   value
    ///     Must be a supported type.
    ///   file
    ///     Must be a writeable binary file.
    ///   version
    ///     Indicates the data format that dump should use.
    ///   allow_code
    ///     Allow to write code objects.
    ///
    /// If the value has (or contains an object that has) an unsupported type, a
    /// ValueError exception is raised - but garbage data will also be written
    /// to the file. The object will not be properly read back by load().
    #[function("dump(value, file, version=version, /, *, allow_code=True)")]
    fn dump(
        vm: &mut Vm,
        value: &Object,
        file: &Object,
        version: Option<i32>,
        allow_code: Option<bool>,
    ) -> PyResult {
        let version = version.unwrap_or(VERSION);
        let bytes = written(vm, value, version, allow_code.unwrap_or(true))?;
        let (write, bytes) = (vm.intern("write"), vm.try_bytes(&bytes)?);
        vm.call_method(file, &write, &[bytes.as_object()])
    }

    /// Return the bytes object that would be written to a file by dump(value, file).
    ///
    ///   value
    ///     Must be a supported type.
    ///   version
    ///     Indicates the data format that dumps should use.
    ///   allow_code
    ///     Allow to write code objects.
    ///
    /// Raise a ValueError exception if value has (or contains an object that has) an
    /// unsupported type.
    #[function("dumps(value, version=version, /, *, allow_code=True)")]
    fn dumps(
        vm: &mut Vm,
        value: &Object,
        version: Option<i32>,
        allow_code: Option<bool>,
    ) -> PyResult<Ref<Bytes>> {
        let version = version.unwrap_or(VERSION);
        let bytes = written(vm, value, version, allow_code.unwrap_or(true))?;
        vm.try_bytes(&bytes)
    }

    /// Read one value from the open file and return it.
    ///
    ///   file
    ///     Must be readable binary file.
    ///   allow_code
    ///     Allow to load code objects.
    ///
    /// If no valid value is read (e.g. because the data has a different Python
    /// version's incompatible marshal format), raise EOFError, ValueError or
    /// TypeError.
    ///
    /// Note: If an object containing an unsupported type was marshalled with
    /// dump(), load() will substitute None for the unmarshallable type.
    #[function("load(file, /, *, allow_code=True)")]
    fn load(vm: &mut Vm, file: &Object, allow_code: Option<bool>) -> PyResult {
        let read = vm.intern("read");
        let zero = vm.new_int(0);
        let nothing = vm.call_method(file, &read, &[&zero])?;
        if !nothing.holds::<Bytes>() {
            let class = nothing.class().name(vm);
            let message = format!("file.read() returned not bytes but {class}");
            return Err(vm.type_error(message));
        }
        Reader::new(Input::File(file), allow_code.unwrap_or(true)).value(vm)
    }

    /// Convert the bytes-like object to a value.
    ///
    ///   allow_code
    ///     Allow to load code objects.
    ///
    /// If no valid value is found, raise EOFError, ValueError or TypeError.  Extra
    /// bytes in the input are ignored.
    #[function("loads(bytes, /, *, allow_code=True)")]
    fn loads(vm: &mut Vm, bytes: BytesLike<'_>, allow_code: Option<bool>) -> PyResult {
        Reader::new(Input::Bytes(&bytes), allow_code.unwrap_or(true)).value(vm)
    }
}
